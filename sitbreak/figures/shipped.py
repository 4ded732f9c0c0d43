"""Where the ready-made pictures are. Imports nothing that draws."""

from pathlib import Path

PICTURES = Path(__file__).with_name("pictures")
KINDS = ("light", "dark", "mono")
"""For light and for dark backgrounds, and in few colours."""


def shipped_picture(name: str, kind: str) -> Path | None:
    """Return the file of a picture, if there is one: WebP of 512 pixels, transparent.

    Light and dark ones move where there is something to show; their first image is the still picture. Those
    in few colours never move.
    """
    path = PICTURES / f"{name}-{kind}.webp"
    return path if path.exists() else None
