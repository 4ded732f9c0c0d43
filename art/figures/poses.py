"""A pose as a person writes it down, and the poses between two of them."""

from dataclasses import dataclass, fields
from typing import Any

from art.figures.vectors import ORIGIN, Frame, Vector, mean


@dataclass(frozen=True)
class Anchor:
    """A place: some joints' middle and a way from there, or a point of its own.

    Attributes:
        joints: none for a point of its own; otherwise names of joints, or of points of the pose.
        way: from there, in metres, as the figure faces.
    """

    joints: tuple[str, ...]
    way: Vector

    def find(self, joints: dict[str, Vector], facing: Frame) -> Vector:
        """Return the place in space.

        Raises:
            KeyError: a joint is not known yet.
        """
        start = mean(joints[name] for name in self.joints) if self.joints else ORIGIN
        return start + facing.of_vector(self.way)


@dataclass(frozen=True)
class Place:
    """A place on the way between two anchors; both are looked up in the pose between, so contacts hold."""

    start: Anchor
    end: Anchor | None = None
    share: float = 0.0

    @property
    def joints(self) -> tuple[str, ...]:
        """Every joint that must be known first."""
        return self.start.joints + (self.end.joints if self.end else ())

    def find(self, joints: dict[str, Vector], facing: Frame) -> Vector:
        """Return the place in space."""
        start = self.start.find(joints, facing)
        return start.toward(self.end.find(joints, facing), self.share) if self.end else start


@dataclass(frozen=True)
class Limb:
    """An arm or a leg.

    Attributes:
        target: where the hand or the ankle is to be.
        bend: the direction in which the elbow or the knee points.
        tip: the direction in which the toes point; unused in an arm.
    """

    target: Place
    bend: Vector
    tip: Vector


@dataclass(frozen=True)
class Pose:
    """All that makes a posture.

    Attributes:
        pelvis: the middle between the hips, in metres; at (0, 0.92, 0) the figure stands on straight legs.
        facing: degrees the whole figure is turned to its left, with every point that is given as such.
        pitch: degrees the pelvis is bent forward; -90 lies on the back.
        roll: degrees the pelvis is turned to its left about the spine.
        lumbar, thorax, neck, nod: degrees bent forward: lower back, upper back, neck, head.
        twist: degrees the chest is turned to the left against the pelvis.
        look: degrees the head is turned to the left against the chest.
        limbs: arm_l, arm_r, leg_l and leg_r.
        points: further points by name, for props to be put at.
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
    """Return the pose that far on the way from one to the other: 0 is `start`, 1 is `end`."""
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
