"""Stories on real Wayland compositors, with the real source, loop and planner."""

import time
from collections.abc import Iterator
from datetime import timedelta
from random import Random

import pytest

from sitbreak.core import effects
from sitbreak.core.effects import Effect
from sitbreak.core.inputs import BusyChecked, CallChecked, ScreenLocked, Ticked
from sitbreak.core.now import Now
from sitbreak.core.planner import Planner
from sitbreak.core.presence import AtDesk, Away, OnBreak
from sitbreak.core.rotation import Rotation
from sitbreak.core.settings import Interval, Settings
from sitbreak.core.tips import Library, Tip
from sitbreak.desktop.clocks import read_clocks
from sitbreak.desktop.idle.wayland import TIMING, Timing
from sitbreak.loop import Loop
from sitbreak.waiter import Waiter
from tests.desktop.idle.desks import watch
from tests.desktop.idle.real_desks import RealDesk
from tests.desktop.idle.wayland_desks import best_source, timed_source
from tests.rig import compositors
from tests.rig.compositors import Compositor
from tests.rig.programs import needs
from tests.until import Lateness

pytestmark = pytest.mark.real_desktop

WORKDAY = Settings(
    interval=Interval(timedelta(seconds=0.6), timedelta(minutes=1)),
    lull=timedelta(seconds=0.3),
    break_length=timedelta(seconds=0.8),
    away_after=timedelta(seconds=1),
)
LIBRARY = Library((Tip("feet-flat", "posture", "Feet flat", "Put both feet on the floor."),))


@pytest.fixture(params=["sway", "kwin", "mutter"])
def compositor(request: pytest.FixtureRequest, no_desktop: pytest.MonkeyPatch) -> Compositor:
    compositor: Compositor = request.getfixturevalue(request.param)
    for name, value in compositor.env.items():
        no_desktop.setenv(name, value)
    return compositor


class Life:
    """Somebody at a computer with sitbreak on it.

    Attributes:
        reminders: when each was shown (time.monotonic() seconds).
        longest_pause: seconds between two keys; on a busy computer also those of a steady typist are apart.
        touch_took: seconds until the compositor had noticed the last key.
    """

    def __init__(self, compositor: Compositor, settings: Settings = WORKDAY, timing: Timing = TIMING) -> None:
        self._compositor = compositor
        now = read_clocks()
        self._planner = Planner(settings, Rotation(LIBRARY, Random(1)), now)
        self._waiter = Waiter()
        self._loop = Loop(self._planner, read_clocks, self._waiter)
        self._source = timed_source(timing)(self._loop.post, lambda: None)
        self._waiter.add(self._source)
        self._loop.join(self, self, lambda _: None)
        self.reminders: list[float] = []
        self.longest_pause = self.touch_took = 0.0
        self._ring()

    def _ring(self) -> None:
        """Replace the alarm: ring all the time."""
        self._loop.post(Ticked())
        self._waiter.later(0.02, self._ring)

    def perform(self, effect: Effect) -> None:
        match effect:
            case effects.Show():
                self.reminders.append(time.monotonic())
            case effects.CheckCall():
                self._loop.post(CallChecked(call=False, film=False))
            case effects.CheckBusy():
                self._loop.post(BusyChecked(frozenset()))

    def follow(self, planner: Planner, now: Now) -> bool:  # noqa: ARG002 - the port's signature
        self._source.watch(planner.watch)
        return True

    def show_time(self, now: Now) -> None:
        pass

    def type_for(self, seconds: float) -> float:
        """Type; return when the last key was touched."""
        end = time.monotonic() + seconds
        before = time.monotonic()
        while True:
            touching = time.monotonic()
            self._compositor.move_mouse()
            touched = time.monotonic()
            self.longest_pause = max(self.longest_pause, touched - before)
            self.touch_took = touched - touching
            if touched > end:
                return touching
            before = touching
            self.sit_still(0.05)

    def sit_still(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        self._waiter.run(lambda: time.monotonic() < end)

    def reminded(self) -> float:
        """Sit still until there is a reminder; return when it came."""
        end = time.monotonic() + 3
        self._waiter.run(lambda: not self.reminders and time.monotonic() < end)
        (at,) = self.reminders
        return at

    def becomes(self, presence: type[AtDesk | OnBreak]) -> bool:
        """Sit still until the sitting clock says so, for a while at most."""
        end = time.monotonic() + 3
        self._waiter.run(
            lambda: not isinstance(self._planner.situation.presence, presence) and time.monotonic() < end
        )
        return isinstance(self._planner.situation.presence, presence)

    def lock(self) -> float:
        """Lock the screen; return since when they have been away (time.monotonic() seconds)."""
        self._loop.post(ScreenLocked())
        self.sit_still(0.2)
        presence = self._planner.situation.presence
        assert isinstance(presence, Away)
        return presence.left_awake.total_seconds()

    def end(self) -> None:
        self._source.close()
        self._waiter.close()


@pytest.fixture
def life(compositor: Compositor) -> Iterator[Life]:
    """The life of somebody who has typed for a second without a lull."""
    for _ in range(20):
        life = Life(compositor)
        life.type_for(1)
        if life.longest_pause < WORKDAY.lull.total_seconds():
            yield life
            life.end()
            return
        life.end()
    pytest.fail("this computer is too busy to type on")


@pytest.fixture
def late() -> Iterator[Lateness]:
    """How late this computer is during the test."""
    with Lateness() as late:
        yield late


def test_reminder_at_the_lull_then_break_then_return(life: Life, late: Lateness) -> None:
    assert life.reminders == [], "nobody is interrupted while typing"
    stopped = life.type_for(0.01)
    assert 0.25 < life.reminded() - stopped < 0.8 + life.touch_took + late.seconds
    assert life.becomes(OnBreak)
    life.sit_still(0.2)
    assert life.becomes(OnBreak), "without input there is no return"
    life.type_for(0.01)
    life.sit_still(1)
    assert life.becomes(OnBreak), "one touch is no return"
    life.type_for(4)
    assert life.becomes(AtDesk)


def test_an_absence_before_a_lock_starts_at_the_last_input(compositor: Compositor, late: Lateness) -> None:
    life = Life(compositor, Settings(), Timing(notice=0.2, unwatched=0.1))
    stopped = life.type_for(0.2)
    life.sit_still(0.8)
    assert life.lock() == pytest.approx(stopped, abs=0.3 + life.touch_took + late.seconds)
    life.end()


@pytest.mark.parametrize("name", ["sway", "kwin"])
def test_the_death_of_a_real_compositor_is_reported_once(name: str, no_desktop: pytest.MonkeyPatch) -> None:
    needs({"sway": "sway", "kwin": "kwin_wayland"}[name])
    compositor = compositors.sway() if name == "sway" else compositors.kwin()
    for variable, value in compositor.env.items():
        no_desktop.setenv(variable, value)
    desk = RealDesk(lambda: None, best_source, remembers=False)
    watch(desk, after=60)
    desk.sit_still(0.1)
    compositor.end()
    desk.sit_still(5)
    assert (desk.source.fileno(), desk.losses) == (-1, 1)
    assert best_source(lambda _: None, lambda: None).name == "none"
