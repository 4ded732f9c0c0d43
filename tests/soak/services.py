"""What is around sitbreak: a monitor of idle and a screen saver, on a private bus.

The notification daemon and the panel are those of the other tests (`tests.desktop`).
"""

from collections.abc import Callable
from itertools import count

from sitbreak.wires.dbus_messages import Message, error_reply, name_of, reply, signal
from tests.desktop.services import InboxLoop, Service
from tests.rig.servers import SessionBus

MUTTER = "org.gnome.Mutter.IdleMonitor"
_CORE = "/org/gnome/Mutter/IdleMonitor/Core"
SAVER, _SAVER_PATH = "org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"


class IdleMonitor(Service):
    """Mutter's, of a person who types on the test's clock.

    Attributes:
        watches: milliseconds by id; None is a watch for the next input.
    """

    def __init__(self, loop: InboxLoop, bus: SessionBus, clock: Callable[[], float]) -> None:
        """Know of an input now, by `clock`, which returns seconds."""
        super().__init__(loop, bus, (MUTTER,))
        self.watches: dict[int, int | None] = {}
        self._clock = clock
        self._last_input = clock()
        self._numbers = count(1)
        self._fired: set[int] = set()
        self.bus.export(_CORE, self._reply)

    def type(self) -> None:
        """Touch a key."""
        self._last_input = self._clock()
        self._fired.clear()
        for number in [number for number, ms in self.watches.items() if ms is None]:
            del self.watches[number]  # such a watch goes off once
            self._fire(number)

    def look(self) -> None:
        """Report idle that has become long enough."""
        for number, ms in self.watches.items():
            if ms is not None and ms <= self._idle_ms() and number not in self._fired:
                self._fired.add(number)
                self._fire(number)

    def _idle_ms(self) -> int:
        return int(1000 * (self._clock() - self._last_input))

    def _fire(self, number: int) -> None:
        self.signal(_CORE, MUTTER, "WatchFired", "u", number)

    def _reply(self, call: Message) -> Message:
        match name_of(call):
            case "GetIdletime":
                return reply(call, "t", self._idle_ms())
            case "AddIdleWatch" | "AddUserActiveWatch":
                number = next(self._numbers)
                self.watches[number] = call.body[0] if call.body else None
                return reply(call, "u", number)
            case "RemoveWatch":
                self.watches.pop(call.body[0], None)
                return reply(call)
        return error_reply(call, "org.freedesktop.DBus.Error.UnknownMethod")


class ScreenSaver(Service):
    """A screen that is locked and unlocked."""

    def __init__(self, loop: InboxLoop, bus: SessionBus) -> None:
        """Not locked yet."""
        super().__init__(loop, bus, (SAVER,))
        self.answer(_SAVER_PATH, "GetActive", signature="b", values=(False,))

    def lock(self, *, locked: bool) -> None:
        """Lock or unlock it."""
        self.answer(_SAVER_PATH, "GetActive", signature="b", values=(locked,))
        self.bus.send(signal(_SAVER_PATH, SAVER, "ActiveChanged", "b", locked))
