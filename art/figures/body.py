"""The figure: its pieces around a skeleton. Sizes in metres."""

from dataclasses import dataclass, replace
from itertools import pairwise

from art.figures.shapes import Disc, Hull, Paint, Piece, line
from art.figures.skeleton import LIMBS, LINKS, Skeleton
from art.figures.vectors import Frame, Vector
from art.figures.view import Camera

_TRUNK = (  # share of the trunk's height, half width, radius, forward
    (0.00, 0.080, 0.096, -0.008),
    (0.14, 0.080, 0.097, -0.010),
    (0.30, 0.072, 0.090, 0.002),
    (0.50, 0.078, 0.093, 0.006),
    (0.70, 0.098, 0.096, 0.006),
    (0.84, 0.118, 0.078, 0.002),
    (0.90, 0.128, 0.060, 0.000),
    (1.00, 0.040, 0.055, 0.000),
)
_HEM = 0.17
"""Trousers below this height, shirt above it."""
_HEM_COVERS = 45
"""The shirt hangs over a thigh that is bent less than this, in degrees."""

_FAR = (0.62, 0.88)
"""Where a limb fades to its far colour: how far its root is behind the other one; 1 is a side view."""
_WELD = 0.4
"""The share of a bone that is repainted where it joins the other bone of its limb."""
_CUFF = 0.075
"""From the middle of the palm to the sleeve, in metres."""


@dataclass(frozen=True)
class _Build:
    """The shape of one kind of limb.

    Attributes:
        radii: at the trunk, in the middle joint and at the end.
        gap: shares of the upper bone between which the gap around it grows from nothing to all.
        weight: where on the lower bone its depth is taken.
        names: of the upper and the lower piece.
        cloth: its colour.
    """

    radii: tuple[float, float, float]
    gap: tuple[float, float]
    weight: float
    names: tuple[str, str]
    cloth: str


_ARM = _Build((0.060, 0.047, 0.037), (0.0, 0.34), 0.75, ("upper_arm", "forearm"), "shirt")
_LEG = _Build((0.090, 0.064, 0.047), (0.25, 0.5), 0.5, ("thigh", "shin"), "trousers")

_BONES = [f"{name}_{side}" for build in (_ARM, _LEG) for name in build.names for side in "lr"]
PIECES = ("pelvis", "shirt", "head", *_BONES)
"""The names of the figure's pieces."""


