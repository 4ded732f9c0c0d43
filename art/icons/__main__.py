"""Draws every icon anew: the half of `python3 dev.py art` that is about them."""

from art.icons.app_icon import write_app_icon
from art.icons.pack import write_pack
from art.icons.sheet import write_sheet
from sitbreak.core.settings import TRAY_ICONS
from sitbreak.desktop.icons import icons_folder


def main() -> None:
    """Write the packs, the application's icon and the contact sheet."""
    folder = icons_folder()
    folder.mkdir(exist_ok=True)
    for theme in TRAY_ICONS:
        write_pack(folder, theme)
    write_app_icon(folder)
    write_sheet(folder.parent / "docs" / "pictures" / "tray-icons.png")


if __name__ == "__main__":
    main()
