"""Writes the pictures and titles that ship with sitbreak."""

import json
from pathlib import Path

from art.figures.movement import moments, still
from art.figures.pictures import Picture
from art.figures.scene import draw, view_of
from sitbreak.tips.pictures import DRAWINGS, KINDS, TITLES

SIZE = 512
"""Width and height of a shipped picture in pixels."""


def write_pictures(pictures: dict[str, Picture]) -> None:
    """Draw every picture in every palette, write the titles, and delete files of removed pictures."""
    DRAWINGS.mkdir(exist_ok=True)
    for picture in pictures.values():
        for kind in KINDS:
            write_picture(picture, kind, DRAWINGS / f"{picture.name}-{kind}.webp")
    titles = {picture.name: picture.title for picture in pictures.values()}
    TITLES.write_text(json.dumps(titles, indent=1, ensure_ascii=False) + "\n", "utf-8")
    for path in DRAWINGS.glob("*.webp"):
        if path.stem.rpartition("-")[0] not in pictures:
            path.unlink()


def write_picture(picture: Picture, kind: str, path: Path) -> None:
    """Draw one picture into a WebP file, animated if the picture moves; the mono palette is always still."""
    view = view_of(picture, SIZE)
    shown = list(moments(picture)) if picture.moves and kind != "mono" else [(still(picture), 1.0)]
    first, *others = [draw(picture, moment, view, SIZE, kind) for moment, _ in shown]
    first.save(
        path,
        save_all=bool(others),
        append_images=others,
        duration=[round(seconds * 1000) for _, seconds in shown],
        loop=0,
        lossless=True,
        quality=80,
        method=4,
    )
