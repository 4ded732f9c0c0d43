"""Desks under Wayland compositors: real ones, each started once for all tests, and a fake one."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from sitbreak.desktop.idle.best import choose
from sitbreak.desktop.idle.candidates import FREE_DESKTOPS, Candidate, SelectableIdleSource
from sitbreak.desktop.idle.mutter import MutterIdleSource
from sitbreak.desktop.idle.wayland import Timing, WaylandIdleSource
from sitbreak.desktop.idle.wayland_timers import EXT_IDLE_NOTIFY, KDE_IDLE
from sitbreak.ports import Post
from tests.desktop.idle.fake_compositor import EXT, FakeCompositor
from tests.desktop.idle.real_desks import RealDesk
from tests.rig import compositors
from tests.rig.compositors import Compositor
from tests.rig.programs import Home, needs
from tests.rig.servers import SessionBus

_LEAD_TO_A_DESKTOP = (
    "DBUS_SESSION_BUS_ADDRESS",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XDG_RUNTIME_DIR",
    "XDG_SESSION_TYPE",
)


@pytest.fixture
def no_desktop(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Unset all variables that lead to the desktop that the tests run on; it can set them to others."""
    for name in _LEAD_TO_A_DESKTOP:
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


@pytest.fixture(scope="session")
def sway() -> Iterator[Compositor]:
    """A sway shared by all tests, which must not harm it."""
    needs("sway")
    compositor = compositors.sway()
    yield compositor
    compositor.end()


@pytest.fixture(scope="session")
def kwin() -> Iterator[Compositor]:
    """A KWin shared by all tests, which must not harm it."""
    needs("kwin_wayland")
    compositor = compositors.kwin()
    yield compositor
    compositor.end()


@pytest.fixture(scope="session")
def mutter_bus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SessionBus]:
    """The session bus of the shared Mutter."""
    needs("dbus-daemon", "dbus-send")
    bus = SessionBus(Home(tmp_path_factory.mktemp("mutter")))
    yield bus
    bus.daemon.kill()


@pytest.fixture(scope="session")
def mutter(mutter_bus: SessionBus) -> Iterator[Compositor]:
    """A Mutter shared by all tests, which must not harm it."""
    needs("mutter")
    compositor = compositors.mutter(mutter_bus)
    yield compositor
    compositor.end()


@pytest.fixture
def sway_desk(sway: Compositor, no_desktop: pytest.MonkeyPatch) -> Iterator[RealDesk]:
    """Somebody at a computer that runs sway."""
    yield from desk_under(sway, no_desktop)


@pytest.fixture
def kwin_desk(kwin: Compositor, no_desktop: pytest.MonkeyPatch) -> Iterator[RealDesk]:
    """Somebody at a computer that runs KWin."""
    yield from desk_under(kwin, no_desktop)


@pytest.fixture
def mutter_desk(mutter: Compositor, no_desktop: pytest.MonkeyPatch) -> Iterator[RealDesk]:
    """Somebody at a computer that runs Mutter."""
    yield from desk_under(mutter, no_desktop)


@pytest.fixture
def fake_compositor(
    request: pytest.FixtureRequest, tmp_path: Path, no_desktop: pytest.MonkeyPatch
) -> Iterator[FakeCompositor]:
    """A compositor that offers what the test's parameter says; without one, the newest protocol."""
    compositor = FakeCompositor(tmp_path, getattr(request, "param", {EXT: 2}))
    no_desktop.setenv("WAYLAND_DISPLAY", compositor.name)
    yield compositor
    compositor.close()


@pytest.fixture
def fake_wayland_desk(fake_compositor: FakeCompositor) -> Iterator[RealDesk]:
    """Somebody at a computer that runs the fake compositor."""
    desk = RealDesk(fake_compositor.type, best_source, remembers=False)
    yield desk
    desk.source.close()


def desk_under(compositor: Compositor, monkeypatch: pytest.MonkeyPatch) -> Iterator[RealDesk]:
    """Sit down under a real compositor, with the best source there."""
    for name, value in compositor.env.items():
        monkeypatch.setenv(name, value)
    desk = RealDesk(
        compositor.move_mouse, best_source, remembers="DBUS_SESSION_BUS_ADDRESS" in compositor.env
    )
    yield desk
    desk.source.close()


def best_source(post: Post, on_lost: Callable[[], None]) -> SelectableIdleSource:
    """Open the best source under the desktop that the environment names."""
    return choose(FREE_DESKTOPS, post, on_lost).source


def timed_source(timing: Timing) -> Callable[[Post, Callable[[], None]], SelectableIdleSource]:
    """Return what opens the best source; one that speaks Wayland has this timing."""
    candidates = (
        Candidate("mutter", MutterIdleSource),
        *(
            Candidate(protocol.name, partial(WaylandIdleSource, protocol=protocol, timing=timing))
            for protocol in (EXT_IDLE_NOTIFY, KDE_IDLE)
        ),
    )
    return lambda post, on_lost: choose(candidates, post, on_lost).source
