"""Full screens with window managers of many kinds, and with none."""

import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial

import pytest
from Xlib import X, Xatom, Xutil
from Xlib.display import Display
from Xlib.xobject.drawable import Window

from sitbreak.desktop.surroundings.fullscreen import fullscreen
from tests.rig.programs import Home, Program, needs
from tests.rig.servers import XDisplay
from tests.until import until

NOBODY = "nobody"
SCREEN = (0, 0, 1024, 600)
_CONFIG = {
    "i3": "font fixed\n",  # without a file of its own it asks whether to make one
}


@pytest.fixture(params=[NOBODY, "openbox", "i3", "icewm", "fluxbox"])
def manager(
    request: pytest.FixtureRequest, x_display: XDisplay, home: Home, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """Who manages the windows on the display."""
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", x_display.name)
    if request.param == NOBODY:
        yield NOBODY
        return
    needs(request.param, "xprop")
    options = list[str]()
    if written := _CONFIG.get(request.param):
        config = home.folder / "manager.conf"
        config.write_text(written)
        options = ["-c", str(config)]
    program = Program(
        [request.param, *options], x_display.env, home.folder / "manager.log", lambda: is_managed(x_display)
    )
    program.start()
    yield request.param
    program.kill()


def is_managed(x_display: XDisplay) -> bool:
    """Return whether a window manager says that it is there."""
    return "window id" in x_display.run("xprop", "-root", "_NET_SUPPORTING_WM_CHECK")


def test_full_screens_are_seen_whoever_manages_the_windows(manager: str, x_display: XDisplay) -> None:
    assert not fullscreen(), "there is no window"
    with closing(Display(x_display.name)) as display:
        state, full = map(display.get_atom, ("_NET_WM_STATE", "_NET_WM_STATE_FULLSCREEN"))
        letter, film = (
            display.screen().root.create_window(*place, 0, X.CopyFromParent)
            for place in ((50, 50, 300, 200), SCREEN)
        )
        film.change_property(state, Xatom.ATOM, 32, [full])
        for window in (letter, film):
            window.set_wm_hints(flags=Xutil.InputHint, input=True)
            until(partial(has_keyboard, display, window), f"{manager} shows it")
            until(lambda: fullscreen() == (window == film), "the answer is right")  # noqa: B023  called at once
        film.destroy()
        until(partial(has_keyboard, display, letter), "the other window has the keyboard")
        assert not fullscreen()
        letter.destroy()
        display.sync()
        assert not fullscreen(), "there is no window"


def has_keyboard(display: Display, window: Window) -> bool:
    """Give a window the keyboard once that is possible; return whether it has it."""
    if display.get_input_focus().focus == window:
        return True
    window.map()  # openbox has lost the first request if it was still starting
    if window.get_attributes().map_state == X.IsViewable:
        window.set_input_focus(X.RevertToParent, X.CurrentTime)
    time.sleep(0.1)  # for the window manager
    return False
