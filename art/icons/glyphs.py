"""The glyphs inside the ring or disc: the figure, the arrow, the letters.

Three drawings of each, because a small picture is not a large one made smaller: one for 16 pixels on a
grid of 12, one for 20 to 24 on a grid of 16, and a fine one on a grid of 12 that 32, 48, 64 and 96
pixels magnify by whole numbers. Straight edges stand on whole grid lines.
"""

from collections.abc import Callable
from dataclasses import dataclass

from art.icons.shapes import Box, Disc, Point, Polygon, Shape, Stroke


@dataclass(frozen=True)
class Grid:
    """A drawing grid, centred in a picture.

    Attributes:
        kind: `small`, `medium` or `fine`.
        scale: pixels per grid step.
        origin: pixels from the picture's edge to the grid's.
    """

    kind: str
    scale: float
    origin: float

    def disc(self, x: float, y: float, radius: float) -> Disc:
        """Return a disc in pixels."""
        return Disc(self._at(x), self._at(y), radius * self.scale)

    def box(self, left: float, top: float, right: float, bottom: float, radius: float = 0.0) -> Box:
        """Return a box in pixels."""
        corners = (self._at(left), self._at(top), self._at(right), self._at(bottom))
        return Box(*corners, radius * self.scale)

    def stroke(self, width: float, *points: Point) -> Stroke:
        """Return a line in pixels."""
        return Stroke(tuple((self._at(x), self._at(y)) for x, y in points), width * self.scale)

    def polygon(self, *points: Point) -> Polygon:
        """Return a polygon in pixels."""
        return Polygon(tuple((self._at(x), self._at(y)) for x, y in points))

    def whole(self, length: float) -> float:
        """Return the length in grid steps that fills a whole number of pixels."""
        return round(length * self.scale) / self.scale

    def _at(self, place: float) -> float:
        return self.origin + place * self.scale


Glyph = Callable[[Grid], tuple[Shape, ...]]


def grid(size: int) -> Grid:
    """Return the grid for a picture of `size` pixels."""
    if 20 <= size <= 24:
        return Grid("medium", 1.0, (size - 16) / 2)
    scale = size // 16
    return Grid("small" if size < 20 else "fine", scale, (size - 12 * scale) / 2)


def seated(grid: Grid) -> tuple[Shape, ...]:
    """A seated figure, facing right."""
    if grid.kind == "small":
        return (
            grid.disc(5, 2, 1.25),
            grid.box(4, 4, 6, 8, 0.5),
            grid.box(4, 6, 9, 8, 0.5),
            grid.box(7, 6, 9, 10, 0.5),
        )
    if grid.kind == "medium":
        return (
            grid.disc(7, 2.5, 1.8),
            grid.box(5, 5, 8, 10, 1),
            grid.box(5, 8, 12, 10, 0.8),
            grid.box(10, 8, 12, 14, 0.8),
        )
    leg = grid.whole(1.6)
    return (
        grid.disc(5.25, 1.75, 1.4),
        grid.box(4, 3.67, 6, 8, 0.9),
        grid.box(4, 8 - leg, 9, 8, 0.7),
        grid.box(9 - leg, 8 - leg, 9, 11, 0.7),
    )


def hand_up(grid: Grid) -> tuple[Shape, ...]:
    """The seated figure with an arm raised: a reminder is coming soon."""
    if grid.kind == "small":
        return (*seated(grid), grid.box(6, 4, 9, 5), grid.box(8, 2, 9, 5))
    if grid.kind == "medium":
        return (*seated(grid), grid.stroke(1.9, (7, 6.2), (9.2, 6.2), (11.8, 3.2)))
    return (*seated(grid), grid.stroke(1.3, (5.3, 4.9), (7, 4.9), (8.9, 2.7)))


def chair(grid: Grid) -> tuple[Shape, ...]:
    """The chair below the figure, seen from the side."""
    if grid.kind == "small":
        return (grid.box(2, 4, 3, 9), grid.box(2, 8, 6, 9), grid.box(4, 9, 5, 11))
    if grid.kind == "medium":
        return (grid.box(3, 5, 4, 12), grid.box(3, 11, 9, 12), grid.box(6, 12, 7, 15), grid.box(4, 14, 9, 15))
    thin, gap = grid.whole(0.7), grid.whole(0.5)
    seat = 8 + gap + thin
    return (
        grid.box(4 - gap - thin, 4, 4 - gap, seat, thin / 2),
        grid.box(4 - gap - thin, seat - thin, 6.5, seat, thin / 2),
        grid.box(5 - thin, seat - thin, 5, 11),
        grid.box(3.5, 11 - thin, 6, 11, thin / 2),
    )


def standing(grid: Grid) -> tuple[Shape, ...]:
    """A figure that stands, facing right, with a hand on its desk."""
    if grid.kind == "small":
        return (grid.disc(5, 2, 1.25), grid.box(4, 4, 6, 11, 0.5), grid.box(4, 5, 8, 6, 0.5))
    if grid.kind == "medium":
        return (grid.disc(6.5, 2.5, 1.8), grid.box(5, 5, 8, 14, 1), grid.box(6, 6, 11, 8, 0.8))
    arm = grid.whole(1.3)
    return (
        grid.disc(4.75, 1.75, 1.4),
        grid.box(3.75, 3.67, 5.75, 11, 0.9),
        grid.box(4.5, 6 - arm, 8, 6, 0.6),
    )


