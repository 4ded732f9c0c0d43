"""Full screens on Wayland, where the compositor tells: sway, Hyprland, labwc, Wayfire, niri and more.

One connection for one look, which may wait: it runs on a thread of its own.

Source: The Wayland Protocol, "Wire Format"; wlr-foreign-toplevel-management-unstable-v1, version 2. For each
manager that is bound, the compositor tells all its windows before it does anything else.
"""

import os
import socket
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sitbreak.desktop.surroundings.signs import CannotTell

_TIMEOUT = 1.0
"""Seconds for each step."""

_INTERFACE = "zwlr_foreign_toplevel_manager_v1"
_VERSION = 2  # the first that tells of full screens
_HEADER = struct.Struct("=II")
_NUMBER = struct.Struct("=I")
_DISPLAY, _REGISTRY, _REGISTRY_TOLD, _MANAGER, _MANAGER_TOLD = 1, 2, 3, 4, 5
_SYNC, _GET_REGISTRY, _BIND = 0, 1, 0
_GLOBAL = 0
_NEW_WINDOW = 0
_APP_ID, _STATE = 1, 4
_ACTIVATED, _FULLSCREEN = 2, 3


@dataclass
class _Window:
    app_id: str = ""
    states: tuple[int, ...] = ()


def fullscreen() -> bool:
    """Ask the compositor that WAYLAND_DISPLAY names.

    Raises:
        CannotTell: there is none, or it keeps this to itself, as GNOME's and KDE's do.
    """
    path = Path(os.environ.get("XDG_RUNTIME_DIR", "/nowhere")) / os.environ.get("WAYLAND_DISPLAY", "")
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(_TIMEOUT)
            connection.connect(str(path))
            windows = _windows(connection)
    except (OSError, EOFError, struct.error) as failure:
        raise CannotTell(f"no answer from the compositor: {failure}") from failure
    return any({_ACTIVATED, _FULLSCREEN} <= {*it.states} and it.app_id != "sitbreak" for it in windows)


def _windows(connection: socket.socket) -> list[_Window]:
    sync = _request(_DISPLAY, _SYNC, _NUMBER.pack(_REGISTRY_TOLD))
    connection.sendall(_request(_DISPLAY, _GET_REGISTRY, _NUMBER.pack(_REGISTRY)) + sync)
    number = _number_of_manager(connection)
    bound = _NUMBER.pack(number) + _string(_INTERFACE) + struct.pack("=II", _VERSION, _MANAGER)
    sync = _request(_DISPLAY, _SYNC, _NUMBER.pack(_MANAGER_TOLD))
    connection.sendall(_request(_REGISTRY, _BIND, bound) + sync)
    windows: dict[int, _Window] = {}
    for sender, event, body in _events(connection, until=_MANAGER_TOLD):
        if sender == _MANAGER and event == _NEW_WINDOW:
            windows[_NUMBER.unpack(body)[0]] = _Window()
        elif sender in windows and event == _APP_ID:
            windows[sender].app_id = _read_string(body)
        elif sender in windows and event == _STATE:
            windows[sender].states = struct.unpack_from(f"={_NUMBER.unpack_from(body)[0] // 4}I", body, 4)
    return list(windows.values())


def _number_of_manager(connection: socket.socket) -> int:
    found = None
    for sender, event, body in _events(connection, until=_REGISTRY_TOLD):
        if sender == _REGISTRY and event == _GLOBAL and _read_string(body[4:]) == _INTERFACE:
            number, version = _NUMBER.unpack_from(body)[0], _NUMBER.unpack(body[-4:])[0]
            found = number if version >= _VERSION else None
    if found is None:
        raise CannotTell(f"the compositor offers no {_INTERFACE}")
    return int(found)


def _events(connection: socket.socket, until: int) -> Iterator[tuple[int, int, bytes]]:
    """Read events (object, number, body) up to the first one of the object `until`."""
    while True:
        sender, word = _HEADER.unpack(_read(connection, _HEADER.size))
        body = _read(connection, (word >> 16) - _HEADER.size)
        if sender == until:
            return
        yield sender, word & 0xFFFF, body


def _read(connection: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        if not (some := connection.recv(size - len(data))):
            raise EOFError("it hung up")
        data += some
    return data


def _request(receiver: int, number: int, body: bytes) -> bytes:
    return _HEADER.pack(receiver, (_HEADER.size + len(body)) << 16 | number) + body


def _string(text: str) -> bytes:
    data = text.encode() + b"\0"
    return _NUMBER.pack(len(data)) + data + bytes(-len(data) % 4)


def _read_string(body: bytes) -> str:
    length = _NUMBER.unpack_from(body)[0]
    return body[4 : 4 + length].rstrip(b"\0").decode(errors="replace")
