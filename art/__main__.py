"""Makes every picture and sound that ships: the program behind `python3 dev.py art`.

python3 dev.py art                figures, icons, their contact sheets, the sound
python3 dev.py art preview NAME   the key poses of one figure, in its three palettes
"""

import sys
from pathlib import Path

from art.figures.files import write_pictures
from art.figures.pictures import Picture
from art.figures.reading import load_pictures
from art.figures.sheet import write_preview, write_sheet
from art.figures.tables import PoseError
from art.icons.files import write_icon_sheet, write_icons
from art.sound import write_sound

SHEETS = Path(__file__).parents[1] / "docs" / "pictures"


def main(arguments: list[str]) -> str | None:
    """Make what the arguments ask for; return what went wrong, if anything."""
    try:
        pictures = load_pictures()
    except PoseError as error:
        return str(error)
    match arguments:
        case []:
            _make_all(pictures)
        case ["preview", name, file] if name in pictures:
            write_preview(pictures[name], Path(file))
        case ["preview", name, _]:
            return f"there is no picture {name!r}; choose one of {', '.join(pictures)}"
        case _:
            return __doc__
    return None


def _make_all(pictures: dict[str, Picture]) -> None:
    write_pictures(pictures)
    write_sheet(pictures, SHEETS / "figures.png")
    write_icons()
    write_icon_sheet(SHEETS / "tray-icons.png")
    write_sound()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
