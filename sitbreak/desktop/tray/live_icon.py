"""A pystray icon that follows the newest view, whichever backend draws it."""

import os
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from sitbreak.core.tray_view import Item, MenuLine, TrayIcon, TrayView
from sitbreak.core.values import frozen
from sitbreak.desktop.icons import Pixmap
from sitbreak.late_modules import imported_when_used
from sitbreak.ports import Post

# Importing pystray loads a backend: on Linux one that opens a display or hangs on the notification daemon.
# `dummy` loads none, and only for this import: other programs would inherit the variable.
# Source: https://pystray.readthedocs.io/en/latest/usage.html#selecting-a-backend
os.environ["PYSTRAY_BACKEND"] = "dummy"
with imported_when_used({"inspect": {}}):  # tells methods from functions; our actions are neither
    from pystray._base import Icon, Menu, MenuItem

del os.environ["PYSTRAY_BACKEND"]

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["Feed", "Icon", "LiveIcon", "LiveMenu", "Menu", "MenuItem", "image_of"]

_Lines = tuple[MenuLine, ...]
_Path = tuple[int, ...]


@frozen
class Feed:
    """What a tray shows, and where its clicks go.

    Attributes:
        post: receives the wish behind a clicked menu item.
        pixmaps: returns the pixels of an icon, one pixmap for each size.
        view: returns the current view. Called on the main thread before a menu opens, so it must be cheap
            and thread-safe.
    """

    post: Post
    pixmaps: Callable[[TrayIcon], tuple[Pixmap, ...]]
    view: Callable[[], TrayView]


class LiveIcon:
    """Updates only those parts of a pystray icon that differ from the previous view."""

    def __init__(
        self,
        icon: Icon,
        feed: Feed,
        *,
        with_default: bool = False,
        draw: Callable[[tuple[Pixmap, ...]], object] = lambda pixmaps: pixmaps,
        fit_title: Callable[[str], str] = str,
    ) -> None:
        """Update `icon`.

        Args:
            icon: the pystray icon.
            feed: where pixels come from and clicks go to.
            with_default: a click on the icon runs the default item instead of opening the menu.
            draw: converts pixmaps to what the backend accepts.
            fit_title: shortens a tooltip to what the backend accepts.
        """
        self._icon = icon
        self._feed = feed
        self._menu = LiveMenu(feed.post, with_default=with_default)
        self._draw = draw
        self._fit_title = fit_title
        self._shown: TrayView | None = None

    def show(self, view: TrayView) -> None:
        """Make the icon look like this view."""
        before, self._shown = self._shown, view
        if before is None or before.icon != view.icon:
            self._icon.icon = self._draw(self._feed.pixmaps(view.icon))
        if before is None or before.tooltip != view.tooltip:
            self._icon.title = self._fit_title(view.tooltip)
        if before is None or before.menu != view.menu:
            self._set_menu(view)

    def _set_menu(self, view: TrayView) -> None:
        self._menu.show(view.menu)
        if self._icon.menu is self._menu.menu:
            self._icon.update_menu()
        else:
            self._icon.menu = self._menu.menu


class LiveMenu:
    """A pystray menu whose labels, check marks and enabled items follow the newest view.

    Attributes:
        menu: the pystray menu; replaced only when lines are added or removed or change their kind.
    """

    def __init__(self, post: Post, *, with_default: bool) -> None:
        """Make an empty menu that posts its clicks; `with_default`: it has a default item."""
        self._post = post
        self._with_default = with_default
        self._newest = _Newest(Item(""))
        self.menu: Menu = Menu()

    def show(self, lines: _Lines) -> None:
        """Show these lines."""
        root = Item("", items=lines)
        if _shape(lines) == _shape(self._newest.root.items):
            self._newest.root = root
            return
        self._newest = _Newest(root)
        self.menu = Menu(*self._items(self._newest, lines, ()))

    def _items(self, newest: "_Newest", lines: _Lines, parent: _Path) -> list[MenuItem]:
        return [
            self._item(newest, line, (*parent, index)) if isinstance(line, Item) else Menu.SEPARATOR
            for index, line in enumerate(lines)
        ]

    def _item(self, newest: "_Newest", line: Item, path: _Path) -> MenuItem:
        now: Callable[[], Item] = partial(newest.at, path)
        action = Menu(*self._items(newest, line.items, path)) if line.items else partial(self._click, now)
        return MenuItem(
            text=lambda _: now().label,
            action=action,
            checked=None if line.checked is None else lambda _: bool(now().checked),
            radio=line.radio,
            default=(lambda _: now().default) if self._with_default else False,
            enabled=lambda _: now().enabled,
        )

    def _click(self, now: Callable[[], Item], *_: object) -> None:
        """Post the item's wish; its check mark changes when the view does."""
        wish = now().wish
        if wish is not None:
            self._post(wish)


class _Newest:
    """The newest lines of one shape, below a root. A menu of another shape has its own."""

    def __init__(self, root: Item) -> None:
        self.root = root

    def at(self, path: _Path) -> Item:
        line: MenuLine = self.root
        for index in path:
            line = line.items[index] if isinstance(line, Item) else line
        assert isinstance(line, Item)  # the shape is the same, so the kind is
        return line


def _shape(lines: _Lines) -> tuple[object, ...]:
    return tuple(
        (line.checked is None, line.radio, _shape(line.items)) if isinstance(line, Item) else None
        for line in lines
    )


def image_of(pixmaps: tuple[Pixmap, ...]) -> "Image.Image":
    """Return the largest pixmap as an RGBA image, for the backends that need Pillow."""
    from PIL import Image

    largest = max(pixmaps, key=lambda pixmap: pixmap.width)
    return Image.frombytes("RGBA", (largest.width, largest.height), largest.argb, "raw", "ARGB")
