"""Composes a picture: pieces in order of depth, marks on top."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, pi, sin

from PIL import Image

from art.figures import overlays
from art.figures.body import body
from art.figures.canvas import Canvas
from art.figures.pictures import Picture, Stop
from art.figures.poses import Anchor, Pose
from art.figures.props import PROPS, Spot
from art.figures.shapes import Disc, Hull, Paint, Piece
from art.figures.skeleton import Skeleton, skeleton
from art.figures.vectors import Frame, Vector
from art.figures.view import Camera, View, framed

MARKS_FROM = 96
"""Pictures smaller than this, in pixels, have no marks."""
_SIBLINGS = {"thigh": "shin", "shin": "thigh", "upper_arm": "forearm", "forearm": "upper_arm"}


@dataclass(frozen=True)
class Moment:
    """What a picture shows at one moment: a pose, and the stop whose marks are visible, if any."""

    pose: Pose
    stop: Stop | None


def view_of(picture: Picture, size: int) -> View:
    """Return the view that all of the picture's poses fit into."""
    discs: list[Disc] = []
    for stop in picture.stops:
        figure = skeleton(stop.pose)
        for piece in (*body(figure, picture.camera), *_things(picture, figure)):
            discs += [disc for hull in piece.hulls for disc in hull.discs]
        discs += [
            Disc(place.find(figure.joints, figure.facing), 0.03) for place in (*stop.arrow, *stop.sight)
        ]
    return framed(picture.camera, discs, size)


def draw(picture: Picture, moment: Moment, view: View, size: int, palette: str) -> Image.Image:
    """Draw one moment of a picture, `size` pixels wide and high."""
    canvas = Canvas(view, size, palette)
    figure = skeleton(moment.pose)
    marked = size >= MARKS_FROM
    pieces = [*_things(picture, figure), *body(figure, picture.camera)]
    if not any(thing.kind == "mat" for thing in picture.things):  # a mat lies flat and casts no shadow
        canvas.fill([_shadow(pieces, picture.camera)])
    done: set[str] = set()
    for piece in in_order(pieces, picture.over):
        sibling = _sibling(piece.name)
        canvas.paint(piece, welded=sibling in done)
        done.add(piece.name)
        if picture.glow and marked:
            places = [anchor.find(figure.joints, figure.facing) for anchor in picture.glow.along]
            if piece.name in picture.glow.on:
                overlays.glow(canvas, picture.glow, places, piece.hulls, moment.pose.pull)
            elif sibling in picture.glow.on and sibling in done:
                overlays.glow(canvas, picture.glow, places, piece.welds, moment.pose.pull)
    if moment.stop and marked:
        _mark(canvas, moment.stop, figure, size)
    return canvas.finished()


def in_order(pieces: Iterable[Piece], over: Iterable[tuple[str, str]]) -> list[Piece]:
    """Return the pieces sorted from back to front."""
    ordered = sorted(pieces, key=lambda piece: piece.depth)
    for upper, lower in over:
        names = [piece.name for piece in ordered]
        if upper in names and lower in names and names.index(upper) < names.index(lower):
            piece = ordered.pop(names.index(upper))
            ordered.insert(names.index(lower), piece)
    return ordered


def _mark(canvas: Canvas, stop: Stop, figure: Skeleton, size: int) -> None:
    def find(places: tuple[Anchor, ...]) -> list[Vector]:
        return [place.find(figure.joints, figure.facing) for place in places]

    if stop.spine:
        overlays.spine(canvas, figure)
    if stop.sight:
        overlays.dots(canvas, find(stop.sight), "accent")
    if stop.arrow:
        overlays.arrow(canvas, *find(stop.arrow))
    if stop.badge:
        overlays.badge(canvas, stop.badge, size)


def _sibling(name: str) -> str:
    part, _, side = name.rpartition("_")
    return f"{_SIBLINGS.get(part, part)}_{side}"


def _things(picture: Picture, figure: Skeleton) -> list[Piece]:
    pieces: list[Piece] = []
    for number, thing in enumerate(picture.things):
        facing = figure.facing if thing.follows or thing.at.joints else Frame()
        turn = (figure.facing if thing.follows else Frame()).turned(thing.turn)
        at = thing.at.find(figure.joints, facing)
        make, _ = PROPS[thing.kind]
        pieces += make(Spot(f"{thing.kind}_{number}", at, turn, picture.camera, thing.size))
    return pieces


def _shadow(pieces: Iterable[Piece], camera: Camera) -> Hull:
    """Return the shadow on the floor: an ellipse around everything that stands there."""
    level = Camera(camera.yaw, 0)
    low = [disc for piece in pieces for hull in piece.hulls for disc in hull.discs if disc.at.y < 0.16]
    seen = [(level.see(disc.at), disc.radius) for disc in low]
    left, right = min(at.x - radius for at, radius in seen), max(at.x + radius for at, radius in seen)
    back, front = min(at.z - radius for at, radius in seen), max(at.z + radius for at, radius in seen)
    half_wide, half_deep = (right - left) / 2 + 0.07, max((front - back) / 2 + 0.05, 0.16)
    floor = Frame().turned(-camera.yaw)
    middle = floor.of((left + right) / 2, 0, (back + front) / 2)
    turns = [2 * pi * number / 72 for number in range(72)]
    ring = [Disc(middle + floor.of(half_wide * cos(turn), 0, half_deep * sin(turn)), 0) for turn in turns]
    return Hull(tuple(ring), Paint("shadow"))
