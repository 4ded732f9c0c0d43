"""Pictures of the settings window: the README's, and all of it at every size.

`python -m tests.dialogs.settings_sheet` writes docs/pictures/settings-light.png and settings-dark.png. Each
window is its own process, because Qt reads the scale factor only once.

`python -m tests.dialogs.settings_sheet all FOLDER` writes a contact sheet of all groups, a search and a file
with mistakes for each size of screen and text, in light and in dark, to be looked at.
"""

import tempfile
from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from sitbreak.core.settings import GROUPS
from sitbreak.core.words import settings as names
from tests.dialogs.pictures import (
    PICTURES,
    SCHEMES,
    colour,
    contact_sheet,
    looks,
    run,
    take_in_own_process,
)
from tests.dialogs.settings_process import MISTAKES, WORK
from tests.dialogs.settings_window import Opened
from tests.dialogs.shown import SCREENS, make_application

PER_CENT = 100, 200
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
        take_in_own_process("tests.dialogs.settings_sheet", scheme, PICTURES / f"settings-{scheme}.png")


def write_all(folder: Path) -> None:
    """Write a sheet for each size of screen and text, in light and in dark."""
    with tempfile.TemporaryDirectory() as scratch:
        application = make_application(Path(scratch))
        for per_cent, scheme in looks(application, PER_CENT):
            for screen in (SCREENS[1], SCREENS[-1]):
                sheet = contact_sheet(_all_pictures(Path(scratch), screen), COLUMNS)
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
    run(take_picture, write_pictures, write_all)
