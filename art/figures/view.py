"""The camera: from metres in space to pixels in a picture."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians, sin

from art.figures.shapes import Disc
from art.figures.vectors import Vector

MARGIN = 0.05
"""Left free at each edge, in picture widths."""
SMALLEST_SIDE = 1.35
"""Metres that every picture shows, at least, so that figures have a similar size."""


@dataclass(frozen=True)
class Camera:
    """A viewpoint, infinitely far away.

    Attributes:
        yaw: degrees; 0 faces the figure, 90 sees its right side.
        pitch: degrees by which it looks down.
    """

    yaw: float
    pitch: float

    def see(self, point: Vector) -> Vector:
        """Project a point: x to the right, y up, z towards the camera; in metres."""
        cy, sy = cos(radians(self.yaw)), sin(radians(self.yaw))
        cp, sp = cos(radians(self.pitch)), sin(radians(self.pitch))
        near = point.z * cy - point.x * sy
        return Vector(point.x * cy + point.z * sy, point.y * cp - near * sp, near * cp + point.y * sp)


@dataclass(frozen=True)
class View:
    """A camera and the part of its image that becomes the picture.

    Attributes:
        camera: the camera.
        left, top: the upper left corner of the picture, in projected metres.
        scale: pixels per metre.
    """

    camera: Camera
    left: float
    top: float
    scale: float

    def pixel(self, point: Vector) -> tuple[float, float]:
        """Return the position of a point in the picture, in pixels; y grows downwards."""
        seen = self.camera.see(point)
        return (seen.x - self.left) * self.scale, (self.top - seen.y) * self.scale


def framed(camera: Camera, discs: Iterable[Disc], size: int) -> View:
    """Return the view that fits all the discs into a square picture of `size` pixels."""
    seen = [(camera.see(disc.at), disc.radius) for disc in discs]
    left, right = min(at.x - r for at, r in seen), max(at.x + r for at, r in seen)
    bottom, top = min(at.y - r for at, r in seen), max(at.y + r for at, r in seen)
    side = max(right - left, top - bottom, SMALLEST_SIDE) / (1 - 2 * MARGIN)
    # Centred, but a little low if there is room: otherwise what stands on a floor seems to float.
    spare = side - (top - bottom)
    return View(camera, (left + right - side) / 2, top + spare * 0.54, size / side)
