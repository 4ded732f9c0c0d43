"""The pictures of a person's own tips: image files of theirs. Nothing here draws."""

from pathlib import Path

LARGEST = 10_000_000
"""Bytes of a picture that becomes a part of a page; more than any photo needs to be seen well."""

_STARTS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"RIFF": "image/webp",
}


def media_type(data: bytes) -> str | None:
    """Return what kind of image begins with these (12 or more) bytes; None when it is none for a page."""
    if data.startswith(b"RIFF") and data[8:12] != b"WEBP":
        return None
    return next((kind for start, kind in _STARTS.items() if data.startswith(start)), None)


def why_not(path: Path) -> str:
    """Tell in one line why a page cannot show this picture; nothing if it can."""
    try:
        if not path.is_file():
            return f"there is no file {path}"
        if path.stat().st_size > LARGEST:
            return f"{path} is larger than {LARGEST // 1_000_000} MB"
        with path.open("rb") as file:
            kind = media_type(file.read(12))
    except OSError as error:
        return f"{path} cannot be read: {error.strerror or error}"
    return "" if kind else f"{path} is no image in PNG, JPEG, GIF or WebP"
