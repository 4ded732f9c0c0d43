"""A panel without pixels: a StatusNotifierWatcher and host that reads icons and menus over D-Bus."""

import select
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

from sitbreak.wires.dbus import Answer, Bus, CallFailed
from sitbreak.wires.dbus_messages import (
    PROPERTIES,
    Message,
    error_reply,
    get_bus_id,
    method,
    name_of,
    reply,
    signal_rule,
)
from tests.rig.servers import SessionBus
from tests.until import until

ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
Reads = Literal["Get", "GetAll", ""]
Replies = Literal["at once", "never", "refuses", "not yet"]
WATCHER = "org.kde.StatusNotifierWatcher"
_BUS = "org.freedesktop.DBus"
_ALLOW_REPLACEMENT, _REPLACE_EXISTING, _DO_NOT_QUEUE = 1, 2, 4


def connect(bus: SessionBus) -> Bus:
    """Connect to the private session bus."""
    return Bus(bus.address.removeprefix("unix:path="))


@dataclass
class Line:
    """One line of a menu as a host sees it."""

    number: int
    properties: dict[str, Any]
    lines: list["Line"] = field(default_factory=list)

    @property
    def label(self) -> str:
        return str(self.properties.get("label", "---"))

    def find(self, label: str) -> "Line":
        """Return the first line below whose label starts like this."""
        found = self._all(label)
        assert found, f"no line {label!r}"
        return found[0]

    def _all(self, label: str) -> list["Line"]:
        here = [self] if self.label.startswith(label) else []
        return here + [found for line in self.lines for found in line._all(label)]


class Host:
    """Owns the watcher's name. Every call waits for its answer.

    Like a panel it shows an icon that registers, which takes reading its picture: alone, or with everything
    else (`reads="GetAll"`); with `reads=""` it does not. One that refuses an icon does not read it, either.
    One that is not there yet (`replies="not yet"`) cannot be called before the second time.
    """

    def __init__(
        self, bus: Bus, *, replies: Replies = "at once", reads: Reads = "Get", replaces: bool = False
    ) -> None:
        self._bus = bus
        self._replies = replies
        self._reads = reads
        self.items: list[str] = []
        self.unanswered: list[Message] = []
        self.signals: list[tuple[str, tuple[Any, ...]]] = []
        bus.export("/StatusNotifierWatcher", self._register)
        for interface in (ITEM, MENU):
            bus.listen(signal_rule(interface), None, self._receive)
        flags = _ALLOW_REPLACEMENT | _DO_NOT_QUEUE | (_REPLACE_EXISTING if replaces else 0)
        self.answer(method(_BUS, "/org/freedesktop/DBus", _BUS, "RequestName", "su", WATCHER, flags))

    def close(self) -> None:
        self._bus.close()

    def wait_for(self, condition: Callable[[], object], what: str) -> None:
        """Read from the bus until the condition holds."""
        until(condition, what, meanwhile=lambda: self._turn(0.02))

    def take_item(self) -> str:
        """Wait for an icon and return its bus name."""
        self.wait_for(lambda: self.items, "an icon registers")
        return self.items.pop()

    def take_signals(self) -> list[tuple[str, tuple[Any, ...]]]:
        """Return the signals sent since the last time."""
        # The bus's answer comes after everything that was sent before the question.
        self.answer(get_bus_id())
        self._turn(0)
        signals, self.signals = self.signals, []
        return signals

    # --- asking ---------------------------------------------------------------------------------

    def ask(self, item: str, member: str, signature: str = "", *values: object) -> tuple[Any, ...]:
        """Call a method of the icon's menu."""
        return self.answer(method(item, "/MenuBar", MENU, member, signature, *values))

    def item_properties(self, item: str) -> dict[str, Any]:
        """Read all properties of an icon."""
        call = method(item, "/StatusNotifierItem", PROPERTIES, "GetAll", "s", ITEM)
        return {name: value for name, (_, value) in self.answer(call)[0].items()}

    def item_property(self, item: str, name: str) -> Any:
        """Read one property of an icon: (signature, value)."""
        return self.answer(method(item, "/StatusNotifierItem", PROPERTIES, "Get", "ss", ITEM, name))[0]

    def menu(self, item: str, number: int = 0, depth: int = -1, *names: str) -> Line:
        """Read the menu of an icon."""
        return _line(self.ask(item, "GetLayout", "iias", number, depth, list(names))[1])

    def click(self, item: str, number: int) -> None:
        """Send the click on a menu item."""
        self.ask(item, "Event", "isvu", number, "clicked", ("i", 0), 0)

    def answer(self, message: Message) -> tuple[Any, ...]:
        """Call a method and return its values; raises CallFailed."""
        answers: list[Answer] = []
        self._bus.call(message, None, answers.append)
        self.wait_for(lambda: answers, "the call is answered")
        answer = answers[0]
        if isinstance(answer, CallFailed):
            raise answer
        return answer

    # --- internals -------------------------------------------------------------------------------

    def _turn(self, seconds: float) -> None:
        if select.select([self._bus], [], [], seconds)[0]:
            self._bus.ready()

    def _register(self, call: Message) -> Message | None:
        if self._replies == "not yet":
            self._replies = "at once"
            return error_reply(call, "org.freedesktop.DBus.Error.UnknownMethod")
        self.items.append(call.body[0])
        if self._replies == "refuses":
            return error_reply(call, "org.freedesktop.DBus.Error.Failed")
        self.read(call.body[0])
        if self._replies == "at once":
            return reply(call)
        self.unanswered.append(call)
        return None

    def refuse_late(self) -> None:
        """Refuse the icon whose registration has not been answered; return once it knows."""
        self._bus.send(error_reply(self.unanswered.pop(), "org.freedesktop.DBus.Error.Failed"))
        self.item_property(self.items[-1], "Id")

    def read(self, item: str) -> None:
        """Read the icon like this host, and do not wait for the answer."""
        of_item = partial(method, item, "/StatusNotifierItem", PROPERTIES)
        match self._reads:
            case "Get":
                self._bus.call(of_item("Get", "ss", ITEM, "IconPixmap"), "v", lambda _: None)
            case "GetAll":
                self._bus.call(of_item("GetAll", "s", ITEM), "a{sv}", lambda _: None)

    def _receive(self, message: Message) -> None:
        self.signals.append((name_of(message), message.body))


def _line(layout: tuple[int, dict[str, tuple[str, Any]], list[tuple[str, Any]]]) -> Line:
    number, properties, below = layout
    plain = {name: value for name, (_, value) in properties.items()}
    return Line(number, plain, [_line(line) for _, line in below])
