import logging
import subprocess
import sys
from io import BytesIO
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from PIL import Image

from art.icons import app_icon, tray_icons
from sitbreak.core.settings import TRAY_ICONS
from sitbreak.core.tray_view import RING_STEPS, IconName, TrayIcon
from sitbreak.desktop import icons
from sitbreak.desktop.icons import Pixmap

RINGS = (IconName.SITTING, IconName.WINDOW, IconName.SNOOZED, IconName.STANDING, IconName.UNKNOWN)
OTHERS = tuple(name for name in IconName if name not in RINGS)
EVERY_ICON = [TrayIcon(name, step) for name in RINGS for step in range(RING_STEPS + 1)] + [
    TrayIcon(name) for name in OTHERS
]
LIGHT_PANEL, DARK_PANEL = (0xF2, 0xF2, 0xF2), (0x1F, 0x21, 0x27)
WHITE = (255, 255, 255)
DARK_PACK = (icons.icons_folder() / "tray-dark.pixels").read_bytes()


def loaded(icon: TrayIcon, theme: str, size: int) -> Pixmap:
    return next(pixmap for pixmap in icons.load(icon, theme) if pixmap.width == size)


def alphas(pixmap: Pixmap) -> bytes:
    return pixmap.argb[::4]


def opaque_colours(pixmap: Pixmap) -> list[tuple[int, ...]]:
    pixels = [tuple(pixmap.argb[start : start + 4]) for start in range(0, len(pixmap.argb), 4)]
    return [pixel[1:] for pixel in pixels if pixel[0] == 255]


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Source: WCAG 2.2, contrast ratio and relative luminance."""

    def luminance(colour: tuple[int, ...]) -> float:
        shares = [value / 255 for value in colour]
        red, green, blue = (
            share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An icons folder of the test's own, with nothing in it."""
    monkeypatch.setattr(icons, "icons_folder", lambda: tmp_path)
    return tmp_path


def test_every_picture_the_tray_may_show_is_drawn() -> None:
    assert sorted(tray_icons.icons(), key=repr) == sorted(EVERY_ICON, key=repr)


@pytest.mark.parametrize("theme", TRAY_ICONS)
def test_the_packs_match_what_the_code_draws(theme: str) -> None:
    for icon in EVERY_ICON:
        drawn = tuple(Pixmap(size, size, tray_icons.draw(icon, size, theme)) for size in icons.SIZES)
        assert icons.load(icon, theme) == drawn, f"{icon} is out of date: run python3 dev.py art"


def test_the_app_icon_matches_what_the_code_draws() -> None:
    folder = icons.icons_folder()
    for name, size in (("sitbreak.png", 256), ("sitbreak-64.png", 64), ("sitbreak-48.png", 48)):
        with Image.open(folder / name) as image:
            assert image.tobytes() == app_icon.mark(size).tobytes(), name
    assert (folder / "sitbreak.svg").read_text(encoding="utf-8") == app_icon.svg()
    with Image.open(folder / "sitbreak.ico") as image:
        assert {(16, 16), (32, 32), (48, 48), (256, 256)} <= image.info["sizes"]


def test_all_pictures_together_stay_small() -> None:
    assert sum(path.stat().st_size for path in icons.icons_folder().iterdir()) <= 550_000


def test_every_state_has_its_own_shape_at_16_pixels() -> None:
    middles = [number - 7.5 for number in range(16)]
    inside_the_ring = [x * x + y * y < 5.5 * 5.5 for y in middles for x in middles]
    shapes = {name: alphas(loaded(TrayIcon(name), "dark", 16)) for name in RINGS + OTHERS}
    for one, other in combinations(shapes, 2):
        pixels = zip(shapes[one], shapes[other], inside_the_ring, strict=True)
        differing = sum(inside and abs(a - b) >= 100 for a, b, inside in pixels)
        assert differing >= 5, f"{one} looks like {other}"


@pytest.mark.parametrize("name", RINGS)
@pytest.mark.parametrize("theme", TRAY_ICONS)
def test_the_ring_grows_with_every_step_at_every_size(name: IconName, theme: str) -> None:
    steps = [icons.load(TrayIcon(name, step), theme) for step in range(RING_STEPS + 1)]
    for before, after in pairwise(steps):
        for small, large in zip(before, after, strict=True):
            pairs = zip(alphas(small), alphas(large), strict=True)
            gained = [now - then for then, now in pairs]
            assert sum(gained) > 0
            assert min(gained) >= 0, "what is filled stays filled"


