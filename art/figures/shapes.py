"""The building blocks of figures: hulls of discs, each a rounded, tapered patch of one colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from art.figures.vectors import Vector


@dataclass(frozen=True)
class Disc:
    """A ball in space, which is a disc in the picture.

    Attributes:
        at: its centre.
        radius: in metres.
        gap: how much of the full gap is cut around it, 0 to 1.
    """

    at: Vector
    radius: float
    gap: float = 1.0


@dataclass(frozen=True)
class Paint:
    """A palette colour, optionally mixed with another.

    Attributes:
        name: the colour.
        other: the colour mixed in.
        share: how much of the other colour, 0 to 1.
    """

    name: str
    other: str = ""
    share: float = 0.0


@dataclass(frozen=True)
class Hull:
    """The convex hull of some discs, in one colour."""

    discs: tuple[Disc, ...]
    paint: Paint


@dataclass(frozen=True)
class Piece:
    """Hulls that are painted together.

    Attributes:
        name: such as `thigh_l`.
        depth: distance towards the camera, in metres; nearer pieces are painted later.
        hulls: from back to front.
        cuts: a gap is cut around the hulls of these discs first, as wide as the discs say.
        welds: painted last, across the gap, where the piece joins another.
    """

    name: str
    depth: float
    hulls: tuple[Hull, ...]
    cuts: tuple[tuple[Disc, ...], ...] = ()
    welds: tuple[Hull, ...] = ()


def line(discs: Sequence[Disc], paint: Paint) -> tuple[Hull, ...]:
    """Return hulls that connect each disc to the next."""
    return tuple(Hull((start, end), paint) for start, end in pairwise(discs))
