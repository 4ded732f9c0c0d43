"""A connection to the X server: once connected, it never waits and never raises.

A thread that may wait uses `ask`, which does both. python-xlib's protocol layer does the same in 0.8 MiB:
a lot for the ten requests that are made here.

Source: X Window System Protocol, "Protocol Formats" and "Protocol Encoding". Everything is in the machine's
own byte order, as the client chooses.
"""

import logging
import struct
import time
from collections.abc import Callable, Iterator

from sitbreak.core.values import frozen
from sitbreak.wires import NoServer
from sitbreak.wires.stream import Stream
from sitbreak.wires.x11_setup import connect, padded

START_PATIENCE = 1.0
"""Seconds that a server gets to accept a client, and for each answer that is waited for."""

PACKET = 32
"""Bytes of an event, of an error, and of the part that all replies have."""

_ERROR, _REPLY, _LONG_EVENT = 0, 1, 35
_QUERY_EXTENSION = 98
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

    def __init__(self, on_lost: Callable[[], None] = lambda: None) -> None:
        """Connect.

        Raises:
            NoServer: there is no server, or it refuses us.
        """
        setup = connect(START_PATIENCE)
        self.root = setup.root
        self._ids = setup.ids
        self._stream = Stream("the X server", setup.socket, on_lost)
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
        deadline = time.monotonic() + START_PATIENCE
        try:
            self._asked, self._answer = self._send(opcode, detail, body), b""
            while not self._answer:
                self._stream.wait(deadline)
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
        hung_up = self._stream.receive()
        for packet in self._packets():
            self._handle(packet)
        if hung_up:
            raise NoServer("it hung up")

    def _packets(self) -> Iterator[bytes]:
        stream = self._stream
        while len(stream.received) >= PACKET:
            kind, more = struct.unpack_from("=B3xI", stream.received)
            size = PACKET + 4 * more if kind in (_REPLY, _LONG_EVENT) else PACKET
            if len(stream.received) < size:
                return
            packet, stream.received = stream.received[:size], stream.received[size:]
            yield packet

    def _handle(self, packet: bytes) -> None:
        kind, detail, sequence = struct.unpack_from("=BBH", packet)
        if kind not in (_ERROR, _REPLY):
            self._on_event.get(kind & 0x7F, _ignore)(packet)  # the highest bit: another client sent it
            return
        on_reply = self._on_reply.pop(sequence, _ignore)
        if sequence == self._asked:
            self._answer = packet
        elif kind == _REPLY:
            on_reply(packet)
        else:
            _log.warning("the X server refused a request: error %d", detail)


def _ignore(_packet: bytes) -> None:
    pass
