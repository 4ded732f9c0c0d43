"""Contact sheets: all pictures for the docs, and all poses of one picture."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from art.figures.palette import BACKGROUNDS
from art.figures.pictures import Picture, Stop
from art.figures.scene import Moment, draw, view_of
from sitbreak.tips.pictures import KINDS

_CELL, _SMALL, _LARGE = 256, 64, 512
_WIDTH = 7 * _CELL
_LARGE_ONES = ("piriformis-seated", "sit-back", "hamstring-step")

Cell = tuple[Picture, Stop]


def write_sheet(pictures: dict[str, Picture], path: Path) -> None:
    """Draw every still in every palette, the poses they move to, and stills at 64 and 512 pixels."""
    stills = [(picture, picture.stops[0]) for picture in pictures.values()]
    moved = [(picture, stop) for picture in pictures.values() for stop in _held(picture)[1:]]
    parts: list[tuple[Sequence[Cell], int, str]] = [
        *((stills, _CELL, kind) for kind in KINDS),
        (moved, _CELL, "light"),
        (stills, _SMALL, "light"),
        (stills, _SMALL, "dark"),
        ([(pictures[name], pictures[name].stops[0]) for name in _LARGE_ONES], _LARGE, "light"),
    ]
    _stacked([_rows(cells, size, kind, _WIDTH) for cells, size, kind in parts]).quantize(255).save(
        path, optimize=True
    )


def write_preview(picture: Picture, path: Path) -> None:
    """Draw every pose of a picture in every palette, and its still at 64 pixels."""
    stops = {stop.name: stop for stop in picture.stops}
    cells = [(picture, stop) for stop in stops.values()]
    width = len(cells) * _CELL
    small = [_rows(cells[:1], _SMALL, kind, width) for kind in KINDS]
    _stacked([*(_rows(cells, _CELL, kind, width) for kind in KINDS), *small]).save(path)


def _held(picture: Picture) -> list[Stop]:
    return list({stop.name: stop for stop in picture.stops if stop.hold}.values())


def _rows(cells: Sequence[Cell], size: int, kind: str, width: int) -> Image.Image:
    """Arrange pictures in rows, on the background of their palette."""
    columns = width // size
    sheet = Image.new("RGB", (width, -(-len(cells) // columns) * size), BACKGROUNDS[kind])
    for number, (picture, stop) in enumerate(cells):
        image = draw(picture, Moment(stop.pose, stop), view_of(picture, size), size, kind)
        sheet.paste(image, (number % columns * size, number // columns * size), image)
    return sheet


def _stacked(parts: Sequence[Image.Image]) -> Image.Image:
    """Stack images vertically."""
    sheet = Image.new("RGB", (parts[0].width, sum(part.height for part in parts)))
    top = 0
    for part in parts:
        sheet.paste(part, (0, top))
        top += part.height
    return sheet
