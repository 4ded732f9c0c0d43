"""Full screens and do-not-disturb on real window managers and daemons."""

import os
import signal
from contextlib import closing

import pytest
from Xlib import X
from Xlib.display import Display

from sitbreak.core.inputs import BusyReason, CallChecked
from sitbreak.desktop.surroundings.fullscreen import fullscreen
from sitbreak.desktop.surroundings.linux import PROBES
from sitbreak.desktop.surroundings.signs import NoVerdict, Probe, Sign
from sitbreak.wires.dbus_messages import method
from tests.conftest import Logged
from tests.desktop.services import InboxLoop
from tests.desktop.surroundings.conftest import MakeAsker
from tests.desktop.surroundings.window import Window
from tests.rig.desktop import NOTIFICATIONS, Desktop
from tests.rig.programs import Program, needs
from tests.rig.servers import XDisplay
from tests.until import until

FULL = Probe("full screen", Sign.FULLSCREEN, fullscreen)


@pytest.fixture(autouse=True)
def no_wayland(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)


# --- full screens ----------------------------------------------------------------------------------


@pytest.fixture
def at_desktop(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> Desktop:
    """The desktop at which the test itself sits."""
    monkeypatch.setenv("DISPLAY", desktop.display.name)
    return desktop


@pytest.fixture
def bare_window(at_desktop: Desktop) -> Window:
    """A window without a frame."""
    window = Window(at_desktop)
    window.undecorate()
    return window


def test_a_full_screen_window_is_a_reason_until_it_shrinks(at_desktop: Desktop, ask: MakeAsker) -> None:
    asker = ask(probes=(FULL,))
    assert asker.busy() == set()
    window = Window(at_desktop)
    assert asker.busy() == set()
    window.fill()
    assert asker.busy() == {BusyReason.FULLSCREEN}
    window.fill(fill=False)
    assert asker.busy() == set()
    assert asker.unavailable_reason("full screen") == ""


def test_a_full_screen_window_of_ours_does_not_count(at_desktop: Desktop) -> None:
    Window(at_desktop, name="sitbreak").fill()
    assert not fullscreen()


SCREEN = (0, 0, 1024, 600)


def test_an_undecorated_window_that_covers_its_monitor_is_full(bare_window: Window) -> None:
    for place, is_full in (
        (SCREEN, True),
        ((0, 0, 1024, 599), False),
        ((-1, -1, 1026, 602), True),
        ((1, 0, 1024, 600), False),
    ):
        bare_window.place(*place)
        assert fullscreen() is is_full, place


def test_a_decorated_window_of_the_monitors_size_is_not_full(at_desktop: Desktop) -> None:
    Window(at_desktop).place(*SCREEN)
    assert not fullscreen()


@pytest.mark.parametrize("kind", ["DESKTOP", "DOCK"])
def test_a_desktop_and_a_panel_of_the_monitors_size_are_not_full(bare_window: Window, kind: str) -> None:
    bare_window.place(*SCREEN)
    assert fullscreen()
    bare_window.claim_to_be(kind)
    assert not fullscreen()


def test_a_maximized_window_without_a_frame_is_not_full(bare_window: Window) -> None:
    bare_window.maximize()
    assert not fullscreen(), "it may draw a frame of its own, as browsers do"
    bare_window.fill()
    assert fullscreen()


def test_each_monitor_is_a_screen_of_its_own(at_desktop: Desktop, bare_window: Window) -> None:
    needs("xrandr")
    at_desktop.run("xrandr", "--setmonitor", "left", "600/160x600/160+0+0", "screen")
    at_desktop.run("xrandr", "--setmonitor", "right", "424/110x600/160+600+0", "none")
    for place, is_full in (
        ((0, 0, 600, 600), True),
        ((600, 0, 424, 600), True),
        ((300, 0, 600, 600), False),
        ((0, 0, 599, 600), False),
        (SCREEN, True),
    ):
        bare_window.place(*place)
        assert fullscreen() is is_full, place


def test_a_window_that_bypasses_the_window_manager_counts_while_it_has_the_keyboard(
    at_desktop: Desktop,
) -> None:
    Window(at_desktop)
    with closing(Display(at_desktop.display.name)) as display:
        window = display.screen().root.create_window(*SCREEN, 0, X.CopyFromParent, override_redirect=True)
        window.map()
        display.sync()
        assert not fullscreen(), "they type elsewhere"
        window.set_input_focus(X.RevertToPointerRoot, X.CurrentTime)
        display.sync()
        assert fullscreen()
        window.destroy()
        display.sync()
        assert not fullscreen()


def test_an_active_window_that_has_just_gone_does_not_count(
    x_display: XDisplay, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("DISPLAY", x_display.name)
    needs("xprop")
    set_active = ("xprop", "-root", "-f", "_NET_ACTIVE_WINDOW", "32x", "-set", "_NET_ACTIVE_WINDOW")
    with closing(Display(x_display.name)) as display:
        root = f"{display.screen().root.id:#x}"
    for window in ("0", "0x7654321", root):
        x_display.run(*set_active, window)
        assert not fullscreen()
    assert caplog.records == []


def test_without_a_display_there_is_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoVerdict, match="nor DISPLAY is set"):
        fullscreen()
    monkeypatch.setenv("DISPLAY", ":nowhere")
    with pytest.raises(NoVerdict):
        fullscreen()


def test_an_x_server_that_hangs_costs_only_its_own_answer(
    x_display: XDisplay, ask: MakeAsker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", x_display.name)
    asker = ask(probes=(FULL, Probe("it", Sign.CALL, lambda: True)), patience=0.3)
    os.kill(x_display.server.pid, signal.SIGSTOP)
    assert asker.busy() == {BusyReason.CALL}
    os.kill(x_display.server.pid, signal.SIGCONT)
    until(
        lambda: asker.busy() and not asker.unavailable_reason("full screen"),
        "the server answers",
    )


# --- do-not-disturb and presentations ---------------------------------------------------------------


def test_do_not_disturb_of_xfce_is_a_reason(desktop: Desktop, xfce_notifyd: Program, ask: MakeAsker) -> None:
    assert xfce_notifyd.running
    asker = ask(desktop.bus)
    assert asker.busy() == set()
    assert asker.unavailable_reason("xfce4-notifyd") == "", "a setting that was never set is off"
    desktop.set_xfconf("xfce4-notifyd", "/do-not-disturb", True)
    assert asker.busy() == {BusyReason.DO_NOT_DISTURB}
    desktop.set_xfconf("xfce4-notifyd", "/do-not-disturb", False)
    assert asker.busy() == set()


def test_presentation_mode_of_xfce_is_a_reason(desktop: Desktop, ask: MakeAsker) -> None:
    needs("xfconfd")
    desktop.set_xfconf("xfce4-power-manager", "/xfce4-power-manager/presentation-mode", True)
    assert ask(desktop.bus).busy() == {BusyReason.PRESENTATION}


def test_a_paused_dunst_is_a_reason(
    desktop: Desktop, dunst: Program, ask: MakeAsker, loop: InboxLoop
) -> None:
    assert dunst.running
    asker = ask(desktop.bus)
    assert asker.busy() == set()
    assert asker.unavailable_reason("dunst") == ""
    done: list[object] = []
    values = ("org.dunstproject.cmd0", "paused", ("b", True))
    path, properties = "/org/freedesktop/Notifications", "org.freedesktop.DBus.Properties"
    pause = method(NOTIFICATIONS, path, properties, "Set", "ssv", *values)
    loop.connect(desktop.bus).call(pause, "", done.append)
    loop.until(lambda: done)
    assert asker.busy() == {BusyReason.DO_NOT_DISTURB}


def test_a_daemon_that_hangs_costs_only_its_own_answer(
    desktop: Desktop, dunst: Program, ask: MakeAsker, logged: Logged
) -> None:
    asker = ask(desktop.bus, (Probe("it", Sign.CALL, lambda: True),), patience=0.3)
    os.kill(dunst.pid, signal.SIGSTOP)
    assert asker.busy() == {BusyReason.CALL}
    assert any("no answer from dunst" in line for line in logged())


def test_an_empty_desktop_is_not_busy_and_no_service_is_started(
    desktop: Desktop, ask: MakeAsker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", desktop.display.name)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(desktop.home.runtime))
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "XFCE")
    monkeypatch.delenv("PULSE_SERVER", raising=False)
    asker = ask(desktop.bus, PROBES)
    assert asker.busy() == set()
    assert asker.call() == CallChecked(call=False, film=False)
    assert not desktop.bus.has_owner(NOTIFICATIONS)
