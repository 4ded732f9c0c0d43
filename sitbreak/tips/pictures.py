"""Pictures of tips: the ready-made drawings, and image files for a person's own tips. Nothing here draws."""

import json
from pathlib import Path
from typing import Any

from sitbreak import disk
from sitbreak.core.words import files as words
from sitbreak.core.words import language

DRAWINGS = Path(__file__).with_name("drawings")
"""`dev.py art` writes them."""
_ENGLISH_TIPS = DRAWINGS.with_name("tips.json")

TITLES = DRAWINGS / "titles.json"
"""What each drawing shows, in words."""

KINDS = ("light", "dark", "mono")
"""For light and dark backgrounds, and in few colours."""

LARGEST = 10_000_000
"""Bytes of a person's picture that becomes part of a page: more than any photo needs."""

_SIGNATURES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"RIFF": "image/webp",
}


def drawing(name: str, kind: str) -> Path | None:
    """Return the file of a drawing, if one has this name: WebP of 512 pixels, transparent.

    Light and dark drawings move where there is something to show; the first image is the still picture. Those
    in few colours never move.
    """
    path = DRAWINGS / f"{name}-{kind}.webp"
    return path if path.parent == DRAWINGS and path.exists() else None


def drawing_title(name: str) -> str:
    """Return what a drawing shows, in words; nothing for any other picture."""
    return str(ready_made(language.current().code)["pictures"].get(name, ""))


def ready_made(code: str) -> Any:
    """Return our tips in a language, and what the drawings show; in English if that file is damaged."""
    try:
        return json.loads(ready_made_in(code).read_text("utf-8"))
    except (OSError, ValueError):
        return json.loads(_ENGLISH_TIPS.read_text("utf-8"))


def ready_made_in(code: str) -> Path:
    """Return the file with our tips in a language, and what the drawings show; in English if it has none.

    `dev.py translations` makes and checks it beforehand: starting needs no TOML parser.
    """
    path = DRAWINGS.with_name(f"tips.{code}.json")
    return path if path.exists() else _ENGLISH_TIPS


def page_images(picture: str, *, moving: bool) -> dict[str, bytes]:
    """Return the images that a page shows for a tip.

    Args:
        picture: a drawing's name, or the path of a person's own picture.
        moving: whether they may move.

    Returns:
        A drawing in all its kinds, or the person's picture as `own`; nothing if there is no picture to show.
    """
    own = Path(picture)
    if own.is_absolute():
        return {} if picture_problem(own) else {"own": disk.read_start(own, LARGEST)}
    files = {kind: file for kind in KINDS if (file := drawing(picture, kind))}
    images = {kind: file.read_bytes() for kind, file in files.items()}
    if len(images) < len(KINDS):
        return {}
    return images if moving else {kind: first_image(webp) for kind, webp in images.items()}


def first_image(webp: bytes) -> bytes:
    """Return the first image of a drawing, as a picture that does not move.

    Source: WebP Container Specification: an ANMF chunk has a header of 8 bytes, 16 of place and duration, and
    an image; the first of ours is as large as the picture.
    """
    first = webp.find(b"ANMF")
    if first < 0:
        return webp
    end = first + 8 + int.from_bytes(webp[first + 4 : first + 8], "little")
    image = b"WEBP" + webp[first + 24 : end]
    return b"RIFF" + len(image).to_bytes(4, "little") + image


def media_type(data: bytes) -> str | None:
    """Return the media type of an image from its first 12 bytes or more; None if a page cannot show it."""
    if data.startswith(b"RIFF") and data[8:12] != b"WEBP":
        return None
    return next((kind for signature, kind in _SIGNATURES.items() if data.startswith(signature)), None)


def picture_problem(path: Path) -> str:
    """Return why a picture cannot be shown, in one line; nothing if it can."""
    if any(character < " " for character in str(path)):  # "C:\temp" has a tab in it
        return words.backslash_in_path()
    try:
        kind = media_type(disk.read_start(path, LARGEST, 12))
    except FileNotFoundError:
        return words.no_file(path)
    except OSError as error:
        return words.unreadable(path, error.strerror or error)
    return "" if kind else words.no_image(path)
