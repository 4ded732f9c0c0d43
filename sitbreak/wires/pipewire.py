"""A part of PipeWire's own protocol: list the streams that record, and what they record from.

Its library would map megabytes into the process, and `pw-dump` would have to be started each time.

Source: PipeWire's internals/protocol.dox (a message is a header and a value), spa/pod/pod.h (a value is its
size, its type and a body, padded to eight bytes), core.h, node.h, client.h and keys.h.
"""

import os
import socket
import struct
import time
from typing import Any

from sitbreak.core.values import frozen
from sitbreak.wires import NoServer

_HEADER = struct.Struct("=IIII")  # object, method or event above the size, sequence, descriptors
_SIZE_BITS = 24
_LONGEST, _MOST = 1 << 18, 1 << 23
"""Bytes of one message, and of all that we read."""

_VERSION = 3
_CORE, _CLIENT, _REGISTRY, _FIRST_FREE = range(4)
_HELLO, _SYNC, _GET_REGISTRY = 1, 2, 5
_UPDATE_PROPERTIES = 2
_BIND = 1
_DONE, _GLOBAL, _INFO = 1, 0, 0

_NODE, _LINK, _PROGRAM = (f"PipeWire:Interface:{kind}" for kind in ("Node", "Link", "Client"))
_RUNNING = 3
"""The state of a node through which data flows."""

_VALUE = struct.Struct("=II")  # size of the body, type
_INT, _STRING, _STRUCT = 4, 8, 14
_NUMBERS = {2: "=i", 3: "=i", _INT: "=i", 5: "=q"}
"""Booleans, ids, integers and long ones."""

_FAILURES = OSError, EOFError, LookupError, ValueError, TypeError, struct.error, RecursionError
"""What a server can cause by hanging, by hanging up or by sending nonsense."""

Properties = dict[str, str]


@frozen
class Stream:
    """A stream that records sound or pictures.

    Attributes:
        properties: what it says about itself.
        program: the name of the program that it belongs to, "" if it has none.
        sources: what those say about themselves that it records from.
        is_running: it is not paused.
    """

    properties: Properties
    program: str
    sources: tuple[Properties, ...]
    is_running: bool


def recording_streams(timeout: float) -> tuple[Stream, ...]:
    """Return all streams that record.

    Args:
        timeout: seconds until everything must be known.

    Raises:
        NoServer: no PipeWire answers.
    """
    path, deadline = server_path(), time.monotonic() + timeout
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(timeout)
            connection.connect(path)
            return _Client(connection, deadline).recording_streams()
    except _FAILURES as failure:
        raise NoServer(f"no answer from PipeWire at {path}: {failure!r}") from failure


def server_path() -> str:
    """Return the path of the server's socket.

    Source: pipewire(1): PIPEWIRE_REMOTE is a path, or a name in PIPEWIRE_RUNTIME_DIR or XDG_RUNTIME_DIR.
    """
    environ = os.environ
    folder = environ.get("PIPEWIRE_RUNTIME_DIR") or environ.get("XDG_RUNTIME_DIR") or "/nowhere"
    return os.path.join(folder, environ.get("PIPEWIRE_REMOTE") or "pipewire-0")  # noqa: PTH118  one string


