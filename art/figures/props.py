"""Props to sit on, work at or lift: each is a function that returns pieces. Sizes in metres."""

from collections.abc import Callable
from dataclasses import dataclass

from art.figures.shapes import Disc, Hull, Paint, Piece
from art.figures.vectors import Frame, Vector
from art.figures.view import Camera

_BEHIND, _FRONT = -9.0, 9.0
"""Depths of what is always behind or in front of the figure."""
_SEAT = 0.45
"""The height of seats."""
_TREAD = 0.28
"""The depth of stairs."""

Point = tuple[float, float, float]
"""How far to the left, up and forward, as the prop is turned."""


@dataclass(frozen=True)
class Spot:
    """Where a prop stands, and where it is seen from.

    Attributes:
        name: the name of its piece.
        at: its origin; which point of the prop that is depends on the kind.
        turn: its orientation.
        camera: the viewpoint.
        size: its meaning depends on the kind; mostly a height.
    """

    name: str
    at: Vector
    turn: Frame
    camera: Camera
    size: float

    def rod(self, radius: float, colour: str, *points: Point) -> Hull:
        """Return a straight rod."""
        return Hull(tuple(Disc(self.at + self.turn.of(*point), radius) for point in points), Paint(colour))

    def box(
        self, middle: Point, half: Point, radius: float, colours: tuple[str, str, str], bent: float = 0.0
    ) -> tuple[Hull, ...]:
        """Return the visible faces of a box.

        Args:
            middle: of the box.
            half: half its width, height and depth.
            radius: of its round edges.
            colours: of its sides, its top and its front.
            bent: degrees it leans forward.
        """
        turn = self.turn.bent(bent)
        centre = self.at + self.turn.of(*middle)
        reach = [max(length - radius, 0.0) for length in half]
        faces = []
        for axis, (normal, colour) in enumerate(zip((turn.left, turn.up, turn.front), colours, strict=True)):
            facing = self.camera.see(normal).z
            if abs(facing) < 0.02:
                continue
            corners = []
            for p, q in ((-1, -1), (-1, 1), (1, -1), (1, 1)):
                signs = [p, q]
                signs.insert(axis, 1 if facing > 0 else -1)
                offset = turn.of(*(sign * length for sign, length in zip(signs, reach, strict=True)))
                corners.append(Disc(centre + offset, radius))
            faces.append((abs(facing), Hull(tuple(corners), Paint(colour))))
        return tuple(face for _, face in sorted(faces, key=lambda face: face[0]))

    def piece(self, *hulls: Hull, depth: float = _BEHIND, part: str = "") -> Piece:
        """Return hulls as a piece."""
        return Piece(self.name + part, depth, hulls)


Prop = Callable[[Spot], list[Piece]]

_SEAT_COLOURS = ("seat_side", "seat", "seat")
_STEP = ("seat", "seat", "seat_side")
_TABLE = ("table_side", "table", "table")
_DEVICE = ("device_side", "device", "device")
_MAT = ("mat_side", "mat", "mat_side")


def chair(spot: Spot) -> list[Piece]:
    """A chair with four legs; its origin is on the floor below the middle of the seat."""
    legs = [
        spot.rod(0.014, "leg", (x, _SEAT - 0.04, z), (x * 1.08, 0.014, z * 1.12))
        for x in (-0.19, 0.19)
        for z in (-0.18, 0.18)
    ]
    posts = [spot.rod(0.013, "leg", (x, _SEAT - 0.03, -0.2), (x, 0.62, -0.235)) for x in (-0.15, 0.15)]
    seat = spot.box((0, _SEAT - 0.025, -0.005), (0.22, 0.025, 0.21), 0.018, _SEAT_COLOURS)
    back = spot.box((0, 0.73, -0.235), (0.2, 0.14, 0.026), 0.025, _SEAT_COLOURS, bent=-7)
    legs.sort(key=lambda leg: spot.camera.see(leg.discs[0].at).z)
    return [spot.piece(*legs, *seat, *posts, *back)]


