"""The contact sheet: every state at every size, on light and on dark panels, for people to look at."""

from pathlib import Path

from PIL import Image, ImageDraw

from art.icons.app_icon import picture
from art.icons.tray_icons import draw
from sitbreak.core.tray_view import IconName, TrayIcon
from sitbreak.desktop.icons import SIZES

_PANELS = (("colour", "#f2f2f2"), ("colour", "#1f2127"), ("dark", "#f2f2f2"), ("light", "#1f2127"))
_SHOWN = (
    TrayIcon(IconName.SITTING, 0),
    TrayIcon(IconName.SITTING, 4),
    TrayIcon(IconName.SITTING, 10),
    TrayIcon(IconName.WINDOW, 13),
    TrayIcon(IconName.DUE),
    TrayIcon(IconName.SNOOZED, 8),
    TrayIcon(IconName.PAUSED),
    TrayIcon(IconName.WAITING),
    TrayIcon(IconName.BREAK),
    TrayIcon(IconName.AWAY),
    TrayIcon(IconName.UNKNOWN, 9),
)
_CELL, _LEFT, _TOP, _ZOOM = 80, 90, 24, 4


def write_sheet(path: Path) -> None:
    """Draw the sheet: the true sizes first, then the smallest one magnified."""
    rows = [(theme, panel, size, 1) for theme, panel in _PANELS for size in SIZES]
    rows += [(theme, panel, 16, _ZOOM) for theme, panel in _PANELS]
    heights = [size * zoom + 12 for _, _, size, zoom in rows]
    sheet = Image.new("RGB", (_LEFT + _CELL * len(_SHOWN), _TOP + sum(heights)), "white")
    pen = ImageDraw.Draw(sheet)
    for column, icon in enumerate(_SHOWN):
        pen.text((_LEFT + _CELL * (column + 0.5), _TOP / 2), icon.name, "black", anchor="mm")
    top = _TOP
    for (theme, panel, size, zoom), height in zip(rows, heights, strict=True):
        label = f"{theme} {size}" + (f" x {zoom}" if zoom > 1 else "")
        pen.text((8, top + height / 2), label, "black", anchor="lm")
        pen.rectangle((_LEFT, top, sheet.width, top + height), panel)
        for column, icon in enumerate(_SHOWN):
            side = size * zoom
            image = picture(draw(icon, size, theme), size).resize((side, side), Image.Resampling.NEAREST)
            place = (_LEFT + _CELL * column + (_CELL - side) // 2, top + (height - side) // 2)
            sheet.paste(image, place, image)
        top += height
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(path, optimize=True)