class _Client:
    """Asks one server; failures raise one of `_FAILURES`."""

    def __init__(self, connection: socket.socket, deadline: float) -> None:
        """Ask over a connected socket; nothing waits after `deadline` (time.monotonic() seconds)."""
        self._connection = connection
        self._deadline = deadline
        self._received = bytearray()
        self._may_read = _MOST
        self._sent = 0
        self._nodes: dict[int, Properties] = {}
        self._links: list[Properties] = []
        self._programs: dict[int, Properties] = {}
        self._running: set[int] = set()
        self._bound: list[str] = []

    def recording_streams(self) -> tuple[Stream, ...]:
        """Return all streams that record."""
        name = _int(1), _string("application.name"), _string("sitbreak")
        self._send(_CORE, _HELLO, _int(_VERSION))
        self._send(_CLIENT, _UPDATE_PROPERTIES, _struct(*name))
        self._send(_CORE, _GET_REGISTRY, _int(_VERSION), _int(_REGISTRY))
        self._round_trip()
        streams = [number for number, node in self._nodes.items() if _records(node)]
        programs = {self._program_of(number) for number in streams}
        self._bind(_NODE, streams)
        self._bind(_PROGRAM, [number for number in self._programs if number in programs])
        self._round_trip()
        return tuple(self._stream(number) for number in streams)

    def _bind(self, kind: str, numbers: list[int]) -> None:
        """Ask for what these say about themselves now; what is listed is what they said first.

        Source: seen on PipeWire 0.3.65 and 1.4: over a connection from the portal, a program is listed as it.
        """
        for number in numbers:
            proxy = _FIRST_FREE + len(self._bound)
            self._bound.append(kind)
            self._send(_REGISTRY, _BIND, _int(number), _string(kind), _int(_VERSION), _int(proxy))

    def _program_of(self, number: int) -> int:
        """Return the number of the program that a node belongs to, -1 if it has none."""
        return int(self._nodes[number].get("client.id", -1))

    def _stream(self, number: int) -> Stream:
        program = self._programs.get(self._program_of(number), {})
        name = program.get("application.name", "")
        return Stream(self._nodes[number], name, self._sources_of(number), number in self._running)

    def _sources_of(self, number: int) -> tuple[Properties, ...]:
        links = [link for link in self._links if link["link.input.node"] == str(number)]
        sources = {int(link["link.output.node"]) for link in links}
        return tuple(self._nodes[source] for source in sources if source in self._nodes)

    def _send(self, receiver: int, method: int, *values: bytes) -> None:
        body = _struct(*values)
        header = _HEADER.pack(receiver, method << _SIZE_BITS | len(body), self._sent, 0)
        self._sent += 1
        self._connection.sendall(header + body)

    def _round_trip(self) -> None:
        """Record what the server says until it has handled everything that was sent."""
        number = self._sent
        self._send(_CORE, _SYNC, _int(_CORE), _int(number))
        while True:
            sender, event, values = self._next_event()
            if (sender, event) == (_CORE, _DONE) and values[1] == number:
                return
            if (sender, event) == (_REGISTRY, _GLOBAL):
                self._record_global(*values)
            elif sender >= _FIRST_FREE and event == _INFO:
                self._record_info(self._bound[sender - _FIRST_FREE], *values)

    def _record_global(self, number: int, _rights: int, kind: str, _version: int, listed: list[Any]) -> None:
        if kind == _NODE:
            self._nodes[number] = _properties(listed)
        elif kind == _LINK:
            self._links.append(_properties(listed))
        elif kind == _PROGRAM:
            self._programs[number] = _properties(listed)

    def _record_info(self, kind: str, number: int, *values: Any) -> None:
        if kind == _PROGRAM:
            self._programs[number] |= _properties(values[-1])
            return
        state, _error, listed, _params = values[-4:]
        self._nodes[number] |= _properties(listed)  # nothing is listed where only the state has changed
        if state == _RUNNING:
            self._running.add(number)

    def _next_event(self) -> tuple[int, int, list[Any]]:
        sender, word, _, _ = _HEADER.unpack(self._read(_HEADER.size))
        value, _ = _parse(self._read(word & (1 << _SIZE_BITS) - 1), 0)
        return sender, word >> _SIZE_BITS, value

    def _read(self, size: int) -> bytes:
        if size > _LONGEST:
            raise ValueError(f"a message of {size} bytes")
        while len(self._received) < size:
            self._connection.settimeout(max(self._deadline - time.monotonic(), 0.001))
            chunk = self._connection.recv(65536)
            self._may_read -= len(chunk)
            if not chunk or self._may_read < 0:
                raise EOFError("it has hung up, or sends without end")
            self._received += chunk
        taken = bytes(self._received[:size])
        del self._received[:size]
        return taken


def _records(node: Properties) -> bool:
    return node.get("media.class", "").startswith("Stream/Input/")


# --- values ---------------------------------------------------------------------------------------


def _pack(kind: int, body: bytes) -> bytes:
    return _VALUE.pack(len(body), kind) + body + bytes(-len(body) % 8)


def _int(number: int) -> bytes:
    return _pack(_INT, struct.pack("=i", number))


def _string(text: str) -> bytes:
    return _pack(_STRING, text.encode() + b"\0")


def _struct(*values: bytes) -> bytes:
    return _pack(_STRUCT, b"".join(values))


def _parse(data: bytes, start: int) -> tuple[Any, int]:
    """Return the value that starts there, and where the next one does; of other types the value is None."""
    size, kind = _VALUE.unpack_from(data, start)
    start += _VALUE.size
    end = start + size
    if end > len(data):
        raise ValueError("a value is longer than its message")
    value: Any = None
    if kind == _STRUCT:
        value = []
        while start < end:
            part, start = _parse(data, start)
            value.append(part)
    elif kind == _STRING:
        value = data[start:end].rstrip(b"\0").decode(errors="replace")
    elif kind in _NUMBERS:
        (value,) = struct.unpack_from(_NUMBERS[kind], data, start)
    return value, end + -size % 8


def _properties(listed: list[Any]) -> Properties:
    """Return properties, which are listed as their count and then each key and its value."""
    pairs = zip(listed[1::2], listed[2::2], strict=True)
    return {key: value for key, value in pairs if isinstance(value, str)}
