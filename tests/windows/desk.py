"""The desktop of Windows as a person has it: a mouse, a screen, and a task bar with our icon.

Under Wine only, whose task bar has no other icons, and where nobody can read another program's menu.
"""

import sys

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows", allow_module_level=True)

import ctypes
import time
from collections.abc import Sequence
from ctypes import wintypes
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageGrab

from tests.until import until

_user32 = ctypes.windll.user32
_LEFT, _RIGHT = (0x0002, 0x0004), (0x0008, 0x0010)  # MOUSEEVENTF_...DOWN and ...UP
_KEYUP = 0x0002
_WM_CLOSE = 0x0010
_SEPARATOR, _EDGE = 9, 3  # pixels of Wine's menus; a line is as high as the font wants
_TOOLTIP = 30  # pixels: no tooltip is as high
_MENU = "#32768"
_BALLOON = "tooltips_class32"

Lines = Sequence[str | None]
"""The labels of a menu from the top; None is a separator."""


class Place(NamedTuple):
    """A rectangle on the screen."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def middle(self) -> tuple[int, int]:
        return (self.left + self.right) // 2, (self.top + self.bottom) // 2


class Window(NamedTuple):
    """A window that can be seen."""

    handle: int
    kind: str
    title: str
    place: Place

    def close(self) -> None:
        """Close it, as its close button does."""
        _user32.PostMessageW(wintypes.HWND(self.handle), _WM_CLOSE, 0, 0)


def visible_windows() -> list[Window]:
    """Return the windows on the desktop, the topmost first."""
    found: list[Window] = []
    prototype = ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)

    def look(handle: int, _: int) -> bool:
        if _user32.IsWindowVisible(wintypes.HWND(handle)):
            found.append(_window(handle))
        return True

    _user32.EnumWindows(prototype(look), 0)
    return found


def menus() -> list[Window]:
    """Return the open menus, the innermost first."""
    return [window for window in visible_windows() if window.kind == _MENU]


def balloons() -> list[Window]:
    """Return the balloons on the screen; tooltips are one line high."""
    return [window for window in visible_windows() if window.kind == _BALLOON and _height(window) > _TOOLTIP]


def our_windows() -> list[Window]:
    """Return the windows of Qt's on the screen."""
    return [window for window in visible_windows() if window.kind.startswith("Qt")]


def painted_window() -> Window | None:
    """Return the window of Qt's, once something is in it."""
    for window in our_windows():
        colours = ImageGrab.grab(tuple(window.place)).getcolors(maxcolors=1 << 24) or ()
        if len(colours) > 20:
            return window
    return None


def click_icon(*, right: bool = False) -> None:
    """Click our icon."""
    click(*place_of_icon().middle, right=right)


def place_of_icon() -> Place:
    """Return where our icon is: the only one, at the right end of the task bar."""
    [bar] = [window for window in visible_windows() if window.kind == "Shell_TrayWnd"]
    return bar.place._replace(left=bar.place.right - _height(bar))


def shows_icon() -> bool:
    """Whether there is a picture at the place of our icon."""
    return len(ImageGrab.grab(tuple(place_of_icon())).getcolors(maxcolors=1 << 16) or ()) > 3


def choose(lines: Lines, label: str, level: int = 1) -> None:
    """Click an entry of the menu that has these lines.

    Args:
        lines: of the menu.
        label: of the entry.
        level: 2 for a submenu.
    """
    until(lambda: len(menus()) == level, f"{label} is shown")
    menu = menus()[0].place
    separators, labels = lines.count(None), len(lines) - lines.count(None)
    line = (menu.bottom - menu.top - 2 * _EDGE - separators * _SEPARATOR) / labels
    above = lines[: lines.index(label)]
    down = above.count(None) * _SEPARATOR + (len(above) - above.count(None) + 0.5) * line
    click(menu.left + 40, menu.top + _EDGE + int(down))
    until(lambda: len(menus()) != level, f"{label} is chosen, or opens its submenu")


def click(x: int, y: int, *, right: bool = False) -> None:
    """Click there."""
    _user32.SetCursorPos(x, y)
    time.sleep(0.1)  # or it is a drag
    for event in _RIGHT if right else _LEFT:
        _user32.mouse_event(event, 0, 0, 0, 0)
        time.sleep(0.05)


def type_letters(text: str) -> None:
    """Press the keys of letters, for the window that has the focus."""
    for letter in text.upper():
        for event in (0, _KEYUP):
            _user32.keybd_event(ord(letter), 0, event, 0)
            time.sleep(0.02)


def is_still(window: Window) -> bool:
    """Whether nothing is painted there for a while."""
    before = ImageGrab.grab(tuple(window.place)).tobytes()
    time.sleep(0.5)
    return ImageGrab.grab(tuple(window.place)).tobytes() == before


def screenshot(folder: Path, name: str) -> Image.Image:
    """Save the screen as NAME.png, and return it."""
    image = ImageGrab.grab()
    image.save(folder / f"{name}.png")
    return image


def _height(window: Window) -> int:
    return window.place.bottom - window.place.top


def _window(handle: int) -> Window:
    kind, title, place = ctypes.create_unicode_buffer(80), ctypes.create_unicode_buffer(200), wintypes.RECT()
    _user32.GetClassNameW(wintypes.HWND(handle), kind, len(kind))
    _user32.GetWindowTextW(wintypes.HWND(handle), title, len(title))
    _user32.GetWindowRect(wintypes.HWND(handle), ctypes.byref(place))
    return Window(handle, kind.value, title.value, Place(place.left, place.top, place.right, place.bottom))
