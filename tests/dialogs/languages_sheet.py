"""Pictures of every window in a language, to be looked at.

`python -m tests.dialogs.languages_sheet CODE FOLDER [PER_CENT]` writes a picture of each; the code
`pseudo-rtl` is that of the language that nobody speaks, from right to left.
"""

import sys
import tempfile
from pathlib import Path

from sitbreak.core.words import language
from sitbreak.core.words.language import Language
from sitbreak.desktop.language import use_language
from sitbreak.tips.files import load_library
from tests.dialogs.every_window import every_view
from tests.dialogs.pictures import colour
from tests.dialogs.shown import make_application
from tests.pseudo import Pseudo, in_pseudo


def write_pictures(code: str, folder: Path, per_cent: int) -> None:
    """Write a picture of every window, with text of this size."""
    is_pseudo = code == "pseudo-rtl"
    if is_pseudo:
        language.use(Language(Pseudo(), code="ar"))
    else:
        use_language(code)
    library = load_library(None)[0]
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        application = make_application(Path(scratch))
        colour(application, "light")
        font = application.font()
        font.setPointSizeF(font.pointSizeF() * per_cent / 100)
        application.setFont(font)
        for name, window in every_view(Path(scratch), in_pseudo(library) if is_pseudo else library):
            window.grab().save(str(folder / f"{code}-{name}.png"))


if __name__ == "__main__":
    chosen, target, *size = sys.argv[1:]
    write_pictures(chosen, Path(target), int(size[0]) if size else 100)
