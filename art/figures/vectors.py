"""Points, directions and frames in space. Metres and degrees; x is the figure's left, y up, z forward."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians, sin, sqrt


@dataclass(frozen=True)
class Vector:
    """A point or a direction."""

    x: float
    y: float
    z: float

    def __add__(self, other: "Vector") -> "Vector":
        """Return the sum."""
        return Vector(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other: "Vector") -> "Vector":
        """Return the vector from the other point to this one."""
        return Vector(self.x - other.x, self.y - other.y, self.z - other.z)

    def __mul__(self, factor: float) -> "Vector":
        """Return the vector scaled by a factor."""
        return Vector(self.x * factor, self.y * factor, self.z * factor)

    def dot(self, other: "Vector") -> float:
        """Return the scalar product."""
        return self.x * other.x + self.y * other.y + self.z * other.z

    def cross(self, other: "Vector") -> "Vector":
        """Return the vector product, which is perpendicular to both."""
        return Vector(
            self.y * other.z - self.z * other.y,
            self.z * other.x - self.x * other.z,
            self.x * other.y - self.y * other.x,
        )

    @property
    def length(self) -> float:
        """The distance from the origin."""
        return sqrt(self.dot(self))

    def unit(self) -> "Vector":
        """Return the direction, with length one."""
        return self * (1 / self.length)

    def across(self, axis: "Vector") -> "Vector":
        """Return the direction of the component perpendicular to `axis`, a unit vector."""
        rest = self - axis * self.dot(axis)
        if rest.length < 1e-6:  # parallel to the axis: any perpendicular direction will do
            other = Vector(0, 0, 1) if abs(axis.z) < 0.9 else Vector(0, 1, 0)
            rest = other - axis * other.dot(axis)
        return rest.unit()

    def toward(self, other: "Vector", share: float) -> "Vector":
        """Interpolate towards the other point: 0 is this one, 1 the other."""
        return self + (other - self) * share


ORIGIN = Vector(0, 0, 0)
UP = Vector(0, 1, 0)


def mean(points: Iterable[Vector]) -> Vector:
    """Return the mean of some points."""
    all_points = list(points)
    total = ORIGIN
    for point in all_points:
        total += point
    return total * (1 / len(all_points))


@dataclass(frozen=True)
class Frame:
    """The orientation of a body part: the directions of its left, up and front."""

    left: Vector = Vector(1, 0, 0)
    up: Vector = UP
    front: Vector = Vector(0, 0, 1)

    def of(self, x: float, y: float, z: float) -> Vector:
        """Return the vector that goes `x` left, `y` up and `z` forward in this frame."""
        return self.left * x + self.up * y + self.front * z

    def of_vector(self, vector: Vector) -> Vector:
        """Convert a vector of this frame to space."""
        return self.of(vector.x, vector.y, vector.z)

    def bent(self, degrees: float) -> "Frame":
        """Return the frame bent forward."""
        c, s = cos(radians(degrees)), sin(radians(degrees))
        return Frame(self.left, self.up * c + self.front * s, self.front * c - self.up * s)

    def turned(self, degrees: float) -> "Frame":
        """Return the frame turned to its left."""
        c, s = cos(radians(degrees)), sin(radians(degrees))
        return Frame(self.left * c - self.front * s, self.up, self.front * c + self.left * s)
