"""Reads `poses.toml`; every error names the file, the table and the field."""

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from art.figures.body import PIECES
from art.figures.pictures import Glow, Picture, Stop, Thing
from art.figures.poses import ANGLES, Anchor, Limb, Place, Pose
from art.figures.props import PROPS
from art.figures.skeleton import (
    ELBOW_BENDS,
    HIP_BENDS,
    JOINTS,
    KNEE_BENDS,
    LIMBS,
    OUT_OF_REACH,
    skeleton,
)
from art.figures.tables import PoseError, Table
from art.figures.vectors import ORIGIN, Vector
from art.figures.view import Camera

POSES = Path(__file__).parents[1] / "poses.toml"

_STANCES = "stance"
"""The table of poses shared by several pictures."""
_TOES = Vector(0, 0, 1)


def load_pictures(path: Path = POSES) -> dict[str, Picture]:
    """Read every picture of a pose file.

    Raises:
        PoseError: something in the file is invalid.
    """
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise PoseError(f"{path.name}: {error}") from error
    stances = raw.pop(_STANCES, {})
    return {name: _picture(path.name, name, each, stances) for name, each in raw.items()}


def _picture(file: str, name: str, raw: object, stances: Mapping[str, Any]) -> Picture:
    table = Table(raw, f"{file}, [{name}]")
    title, loop, base = table.text("title"), table.texts("loop"), table.raw("base", {})
    if not loop:
        raise table.wrong("loop", "is missing; it lists the poses of the loop, the still picture first")
    stops: dict[str, Stop] = {}
    for key in dict.fromkeys(loop):
        if key not in table:
            raise table.wrong("loop", f"there is no [{name}.{key}]")
        place = f"{file}, [{name}.{key}]"
        stops[key] = _stop(place, key, _merged(place, table.raw(key), base, stances))
        if stops[key].pose.points.keys() != stops[loop[0]].pose.points.keys():
            raise PoseError(f"{place}, points: must have the same names as in [{name}.{loop[0]}]")
    camera = table.table("camera")
    joints = (*JOINTS, *stops[loop[0]].pose.points)
    marks = Table(raw, table.place, joints)
    things = tuple(_thing(each) for each in marks.tables("props"))
    pieces = (*PIECES, *(f"{thing.kind}_{number}" for number, thing in enumerate(things)))
    picture = Picture(
        name=name,
        title=title,
        camera=Camera(camera.number("yaw", 60, -360, 360), camera.number("pitch", 8, -10, 90)),
        stops=tuple(stops[key] for key in loop),
        seconds=table.number("seconds", 1.0, 0.1, 10),
        things=things,
        glow=_glow(marks.table("glow")) if "glow" in table else None,
        over=tuple(_over(table, each, pieces) for each in table.texts("over")),
    )
    for read_already in ("props", "glow"):
        table.raw(read_already)
    camera.done()
    table.done()
    return picture


def _merged(place: str, raw: Any, base: Any, stances: Mapping[str, Any]) -> dict[str, Any]:
    """Merge a pose over the base of the picture, and both over the shared stance they refer to."""
    layers = [Table(layer, place).raw_fields() for layer in (base, raw)]
    like = layers[1].get("like", layers[0].get("like"))
    if like is not None:
        if like not in stances:
            raise PoseError(f"{place}, like: there is no [{_STANCES}.{like}]")
        layers.insert(0, stances[like])
    merged: dict[str, Any] = {}
    for layer in layers:
        for field, value in layer.items():
            both_tables = isinstance(value, Mapping) and isinstance(merged.get(field), Mapping)
            merged[field] = {**merged[field], **value} if both_tables else value
    merged.pop("like", None)
    return merged


def _stop(place: str, name: str, raw: dict[str, Any]) -> Stop:
    named = Table(raw.get("points", {}), f"{place}, points")
    points = {point: named.vector(point) for point in raw.get("points", {})}
    table = Table(raw, place, (*JOINTS, *points))
    table.raw("points")
    pose = Pose(
        pelvis=table.vector("pelvis"),
        limbs={limb: _limb(table.table(limb), limb) for limb in LIMBS},
        points=points,
        pull=table.number("pull", 1, 0.1, 1),
        **{angle: table.number(angle, 0, -180, 180) for angle in ANGLES},
    )
    _check(pose, place)
    stop = Stop(
        name=name,
        pose=pose,
        hold=table.number("hold", 1.2, 0, 10),
        badge=table.choice("badge", ("good", "bad")),
        spine=table.flag("spine"),
        arrow=table.anchors("arrow", 3, 3),
        sight=table.anchors("sight", 2, 2),
    )
    table.done()
    return stop


def _check(pose: Pose, place: str) -> None:
    """Raise PoseError if no body could take this pose."""
    try:
        figure = skeleton(pose)
    except ValueError as error:
        raise PoseError(f"{place}: {error}") from error
    for limb in LIMBS:
        arm = limb.startswith("arm")
        bends = {"elbow" if arm else "knee": (figure.bend(limb), ELBOW_BENDS if arm else KNEE_BENDS)}
        if not arm:
            bends["hip"] = (figure.hip_bend(limb), HIP_BENDS)
        for joint, (bend, most) in bends.items():
            if bend > most:
                raise PoseError(f"{place}, {limb}: the {joint} is bent {bend:.0f} degrees, {most} at most")
        if (missed := figure.missed[limb]) > OUT_OF_REACH:
            end = "hand" if arm else "foot"
            raise PoseError(f"{place}, {limb}, {end}: is {missed * 100:.0f} cm out of reach")


def _limb(table: Table, name: str) -> Limb:
    arm = name.startswith("arm")
    limb = Limb(
        target=Place(table.anchor("hand" if arm else "foot")),
        bend=table.vector("elbow" if arm else "knee"),
        tip=ORIGIN if arm else table.vector("toes", _TOES),
    )
    table.done()
    return limb


def _thing(table: Table) -> Thing:
    kind = table.choice("kind", PROPS)
    if not kind:
        raise table.wrong("kind", f"is missing; it is one of {', '.join(PROPS)}")
    thing = Thing(
        kind=kind,
        at=table.anchor("at", Anchor((), ORIGIN)),
        size=table.number("size", PROPS[kind][1], -90, 90),
        turn=table.number("turn", 0, -360, 360),
        follows=table.flag("follows"),
    )
    table.done()
    return thing


def _glow(table: Table) -> Glow:
    glow = Glow(
        on=tuple(_piece(table, "on", name, PIECES) for name in table.texts("on")),
        along=table.anchors("along", 1, 4),
        radius=table.number("radius", 0.06, 0.01, 0.3),
    )
    table.done()
    return glow


def _over(table: Table, text: str, pieces: Collection[str]) -> tuple[str, str]:
    upper, _, lower = (part.strip() for part in text.partition(">"))
    return _piece(table, "over", upper, pieces), _piece(table, "over", lower, pieces)


def _piece(table: Table, field: str, name: str, pieces: Collection[str]) -> str:
    if name not in pieces:
        raise table.wrong(field, f"{name!r} is not one of {', '.join(pieces)}")
    return name
