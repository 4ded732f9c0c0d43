"""The tray's ready-made pictures, read from `icons/` one at a time and without an image library.

A pack holds all pictures of one theme:

    8 bytes  MAGIC
    2 bytes  number of entries, big-endian like all numbers here
    entries  name (8 bytes, padded with NUL), step, length of the blob, its offset in the file
    blobs    zlib: number of colours (2 bytes), the colours as ARGB, then for each size in SIZES
             one byte per pixel: the index of its colour; the blob of a picture's step 0, not compressed,
             is the dictionary for its other steps, which differ from it in a part of the ring

`art.icons` writes them.
"""

import logging
import struct
import zlib
from functools import cache
from pathlib import Path
from typing import BinaryIO

from sitbreak.core.tray_view import TrayIcon
from sitbreak.core.values import frozen

SIZES = (16, 20, 22, 24, 32, 48, 64, 96)
"""Edge lengths in pixels: of a panel's icons, and of the larger ones that dense screens need.

Windows has 16, 20, 24 and 32 at 100, 125, 150 and 200 %; where it scales another size, the ring breaks.
"""

MAGIC = b"SITBRK02"
COUNT = struct.Struct(">H")
ENTRY = struct.Struct(">8sBHI")

_PLAIN = bytes((255, 0x78, 0x86, 0x98))
_DAMAGE = (OSError, KeyError, ValueError, struct.error, zlib.error)
_log = logging.getLogger(__name__)


@frozen
class Pixmap:
    """One size of a picture.

    Attributes:
        width: in pixels.
        height: in pixels.
        argb: rows from top to bottom, four bytes a pixel: alpha, red, green, blue, straight (not
            premultiplied) alpha. StatusNotifierItem calls this ARGB32 in network byte order.
            Source: https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/Icons/
    """

    width: int
    height: int
    argb: bytes


@cache
def icons_folder() -> Path:
    """Return the folder with the pictures: inside the package once installed, beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "icons"
    return installed if installed.is_dir() else package.parent / "icons"


def app_icon() -> Path:
    """Return sitbreak's own icon, for dialogs, and notifications that are scaled."""
    return icons_folder() / "sitbreak.png"


def notification_icon() -> Path:
    """Return sitbreak's own icon at 64 pixels: dunst leaves half a bubble to a large one."""
    return icons_folder() / "sitbreak-64.png"


def pack_name(theme: str) -> str:
    """Return the file name of a theme's pack."""
    return f"tray-{theme}.pixels"


@cache
def _pack(folder: Path, theme: str) -> Path:
    """Return a theme's pack; the path is kept, for the reason that `sitbreak.disk` gives."""
    return folder / pack_name(theme)


def load(icon: TrayIcon, theme: str) -> tuple[Pixmap, ...]:
    """Return a picture in every size of SIZES.

    Args:
        icon: which picture.
        theme: one of `sitbreak.core.settings.TRAY_ICONS`.

    Returns:
        The picture, or a plain disc when the pack is missing or damaged, which is logged once.
    """
    pack = _pack(icons_folder(), theme)
    try:
        with pack.open("rb") as file:
            return _unpack(_read_blob(file, icon))
    except _DAMAGE as error:
        _warn_once(pack, f"{type(error).__name__}: {error}")
        return _plain_disc()


def as_png(pixmap: Pixmap) -> bytes:
    """Return a picture as a PNG file."""
    rgba = bytearray(len(pixmap.argb))
    for channel, source in enumerate((1, 2, 3, 0)):
        rgba[channel::4] = pixmap.argb[source::4]
    row = 4 * pixmap.width
    rows = b"".join(b"\0" + rgba[start : start + row] for start in range(0, len(rgba), row))
    header = struct.pack(">IIBBBBB", pixmap.width, pixmap.height, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def _read_blob(file: BinaryIO, icon: TrayIcon) -> bytes:
    if file.read(len(MAGIC)) != MAGIC:
        raise ValueError("not a pack of pictures")
    (entries,) = COUNT.unpack(file.read(COUNT.size))
    wanted = icon.name.encode()
    places = {
        step: (offset, length)
        for name, step, length, offset in ENTRY.iter_unpack(file.read(entries * ENTRY.size))
        if name.rstrip(b"\0") == wanted
    }
    if icon.step not in places:
        raise KeyError(f"no picture {icon.name} {icon.step}")
    blob = b""
    for step in sorted({0, icon.step}):
        offset, length = places[step]
        file.seek(offset)
        unpacking = zlib.decompressobj(zdict=blob)
        blob = unpacking.decompress(file.read(length))
        if not unpacking.eof:
            raise ValueError(f"the picture {icon.name} {step} is cut off")
    return blob


def _unpack(blob: bytes) -> tuple[Pixmap, ...]:
    (colours,) = COUNT.unpack_from(blob)
    offset = COUNT.size + 4 * colours
    # A table each for A, R, G and B: translating whole pictures is ten times as fast as single pixels.
    channels = [blob[COUNT.size + channel : offset : 4].ljust(256, b"\0") for channel in range(4)]
    pixmaps = []
    for size in SIZES:
        indexes = blob[offset : offset + size * size]
        if len(indexes) < size * size:
            raise ValueError(f"the picture of {size} pixels is cut off")
        argb = bytearray(4 * size * size)
        for channel, table in enumerate(channels):
            argb[channel::4] = indexes.translate(table)
        pixmaps.append(Pixmap(size, size, bytes(argb)))
        offset += size * size
    return tuple(pixmaps)


def _plain_disc() -> tuple[Pixmap, ...]:
    """Return something to click on, in a grey that is visible on any panel."""
    pixmaps = []
    for size in SIZES:
        offsets = [number - (size - 1) / 2 for number in range(size)]
        inside = (x * x + y * y < size * size / 4 for y in offsets for x in offsets)
        pixmaps.append(Pixmap(size, size, b"".join(_PLAIN if pixel else bytes(4) for pixel in inside)))
    return tuple(pixmaps)


@cache
def _warn_once(pack: Path, reason: str) -> None:
    _log.warning("the tray shows a plain disc: %s cannot be read (%s)", pack, reason)
