"""Stand-ins that fit the ports and obey the same contracts as the real adapters."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import monotonic

from sitbreak.core.effects import Bubble
from sitbreak.core.finding import Finding
from sitbreak.core.inputs import BusyChecked, BusyReason, CallChecked, Observed, Ticked
from sitbreak.core.now import Now
from sitbreak.core.tray_view import TrayIcon, TrayView
from sitbreak.desktop.desktop import DELAYS, Desktop
from sitbreak.desktop.idle.best import BestIdle
from sitbreak.desktop.idle.candidates import Candidate
from sitbreak.desktop.late import LateAlarm, LateNotifications, LateSession, LateSound, LateSurroundings
from sitbreak.desktop.null import NoDisplay, NoSession, NoSurroundings
from sitbreak.desktop.platforms import this_platform
from sitbreak.ports import Post, Watch
from sitbreak.waiter import Waiter

NEVER = datetime.min.replace(tzinfo=UTC)
"""A wall clock on which no alarm is due."""


class FakeIdleSource:
    """A keyboard that a story types on, on the story's own clock.

    Whenever the clock has moved to `due`, or past it, call `ready`.
    """

    name = "fake"

    def __init__(self, post: Post, clock: Callable[[], float]) -> None:
        """Start with an input now, by `clock`, which returns seconds."""
        self._post = post
        self._clock = clock
        self._watch: Watch | None = None
        self._reported: float | None = None
        self.last_input = clock()

    def type(self) -> None:
        """Touch a key now."""
        self.last_input = self._clock()
        self.ready()

    def watch(self, watch: Watch) -> None:
        if watch != self._watch:
            self._watch = watch
            self.ready()

    def due(self) -> float | None:
        """Return when idle will be as long as the watch wants, if nobody types."""
        if self._watch is None or self._watch.after is None:
            return None
        return self.last_input + self._watch.after.total_seconds()

    @property
    def waits_for_input(self) -> bool:
        """Whether the next input meets the watch."""
        return self._watch is not None and self._watch.back

    def report_late(self) -> None:
        """Post what met the watch while nobody read it, with its age."""
        watch, age = self._watch, self._clock() - (self.due() or math.inf)
        if watch is not None and watch.after is not None and age >= 0:
            self._watch, self._reported = None, self.last_input
            self._post(Observed(watch.after, age=timedelta(seconds=age)))

    def ready(self) -> None:
        """Post what meets the watch, which uses it up."""
        if self._watch is None:
            return
        idle = timedelta(seconds=self._clock() - self.last_input)
        is_long_enough = self._watch.after is not None and idle >= self._watch.after
        is_newer = self._watch.back and (self._reported is None or self.last_input > self._reported)
        if is_long_enough or is_newer:
            self._watch, self._reported = None, self.last_input
            self._post(Observed(idle))

    def close(self) -> None:
        self._watch = None


class FakeAlarm:
    """An alarm on a wall clock that the test moves; it rings when `ready` is called.

    Attributes:
        settings: every instant it was set to; equal ones in a row count once.
        looks: how often it has looked again.
    """

    def __init__(self, post: Post = lambda _: None, wall: Callable[[], datetime] = lambda: NEVER) -> None:
        self._post = post
        self._wall = wall
        self._is_armed = False
        self.settings: list[datetime | None] = []
        self.looks = 0
        self.closed = False

    def set(self, at: datetime | None) -> None:
        if self.settings[-1:] != [at]:
            self.settings.append(at)
        self._is_armed = at is not None
        self.ready()

    def recalculate(self) -> None:
        self.looks += 1
        self.ready()

    def ready(self) -> None:
        """Ring if the wall clock has reached the instant."""
        if self._is_armed and (at := self.settings[-1]) is not None and at <= self._wall():
            self._is_armed = False
            self._post(Ticked())

    def close(self) -> None:
        self._is_armed = False
        self.closed = True


class FakeNotifications:
    """A screen with room for one bubble."""

    name = "fake"
    problem = ""

    def __init__(self) -> None:
        self.on_screen: Bubble | None = None
        self.closed = False

    def show(self, bubble: Bubble) -> None:
        self.on_screen = bubble

    def withdraw(self) -> None:
        self.on_screen = None

    def close(self) -> None:
        self.withdraw()
        self.closed = True


class FakeSurroundings:
    """A desktop that records what it was asked, and answers when the test says so."""

    def __init__(self, post: Post = lambda _: None) -> None:
        self.asked: list[str] = []
        self._post = post
        self._unanswered: list[str] = []

    def answer(self, *reasons: BusyReason, call: bool = False) -> None:
        """Answer every check so far."""
        unanswered, self._unanswered = self._unanswered, []
        for check in unanswered:
            self._post(CallChecked(call, film=False) if check == "call" else BusyChecked(frozenset(reasons)))

    def check_call(self) -> None:
        self._ask("call")

    def check_busy(self) -> None:
        self._ask("busy")

    def look(self, then: Callable[[], None]) -> None:
        self.asked.append("everything")
        then()

    def findings(self) -> tuple[Finding, ...]:
        return (Finding("call", "fake"),)

    def close(self) -> None:
        self._unanswered.clear()

    def _ask(self, check: str) -> None:
        self.asked.append(check)
        self._unanswered.append(check)


class FakeSound:
    """A sound that can be counted."""

    def __init__(self) -> None:
        self.played = 0

    def play(self) -> None:
        self.played += 1

    def findings(self) -> tuple[Finding, ...]:
        return (Finding("sound", "fake"),)


class FakeTray:
    """A tray that keeps every view."""

    name = "fake"

    def __init__(self) -> None:
        self.views: list[TrayView] = []

    def finding(self) -> Finding:
        return Finding("tray", self.name)

    def show(self, view: TrayView) -> None:
        self.views.append(view)

    def show_time(self, icon: TrayIcon, tooltip: str) -> None:
        self.views.append(replace(self.views[-1], icon=icon, tooltip=tooltip))

    def run(self, work: Callable[[], None]) -> None:
        work()


class FakeClocks:
    """The computer's three clocks, real ones that can be moved at will."""

    def __init__(self) -> None:
        self.began = monotonic()
        self.asleep = timedelta()
        self.stepped = timedelta()
        self.passed = timedelta()

    def __call__(self) -> Now:
        awake = timedelta(hours=1, seconds=monotonic() - self.began) + self.passed
        boot = awake + self.asleep
        wall = datetime(2026, 3, 2, 8, 0, tzinfo=UTC) + boot + self.stepped
        return Now(awake, boot, wall)


def fake_desktop(post: Post, waiter: Waiter, candidates: Sequence[Candidate] = ()) -> Desktop:
    """Compose a desktop of fakes, not started yet; only autostart is the real one."""
    return Desktop(
        waiter=waiter,
        delays=DELAYS,
        display=NoDisplay(),
        tray=FakeTray(),
        notifications=LateNotifications(FakeNotifications),
        idle=BestIdle(candidates, post, waiter, has_desktop=lambda: True),
        session=LateSession(NoSession),
        surroundings=LateSurroundings(lambda: NoSurroundings(post)),
        sound=LateSound(FakeSound),
        alarm=LateAlarm(FakeAlarm),
        autostart=this_platform().make_autostart(),
    )
