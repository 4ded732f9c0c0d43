"""A connection to the X server that never waits for it once it stands, and never raises.

python-xlib's protocol layer does the same in 0.8 MiB, which is much for the ten requests that are made here.

Source: X Window System Protocol, "Protocol Formats" and "Protocol Encoding". Everything is in the machine's
own byte order, as the client chooses.
"""

import logging
import struct
import time
from collections.abc import Callable, Iterator

from sitbreak.core.values import frozen
from sitbreak.wires import NoServer
from sitbreak.wires.stream import Gone, Wire
from sitbreak.wires.x11_setup import enter, padded

START_PATIENCE = 1.0
"""Seconds that a server has for letting us in, and for each answer that is waited for."""

PACKET = 32
"""Bytes of an event, an error, and the part that all replies have."""

_ERROR, _REPLY, _LONG_EVENT = 0, 1, 35
_QUERY_EXTENSION = 98
_log = logging.getLogger(__name__)


@frozen
class Extension:
    """Where the server has put an extension: its request code and its first event code."""

    opcode: int
    first_event: int


class Connection:
    """One connection to the server that DISPLAY names.

    A server that goes away is logged once, `on_lost` is called once, and nothing more comes.
    """

    def __init__(self, on_lost: Callable[[], None]) -> None:
        """Connect.

        Raises:
            NoServer: there is no server, or it does not let us in.
        """
        connected, self.root, self._ids = enter(START_PATIENCE)
        self._wire = Wire("the X server", connected, on_lost)
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
        told = self.ask(_QUERY_EXTENSION, 0, struct.pack("=H2x", len(name)) + name.encode())
        present, opcode, first_event = struct.unpack_from("=8xBBB", told)
        if not present:
            raise NoServer(f"the X server has no {name} extension")
        return Extension(opcode, first_event)

    def listen(self, code: int, on_event: Callable[[bytes], None]) -> None:
        """Hand events with this code on."""
        self._on_event[code] = on_event

    def new_id(self) -> int:
        """Return an id for a new resource."""
        return next(self._ids)

    def ask(self, opcode: int, detail: int, body: bytes = b"") -> bytes:
        """Send a request and wait for the reply; only for the start.

        Raises:
            NoServer: it brought an error, or the server is gone.
        """
        deadline = time.monotonic() + START_PATIENCE
        try:
            self._asked, self._answer = self._send(opcode, detail, body), b""
            while not self._answer:
                self._wire.wait(deadline)
                self._read()
        except (Gone, OSError) as reason:
            raise NoServer(str(reason)) from reason
        finally:
            self._asked = None
        if self._answer[0] == _ERROR:
            raise NoServer(f"the X server refuses request {opcode}: error {self._answer[1]}")
        return self._answer

    def send(
        self, opcode: int, detail: int, body: bytes = b"", on_reply: Callable[[bytes], None] | None = None
    ) -> None:
        """Send a request; its reply comes with `read`.

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

        self._wire.attempt(step)

    def read(self) -> None:
        """Read what has come, without waiting, and hand it on."""
        self._wire.attempt(self._read)

    def fileno(self) -> int:
        """Return the socket's descriptor, -1 once the server is gone or the connection closed."""
        return self._wire.fileno()

    def close(self) -> None:
        """Close the connection."""
        self._wire.close()

    # --- inside --------------------------------------------------------------------------------

    def _send(self, opcode: int, detail: int, body: bytes) -> int:
        """Send a request; return the number by which its answer is known."""
        body = padded(body)
        self._wire.send(struct.pack("=BBH", opcode, detail, 1 + len(body) // 4) + body)
        self._sequence = (self._sequence + 1) & 0xFFFF
        return self._sequence

    def _read(self) -> None:
        hung_up = self._wire.receive()
        for packet in self._packets():
            self._take(packet)
        if hung_up:
            raise Gone("it hung up")

    def _packets(self) -> Iterator[bytes]:
        while len(self._wire.received) >= PACKET:
            kind, more = struct.unpack_from("=B3xI", self._wire.received)
            size = PACKET + 4 * more if kind in (_REPLY, _LONG_EVENT) else PACKET
            if len(self._wire.received) < size:
                return
            packet, self._wire.received = self._wire.received[:size], self._wire.received[size:]
            yield packet

    def _take(self, packet: bytes) -> None:
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
