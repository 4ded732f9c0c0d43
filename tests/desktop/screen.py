"""Looks at a screen and uses its mouse as a person would."""

from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops

from tests.rig.servers import XDisplay
from tests.until import until

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Box:
    """A part of the screen, in pixels."""

    left: int
    top: int
    right: int
    bottom: int

    def row(self, number: int, rows: int) -> tuple[int, int]:
        """Return the middle of row `number`, counted from 0, of `rows` rows of equal height."""
        height = (self.bottom - self.top) / rows
        return (self.left + self.right) // 2, round(self.top + (number + 0.5) * height)


class Screen:
    """The screen of a private display."""

    def __init__(self, display: XDisplay, folder: Path) -> None:
        self._display = display
        self._picture = folder / "screen.png"

    def look(self) -> Image.Image:
        """Return what is on the screen."""
        with Image.open(self._display.screenshot(self._picture)) as picture:
            return picture.convert("RGB")

    def find(self, colour: Colour) -> Box | None:
        """Return where this colour is, if there are at least 100 pixels of it."""
        picture = self.look()
        distance = ImageChops.difference(picture, Image.new("RGB", picture.size, colour)).convert("L")
        mask = distance.point([255] + [0] * 255)
        box = mask.getbbox()
        return Box(*box) if box and mask.histogram()[255] >= 100 else None

    def wait_for(self, colour: Colour) -> Box:
        """Wait until this colour is on the screen and at rest."""

        def resting() -> Box | None:
            box = self.find(colour)
            return box if box and box == self.find(colour) else None

        box = until(resting, f"{colour} is on the screen")
        assert box is not None
        return box

    def wait_for_none(self, colour: Colour) -> None:
        """Wait until this colour has left the screen."""
        until(lambda: self.find(colour) is None, f"{colour} has left the screen")

    def wait_for_change(self, before: Image.Image) -> Box:
        """Wait until something new is on the screen and at rest; return where."""

        def changed() -> Box | None:
            box = ImageChops.difference(before, self.look()).getbbox()
            same = ImageChops.difference(before, self.look()).getbbox()
            return Box(*box) if box and box == same and box[3] - box[1] > 50 else None

        box = until(changed, "something is drawn")
        assert box is not None
        return box

    def click(self, x: int, y: int, button: int = 1) -> None:
        """Move the mouse there and click."""
        self._display.xdotool("mousemove", x, y)
        self._display.xdotool("click", button)
