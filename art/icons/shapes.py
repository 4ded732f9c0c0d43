"""Shapes that know how much of a pixel they cover, from the distance to their edge.

An edge on a pixel boundary covers whole pixels, so straight parts at integer positions stay sharp. Only
`+ - * /` and the square root are used, which give the same picture, bit for bit, on every machine.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, sqrt
from typing import Protocol

Point = tuple[float, float]
Mask = list[float]
"""Coverage of each pixel, 0 to 1, row by row."""


class Shape(Protocol):
    """A filled shape. Coordinates are in pixels, y grows downwards."""

    def distance(self, x: float, y: float) -> float:
        """Return the distance from the point to the edge, negative inside."""


@dataclass(frozen=True)
class Disc:
    """A filled circle."""

    x: float
    y: float
    radius: float

    def distance(self, x: float, y: float) -> float:
        """Return the distance to the circle."""
        return _length(x - self.x, y - self.y) - self.radius


@dataclass(frozen=True)
class Box:
    """A rectangle with round corners."""

    left: float
    top: float
    right: float
    bottom: float
    radius: float = 0.0

    def distance(self, x: float, y: float) -> float:
        """Return the distance to the outline."""
        across = abs(x - (self.left + self.right) / 2) - (self.right - self.left) / 2 + self.radius
        down = abs(y - (self.top + self.bottom) / 2) - (self.bottom - self.top) / 2 + self.radius
        outside = _length(max(across, 0.0), max(down, 0.0))
        return outside + min(max(across, down), 0.0) - self.radius


@dataclass(frozen=True)
class Stroke:
    """A line through points, with round ends and joints."""

    points: tuple[Point, ...]
    width: float

    def distance(self, x: float, y: float) -> float:
        """Return the distance to the line's outline."""
        parts = zip(self.points, self.points[1:], strict=False)
        return min(_to_segment(x, y, start, end) for start, end in parts) - self.width / 2


@dataclass(frozen=True)
class Polygon:
    """A convex polygon, corners clockwise as seen on the screen."""

    points: tuple[Point, ...]

    def distance(self, x: float, y: float) -> float:
        """Return the distance to the nearest side's line: exact along the sides."""
        sides = zip(self.points, (*self.points[1:], self.points[0]), strict=True)
        return max(_to_line(x, y, start, end) for start, end in sides)


@dataclass(frozen=True)
class Sector:
    """A slice of the plane, clockwise from twelve o'clock, `step` sixteenths of a turn wide (0 to 15)."""

    middle: float
    step: int

    def distance(self, x: float, y: float) -> float:
        """Return the distance to the nearer of the slice's two sides."""
        if self.step == 0:
            return inf
        sine, cosine = _SINES[self.step], _SINES[(self.step + 4) % 16]
        x, y = x - self.middle, y - self.middle
        after_start, before_end = -x, x * cosine + y * sine
        if self.step <= 8:
            return max(after_start, before_end)
        return min(after_start, before_end)


_HALF_TURN = (0.0, 0.382683, 0.707107, 0.92388, 1.0, 0.92388, 0.707107, 0.382683)
_SINES = (*_HALF_TURN, *(-sine for sine in _HALF_TURN))
"""Sines of the sixteenths of a turn; constants, because libraries differ in the last digit."""


def coverage(shape: Shape, size: int) -> Mask:
    """Return how much of each pixel of a `size` x `size` picture the shape covers."""
    middles = [number + 0.5 for number in range(size)]
    return [in_steps(0.5 - shape.distance(x, y)) for y in middles for x in middles]


def in_steps(share: float) -> float:
    """Round a share to sixteenths from 0 to 1: the eye sees no more, and the pictures compress well."""
    return int(min(max(share, 0.0), 1.0) * 16 + 0.5) / 16


def union(masks: Sequence[Mask]) -> Mask:
    """Return the coverage of all shapes together."""
    return [max(values) for values in zip(*masks, strict=True)]


def _to_segment(x: float, y: float, start: Point, end: Point) -> float:
    along_x, along_y = end[0] - start[0], end[1] - start[1]
    square = along_x * along_x + along_y * along_y
    share = ((x - start[0]) * along_x + (y - start[1]) * along_y) / square
    share = min(max(share, 0.0), 1.0)
    return _length(x - start[0] - share * along_x, y - start[1] - share * along_y)


def _to_line(x: float, y: float, start: Point, end: Point) -> float:
    """Return the distance, positive to the left of the line: outside a clockwise polygon."""
    along_x, along_y = end[0] - start[0], end[1] - start[1]
    return ((x - start[0]) * along_y - (y - start[1]) * along_x) / _length(along_x, along_y)


def _length(x: float, y: float) -> float:
    return sqrt(x * x + y * y)
