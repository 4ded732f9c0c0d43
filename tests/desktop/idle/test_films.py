"""What every idle source promises while a film plays, if films reach it: where they count as input."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from functools import partial
from typing import NamedTuple

import pytest

from sitbreak.desktop.idle.mutter import MutterIdleSource
from sitbreak.desktop.idle.wayland import Timing
from sitbreak.wires.dbus_messages import PROPERTIES
from tests.desktop.idle.desks import reported_idle, watch
from tests.desktop.idle.fake_compositor import EXT, KDE, FakeCompositor
from tests.desktop.idle.real_desks import RealDesk
from tests.desktop.idle.wayland_desks import timed_source
from tests.desktop.services import InboxLoop, Service
from tests.rig.compositors import Compositor
from tests.rig.servers import SessionBus
from tests.until import until

_SESSION_MANAGER = "org.gnome.SessionManager"
_PATH = "/org/gnome/SessionManager"
_INHIBITS_IDLE = 8


class Cinema(NamedTuple):
    """A desk, and a film that starts and ends there."""

    desk: RealDesk
    film: Callable[..., None]


@contextmanager
def _under_mutter(mutter: Compositor, bus: SessionBus, film_proof: float) -> Iterator[Cinema]:
    """Sit down where GNOME's session manager says whether somebody inhibits idle."""
    loop = InboxLoop()
    manager = Service(loop, bus, (_SESSION_MANAGER,))
    inhibited = {"InhibitedActions": ("u", 0)}
    manager.answer(_PATH, "GetAll", _SESSION_MANAGER, signature="a{sv}", values=(inhibited,))
    manager.appear()

    def film(*, on: bool) -> None:
        changed = {"InhibitedActions": ("u", _INHIBITS_IDLE if on else 0)}
        kind = (PROPERTIES, "PropertiesChanged", "sa{sv}as")
        loop.waiter.soon(lambda: manager.signal(_PATH, *kind, _SESSION_MANAGER, changed, []))

    with closing(loop), loop.on_a_thread():
        until(lambda: "GetAll" in manager.asked, "Mutter has found the session manager")
        mutter.move_mouse()  # a round trip: Mutter has its answer
        make = partial(MutterIdleSource, film_proof=timedelta(seconds=film_proof))
        desk = RealDesk(mutter.move_mouse, make, remembers=True)
        yield Cinema(desk, film)
        desk.source.close()
        film(on=False)


@contextmanager
def _under(compositor: FakeCompositor, film_proof: float) -> Iterator[Cinema]:
    desk = RealDesk(compositor.type, timed_source(Timing(film_proof=film_proof)), remembers=False)
    yield Cinema(desk, compositor.film)
    desk.source.close()


A_WHILE = 0.6
"""Seconds of idle to watch for."""

MUTTER = pytest.param("mutter", marks=pytest.mark.real_desktop)
INPUT_APART = (MUTTER, {EXT: 2})


@pytest.fixture(params=[*INPUT_APART, {EXT: 1}, {KDE: 1}], ids=str)
def cinema(
    request: pytest.FixtureRequest, no_desktop: pytest.MonkeyPatch, film_proof: float
) -> Iterator[Cinema]:
    """A desk under Mutter, or under a compositor that offers this protocol."""
    if request.param == "mutter":
        mutter: Compositor = request.getfixturevalue("mutter")
        mutter_bus: SessionBus = request.getfixturevalue("mutter_bus")
        no_desktop.setenv("DBUS_SESSION_BUS_ADDRESS", mutter_bus.address)
        with _under_mutter(mutter, mutter_bus, film_proof) as cinema:
            yield cinema
        return
    compositor = FakeCompositor(request.getfixturevalue("tmp_path"), request.param)
    no_desktop.setenv("WAYLAND_DISPLAY", compositor.name)
    with _under(compositor, film_proof) as cinema:
        yield cinema
    compositor.close()


@pytest.fixture
def film_proof() -> float:
    """For how many seconds without input a film proves that somebody is there."""
    return 3600.0


def type_and_watch(desk: RealDesk) -> None:
    """Watch before idle has become long enough, however busy the computer is."""

    def is_in_time() -> bool:
        desk.reported.clear()
        desk.type()
        watch(desk)
        watch(desk, after=A_WHILE)
        desk.settle()
        return desk.reported == []

    until(is_in_time, "the watch is set in time")


def test_a_film_is_not_idle_until_it_ends(cinema: Cinema) -> None:
    desk, film = cinema
    film(on=True)
    type_and_watch(desk)
    desk.sit_still(A_WHILE + 0.5)
    assert desk.reported == []
    film(on=False)
    assert A_WHILE <= reported_idle(desk) < A_WHILE + 0.3 + desk.lateness, "and not since the film began"


def test_a_film_that_starts_later_is_not_idle_either(cinema: Cinema) -> None:
    desk, film = cinema
    type_and_watch(desk)
    film(on=True)
    desk.sit_still(A_WHILE + 0.5)
    assert desk.reported == []


@pytest.mark.parametrize("film_proof", [1])
@pytest.mark.parametrize("cinema", INPUT_APART, indirect=True, ids=str)
def test_after_hours_a_film_is_reported_as_idle(cinema: Cinema) -> None:
    desk, film = cinema
    film(on=True)
    type_and_watch(desk)
    assert 1 <= reported_idle(desk) < 1.3 + desk.lateness


@pytest.mark.parametrize("cinema", INPUT_APART, indirect=True, ids=str)
def test_a_film_does_not_hold_a_watch_for_input_alone(cinema: Cinema) -> None:
    desk, film = cinema
    film(on=True)
    type_and_watch(desk)
    desk.sit_still(A_WHILE + 0.5)
    assert desk.reported == []
    watch(desk, after=0.4, input_only=True)
    assert 0.4 <= reported_idle(desk) < 0.7 + desk.lateness, "and not since the last input: it held that"
    desk.type()
    watch(desk, after=0.2, input_only=True)
    assert 0.2 <= reported_idle(desk, 2) < 0.5 + desk.lateness
