"""Stories about the thread that waits."""

import selectors
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest

from sitbreak import waiter
from sitbreak.waiter import MOST_FAILURES, Timer, Waiter
from tests.conftest import Logged
from tests.until import BUSY, until


class Pipe:
    """A source that reads whatever is written to it."""

    def __init__(self) -> None:
        self._reader, self.writer = socket.socketpair()  # Windows waits for sockets only
        self._descriptor = self._reader.fileno()
        self.read: list[bytes] = []

    def write(self, data: bytes = b"!") -> None:
        self.writer.send(data)

    def fileno(self) -> int:
        return self._descriptor

    def due(self) -> None: ...

    def ready(self) -> None:
        self.read.append(self._reader.recv(100))

    def close(self) -> None:
        self._reader.close()
        self.writer.close()


class Broken(Pipe):
    """A source that fails a given number of times and reads nothing."""

    def __init__(self, failures: int) -> None:
        super().__init__()
        self.failures = failures
        self.calls = 0

    def ready(self) -> None:
        self.calls += 1
        if self.failures:
            self.failures -= 1
            raise RuntimeError("a bug")
        super().ready()


class RunningWaiter:
    """A waiter on a thread of its own."""

    def __init__(self) -> None:
        self.waiter = Waiter()
        self._ongoing = True
        self.thread = threading.Thread(target=self.waiter.run, args=(lambda: self._ongoing,), daemon=True)
        self.thread.start()

    def do(self, action: Callable[[], None]) -> None:
        """Run an action on its thread, and wait for it."""
        done = threading.Event()
        self.waiter.soon(action)
        self.waiter.soon(done.set)
        assert done.wait(BUSY)

    def settle(self) -> None:
        """Wait until every action has run, and those that they added."""
        for _ in range(3):
            self.do(lambda: None)

    def end(self) -> None:
        self.waiter.soon(self._stop)
        self.thread.join(BUSY)
        assert not self.thread.is_alive()
        self.waiter.close()

    def _stop(self) -> None:
        self._ongoing = False


@pytest.fixture
def running() -> Iterator[RunningWaiter]:
    running = RunningWaiter()
    yield running
    running.end()


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    pipe = Pipe()
    yield pipe
    pipe.close()


def switches(thread: threading.Thread) -> int:
    """Return how often the thread has slept so far. Source: proc(5), voluntary_ctxt_switches."""
    status = Path(f"/proc/self/task/{thread.native_id}/status").read_text()
    return int(status.partition("nonvoluntary")[0].rpartition(":")[2])


def is_asleep(thread: threading.Thread) -> bool:
    """Return whether the thread sleeps. Source: proc(5)."""
    return "State:\tS" in Path(f"/proc/self/task/{thread.native_id}/status").read_text()


def test_actions_from_other_threads_run_in_order(running: RunningWaiter) -> None:
    done: list[tuple[int, threading.Thread]] = []

    def note(number: int) -> None:
        done.append((number, threading.current_thread()))

    for number in range(3):
        running.waiter.soon(partial(note, number))
    running.settle()
    assert done == [(number, running.thread) for number in range(3)]


def test_a_source_is_read_as_soon_as_data_arrives(running: RunningWaiter, pipe: Pipe) -> None:
    running.do(lambda: running.waiter.add(pipe))
    for word in (b"one", b"two"):
        pipe.write(word)
        until(lambda: pipe.read[-1:] == [word])  # noqa: B023 - called before the next round


def test_a_removed_source_is_not_read(running: RunningWaiter, pipe: Pipe) -> None:
    running.do(lambda: running.waiter.add(pipe))
    running.do(lambda: running.waiter.remove(pipe))
    pipe.write()
    running.settle()
    assert pipe.read == []


def test_removing_an_unknown_source_is_fine(pipe: Pipe) -> None:
    waiter = Waiter()
    waiter.remove(pipe)
    waiter.close()


def test_a_source_just_removed_by_another_is_left_alone(running: RunningWaiter, pipe: Pipe) -> None:
    class Remover(Pipe):
        def ready(self) -> None:
            super().ready()
            running.waiter.remove(pipe)

    remover = Remover()

    def both_at_once() -> None:
        running.waiter.add(remover)
        running.waiter.add(pipe)
        remover.write()
        pipe.write()

    running.do(both_at_once)
    until(lambda: remover.read)
    running.settle()
    assert pipe.read == []
    running.do(lambda: running.waiter.remove(remover))
    remover.close()


