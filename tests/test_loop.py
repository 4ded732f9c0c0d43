"""Stories about the one thread that changes anything, with the real planner."""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any, Protocol

import pytest

from sitbreak.core import effects
from sitbreak.core.effects import Effect, Reply
from sitbreak.core.inputs import (
    BusyChecked,
    IdleSourceChanged,
    Input,
    Pause,
    PlanPause,
    Quit,
    ShowTip,
    Skip,
    Snooze,
    Ticked,
)
from sitbreak.core.now import Now
from sitbreak.core.planner import Planner
from sitbreak.core.rotation import Rotation
from sitbreak.core.settings import Interval, Settings
from sitbreak.core.tips import Library, Tip
from sitbreak.core.words import replies
from sitbreak.desktop.alarm import SchedulerAlarm
from sitbreak.desktop.clocks import read_clocks
from sitbreak.loop import Loop
from sitbreak.ports import Clock
from tests.conftest import Logged
from tests.fakes import FakeClocks
from tests.until import BUSY, Lateness, until

HOUR = 3600.0
LIBRARY = Library((Tip("feet-flat", "posture", "Feet flat", "Put both feet on the floor."),))


def ms(count: float) -> timedelta:
    return timedelta(milliseconds=count)


def fixed(length: timedelta) -> Interval:
    return Interval(length, length)


class ClumsyPlanner(Planner):
    """A planner that fails at a skip."""

    def handle(self, happened: Input, now: Now) -> list[Effect]:
        if isinstance(happened, Skip):
            raise RuntimeError("a bug")
        return super().handle(happened, now)


class DeadPlanner(Planner):
    """A planner that fails at everything."""

    def handle(self, happened: Input, now: Now) -> list[Effect]:
        raise RuntimeError(f"a bug at {happened}, {now}")


class FakeWorld:
    """Performs and follows: the desktop is never busy, the alarm is real if there is one.

    Attributes:
        shown: when each bubble was shown (time.monotonic() seconds).
        fails: raised by every effect but the check whether the desktop is busy.
        cannot_follow: raised by every `follow`.
    """

    def __init__(self, loop: Loop, alarm: SchedulerAlarm | None = None) -> None:
        self._loop = loop
        self._alarm = alarm
        self.shown: list[float] = []
        self.looks: list[Now] = []
        self.followed: list[Now] = []
        self.passed: list[Now] = []
        self.situation = loop.planner.situation
        self.threads: set[threading.Thread] = set()
        self.fails: Exception | None = None
        self.cannot_follow: Exception | None = None
        self.cannot_look: Exception | None = None

    def perform(self, effect: Effect) -> None:
        self.threads.add(threading.current_thread())
        if self.fails and not isinstance(effect, effects.CheckBusy):
            raise self.fails
        match effect:
            case effects.CheckBusy():
                self._loop.post(BusyChecked(frozenset()))
            case effects.Show():
                self.shown.append(time.monotonic())

    def follow(self, planner: Planner, now: Now) -> bool:
        self.followed.append(now)
        self.situation = planner.situation
        if self.cannot_follow:
            raise self.cannot_follow
        if self._alarm is not None:
            self._alarm.set(planner.deadline)
        return True

    def show_time(self, now: Now) -> None:
        self.passed.append(now)

    def each_minute(self, now: Now) -> None:
        self.looks.append(now)
        if self.cannot_look:
            raise self.cannot_look


class RunningLoop:
    """A loop on a thread of its own.

    Attributes:
        replied: when it last replied (time.monotonic() seconds).
    """

    replied: float

    def __init__(self, loop: Loop, world: FakeWorld) -> None:
        self.loop = loop
        self.world = world
        self.thread = threading.Thread(target=loop.run, daemon=True)
        self.thread.start()

    def ask(self, wish: Input) -> Reply:
        """Ask from this thread, and wait for the reply."""
        replies: list[Reply] = []
        replied = threading.Event()

        def on_reply(reply: Reply) -> None:
            self.replied = time.monotonic()
            replies.append(reply)
            replied.set()

        self.loop.ask(wish, on_reply)
        assert replied.wait(BUSY), f"no reply to {wish}"
        return replies[0]

    def has_ended(self) -> bool:
        self.thread.join(BUSY)
        return not self.thread.is_alive()


class Start(Protocol):
    def __call__(
        self,
        planner: type[Planner] = Planner,
        clock: Clock = read_clocks,
        watchdog: float = HOUR,
        *,
        rings: bool = False,
        **settings: Any,
    ) -> RunningLoop: ...


