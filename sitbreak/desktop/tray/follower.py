"""Keeps a pystray icon looking like the newest view, whatever backend it has."""

from collections.abc import Callable

from sitbreak.core.tray_view import TrayIcon, TrayView
from sitbreak.desktop.tray.live_menu import LiveMenu
from sitbreak.desktop.tray.pixels import Pixmap
from sitbreak.desktop.tray.pystray_base import Icon

Pictures = Callable[[TrayIcon], tuple[Pixmap, ...]]
"""Finds the ready-made pixels of a tray icon, one for each size."""


class Follower:
    """Sets on the icon what differs from the view before, and nothing else."""

    def __init__(
        self,
        icon: Icon,
        menu: LiveMenu,
        pictures: Pictures,
        drawn: Callable[[tuple[Pixmap, ...]], object] = lambda pixmaps: pixmaps,
        title: Callable[[str], str] = str,
    ) -> None:
        """Follow views with `icon`; `drawn` and `title` make pixels and tooltip what its backend takes."""
        self._icon = icon
        self._menu = menu
        self._pictures = pictures
        self._drawn = drawn
        self._title = title
        self._shown: TrayView | None = None

    def show(self, view: TrayView) -> None:
        """Make the icon look like this."""
        before, self._shown = self._shown, view
        if before is None or before.icon != view.icon:
            self._icon.icon = self._drawn(self._pictures(view.icon))
        if before is None or before.tooltip != view.tooltip:
            self._icon.title = self._title(view.tooltip)
        if before is None or before.menu != view.menu:
            self._set_menu(view)

    def _set_menu(self, view: TrayView) -> None:
        self._menu.show(view.menu)
        if self._icon.menu is self._menu.menu:
            self._icon.update_menu()
        else:
            self._icon.menu = self._menu.menu
