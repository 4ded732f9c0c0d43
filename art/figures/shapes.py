"""What everything is made of: hulls of discs, each a rounded, tapered patch of one colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from art.figures.vectors import Vector


@dataclass(frozen=True)
class Disc:
    """A ball in space, a disc in the picture.

    Attributes:
        at: its middle.
        radius: in metres.
        gap: how much of the gap is cut around it, 0 to 1.
    """

    at: Vector
    radius: float
    gap: float = 1.0


@dataclass(frozen=True)
class Paint:
    """A colour by its name in the palette, mixed with another one.

    Attributes:
        name: the colour.
        other: the one mixed in.
        share: how much of the other, 0 to 1.
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
    """What is painted in one go.

    Attributes:
        name: such as `thigh_l`.
        depth: how near it is to the camera, in metres; near pieces are painted later.
        hulls: from back to front.
        cuts: around these discs' hulls a gap is cut first, each as wide as its discs say.
        welds: painted last of all, over the gap: where the piece grows out of another.
    """

    name: str
    depth: float
    hulls: tuple[Hull, ...]
    cuts: tuple[tuple[Disc, ...], ...] = ()
    welds: tuple[Hull, ...] = ()


def line(discs: Sequence[Disc], paint: Paint) -> tuple[Hull, ...]:
    """Return hulls that join each disc with the next."""
    return tuple(Hull((start, end), paint) for start, end in pairwise(discs))
