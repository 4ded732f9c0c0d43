"""The texts of the icon, read over D-Bus as a panel reads them."""

from typing import Any

from jeepney import Message
from jeepney.io.blocking import open_dbus_connection
from jeepney.wrappers import unwrap_msg

from sitbreak.wires.dbus_messages import method, property_query
from tests.rig.desktop import STATUS_NOTIFIER_WATCHER
from tests.rig.servers import SessionBus

_PATH, _INTERFACE = "/StatusNotifierItem", "org.kde.StatusNotifierItem"
_MENU_PATH, _MENU = "/MenuBar", "com.canonical.dbusmenu"
_ROOT = 0


class Item:
    """The only icon that has registered with the panel."""

    def __init__(self, bus: SessionBus) -> None:
        self._bus = bus
        question = property_query(
            STATUS_NOTIFIER_WATCHER,
            "/StatusNotifierWatcher",
            STATUS_NOTIFIER_WATCHER,
            "RegisteredStatusNotifierItems",
        )
        [item] = self._ask(question)[0][1]
        self._name = str(item).partition("/")[0]

    def tooltip(self) -> str:
        """Return the text of the tooltip."""
        _, (_, _, title, text) = self._ask(property_query(self._name, _PATH, _INTERFACE, "ToolTip"))[0]
        return f"{title}{text}"

    def first_line(self) -> str:
        """Return the first line of the menu, as it would be opened now."""
        self._ask(method(self._name, _MENU_PATH, _MENU, "AboutToShow", "i", _ROOT))
        return self.entries()[0]

    def entries(self, of: str = "") -> list[str]:
        """Return the labels of the menu's entries, or of those of a submenu; separators have none."""
        layout = method(self._name, _MENU_PATH, _MENU, "GetLayout", "iias", _ROOT, -1, ["label"])
        _, (_, _, lines) = self._ask(layout)
        if of:
            [lines] = [children for _, (_, properties, children) in lines if _label(properties) == of]
        return [label for _, (_, properties, _) in lines if (label := _label(properties))]

    def _ask(self, message: Message) -> tuple[Any, ...]:
        with open_dbus_connection(self._bus.address) as connection:
            return tuple(unwrap_msg(connection.send_and_get_reply(message, timeout=5)))


def _label(properties: dict[str, tuple[str, Any]]) -> str:
    return str(properties["label"][1]) if "label" in properties else ""
