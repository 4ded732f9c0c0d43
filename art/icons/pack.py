"""Writes the packs that `sitbreak.desktop.icons` reads; the format is described there."""

import zlib
from pathlib import Path

from art.icons.tray_icons import draw, icons
from sitbreak.core.tray_view import TrayIcon
from sitbreak.desktop.icons import COUNT, ENTRY, MAGIC, SIZES, pack_name


def write_pack(folder: Path, theme: str) -> None:
    """Draw every picture of a theme into its pack."""
    blobs = {icon: zlib.compress(_blob(icon, theme), 9) for icon in icons()}
    place = len(MAGIC) + COUNT.size + len(blobs) * ENTRY.size
    index = [MAGIC, COUNT.pack(len(blobs))]
    for icon, blob in blobs.items():
        index.append(ENTRY.pack(icon.name.encode(), icon.step, len(blob), place))
        place += len(blob)
    (folder / pack_name(theme)).write_bytes(b"".join([*index, *blobs.values()]))


def _blob(icon: TrayIcon, theme: str) -> bytes:
    argb = b"".join(draw(icon, size, theme) for size in SIZES)
    pixels = [argb[start : start + 4] for start in range(0, len(argb), 4)]
    palette = sorted(set(pixels))
    numbers = {colour: number for number, colour in enumerate(palette)}
    return COUNT.pack(len(palette)) + b"".join(palette) + bytes(numbers[pixel] for pixel in pixels)
