"""The icon on a task bar of Windows, drawn by Windows itself: it stands out from a light and from a dark one.

No program learns which one it is drawn on: `SystemUsesLightTheme` tells of the person's wish, not of every
monitor and contrast theme. So the colours have to do on both.
"""

import sys
from pathlib import Path

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows", allow_module_level=True)

import ctypes
from ctypes import wintypes

from PIL import Image

from sitbreak.core.tray_view import RING_STEPS, IconName, TrayIcon
from sitbreak.desktop import icons
from sitbreak.desktop.tray.native import fitting
from sitbreak.wires.windows_shell import WindowsShell
from tests.contrast import contrast

TASK_BARS = {"light": "#f3f3f3", "dark": "#202020"}
"""Those of Windows 11."""
SIZES = (16, 20, 24, 32)
"""Pixels of an icon at 100, 125, 150 and 200 %."""

_DI_NORMAL = 3
_gdi, _user = ctypes.windll.gdi32, ctypes.windll.user32
for call in (_gdi.CreateCompatibleDC, _gdi.CreateCompatibleBitmap, _gdi.CreateSolidBrush, _user.GetDC):
    call.restype = wintypes.HANDLE


def drawn(icon: TrayIcon, size: int, colour: str) -> Image.Image:
    """Return what Windows draws of our icon on this colour."""
    pixmap = fitting(icons.load(icon, icon.theme), size)
    assert pixmap.width == size, "Windows has to scale nothing"
    png = icons.as_png(pixmap)
    handle = wintypes.HANDLE(WindowsShell().icon_of_png(png, size))
    screen = wintypes.HANDLE(_user.GetDC(None))
    canvas = wintypes.HANDLE(_gdi.CreateCompatibleDC(screen))
    _gdi.SelectObject(canvas, wintypes.HANDLE(_gdi.CreateCompatibleBitmap(screen, size, size)))
    brush = wintypes.HANDLE(_gdi.CreateSolidBrush(int.from_bytes(bytes.fromhex(colour[1:]), "little")))
    _user.FillRect(canvas, ctypes.byref(wintypes.RECT(0, 0, size, size)), brush)
    assert _user.DrawIconEx(canvas, 0, 0, handle, size, size, 0, None, _DI_NORMAL)
    image = Image.new("RGB", (size, size))
    for x in range(size):
        for y in range(size):
            image.putpixel((x, y), tuple(_gdi.GetPixel(canvas, x, y).to_bytes(3, "little")))
    return image


@pytest.mark.parametrize("task_bar", TASK_BARS)
def test_every_icon_stands_out_from_the_task_bar(task_bar: str, tmp_path: Path) -> None:
    colour = TASK_BARS[task_bar]
    sheet = Image.new("RGB", (40 * len(IconName), 40 * len(SIZES)), colour)
    for row, size in enumerate(SIZES):
        for column, name in enumerate(IconName):
            step = RING_STEPS // 2 if name in (IconName.SITTING, IconName.WINDOW) else 0
            image = drawn(TrayIcon(name, step), size, colour)
            sheet.paste(image, (40 * column + 4, 40 * row + 4))
            colours = {pixel for _, pixel in image.getcolors(size * size) or ()}
            strong = [pixel for pixel in colours if contrast(f"#{bytes(pixel).hex()}", colour) >= 3]
            assert strong, (name, size)
            assert image.getpixel((0, 0)) == Image.new("RGB", (1, 1), colour).getpixel((0, 0)), "around it"
    sheet.save(tmp_path / f"icons on a {task_bar} task bar.png")
