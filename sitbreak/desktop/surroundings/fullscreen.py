"""Whether the active window fills its screen, asked of the display server.

A connection for each look, which may wait: it runs on a thread of its own. Compositors that show windows to
programs are sway, Hyprland, labwc, Wayfire, niri and others; KWin has a way of its own. GNOME has none, but
its Xwayland says which X11 program is active: games, and many programs for calls and slides, are such ones.

Source: Extended Window Manager Hints 1.5: _NET_ACTIVE_WINDOW, _NET_WM_STATE, _NET_WM_WINDOW_TYPE; X Window
System Protocol; panoramiXproto.h, QueryScreens, which servers with RandR answer as well (rrxinerama.c);
wlr-foreign-toplevel-management-unstable-v1, version 2.
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
    """Return whether the active window fills its screen; a desktop and our own windows do not count.

    Raises:
        NoVerdict: no display server here reports it.
    """
    try:
        if os.environ.get("WAYLAND_DISPLAY"):  # where the X server knows only some of the windows
            return _on_wayland_or_kwin()
        if os.environ.get("DISPLAY"):
            return _on_x11()
    except NoServer as reason:
        raise NoVerdict(str(reason)) from reason
    raise NoVerdict("neither WAYLAND_DISPLAY nor DISPLAY is set")


# --- X11 ----------------------------------------------------------------------------------------

_GET_GEOMETRY, _QUERY_TREE, _GET_PROPERTY = 14, 15, 20
_QUERY_POINTER, _TRANSLATE_COORDINATES, _GET_INPUT_FOCUS = 38, 40, 43
_XINERAMA_QUERY_SCREENS = 5
_NO_WINDOW, _BELOW_POINTER = 0, 1
_ANY_TYPE = 0
_LONGEST = 1024
"""Of a property, in words of 32 bits."""


def _on_x11() -> bool:
    """Look at the active window, and at the one that has the keyboard.

    They are two where a full screen bypasses the window manager, and where the manager does not report the
    active one: there may be none, or nobody to manage it.
    """
    from sitbreak.wires.x11 import X11Connection

    with closing(X11Connection()) as connection:
        return any(_is_full(connection, window) for window in (*_active(connection), _focused(connection)))


def _active(connection: "X11Connection") -> tuple[int, ...]:
    """Return the window that the window manager says is active, if any."""
    return _numbers(connection, connection.root, "_NET_ACTIVE_WINDOW")[:1]


def _focused(connection: "X11Connection") -> int:
    """Return the window that gets what is typed: a program's own, or one that nobody manages.

    Source: Inter-Client Communication Conventions Manual, 4.1.3.1: a managed window has WM_STATE; its frame,
    and what a program has in it, do not.
    """
    window = _NO_WINDOW
    with suppress(NoServer):  # just closed
        (window,) = struct.unpack_from("=8xI", connection.ask(_GET_INPUT_FOCUS, 0))
        if window == _BELOW_POINTER:
            pointer = connection.ask(_QUERY_POINTER, 0, struct.pack("=I", connection.root))
            (window,) = struct.unpack_from("=12xI", pointer)
        while window not in (_NO_WINDOW, connection.root) and not _property(
            connection, window, "WM_STATE", 32
        ):
            (parent,) = struct.unpack_from("=12xI", connection.ask(_QUERY_TREE, 0, struct.pack("=I", window)))
            if parent == connection.root:
                break
            window = parent
    return window


def _is_full(connection: "X11Connection", window: int) -> bool:
    if window in (_NO_WINDOW, connection.root):
        return False
    has = partial(_has, connection, window)
    with suppress(NoServer):  # just closed
        if has("_NET_WM_WINDOW_TYPE", "DESKTOP") or has("_NET_WM_WINDOW_TYPE", "DOCK"):
            return False
        if _OUR_WINDOWS.encode() in _property(connection, window, "WM_CLASS", 8).split(b"\0"):
            return False
        if has("_NET_WM_STATE", "FULLSCREEN"):
            return True
        # Without a panel a maximized window covers its monitor too; many draw their own title bar.
        is_maximized = has("_NET_WM_STATE", "MAXIMIZED_VERT", "MAXIMIZED_HORZ")
        return not is_maximized and _covers_monitor(connection, window)
    return False


def _has(connection: "X11Connection", window: int, name: str, *values: str) -> bool:
    """Return whether a property lists all these atoms, whose names start with its own."""
    listed = _numbers(connection, window, name)
    return all(connection.atom(f"{name}_{value}") in listed for value in values)


def _covers_monitor(connection: "X11Connection", window: int) -> bool:
    """Return whether a window covers a whole monitor: a decoration would take its place."""
    x, y, width, height = _geometry(connection, window)
    return any(
        x <= left and y <= top and x + width >= left + wide and y + height >= top + high
        for left, top, wide, high in _monitors(connection)
    )


_Rectangle = tuple[int, int, int, int]
"""Left and top edge on the screen, width and height, in pixels."""


def _geometry(connection: "X11Connection", window: int) -> _Rectangle:
    reply = connection.ask(_GET_GEOMETRY, 0, struct.pack("=I", window))
    width, height = struct.unpack_from("=16xHH", reply)
    in_root = struct.pack("=IIhh", window, connection.root, 0, 0)
    left, top = struct.unpack_from("=12xhh", connection.ask(_TRANSLATE_COORDINATES, 0, in_root))
    return left, top, width, height


def _monitors(connection: "X11Connection") -> list[_Rectangle]:
    """Return the monitors; where the server does not know any, the whole screen is one."""
    from sitbreak.wires.x11 import PACKET

    found = list[_Rectangle]()
    with suppress(NoServer):
        reply = connection.ask(connection.extension("XINERAMA").opcode, _XINERAMA_QUERY_SCREENS)
        found += struct.iter_unpack("=hhHH", reply[PACKET:])
    return found or [_geometry(connection, connection.root)]


def _numbers(connection: "X11Connection", window: int, name: str) -> tuple[int, ...]:
    items = _property(connection, window, name, 32)
    return struct.unpack(f"={len(items) // 4}I", items)


def _property(connection: "X11Connection", window: int, name: str, width: int) -> bytes:
    """Return the items of a property that are `width` bits wide each; none if it is missing or different."""
    from sitbreak.wires.x11 import PACKET

    request = struct.pack("=IIIII", window, connection.atom(name), _ANY_TYPE, 0, _LONGEST)
    reply = connection.ask(_GET_PROPERTY, 0, request)
    its_width, count = struct.unpack_from("=xB14xI", reply)
    return reply[PACKET : PACKET + count * width // 8] if its_width == width else b""


# --- Wayland ------------------------------------------------------------------------------------

_MANAGER = "zwlr_foreign_toplevel_manager_v1"
_VERSION = 2  # the first that reports full screens
_NEW_WINDOW = 0
_APP_ID, _STATE = 1, 4
_ACTIVATED, _FULLSCREEN = 2, 3


def _on_wayland_or_kwin() -> bool:
    try:
        return _on_wayland()
    except NoServer as no_list:
        from sitbreak.desktop.surroundings import kwin

        try:
            return kwin.fullscreen()
        except (NoServer, NoVerdict) as no_kwin:
            if _on_xwayland():
                return True
            raise NoVerdict(f"{no_list}; {no_kwin}") from no_list


def _on_xwayland() -> bool:
    """Return whether the active window is an X11 program's and fills the screen.

    The keyboard's window says nothing here: while a Wayland program has it, it is one that nobody sees.
    """
    from sitbreak.wires.x11 import X11Connection

    if not os.environ.get("DISPLAY"):
        return False
    with suppress(NoServer), closing(X11Connection()) as connection:
        return any(_is_full(connection, window) for window in _active(connection))
    return False


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