def swivel(spot: Spot) -> list[Piece]:
    """A swivel chair; its origin is on the floor below its column."""
    feet = []
    for number in range(5):
        direction = Frame().turned(36 + number * 72).of(0, 0, 0.25)
        end = (spot.turn.left.dot(direction), 0.055, spot.turn.front.dot(direction))
        feet.append(spot.rod(0.016, "leg", (0, 0.1, 0), end))
        feet.append(spot.rod(0.028, "device_side", (end[0], 0.028, end[2])))
    column = spot.rod(0.024, "leg", (0, 0.1, 0), (0, _SEAT - 0.05, 0))
    seat = spot.box((0, _SEAT - 0.03, -0.005), (0.23, 0.03, 0.22), 0.028, _SEAT_COLOURS)
    arm = spot.rod(0.02, "leg", (0, _SEAT - 0.05, -0.12), (0, _SEAT - 0.03, -0.25))
    post = spot.rod(0.02, "leg", (0, _SEAT - 0.03, -0.25), (0, 0.7, -0.26))
    back = spot.box((0, 0.76, -0.235), (0.2, 0.19, 0.03), 0.03, _SEAT_COLOURS, bent=-7)
    return [spot.piece(*feet, column, arm, post, *seat, *back)]


def desk(spot: Spot) -> list[Piece]:
    """A desk; its origin is on the floor below the near edge, its size is its width."""
    half = spot.size / 2
    top = spot.box((0, 0.7, 0.32), (half, 0.016, 0.32), 0.012, _TABLE)
    pieces = [spot.piece(*top, depth=_BEHIND + 1)]
    for x in (0.06 - half, half - 0.06):
        leg = spot.rod(0.018, "leg", (x, 0.68, 0.56), (x, 0.02, 0.56))
        foot = spot.rod(0.018, "leg", (x, 0.02, 0.42), (x, 0.02, 0.62))
        near = spot.camera.see(spot.turn.of(x, 0, 0)).z > 0
        pieces.append(spot.piece(leg, foot, depth=_FRONT if near else _BEHIND, part=f"_leg_{x:+.1f}"))
    return pieces


def monitor(spot: Spot) -> list[Piece]:
    """A screen facing the figure; its origin is its centre, its size is the height of the desk."""
    down = spot.size - spot.at.y
    foot = spot.box((0, down + 0.008, 0), (0.1, 0.008, 0.07), 0.006, _DEVICE)
    post = spot.rod(0.014, "device_side", (0, down + 0.01, 0.025), (0, 0, 0.025))
    panel = spot.box((0, 0, 0), (0.27, 0.16, 0.012), 0.01, _DEVICE, bent=-4)
    return [spot.piece(*foot, post, *panel, depth=_BEHIND + 2)]


def keyboard(spot: Spot) -> list[Piece]:
    """A keyboard; its origin is its centre."""
    return [spot.piece(*spot.box((0, 0, 0), (0.2, 0.009, 0.065), 0.008, _DEVICE), depth=_BEHIND + 3)]


def crate(spot: Spot) -> list[Piece]:
    """A box to lift; its origin is its centre, its size is its width."""
    half = spot.size / 2
    faces = spot.box((0, 0, 0), (half, half * 0.78, half * 0.8), 0.008, ("box_side", "box_top", "box_front"))
    return [spot.piece(*faces, depth=spot.camera.see(spot.at).z)]


def step(spot: Spot) -> list[Piece]:
    """A low step; its origin is on the floor below its front edge, its size is its height."""
    half = spot.size / 2
    return [spot.piece(*spot.box((0, half, 0.2), (0.32, half, 0.2), 0.01, _STEP))]


def stairs(spot: Spot) -> list[Piece]:
    """Three stairs with a rail; their origin is on the floor below the front edge, their size is a riser."""
    treads: list[Hull] = []
    for number in sorted((1, 2, 3), key=lambda number: spot.camera.see(spot.turn.of(0, 0, number)).z):
        half = number * spot.size / 2
        treads += spot.box((0, half, (number - 0.5) * _TREAD), (0.34, half, _TREAD / 2), 0.006, _SEAT_COLOURS)
    ends = [(0.3, 0.9 + height * spot.size, height * _TREAD) for height in (0.3, 2.7)]
    posts = [spot.rod(0.014, "leg", end, (end[0], end[1] - 0.9, end[2])) for end in ends]
    return [spot.piece(*posts, spot.rod(0.02, "leg", *ends), *treads)]


