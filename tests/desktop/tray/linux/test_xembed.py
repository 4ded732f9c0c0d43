"""The XEmbed icon on real panels: it has no menu, and is only a fallback."""

import re
import time
from pathlib import Path

import pytest

from sitbreak.core.inputs import ShowTip
from sitbreak.desktop.desktop import Delays
from sitbreak.wires.dbus import Bus
from tests.desktop.screen import Screen
from tests.desktop.tray.linux.conftest import RunningTray, RunTray
from tests.desktop.tray.linux.host import Host, connect
from tests.desktop.tray.linux.xembed_tray import XEmbedTray
from tests.desktop.tray.views import GREEN, MAGENTA, a_view
from tests.rig.desktop import Desktop
from tests.rig.programs import Program, needs
from tests.rig.servers import SessionBus, XDisplay
from tests.until import until

_TINT2 = """panel_items = S
panel_size = 100% 32
panel_position = bottom center horizontal
systray_padding = 2 2 2
systray_icon_size = 28
systray_sort = left2right
rounded = 0
border_width = 0
background_color = #f2f2f2 100
panel_background_id = 1
"""
_PANEL = (0xF2, 0xF2, 0xF2)


@pytest.fixture
def tint2(desktop: Desktop) -> Program:
    """A panel whose tray knows only XEmbed."""
    needs("tint2", "xwininfo")
    config = desktop.home.folder / "tint2rc"
    config.write_text(_TINT2)

    def ready() -> bool:
        return '"tint2"' in desktop.display.run("xwininfo", "-root", "-tree")

    return desktop.start(["tint2", "-c", str(config)], ready)


@pytest.fixture
def screen(desktop: Desktop, tmp_path: Path) -> Screen:
    return Screen(desktop.display, tmp_path)


@pytest.fixture
def on_desktop(desktop: Desktop, tint2: Program, run_tray: RunTray) -> RunningTray:
    assert tint2.running
    return run_tray(lambda: connect(desktop.bus), display=desktop.display.name)


def test_a_click_runs_the_default_item(
    on_desktop: RunningTray, screen: Screen, caplog: pytest.LogCaptureFixture
) -> None:
    icon = screen.wait_for(MAGENTA)
    assert on_desktop.tray.name == "xembed"

    def warned() -> bool:  # perhaps while the fixtures still started the tray
        records = caplog.get_records("setup") + caplog.get_records("call")
        return any("no menus" in record.getMessage() for record in records)

    until(warned, "the missing menu is logged")
    screen.click(*icon.row(0, 1))
    assert on_desktop.wish() == ShowTip()


def test_a_new_picture_replaces_the_icon(on_desktop: RunningTray, screen: Screen) -> None:
    screen.wait_for(MAGENTA)
    on_desktop.tray.show(a_view(due=True))
    screen.wait_for(GREEN)
    assert screen.find(MAGENTA) is None


def test_the_panel_is_seen_behind_the_icon(on_desktop: RunningTray, screen: Screen) -> None:
    icon = screen.wait_for(MAGENTA)
    assert icon.right - icon.left == icon.bottom - icon.top == 24, "the largest picture that fits into 28"
    assert on_desktop.tray.name == "xembed"
    assert screen.look().getpixel((icon.left - 1, icon.top - 1)) == _PANEL


def test_a_tray_that_stretches_icons_makes_room_for_a_square_one(
    desktop: Desktop, run_tray: RunTray, screen: Screen
) -> None:
    needs("trayer", "xwininfo")
    desktop.start(["trayer", "--widthtype", "request", "--heighttype", "pixel", "--height", "40"])
    run_tray(lambda: connect(desktop.bus), display=desktop.display.name)
    screen.wait_for(MAGENTA)

    def is_square() -> bool:
        tree = desktop.display.run("xwininfo", "-root", "-tree")
        return bool(re.search(r'"sitbreakSystemTrayIcon" "sitbreak"\)  (\d+)x\1\+', tree))

    until(is_square, "its window is a square")
    icon = screen.wait_for(MAGENTA)
    assert icon.right - icon.left == icon.bottom - icon.top == 32


@pytest.mark.parametrize(("blends", "depth"), [(False, 24), (True, 32)])
def test_the_window_is_translucent_in_a_tray_that_blends_its_icons(
    desktop: Desktop, run_tray: RunTray, screen: Screen, blends: bool, depth: int
) -> None:
    tray = XEmbedTray(desktop.display.name, blends=blends)
    run_tray(lambda: connect(desktop.bus), display=desktop.display.name)
    assert tray.take_icon() == depth
    screen.wait_for(MAGENTA)
    tray.close()


