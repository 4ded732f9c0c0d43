"""The X server's counters, and alarms that go off when one of them passes a value.

Source: X Synchronization Extension Protocol 3.1, and syncproto.h for the layout on the wire. 64-bit values
travel as a signed high and an unsigned low half.
"""

import struct
import time
from collections.abc import Callable, Iterator

from sitbreak.wires import NoServer
from sitbreak.wires.x11 import PACKET, X11Connection

EXTENSION = "SYNC"
SERVER_TIME = "SERVERTIME"
"""The counter that every server has: milliseconds on the clock by which it dates events."""

POSITIVE_TRANSITION = 0
"""An alarm of this type goes off when its counter rises to the value."""
NEGATIVE_TRANSITION = 1
"""An alarm of this type goes off when its counter falls to the value."""

_INITIALIZE = 0  # agrees on a version; must come before any other request
_LIST_SYSTEM_COUNTERS = 1
_QUERY_COUNTER = 5
_CREATE_ALARM = 8
_CHANGE_ALARM = 9
_ALARM_NOTIFY = 1  # counted from the extension's first event
_ALL_ATTRIBUTES = 0x3F
_ABSOLUTE = 0
_NO_COUNTER = 0
_LARGEST = 0xFFFFFFFF
_HALF = 1 << 31
_CLOCKS_AGREE = 3600.0
"""Seconds after which the server's time is read again: it may be another computer's."""


class SyncExtension:
    """The extension on one connection, for one of the server's own counters."""

    def __init__(
        self, connection: X11Connection, counter: str, on_alarm: Callable[[int, int, float], None]
    ) -> None:
        """Find the counter.

        Args:
            connection: stays its owner's to read and to close.
            counter: its name, such as IDLETIME.
            on_alarm: gets the id of each alarm that goes off, the counter's value then, and how many seconds
                ago that was.

        Raises:
            NoServer: the server lacks the extension or the counter.
        """
        extension = connection.extension(EXTENSION)
        self._connection = connection
        self._opcode = extension.opcode
        self._types: dict[int, int] = {}
        connection.ask(self._opcode, _INITIALIZE, struct.pack("=BB2x", 3, 1))
        found = dict(_counters(connection.ask(self._opcode, _LIST_SYSTEM_COUNTERS)))
        for name in (counter, SERVER_TIME):
            if name not in found:
                raise NoServer(f"the X server has no {name} counter")
        self._counter, self._time_counter = found[counter], found[SERVER_TIME]
        self._on_server_time(
            _parse_value(connection.ask(self._opcode, _QUERY_COUNTER, struct.pack("=I", self._time_counter)))
        )

        def on_event(event: bytes) -> None:
            fired, value, server_time = _parse_alarm_notify(event)
            on_alarm(fired, value, self._seconds_since(server_time))

        connection.listen(extension.first_event + _ALARM_NOTIFY, on_event)

    def query(self, on_value: Callable[[int], None]) -> None:
        """Ask for the counter's value."""
        self._query(self._counter, on_value)
        if time.monotonic() - self._read_at > _CLOCKS_AGREE:
            self._query(self._time_counter, self._on_server_time)

    def create_alarm(self, test_type: int) -> int:
        """Create an alarm that is off; return its id."""
        alarm = self._connection.new_id()
        self._types[alarm] = test_type
        self._send_alarm(_CREATE_ALARM, alarm, None)
        return alarm

    def set_alarm(self, alarm: int, value: int | None) -> None:
        """Let an alarm go off, once, when the counter passes `value`; None turns it off."""
        self._send_alarm(_CHANGE_ALARM, alarm, value)

    def _query(self, counter: int, on_value: Callable[[int], None]) -> None:
        self._connection.send(
            self._opcode,
            _QUERY_COUNTER,
            struct.pack("=I", counter),
            lambda reply: on_value(_parse_value(reply)),
        )

    def _on_server_time(self, server_time: int) -> None:
        self._read_at, self._server_time = time.monotonic(), server_time

    def _seconds_since(self, server_time: int) -> float:
        """Return how long ago the server's time, of which only 32 bits are known, was this."""
        later_ms = (server_time - self._server_time + _HALF) % (2 * _HALF) - _HALF
        return max(time.monotonic() - self._read_at - later_ms / 1000, 0.0)

    def _send_alarm(self, request: int, alarm: int, value: int | None) -> None:
        body = struct.pack(
            "=IIIIiIIiII",
            alarm,
            _ALL_ATTRIBUTES,
            _NO_COUNTER if value is None else self._counter,
            _ABSOLUTE,
            0,
            min(value or 0, _LARGEST),
            self._types[alarm],
            0,
            0,
            int(value is not None),
        )
        self._connection.send(self._opcode, request, body)


def _counters(reply: bytes) -> Iterator[tuple[str, int]]:
    """Read name and id of each counter from the reply to ListSystemCounters."""
    (count,) = struct.unpack_from("=8xI", reply)
    at = PACKET
    for _ in range(count):
        counter, length = struct.unpack_from("=I8xH", reply, at)
        end = at + 14 + length
        yield reply[at + 14 : end].decode("latin-1"), counter
        at = end + -(14 + length) % 4


def _parse_value(reply: bytes) -> int:
    """Read the value from the reply to QueryCounter."""
    high, low = struct.unpack_from("=8xiI", reply)
    return int(high << 32 | low)


def _parse_alarm_notify(event: bytes) -> tuple[int, int, int]:
    """Read the alarm's id, the counter's value and the server's time."""
    alarm, high, low, server_time = struct.unpack_from("=4xIiI8xI", event)
    return alarm, high << 32 | low, server_time