def test_the_ring_fills_clockwise_from_the_top() -> None:
    quarter = alphas(loaded(TrayIcon(IconName.SITTING, RING_STEPS // 4), "dark", 32))
    empty, full = (alphas(loaded(TrayIcon(IconName.SITTING, step), "dark", 32)) for step in (0, RING_STEPS))
    for place, alpha in enumerate(quarter):
        right, above = place % 32 >= 16, place // 32 < 16
        assert alpha == (full if right and above else empty)[place]


@pytest.mark.parametrize("name", RINGS + OTHERS)
def test_the_state_stands_out_on_light_and_dark_panels(name: IconName) -> None:
    step = RING_STEPS if name in RINGS else 0
    palette = {paint[:3] for paint in tray_icons.COLOURS.values()}
    for size in icons.SIZES:
        found = palette & set(opaque_colours(loaded(TrayIcon(name, step), "colour", size)))
        on_panel = found - {WHITE}
        assert on_panel
        for colour in on_panel:
            assert contrast(colour, LIGHT_PANEL) >= 3
            assert contrast(colour, DARK_PANEL) >= 3
            assert WHITE not in found or contrast(colour, WHITE) >= 3


@pytest.mark.parametrize(("theme", "panel"), [("light", DARK_PANEL), ("dark", LIGHT_PANEL)])
def test_one_colour_themes_contrast_with_their_panel(theme: str, panel: tuple[int, ...]) -> None:
    (ink,) = {colour for icon in EVERY_ICON for colour in opaque_colours(loaded(icon, theme, 16))}
    assert contrast(ink, panel) >= 10


def test_loading_a_picture_needs_no_image_library() -> None:
    program = (
        "import sys\n"
        "from sitbreak.core.tray_view import TrayIcon\n"
        "from sitbreak.desktop import icons\n"
        "assert len(icons.load(TrayIcon('due'), 'colour')) == len(icons.SIZES)\n"
        "print(*sys.modules)\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    imported = set(run.stdout.split())
    assert "sitbreak.desktop.icons" in imported
    assert not {"PIL", "art", "jeepney", "pystray", "asyncio"} & imported


def test_a_missing_pack_gives_a_plain_disc_and_is_logged_once(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        pixmaps = [icons.load(TrayIcon(IconName.DUE), "colour") for _ in range(3)][-1]
    assert [pixmap.width for pixmap in pixmaps] == list(icons.SIZES)
    for pixmap in pixmaps:
        middle = 4 * (pixmap.height // 2 * pixmap.width + pixmap.width // 2)
        assert pixmap.argb[middle] == 255
        assert pixmap.argb[0] == 0
    (record,) = caplog.records
    assert str(folder / "tray-colour.pixels") in record.getMessage()


@pytest.mark.parametrize("length", [0, 3, 9, 200, 1500, -1])
def test_a_truncated_pack_gives_a_plain_disc(
    folder: Path, caplog: pytest.LogCaptureFixture, length: int
) -> None:
    last_in_pack = tray_icons.icons()[-1]
    (folder / "tray-dark.pixels").write_bytes(DARK_PACK)
    icons.load(last_in_pack, "dark")
    assert not caplog.records
    (folder / "tray-dark.pixels").write_bytes(DARK_PACK[:length])
    pixmaps = icons.load(last_in_pack, "dark")
    assert [pixmap.width for pixmap in pixmaps] == list(icons.SIZES)
    assert len(caplog.records) == 1


@pytest.mark.parametrize("place", [0, 8, 9, 15, 19, 20, 22, 24, 1200, 1500])
def test_a_corrupt_pack_never_stops_the_tray(folder: Path, place: int) -> None:
    damaged = bytearray(DARK_PACK)
    damaged[place] ^= 0xFF
    (folder / "tray-dark.pixels").write_bytes(damaged)
    pixmaps = icons.load(TrayIcon(IconName.SITTING, 0), "dark")
    assert [len(pixmap.argb) for pixmap in pixmaps] == [4 * size * size for size in icons.SIZES]


def test_an_undrawn_picture_is_a_plain_disc(caplog: pytest.LogCaptureFixture) -> None:
    assert len(icons.load(TrayIcon(IconName.SITTING, 99), "colour")) == len(icons.SIZES)
    assert "sitting 99" in caplog.text


def test_an_installed_package_finds_its_pictures_inside_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = icons.icons_folder.__wrapped__  # a process finds it once
    monkeypatch.setattr(icons, "__file__", str(tmp_path / "sitbreak" / "desktop" / "icons.py"))
    assert find() == tmp_path / "icons"
    (tmp_path / "sitbreak" / "icons").mkdir(parents=True)
    assert find() == tmp_path / "sitbreak" / "icons"


@pytest.mark.parametrize("name", IconName)
def test_a_picture_becomes_a_png_file_with_the_same_pixels(name: IconName) -> None:
    for pixmap in icons.load(TrayIcon(name), "colour"):
        with Image.open(BytesIO(icons.as_png(pixmap))) as image:
            rgba = image.tobytes()
        size = (pixmap.width, pixmap.height)
        assert rgba == Image.frombytes("RGBA", size, pixmap.argb, "raw", "ARGB").tobytes()
