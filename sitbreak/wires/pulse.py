"""Speaks a part of PulseAudio's protocol, which is PipeWire's too: enough to ask whether a program records.

Four packets over a socket: a library for it would map megabytes of audio codecs into the tray process, and
`pactl` would be a program started for each question.

Source: PulseAudio's src/pulsecore/{pstream,tagstruct,protocol-native}.c and native-common.h. A packet is a
descriptor and a tagstruct, in which every value carries a one-letter tag in front.
"""

import os
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import NamedTuple

from sitbreak.wires import NoServer

_VERSION = 19
# Of the protocol, as we speak it. It is the first that tells whether a stream is paused; what later ones add
# to the lists is left out for us.

_TIMEOUT = 1.0
"""Seconds for each step."""

_ERROR, _REPLY, _AUTH, _SET_CLIENT_NAME, _GET_SOURCE_INFO, _GET_SOURCE_OUTPUTS = 0, 2, 8, 9, 23, 32
_DESCRIPTOR = struct.Struct(">IIIII")
_CONTROL = 0xFFFFFFFF
_INVALID_INDEX = 0xFFFFFFFF
_LONGEST = 1 << 20
_COOKIE = bytes(256)

_Value = int | str | bytes | bool | None

FAILURES = OSError, EOFError, LookupError, ValueError, TypeError, struct.error
"""What a server can make fail that hangs, hangs up or talks nonsense."""

_FIXED = {
    b"L": struct.Struct(">I"),
    b"B": struct.Struct(">B"),
    b"R": struct.Struct(">Q"),
    b"r": struct.Struct(">q"),
    b"U": struct.Struct(">Q"),
    b"V": struct.Struct(">I"),
}
_WORDS: dict[bytes, _Value] = {b"1": True, b"0": False, b"N": None}


class _Recording(NamedTuple):
    """One source output, as version 19 lists it."""

    number: int
    name: str
    module: int
    client: int
    source: int
    sample_spec: None
    channel_map: None
    buffer_latency: int
    source_latency: int
    resample_method: str | None
    driver: str
    properties: None
    paused: bool


def microphone_in_use() -> bool:
    """Look for a program that records, not paused, from something else than what the speakers play.

    Raises:
        NoServer: no sound server answers.
    """
    path = server()
    try:
        with connected(path, _TIMEOUT) as client:
            return client.records()
    except FAILURES as failure:
        raise NoServer(f"no answer from the sound server at {path}: {failure!r}") from failure


def server() -> str:
    """Return the path of the server's socket. One on another computer is not asked."""
    named = os.environ.get("PULSE_SERVER", "").rpartition("unix:")[2]
    if named.startswith("/"):
        return named
    if folder := os.environ.get("PULSE_RUNTIME_PATH"):
        return str(Path(folder, "native"))
    return str(Path(os.environ.get("XDG_RUNTIME_DIR") or "/nowhere", "pulse", "native"))


