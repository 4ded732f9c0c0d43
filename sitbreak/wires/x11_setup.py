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
from sitbreak.waiter import wait_readable
from sitbreak.wires import NoServer

_COOKIE = b"MIT-MAGIC-COOKIE-1"
"""The only authentication method that is used everywhere."""

_ANY_HOST = 0xFFFF
"""The family of an entry for every host: display managers write these because host names may change."""

ACCEPTED = 1
"""The first byte of a server's answer to the setup request, unless it refuses us."""

_MOST_SECRETS = 1 << 20
"""Bytes of .Xauthority."""

_LOOPBACK_PATIENCE = 0.2
"""Seconds that a program of this computer gets to accept a connection, which the kernel does for it."""

_DISPLAY_NAME = r"(?:tcp/)?(.*):(\d{1,5})(?:\.(\d{1,5}))?"


@frozen
class Setup:
    """What a connection starts with.

    Attributes:
        socket: connected; the server waits for requests.
        screen: our screen.
        ids: the ids for our resources.
    """

    socket: socket.socket
    screen: "Screen"
    ids: Iterator[int]


@frozen
class Screen:
    """One screen of a display.

    Attributes:
        number: among those of the display.
        root: its root window.
        visual: the kind of pixels that its root window has.
        is_little_endian: whether the bytes of a pixel come with the lowest first.
    """

    number: int
    root: int
    visual: int
    is_little_endian: bool


@frozen
class _Display:
    """A display's name, and its parts; an empty host is this computer."""

    name: str
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


def introduce() -> socket.socket:
    """Connect to the server that DISPLAY names, and send it the setup request, without waiting.

    The first byte of its answer is `ACCEPTED`, or it refuses us.

    Raises:
        NoServer: there is none.
    """
    return _introduce(_parse_display(os.environ.get("DISPLAY", "")))


def connect(deadline: float) -> Setup:
    """Connect to the server that DISPLAY names, and wait for its answer; for threads that may wait.

    Args:
        deadline: when to give up (time.monotonic() seconds).

    Raises:
        NoServer: there is none, or it refuses us.
    """
    display = _parse_display(os.environ.get("DISPLAY", ""))
    connected = _introduce(display)
    try:
        screen, ids = _parse_setup(_receive_setup(connected, deadline), display.screen)
    except (OSError, struct.error, IndexError) as reason:
        connected.close()
        raise NoServer(f"the X server at {display.name} does not answer: {reason}") from reason
    except NoServer:
        connected.close()
        raise
    return Setup(connected, screen, ids)


def _parse_display(name: str) -> _Display:
    found = re.fullmatch(_DISPLAY_NAME, name)
    if found is None:
        raise NoServer(f"DISPLAY is not a display's name: {name!r}")
    host, number, screen = found.groups()
    return _Display(name, "" if host == "unix" else host.strip("[]"), int(number), int(screen or 0))


def _introduce(display: _Display) -> socket.socket:
    try:
        connected = _open_socket(display)
    except (OSError, OverflowError) as reason:
        raise NoServer(f"no X server at {display.name}: {reason}") from reason
    try:
        connected.setblocking(False)
        connected.send(_setup_request(_cookie(display, connected)))
    except OSError as reason:
        connected.close()
        raise NoServer(f"the X server at {display.name} does not answer: {reason}") from reason
    return connected


def _open_socket(display: _Display) -> socket.socket:
    if display.host:
        # No name is looked up: that may take long, and nothing here uses the network.
        host = "127.0.0.1" if display.host == "localhost" else display.host
        if not host.startswith("127.") and host != "::1":
            raise ConnectionRefusedError("displays of other computers are not used")
        return socket.create_connection((host, 6000 + display.number), _LOOPBACK_PATIENCE)
    path = f"/tmp/.X11-unix/X{display.number}"  # noqa: S108 - X servers agree on it
    opened = socket.socket(socket.AF_UNIX)
    try:
        opened.setblocking(False)
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
        entries = list(_entries(io.BytesIO(_read(path))))
    except (OSError, RuntimeError):  # there is no file, or no home
        return b""
    for family, host, number, method, secret in entries:
        is_ours = family == _ANY_HOST or host in hosts
        if is_ours and method == _COOKIE and number in (b"", str(display.number).encode()):
            return secret
    return b""


def _read(path: Path) -> bytes:
    """Return the first MiB of a file, without waiting for anybody to write it."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        return os.read(descriptor, _MOST_SECRETS)
    finally:
        os.close(descriptor)


def _entries(file: io.BytesIO) -> Iterator[tuple[int, bytes, bytes, bytes, bytes]]:
    """Read family, host, display number, method and secret of each entry, all big-endian."""

    def text() -> bytes:
        return file.read(int.from_bytes(file.read(2)))

    while family := file.read(2):
        yield int.from_bytes(family), text(), text(), text(), text()


def _setup_request(cookie: bytes) -> bytes:
    byte_order = b"l" if sys.byteorder == "little" else b"B"
    method = _COOKIE if cookie else b""
    head = struct.pack("=cxHHHHxx", byte_order, 11, 0, len(method), len(cookie))
    return head + padded(method) + padded(cookie)


def _receive_setup(connected: socket.socket, deadline: float) -> bytes:
    """Return the data of the answer to the setup request; its length has 16 bits."""
    verdict, reason_length, length = struct.unpack("=BB4xH", _receive(connected, 8, deadline))
    data = _receive(connected, 4 * length, deadline)
    if verdict != ACCEPTED:
        reason = data[:reason_length].decode(errors="replace").strip()
        raise NoServer(f"the X server refuses the connection: {reason}")
    return data


def _receive(connected: socket.socket, size: int, deadline: float) -> bytes:
    data = bytearray()
    while len(data) < size:
        if not wait_readable(connected, deadline):
            raise TimeoutError("timed out")
        if not (some := connected.recv(size - len(data))):
            raise ConnectionError("it hung up")
        data += some
    return bytes(data)


def _parse_setup(data: bytes, number: int) -> tuple[Screen, Iterator[int]]:
    """Return the screen with this number, and the ids that are ours."""
    base, mask, vendor, formats, byte_order = struct.unpack_from("=4xII4xH3xBB", data)
    at = 32 + len(padded(bytes(vendor))) + 8 * formats
    for _ in range(number):
        depths = data[at + 39]
        at += 40
        for _ in range(depths):
            (visuals,) = struct.unpack_from("=2xH", data, at)
            at += 8 + 24 * visuals
    root, visual = struct.unpack_from("=I28xI", data, at)
    return Screen(number, root, visual, byte_order == 0), itertools.count(base, mask & -mask)


def padded(data: bytes) -> bytes:
    """Fill up to whole words of 32 bits."""
    return data + bytes(-len(data) % 4)
