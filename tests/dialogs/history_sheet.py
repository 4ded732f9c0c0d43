"""Pictures of the history window: the README's, and contact sheets of it at every size.

`python -m tests.dialogs.history_sheet` writes docs/pictures/history-light.png and history-dark.png. Each
window is its own process, because Qt reads the scale factor only once.

`python -m tests.dialogs.history_sheet all FOLDER` writes a picture for each kind of day, size of screen and
size of text, in light and in dark, and what is printed, to be looked at.
"""

import tempfile
from datetime import timedelta
from itertools import product
from pathlib import Path

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from sitbreak.core.history import Day
from sitbreak.dialogs.history.content import HistoryContent
from sitbreak.dialogs.history.on_paper import paint_sheet
from tests.days import BUSY, TODAY, lived, nothing, weeks
from tests.dialogs.histories import content_of
from tests.dialogs.history_window import History
from tests.dialogs.pictures import PICTURES, SCHEMES, colour, looks, run, take_in_own_process
from tests.dialogs.shown import SCREENS, make_application

PER_CENT = 100, 200

DAYS: dict[str, tuple[Day, ...]] = {
    "weeks": weeks(),
    "everything": weeks(pain=True, stands=True),
    "first-day": (
        *(nothing(TODAY - timedelta(days=ago)) for ago in range(27, 0, -1)),
        lived(TODAY, "09:02", ("sit", 5), running=True),
    ),
    "nothing": tuple(nothing(TODAY - timedelta(days=ago)) for ago in range(27, -1, -1)),
    "long-day": (*weeks()[:-1], lived(TODAY, "05:30", *BUSY, ("natural", 40), *BUSY, running=True)),
}


def take_picture(scheme: str, path: Path) -> None:
    """Write a picture of the window on a day of work."""
    with tempfile.TemporaryDirectory() as folder:
        colour(make_application(Path(folder)), scheme)
        history = History(Path(folder), weeks(2))
        width = history.window.width()
        history.window.resize(width, history.window.heightForWidth(width))
        QApplication.processEvents()
        history.window.grab().save(str(path))
        history.end()


def write_pictures() -> None:
    """Write the README's pictures."""
    for scheme in SCHEMES:
        take_in_own_process("tests.dialogs.history_sheet", scheme, PICTURES / f"history-{scheme}.png")


def write_all(folder: Path) -> None:
    """Write everything that the history can look like."""
    with tempfile.TemporaryDirectory() as scratch:
        application = make_application(Path(scratch))
        for per_cent, scheme in looks(application, PER_CENT):
            for (name, days), screen in product(DAYS.items(), (SCREENS[1], SCREENS[-1])):
                history = History(Path(scratch), days[-14:], screen)
                file = f"{name}-{screen[0]}x{screen[1]}-{per_cent}-{scheme}.png"
                history.window.grab().save(str(folder / file))
                history.end()
        for name, days in DAYS.items():
            printer = QPrinter(QPrinter.PrinterMode.HighResolution)
            printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
            printer.setOutputFileName(str(folder / f"{name}.pdf"))
            paint_sheet(printer, days, HistoryContent.parse(content_of(days, Path(scratch))))


if __name__ == "__main__":
    run(take_picture, write_pictures, write_all)
