"""Writes the icon packs that `sitbreak.desktop.icons` reads, the application icon and the contact sheet."""

import zlib
from pathlib import Path

from PIL import Image, ImageDraw

from art.icons.app_icon import picture, write_app_icon
from art.icons.tray_icons import draw, icons
from sitbreak.core.settings import TRAY_ICONS
from sitbreak.core.tray_view import IconName, TrayIcon
from sitbreak.desktop.icons import COUNT, ENTRY, MAGIC, SIZES, icons_folder, pack_name

_PANELS = (("colour", "#f2f2f2"), ("colour", "#1f2127"), ("dark", "#f2f2f2"), ("light", "#1f2127"))
_SHOWN = (
    TrayIcon(IconName.SITTING, 0),
    TrayIcon(IconName.SITTING, 4),
    TrayIcon(IconName.SITTING, 10),
    TrayIcon(IconName.WINDOW, 13),
    TrayIcon(IconName.DUE),
    TrayIcon(IconName.SNOOZED, 8),
    TrayIcon(IconName.STANDING, 6),
    TrayIcon(IconName.PAUSED),
    TrayIcon(IconName.WAITING),
    TrayIcon(IconName.BREAK),
    TrayIcon(IconName.AWAY),
    TrayIcon(IconName.UNKNOWN, 9),
)
_CELL, _LEFT, _TOP, _ZOOM = 104, 90, 24, 4


def write_icons() -> None:
    """Write the packs of all themes and the application icon."""
    folder = icons_folder()
    folder.mkdir(exist_ok=True)
    for theme in TRAY_ICONS:
        write_pack(folder, theme)
    write_app_icon(folder)


def write_pack(folder: Path, theme: str) -> None:
    """Draw all pictures of a theme and write them as one pack."""
    blobs = _compressed({icon: [draw(icon, size, theme) for size in SIZES] for icon in icons()})
    place = len(MAGIC) + COUNT.size + len(blobs) * ENTRY.size
    index = [MAGIC, COUNT.pack(len(blobs))]
    for icon, blob in blobs.items():
        index.append(ENTRY.pack(icon.name.encode(), icon.step, len(blob), place))
        place += len(blob)
    (folder / pack_name(theme)).write_bytes(b"".join([*index, *blobs.values()]))


def _compressed(drawn: dict[TrayIcon, list[bytes]]) -> dict[TrayIcon, bytes]:
    """Return the blob of each picture; its steps share their colours, so that most bytes are equal."""
    pixels = {icon: _pixels(b"".join(sizes)) for icon, sizes in drawn.items()}
    blobs: dict[TrayIcon, bytes] = {}
    first: dict[IconName, bytes] = {}
    for icon, own in pixels.items():
        palette = sorted(set().union(*(other for it, other in pixels.items() if it.name is icon.name)))
        numbers = {colour: number for number, colour in enumerate(palette)}
        blob = COUNT.pack(len(palette)) + b"".join(palette) + bytes(numbers[pixel] for pixel in own)
        compress = zlib.compressobj(9, zdict=first.setdefault(icon.name, blob) if icon.step else b"")
        blobs[icon] = compress.compress(blob) + compress.flush()
        first.setdefault(icon.name, blob)
    return blobs


def _pixels(argb: bytes) -> list[bytes]:
    return [argb[start : start + 4] for start in range(0, len(argb), 4)]


def write_icon_sheet(path: Path) -> None:
    """Draw the sheet: actual sizes first, then the smallest size magnified."""
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
