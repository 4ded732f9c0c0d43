"""A connection to the Wayland compositor that never waits for it once it stands, and never raises.

Source: The Wayland Protocol, "Wire Format" and the core interfaces. A message is an object's id, its size and
opcode in one word, and the arguments, all in words of 32 bits in the machine's byte order.
"""

import contextlib
import os
import socket
import struct
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from sitbreak.core.values import frozen
from sitbreak.wires import NoServer
from sitbreak.wires.stream import Gone, Wire

START_PATIENCE = 1.0
"""Seconds that a compositor has for letting us in and telling what it offers."""

_DISPLAY = 1
_DISPLAY_SYNC = 0
_DISPLAY_GET_REGISTRY = 1
_DISPLAY_ERROR = 0
_DISPLAY_DELETE_ID = 1
_REGISTRY_BIND = 0
_REGISTRY_GLOBAL = 0

_HEADER = struct.Struct("=II")


@frozen
class _Global:
    name: int
    version: int


class Connection:
    """One connection to the compositor that WAYLAND_DISPLAY names.

    A compositor that goes away, or that sends what is no message, is logged once, `on_lost` is called once,
    and nothing more comes.
    """

    def __init__(self, on_lost: Callable[[], None]) -> None:
        """Connect and learn what the compositor offers.

        Raises:
            NoServer: there is no compositor, or it does not answer within `START_PATIENCE`.
        """
        self._last_id = _DISPLAY
        self._free_ids: list[int] = []
        self._globals: dict[str, _Global] = {}
        self._handlers: dict[int, Callable[[int], None]] = {}
        deadline = time.monotonic() + START_PATIENCE
        self._wire = Wire("the Wayland compositor", _connected(), on_lost)
        try:
            self._registry = self._new_id()
            self._send(_DISPLAY, _DISPLAY_GET_REGISTRY, self._registry)
            self._round_trip(deadline)
        except (Gone, OSError) as reason:
            self.close()
            raise NoServer(str(reason)) from reason

    def bind(self, interface: str, highest_version: int) -> tuple[int, int]:
        """Make an object for what the compositor offers; return its id and its version.

        Raises:
            NoServer: the compositor does not offer it.
        """
        offered = self._globals.get(interface)
        if offered is None:
            raise NoServer(f"the compositor has no {interface}")
        new, version = self._new_id(), min(offered.version, highest_version)
        self.send(self._registry, _REGISTRY_BIND, offered.name, interface, version, new)
        return new, version

    def create(self, on_event: Callable[[int], None], sender: int, opcode: int, *arguments: int) -> int:
        """Send a request whose first argument is a new object; return its id.

        Args:
            on_event: gets the opcode of each event that the new object is told.
            sender: the object that the request is made of.
            opcode: the request.
            arguments: those after the new object.
        """
        new = self._new_id()
        self._handlers[new] = on_event
        self.send(sender, opcode, new, *arguments)
        return new

    def destroy(self, sender: int, opcode: int) -> None:
        """Send the request that destroys an object; it is told nothing more."""
        self._handlers.pop(sender, None)
        self.send(sender, opcode)

    def sync(self, on_done: Callable[[], None]) -> None:
        """Call `on_done` once the compositor has done all that was asked of it so far."""
        self.create(lambda _: on_done(), _DISPLAY, _DISPLAY_SYNC)

    def send(self, sender: int, opcode: int, *arguments: int | str) -> None:
        """Send a request that makes no object."""
        self._wire.attempt(lambda: self._send(sender, opcode, *arguments))

    def read(self) -> None:
        """Read what has come, without waiting, and hand it on."""
        self._wire.attempt(self._read)

    def fileno(self) -> int:
        """Return the socket's descriptor, -1 once the compositor is gone or the connection closed."""
        return self._wire.fileno()

    def close(self) -> None:
        """Close the connection."""
        self._wire.close()

    # --- inside --------------------------------------------------------------------------------

    def _new_id(self) -> int:
        """Return an unused id. The compositor wants ids without gaps, and tells which are free again."""
        if self._free_ids:
            return self._free_ids.pop()
        self._last_id += 1
        return self._last_id

    def _send(self, sender: int, opcode: int, *arguments: int | str) -> None:
        body = b"".join(map(_packed, arguments))
        self._wire.send(_HEADER.pack(sender, (_HEADER.size + len(body)) << 16 | opcode) + body)

    def _round_trip(self, deadline: float) -> None:
        waiting = [True]
        self.sync(waiting.clear)
        while waiting:
            self._wire.wait(deadline)
            self._read()

    def _read(self) -> None:
        hung_up = self._wire.receive()
        for sender, opcode, body in self._messages():
            if sender in (_DISPLAY, self._registry):
                self._handle(sender, opcode, body)
            elif sender in self._handlers:
                self._handlers[sender](opcode)
        if hung_up:
            raise Gone("it hung up")

    def _messages(self) -> Iterator[tuple[int, int, bytes]]:
        while len(self._wire.received) >= _HEADER.size:
            sender, word = _HEADER.unpack_from(self._wire.received)
            size, opcode = word >> 16, word & 0xFFFF
            if size < _HEADER.size or size % 4:
                raise Gone("it sends what is no message")
            if len(self._wire.received) < size:
                return
            body, self._wire.received = self._wire.received[_HEADER.size : size], self._wire.received[size:]
            yield sender, opcode, body

    def _handle(self, sender: int, opcode: int, body: bytes) -> None:
        # An event that makes no sense says nothing, and the next one may be fine.
        with contextlib.suppress(struct.error, UnicodeDecodeError):
            if sender == self._registry and opcode == _REGISTRY_GLOBAL:
                self._keep_global(body)
            elif sender == _DISPLAY and opcode == _DISPLAY_DELETE_ID:
                self._free(*struct.unpack("=I", body))
            elif sender == _DISPLAY and opcode == _DISPLAY_ERROR:
                raise Gone(_unpacked_string(body, 8)[0])

    def _keep_global(self, body: bytes) -> None:
        (name,) = struct.unpack_from("=I", body)
        interface, end = _unpacked_string(body, 4)
        (version,) = struct.unpack_from("=I", body, end)
        # Of several seats the first is the one that people sit at.
        self._globals.setdefault(interface, _Global(name, version))

    def _free(self, number: int) -> None:
        self._handlers.pop(number, None)
        if self._registry < number <= self._last_id and number not in self._free_ids:
            self._free_ids.append(number)


def _connected() -> socket.socket:
    # Source: wl_display_connect: a path, or a name in the runtime folder.
    name = os.environ.get("WAYLAND_DISPLAY", "")
    if not name:
        raise NoServer("WAYLAND_DISPLAY is not set")
    path = Path(os.environ.get("XDG_RUNTIME_DIR", "/nowhere")) / name
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        made.settimeout(START_PATIENCE)
        made.connect(str(path))
    except OSError as reason:
        made.close()
        raise NoServer(f"no compositor at {path}: {reason.strerror or reason}") from reason
    return made


def _packed(argument: int | str) -> bytes:
    if isinstance(argument, int):
        return struct.pack("=I", argument)
    text = argument.encode() + b"\0"
    return struct.pack("=I", len(text)) + text + bytes(-len(text) % 4)


def _unpacked_string(body: bytes, start: int) -> tuple[str, int]:
    """Return a string and where it ends."""
    (length,) = struct.unpack_from("=I", body, start)
    text = body[start + 4 : start + 4 + length]
    return text.rstrip(b"\0").decode(), start + 4 + length + -length % 4
