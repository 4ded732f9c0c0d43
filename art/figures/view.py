"""The camera: from metres in space to pixels in a picture."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians, sin

from art.figures.shapes import Disc
from art.figures.vectors import Vector

MARGIN = 0.05
"""Left free at each edge, in picture widths."""
HEIGHT_AT_LEAST = 1.35
"""No picture shows less than this, in metres: figures keep about one size."""


@dataclass(frozen=True)
class Camera:
    """Where the picture is taken from, infinitely far away.

    Attributes:
        yaw: degrees; 0 looks the figure in the face, 90 at its right side.
        pitch: degrees it looks down.
    """

    yaw: float
    pitch: float

    def see(self, point: Vector) -> Vector:
        """Return a point as seen: x to the right, y up, z towards the camera; in metres."""
        cy, sy = cos(radians(self.yaw)), sin(radians(self.yaw))
        cp, sp = cos(radians(self.pitch)), sin(radians(self.pitch))
        near = point.z * cy - point.x * sy
        return Vector(point.x * cy + point.z * sy, point.y * cp - near * sp, near * cp + point.y * sp)


@dataclass(frozen=True)
class View:
    """A camera and the part of its image that becomes the picture.

    Attributes:
        camera: it.
        left, top: what is at the picture's upper left corner, in metres as seen.
        scale: pixels per metre.
    """

    camera: Camera
    left: float
    top: float
    scale: float

    def pixel(self, point: Vector) -> tuple[float, float]:
        """Return where a point is in the picture; y grows downwards."""
        seen = self.camera.see(point)
        return (seen.x - self.left) * self.scale, (self.top - seen.y) * self.scale


def framed(camera: Camera, discs: Iterable[Disc], size: int) -> View:
    """Return the view that shows all the discs in a square picture of `size` pixels."""
    seen = [(camera.see(disc.at), disc.radius) for disc in discs]
    left, right = min(at.x - r for at, r in seen), max(at.x + r for at, r in seen)
    bottom, top = min(at.y - r for at, r in seen), max(at.y + r for at, r in seen)
    side = max(right - left, top - bottom, HEIGHT_AT_LEAST) / (1 - 2 * MARGIN)
    # Centred, but somewhat low when there is room: what stands on a floor hangs in the air otherwise.
    spare = side - (top - bottom)
    return View(camera, (left + right - side) / 2, top + spare * 0.54, size / side)
