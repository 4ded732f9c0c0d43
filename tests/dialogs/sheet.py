"""Pictures of the tip card: the README's, and contact sheets of every tip at every size.

`python -m tests.dialogs.sheet` writes docs/pictures/tip-card-*.png: a card in light and dark, at single and
double size. Each card is its own process, because Qt reads the scale factor only once.

`python -m tests.dialogs.sheet all FOLDER` writes a sheet of all tips for each size of screen and text, in
light and in dark, to be looked at.
"""

import tempfile
import time
from itertools import product
from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.dialogs.cards import LIBRARY, FakeInstance, content_of, shipped, status_with
from tests.dialogs.pictures import (
    PICTURES,
    SCHEMES,
    colour,
    contact_sheet,
    looks,
    run,
    take_in_own_process,
)
from tests.dialogs.shown import SCREENS, Shown, make_application, until

TIP = "piriformis-seated"
HELD = 12
"""Seconds of the countdown that have passed, including those to get ready."""

SCALES, PER_CENT = (1, 2), (100, 150, 200)

COLUMNS, SHRUNK_TO = 4, 0.5
"""Of a contact sheet."""


def take_picture(scheme: str, path: Path) -> None:
    """Write a picture of a card in the middle of a hold, while sitbreak is running."""
    with tempfile.TemporaryDirectory() as folder:
        runtime = Path(folder)
        colour(make_application(runtime), scheme)
        instance = FakeInstance(runtime)
        instance.be("due")
        try:
            shown = Shown(runtime, content_of(shipped(TIP), runtime, status=status_with("due")))
            assert shown.view.countdown
            assert shown.view.picture
            QTest.mouseClick(shown.view.picture, Qt.MouseButton.LeftButton)  # pauses it
            now = time.monotonic()
            shown.view.countdown._countdown.press(now - HELD)
            shown.view.countdown._update()
            until(lambda: instance.asked, "the card has found the instance")
            QTest.qWait(200)
            shown.card.grab().save(str(path))
            shown.end()
        finally:
            instance.end()


def write_all() -> None:
    """Write every picture, and the sheet of all of them."""
    with tempfile.TemporaryDirectory() as folder:
        cards = {}
        for scheme, scale in product(SCHEMES, SCALES):
            file = Path(folder, f"{scheme}-{scale}.png")
            take_in_own_process("tests.dialogs.sheet", scheme, file, scale)
            cards[scheme, scale] = Image.open(file).convert("RGB")
        small, large = cards["light", 1], cards["light", 2]
        sheet = Image.new("RGB", (large.width, small.height + 2 * large.height))
        for column, scheme in enumerate(SCHEMES):
            cards[scheme, 2].save(PICTURES / f"tip-card-{scheme}.png", optimize=True)
            sheet.paste(cards[scheme, 1], (column * small.width, 0))
            sheet.paste(cards[scheme, 2], (0, small.height + column * large.height))
        sheet.save(PICTURES / "tip-card-sheet.png", optimize=True)


def write_contact_sheets(folder: Path) -> None:
    """Write a sheet of all tips for each size of screen and text, in light and dark."""
    with tempfile.TemporaryDirectory() as scratch:
        application = make_application(Path(scratch))
        for per_cent, scheme in looks(application, PER_CENT):
            for screen in SCREENS[1:]:
                sheet = contact_sheet(_all_cards(Path(scratch), screen), COLUMNS, SHRUNK_TO)
                sheet.save(folder / f"{screen[0]}x{screen[1]}-{per_cent}-{scheme}.png")


def _all_cards(runtime: Path, screen: tuple[int, int]) -> list[Image.Image]:
    """Return a picture of each tip's card, as *Another tip* shows them."""
    instance = FakeInstance(runtime)
    instance.be("due")
    try:
        shown = Shown(runtime, content_of(LIBRARY.tips[0], runtime, status=status_with("due")), screen)
        file, pictures = runtime / "card.png", []
        for tip in LIBRARY.tips:
            shown.turn_to(tip)
            shown.card.grab().save(str(file))
            pictures.append(Image.open(file).convert("RGB"))
        shown.end()
        return pictures
    finally:
        instance.end()


if __name__ == "__main__":
    run(take_picture, write_all, write_contact_sheets)
