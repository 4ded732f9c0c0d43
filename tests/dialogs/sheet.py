"""The README's pictures of the tip card, and a sheet of it in light and dark, at single and double size.

`python -m tests.dialogs.sheet` writes docs/pictures/tip-card-*.png. Each card is its own process,
because Qt reads the scale factor only once.
"""

import os
import subprocess
import sys
import tempfile
import time
from itertools import product
from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtTest import QTest

from tests.dialogs.cards import FakeInstance, content_of, shipped
from tests.dialogs.shown import Shown, make_application, until

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
TIP = "piriformis-seated"
HELD = 12
"""Seconds of the countdown that have passed, including those to get ready."""

SCHEMES, SCALES = ("light", "dark"), (1, 2)


def take_picture(scheme: str, path: Path) -> None:
    """Write a picture of a card in the middle of a hold, while sitbreak is running."""
    with tempfile.TemporaryDirectory() as folder:
        runtime = Path(folder)
        application = make_application(runtime)
        if scheme == "dark":
            application.setPalette(QPalette(QColor("#202020"), QColor("#202020")))
        instance = FakeInstance(runtime)
        try:
            shown = Shown(runtime, content_of(shipped(TIP), runtime))
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
            command = [sys.executable, "-m", "tests.dialogs.sheet", scheme, str(file)]
            subprocess.run(command, env=os.environ | {"QT_SCALE_FACTOR": str(scale)}, check=True)
            cards[scheme, scale] = Image.open(file).convert("RGB")
        small, large = cards["light", 1], cards["light", 2]
        sheet = Image.new("RGB", (large.width, small.height + 2 * large.height))
        for column, scheme in enumerate(SCHEMES):
            cards[scheme, 2].save(PICTURES / f"tip-card-{scheme}.png", optimize=True)
            sheet.paste(cards[scheme, 1], (column * small.width, 0))
            sheet.paste(cards[scheme, 2], (0, small.height + column * large.height))
        sheet.save(PICTURES / "tip-card-sheet.png", optimize=True)


if __name__ == "__main__":
    if sys.argv[1:]:
        take_picture(sys.argv[1], Path(sys.argv[2]))
    else:
        write_all()
