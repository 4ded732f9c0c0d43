"""What a body can do: over every key pose of every picture, and on the way between them."""

from functools import cache

import pytest

from art.figures.body import body
from art.figures.movement import moments
from art.figures.poses import Pose
from art.figures.reading import load_pictures
from art.figures.skeleton import FOREARM, LIMBS, SHIN, THIGH, UPPER_ARM, Skeleton, skeleton

ALL = load_pictures()
NAMES = sorted(ALL)


@cache
def poses(name: str) -> list[tuple[str, Pose, Skeleton]]:
    """Return every pose of one round: where it is, itself, its skeleton."""
    shown = []
    for number, (moment, _) in enumerate(moments(ALL[name])):
        where = moment.stop.name if moment.stop else f"image {number}"
        shown.append((f"{name}, {where}", moment.pose, skeleton(moment.pose)))
    return shown


@pytest.mark.parametrize("name", NAMES)
def test_no_joint_bends_further_than_a_body_can(name: str) -> None:
    for where, _, figure in poses(name):
        for limb in LIMBS:
            assert figure.bend(limb) <= 150, (where, limb)
            if limb.startswith("leg"):
                assert figure.hip_bend(limb) <= 135, (where, limb)


@pytest.mark.parametrize("name", NAMES)
def test_the_back_bends_and_twists_within_its_range(name: str) -> None:
    for where, pose, _ in poses(name):
        assert abs(pose.lumbar) <= 50, where
        assert abs(pose.thorax) <= 45, where
        assert abs(pose.neck) + abs(pose.nod) <= 60, where
        assert abs(pose.twist) <= 45, where
        assert abs(pose.look) <= 70, where


@pytest.mark.parametrize("name", NAMES)
def test_hands_and_feet_reach_their_targets(name: str) -> None:
    for where, _, figure in poses(name):
        assert max(figure.missed.values()) <= 0.02, (where, figure.missed)


@pytest.mark.parametrize("name", NAMES)
def test_bones_keep_their_length(name: str) -> None:
    for where, _, figure in poses(name):
        for limb, joints in LIMBS.items():
            root, middle, end = (figure.joints[joint] for joint in joints)
            bones = (UPPER_ARM, FOREARM) if limb.startswith("arm") else (THIGH, SHIN)
            lengths = ((middle - root).length, (end - middle).length)
            assert lengths == pytest.approx(bones, abs=1e-3), (where, limb)


@pytest.mark.parametrize("name", NAMES)
def test_no_part_of_the_figure_is_below_the_floor(name: str) -> None:
    camera = ALL[name].camera
    for where, _, figure in poses(name):
        for piece in body(figure, camera):
            for hull in piece.hulls:
                lowest = min(disc.at.y - disc.radius for disc in hull.discs)
                assert lowest >= -0.015, (where, piece.name)


@pytest.mark.parametrize("name", NAMES)
def test_a_standing_or_sitting_figure_has_a_foot_on_floor_or_stair(name: str) -> None:
    stair = sum(thing.size for thing in ALL[name].things if thing.kind == "stairs")
    for where, pose, figure in poses(name):
        if pose.pitch > -60:
            lowest = min(figure.joints["ankle_l"].y, figure.joints["ankle_r"].y)
            assert lowest <= 0.13 + stair, where


@pytest.mark.parametrize("name", NAMES)
def test_nothing_jumps_between_two_frames(name: str) -> None:
    round_trip = [figure for _, _, figure in poses(name)]
    for one, other in zip(round_trip, [*round_trip[1:], round_trip[0]], strict=True):
        for joint, place in one.joints.items():
            assert (other.joints[joint] - place).length <= 0.25, (name, joint)