def body(skeleton: Skeleton, camera: Camera) -> list[Piece]:
    """Return the figure's pieces."""
    pelvis = Piece(
        "pelvis",
        camera.see(skeleton.joints["pelvis"]).z - 0.02,
        _trunk(skeleton, 0, _HEM + 0.05, Paint("trousers")),
    )
    middle, _ = skeleton.spine[LINKS // 2]
    shirt = Piece("shirt", camera.see(middle).z, _trunk(skeleton, _HEM, 1, Paint("shirt")))
    pieces = [pelvis, shirt, _head(skeleton, camera)]
    for limb in LIMBS:
        upper, lower = _limb(skeleton, limb, camera)
        if limb.startswith("leg") and skeleton.hip_bend(limb) < _HEM_COVERS and upper.depth > shirt.depth:
            # Both thighs keep their order, just behind the shirt.
            upper = replace(upper, depth=shirt.depth - 0.01 + (upper.depth - shirt.depth) * 0.01)
        pieces += [upper, lower]
    return pieces


def _trunk(skeleton: Skeleton, low: float, high: float, paint: Paint) -> tuple[Hull, ...]:
    """Return the trunk between two shares of its height: hulls of each link's cross-section and the next."""
    sections: list[tuple[Disc, Disc]] = []
    for number, (place, frame) in enumerate(skeleton.spine):
        height = number / LINKS
        if low <= height <= high:
            half, radius, front = _section(height)
            left, right = (Disc(place + frame.of(side * half, 0, front), radius, 0) for side in (1, -1))
            sections.append((left, right))
    return tuple(Hull((*below, *above), paint) for below, above in pairwise(sections))


def _section(height: float) -> tuple[float, float, float]:
    """Return half the width, the radius and the forward offset of the trunk's cross-section."""
    below, above = next((a, b) for a, b in pairwise(_TRUNK) if height <= b[0])
    share = (height - below[0]) / (above[0] - below[0])
    half, radius, front = (a + (b - a) * share for a, b in zip(below[1:], above[1:], strict=True))
    return half, radius, front


def _head(skeleton: Skeleton, camera: Camera) -> Piece:
    at, head = skeleton.joints["head"], skeleton.head
    side = -1 if camera.see(head.left).z < 0 else 1

    def disc(x: float, y: float, z: float, radius: float) -> Disc:
        return Disc(at + head.of(x, y, z), radius)

    skull = (disc(0, 0.030, -0.020, 0.106), disc(0, -0.010, -0.030, 0.090))
    face = (disc(0, 0, 0.020, 0.092), disc(0, -0.045, 0.030, 0.066), disc(0, -0.035, -0.020, 0.060))
    nose = (disc(0, -0.005, 0.100, 0.018), disc(0, -0.028, 0.108, 0.017), disc(0, -0.030, 0.060, 0.030))
    ear = (disc(side * 0.088, -0.012, -0.012, 0.020), disc(side * 0.085, -0.030, -0.008, 0.015))
    top, frame = skeleton.spine[-1]
    neck = (Disc(top + frame.of(0, -0.010, 0.004), 0.050), disc(0, -0.050, -0.012, 0.052))
    hair = [Hull(skull, Paint("hair"))]
    skin = [Hull(face, Paint("skin")), Hull(nose, Paint("skin"))]
    seen_from_behind = camera.see(head.front).z < -0.35
    hulls = [Hull(neck, Paint("neck")), *(skin + hair if seen_from_behind else hair + skin)]
    if abs(camera.see(head.left).z) > 0.45:
        hulls.append(Hull(ear, Paint("ear")))
    return Piece("head", camera.see(at).z, tuple(hulls), (skull, face))


def _limb(skeleton: Skeleton, limb: str, camera: Camera) -> tuple[Piece, Piece]:
    """Return the upper and the lower piece of a limb."""
    root, middle, end = (skeleton.joints[joint] for joint in LIMBS[limb])
    kind, side = limb.split("_")
    build = _ARM if kind == "arm" else _LEG
    far = _far(skeleton, limb, camera)
    wide, joint, narrow = build.radii
    upper, lower = _bone(root, middle, wide, joint), _bone(middle, end, joint, narrow)
    cloth = Paint(build.cloth, f"{build.cloth}_far", far)
    if kind == "arm":
        cuff = end + (middle - end).unit() * _CUFF
        lower = _bone(middle, cuff, joint, narrow)
        tip = Hull((Disc(end, 0.042), Disc(cuff, 0.032)), Paint("skin", "skin_far", far))
        hulls = (tip, *line(lower, cloth))
    else:
        tip = Hull(_shoe(end, skeleton.feet[limb]), Paint("shoe", "shoe_far", far))
        hulls = (*line(lower, cloth), tip)
    begin, full = (_on(upper, share) for share in build.gap)
    cuts = tuple(pairwise((replace(upper[0], gap=0), replace(begin, gap=0), full, upper[1])))
    return (
        Piece(
            f"{build.names[0]}_{side}",
            camera.see(root.toward(middle, 0.5)).z,
            line(upper, cloth),
            cuts,
            line((lower[0], _on(lower, _WELD)), cloth),
        ),
        Piece(
            f"{build.names[1]}_{side}",
            camera.see(middle.toward(end, build.weight)).z,
            hulls,
            (lower, tip.discs),
            line((upper[1], _on(upper, 1 - _WELD)), cloth),
        ),
    )


def _bone(start: Vector, end: Vector, wide: float, narrow: float) -> tuple[Disc, Disc]:
    return Disc(start, wide), Disc(end, narrow)


def _on(bone: tuple[Disc, Disc], share: float) -> Disc:
    """Return the disc at a share of the way down a bone."""
    start, end = bone
    return Disc(start.at.toward(end.at, share), start.radius + (end.radius - start.radius) * share)


def _shoe(ankle: Vector, foot: Frame) -> tuple[Disc, ...]:
    return (
        Disc(ankle + foot.of(0, -0.012, -0.012), 0.047),
        Disc(ankle + foot.of(0, -0.034, -0.035), 0.036),
        Disc(ankle + foot.of(0, -0.026, 0.090), 0.038),
        Disc(ankle + foot.of(0, -0.038, 0.145), 0.032),
    )


def _far(skeleton: Skeleton, limb: str, camera: Camera) -> float:
    """Return how much of its far colour a limb gets: none, half, or all on the far side of a side view."""
    other = limb[:-1] + ("r" if limb[-1] == "l" else "l")
    here, there = (skeleton.joints[LIMBS[each][0]] for each in (limb, other))
    behind = (camera.see(there).z - camera.see(here).z) / (there - here).length
    low, high = _FAR
    return round(max(0.0, min(1.0, (behind - low) / (high - low))) * 2) / 2
