"""The part of the X Synchronization Extension that presence needs: what requests hold, and what is told.

Source: X Synchronization Extension Protocol 3.1, and syncproto.h for the layout on the wire. 64-bit values
travel as a signed high and an unsigned low half.
"""

import struct
from collections.abc import Iterator
from typing import NamedTuple

EXTENSION = "SYNC"

INITIALIZE = 0
"""Agrees on a version; must come before any other request."""
LIST_SYSTEM_COUNTERS = 1
QUERY_COUNTER = 5
CREATE_ALARM = 8
CHANGE_ALARM = 9

ALARM_NOTIFY = 1
"""The alarm event's code, counted from the extension's first event."""

POSITIVE_TRANSITION = 0
NEGATIVE_TRANSITION = 1

_ALL_ATTRIBUTES = 0x3F
_ABSOLUTE = 0
_NO_COUNTER = 0
_LARGEST = 0xFFFFFFFF


class AlarmNotify(NamedTuple):
    """An alarm went off, at this value of its counter."""

    alarm: int
    value: int


def version() -> bytes:
    """Return the body of an Initialize."""
    return struct.pack("=BB2x", 3, 1)


def counters(reply: bytes) -> Iterator[tuple[str, int]]:
    """Read name and id of each counter from the reply to a ListSystemCounters."""
    (count,) = struct.unpack_from("=8xI", reply)
    at = 32
    for _ in range(count):
        counter, length = struct.unpack_from("=I8xH", reply, at)
        end = at + 14 + length
        yield reply[at + 14 : end].decode("latin-1"), counter
        at = end + -(14 + length) % 4


def counter(number: int) -> bytes:
    """Return the body of a QueryCounter."""
    return struct.pack("=I", number)


def value(reply: bytes) -> int:
    """Read the value from the reply to a QueryCounter."""
    high, low = struct.unpack_from("=8xiI", reply)
    return int(high << 32 | low)


def alarm(number: int, counter: int, test_type: int, at: int | None) -> bytes:
    """Return the body of a CreateAlarm or ChangeAlarm, which name all attributes; `at` None: it sleeps."""
    return struct.pack(
        "=IIIIiIIiII",
        number,
        _ALL_ATTRIBUTES,
        _NO_COUNTER if at is None else counter,
        _ABSOLUTE,
        0,
        min(at or 0, _LARGEST),
        test_type,
        0,
        0,
        int(at is not None),
    )


def alarm_notify(event: bytes) -> AlarmNotify:
    """Read an AlarmNotify."""
    number, high, low = struct.unpack_from("=4xIiI", event)
    return AlarmNotify(number, high << 32 | low)