@contextmanager
def connected(path: str, patience: float) -> "Iterator[Client]":
    """Be let in by the server at this path, which gets `patience` seconds for each step."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(patience)
        connection.connect(path)
        client = Client(connection)
        client.introduce()
        yield client


class Client:
    """A connection that asks one thing after the other; what goes wrong is one of `FAILURES`."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._tags = count()

    def introduce(self) -> None:
        """Be let in, and say who it is."""
        self.ask(_AUTH, number(_VERSION) + b"x" + struct.pack(">I", len(_COOKIE)) + _COOKIE)
        self.ask(_SET_CLIENT_NAME, b"P" + b"t" + b"application.name\0" + blob(b"sitbreak\0") + b"N")

    def records(self) -> bool:
        """Whether a program listens to a microphone."""
        values = self.ask(_GET_SOURCE_OUTPUTS, b"")
        width = len(_Recording._fields)
        recordings = (_Recording(*values[at : at + width]) for at in range(0, len(values), width))  # type: ignore[arg-type]
        return any(self._listens(it) for it in recordings)

    def _listens(self, recording: _Recording) -> bool:
        # What has no client is the server's own (an echo canceller, a loop); what has no source is connected
        # to none yet; and a volume control's level meter takes nothing but the peaks.
        if recording.paused or _INVALID_INDEX in (recording.client, recording.source):
            return False
        if recording.resample_method == "peaks":
            return False
        source = self.ask(_GET_SOURCE_INFO, number(recording.source) + b"N")
        return source[8] == _INVALID_INDEX  # the sink whose monitor it is

    def ask(self, command: int, body: bytes) -> list[_Value]:
        """Send a command, wait for its reply, and return the values in it."""
        tag = next(self._tags)
        packet = number(command) + number(tag) + body
        header = _DESCRIPTOR.pack(len(packet), _CONTROL, 0, 0, 0)
        self._connection.sendmsg(
            [header + packet], [(socket.SOL_SOCKET, socket.SCM_CREDENTIALS, _who_we_are())]
        )
        end = time.monotonic() + (self._connection.gettimeout() or 0)
        while time.monotonic() < end:
            length, *_ = _DESCRIPTOR.unpack(self._read(_DESCRIPTOR.size))
            if length > _LONGEST:
                raise LookupError(f"a packet of {length} bytes")
            kind, answered, *values = _values(self._read(length))
            if answered == tag and kind == _REPLY:
                return values
            if answered == tag and kind == _ERROR:
                raise LookupError(f"command {command} was refused: {values}")
        raise TimeoutError(f"it speaks of other things than command {command}")

    def send_samples(self, stream: int, samples: bytes) -> None:
        """Send what a stream is to play; no answer comes."""
        self._connection.sendall(_DESCRIPTOR.pack(len(samples), stream, 0, 0, 0) + samples)

    def _read(self, size: int) -> bytes:
        data = bytearray()
        while len(data) < size:
            if not (some := self._connection.recv(size - len(data))):
                raise EOFError("it hung up")
            data += some
        return bytes(data)


def _who_we_are() -> bytes:
    """Return the proof, attested by the kernel, for which the server lets us in.

    The kernel would attach it by itself, but not before the server has got round to our connection.
    """
    return struct.pack("iII", os.getpid(), os.getuid(), os.getgid())


def number(value: int) -> bytes:
    """Write a number."""
    return b"L" + struct.pack(">I", value)


def blob(value: bytes) -> bytes:
    """Write the value of a property, with its final zero."""
    return number(len(value)) + b"x" + struct.pack(">I", len(value)) + value


def _values(data: bytes) -> Iterator[_Value]:
    """Read a tagstruct, value by value; what has parts comes as one None."""
    at = 0
    while at < len(data):
        value, at = _value(data, at)
        yield value


def _value(data: bytes, at: int) -> tuple[_Value, int]:
    tag, at = data[at : at + 1], at + 1
    if tag in _FIXED:
        return _FIXED[tag].unpack_from(data, at)[0], at + _FIXED[tag].size
    if tag in _WORDS:
        return _WORDS[tag], at
    if tag == b"t":
        end = data.index(0, at)
        return data[at:end].decode(errors="replace"), end + 1
    return None, _skip(tag, data, at)


def _skip(tag: bytes, data: bytes, at: int) -> int:
    """Return where the value ends that has parts."""
    if tag == b"a":  # sample spec: format, channels, rate
        return at + 6
    if tag == b"T":  # time
        return at + 8
    if tag == b"m":  # channel map: a byte for each
        return at + 1 + data[at]
    if tag == b"v":  # volumes: a number for each channel
        return at + 1 + 4 * data[at]
    if tag == b"x":
        return at + 4 + int.from_bytes(data[at : at + 4], "big")
    if tag == b"P":  # keys, each with the length of its value and the value, until there is none
        while (entry := _value(data, at))[0] is not None:
            at = _value(data, _value(data, entry[1])[1])[1]
        return entry[1]
    raise LookupError(f"a value of unknown kind {tag!r}")
