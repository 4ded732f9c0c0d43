"""Paints hulls at four times the size of the picture and scales the result down."""

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from itertools import pairwise
from math import cos, pi, sin, sqrt

from PIL import Image, ImageChops, ImageDraw

from art.figures.palette import RGB, all_colours, mixed
from art.figures.shapes import Disc, Hull, Paint, Piece
from art.figures.view import View

FINE = 4
"""Supersampling factor: fine pixels per pixel of the picture, in each direction."""
GAP, SMALLEST_GAP = 0.02, 1.3
"""The width of the gap around a limb, in metres, and its minimum in pixels of the picture."""

Point = tuple[float, float]
_CLEAR = (0, 0, 0, 0)
_OPACITIES = [round(value / 255 * 6) * 255 // 6 for value in range(256)]
_NO_DITHER = Image.Dither.NONE


class Canvas:
    """A picture being painted; transparent at first."""

    def __init__(self, view: View, size: int, palette: str) -> None:
        """Start a square picture of `size` pixels."""
        self.view = view
        self._palette = palette
        self._gap = max(GAP * view.scale, SMALLEST_GAP)
        self._image = Image.new("RGBA", (size * FINE, size * FINE), _CLEAR)
        self._draw = ImageDraw.Draw(self._image)

    def paint(self, piece: Piece, *, welded: bool = False) -> None:
        """Cut a piece's gap and paint the piece, with its welds if it joins what is already there."""
        for discs in piece.cuts:
            self.cut(discs)
        self.fill(piece.hulls + piece.welds if welded else piece.hulls)

    def cut(self, discs: Sequence[Disc]) -> None:
        """Clear a hull and the gap around it."""
        self._polygon(self._outline(discs, self._gap), _CLEAR)

    def fill(self, hulls: Iterable[Hull]) -> None:
        """Paint hulls."""
        for hull in hulls:
            self._polygon(self._outline(hull.discs), (*mixed(self._palette, hull.paint), 255))

    def tint(self, hull: Hull, inside: Iterable[Hull]) -> None:
        """Paint the part of a hull that is inside other hulls."""
        mask = ImageChops.darker(self._mask([hull]), self._mask(inside))
        self._image.paste((*mixed(self._palette, hull.paint), 255), mask=mask)

    def strokes(self, colour: str, width: float, *lines: Sequence[Point]) -> None:
        """Paint lines with round ends; points and width in pixels of the picture."""
        for points in lines:
            for start, end in pairwise(points):
                discs = [circle(x * FINE, y * FINE, width / 2 * FINE) for x, y in (start, end)]
                self._polygon(hull_of([*discs[0], *discs[1]]), (*self._colour(colour), 255))

    def polygon(self, colour: str, corners: Sequence[Point], round_by: float) -> None:
        """Paint a convex polygon with round corners; in pixels of the picture."""
        points = [each for x, y in corners for each in circle(x * FINE, y * FINE, round_by * FINE)]
        self._polygon(hull_of(points), (*self._colour(colour), 255))

    def disc(self, colour: str, at: Point, radius: float) -> None:
        """Paint a disc, in pixels of the picture; an empty colour name clears it."""
        paint = (*self._colour(colour), 255) if colour else _CLEAR
        self._polygon(circle(at[0] * FINE, at[1] * FINE, radius * FINE), paint)

    def finished(self) -> Image.Image:
        """Return the picture, with few colours and opacities, which makes the file a third smaller."""
        small = self._image.reduce(FINE)
        picture = small.convert("RGB").quantize(palette=_few_colours(self._palette), dither=_NO_DITHER)
        finished = picture.convert("RGB")
        finished.putalpha(small.getchannel("A").point(_OPACITIES))
        return finished

    def _colour(self, name: str) -> RGB:
        return mixed(self._palette, Paint(name))

    def _polygon(self, points: Sequence[Point], colour: tuple[int, int, int, int]) -> None:
        self._draw.polygon(points, colour)

    def _mask(self, hulls: Iterable[Hull]) -> Image.Image:
        mask = Image.new("L", self._image.size, 0)
        draw = ImageDraw.Draw(mask)
        for hull in hulls:
            draw.polygon(self._outline(hull.discs), 255)
        return mask

    def _outline(self, discs: Sequence[Disc], gap: float = 0.0) -> list[Point]:
        """Return the hull of discs in fine pixels, up to `gap` pixels wider according to each disc's gap."""
        points: list[Point] = []
        for disc in discs:
            x, y = self.view.pixel(disc.at)
            points += circle(x * FINE, y * FINE, (disc.radius * self.view.scale + disc.gap * gap) * FINE)
        return hull_of(points)


@cache
def _few_colours(palette: str) -> Image.Image:
    colours = all_colours(palette)
    values = [value for colour in colours for value in colour]
    image = Image.new("P", (1, 1))
    image.putpalette(values + values[:3] * (256 - len(colours)))
    return image


def circle(x: float, y: float, radius: float) -> list[Point]:
    """Return enough points on a circle for it to look round."""
    count = max(8, int(4 * sqrt(max(radius, 1.0))) // 4 * 4)
    turns = [2 * pi * number / count for number in range(count)]
    return [(x + radius * cos(turn), y + radius * sin(turn)) for turn in turns]


def hull_of(points: Collection[Point]) -> list[Point]:
    """Return the corners of the convex hull, in order."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered
    return [*_half(ordered), *_half(ordered[::-1])]


def _half(points: Sequence[Point]) -> list[Point]:
    """Return one side of the hull, without its last corner."""
    side: list[Point] = []
    for x, y in points:
        while len(side) > 1:
            (ax, ay), (bx, by) = side[-2:]
            if (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0:
                break
            side.pop()
        side.append((x, y))
    return side[:-1]