def test_a_restarted_tray_shows_the_icon_again(
    tint2: Program, on_desktop: RunningTray, screen: Screen
) -> None:
    screen.wait_for(MAGENTA)
    tint2.kill()
    screen.wait_for_none(MAGENTA)
    on_desktop.wait_for_name("none")
    tint2.start()
    icon = screen.wait_for(MAGENTA)
    screen.click(*icon.row(0, 1))
    assert on_desktop.wish() == ShowTip()


def test_an_icon_that_outlives_its_tray_hides_and_docks_again(
    desktop: Desktop, run_tray: RunTray, screen: Screen
) -> None:
    tray = XEmbedTray(desktop.display.name)
    running = run_tray(lambda: connect(desktop.bus), display=desktop.display.name)
    tray.take_icon()
    screen.wait_for(MAGENTA)
    tray.close()
    running.wait_for_name("none")
    screen.wait_for_none(MAGENTA)
    restarted = XEmbedTray(desktop.display.name)
    restarted.take_icon()
    screen.wait_for(MAGENTA)
    running.wait_for_name("xembed")
    restarted.close()


def test_a_tray_that_takes_no_icon_is_not_believed_and_found_out(
    desktop: Desktop, run_tray: RunTray, screen: Screen, caplog: pytest.LogCaptureFixture
) -> None:
    hung = XEmbedTray(desktop.display.name)
    running = run_tray(lambda: connect(desktop.bus), display=desktop.display.name)
    hung.wait_for_icon()
    until(lambda: "has not taken the icon" in caplog.text, "it is logged")
    finding = running.tray.finding()
    assert finding.used == "none"
    assert dict(finding.tried)["xembed"] == "the system tray on this display has not taken the icon"

    another = XEmbedTray(desktop.display.name)  # as it does when the first one cannot be ended
    another.take_icon()
    screen.wait_for(MAGENTA)
    running.wait_for_name("xembed")
    hung.close()
    another.close()


def test_a_tray_that_takes_the_icon_late_shows_it(
    desktop: Desktop, run_tray: RunTray, screen: Screen
) -> None:
    tray = XEmbedTray(desktop.display.name)
    running = run_tray(lambda: connect(desktop.bus), display=desktop.display.name)
    icon = tray.wait_for_icon()
    until(lambda: "has not taken the icon" in str(running.tray.finding()), "it counts as not shown")
    tray.show(icon)
    screen.wait_for(MAGENTA)
    running.wait_for_name("xembed")
    tray.close()


def test_losing_the_session_bus_leaves_the_icon_in_place(
    desktop: Desktop, tint2: Program, run_tray: RunTray, screen: Screen, session_bus: SessionBus
) -> None:
    assert tint2.running
    attempts = []

    def connect_to() -> Bus:
        attempts.append(1)
        return connect(session_bus)

    running = run_tray(connect_to, display=desktop.display.name)
    icon = screen.wait_for(MAGENTA)
    session_bus.daemon.kill()
    until(lambda: len(attempts) == 2, "the tray notices and tries again")
    assert running.tray.name == "xembed"
    screen.click(*icon.row(0, 1))
    assert running.wish() == ShowTip()


def test_a_watcher_that_starts_gets_the_only_icon(
    on_desktop: RunningTray, screen: Screen, session_bus: SessionBus
) -> None:
    screen.wait_for(MAGENTA)
    host = Host(connect(session_bus))
    host.take_item()
    screen.wait_for_none(MAGENTA)
    assert on_desktop.tray.name == "status-notifier"
    host.close()
    screen.wait_for(MAGENTA)


def test_a_panel_with_both_kinds_of_tray_shows_one_icon(
    tint2: Program, x_display: XDisplay, session_bus: SessionBus, run_tray: RunTray, screen: Screen
) -> None:
    assert tint2.running
    host = Host(connect(session_bus))
    running = run_tray(lambda: connect(session_bus), display=x_display.name, delays=Delays(watcher=0.2))
    host.take_item()
    asked = time.monotonic()
    until(lambda: time.monotonic() > asked + 0.5, "it no longer waits for a watcher")
    assert running.tray.name == "status-notifier"
    assert screen.find(MAGENTA) is None
    host.close()


def test_losing_the_display_costs_only_the_icon(
    on_desktop: RunningTray, screen: Screen, x_display: XDisplay, session_bus: SessionBus
) -> None:
    screen.wait_for(MAGENTA)
    x_display.server.kill()
    on_desktop.wait_for_name("none")
    host = Host(connect(session_bus))
    assert host.item_properties(host.take_item())["Id"] == "sitbreak"
    host.close()
