"""`status --watch`: a line at once and one a change, and what it costs."""

import json
import os
import signal
import sys
import time
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from sitbreak.core.inputs import Pause, Resume, StartBreak, Ticked
from sitbreak.core.status import status_when_stopped
from sitbreak.remote.endpoints import PlatformEndpoint
from sitbreak.remote.protocol import DONE, FAILED, Answer, ClientLeft
from tests.app.joined import Joined
from tests.process import Process
from tests.running import COMMAND, Running
from tests.until import BUSY, until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes and signals of POSIX")

INTERRUPTED = 130


class Watching:
    """A process that watches; it is asked for its lines."""

    def __init__(self, sitbreak: Running, *options: str) -> None:
        self._reader, writer = os.pipe()
        os.set_blocking(self._reader, False)
        command = [*COMMAND, "status", "--watch", *options]
        self.process = sitbreak.execute(command, stdout=writer)
        os.close(writer)
        self._received = b""
        self._taken = 0

    def line(self) -> str:
        """Return the next line, once it is there."""
        lines = until(self._lines_left, "a line")
        self._taken += 1
        return lines[0].decode("ascii" if lines[0].startswith(b"{") else "utf-8")

    def table(self) -> dict[str, Any]:
        """Return the next line, as JSON."""
        table: dict[str, Any] = json.loads(self.line())
        return table

    def reach(self, kind: str) -> dict[str, Any]:
        """Return the first line that is about this kind of status."""
        while (table := self.table())["class"] != kind:
            pass
        return table

    def has_more(self) -> bool:
        """Whether there is a line that has not been taken."""
        return bool(self._lines_left())

    def stop_reading(self) -> None:
        os.close(self._reader)

    def _lines_left(self) -> list[bytes]:
        with suppress(BlockingIOError):
            self._received += os.read(self._reader, 65536)
        return self._received.split(b"\n")[self._taken : -1]


# --- as a program reads it ---------------------------------------------------------------------------


def test_a_line_comes_at_once_and_one_for_each_change(running: Running) -> None:
    until(lambda: running.status()["tip"], "the first screen is complete")
    watching = Watching(running, "--json")
    assert watching.table()["class"] == "unknown"
    running.do("pause 1h")
    paused = watching.table()
    assert (paused["class"], paused["text"]) == ("paused", paused["tooltip"].partition(" – ")[0])
    running.do("resume")
    running.do("pause list")  # changes nothing
    running.do("break")
    assert [watching.table()["state"] for _ in range(2)] == ["sitting", "break"]
    assert not watching.has_more()


def test_without_json_the_line_is_that_of_status(running: Running) -> None:
    until(lambda: running.status()["tip"], "the first screen is complete")
    watching = Watching(running)
    assert watching.line() == running.do("status")
    running.do("pause")
    assert (
        watching.line()
        == running.do("status")
        == "Paused until you resume – at the computer less than a minute"
    )


def test_a_restart_is_said_and_watching_goes_on(sitbreak: Running) -> None:
    watching = Watching(sitbreak, "--json")
    watcher = sitbreak.process
    assert watching.table()["class"] == "stopped"
    for end in (lambda: sitbreak.do("quit"), sitbreak.kill):
        sitbreak.start()
        watching.reach("unknown")
        end()
        stopped = watching.reach("stopped")
        assert (stopped["text"], stopped["state"]) == ("sitbreak isn't running", "stopped")
    assert watcher.poll() is None


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it looks every two seconds")
def test_while_nothing_runs_it_sleeps(sitbreak: Running) -> None:
    watching = Watching(sitbreak)
    assert watching.line() == "sitbreak isn't running"
    assert sleeps(watching)
    (sitbreak.runtime / "unrelated").touch()
    assert sleeps(watching)
    sitbreak.start()
    assert sleeps(watching)
    assert watching.has_more()


def sleeps(watching: Watching) -> bool:
    """Whether the process comes to rest, and then does nothing for some seconds."""
    process = Process(watching.process.pid)
    wakeups = [process.wakeups.total()]

    def rests() -> bool:
        time.sleep(0.5)
        wakeups.append(process.wakeups.total())
        return wakeups[-6:] == wakeups[-1:] * 6

    return until(rests, "it sleeps")


def test_a_watcher_that_was_stopped_catches_up(running: Running) -> None:
    until(lambda: running.status()["tip"], "the first screen is complete")
    watching = Watching(running, "--json")
    watching.line()
    watcher = running.process
    watcher.send_signal(signal.SIGSTOP)
    for _ in range(200):  # more than a socket holds
        running.do("pause")
        running.do("resume")
    running.do("break")
    watcher.send_signal(signal.SIGCONT)
    watching.reach("break")
    assert not watching.has_more()


