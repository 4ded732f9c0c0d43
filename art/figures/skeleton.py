"""Turns a pose into joints in space: a spine of short links, and two-bone limbs that reach a target."""

from dataclasses import dataclass
from math import acos, degrees, sqrt

from art.figures.poses import Limb, Pose
from art.figures.vectors import UP, Frame, Vector

THIGH, SHIN = 0.43, 0.42
UPPER_ARM, FOREARM = 0.29, 0.31
"""Bones, in metres. The forearm reaches to the middle of the palm."""

HIP = 0.085
SHOULDER = 0.165
"""Distance from the middle of the body, in metres."""

PELVIS, LUMBAR, THORAX = 0.10, 0.17, 0.25
"""Lengths of the trunk's parts from the hips upwards, in metres."""
TRUNK = PELVIS + LUMBAR + THORAX
NECK, HEAD = 0.085, 0.085
"""From the upper end of the trunk to the skull, and from there to the centre of the head."""

KNEE_BENDS, ELBOW_BENDS, HIP_BENDS = 150, 150, 135
"""The greatest bend of each joint, in degrees; 0 is straight."""
OUT_OF_REACH = 0.02
"""How far a hand or foot may miss its target, in metres."""

LINKS = 26
"""The number of links in which the trunk is bent and drawn, each 2 cm long."""

LIMBS = {
    "arm_l": ("shoulder_l", "elbow_l", "hand_l"),
    "arm_r": ("shoulder_r", "elbow_r", "hand_r"),
    "leg_l": ("hip_l", "knee_l", "ankle_l"),
    "leg_r": ("hip_r", "knee_r", "ankle_r"),
}
JOINTS = ("pelvis", "chest", "neck", "head", *(joint for limb in LIMBS.values() for joint in limb))
"""The joints that a pose may refer to."""

_STRETCH = 0.999
"""The share of its length that a limb can reach: a straight limb has no direction to bend in."""


@dataclass(frozen=True)
class Skeleton:
    """A pose in space.

    Attributes:
        joints: by the names in JOINTS, and the pose's own points.
        spine: place and frame of every link of the trunk, from the hips upwards.
        head: the frame of the head.
        feet: the frame of each foot by its leg's name; front is where the toes point.
        facing: the frame in which the figure stands or sits.
        missed: by how much each limb misses its target, in metres.
    """

    joints: dict[str, Vector]
    spine: tuple[tuple[Vector, Frame], ...]
    head: Frame
    feet: dict[str, Frame]
    facing: Frame
    missed: dict[str, float]

    def bend(self, limb: str) -> float:
        """Return the bend of an elbow or knee in degrees; 0 is straight."""
        root, middle, end = (self.joints[joint] for joint in LIMBS[limb])
        return _angle(middle - root, end - middle)

    def hip_bend(self, leg: str) -> float:
        """Return the angle between the thigh and the extended pelvis in degrees; 0 is standing."""
        root, knee, _ = (self.joints[joint] for joint in LIMBS[leg])
        return _angle(self.spine[0][1].up * -1, knee - root)


def skeleton(pose: Pose) -> Skeleton:
    """Return the skeleton in a pose.

    Raises:
        ValueError: limbs wait for each other's joints.
    """
    facing = Frame().turned(pose.facing)
    spine = _spine(pose, facing)
    (pelvis, hips), (chest, shoulders), (top, upper) = spine[0], spine[-4], spine[-1]
    neck = upper.bent(pose.neck).turned(pose.look)
    head = neck.bent(pose.nod)
    skull = top + upper.bent(pose.neck / 2).up * NECK
    joints = {name: facing.of_vector(point) for name, point in pose.points.items()}
    joints |= {"pelvis": pelvis, "chest": chest, "neck": top, "head": skull + head.of(0, HEAD, 0.02)}
    for side, sign in (("l", 1), ("r", -1)):
        joints[f"hip_{side}"] = pelvis + hips.of(sign * HIP, 0, 0)
        joints[f"shoulder_{side}"] = chest + shoulders.of(sign * SHOULDER, 0, 0.01)
    missed = _reach_all(pose, joints, facing)
    feet = {leg: _foot(leg, joints, facing.of_vector(pose.limbs[leg].tip)) for leg in ("leg_l", "leg_r")}
    return Skeleton(joints, spine, head, feet, facing, missed)


def _spine(pose: Pose, facing: Frame) -> tuple[tuple[Vector, Frame], ...]:
    place, frame = facing.of_vector(pose.pelvis), facing.bent(pose.pitch).turned(pose.roll)
    links = [(place, frame)]
    step = TRUNK / LINKS
    lumbar, thorax = round(LUMBAR / step), round(THORAX / step)
    for number in range(1, LINKS + 1):
        place += frame.up * step
        links.append((place, frame))
        height = number * step
        if height < PELVIS - step / 2 or number == LINKS:
            continue
        bend = pose.lumbar / lumbar if height < PELVIS + LUMBAR - step / 2 else pose.thorax / (thorax - 1)
        bends = lumbar + thorax - 1
        frame = frame.bent(bend).turned(pose.twist / bends)
    links[-1] = (place, frame)
    return tuple(links)


def _reach_all(pose: Pose, joints: dict[str, Vector], facing: Frame) -> dict[str, float]:
    """Place each limb as soon as the joints it refers to are known; adds to `joints`."""
    missed: dict[str, float] = {}
    waiting = dict(pose.limbs)
    while waiting:
        ready = [name for name, limb in waiting.items() if joints.keys() >= set(limb.target.joints)]
        if not ready:
            raise ValueError(f"{' and '.join(sorted(waiting))} hold on to each other")
        for name in ready:
            missed[name] = _reach(name, waiting.pop(name), joints, facing)
    return missed


def _reach(name: str, limb: Limb, joints: dict[str, Vector], facing: Frame) -> float:
    """Place the joints of one limb; return by how much it misses its target."""
    root_name, middle, end = LIMBS[name]
    upper, lower = (UPPER_ARM, FOREARM) if name.startswith("arm") else (THIGH, SHIN)
    root, target = joints[root_name], limb.target.find(joints, facing)
    reach = target - root
    if reach.length < 1e-9:
        reach = UP * -1e-9
    axis = reach.unit()
    distance = min(max(reach.length, abs(upper - lower) + 1e-3), (upper + lower) * _STRETCH)
    along = (distance**2 + upper**2 - lower**2) / (2 * distance)
    out = sqrt(max(upper**2 - along**2, 0.0))
    joints[middle] = root + axis * along + facing.of_vector(limb.bend).across(axis) * out
    joints[end] = root + axis * distance
    return abs(reach.length - distance)


def _foot(leg: str, joints: dict[str, Vector], toes: Vector) -> Frame:
    _, knee, ankle = (joints[joint] for joint in LIMBS[leg])
    front = toes.unit()
    up = (knee - ankle).across(front)
    return Frame(up.cross(front), up, front)


def _angle(one: Vector, other: Vector) -> float:
    return degrees(acos(max(-1.0, min(1.0, one.unit().dot(other.unit())))))
