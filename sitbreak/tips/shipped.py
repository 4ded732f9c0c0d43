"""Where the ready-made pictures are. Imports nothing that draws."""

from pathlib import Path

PICTURES = Path(__file__).with_name("drawings")
TITLES = PICTURES / "titles.json"
"""What each picture shows, in words."""

KINDS = ("light", "dark", "mono")
"""For light and for dark backgrounds, and in few colours."""


def shipped_picture(name: str, kind: str) -> Path | None:
    """Return the file of a picture, if there is one: WebP of 512 pixels, transparent.

    Light and dark ones move where there is something to show; their first image is the still picture. Those
    in few colours never move.
    """
    path = PICTURES / f"{name}-{kind}.webp"
    return path if path.exists() else None


def first_image(webp: bytes) -> bytes:
    """Return the first image of a shipped picture as a picture that does not move.

    Source: WebP Container Specification: an ANMF chunk has 8 bytes of head, 16 of place and time, an image;
    the first of ours is as large as the picture.
    """
    first = webp.find(b"ANMF")
    if first < 0:
        return webp
    end = first + 8 + int.from_bytes(webp[first + 4 : first + 8], "little")
    image = b"WEBP" + webp[first + 24 : end]
    return b"RIFF" + len(image).to_bytes(4, "little") + image