def test_a_hanging_instance_is_said_and_watched_once_it_goes_on(running: Running) -> None:
    instance = running.process
    os.kill(instance.pid, signal.SIGSTOP)
    watching = Watching(running, "--json")
    assert watching.table()["tooltip"] == "sitbreak is running but didn't answer within 5 s"
    os.kill(instance.pid, signal.SIGCONT)
    watching.reach("unknown")


def test_an_instance_that_hangs_up_is_not_asked_all_the_time(sitbreak: Running) -> None:
    watching = Watching(sitbreak)
    assert watching.line() == "sitbreak isn't running"
    assert sleeps(watching)
    listening = PlatformEndpoint(sitbreak.runtime).listen()
    listening.settimeout(BUSY)
    asked = []
    with listening:
        for _ in range(4):
            connection, _ = listening.accept()
            with connection:
                assert connection.recv(65536)
            asked.append(time.monotonic())
    assert asked[3] - asked[0] > 2


def test_the_fields_names_and_order_are_the_same_without_an_instance(running: Running) -> None:
    alone = status_when_stopped("text", "tooltip")
    assert list(alone) == list(running.status())
    assert json.dumps(alone).isascii()


# --- how it ends ---------------------------------------------------------------------------------------


def test_ctrl_c_ends_it_quietly(running: Running) -> None:
    watching = Watching(running)
    watching.line()
    watching.process.send_signal(signal.SIGINT)
    assert watching.process.wait(BUSY) == INTERRUPTED
    assert running.complaints == ""


@pytest.mark.parametrize("runs", [True, False])
def test_it_ends_with_its_reader_without_another_line(sitbreak: Running, *, runs: bool) -> None:
    if runs:
        sitbreak.start()
    watching = Watching(sitbreak)
    watching.line()
    watching.stop_reading()
    assert watching.process.wait(BUSY) == FAILED
    assert sitbreak.complaints == ""


def test_an_instance_that_cannot_have_one_more_refuses(running: Running) -> None:
    crowd = [Watching(running) for _ in range(32)]
    for watching in crowd:
        watching.line()
    refused = running.run("status", "--watch")
    assert (refused.status, refused.out) == (FAILED, "")
    assert refused.err == "too many programs are watching the status already\n"
    assert running.do("status")
    os.kill(crowd[0].process.pid, signal.SIGKILL)
    until(lambda: Watching(running).line().startswith("At the"), "there is room again")


# --- inside the instance -------------------------------------------------------------------------------


def watched(joined: Joined, *, as_json: bool = False) -> list[str]:
    """Watch, and return the lines that come."""
    lines: list[str] = []
    joined.answers.status.watch(lambda answer: lines.append(answer.text), as_json=as_json)
    return lines


@pytest.mark.parametrize("as_json", [True, False])
def test_minutes_change_when_they_are_full_and_only_then(joined: Joined, *, as_json: bool) -> None:
    joined.sit(1)
    joined.clocks.passed += timedelta(seconds=30)
    joined.handle(Ticked())
    lines, status = watched(joined, as_json=as_json), joined.answers.status
    due = status.due()
    assert due is not None
    assert 29 < due - time.monotonic() <= 30.1
    for _ in range(29):
        joined.clocks.passed += timedelta(seconds=1)
        status.ready()
        joined.handle(Ticked())
    assert len(lines) == 1
    joined.clocks.passed += timedelta(seconds=1.01)
    status.ready()
    joined.handle(Ticked())
    assert ["2 min" in line for line in lines] == [False, True]


def test_no_minute_is_waited_for_while_none_passes(joined: Joined) -> None:
    lines = watched(joined)
    joined.handle(StartBreak())
    assert lines[-1].startswith("On a break until")
    assert joined.answers.status.due() is None


def test_nobody_who_watches_costs_nothing(joined: Joined) -> None:
    sources = list(joined.waiter.sources)
    left: list[Answer] = []

    def leave(answer: Answer) -> None:
        if left:
            raise ClientLeft
        left.append(answer)

    assert joined.loop.afterwards == []
    joined.answers.status.watch(leave, as_json=True)
    assert len(joined.loop.afterwards) == 1
    joined.handle(Pause())
    assert joined.loop.afterwards == []
    assert joined.waiter.sources == sources
    assert [answer.status for answer in left] == [DONE]
    joined.handle(Resume())


def test_typed_into_its_own_terminal_it_answers_once(joined: Joined) -> None:
    assert joined.answer("status", "--watch") == joined.answer("status")
    assert joined.loop.afterwards == []
