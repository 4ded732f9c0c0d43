"""Whether the active window fills the screen, asked of the display server.

A connection for each look, which may wait: it runs on a thread of its own. Compositors that show windows to
programs are sway, Hyprland, labwc, Wayfire, niri and others; GNOME's and KDE's do not.

Source: Extended Window Manager Hints 1.5: _NET_ACTIVE_WINDOW, _NET_WM_STATE, _NET_WM_WINDOW_TYPE; X Window
System Protocol, InternAtom and GetProperty; wlr-foreign-toplevel-management-unstable-v1, version 2.
"""

import os
import struct
import time
from contextlib import closing, suppress
from functools import partial
from typing import TYPE_CHECKING

from sitbreak.desktop.surroundings.signs import NoVerdict
from sitbreak.wires import NoServer

if TYPE_CHECKING:
    from sitbreak.wires.wayland import WaylandConnection
    from sitbreak.wires.x11 import X11Connection

_OUR_WINDOWS = "sitbreak"


def fullscreen() -> bool:
    """Return whether the active window fills the screen; a desktop and our own windows do not count.

    Raises:
        NoVerdict: no display server here reports it.
    """
    try:
        if os.environ.get("WAYLAND_DISPLAY"):  # where the X server knows only some of the windows
            return _on_wayland()
        if os.environ.get("DISPLAY"):
            return _on_x11()
    except NoServer as reason:
        raise NoVerdict(str(reason)) from reason
    raise NoVerdict("neither WAYLAND_DISPLAY nor DISPLAY is set")


# --- X11 ----------------------------------------------------------------------------------------

_INTERN_ATOM, _GET_PROPERTY = 16, 20
_NO_WINDOW = 0
_ANY_TYPE = 0
_LONGEST = 1024
"""Of a property, in words of 32 bits."""


def _on_x11() -> bool:
    from sitbreak.wires.x11 import X11Connection

    with closing(X11Connection()) as connection:
        active = _numbers(connection, connection.root, "_NET_ACTIVE_WINDOW")
        if not active:
            raise NoVerdict("the window manager does not report the active window")
        try:
            return active[0] != _NO_WINDOW and _is_full(connection, active[0])
        except NoServer:  # just closed
            return False


def _is_full(connection: "X11Connection", window: int) -> bool:
    full, desktop = (
        _atom(connection, name) for name in ("_NET_WM_STATE_FULLSCREEN", "_NET_WM_WINDOW_TYPE_DESKTOP")
    )
    return (
        full in _numbers(connection, window, "_NET_WM_STATE")
        and desktop not in _numbers(connection, window, "_NET_WM_WINDOW_TYPE")
        and _OUR_WINDOWS.encode() not in _property(connection, window, "WM_CLASS", 8).split(b"\0")
    )


def _numbers(connection: "X11Connection", window: int, name: str) -> tuple[int, ...]:
    items = _property(connection, window, name, 32)
    return struct.unpack(f"={len(items) // 4}I", items)


def _property(connection: "X11Connection", window: int, name: str, width: int) -> bytes:
    """Return the items of a property that are `width` bits wide each; none if it is missing or different."""
    from sitbreak.wires.x11 import PACKET

    request = struct.pack("=IIIII", window, _atom(connection, name), _ANY_TYPE, 0, _LONGEST)
    reply = connection.ask(_GET_PROPERTY, 0, request)
    its_width, count = struct.unpack_from("=xB14xI", reply)
    return reply[PACKET : PACKET + count * width // 8] if its_width == width else b""


def _atom(connection: "X11Connection", name: str) -> int:
    reply = connection.ask(_INTERN_ATOM, 0, struct.pack("=H2x", len(name)) + name.encode())
    return int(struct.unpack_from("=8xI", reply)[0])


# --- Wayland ------------------------------------------------------------------------------------

_MANAGER = "zwlr_foreign_toplevel_manager_v1"
_VERSION = 2  # the first that reports full screens
_NEW_WINDOW = 0
_APP_ID, _STATE = 1, 4
_ACTIVATED, _FULLSCREEN = 2, 3


def _on_wayland() -> bool:
    from sitbreak.wires.wayland import START_PATIENCE, WaylandConnection

    with closing(WaylandConnection()) as connection:
        windows = _Windows(connection)
        try:
            connection.round_trip(time.monotonic() + START_PATIENCE)
        except struct.error as error:
            raise NoVerdict(f"the compositor sends nonsense: {error}") from error
        return windows.active_is_full()


class _Windows:
    """All windows of the compositor, which reports them once the manager is bound."""

    def __init__(self, connection: "WaylandConnection") -> None:
        self._connection = connection
        self._states: dict[int, tuple[int, ...]] = {}
        self._ours: set[int] = set()
        _, version = connection.bind(_MANAGER, _VERSION, self._on_manager_event)
        if version < _VERSION:
            raise NoVerdict(f"the compositor has an old {_MANAGER}, without full screens")

    def active_is_full(self) -> bool:
        return any(
            _ACTIVATED in states and _FULLSCREEN in states and window not in self._ours
            for window, states in self._states.items()
        )

    def _on_manager_event(self, opcode: int, body: bytes) -> None:
        if opcode == _NEW_WINDOW:
            (window,) = struct.unpack("=I", body)
            self._connection.listen(window, partial(self._on_window_event, window))

    def _on_window_event(self, window: int, opcode: int, body: bytes) -> None:
        from sitbreak.wires.wayland import unpack_string

        if opcode == _APP_ID:
            with suppress(UnicodeDecodeError):  # not ours
                if unpack_string(body)[0] == _OUR_WINDOWS:
                    self._ours.add(window)
        elif opcode == _STATE:
            (size,) = struct.unpack_from("=I", body)
            self._states[window] = struct.unpack_from(f"={size // 4}I", body, 4)
