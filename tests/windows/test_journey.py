"""A day on Windows with the mouse: icon, menu, reminder, card, settings, login, and the ends of it."""

import sys

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows", allow_module_level=True)

import winreg
from datetime import timedelta
from pathlib import Path

from sitbreak.core.settings import Interval, Settings
from sitbreak.core.view import FIXED_INTERVALS
from sitbreak.core.words import menu as words
from sitbreak.core.words import replies as said
from sitbreak.core.words import sore_back
from tests.running import Running
from tests.until import until
from tests.windows import desk, registry
from tests.windows.wine import ON_WINE

pytestmark = pytest.mark.skipif(not ON_WINE, reason="its mouse knows the task bar and the menus of Wine")

MENU = (
    "how long they have been sitting",
    words.show_tip(),
    words.start_break(),
    words.snooze(),
    words.skip(),
    None,
    words.pause(),
    words.resume(),
    None,
    words.remind_me(),
    words.tips_about(),
    sore_back.entry(),
    words.history(),
    words.settings(),
    words.autostart(),
    words.help_page(),
    words.quit_sitbreak(),
)
AFTER_A_BALLOON = (*MENU[:2], words.show_me_how(), *MENU[2:])
"""It is known by then that notifications have no buttons here."""
OFFERED = [
    Settings().interval,
    *(Interval(timedelta(minutes=n), timedelta(minutes=n)) for n in FIXED_INTERVALS),
]
INTERVALS = (*map(words.interval, OFFERED), words.custom())
RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"


def start(sitbreak: Running) -> None:
    sitbreak.start()
    until(lambda: sitbreak.status()["backends"]["tray"] == "windows", "the icon is shown")


def open_menu() -> None:
    desk.click_icon(right=True)
    [menu] = until(desk.menus, "the menu opens")
    until(lambda: desk.is_still(menu), "it is painted, and takes clicks")


def choose(label: str) -> None:
    open_menu()
    desk.choose(AFTER_A_BALLOON, label)


def open_window(label: str) -> desk.Window:
    choose(label)
    return until(desk.painted_window, f"{label} opens a window")


def close(window: desk.Window) -> None:
    window.close()
    until(lambda: not desk.our_windows(), f"{window.title} closes")


def login_entry(sitbreak: Running) -> str:
    """Return what Windows starts at the login of this person."""
    registry.redirect(sitbreak.env[registry.VARIABLE])
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, RUN) as key:
            return str(winreg.QueryValueEx(key, "sitbreak")[0])
    finally:
        registry.redirect()


def test_a_day_with_the_mouse(sitbreak: Running, tmp_path: Path) -> None:
    start(sitbreak)
    desk.screenshot(tmp_path, "icon")

    open_menu()
    desk.screenshot(tmp_path, "menu")
    desk.choose(MENU, words.remind_me())
    desk.screenshot(tmp_path, "submenu")
    desk.choose(INTERVALS, words.interval(OFFERED[2]), level=2)
    until(lambda: sitbreak.do("settings get interval") == f'"{OFFERED[2]}"', "it is chosen")

    sitbreak.do("interval 3s")
    until(desk.balloons, "a balloon reminds them")
    desk.screenshot(tmp_path, "reminder")
    assert sitbreak.reminder() == "due"

    card = open_window(words.show_me_how())
    desk.screenshot(tmp_path, "card")
    close(card)
    settings = open_window(words.settings())
    desk.screenshot(tmp_path, "settings")
    close(settings)

    choose(words.autostart())
    until(lambda: sitbreak.do("autostart status") == said.autostart(True), "it starts at login")
    desk.screenshot(tmp_path, "before quitting")
    choose(words.quit_sitbreak())
    desk.screenshot(tmp_path, "quitting")
    assert sitbreak.wait() == 0
    desk.screenshot(tmp_path, "after quitting")

    sitbreak.execute(login_entry(sitbreak))
    until(sitbreak.answers, "the login starts it")


def test_a_killed_one_leaves_one_icon_and_goes_on(sitbreak: Running, tmp_path: Path) -> None:
    start(sitbreak)
    sitbreak.do("pause 14:00-15:00")
    sitbreak.kill()
    start(sitbreak)
    assert sitbreak.status()["pauses"]
    assert "already running" in sitbreak.run().out
    bar = desk.screenshot(tmp_path, "after a second start").crop((980, 580, 1024, 600))
    open_menu()
    assert bar.crop((0, 0, 20, 20)).getcolors() == [(400, bar.getpixel((0, 0)))], "there is one icon only"
