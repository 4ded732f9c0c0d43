"""The part of the X Synchronization Extension that presence needs, in python-xlib's request style.

Source: X Synchronization Extension Protocol 3.1, and syncproto.h for the layout on the wire. 64-bit values
travel as a signed high and an unsigned low half.
"""

from Xlib.protocol import rq

EXTENSION = "SYNC"
ALARM_NOTIFY = 1
"""The alarm event's code, counted from the extension's first event."""

POSITIVE_TRANSITION = 0
NEGATIVE_TRANSITION = 1
NO_COUNTER = 0

_ALL_ATTRIBUTES = 0x3F
_ABSOLUTE = 0


class Initialize(rq.ReplyRequest):  # type: ignore[misc]
    """Agree on a version; must come before any other request."""

    _request = rq.Struct(
        rq.Card8("opcode"),
        rq.Opcode(0),
        rq.RequestLength(),
        rq.Card8("major_version"),
        rq.Card8("minor_version"),
        rq.Pad(2),
    )
    _reply = rq.Struct(
        rq.ReplyCode(),
        rq.Pad(1),
        rq.Card16("sequence_number"),
        rq.ReplyLength(),
        rq.Card8("major_version"),
        rq.Card8("minor_version"),
        rq.Pad(22),
    )


class _CounterName(rq.String8):  # type: ignore[misc]
    """A counter's name: padded so that it ends on 4 bytes together with the 14 bytes before it."""

    def parse_binary_value(
        self,
        data: bytes,
        display: object,  # noqa: ARG002 - python-xlib's signature
        length: int,
        format: object,  # noqa: A002, ARG002 - the same
    ) -> tuple[str, bytes]:
        padding = -(14 + length) % 4
        return bytes(data[:length]).decode("latin-1"), data[length + padding :]


class ListSystemCounters(rq.ReplyRequest):  # type: ignore[misc]
    """List the server's own counters."""

    _request = rq.Struct(rq.Card8("opcode"), rq.Opcode(1), rq.RequestLength())
    _reply = rq.Struct(
        rq.ReplyCode(),
        rq.Pad(1),
        rq.Card16("sequence_number"),
        rq.ReplyLength(),
        rq.LengthOf("counters", 4),
        rq.Pad(20),
        rq.List(
            "counters",
            rq.Struct(
                rq.Card32("counter"),
                rq.Int32("resolution_high"),
                rq.Card32("resolution_low"),
                rq.LengthOf("name", 2),
                _CounterName("name"),
            ),
        ),
    )


class QueryCounter(rq.ReplyRequest):  # type: ignore[misc]
    """Read a counter; `value` is None until the reply has come."""

    _request = rq.Struct(rq.Card8("opcode"), rq.Opcode(5), rq.RequestLength(), rq.Card32("counter"))
    _reply = rq.Struct(
        rq.ReplyCode(),
        rq.Pad(1),
        rq.Card16("sequence_number"),
        rq.ReplyLength(),
        rq.Int32("value_high"),
        rq.Card32("value_low"),
        rq.Pad(16),
    )

    @property
    def value(self) -> int | None:
        """The counter's value."""
        return None if self._data is None else joined(self.value_high, self.value_low)


# A new or changed alarm names all its attributes, so that the list of values has one layout.
_ALARM = (
    rq.RequestLength(),
    rq.Card32("alarm"),
    rq.Card32("attributes", _ALL_ATTRIBUTES),
    rq.Card32("counter"),
    rq.Card32("value_type", _ABSOLUTE),
    rq.Int32("value_high", 0),
    rq.Card32("value_low"),
    rq.Card32("test_type"),
    rq.Int32("delta_high", 0),
    rq.Card32("delta_low", 0),
    rq.Card32("events"),
)


class CreateAlarm(rq.Request):  # type: ignore[misc]
    """Make an alarm."""

    _request = rq.Struct(rq.Card8("opcode"), rq.Opcode(8), *_ALARM)


class ChangeAlarm(rq.Request):  # type: ignore[misc]
    """Set an alarm anew. Without a counter it sleeps."""

    _request = rq.Struct(rq.Card8("opcode"), rq.Opcode(9), *_ALARM)


class AlarmNotify(rq.Event):  # type: ignore[misc]
    """An alarm went off."""

    _code = None
    _fields = rq.Struct(
        rq.Card8("type"),
        rq.Card8("kind"),
        rq.Card16("sequence_number"),
        rq.Card32("alarm"),
        rq.Int32("value_high"),
        rq.Card32("value_low"),
        rq.Int32("test_value_high"),
        rq.Card32("test_value_low"),
        rq.Card32("timestamp"),
        rq.Card8("state"),
        rq.Pad(3),
    )

    @property
    def value(self) -> int:
        """The counter's value when it did."""
        return joined(self.value_high, self.value_low)


def joined(high: int, low: int) -> int:
    """Join the halves of a 64-bit value."""
    return high << 32 | low
