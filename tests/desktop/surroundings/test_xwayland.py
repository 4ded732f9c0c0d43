"""Full screens of X11 programs on GNOME's Wayland, which shows programs no windows."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitbreak.desktop.surroundings.fullscreen import fullscreen
from sitbreak.desktop.surroundings.signs import NoVerdict
from tests.desktop.surroundings.test_kwin import OpenWindow, opening
from tests.rig.compositors import Compositor, mutter, xwayland_of
from tests.rig.programs import needs, needs_qt, run
from tests.rig.servers import SessionBus
from tests.until import until

pytestmark = pytest.mark.real_desktop


@pytest.fixture
def desk(session_bus: SessionBus, monkeypatch: pytest.MonkeyPatch) -> Iterator[Compositor]:
    """Mutter with an Xwayland, and this process among its programs."""
    needs("mutter", "Xwayland")
    needs_qt()
    compositor = mutter(session_bus, xwayland=True)
    x11 = xwayland_of(compositor.server.log, Path(compositor.env["XDG_RUNTIME_DIR"]))
    for name, value in (compositor.env | x11).items():
        monkeypatch.setenv(name, value)
    yield compositor
    compositor.end()


@pytest.fixture
def window(desk: Compositor) -> Iterator[OpenWindow]:
    """Open a window by this kind of display server, full or small."""
    with opening(desk.folder) as open_window:
        yield open_window


def seen() -> bool | None:
    """Return whether a full screen is seen; None where nobody can say."""
    try:
        return fullscreen()
    except NoVerdict:
        return None


def test_a_full_screen_of_an_x11_program_is_seen_while_it_is_active(window: OpenWindow) -> None:
    assert seen() is None
    film = window("xcb", "full")
    until(lambda: seen() is True, "the film fills the screen")
    letter = window("wayland", "small")
    until(lambda: seen() is None, "they write a letter, and nobody says how large it is")
    letter.kill()
    until(lambda: seen() is True, "the film is back")
    film.kill()
    until(lambda: seen() is None, "it is over")


def test_a_small_window_of_an_x11_program_says_nothing_about_others(window: OpenWindow) -> None:
    needs("xprop")
    window("xcb", "small")
    until(an_x11_program_is_active, "they write a letter")
    assert seen() is None


def an_x11_program_is_active() -> bool:
    """Return whether Mutter says which one."""
    said = run(("xprop", "-root", "_NET_ACTIVE_WINDOW"), os.environ)
    return "# 0x" in said and "# 0x0" not in said