def test_a_timer_runs_once_and_not_too_early(running: RunningWaiter) -> None:
    acted: list[float] = []
    began = time.monotonic()
    running.do(lambda: running.waiter.add(Timer(0.05, lambda: acted.append(time.monotonic()))))
    until(lambda: acted)
    running.settle()
    assert len(acted) == 1
    assert acted[0] - began >= 0.05


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts how often a thread has slept")
def test_it_sleeps_while_nothing_happens(running: RunningWaiter, pipe: Pipe) -> None:
    running.do(lambda: running.waiter.add(pipe))
    running.do(lambda: running.waiter.add(Timer(3600, pipe.write)))
    until(lambda: is_asleep(running.thread))
    before = switches(running.thread)
    time.sleep(0.3)
    assert switches(running.thread) == before


def test_a_failing_action_costs_only_itself(running: RunningWaiter, logged: Logged) -> None:
    done: list[str] = []

    def fail() -> None:
        raise RuntimeError("a bug")

    running.waiter.soon(fail)
    running.waiter.soon(lambda: done.append("the next"))
    running.settle()
    assert done == ["the next"]
    assert logged() == ["an action failed"]


def test_a_source_that_sometimes_fails_is_kept(running: RunningWaiter, logged: Logged) -> None:
    broken = Broken(MOST_FAILURES - 1)
    running.do(lambda: running.waiter.add(broken))
    for _ in range(2):
        broken.write()
        until(lambda: broken.read)
        broken.read, broken.failures = [], MOST_FAILURES - 1
    assert broken.calls == 2 * MOST_FAILURES
    assert not any("no longer" in line for line in logged())
    running.do(lambda: running.waiter.remove(broken))
    broken.close()


def test_a_source_that_always_fails_rests(running: RunningWaiter, logged: Logged) -> None:
    broken = Broken(failures=1000)
    running.do(lambda: running.waiter.add(broken))
    broken.write()
    until(lambda: broken not in running.waiter.sources)
    running.settle()
    assert broken.calls == MOST_FAILURES
    assert logged()[-1] == "Broken is not waited for for a while: it keeps failing"
    broken.close()


def test_a_source_that_has_rested_is_served_again(
    running: RunningWaiter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiter, "REST", 0.05)
    broken = Broken(failures=3 * MOST_FAILURES)
    running.do(lambda: running.waiter.add(broken))
    broken.write()
    until(lambda: broken.read)
    assert broken.calls == 3 * MOST_FAILURES + 1
    running.do(lambda: running.waiter.remove(broken))
    broken.close()


