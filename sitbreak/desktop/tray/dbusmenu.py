"""A pystray menu over D-Bus: com.canonical.dbusmenu at one object path.

Source: https://github.com/AyatanaIndicators/libdbusmenu/blob/master/libdbusmenu-glib/dbus-menu.xml
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import count
from typing import Any

from sitbreak.core.values import frozen
from sitbreak.core.words import language
from sitbreak.desktop.tray.live_icon import Menu, MenuItem
from sitbreak.wires.dbus import Bus
from sitbreak.wires.dbus_messages import (
    PROPERTIES,
    Message,
    error_reply,
    interface_of,
    name_of,
    reply,
    signal,
    signature_of,
)

INTERFACE = "com.canonical.dbusmenu"

Properties = dict[str, tuple[str, Any]]
"""D-Bus variants by name: (signature, value)."""

_OWN_PROPERTIES: Properties = {
    "Version": ("u", 3),
    "Status": ("s", "normal"),
    "IconThemePath": ("as", []),
}
_LAYOUT = "(ia{sv}av)"
_Kind = tuple[bool, bool, str]
"""Whether it is a separator, whether it is a submenu, and its kind of check mark."""


class DBusMenu:
    """Shows a pystray menu to every host that asks."""

    def __init__(
        self,
        bus: Bus,
        path: str,
        about_to_show: Callable[[], None],
        on_click: Callable[[MenuItem], None],
    ) -> None:
        """Export an empty menu at `path`.

        Args:
            bus: the connection.
            path: the object path.
            about_to_show: called before a host shows the menu, so that `update` can refresh it.
            on_click: called with the clicked item; must return at once, since the click is answered after it.
        """
        self._bus = bus
        self._about_to_show = about_to_show
        self._on_click = on_click
        self._path = path
        self._tree = _Tree()
        self._revision = 1
        self._methods: dict[tuple[str, str], Callable[[Message], Message]] = {
            ("GetLayout", "iias"): self._get_layout,
            ("GetGroupProperties", "aias"): self._get_group_properties,
            ("GetProperty", "is"): self._get_property,
            ("Event", "isvu"): self._event,
            ("EventGroup", "a(isvu)"): self._event_group,
            ("AboutToShow", "i"): self._about_to_show_one,
            ("AboutToShowGroup", "ai"): self._about_to_show_group,
        }
        bus.export(path, self._answer)

    def update(self, menu: Iterable[MenuItem] | None) -> None:
        """Show this menu; hosts are notified only of what differs."""
        before = self._tree.root
        known = {node.number: node.properties for node in before.all()}
        self._tree.update(menu)
        changed = []
        for node in self._tree.root.all():
            old = known.get(node.number, node.properties)
            if new := {name: value for name, value in node.properties.items() if old.get(name) != value}:
                changed.append((node.number, new))
        self._notify(changed)
        if before.shape() != self._tree.root.shape():
            self._revision += 1
            self._bus.send(signal(self._path, INTERFACE, "LayoutUpdated", "ui", self._revision, 0))

    def repeat_marks(self, item: MenuItem) -> None:
        """Send the check marks around a clicked item again: some hosts (Plasma) change them themselves."""
        for node in self._tree.root.all():
            if any(child.item is item for child in node.children):
                marks = [(child.number, _only(child.properties, ["toggle-state"])) for child in node.children]
                self._notify([(number, mark) for number, mark in marks if mark])

    def _notify(self, changed: list[tuple[int, Properties]]) -> None:
        if changed:
            self._bus.send(
                signal(self._path, INTERFACE, "ItemsPropertiesUpdated", "a(ia{sv})a(ias)", changed, [])
            )

    # --- what hosts ask ------------------------------------------------------------------------

    def _answer(self, call: Message) -> Message:
        interface, asked = interface_of(call), (name_of(call), signature_of(call))
        if interface == PROPERTIES:
            return _own_property(call, asked)
        answer = self._methods.get(asked) if interface in (INTERFACE, "") else None
        if answer is None:
            return error_reply(call, "org.freedesktop.DBus.Error.UnknownMethod")
        return answer(call)

    def _get_layout(self, call: Message) -> Message:
        number, depth, names = call.body
        node = self._tree.find(number)
        if node is None:
            return _no_such_item(call, number)
        if depth == 1 and (left_out := [child.number for child in node.children if child.children]):
            self._bus.after(0, lambda: self._offer(left_out))
        return reply(call, f"u{_LAYOUT}", self._revision, _layout(node, depth, names))

    def _offer(self, submenus: list[int]) -> None:
        """Let a host that reads one level at a time read these submenus, too.

        Otherwise Plasma reads a submenu when it is opened, and places it as small as it is then: at the right
        end of a panel it grows off the screen. Source: tried on Plasma 5.27, X11 and Wayland.
        """
        for number in submenus:
            self._bus.send(signal(self._path, INTERFACE, "LayoutUpdated", "ui", self._revision, number))

    def _get_group_properties(self, call: Message) -> Message:
        numbers, names = call.body
        wanted = [node for node in self._tree.root.all() if not numbers or node.number in numbers]
        body = [(node.number, _only(node.properties, names)) for node in wanted]
        return reply(call, "a(ia{sv})", body)

    def _get_property(self, call: Message) -> Message:
        number, name = call.body
        node = self._tree.find(number)
        if node is None or name not in node.properties:
            return _no_such_item(call, number)
        return reply(call, "v", node.properties[name])

    def _event(self, call: Message) -> Message:
        number, event, _, _ = call.body
        self._handle_event(number, event)
        return reply(call)

    def _event_group(self, call: Message) -> Message:
        unknown = [number for number, event, _, _ in call.body[0] if not self._handle_event(number, event)]
        return reply(call, "ai", unknown)

    def _about_to_show_one(self, call: Message) -> Message:
        return reply(call, "b", self._refresh())

    def _about_to_show_group(self, call: Message) -> Message:
        numbers = call.body[0]
        unknown = [number for number in numbers if self._tree.find(number) is None]
        known = [number for number in numbers if number not in unknown]
        return reply(call, "aiai", known if self._refresh() else [], unknown)

    def _handle_event(self, number: int, event: str) -> bool:
        """Handle an event; return whether there is such an item."""
        node = self._tree.find(number)
        if node is not None and event == "clicked" and node.clickable:
            self._on_click(node.item)
        return node is not None

    def _refresh(self) -> bool:
        """Refresh the menu; return whether the host must read the layout again."""
        before = self._revision
        self._about_to_show()
        return self._revision != before


def _layout(node: "_Node", depth: int, names: list[str]) -> tuple[int, Properties, list[tuple[str, Any]]]:
    """Return a node as GetLayout answers it; a depth of -1 means all levels."""
    children = node.children if depth else ()
    below = [(_LAYOUT, _layout(child, depth - 1, names)) for child in children]
    return node.number, _only(node.properties, names), below


def _only(properties: Properties, names: list[str]) -> Properties:
    """Return the named properties; no names means all."""
    return {name: value for name, value in properties.items() if not names or name in names}


def _own_property(call: Message, asked: tuple[str, str]) -> Message:
    direction = "rtl" if language.current().is_right_to_left else "ltr"
    properties: Properties = _OWN_PROPERTIES | {"TextDirection": ("s", direction)}
    if asked == ("GetAll", "s"):
        return reply(call, "a{sv}", properties)
    if asked == ("Get", "ss") and call.body[1] in properties:
        return reply(call, "v", properties[call.body[1]])
    return error_reply(call, "org.freedesktop.DBus.Error.UnknownProperty")


def _no_such_item(call: Message, number: int) -> Message:
    text = f"there is no menu item {number}, or it has no such property"
    return error_reply(call, "org.freedesktop.DBus.Error.InvalidArgs", text)


# --- the numbered tree --------------------------------------------------------------------------


@frozen
class _Node:
    """A line of the menu as the hosts know it; the root has number 0 and no item."""

    number: int
    item: MenuItem
    kind: _Kind
    properties: Properties
    children: tuple["_Node", ...] = ()

    @property
    def clickable(self) -> bool:
        """Whether a click on it means anything."""
        is_separator, is_submenu, _ = self.kind
        return not (is_separator or is_submenu) and self.properties["enabled"][1]

    def all(self) -> Iterator["_Node"]:
        """Return this node and everything below it."""
        yield self
        for child in self.children:
            yield from child.all()

    def shape(self) -> tuple[object, ...]:
        """Return the nested numbers: they change only when a line is added, removed or moved."""
        return (self.number, *(child.shape() for child in self.children))


class _Tree:
    """Numbers the lines of a menu so that a line keeps its number for as long as it exists.

    While the kinds and their order stay the same, so do the numbers, whatever the texts. Otherwise a line is
    recognized by its kind and text. The number of a removed line is never reused: on a host that still shows
    it, a click can't reach another line by mistake.
    """

    def __init__(self) -> None:
        self._numbers = count(1)
        self.root = _root(())

    def update(self, menu: Iterable[MenuItem] | None) -> None:
        """Make the tree look like the menu."""
        self.root = _root(self._nodes(menu or (), self.root.children))

    def find(self, number: int) -> _Node | None:
        """Return the node with this number."""
        return next((node for node in self.root.all() if node.number == number), None)

    def _nodes(self, items: Iterable[MenuItem], before: tuple[_Node, ...]) -> tuple[_Node, ...]:
        items = list(items)
        kinds = [_kind(item) for item in items]
        in_order = kinds == [node.kind for node in before]
        left = list(before)
        nodes = []
        for item, kind in zip(items, kinds, strict=True):
            properties = _properties(item, kind)
            known = left.pop(0) if in_order else _pop_same(left, kind, properties)
            number = known.number if known else next(self._numbers)
            below = self._nodes(item.submenu, known.children if known else ()) if item.submenu else ()
            nodes.append(_Node(number, item, kind, properties, below))
        return tuple(nodes)


def _root(children: tuple[_Node, ...]) -> _Node:
    return _Node(0, None, (False, True, ""), {"children-display": ("s", "submenu")}, children)


def _pop_same(left: list[_Node], kind: _Kind, properties: Properties) -> _Node | None:
    """Remove and return the first node with the same kind and label."""
    for index, node in enumerate(left):
        if node.kind == kind and node.properties.get("label") == properties.get("label"):
            return left.pop(index)
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