@pytest.fixture
def start() -> Iterator[Start]:
    """Start loops on computers where idle is unknown, so plain time counts."""
    runs: list[RunningLoop] = []
    alarms: list[SchedulerAlarm] = []

    def start(
        planner: type[Planner] = Planner,
        clock: Clock = read_clocks,
        watchdog: float = HOUR,
        *,
        rings: bool = False,
        **settings: Any,
    ) -> RunningLoop:
        loop = Loop(
            planner(Settings(**settings), Rotation(LIBRARY, Random(1)), clock()), clock, watchdog=watchdog
        )
        if rings:
            alarms.append(SchedulerAlarm(loop.post))
        world = FakeWorld(loop, alarms[-1] if rings else None)
        loop.join(world, world, world.each_minute)
        loop.handle(IdleSourceChanged(known=False))
        loop.keep_watch()
        runs.append(RunningLoop(loop, world))
        return runs[-1]

    yield start
    for alarm in alarms:
        alarm.close()
    for run in runs:
        run.loop.post(Quit())
        assert run.has_ended()


# --- the alarm is the clock ------------------------------------------------------------------------


def test_with_an_hourly_watchdog_every_deadline_rings_on_time(start: Start) -> None:
    began = time.monotonic()
    run = start(rings=True, interval=fixed(ms(300)), repeat_every=ms(200))
    until(lambda: len(run.world.shown) >= 4)  # at 300 ms, and repeated three times
    for shown, due in zip(run.world.shown, (0.3, 0.5, 0.7, 0.9), strict=False):
        assert due <= shown - began < due + BUSY, "the watchdog would take an hour"

    for wish, wait in ((Snooze(ms(250)), 0.25), (Pause(ms(350)), 0.35)):
        wished = time.monotonic()
        assert run.ask(wish).done
        until(lambda: run.world.shown[-1] >= wished + wait)  # noqa: B023 - called before the next round
        first = next(shown for shown in run.world.shown if shown > run.replied)
        assert wait <= first - wished < wait + BUSY


def test_a_planned_pause_begins_and_ends_at_the_bell(start: Start) -> None:
    with Lateness() as late:
        run = start(rings=True, interval=fixed(ms(900)))
        now = read_clocks()
        begins, ends = now.wall + ms(500), now.wall + ms(1300)
        assert run.ask(PlanPause(now.local(begins).time(), now.local(ends).time())).done
        until(lambda: run.world.shown)
        shown = read_clocks().wall
    soon = ms(300) + timedelta(seconds=late.seconds)
    assert ends <= shown < ends + ms(100) + soon, "not during the pause, but as soon as it has ended"
    rang = [moment.wall for moment in run.world.followed]
    for instant in (begins, ends):
        assert any(instant <= moment < instant + soon for moment in rang)
    assert not any(begins + soon <= moment < ends for moment in rang), "nothing else has rung"


def test_the_alarm_rings_again_after_the_planner_has_failed(start: Start) -> None:
    run = start(ClumsyPlanner, rings=True, interval=fixed(ms(300)))
    assert run.ask(Skip()) == Reply(replies.failed(), done=False)
    until(lambda: run.world.shown)


# --- the watchdog ----------------------------------------------------------------------------------


def test_the_watchdog_notices_an_unreported_suspend(start: Start) -> None:
    clocks = FakeClocks()
    run = start(clock=clocks, watchdog=0.05)
    clocks.passed = ten_minutes = timedelta(minutes=10)
    assert run.world.situation.total(clocks()) >= ten_minutes
    clocks.asleep = timedelta(hours=8)
    until(lambda: run.world.situation.total(clocks()) < ten_minutes)


def test_the_watchdog_only_shows_the_time_in_quiet_minutes(start: Start) -> None:
    run = start(watchdog=0.02)
    run.ask(Ticked())
    followed = len(run.world.followed)
    until(lambda: len(run.world.passed) >= 5)
    assert len(run.world.followed) == followed
    assert len(run.world.looks) >= len(run.world.passed) - 1


def test_a_failed_follow_is_repeated_in_the_next_minute(start: Start) -> None:
    run = start(watchdog=0.02)
    run.world.cannot_follow = RuntimeError("a bug")
    assert run.ask(ShowTip()).done
    followed = len(run.world.followed)
    until(lambda: len(run.world.followed) >= followed + 3)
    run.world.cannot_follow = None
    passed = len(run.world.passed)
    until(lambda: len(run.world.passed) > passed + 1)


