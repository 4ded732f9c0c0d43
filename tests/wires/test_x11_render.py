"""Translucent pictures on a real X server."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from Xlib.display import Display

from sitbreak.wires.x11 import X11Connection
from sitbreak.wires.x11_render import Renderer
from tests.rig.servers import XDisplay
from tests.until import BUSY, until

SIZE = (4, 4)
HALF_RED = bytes((128, 255, 0, 0)) * 16
GREEN = bytes((255, 0, 255, 0)) * 16
WHITE = (255, 255, 255)


@pytest.fixture
def window(x_display: XDisplay) -> Iterator[Any]:
    """A white window in the upper left corner."""
    display: Any = Display(x_display.name)
    screen = display.screen()
    made = screen.root.create_window(
        0, 0, 20, 20, 0, screen.root_depth, override_redirect=True, background_pixel=0xFFFFFF
    )
    made.map()
    display.sync()
    yield made
    display.close()


@pytest.fixture
def connection(x_display: XDisplay, monkeypatch: pytest.MonkeyPatch) -> Iterator[X11Connection]:
    monkeypatch.setenv("DISPLAY", x_display.name)
    connection = X11Connection(patience=BUSY)
    yield connection
    connection.close()


def test_a_picture_is_blended_with_the_background_and_replaces_the_one_before(
    x_display: XDisplay, window: Any, connection: X11Connection, tmp_path: Path
) -> None:
    renderer, visual = Renderer(connection), connection.screen.visual

    def pixels() -> list[Any]:
        with Image.open(x_display.screenshot(tmp_path / "screen.png")) as picture:
            screen = picture.convert("RGB")
        return [screen.getpixel(place) for place in ((1, 1), (6, 6), (13, 13))]

    assert pixels() == [WHITE, WHITE, WHITE]
    for _ in range(2):  # the second one must not add to the first
        renderer.draw(window.id, visual, SIZE, HALF_RED, (5, 5))
        until(lambda: pixels()[1] in {(255, 127, 127), (255, 126, 126)}, "half of it is white")
    renderer.draw(window.id, visual, SIZE, GREEN, (12, 12))
    until(lambda: pixels() == [WHITE, WHITE, (0, 255, 0)], "the next picture is the only one")


def test_it_knows_the_depth_of_windows_by_their_visual(connection: X11Connection, window: Any) -> None:
    renderer = Renderer(connection)
    depths = {visual.visual_id: depth.depth for depth in _depths(window) for visual in depth.visuals}
    assert renderer.depth_of(connection.screen.visual) == 24
    assert {renderer.depth_of(visual) for visual, depth in depths.items() if depth == 32} == {32}
    assert renderer.depth_of(0) == 0


def _depths(window: Any) -> Any:
    return window.display.info.roots[0].allowed_depths
