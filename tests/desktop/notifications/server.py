"""A recording org.freedesktop.Notifications server.

Server and adapter share the test's own thread: nothing happens outside `InboxLoop.until`, so a test can
arrange any order of events.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sitbreak.wires.dbus_messages import Message, error_reply, method, name_of, reply, request_name, signal
from tests.desktop.services import InboxLoop
from tests.rig.servers import SessionBus

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
_BUS = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
ALL = ("actions", "body", "body-markup", "icon-static", "persistence")


@dataclass
class Notified:
    """One call of Notify, and the id that it was given."""

    id: int
    app_name: str
    replaces_id: int
    icon: str
    summary: str
    body: str
    actions: list[str]
    hints: dict[str, Any]
    expire: int

    @property
    def keys(self) -> dict[str, str]:
        """The key of each button, by label."""
        return dict(zip(self.actions[1::2], self.actions[::2], strict=True))


@dataclass
class Server:
    """A notification daemon without a screen.

    Switches: `capabilities`; `hangs` keeps calls unanswered until `wake`; `refuses` answers with errors;
    `before_reply` is called with the new id before the caller learns it; `wrong` holds what makes the next
    replies to Notify; `quit` is a crash.
    """

    session_bus: SessionBus
    loop: InboxLoop
    capabilities: tuple[str, ...] = ALL
    name: str = "recorder"
    vendor: str = "sitbreak"
    first_id: int = 1
    is_nameless: bool = False
    hangs: bool = False
    before_reply: Callable[[int], None] | None = None
    wrong: list[Callable[[Message], Message]] = field(default_factory=list)
    notified: list[Notified] = field(default_factory=list)
    on_screen: dict[int, Notified] = field(default_factory=dict)
    closed: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.bus = self.loop.connect(self.session_bus)
        self.bus.export(PATH, self._take)
        self._held: list[Message] = []
        self._next_id = self.first_id
        owned: list[object] = []
        self.bus.call(request_name(NAME), "u", owned.append)
        self.loop.until(lambda: owned)
        assert owned == [(1,)], owned

    def quit(self) -> None:
        """Crash: the name is free, all bubbles are gone."""
        self.bus.close()
        self.loop.settle()

    def give_way(self) -> None:
        """Release the name for another server, but keep running."""
        self.bus.call(method(*_BUS, "ReleaseName", "s", NAME), None, lambda _answer: None)
        self.loop.settle()

    def wake(self) -> None:
        """Answer the calls that were kept, in order, and all others at once."""
        self.hangs = False
        held, self._held = self._held, []
        for message in held:
            self.bus.send(self._answer(message))

    def click(self, bubble: Notified, label: str) -> None:
        """Click a button as daemons do: the click, then the closing."""
        self.emit("ActionInvoked", "us", bubble.id, bubble.keys[label])
        self.dismiss(bubble.id)

    def dismiss(self, bubble_id: int, reason: int = 2) -> None:
        """Remove a bubble. The reason: 1 expired, 2 closed by the person, 3 closed by a call."""
        self.on_screen.pop(bubble_id, None)
        self.emit("NotificationClosed", "uu", bubble_id, reason)

    def emit(self, name: str, signature: str, *values: object) -> None:
        """Broadcast a signal."""
        self.bus.send(signal(PATH, NAME, name, signature, *values))

    def _take(self, message: Message) -> Message | None:
        if self.hangs:
            self._held.append(message)
            return None
        return self._answer(message)

    def _answer(self, message: Message) -> Message:
        match name_of(message):
            case "GetCapabilities":
                return reply(message, "as", list(self.capabilities))
            case "Notify":
                bubble_id = self._notify(message.body)
                return self.wrong.pop(0)(message) if self.wrong else reply(message, "u", bubble_id)
            case "CloseNotification":
                self.closed.append(message.body[0])
                self.dismiss(message.body[0], 3)
                return reply(message)
            case "GetServerInformation" if not self.is_nameless:
                return reply(message, "ssss", self.name, self.vendor, "1", "1.2")
        return error_reply(message, "org.freedesktop.DBus.Error.UnknownMethod")

    def _notify(self, values: tuple[Any, ...]) -> int:
        bubble_id = values[1]
        if bubble_id not in self.on_screen:
            bubble_id, self._next_id = self._next_id, self._next_id + 1
        bubble = Notified(bubble_id, *values)
        self.notified.append(bubble)
        self.on_screen[bubble_id] = bubble
        if self.before_reply is not None:
            self.before_reply(bubble_id)
        return int(bubble_id)