def wall(spot: Spot) -> list[Piece]:
    """A piece of wall; its origin is on the floor below its surface, its size is its height."""
    half = spot.size / 2
    return [spot.piece(*spot.box((0, half, -0.04), (0.4, half, 0.04), 0.008, _TABLE))]


def trolley(spot: Spot) -> list[Piece]:
    """A trolley to push; its origin is on the floor below its handle, its size is the handle's height."""
    wheels = [
        spot.rod(0.055, "device_side", (x - 0.015, 0.055, z), (x + 0.015, 0.055, z))
        for x in (-0.2, 0.2)
        for z in (0.16, 0.68)
    ]
    wheels.sort(key=lambda wheel: spot.camera.see(wheel.discs[0].at).z)
    deck = spot.box((0, 0.14, 0.42), (0.26, 0.025, 0.36), 0.02, _TABLE)
    posts = [spot.rod(0.016, "leg", (x, 0.15, 0.08), (x, spot.size, 0)) for x in (-0.2, 0.2)]
    handle = spot.rod(0.02, "leg", (-0.2, spot.size, 0), (0.2, spot.size, 0))
    return [spot.piece(*wheels, *deck, *posts, handle)]


def rail(spot: Spot) -> list[Piece]:
    """A handrail; its origin is on the floor below its near end, its size is its height."""
    ends = ((0.0, 0.02, 0.0), (0.0, spot.size, 0.0), (0.0, spot.size, 0.6), (0.0, 0.02, 0.6))
    return [spot.piece(*(spot.rod(0.02, "leg", ends[number], ends[number + 1]) for number in range(3)))]


def mat(spot: Spot) -> list[Piece]:
    """A mat on the floor; its origin is its centre, its size is its length."""
    return [spot.piece(*spot.box((0, -0.012, 0), (0.34, 0.012, spot.size / 2), 0.012, _MAT))]


def cushion(spot: Spot) -> list[Piece]:
    """A flat cushion; its origin is on the floor below its centre, its size is its height."""
    half = spot.size / 2
    corners: list[Point] = [(x, half, z) for x in (-0.17, 0.17) for z in (-0.1, 0.1)]
    return [spot.piece(spot.rod(half, "seat", *corners), depth=_BEHIND + 1)]


def phone(spot: Spot) -> list[Piece]:
    """A phone; its origin is its centre, its size is its forward tilt in degrees."""
    faces = spot.box((0, 0, 0), (0.036, 0.075, 0.009), 0.008, ("device_side",) * 3, bent=spot.size)
    edge = tuple(disc for face in faces for disc in face.discs)
    return [Piece(spot.name, spot.camera.see(spot.at).z + 0.06, faces, (edge,))]


def shelf(spot: Spot) -> list[Piece]:
    """A low shelf with folders; its origin is on the floor below its front, its size is its height."""
    half = spot.size / 2
    body = spot.box((0, half, 0.16), (0.3, half, 0.16), 0.01, _TABLE)
    folders: list[Hull] = []
    for x, colour in ((-0.17, "book_a"), (-0.085, "book_b"), (0.0, "book_a")):
        folders += spot.box((x, spot.size + 0.14, 0.16), (0.036, 0.14, 0.11), 0.008, (colour,) * 3)
    return [spot.piece(*body, *folders)]


PROPS: dict[str, tuple[Prop, float]] = {
    "chair": (chair, 1.0),
    "swivel": (swivel, 1.0),
    "desk": (desk, 1.1),
    "monitor": (monitor, 0.716),
    "keyboard": (keyboard, 1.0),
    "crate": (crate, 0.36),
    "step": (step, 0.2),
    "stairs": (stairs, 0.17),
    "wall": (wall, 1.85),
    "trolley": (trolley, 0.95),
    "rail": (rail, 0.95),
    "mat": (mat, 1.9),
    "cushion": (cushion, 0.08),
    "phone": (phone, 0.0),
    "shelf": (shelf, 0.72),
}
"""Every kind of prop with its usual size."""
