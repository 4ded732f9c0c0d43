"""Pictures of the settings window: the README's, and all of it at every size.

`python -m tests.dialogs.settings_sheet` writes docs/pictures/settings-light.png and settings-dark.png. Each
window is its own process, because Qt reads the scale factor only once.

`python -m tests.dialogs.settings_sheet all FOLDER` writes a contact sheet of all groups, a search and a file
with mistakes for each size of screen and text, in light and in dark, to be looked at.
"""

import os
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from sitbreak.core.settings import GROUPS
from sitbreak.core.words import settings as names
from tests.dialogs.history_sheet import PICTURES, colour
from tests.dialogs.settings_process import MISTAKES, WORK
from tests.dialogs.settings_window import Opened
from tests.dialogs.shown import SCREENS, make_application

SCHEMES, PER_CENT = ("light", "dark"), (100, 200)
COLUMNS = 3
"""Of a contact sheet."""


def take_picture(scheme: str, path: Path) -> None:
    """Write a picture of the working hours of somebody."""
    with tempfile.TemporaryDirectory() as folder:
        colour(make_application(Path(folder)), scheme)
        window = _open(Path(folder), WORK, SCREENS[0])
        window.turn_to(names.group("quiet_times"))
        QTest.qWait(100)
        window.window.grab().save(str(path))
        window.end()


def write_pictures() -> None:
    """Write the README's pictures."""
    for scheme in SCHEMES:
        command = [sys.executable, "-m", "tests.dialogs.settings_sheet", scheme]
        command.append(str(PICTURES / f"settings-{scheme}.png"))
        subprocess.run(command, env=os.environ | {"QT_SCALE_FACTOR": "2"}, check=True)


def write_all(folder: Path) -> None:
    """Write a sheet for each size of screen and text, in light and in dark."""
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        application = make_application(Path(scratch))
        font = application.font()
        points = font.pointSizeF()
        for per_cent, scheme, screen in product(PER_CENT, SCHEMES, (SCREENS[1], SCREENS[-1])):
            font.setPointSizeF(points * per_cent / 100)
            application.setFont(font)
            colour(application, scheme)
            pictures = _all_pictures(Path(scratch), screen)
            width, height = pictures[0].size
            rows = -(-len(pictures) // COLUMNS)
            sheet = Image.new("RGB", (COLUMNS * (width + 8), rows * (height + 8)), "grey")
            for number, picture in enumerate(pictures):
                row, column = divmod(number, COLUMNS)
                sheet.paste(picture, (column * (width + 8), row * (height + 8)))
            sheet.save(folder / f"{screen[0]}x{screen[1]}-{per_cent}-{scheme}.png")


def _open(folder: Path, settings: str, screen: tuple[int, int]) -> Opened:
    config = folder / "config"
    config.mkdir(exist_ok=True)
    (config / "settings.toml").write_text(settings, encoding="utf-8")
    return Opened(folder, config, screen=screen)


def _all_pictures(folder: Path, screen: tuple[int, int]) -> list[Image.Image]:
    file = folder / "window.png"
    pictures: list[Image.Image] = []

    def take() -> None:
        QTest.qWait(50)
        window.window.grab().save(str(file))
        pictures.append(Image.open(file).convert("RGB"))

    window = _open(folder, WORK, screen)
    for group in GROUPS:
        window.turn_to(names.group(group))
        take()
    window.search("wait")
    take()
    window.press(Qt.Key.Key_Escape)
    window.end()
    window = _open(folder, MISTAKES, screen)
    window.type("snooze", "half an hour")
    take()
    window.end()
    return pictures


if __name__ == "__main__":
    if sys.argv[1:2] == ["all"]:
        write_all(Path(sys.argv[2]))
    elif sys.argv[1:]:
        take_picture(sys.argv[1], Path(sys.argv[2]))
    else:
        write_pictures()