def test_a_source_removed_while_it_rests_stays_away(
    running: RunningWaiter, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Leaving(Broken):
        def ready(self) -> None:
            if self.failures == 1:
                running.waiter.soon(lambda: running.waiter.remove(self))
            super().ready()

    monkeypatch.setattr(waiter, "REST", 0.01)
    leaving, rested = Leaving(MOST_FAILURES), list[bool]()
    running.do(lambda: running.waiter.add(leaving))
    leaving.write()
    until(lambda: leaving.calls == MOST_FAILURES)
    running.do(lambda: running.waiter.later(0.1, lambda: rested.append(True)))
    until(lambda: rested)
    assert leaving.calls == MOST_FAILURES
    leaving.close()


@pytest.mark.parametrize("question", ["fileno", "due"])
def test_a_source_that_cannot_say_what_it_waits_for_rests(
    running: RunningWaiter, pipe: Pipe, logged: Logged, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    def fail() -> None:
        raise RuntimeError("a bug")

    mute = Pipe()
    monkeypatch.setattr(mute, question, fail)
    running.do(lambda: running.waiter.add(mute))
    running.do(lambda: running.waiter.add(pipe))
    pipe.write(b"still read")
    until(lambda: pipe.read == [b"still read"])
    for _ in range(MOST_FAILURES):
        running.settle()
    assert mute not in running.waiter.sources
    assert logged() == ["Pipe failed", "Pipe is not waited for for a while: it keeps failing"]
    mute.close()


@pytest.fixture(params=["this system's", "Windows'"])
def any_selector(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "Windows'":
        monkeypatch.setattr(waiter, "_SELECTOR", selectors.SelectSelector)


@pytest.mark.usefixtures("any_selector")
def test_a_source_closed_behind_our_back_costs_only_itself(
    running: RunningWaiter, pipe: Pipe, logged: Logged
) -> None:
    timed: list[str] = []
    gone = Pipe()
    gone.close()
    running.do(lambda: running.waiter.add(pipe))
    running.do(lambda: running.waiter.add(Timer(0.05, lambda: timed.append("in time"))))
    running.do(lambda: running.waiter.add(gone))
    pipe.write(b"still read")
    until(lambda: pipe.read == [b"still read"] and timed)
    until(lambda: gone not in running.waiter.sources)
    assert logged() == ["Pipe failed", "Pipe is not waited for for a while: it keeps failing"]


def test_work_in_the_background_hands_its_result_over(running: RunningWaiter, logged: Logged) -> None:
    threads: list[threading.Thread] = []

    def fail() -> str:
        raise RuntimeError("a bug")

    running.waiter.background(fail, lambda _: pytest.fail("there is no result"))
    running.waiter.background(threading.current_thread, threads.append)
    until(lambda: threads and logged())
    assert threads[0] is not running.thread
    assert logged() == ["work in the background failed"]


@pytest.mark.parametrize("is_done_first", [True, False])
def test_what_is_opened_in_the_background_can_be_closed_after_the_end(*, is_done_first: bool) -> None:
    waiter, may_open, is_opened = Waiter(), threading.Event(), threading.Event()
    handed_over: list[str] = []

    def work() -> str:
        is_opened.set()
        may_open.wait(BUSY)
        return "a connection"

    waiter.background(work, handed_over.append)
    assert is_opened.wait(BUSY)
    if is_done_first:
        may_open.set()
        until(lambda: waiter._results)
    waiter.close()
    may_open.set()
    until(lambda: handed_over)
    assert handed_over == ["a connection"]


def test_a_system_that_refuses_to_wait_is_asked_once_a_second(
    running: RunningWaiter, pipe: Pipe, logged: Logged, monkeypatch: pytest.MonkeyPatch
) -> None:
    naps: list[float] = []

    def refuse(_timeout: float | None) -> None:
        raise OSError("too many descriptors")

    with monkeypatch.context() as patch:
        patch.setattr("sitbreak.waiter.time", SimpleNamespace(monotonic=time.monotonic, sleep=naps.append))
        patch.setattr(running.waiter._selector, "select", refuse)
        running.do(lambda: running.waiter.add(pipe))
        until(lambda: naps)
    pipe.write()
    until(lambda: pipe.read)
    assert set(naps) <= {0.0, waiter.STALL}
    assert logged() == ["nothing can be waited for: too many descriptors"]


def test_all_actions_run_even_if_the_wake_up_socket_is_full() -> None:
    waiter, granted = Waiter(), list[int]()
    for number in range(5000):
        waiter.soon(partial(granted.append, number))
    waiter.run(lambda: len(granted) < 5000)
    assert granted == list(range(5000))
    waiter.close()


def test_an_action_asked_for_by_an_action_runs_in_the_same_turn() -> None:
    class Asked(Pipe):
        turns = 0

        def due(self) -> None:
            self.turns += 1

    waiter, asked, done = Waiter(), Asked(), list[str]()
    waiter.add(asked)
    waiter.soon(lambda: waiter.soon(lambda: waiter.soon(lambda: done.append("all"))))
    waiter.run(lambda: not done)
    assert asked.turns == 1
    asked.close()
    waiter.close()


def test_endless_actions_do_not_starve_the_sources(pipe: Pipe) -> None:
    waiter, wishes = Waiter(), list[int]()

    def again() -> None:
        wishes.append(1)
        waiter.soon(again)

    waiter.add(pipe)
    waiter.soon(again)
    pipe.write(b"here")
    waiter.run(lambda: not pipe.read and len(wishes) < 1000)
    assert pipe.read == [b"here"]
    waiter.close()


def test_a_source_just_closed_by_another_is_left_alone() -> None:
    class Ended(Pipe):
        ended = False

        def fileno(self) -> int:
            return -1 if self.ended else super().fileno()

    class Ender(Pipe):
        def ready(self) -> None:
            super().ready()
            other.ended = True

    waiter, ender, other = Waiter(), Ender(), Ended()
    for source in (ender, other):
        waiter.add(source)
        source.write()
    waiter.run(lambda: not ender.read)
    assert other.read == []
    for source in (ender, other):
        source.close()
    waiter.close()


def test_an_action_after_the_end_is_ignored() -> None:
    waiter = Waiter()
    waiter.close()
    waiter.soon(lambda: None)


def test_a_signal_handler_runs_at_once_and_may_add_an_action() -> None:
    waiter, heard = Waiter(), list[str]()
    before = signal.signal(signal.SIGTERM, lambda *_: waiter.soon(lambda: heard.append("SIGTERM")))
    try:
        sender = threading.Timer(0.05, signal.raise_signal, (signal.SIGTERM,))
        sender.start()
        waiter.run(lambda: not heard)
        sender.join()
    finally:
        signal.signal(signal.SIGTERM, before)
    assert heard == ["SIGTERM"]
    waiter.close()
