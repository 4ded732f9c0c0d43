"""Full screens on X11.

Source: Extended Window Manager Hints 1.5: _NET_ACTIVE_WINDOW, _NET_WM_STATE, _NET_WM_WINDOW_TYPE; X Window
System Protocol. python-xlib has these two requests in a module of all 120, which costs half a MiB.
"""

from typing import Any

from Xlib import X
from Xlib.protocol import rq

from sitbreak.desktop.presence import PresenceUnavailable
from sitbreak.desktop.presence.connection import Connection
from sitbreak.desktop.surroundings.signs import CannotTell

_LONGEST = 1024
"""Of a property, in words of 32 bits."""


class _InternAtom(rq.ReplyRequest):  # type: ignore[misc]
    """Get the number of a name."""

    _request = rq.Struct(
        rq.Opcode(16),
        rq.Bool("only_if_exists"),
        rq.RequestLength(),
        rq.LengthOf("name", 2),
        rq.Pad(2),
        rq.String8("name"),
    )
    _reply = rq.Struct(
        rq.ReplyCode(),
        rq.Pad(1),
        rq.Card16("sequence_number"),
        rq.ReplyLength(),
        rq.Card32("atom"),
        rq.Pad(20),
    )


class _GetProperty(rq.ReplyRequest):  # type: ignore[misc]
    """Read a property of a window."""

    _request = rq.Struct(
        rq.Opcode(20),
        rq.Bool("delete"),
        rq.RequestLength(),
        rq.Card32("window"),
        rq.Card32("property"),
        rq.Card32("type"),
        rq.Card32("long_offset"),
        rq.Card32("long_length"),
    )
    _reply = rq.Struct(
        rq.ReplyCode(),
        rq.Format("value", 1),
        rq.Card16("sequence_number"),
        rq.ReplyLength(),
        rq.Card32("property_type"),
        rq.Card32("bytes_after"),
        rq.LengthOf("value", 4),
        rq.Pad(12),
        rq.PropertyData("value"),
    )


def fullscreen() -> bool:
    """Ask the server that DISPLAY names.

    Raises:
        CannotTell: there is none, or no window manager that keeps to the hints.
    """
    try:
        connection = Connection(lambda: None)
    except PresenceUnavailable as why_not:
        raise CannotTell(str(why_not)) from why_not
    try:
        return _Windows(connection).active_is_full()
    finally:
        connection.close()


class _Windows:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def active_is_full(self) -> bool:
        try:
            active = self._numbers(self._connection.root, "_NET_ACTIVE_WINDOW")
        except PresenceUnavailable as why_not:
            raise CannotTell(str(why_not)) from why_not
        if not active:
            raise CannotTell("the window manager does not tell which window is active")
        try:
            return active[0] != X.NONE and self._is_full(active[0])
        except PresenceUnavailable:  # it was closed while we looked
            return False

    def _is_full(self, window: int) -> bool:
        return (
            self._atom("_NET_WM_STATE_FULLSCREEN") in self._numbers(window, "_NET_WM_STATE")
            and self._atom("_NET_WM_WINDOW_TYPE_DESKTOP") not in self._numbers(window, "_NET_WM_WINDOW_TYPE")
            and b"sitbreak" not in (self._property(window, "WM_CLASS", 8) or b"").split(b"\0")
        )

    def _numbers(self, window: int, name: str) -> list[int]:
        return list(self._property(window, name, 32) or ())

    def _property(self, window: int, name: str, width: int) -> Any:
        """Return the items of a property that are `width` bits wide each; None: there is no such property."""
        reply = self._connection.ask(
            _GetProperty,
            delete=False,
            window=window,
            property=self._atom(name),
            type=X.AnyPropertyType,
            long_offset=0,
            long_length=_LONGEST,
        )
        return reply.value[1] if reply.value is not None and reply.value[0] == width else None

    def _atom(self, name: str) -> int:
        return int(self._connection.ask(_InternAtom, name=name, only_if_exists=False).atom)
