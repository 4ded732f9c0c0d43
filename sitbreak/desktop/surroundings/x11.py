"""Full screens on X11.

Source: Extended Window Manager Hints 1.5: _NET_ACTIVE_WINDOW, _NET_WM_STATE, _NET_WM_WINDOW_TYPE; X Window
System Protocol, InternAtom and GetProperty.
"""

import struct

from sitbreak.desktop.surroundings.signs import CannotTell
from sitbreak.wires import NoServer
from sitbreak.wires.x11 import PACKET, Connection

_INTERN_ATOM = 16
_GET_PROPERTY = 20
_NO_WINDOW = 0
_ANY_TYPE = 0

_LONGEST = 1024
"""Of a property, in words of 32 bits."""


def fullscreen() -> bool:
    """Ask the server that DISPLAY names.

    Raises:
        CannotTell: there is none, or no window manager that keeps to the hints.
    """
    try:
        connection = Connection(lambda: None)
    except NoServer as why_not:
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
        except NoServer as why_not:
            raise CannotTell(str(why_not)) from why_not
        if not active:
            raise CannotTell("the window manager does not tell which window is active")
        try:
            return active[0] != _NO_WINDOW and self._is_full(active[0])
        except NoServer:  # it was closed while we looked
            return False

    def _is_full(self, window: int) -> bool:
        return (
            self._atom("_NET_WM_STATE_FULLSCREEN") in self._numbers(window, "_NET_WM_STATE")
            and self._atom("_NET_WM_WINDOW_TYPE_DESKTOP") not in self._numbers(window, "_NET_WM_WINDOW_TYPE")
            and b"sitbreak" not in self._property(window, "WM_CLASS", 8).split(b"\0")
        )

    def _numbers(self, window: int, name: str) -> tuple[int, ...]:
        items = self._property(window, name, 32)
        return struct.unpack(f"={len(items) // 4}I", items)

    def _property(self, window: int, name: str, width: int) -> bytes:
        """Return the items of a property that are `width` bits wide each; none: there is no such property."""
        which = struct.pack("=IIIII", window, self._atom(name), _ANY_TYPE, 0, _LONGEST)
        reply = self._connection.ask(_GET_PROPERTY, 0, which)
        its_width, count = struct.unpack_from("=xB14xI", reply)
        return reply[PACKET : PACKET + count * width // 8] if its_width == width else b""

    def _atom(self, name: str) -> int:
        reply = self._connection.ask(_INTERN_ATOM, 0, struct.pack("=H2x", len(name)) + name.encode())
        return int(struct.unpack_from("=8xI", reply)[0])
