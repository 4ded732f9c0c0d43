"""Stand-ins that fit the ports and obey the same contracts as the real adapters."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from time import monotonic

from sitbreak.core.effects import Bubble
from sitbreak.core.finding import Finding
from sitbreak.core.now import Now
from sitbreak.core.tray_view import TrayIcon, TrayView
from sitbreak.desktop.idle.armed_watch import ArmedWatch
from sitbreak.ports import Post, Watch


class FakeIdleSource:
    """A keyboard that a story types on, on the story's own clock.

    Whenever the clock has moved to `due`, or past it, call `ready`.
    """

    name = "fake"

    def __init__(self, post: Post, clock: Callable[[], float]) -> None:
        """Start with an input now, by `clock`, which returns seconds."""
        self._armed = ArmedWatch(post, clock)
        self._clock = clock
        self._last_input = clock()

    def type(self) -> None:
        """Somebody touches a key now."""
        self._last_input = self._clock()
        self._armed.on_input(timedelta())

    def watch(self, watch: Watch) -> None:
        if watch != self._armed.watch:
            self._armed.set(watch)
            self.ready()

    def due(self) -> float | None:
        """When idle will be as long as the watch wants, if nobody types."""
        if self._armed.watch is None or self._armed.watch.after is None:
            return None
        return self._last_input + self._armed.watch.after.total_seconds()

    def ready(self) -> None:
        idle = timedelta(seconds=self._clock() - self._last_input)
        self._armed.start_measuring()
        self._armed.on_measured(idle)

    def close(self) -> None:
        self._armed.set(Watch())


class FakeAlarm:
    """An alarm that never rings but tells what it was set to."""

    def __init__(self) -> None:
        self.settings: list[datetime | None] = []
        self.daily: frozenset[time] = frozenset()
        self.looks = 0
        self.closed = False

    @property
    def at(self) -> datetime | None:
        return self.settings[-1]

    def set(self, at: datetime | None) -> None:
        if self.settings[-1:] != [at]:
            self.settings.append(at)

    def set_daily(self, times: frozenset[time]) -> None:
        self.daily = times

    def look_again(self) -> None:
        self.looks += 1

    def close(self) -> None:
        self.closed = True


class FakeNotifications:
    """A screen with room for one bubble."""

    name = "fake"

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
    """A desktop that tells what it was asked and answers nothing."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def check_call(self) -> None:
        self.asked.append("call")

    def check_busy(self) -> None:
        self.asked.append("busy")

    def look(self, then: Callable[[], None]) -> None:
        self.asked.append("everything")
        then()

    def findings(self) -> tuple[Finding, ...]:
        return ()

    def close(self) -> None:
        pass


class FakeSound:
    """A sound that can be counted."""

    def __init__(self) -> None:
        self.played = 0

    def play(self) -> None:
        self.played += 1

    def findings(self) -> tuple[Finding, ...]:
        return ()


class FakeTray:
    """A tray that keeps every view."""

    name = "fake"

    def __init__(self) -> None:
        self.views: list[TrayView] = []

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
