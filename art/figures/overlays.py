"""Marks on a picture: highlighted muscle, arrow, spine, line of sight, badge. Sizes in projected metres."""

from collections.abc import Sequence
from itertools import pairwise
from math import hypot

from art.figures.canvas import Canvas, Point
from art.figures.pictures import Glow
from art.figures.shapes import Disc, Hull, Paint
from art.figures.skeleton import Skeleton
from art.figures.vectors import Vector

_ARROW, _ARROW_HEAD = 0.026, 0.085
_DOT, _DOTS_APART = 0.0105, 0.036
_BADGE = 0.062
"""Radius of the badge, in picture widths."""
_CHECK = (((-0.45, 0.02), (-0.12, 0.36), (0.46, -0.32)),)
_CROSS = (((-0.34, -0.34), (0.34, 0.34)), ((-0.34, 0.34), (0.34, -0.34)))


def glow(
    canvas: Canvas, mark: Glow, places: Sequence[Vector], inside: Sequence[Hull], strength: float
) -> None:
    """Highlight a muscle inside hulls that have just been painted; more strength makes it wider."""
    for colour, width in (("accent_rim", 1.0), ("accent", 0.72)):
        discs = [Disc(place, mark.radius * width * strength) for place in places]
        canvas.tint(Hull(tuple(discs), Paint(colour)), inside)


def spine(canvas: Canvas, skeleton: Skeleton) -> None:
    """Draw the spine as dots, from waist to neck."""
    places = [place + frame.of(0, 0, -0.035) for place, frame in skeleton.spine[2:]]
    dots(canvas, places, "spine")


def dots(canvas: Canvas, places: Sequence[Vector], colour: str) -> None:
    """Draw evenly spaced dots along a line."""
    points = [canvas.view.pixel(place) for place in places]
    lengths = [hypot(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(points)]
    scale = canvas.view.scale
    count = max(1, round(sum(lengths) / (_DOTS_APART * scale)))
    for number in range(count + 1):
        canvas.disc(colour, _along(points, lengths, sum(lengths) * number / count), _DOT * scale)


def _along(points: Sequence[Point], lengths: Sequence[float], distance: float) -> Point:
    """Return the point `distance` pixels along a line."""
    for (start, end), length in zip(pairwise(points), lengths, strict=True):
        if distance <= length and length:
            return _between(start, end, distance / length)
        distance -= length
    return points[-1]


def arrow(canvas: Canvas, start: Vector, bend: Vector, end: Vector) -> None:
    """Draw a curved arrow that starts towards `bend`."""
    scale = canvas.view.scale
    tail, middle, tip = (canvas.view.pixel(place) for place in (start, bend, end))
    head = _ARROW_HEAD * scale
    length = hypot(tip[0] - middle[0], tip[1] - middle[1])
    neck = _between(tip, middle, head / length)
    shares = [number / 24 for number in range(25)]
    curve = [_between(_between(tail, middle, t), _between(middle, neck, t), t) for t in shares]
    canvas.strokes("accent", _ARROW * scale, curve)
    side = ((neck[1] - tip[1]) * 0.58, (tip[0] - neck[0]) * 0.58)
    wings = [(neck[0] + sign * side[0], neck[1] + sign * side[1]) for sign in (-1, 1)]
    canvas.polygon("accent", [tip, *wings], 0.012 * scale)


def _between(start: Point, end: Point, share: float) -> Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def badge(canvas: Canvas, kind: str, size: int) -> None:
    """Draw a check mark or a cross in the upper right corner of a picture of `size` pixels."""
    radius = _BADGE * size
    x, y = size * 0.97 - radius, size * 0.03 + radius
    canvas.disc("", (x, y), radius * 1.16)
    canvas.disc(kind, (x, y), radius)
    lines = _CHECK if kind == "good" else _CROSS
    marks = [[(x + right * radius, y + down * radius) for right, down in each] for each in lines]
    canvas.strokes("mark", radius * 0.26, *marks)
