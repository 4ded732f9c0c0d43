"""A connection to the X server: once connected, it never waits and never raises.

A thread that may wait uses `ask`, which does both. python-xlib's protocol layer does the same in 0.8 MiB:
a lot for the ten requests that are made here.

Source: X Window System Protocol, "Protocol Formats" and "Protocol Encoding". Everything is in the machine's
own byte order, as the client chooses.
"""

import logging
import struct
import time
from collections.abc import Callable

from sitbreak.core.values import frozen
from sitbreak.wires import NoServer
from sitbreak.wires.frames import Frames
from sitbreak.wires.stream import Stream
from sitbreak.wires.x11_setup import connect, padded

START_PATIENCE = 1.0
"""Seconds that a server gets to accept a client and to answer all that is waited for."""

PACKET = 32
"""Bytes of an event, of an error, and of the part that all replies have."""

_ERROR, _REPLY, _LONG_EVENT = 0, 1, 35
_INTERN_ATOM, _QUERY_EXTENSION = 16, 98
_log = logging.getLogger(__name__)


@frozen
class Extension:
    """The numbers that the server gave an extension: its request code and its first event code."""

    opcode: int
    first_event: int


class X11Connection:
    """One connection to the server that DISPLAY names.

    If the server goes away, that is logged once, `on_lost` is called once, and nothing more is received.
    """

    def __init__(self, on_lost: Callable[[], None] = lambda: None, patience: float = START_PATIENCE) -> None:
        """Connect.

        Args:
            on_lost: called once when the server is gone.
            patience: seconds until the last reply that is waited for must be there.

        Raises:
            NoServer: there is no server, or it refuses us.
        """
        self._deadline = time.monotonic() + patience
        setup = connect(self._deadline)
        self.screen, self.root = setup.screen, setup.screen.root
        self._ids = setup.ids
        self._stream = Stream("the X server", setup.socket, Frames(PACKET, _size), on_lost)
        self._sequence = 0
        self._on_reply: dict[int, Callable[[bytes], None]] = {}
        self._on_event: dict[int, Callable[[bytes], None]] = {}
        self._asked: int | None = None
        self._answer = b""

    def extension(self, name: str) -> Extension:
        """Find an extension of the server.

        Raises:
            NoServer: the server does not have it.
        """
        reply = self.ask(_QUERY_EXTENSION, 0, struct.pack("=H2x", len(name)) + name.encode())
        present, opcode, first_event = struct.unpack_from("=8xBBB", reply)
        if not present:
            raise NoServer(f"the X server has no {name} extension")
        return Extension(opcode, first_event)

    def atom(self, name: str) -> int:
        """Return the number that the server has for a name; waits for it.

        Raises:
            NoServer: see `ask`.
        """
        reply = self.ask(_INTERN_ATOM, 0, struct.pack("=H2x", len(name)) + name.encode())
        return int(struct.unpack_from("=8xI", reply)[0])

    def listen(self, code: int, on_event: Callable[[bytes], None]) -> None:
        """Pass events with this code to `on_event`."""
        self._on_event[code] = on_event

    def new_id(self) -> int:
        """Return an id for a new resource."""
        return next(self._ids)

    def ask(self, opcode: int, detail: int, body: bytes = b"") -> bytes:
        """Send a request and wait for the reply; for start-up and for threads that may wait.

        Raises:
            NoServer: the reply is an error or does not come, or the server is gone.
        """
        try:
            self._asked, self._answer = self._send(opcode, detail, body), b""
            while not self._answer:
                self._stream.wait(self._deadline)
                self._read()
        except OSError as reason:
            raise NoServer(str(reason)) from reason
        finally:
            self._asked = None
        if self._answer[0] == _ERROR:
            raise NoServer(f"the X server refuses request {opcode}: error {self._answer[1]}")
        return self._answer

    def send(
        self, opcode: int, detail: int, body: bytes = b"", on_reply: Callable[[bytes], None] | None = None
    ) -> None:
        """Send a request; `read` brings its reply.

        Args:
            opcode: the request, or its extension.
            detail: the byte after it: in an extension the request.
            body: what follows the length; it is filled up to whole words.
            on_reply: gets the whole reply.
        """

        def step() -> None:
            sequence = self._send(opcode, detail, body)
            if on_reply is not None:
                self._on_reply[sequence] = on_reply

        self._stream.attempt(step)

    def read(self) -> None:
        """Read what has arrived, without waiting, and pass it on."""
        self._stream.attempt(self._read)

    def fileno(self) -> int:
        """Return the socket's descriptor, -1 once the server is gone or the connection closed."""
        return self._stream.fileno()

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    # --- internals -------------------------------------------------------------------------------

    def _send(self, opcode: int, detail: int, body: bytes) -> int:
        """Send a request; return the sequence number of its answer."""
        body = padded(body)
        self._stream.send(struct.pack("=BBH", opcode, detail, 1 + len(body) // 4) + body)
        self._sequence = (self._sequence + 1) & 0xFFFF
        return self._sequence

    def _read(self) -> None:
        for packet in self._stream.messages():
            self._handle(packet)

    def _handle(self, packet: bytes) -> None:
        kind, detail, sequence = struct.unpack_from("=BBH", packet)
        if kind not in (_ERROR, _REPLY):
            # The highest bit: another client sent it.
            self._stream.hand_over(packet, self._on_event.get(kind & 0x7F, _ignore))
            return
        on_reply = self._on_reply.pop(sequence, _ignore)
        if sequence == self._asked:
            self._answer = packet
        elif kind == _REPLY:
            self._stream.hand_over(packet, on_reply)
        else:
            _log.warning("the X server refused a request: error %d", detail)


def _size(head: bytes) -> int:
    """Return the size of a packet, in bytes."""
    kind, more = struct.unpack_from("=B3xI", head)
    return PACKET + (4 * int(more) if kind in (_REPLY, _LONG_EVENT) else 0)


def _ignore(_packet: bytes) -> None:
    pass
