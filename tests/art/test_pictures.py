"""The pictures that ship: that they are there, that they are what poses.toml says, and small ones."""

import ast
import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from art.figures.files import SIZE, write_picture
from art.figures.movement import moments, still
from art.figures.reading import load_pictures
from art.figures.scene import Moment, draw, view_of
from sitbreak.tips.files import load_library
from sitbreak.tips.pictures import DRAWINGS, KINDS, TITLES, drawing, first_image

PACKAGE = Path(__file__).parents[2] / "sitbreak"
ALL = load_pictures()
WITHOUT_POSTURE = {"ask-which-suit", "home-exercises"}


def on_grey(image: Image.Image) -> Image.Image:
    ground = Image.new("RGBA", image.size, "#808080")
    return Image.alpha_composite(ground, image.convert("RGBA")).convert("RGB")


def assert_look_alike(drawn: Image.Image, shipped: Image.Image) -> None:
    """Allow for what other versions of Pillow paint differently along edges, and for nothing else."""
    assert drawn.size == shipped.size == (SIZE, SIZE)
    difference = ImageChops.difference(on_grey(drawn), on_grey(shipped)).convert("L")
    assert ImageStat.Stat(difference).mean[0] < 0.3
    clearly = difference.point([0] * 64 + [255] * 192)
    assert ImageStat.Stat(clearly).mean[0] / 255 < 0.001


@pytest.mark.parametrize("name", ALL)
def test_a_shipped_picture_matches_its_poses(name: str) -> None:
    picture = ALL[name]
    view = view_of(picture, SIZE)
    shown = list(moments(picture))
    for kind in KINDS:
        path = drawing(name, kind)
        assert path, f"there is no {name}-{kind}.webp: run python3 dev.py art"
        with Image.open(path) as shipped:
            assert getattr(shipped, "n_frames", 1) == (1 if kind == "mono" else len(shown))
            assert_look_alike(draw(picture, still(picture), view, SIZE, kind), shipped)
            if kind == "light" and picture.moves:
                middle = len(shown) // 3
                shipped.seek(middle)
                assert_look_alike(draw(picture, shown[middle][0], view, SIZE, kind), shipped)


def test_the_shipped_titles_match_the_poses() -> None:
    assert json.loads(TITLES.read_text("utf-8")) == {name: picture.title for name, picture in ALL.items()}


def test_nothing_else_is_shipped_and_it_stays_small() -> None:
    files = list(DRAWINGS.iterdir())
    drawings = {f"{name}-{kind}.webp" for name in ALL for kind in KINDS}
    assert {file.name for file in files} == {TITLES.name, *drawings}
    assert sum(file.stat().st_size for file in files) <= 150_000 * len(ALL)


def test_every_tip_with_a_posture_has_a_picture_and_every_picture_a_tip() -> None:
    tips = load_library(None)[0].tips
    assert {tip.id for tip in tips if not tip.picture} == WITHOUT_POSTURE
    assert {tip.picture for tip in tips if tip.picture} == set(ALL)


@pytest.mark.parametrize("name", ALL)
def test_small_pictures_show_the_figure_without_marks(name: str) -> None:
    picture = ALL[name]
    for size in (32, 64):
        view = view_of(picture, size)
        image = draw(picture, still(picture), view, size, "light")
        solid = image.getchannel("A").point([0] * 128 + [255] * 128)
        left, top, right, bottom = solid.getbbox() or (0, 0, 0, 0)
        assert max(right - left, bottom - top) >= 0.55 * size, size
        assert ImageStat.Stat(solid).mean[0] / 255 >= 0.05, size
        plain = draw(picture, Moment(picture.stops[0].pose, None), view, size, "light")
        assert ImageChops.difference(image, plain).getbbox() is None, size


def test_a_limb_keeps_its_gap_even_at_32_pixels() -> None:
    """A sitting figure's arm is as green as its trunk: only the gap separates them."""
    picture = ALL["sit-back"]
    image = draw(picture, still(picture), view_of(picture, 32), 32, "mono")
    alpha = image.getchannel("A")
    holes = [
        (x, y)
        for y in range(8, 18)
        for x in range(4, 20)
        if alpha.getpixel((x, y)) != 255
        and any(alpha.getpixel((left, y)) == 255 for left in range(x))
        and any(alpha.getpixel((right, y)) == 255 for right in range(x + 1, 32))
    ]
    assert len(holes) >= 5


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_is_written_animated_or_still(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "walk.webp"
    write_picture(ALL["walk"], kind, path)
    with Image.open(path) as written:
        assert written.size == (SIZE, SIZE)
        assert getattr(written, "is_animated", False) == (kind != "mono")
        assert written.convert("RGBA").getpixel((0, 0)) == (0, 0, 0, 0)


def test_an_unknown_picture_is_not_shipped() -> None:
    assert drawing("cartwheel", "light") is None


def test_the_product_never_imports_what_draws() -> None:
    """The tray process never loads the figures' code, nor an image library for them."""
    for path in PACKAGE.rglob("*.py"):
        if path.relative_to(PACKAGE).parts[0] == "dialogs":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            drawn = [n for n in names if n.startswith("art")]
            assert drawn == [], path


def test_finding_a_picture_loads_no_image_library() -> None:
    code = "import sys, sitbreak.tips.pictures; print([m for m in sys.modules if m.startswith('PIL')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("kind", KINDS)
def test_the_still_of_an_animation_is_its_first_frame(kind: str) -> None:
    for path in DRAWINGS.glob(f"*-{kind}.webp"):
        taken = Image.open(BytesIO(first_image(path.read_bytes())))
        assert not getattr(taken, "is_animated", False)
        assert (
            ImageChops.difference(taken.convert("RGBA"), Image.open(path).convert("RGBA")).getbbox() is None
        )
