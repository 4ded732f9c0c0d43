"""A connection to the Wayland compositor: once connected, it never waits and never raises.

A thread that may wait uses `round_trip` instead of `read`.

Source: The Wayland Protocol, "Wire Format" and the core interfaces. A message is an object's id, its size and
opcode in one word, and the arguments, all in words of 32 bits in the machine's byte order.
"""

import struct
import time
from collections.abc import Callable
from functools import partial

from sitbreak.core.values import frozen
from sitbreak.wires import NoServer
from sitbreak.wires.frames import Frames
from sitbreak.wires.stream import Stream
from sitbreak.wires.wayland_setup import connect

START_PATIENCE = 1.0
"""Seconds that a compositor gets to accept a client and list what it offers."""

OnEvent = Callable[[int, bytes], None]
"""Gets the opcode and the body of each event of one object."""

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


class WaylandConnection:
    """One connection to the compositor that WAYLAND_DISPLAY names.

    If the compositor goes away or sends anything but messages, that is logged once, `on_lost` is called once,
    and nothing more is received.
    """

    def __init__(self, on_lost: Callable[[], None] = lambda: None) -> None:
        """Connect and learn what the compositor offers.

        Raises:
            NoServer: there is no compositor, or it does not answer within `START_PATIENCE`.
        """
        self._last_id = _DISPLAY
        self._free_ids: list[int] = []
        self._globals: dict[str, _Global] = {}
        self._handlers: dict[int, OnEvent] = {}
        self._registry = self._new_id()
        deadline = time.monotonic() + START_PATIENCE
        self._stream = Stream("the Wayland compositor", connect(), Frames(_HEADER.size, _size), on_lost)
        try:
            self._send(_DISPLAY, _DISPLAY_GET_REGISTRY, self._registry)
            self.round_trip(deadline)
        except (NoServer, OSError) as reason:
            self.close()
            raise NoServer(str(reason)) from reason

    def bind(self, interface: str, highest_version: int, on_event: OnEvent | None = None) -> tuple[int, int]:
        """Make an object for something that the compositor offers; return its id and its version.

        Raises:
            NoServer: the compositor does not offer it.
        """
        offered = self._globals.get(interface)
        if offered is None:
            raise NoServer(f"the compositor has no {interface}")
        new, version = self._new_id(), min(offered.version, highest_version)
        if on_event is not None:
            self.listen(new, on_event)
        self.send(self._registry, _REGISTRY_BIND, offered.name, interface, version, new)
        return new, version

    def listen(self, sender: int, on_event: OnEvent) -> None:
        """Pass the events of an object to `on_event`; `create` does so for the objects that it makes."""
        self._handlers[sender] = on_event

    def create(self, on_event: OnEvent, sender: int, opcode: int, *arguments: int) -> int:
        """Send a request whose first argument is a new object; return its id.

        Args:
            on_event: gets the events of the new object.
            sender: the object that the request is made of.
            opcode: the request.
            arguments: those after the new object.
        """
        new = self._new_id()
        self.listen(new, on_event)
        self.send(sender, opcode, new, *arguments)
        return new

    def destroy(self, sender: int, opcode: int) -> None:
        """Send the request that destroys an object and ignore its further events."""
        self._handlers.pop(sender, None)
        self.send(sender, opcode)

    def sync(self, on_done: Callable[[], None]) -> None:
        """Call `on_done` once the compositor has handled all requests so far."""
        self.create(lambda *_: on_done(), _DISPLAY, _DISPLAY_SYNC)

    def send(self, sender: int, opcode: int, *arguments: int | str) -> None:
        """Send a request that makes no object."""
        self._stream.attempt(lambda: self._send(sender, opcode, *arguments))

    def read(self) -> None:
        """Read what has arrived, without waiting, and pass it on."""
        self._stream.attempt(self._read)

    def round_trip(self, deadline: float) -> None:
        """Wait until the compositor has handled all requests so far, and pass on what it sends meanwhile.

        Args:
            deadline: when to give up (time.monotonic() seconds).

        Raises:
            NoServer: it has not handled them by then, or it is gone.
        """
        callback = self._new_id()
        self.listen(callback, lambda *_: None)
        try:
            self._send(_DISPLAY, _DISPLAY_SYNC, callback)
            while callback in self._handlers:  # until its id is free: the last event about it
                self._stream.wait(deadline)
                self._read()
        except OSError as reason:
            raise NoServer(str(reason)) from reason

    def fileno(self) -> int:
        """Return the socket's descriptor, -1 once the compositor is gone or the connection closed."""
        return self._stream.fileno()

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    # --- internals -------------------------------------------------------------------------------

    def _new_id(self) -> int:
        """Return an unused id. The compositor wants ids without gaps, and says which are free again."""
        if self._free_ids:
            return self._free_ids.pop()
        self._last_id += 1
        return self._last_id

    def _send(self, sender: int, opcode: int, *arguments: int | str) -> None:
        body = b"".join(map(_pack, arguments))
        self._stream.send(_HEADER.pack(sender, (_HEADER.size + len(body)) << 16 | opcode) + body)

    def _read(self) -> None:
        for message in self._stream.messages():
            sender, word = _HEADER.unpack_from(message)
            opcode, body = word & 0xFFFF, message[_HEADER.size :]
            if sender in (_DISPLAY, self._registry):
                self._stream.hand_over(body, partial(self._handle_own, sender, opcode))
            elif sender in self._handlers:
                self._stream.hand_over(body, partial(self._handlers[sender], opcode))

    def _handle_own(self, sender: int, opcode: int, body: bytes) -> None:
        """Handle an event of the display or the registry."""
        if sender == self._registry and opcode == _REGISTRY_GLOBAL:
            self._keep_global(body)
        elif sender == _DISPLAY and opcode == _DISPLAY_DELETE_ID:
            self._free(*struct.unpack("=I", body))
        elif sender == _DISPLAY and opcode == _DISPLAY_ERROR:
            raise NoServer(unpack_string(body, 8)[0])

    def _keep_global(self, body: bytes) -> None:
        (name,) = struct.unpack_from("=I", body)
        interface, end = unpack_string(body, 4)
        (version,) = struct.unpack_from("=I", body, end)
        # Of several seats the first is the one that people sit at.
        self._globals.setdefault(interface, _Global(name, version))

    def _free(self, number: int) -> None:
        self._handlers.pop(number, None)
        if self._registry < number <= self._last_id and number not in self._free_ids:
            self._free_ids.append(number)


def _size(head: bytes) -> int:
    """Return the size of a message, in bytes; 16 bits, so none is long.

    Raises:
        NoServer: this is no message.
    """
    size = int(_HEADER.unpack(head)[1]) >> 16
    if size < _HEADER.size or size % 4:
        raise NoServer("it sent something that is not a message")
    return size


def unpack_string(body: bytes, start: int = 0) -> tuple[str, int]:
    """Return a string argument and where it ends.

    Raises:
        struct.error: there is none.
        UnicodeDecodeError: it is no text.
    """
    (length,) = struct.unpack_from("=I", body, start)
    text = body[start + 4 : start + 4 + length]
    return text.rstrip(b"\0").decode(), start + 4 + length + -length % 4


def _pack(argument: int | str) -> bytes:
    if isinstance(argument, int):
        return struct.pack("=I", argument)
    text = argument.encode() + b"\0"
    return struct.pack("=I", len(text)) + text + bytes(-len(text) % 4)
