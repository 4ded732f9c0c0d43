"""The menu: com.canonical.dbusmenu at one object path.

Source: https://github.com/AyatanaIndicators/libdbusmenu/blob/master/libdbusmenu-glib/dbus-menu.xml
"""

from collections.abc import Callable, Iterable
from typing import Any

from jeepney import DBusAddress, HeaderFields, Message, new_error, new_method_return, new_signal

from sitbreak.desktop.tray.pystray_base import MenuItem
from sitbreak.desktop.tray.status_notifier.tree import Node, Properties, Tree
from sitbreak.wires.dbus import Bus

INTERFACE = "com.canonical.dbusmenu"
_OWN_PROPERTIES: Properties = {
    "Version": ("u", 3),
    "TextDirection": ("s", "ltr"),
    "Status": ("s", "normal"),
    "IconThemePath": ("as", []),
}
_LAYOUT = "(ia{sv}av)"


class DBusMenu:
    """Shows a pystray menu to every host that asks."""

    def __init__(
        self,
        bus: Bus,
        path: str,
        about_to_show: Callable[[], None],
        on_click: Callable[[MenuItem], None],
    ) -> None:
        """Offer an empty menu at `path`.

        Args:
            bus: the connection.
            path: the object path.
            about_to_show: is called before a host shows the menu, so that `update` can make it fresh.
            on_click: gets the clicked item and returns at once: the answer to the click is still to be sent.
        """
        self._bus = bus
        self._about_to_show = about_to_show
        self._on_click = on_click
        self._emitter = DBusAddress(path, interface=INTERFACE)
        self._tree = Tree()
        self._revision = 1
        self._methods: dict[str, Callable[[Message], Message]] = {
            "GetLayout": self._get_layout,
            "GetGroupProperties": self._get_group_properties,
            "GetProperty": self._get_property,
            "Event": self._event,
            "EventGroup": self._event_group,
            "AboutToShow": self._about_to_show_one,
            "AboutToShowGroup": self._about_to_show_group,
        }
        bus.export(path, self._answer)

    def update(self, menu: Iterable[MenuItem] | None) -> None:
        """Show this menu; hosts hear only of what differs."""
        before = self._tree.root
        known = {node.number: node.properties for node in before.all()}
        self._tree.update(menu)
        changed = []
        for node in self._tree.root.all():
            old = known.get(node.number, node.properties)
            if new := {name: value for name, value in node.properties.items() if old.get(name) != value}:
                changed.append((node.number, new))
        self._tell(changed)
        if before.shape() != self._tree.root.shape():
            self._revision += 1
            self._bus.send(new_signal(self._emitter, "LayoutUpdated", "ui", (self._revision, 0)))

    def tell_marks_again(self, item: MenuItem) -> None:
        """Tell the check marks around a clicked item: some hosts (Plasma) have changed them themselves."""
        for node in self._tree.root.all():
            if any(child.item is item for child in node.children):
                marks = [(child.number, _only(child.properties, ["toggle-state"])) for child in node.children]
                self._tell([(number, mark) for number, mark in marks if mark])

    def _tell(self, changed: list[tuple[int, Properties]]) -> None:
        if changed:
            body: tuple[Any, ...] = (changed, [])
            self._bus.send(new_signal(self._emitter, "ItemsPropertiesUpdated", "a(ia{sv})a(ias)", body))

    # --- what hosts ask ------------------------------------------------------------------------

    def _answer(self, call: Message) -> Message:
        fields = call.header.fields
        interface, member = fields.get(HeaderFields.interface), fields.get(HeaderFields.member, "")
        if interface == "org.freedesktop.DBus.Properties":
            return _own_property(call, member)
        answer = self._methods.get(member) if interface in (INTERFACE, None) else None
        if answer is None:
            return new_error(call, "org.freedesktop.DBus.Error.UnknownMethod")
        return answer(call)

    def _get_layout(self, call: Message) -> Message:
        number, depth, names = call.body
        node = self._tree.find(number)
        if node is None:
            return _no_such_item(call, number)
        return new_method_return(call, f"u{_LAYOUT}", (self._revision, _layout(node, depth, names)))

    def _get_group_properties(self, call: Message) -> Message:
        numbers, names = call.body
        wanted = [node for node in self._tree.root.all() if not numbers or node.number in numbers]
        body = [(node.number, _only(node.properties, names)) for node in wanted]
        return new_method_return(call, "a(ia{sv})", (body,))

    def _get_property(self, call: Message) -> Message:
        number, name = call.body
        node = self._tree.find(number)
        if node is None or name not in node.properties:
            return _no_such_item(call, number)
        return new_method_return(call, "v", (node.properties[name],))

    def _event(self, call: Message) -> Message:
        number, event, _, _ = call.body
        self._happened(number, event)
        return new_method_return(call)

    def _event_group(self, call: Message) -> Message:
        unknown = [number for number, event, _, _ in call.body[0] if not self._happened(number, event)]
        return new_method_return(call, "ai", (unknown,))

    def _about_to_show_one(self, call: Message) -> Message:
        return new_method_return(call, "b", (self._made_fresh(),))

    def _about_to_show_group(self, call: Message) -> Message:
        numbers = call.body[0]
        unknown = [number for number in numbers if self._tree.find(number) is None]
        known = [number for number in numbers if number not in unknown]
        return new_method_return(call, "aiai", (known if self._made_fresh() else [], unknown))

    def _happened(self, number: int, event: str) -> bool:
        """Take note of an event; False when there is no such item."""
        node = self._tree.find(number)
        if node is not None and event == "clicked" and node.clickable:
            self._on_click(node.item)
        return node is not None

    def _made_fresh(self) -> bool:
        """Make the menu fresh; True when the host has to ask for the layout again."""
        before = self._revision
        self._about_to_show()
        return self._revision != before


def _layout(node: Node, depth: int, names: list[str]) -> tuple[int, Properties, list[tuple[str, Any]]]:
    """Return a node as GetLayout answers it; a depth of -1 is everything."""
    children = node.children if depth else []
    below = [(_LAYOUT, _layout(child, depth - 1, names)) for child in children]
    return node.number, _only(node.properties, names), below


def _only(properties: Properties, names: list[str]) -> Properties:
    """Return the named properties; no name means all."""
    return {name: value for name, value in properties.items() if not names or name in names}


def _own_property(call: Message, member: str) -> Message:
    if member == "GetAll":
        return new_method_return(call, "a{sv}", (_OWN_PROPERTIES,))
    if member == "Get" and call.body[1] in _OWN_PROPERTIES:
        return new_method_return(call, "v", (_OWN_PROPERTIES[call.body[1]],))
    return new_error(call, "org.freedesktop.DBus.Error.UnknownProperty")


def _no_such_item(call: Message, number: int) -> Message:
    text = f"there is no menu item {number}, or it has no such property"
    return new_error(call, "org.freedesktop.DBus.Error.InvalidArgs", "s", (text,))