def high_desk(grid: Grid) -> tuple[Shape, ...]:
    """The desk in front of the standing figure, seen from the side."""
    if grid.kind == "small":
        return (grid.box(7, 6, 11, 7), grid.box(9, 7, 10, 10))
    if grid.kind == "medium":
        return (grid.box(9, 8, 14, 9), grid.box(12, 9, 13, 13))
    thin = grid.whole(0.8)
    top = 6 + grid.whole(0.3)
    return (
        grid.box(6.7, top, 10.8, top + thin, thin / 2),
        grid.box(8.8, top, 8.8 + thin, 10.4, thin / 2),
    )


def arrow(grid: Grid) -> tuple[Shape, ...]:
    """An arrow pointing up: time to get up."""
    if grid.kind == "small":
        return (grid.box(5, 2, 7, 11), grid.stroke(2, (2.5, 5.5), (6, 2), (9.5, 5.5)))
    if grid.kind == "medium":
        return (grid.box(7, 2, 9, 15), grid.stroke(2.5, (3, 7), (8, 2), (13, 7)))
    return (grid.stroke(2, (6, 2), (6, 10)), grid.stroke(2, (2.5, 5.2), (6, 1.7), (9.5, 5.2)))


def letter_z(grid: Grid) -> tuple[Shape, ...]:
    """The letter Z: snoozed."""
    if grid.kind == "medium":
        return (
            grid.box(4, 3, 12, 5),
            grid.box(4, 11, 12, 13),
            grid.polygon((9.4, 5), (12, 5), (6.6, 11), (4, 11)),
        )
    return (
        grid.box(3, 2, 9, 4),
        grid.box(3, 8, 9, 10),
        grid.polygon((6.3, 4), (9, 4), (5.7, 8), (3, 8)),
    )


def bars(grid: Grid) -> tuple[Shape, ...]:
    """Two bars: paused."""
    if grid.kind == "medium":
        return (grid.box(4, 4, 7, 12, 0.5), grid.box(9, 4, 12, 12, 0.5))
    return (grid.box(3, 3, 5, 9, 0.25), grid.box(7, 3, 9, 9, 0.25))


def dots(grid: Grid) -> tuple[Shape, ...]:
    """Three dots: waiting for something to end."""
    if grid.kind == "small":
        return tuple(grid.box(left, 5, left + 2, 7) for left in (2, 5, 8))
    if grid.kind == "medium":
        return tuple(grid.disc(x, 8, 1.9) for x in (3, 8, 13))
    return tuple(grid.disc(x, 6, 1.25) for x in (2, 6, 10))


def arms_up(grid: Grid) -> tuple[Shape, ...]:
    """A standing figure with its arms up."""
    if grid.kind == "small":
        return (
            grid.disc(6, 1.8, 1.3),
            grid.stroke(1.3, (2, 1.8), (4.6, 4.8)),
            grid.stroke(1.3, (10, 1.8), (7.4, 4.8)),
            grid.box(4, 4, 8, 8, 0.5),
            grid.box(3.5, 8, 5, 12),
            grid.box(7, 8, 8.5, 12),
        )
    if grid.kind == "medium":
        return (
            grid.disc(8, 2.5, 2),
            grid.stroke(1.9, (2.5, 2), (6, 6.7), (10, 6.7), (13.5, 2)),
            grid.polygon((5.2, 6.5), (10.8, 6.5), (10.4, 11), (5.6, 11)),
            grid.stroke(2, (6.3, 10), (5.6, 15)),
            grid.stroke(2, (9.7, 10), (10.4, 15)),
        )
    return (
        grid.disc(6, 1.6, 1.5),
        grid.stroke(1.4, (2, 1.5), (4.8, 5), (7.2, 5), (10, 1.5)),
        grid.polygon((4.3, 4.8), (7.7, 4.8), (7.4, 8), (4.6, 8)),
        grid.stroke(1.4, (5.2, 7.6), (4.6, 11.5)),
        grid.stroke(1.4, (6.8, 7.6), (7.4, 11.5)),
    )


def empty_chair(grid: Grid) -> tuple[Shape, ...]:
    """An empty chair."""
    if grid.kind == "small":
        return (
            grid.box(2, 2, 4, 8, 0.5),
            grid.box(2, 6, 9, 8, 0.5),
            grid.box(5, 8, 7, 10),
            grid.box(3, 10, 9, 11),
        )
    if grid.kind == "medium":
        return (
            grid.box(4, 2, 6, 10, 0.8),
            grid.box(4, 8, 12, 10, 0.8),
            grid.box(8, 10, 9, 13),
            grid.box(5, 13, 12, 14),
        )
    thick, thin = grid.whole(1.5), grid.whole(1)
    return (
        grid.box(3, 2, 3 + thick, 8, 0.7),
        grid.box(3, 8 - thick, 9.5, 8, 0.7),
        grid.box(6, 7, 6 + thin, 11),
        grid.box(4, 11 - thin, 9, 11, 0.5),
    )


def question_mark(grid: Grid) -> tuple[Shape, ...]:
    """A question mark: idle is unknown."""
    if grid.kind == "small":
        return (
            grid.stroke(1.8, (4, 3.5), (5, 2.4), (7, 2.4), (8, 3.5), (8, 4.4), (6, 6), (6, 6.5)),
            grid.box(5, 8, 7, 10),
        )
    if grid.kind == "medium":
        return (
            grid.stroke(2.2, (5, 5), (6, 3.4), (8, 3), (10, 3.4), (11, 5), (10.3, 6.7), (8, 8.4), (8, 9.5)),
            grid.disc(8, 12.5, 1.4),
        )
    return (
        grid.stroke(1.6, (3.9, 3.8), (4.5, 2.5), (6, 2), (7.5, 2.5), (8.1, 3.8), (7.5, 5), (6.3, 6), (6, 7)),
        grid.disc(6, 9.5, 1.0),
    )
