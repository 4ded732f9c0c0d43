"""Reading pose files: every error names the file, the table and the field."""

import re
from pathlib import Path

import pytest
from PIL import Image

from art.__main__ import main
from art.figures.poses import between
from art.figures.reading import load_pictures
from art.figures.scene import in_order
from art.figures.shapes import Piece
from art.figures.skeleton import skeleton
from art.figures.tables import PoseError

GOOD = """
[stance.standing]
pelvis = [0, 0.917, 0]
leg_l = { foot = [0.1, 0.07, 0], knee = [0, 0, 1] }
leg_r = { foot = [-0.1, 0.07, 0], knee = [0, 0, 1] }
arm_l = { hand = "hip_l + [0.1, -0.1, 0]", elbow = [0, 0, -1] }
arm_r = { hand = "hip_r + [-0.1, -0.1, 0]", elbow = [0, 0, -1] }

[wave]
title = "Waving"
camera = { yaw = 20, pitch = 5 }
props = [{ kind = "chair", at = [0.5, 0, 0] }]
loop = ["up", "down"]
glow = { on = ["upper_arm_r"], along = ["shoulder_r", "elbow_r"], radius = 0.05 }
over = ["forearm_r > head"]
[wave.base]
like = "standing"
[wave.up]
arm_r = { hand = "head + [-0.3, 0.2, 0]" }
[wave.down]
hold = 0.5
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "my-poses.toml"
    path.write_text(text, "utf-8")
    return path


def test_one_table_defines_a_picture(tmp_path: Path) -> None:
    picture = load_pictures(written(tmp_path, GOOD))["wave"]
    assert [stop.name for stop in picture.stops] == ["up", "down"]
    figure = skeleton(picture.stops[0].pose)
    assert figure.joints["hand_r"].y > figure.joints["head"].y
    assert figure.missed["arm_r"] < 0.001


@pytest.mark.parametrize(
    ("good", "bad", "error"),
    [
        (
            '"head + [-0.3, 0.2, 0]"',
            '"haed + [-0.3, 0.2, 0]"',
            "[wave.up], arm_r, hand: 'haed' is not one",
        ),
        ('"head + [-0.3, 0.2, 0]"', '"head + 0.2"', "[wave.up], arm_r, hand: 'head + 0.2' is not a position"),
        ('"head + [-0.3, 0.2, 0]"', '"head + [0, up, 0]"', "[wave.up], arm_r, hand: '[0, up, 0]' is not"),
        ('"head + [-0.3, 0.2, 0]"', "[1, 2]", "[wave.up], arm_r, hand: [1, 2] is not three numbers"),
        ('"head + [-0.3, 0.2, 0]"', '"hand_r"', "[wave.up]: arm_r hold on to each other"),
        ('"head + [-0.3, 0.2, 0]"', "[-1, 2, 0]", "[wave.up], arm_r, hand: is 44 cm out of reach"),
        ('"head + [-0.3, 0.2, 0]"', '"shoulder_r + [0, 0, 0.1]"', "[wave.up], arm_r: the elbow is bent 1"),
        ("hold = 0.5", "pitch = 140", "[wave.down], leg_l: the hip is bent 1"),
        ("hold = 0.5", "pull = 0", "[wave.down], pull: 0 is not a number from 0.1 to 1"),
        ('hand = "head', 'thumb = "head', "[wave.up], arm_r, thumb: unknown field"),
        ("hold = 0.5", "hold = -1", "[wave.down], hold: -1 is not a number from 0 to 10"),
        ("hold = 0.5", 'twist = "left"', "[wave.down], twist: 'left' is not a number from -180 to 180"),
        ("hold = 0.5", "twits = 3", "[wave.down], twits: unknown field"),
        ("hold = 0.5", "spine = 1", "[wave.down], spine: 1 is neither true nor false"),
        ("hold = 0.5", 'badge = "great"', "[wave.down], badge: 'great' is not one of good, bad"),
        ("hold = 0.5", 'arrow = ["head"]', "[wave.down], arrow: has 1 positions instead of 3"),
        ("hold = 0.5", "points = { box = [0, 1, 0] }", "[wave.down], points: must have the same names"),
        ("hold = 0.5", "arm_l = 3", "[wave.down], arm_l: 3 is not a table"),
        ('like = "standing"', 'like = "sitting"', "like: there is no [stance.sitting]"),
        ('title = "Waving"', "", "[wave], title: is missing"),
        ('"up", "down"', '"up", "left"', "[wave], loop: there is no [wave.left]"),
        ('loop = ["up", "down"]', "", "[wave], loop: is missing"),
        ('kind = "chair"', 'kind = "sofa"', "[wave], props 1, kind: 'sofa' is not one of chair, swivel"),
        ('"upper_arm_r"]', '"biceps"]', "[wave], glow, on: 'biceps' is not one of pelvis"),
        ('"forearm_r > head"', '"forearm_r < head"', "[wave], over: 'forearm_r < head' is not one of pelvis"),
        ("[wave.base]", "[wave.bsae]", "[wave.up], pelvis: is missing"),
        ("[wave]", "[wave", "Expected ']'"),
    ],
)
def test_an_error_names_file_table_and_field(tmp_path: Path, good: str, bad: str, error: str) -> None:
    assert good in GOOD
    path = written(tmp_path, GOOD.replace(good, bad, 1))
    with pytest.raises(PoseError, match=rf"^my-poses\.toml.*{re.escape(error)}"):
        load_pictures(path)


def test_a_hand_keeps_its_grip_while_both_move(tmp_path: Path) -> None:
    up, down = load_pictures(written(tmp_path, GOOD))["wave"].stops
    halfway = skeleton(between(up.pose, down.pose, 0.5))
    way = halfway.joints["hand_l"] - halfway.joints["hip_l"]
    assert (way.x, way.y, way.z) == pytest.approx((0.1, -0.1, 0), abs=1e-6)


def test_near_pieces_are_painted_last_unless_overridden() -> None:
    near, far, middle = Piece("near", 1, ()), Piece("far", -1, ()), Piece("middle", 0, ())
    assert in_order([near, far, middle], []) == [far, middle, near]
    assert in_order([near, far, middle], [("far", "middle")]) == [middle, far, near]
    assert in_order([near, far, middle], [("near", "far")]) == [far, middle, near]


def test_a_preview_shows_every_pose_in_every_palette(tmp_path: Path) -> None:
    file = tmp_path / "preview.png"
    assert main(["preview", "lift", str(file)]) is None
    with Image.open(file) as preview:
        assert preview.size == (2 * 256, 3 * 256 + 3 * 64)


def test_unknown_arguments_print_the_help() -> None:
    assert "dev.py art preview NAME" in (main(["draw"]) or "")
    assert (main(["preview", "cartwheel", "x.png"]) or "").startswith("there is no picture 'cartwheel'; ")
