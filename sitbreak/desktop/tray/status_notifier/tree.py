"""A pystray menu as the numbered tree that dbusmenu shows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from sitbreak.desktop.tray.pystray_base import Menu, MenuItem

Properties = dict[str, tuple[str, Any]]
"""dbusmenu properties as D-Bus variants: name to (signature, value)."""

_Kind = tuple[bool, bool, str]


@dataclass
class Node:
    """One line of the menu, as the hosts were told of it; the root has number 0 and no item."""

    number: int
    item: MenuItem
    kind: _Kind
    properties: Properties
    children: list["Node"] = field(default_factory=list)

    @property
    def clickable(self) -> bool:
        """Whether a click on it means anything."""
        is_separator, is_submenu, _ = self.kind
        return not (is_separator or is_submenu) and self.properties["enabled"][1]

    def all(self) -> Iterator["Node"]:
        """Return this node and everything below it."""
        yield self
        for child in self.children:
            yield from child.all()

    def shape(self) -> tuple[object, ...]:
        """Return the numbers as they are nested: equal as long as no line came, went or moved."""
        return (self.number, *(child.shape() for child in self.children))


class Tree:
    """Numbers the lines of a menu so that a line keeps its number for as long as it exists.

    While the kinds and their order stay, so do the numbers, whatever the texts. Otherwise a line is known
    by its kind and text, and the number of a line that went is never given to another: a host that still
    shows it can click on nothing else by mistake.
    """

    def __init__(self) -> None:
        """Make an empty tree."""
        self._numbers = count(1)
        self.root = self._make_root([])

    def update(self, menu: Iterable[MenuItem] | None) -> None:
        """Make the tree look like the menu."""
        self.root = self._make_root(self._nodes(menu or (), self.root.children))

    def find(self, number: int) -> Node | None:
        """Return the node with this number."""
        return next((node for node in self.root.all() if node.number == number), None)

    def _make_root(self, children: list[Node]) -> Node:
        kind = (False, True, "")
        return Node(0, None, kind, {"children-display": ("s", "submenu")}, children)

    def _nodes(self, items: Iterable[MenuItem], before: list[Node]) -> list[Node]:
        items = list(items)
        kinds = [_kind(item) for item in items]
        by_place = kinds == [node.kind for node in before]
        left = list(before)
        nodes = []
        for item, kind in zip(items, kinds, strict=True):
            known = left.pop(0) if by_place else _taken(left, item, kind)
            number = known.number if known else next(self._numbers)
            below = self._nodes(item.submenu, known.children if known else []) if item.submenu else []
            nodes.append(Node(number, item, kind, _properties(item, kind), below))
        return nodes


def _taken(left: list[Node], item: MenuItem, kind: _Kind) -> Node | None:
    """Take the old node of the same kind and label out of those that are left."""
    label = _properties(item, kind).get("label")
    for place, node in enumerate(left):
        if node.kind == kind and node.properties.get("label") == label:
            return left.pop(place)
    return None


def _kind(item: MenuItem) -> _Kind:
    toggle = "" if item.checked is None else "radio" if item.radio else "checkmark"
    return item is Menu.SEPARATOR, item.submenu is not None, toggle


def _properties(item: MenuItem, kind: _Kind) -> Properties:
    is_separator, is_submenu, toggle = kind
    if is_separator:
        return {"type": ("s", "separator")}
    properties: Properties = {
        "label": ("s", item.text.replace("_", "__")),  # one underscore would mark a mnemonic
        "enabled": ("b", bool(item.enabled)),
    }
    if is_submenu:
        properties["children-display"] = ("s", "submenu")
    if toggle:
        properties["toggle-type"] = ("s", toggle)
        properties["toggle-state"] = ("i", int(item.checked))
    return properties
