"""Draws figures: the half of `python3 dev.py art` that is about them.

python3 dev.py art                every picture, the contact sheet in docs/pictures, and the icons
python3 dev.py art preview NAME   the key poses of one picture, in its three palettes
"""

import sys
from pathlib import Path

from art.figures.files import write_pictures
from art.figures.reading import load_pictures
from art.figures.sheet import write_preview, write_sheet
from art.figures.tables import PoseError

SHEET = Path(__file__).parents[2] / "docs" / "pictures" / "figures.png"


def main(words: list[str]) -> str | None:
    """Do what the words ask for; returns what went wrong."""
    try:
        pictures = load_pictures()
        match words:
            case []:
                write_pictures(pictures)
                write_sheet(pictures, SHEET)
            case ["preview", name, file] if name in pictures:
                write_preview(pictures[name], Path(file))
            case ["preview", name, _]:
                return f"there is no picture {name!r}; there are {', '.join(pictures)}"
            case _:
                return __doc__
    except PoseError as error:
        return str(error)
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