def test_a_busy_loop_still_does_what_each_minute_needs(start: Start) -> None:
    run = start(watchdog=0.05)

    def busy_until_it_looks() -> bool:
        run.ask(Ticked())
        return len(run.world.looks) >= 4

    until(busy_until_it_looks)


def test_a_failing_minute_does_not_stop_the_watchdog(start: Start, logged: Logged) -> None:
    run = start(DeadPlanner, watchdog=0.02)
    run.world.cannot_look = RuntimeError("a bug")
    until(lambda: len(run.world.looks) >= 3)
    assert "what is done each minute failed" in logged()


def test_nothing_is_handled_while_nothing_happens(start: Start) -> None:
    run = start(rings=True)
    run.ask(Ticked())
    followed = len(run.world.followed)
    time.sleep(0.2)
    assert len(run.world.followed) == followed


def test_a_stopped_loop_handles_nothing_more(start: Start) -> None:
    run = start()
    replies: list[Reply] = []
    run.loop._waiter.soon(run.loop.stop)
    assert run.has_ended()
    handled = len(run.world.followed)
    run.loop.handle(ShowTip(), replies.append)
    assert replies == []
    assert len(run.world.followed) == handled


# --- asking ----------------------------------------------------------------------------------------


def test_each_wish_gets_its_own_reply(start: Start) -> None:
    run = start()
    heard: dict[int, str] = {}

    def ask(minutes: int) -> None:
        heard[minutes] = run.ask(Pause(timedelta(minutes=minutes))).text

    askers = [threading.Thread(target=ask, args=(minutes,)) for minutes in range(10, 250, 10)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert len(set(heard.values())) == len(askers)
    assert run.ask(ShowTip()) == Reply("Feet flat")


def test_everything_happens_on_the_loops_thread(start: Start) -> None:
    run = start()
    run.world.threads.clear()
    run.ask(ShowTip())
    assert run.world.threads == {run.thread}


def test_an_action_can_be_delayed_and_runs_once(start: Start) -> None:
    run = start()
    done: list[float] = []
    began = time.monotonic()
    run.loop.post(Ticked())
    run.loop._waiter.soon(lambda: run.loop._waiter.later(0.05, lambda: done.append(time.monotonic())))
    until(lambda: done)
    run.ask(Ticked())
    assert len(done) == 1
    assert done[0] - began >= 0.05


@pytest.mark.skipif(sys.platform == "win32", reason="signals of that kind are unknown there")
def test_a_signal_handler_may_post(start: Start) -> None:
    run = start()
    before = signal.signal(signal.SIGTERM, lambda *_: run.loop.post(Quit()))
    try:
        os.kill(os.getpid(), signal.SIGTERM)
        assert run.has_ended()
    finally:
        signal.signal(signal.SIGTERM, before)


# --- what fails ------------------------------------------------------------------------------------


def test_a_wish_that_fails_is_answered_with_the_reason(start: Start, logged: Logged) -> None:
    run = start()
    run.world.fails = OSError("the disk is full")
    assert run.ask(ShowTip()) == Reply("the disk is full", done=False)
    assert "the disk is full" in logged()

    run.world.fails = None
    assert run.ask(ShowTip()).done


def test_an_effect_with_a_bug_costs_only_itself(start: Start, logged: Logged) -> None:
    run = start()
    run.world.fails = RuntimeError("a bug")
    assert run.ask(ShowTip()) == Reply(replies.failed(), done=False)
    assert any("could not be done" in line for line in logged())


def test_a_planner_with_a_bug_costs_only_that_wish(start: Start, logged: Logged) -> None:
    run = start(ClumsyPlanner)
    assert run.ask(Skip()) == Reply(replies.failed(), done=False)
    assert logged() == ["Skip() could not be handled"]
    assert run.ask(ShowTip()).done


def test_a_desktop_that_cannot_follow_costs_no_reply(start: Start, logged: Logged) -> None:
    run = start()
    run.world.cannot_follow = RuntimeError("a bug")
    assert run.ask(ShowTip()).done
    assert logged() == ["showing the state failed"]


def test_it_quits_even_if_the_planner_fails_at_that(start: Start) -> None:
    run = start(DeadPlanner)
    assert run.ask(Quit()) == Reply(replies.failed(), done=False)
    assert run.has_ended()
