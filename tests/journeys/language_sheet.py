"""Everything a person sees in another language, on a real Xfce desktop, to be looked at.

`python -m tests.journeys.language_sheet CODE FOLDER [FONTS]` writes pictures of a reminder beside the menu,
of the break that it turns into, and of the card, the settings and the history. FONTS is a folder of fonts
that only these programs get, for a language that nothing here has letters for.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PIL import Image

from sitbreak.core.words import menu
from sitbreak.desktop.language import use_language
from sitbreak.storage.history import HistoryFile, history_path
from tests.days import entries, weeks
from tests.journeys.desk import Desk
from tests.journeys.screenshots import WALLPAPERS, home_in, paint_wallpaper, take_pictures
from tests.journeys.side_by_side import desk_of_its_own
from tests.until import until

THEME = "Adwaita"
HEIGHT = 900
"""Of a screen with room for every window."""


def take_pictures_of_windows(code: str, folder: Path, fonts: Path | None) -> None:
    """Save pictures of the windows, each opened as a person opens it."""
    use_language(code)
    with tempfile.TemporaryDirectory() as place:
        home = home_in(Path(place), THEME, code, fonts)
        with desk_of_its_own(home, height=HEIGHT) as (desk, desktop):
            paint_wallpaper(desktop.display.name, *WALLPAPERS[THEME])
            desktop.start_xfce_notifyd()
            _have_sat_before(Path(home.env["XDG_STATE_HOME"]) / "sitbreak")
            desk.start()
            desk.wait_for_icon("sitting")

            def take(name: str, open_window: Callable[[], object]) -> None:
                open_window()
                _wait_for_window(desk).save(folder / f"{code}-{name}.png", optimize=True)
                desktop.run("wmctrl", "-x", "-c", "sitbreak")
                until(lambda: not desk.screen.windows_of("sitbreak"), "the window has closed")

            take("card", lambda: desk.command("tip", "stretch", "--card"))
            take("settings", lambda: desk.choose(menu.settings()))
            take("history", lambda: desk.choose(menu.history()))


def _have_sat_before(state: Path) -> None:
    """Let the history know two weeks of work."""
    state.mkdir(parents=True)
    today = datetime.now().astimezone().date()
    file = HistoryFile(history_path(state))
    file.add(entries(weeks(2, pain=True, stands=True, until=today)))
    file.close()


def _wait_for_window(desk: Desk) -> Image.Image:
    """Return the screen once our window stands still on it."""
    until(lambda: desk.screen.windows_of("sitbreak"), "the window is open")

    def resting() -> Image.Image | None:
        before = desk.screen.picture()
        time.sleep(0.5)  # it may still be painting
        return before if desk.screen.picture() == before else None

    picture = until(resting, "the window stands still")
    assert picture is not None
    return picture


if __name__ == "__main__":
    code, folder = sys.argv[1], Path(sys.argv[2])
    fonts = Path(sys.argv[3]).absolute() if sys.argv[3:] else None
    os.environ["XAUTHORITY"] = "/nonexistent"
    folder.mkdir(parents=True, exist_ok=True)
    pictures = folder / f"{code}-reminder.png", folder / f"{code}-break.png"
    take_pictures(THEME, *pictures, code, fonts=fonts, empty=0)
    take_pictures_of_windows(code, folder, fonts)
