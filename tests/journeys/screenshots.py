"""The README's pictures: sitbreak on a real Xfce desktop, after 24 minutes of sitting.

`python -m tests.journeys.screenshots` writes desktop.png, break.png and first-start.png in docs/pictures, and
each in dark: a reminder, the break that it turns into, and what a first start shows. It is the real program:
it is started and stopped, 24 minutes are added to the sitting that it has saved, and it is started again.
"""

import json
import os
import tempfile
import tomllib
from datetime import timedelta
from pathlib import Path

from PIL import Image, ImageDraw
from Xlib.display import Display

from sitbreak.core.words import language, menu
from sitbreak.desktop.language import use_language
from tests.journeys.desk import Desk
from tests.journeys.side_by_side import desk_of_its_own
from tests.rig.programs import Home

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "pictures"

SAT_SECONDS = 24 * 60
TIP = "hamstring-desk"
WALLPAPERS = {"Adwaita": ((222, 230, 232), (190, 205, 209)), "Adwaita:dark": ((38, 54, 62), (24, 33, 40))}
GTK_SETTINGS = """\
[Settings]
gtk-font-name = DejaVu Sans 10
gtk-xft-antialias = 1
gtk-xft-hinting = 1
gtk-xft-hintstyle = hintslight
gtk-xft-rgba = none
"""
EMPTY = 344
"""Pixels of empty desktop on the left in English."""
HEIGHT = 664
"""Of the screen, so that the menu leaves the notification alone."""
FIRST_START = 460, 202
"""Pixels of the desktop's upper right corner that a first start is seen in."""


def take_pictures(
    theme: str,
    reminder: Path,
    running_break: Path,
    code: str = "en",
    *,
    fonts: Path | None = None,
    empty: int = EMPTY,
) -> None:
    """Save pictures of icon, menu and notification on a desktop with this GTK theme, in a language.

    Args:
        theme: the name of the theme.
        reminder: the file for a reminder beside the menu.
        running_break: the file for the break that it turns into.
        code: the code of the language.
        fonts: a folder of fonts that only the programs there get.
        empty: how many pixels are cut off on the left.
    """
    use_language(code)
    start_break = menu.start_break()
    buttons = start_break, menu.snooze_for(timedelta(minutes=5)), menu.show_me_how()
    if language.current().is_right_to_left:
        buttons = buttons[::-1]
    with tempfile.TemporaryDirectory() as folder:
        home = home_in(Path(folder), theme, code, fonts)
        with desk_of_its_own(home, height=HEIGHT) as (desk, desktop):
            paint_wallpaper(desktop.display.name, *WALLPAPERS[theme])
            desktop.start_xfce_notifyd()
            desktop.set_xfconf("xfce4-notifyd", "/expire-timeout", 3600)  # a busy computer takes its time
            _come_back_after_sitting(desk, Path(home.env["XDG_STATE_HOME"]) / "sitbreak" / "state.json")
            desk.wait_for_bubble()
            desk.wait_for_icon("due")
            desk.open_submenu(menu.remind_me())
            whole = desk.screen.picture()
            whole.crop((empty, 0, whole.width, whole.height)).save(reminder, optimize=True)
            desk.close_menu()
            desk.click_button(start_break, of=buttons)
            desk.wait_for_icon("break")
            desk.open_menu()
            desk.wait_for_bubble()
            whole = desk.screen.picture()
            whole.crop((empty, 0, whole.width, whole.height)).save(running_break, optimize=True)


def take_picture_of_first_start(theme: str, picture: Path) -> None:
    """Save a picture of the icon and the introduction that somebody sees after their first start."""
    with tempfile.TemporaryDirectory() as folder:
        home = home_in(Path(folder), theme)
        with desk_of_its_own(home, panel="top") as (desk, desktop):
            paint_wallpaper(desktop.display.name, *WALLPAPERS[theme])
            desktop.start_xfce_notifyd()
            desk.sitbreak.is_new = True
            desk.start()
            desk.wait_for_icon("sitting")
            desk.wait_for_bubble()
            whole = desk.screen.picture()
            whole.crop((whole.width - FIRST_START[0], 0, whole.width, FIRST_START[1])).save(
                picture, optimize=True
            )


def home_in(folder: Path, theme: str, code: str = "en", fonts: Path | None = None) -> Home:
    """Return a home whose programs are drawn in this GTK theme, and speak a language.

    Args:
        folder: an empty folder.
        theme: the name of the theme.
        code: the code of the language.
        fonts: a folder of fonts that only they get.
    """
    home = Home(folder / "rig")
    home.env |= {"GTK_THEME": theme, "LANGUAGE": code}
    (home.config / "gtk-3.0").mkdir()
    (home.config / "gtk-3.0" / "settings.ini").write_text(GTK_SETTINGS)
    if fonts:
        Path(home.env["XDG_DATA_HOME"], "fonts").symlink_to(fonts)
    return home


def paint_wallpaper(display_name: str, top: tuple[int, ...], bottom: tuple[int, ...]) -> None:
    """Paint the desktop's background, light above and darker below."""
    display = Display(display_name)
    root = display.screen().root
    size = root.get_geometry()
    wallpaper = Image.new("RGB", (size.width, size.height))
    draw = ImageDraw.Draw(wallpaper)
    for y in range(size.height):
        part = y / size.height
        colour = tuple(round(a + (b - a) * part) for a, b in zip(top, bottom, strict=True))
        draw.line(((0, y), (size.width, y)), fill=colour)
    pixmap = root.create_pixmap(size.width, size.height, display.screen().root_depth)
    pixmap.put_pil_image(pixmap.create_gc(), 0, 0, wallpaper)
    root.change_attributes(background_pixmap=pixmap)
    root.clear_area()
    display.sync()
    display.close()


def _come_back_after_sitting(desk: Desk, state_file: Path) -> None:
    """Stop sitbreak and start it again for somebody who has been sitting for a while."""
    desk.start()
    desk.press_a_key()
    desk.command("quit")
    desk.exit_status()
    state = json.loads(state_file.read_text())
    state["presence"]["counted"] += SAT_SECONDS
    tips = tomllib.loads((ROOT / "sitbreak" / "tips" / "tips.toml").read_text())["tip"]
    stretches = [tip["id"] for tip in tips if tip["topic"] == "stretch" and tip["id"] != TIP]
    state["tips"]["turn"] = "lifting"
    state["tips"]["rounds"]["stretch"] = {"coming": [TIP], "shown": stretches}
    state_file.write_text(json.dumps(state))
    desk.sitbreak.start()
    desk.press_a_key()


if __name__ == "__main__":
    os.environ["XAUTHORITY"] = "/nonexistent"
    PICTURES.mkdir(parents=True, exist_ok=True)
    take_pictures("Adwaita", PICTURES / "desktop.png", PICTURES / "break.png")
    take_pictures("Adwaita:dark", PICTURES / "desktop-dark.png", PICTURES / "break-dark.png")
    take_picture_of_first_start("Adwaita", PICTURES / "first-start.png")
    take_picture_of_first_start("Adwaita:dark", PICTURES / "first-start-dark.png")
