"""The icon on real panels, seen on the screen and clicked with the mouse."""

from pathlib import Path

import pytest

from sitbreak.core.inputs import StartBreak
from tests.desktop.screen import Screen
from tests.desktop.tray.linux.conftest import RunningTray, RunTray
from tests.desktop.tray.linux.host import connect
from tests.desktop.tray.views import GREEN, MAGENTA, a_view
from tests.rig.desktop import Desktop
from tests.rig.programs import Program

_LINES = 7
_START_BREAK = 2


@pytest.fixture
def screen(desktop: Desktop, tmp_path: Path) -> Screen:
    return Screen(desktop.display, tmp_path)


@pytest.fixture
def on_desktop(desktop: Desktop, run_tray: RunTray) -> RunningTray:
    return run_tray(lambda: connect(desktop.bus), display=desktop.display.name)


@pytest.mark.parametrize("button", [1, 3])
def test_a_click_in_the_menu_posts_its_wish(
    xfce_panel: Program, on_desktop: RunningTray, screen: Screen, button: int
) -> None:
    assert xfce_panel.running
    icon = screen.wait_for(MAGENTA)
    assert on_desktop.tray.name == "status-notifier"
    before = screen.look()
    screen.click(*icon.row(0, 1), button)
    menu = screen.wait_for_change(before)
    screen.click(*menu.row(_START_BREAK, _LINES))
    assert on_desktop.wish() == StartBreak()


def test_a_new_picture_replaces_the_icon(
    xfce_panel: Program, on_desktop: RunningTray, screen: Screen
) -> None:
    assert xfce_panel.running
    screen.wait_for(MAGENTA)
    on_desktop.tray.show(a_view(due=True))
    screen.wait_for(GREEN)
    assert screen.find(MAGENTA) is None


def test_a_restarted_panel_shows_the_icon_again(
    xfce_panel: Program, on_desktop: RunningTray, screen: Screen
) -> None:
    screen.wait_for(MAGENTA)
    xfce_panel.kill()
    screen.wait_for_none(MAGENTA)
    xfce_panel.start()
    screen.wait_for(MAGENTA)
    assert on_desktop.tray.name == "status-notifier"
