"""A view's menu as a pystray menu whose texts, marks and enabled items follow the newest view."""

from collections.abc import Callable
from functools import partial

from sitbreak.core.tray_view import Item, MenuLine
from sitbreak.desktop.tray.pystray_base import Menu, MenuItem
from sitbreak.ports import Post

_Lines = tuple[MenuLine, ...]
_Path = tuple[int, ...]
_Shape = tuple[object, ...]


class LiveMenu:
    """Makes a new pystray menu only when lines come, go or change their kind.

    Attributes:
        menu: the pystray menu to show now.
    """

    def __init__(self, post: Post, *, with_default: bool) -> None:
        """Make an empty menu whose clicks are posted; `with_default`: a click on the icon does an item."""
        self._post = post
        self._with_default = with_default
        self._followed = _Followed(())
        self.menu: Menu = Menu()

    def show(self, lines: _Lines) -> None:
        """Follow these lines from now on."""
        if _shape(lines) == _shape(self._followed.lines):
            self._followed.lines = lines
            return
        self._followed = _Followed(lines)
        self.menu = Menu(*self._items(self._followed, lines, ()))

    def _items(self, followed: "_Followed", lines: _Lines, above: _Path) -> list[MenuItem]:
        return [
            self._item(followed, line, (*above, place)) if isinstance(line, Item) else Menu.SEPARATOR
            for place, line in enumerate(lines)
        ]

    def _item(self, followed: "_Followed", line: Item, path: _Path) -> MenuItem:
        now: Callable[[], Item] = partial(followed.at, path)
        action = Menu(*self._items(followed, line.items, path)) if line.items else partial(self._click, now)
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


class _Followed:
    """The newest lines of one shape: a menu of another shape never looks at them."""

    def __init__(self, lines: _Lines) -> None:
        self.lines = lines

    def at(self, path: _Path) -> Item:
        line: MenuLine = Item("", items=self.lines)
        for place in path:
            line = line.items[place] if isinstance(line, Item) else line
        assert isinstance(line, Item)  # the shape is the same, so the kind is
        return line


def _shape(lines: _Lines) -> _Shape:
    return tuple(
        [
            (line.checked is None, line.radio, _shape(line.items)) if isinstance(line, Item) else None
            for line in lines
        ]
    )
