"""A pose as written in poses.toml, and interpolation between two poses."""

from dataclasses import dataclass, fields
from typing import Any

from art.figures.vectors import ORIGIN, Frame, Vector, mean


@dataclass(frozen=True)
class Anchor:
    """A position: an offset from the midpoint of some joints, or an absolute point.

    Attributes:
        joints: names of joints or of points of the pose; empty for an absolute point.
        offset: from there, in metres, relative to the direction the figure faces.
    """

    joints: tuple[str, ...]
    offset: Vector

    def find(self, joints: dict[str, Vector], facing: Frame) -> Vector:
        """Return the position in space.

        Raises:
            KeyError: a joint is not known yet.
        """
        start = mean(joints[name] for name in self.joints) if self.joints else ORIGIN
        return start + facing.of_vector(self.offset)


@dataclass(frozen=True)
class Place:
    """A position between two anchors. Both are resolved in the interpolated pose, so that contacts hold."""

    start: Anchor
    end: Anchor | None = None
    share: float = 0.0

    @property
    def joints(self) -> tuple[str, ...]:
        """The joints that must be placed first."""
        return self.start.joints + (self.end.joints if self.end else ())

    def find(self, joints: dict[str, Vector], facing: Frame) -> Vector:
        """Return the position in space."""
        start = self.start.find(joints, facing)
        return start.toward(self.end.find(joints, facing), self.share) if self.end else start


@dataclass(frozen=True)
class Limb:
    """An arm or a leg.

    Attributes:
        target: the position of the hand or ankle.
        bend: the direction in which the elbow or knee points.
        tip: the direction in which the toes point; unused for an arm.
    """

    target: Place
    bend: Vector
    tip: Vector


@dataclass(frozen=True)
class Pose:
    """A posture.

    Attributes:
        pelvis: the midpoint between the hips, in metres; at (0, 0.92, 0) the figure stands on straight legs.
        facing: degrees by which the whole figure, with all absolute points, is turned to its left.
        pitch: degrees by which the pelvis is bent forward; -90 lies on the back.
        roll: degrees by which the pelvis is turned to its left about the spine.
        lumbar, thorax, neck, nod: degrees of forward bend: lower back, upper back, neck, head.
        twist: degrees by which the chest is turned to the left relative to the pelvis.
        look: degrees by which the head is turned to the left relative to the chest.
        limbs: arm_l, arm_r, leg_l and leg_r.
        points: further named points, for placing props.
        pull: how strongly a muscle is highlighted, 0 to 1.
    """

    pelvis: Vector
    limbs: dict[str, Limb]
    points: dict[str, Vector]
    facing: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    lumbar: float = 0.0
    thorax: float = 0.0
    neck: float = 0.0
    nod: float = 0.0
    twist: float = 0.0
    look: float = 0.0
    pull: float = 1.0


ANGLES = tuple(each.name for each in fields(Pose) if each.default == 0.0)


def between(start: Pose, end: Pose, share: float) -> Pose:
    """Interpolate between two poses: 0 is `start`, 1 is `end`."""
    if share <= 0:
        return start
    if share >= 1:
        return end
    numbers: dict[str, Any] = {
        name: getattr(start, name) + (getattr(end, name) - getattr(start, name)) * share
        for name in (*ANGLES, "pull")
    }
    limbs = {
        name: Limb(
            Place(limb.target.start, end.limbs[name].target.start, share),
            limb.bend.toward(end.limbs[name].bend, share),
            limb.tip.toward(end.limbs[name].tip, share),
        )
        for name, limb in start.limbs.items()
    }
    points = {name: point.toward(end.points[name], share) for name, point in start.points.items()}
    return Pose(pelvis=start.pelvis.toward(end.pelvis, share), limbs=limbs, points=points, **numbers)
