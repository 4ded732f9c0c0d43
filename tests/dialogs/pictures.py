"""What the pictures of all windows have in common: colours, sizes of text, and contact sheets."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from pathlib import Path

from PIL import Image
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
SCHEMES = ("light", "dark")

_GAP = 8
"""Pixels between the pictures of a contact sheet."""


def run(
    take_picture: Callable[[str, Path], None],
    write_pictures: Callable[[], None],
    write_all: Callable[[Path], None],
) -> None:
    """Do what the command line asks for: `all FOLDER`, `SCHEME FILE`, or the README's pictures."""
    match sys.argv[1:]:
        case ["all", folder]:
            Path(folder).mkdir(exist_ok=True)
            write_all(Path(folder))
        case [scheme, file]:
            take_picture(scheme, Path(file))
        case _:
            write_pictures()


def take_in_own_process(module: str, scheme: str, file: Path, scale: int = 2) -> None:
    """Have this module take a picture in a process of its own: Qt reads the scale factor only once."""
    command = [sys.executable, "-m", module, scheme, str(file)]
    subprocess.run(command, env=os.environ | {"QT_SCALE_FACTOR": str(scale)}, check=True)


def colour(application: QApplication, scheme: str) -> None:
    """Make the desktop light or dark."""
    grey = QColor("#202020" if scheme == "dark" else "#f0f0f0")
    application.setPalette(QPalette(grey, grey))


def looks(application: QApplication, per_cents: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Give the application each of these sizes of text, in light and in dark; yield size and scheme."""
    font = application.font()
    points = font.pointSizeF()
    for per_cent, scheme in product(per_cents, SCHEMES):
        font.setPointSizeF(points * per_cent / 100)
        application.setFont(font)
        colour(application, scheme)
        yield per_cent, scheme


def contact_sheet(pictures: Sequence[Image.Image], columns: int, shrunk_to: float = 1) -> Image.Image:
    """Return a sheet of pictures of one size, row by row."""
    width, height = (round(side * shrunk_to) for side in pictures[0].size)
    rows = -(-len(pictures) // columns)
    sheet = Image.new("RGB", (columns * (width + _GAP), rows * (height + _GAP)), "grey")
    for number, picture in enumerate(pictures):
        row, column = divmod(number, columns)
        sheet.paste(picture.resize((width, height)), (column * (width + _GAP), row * (height + _GAP)))
    return sheet
