"""Connecting to the X server that DISPLAY names: its address, the secret it asks for, what it says of itself.

Source: X(7), "Display names"; Xsecurity(7); libXau's AuRead for the layout of .Xauthority; X Window System
Protocol, "Connection Setup".
"""

import io
import itertools
import os
import re
import socket
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

from sitbreak.core.values import frozen
from sitbreak.wires import NoServer

_COOKIE = b"MIT-MAGIC-COOKIE-1"
"""The only authentication method that is used everywhere."""

_ANY_HOST = 0xFFFF
"""The family of an entry for every host: display managers write these because host names may change."""

_ACCEPTED = 1
_DISPLAY_NAME = r"(?:tcp/)?(.*):(\d+)(?:\.(\d+))?"


@frozen
class Setup:
    """What a connection starts with.

    Attributes:
        socket: connected; the server waits for requests.
        root: the root window of our screen.
        ids: the ids for our resources.
    """

    socket: socket.socket
    root: int
    ids: Iterator[int]


@frozen
class _Display:
    """The parts of a display's name; an empty host is this computer."""

    host: str
    number: int
    screen: int


def server_name() -> str:
    """Return the name of the server that DISPLAY names, the same however it is written.

    Raises:
        NoServer: DISPLAY is not a display's name.
    """
    display = _parse_display(os.environ.get("DISPLAY", ""))
    return f"{display.host}:{display.number}"


def connect(patience: float) -> Setup:
    """Connect to the server that DISPLAY names; it gets `patience` seconds for each step.

    Raises:
        NoServer: there is none, or it refuses us.
    """
    name = os.environ.get("DISPLAY", "")
    display = _parse_display(name)
    try:
        connected = _open_socket(display, patience)
    except (OSError, OverflowError) as reason:
        raise NoServer(f"no X server at {name}: {reason}") from reason
    try:
        root, ids = _parse_setup(_send_setup(connected, _cookie(display, connected)), display.screen)
    except (OSError, struct.error, IndexError) as reason:
        connected.close()
        raise NoServer(f"the X server at {name} does not answer: {reason}") from reason
    except NoServer:
        connected.close()
        raise
    return Setup(connected, root, ids)


def _parse_display(name: str) -> _Display:
    found = re.fullmatch(_DISPLAY_NAME, name)
    if found is None:
        raise NoServer(f"DISPLAY is not a display's name: {name!r}")
    host, number, screen = found.groups()
    return _Display("" if host == "unix" else host.strip("[]"), int(number), int(screen or 0))


def _open_socket(display: _Display, patience: float) -> socket.socket:
    if display.host:
        return socket.create_connection((display.host, 6000 + display.number), patience)
    path = f"/tmp/.X11-unix/X{display.number}"  # noqa: S108 - X servers agree on it
    opened = socket.socket(socket.AF_UNIX)
    opened.settimeout(patience)
    try:
        opened.connect(path if Path(path).exists() else f"\0{path}")
    except OSError:
        opened.close()
        raise
    return opened


def _cookie(display: _Display, connected: socket.socket) -> bytes:
    """Return the secret for a display; empty if there is none, as not every server asks for one."""
    hosts = {socket.gethostname().encode()}  # ssh's forwarding to localhost keeps it under this name, too
    if connected.family != socket.AF_UNIX:
        hosts.add(socket.inet_pton(connected.family, connected.getpeername()[0]))
    try:
        path = Path(os.environ.get("XAUTHORITY") or Path.home() / ".Xauthority")
        entries = list(_entries(io.BytesIO(path.read_bytes())))
    except (OSError, RuntimeError):  # there is no file, or no home
        return b""
    for family, host, number, method, secret in entries:
        is_ours = family == _ANY_HOST or host in hosts
        if is_ours and method == _COOKIE and number in (b"", str(display.number).encode()):
            return secret
    return b""


def _entries(file: io.BytesIO) -> Iterator[tuple[int, bytes, bytes, bytes, bytes]]:
    """Read family, host, display number, method and secret of each entry, all big-endian."""

    def text() -> bytes:
        return file.read(int.from_bytes(file.read(2)))

    while family := file.read(2):
        yield int.from_bytes(family), text(), text(), text(), text()


def _send_setup(connected: socket.socket, cookie: bytes) -> bytes:
    """Send the setup request; return the data of the server's reply."""
    byte_order = b"l" if sys.byteorder == "little" else b"B"
    method = _COOKIE if cookie else b""
    head = struct.pack("=cxHHHHxx", byte_order, 11, 0, len(method), len(cookie))
    connected.sendall(head + padded(method) + padded(cookie))
    with connected.makefile("rb") as stream:
        verdict, reason_length, length = struct.unpack("=BB4xH", stream.read(8))
        data = stream.read(4 * length)
    if verdict != _ACCEPTED:
        reason = data[:reason_length].decode(errors="replace").strip()
        raise NoServer(f"the X server refuses the connection: {reason}")
    return data


def _parse_setup(data: bytes, screen: int) -> tuple[int, Iterator[int]]:
    """Return the root window of a screen, and the ids that are ours."""
    base, mask, vendor, formats = struct.unpack_from("=4xII4xH3xB", data)
    at = 32 + len(padded(bytes(vendor))) + 8 * formats
    for _ in range(screen):
        depths = data[at + 39]
        at += 40
        for _ in range(depths):
            (visuals,) = struct.unpack_from("=2xH", data, at)
            at += 8 + 24 * visuals
    (root,) = struct.unpack_from("=I", data, at)
    return root, itertools.count(base, mask & -mask)


def padded(data: bytes) -> bytes:
    """Fill up to whole words of 32 bits."""
    return data + bytes(-len(data) % 4)
