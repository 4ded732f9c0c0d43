"""A part of PulseAudio's protocol, which PipeWire speaks too: list what records, play a short sound.

A few packets over a socket: a library for them would map megabytes of audio codecs into the process, and
`pactl` or `paplay` would have to be started each time.

Source: PulseAudio's src/pulsecore/{pstream,tagstruct,protocol-native}.c and native-common.h. A packet is a
descriptor and a tagstruct, in which each value follows a one-letter tag.
"""

import os
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from sitbreak.core.values import frozen
from sitbreak.wires import NoServer

_VERSION = 19
"""The version of the protocol that we speak: the first in which a recording says whether it is paused.

The server leaves out of its lists what later versions add.
"""

_ERROR, _REPLY = 0, 2
_CREATE_PLAYBACK_STREAM, _AUTH, _SET_CLIENT_NAME, _DRAIN_PLAYBACK_STREAM = 3, 8, 9, 12
_GET_SOURCE_INFO, _GET_SOURCE_OUTPUTS = 23, 32

_DESCRIPTOR = struct.Struct(">IIIII")  # length, stream, offset (high and low half), flags
_CONTROL = 0xFFFFFFFF
"""The stream of a packet that is a tagstruct; the others hold samples."""
_LONGEST = 1 << 20
_COOKIE = bytes(256)
_UNSET = 0xFFFFFFFF
_S16LE, _MONO, _FULL_VOLUME = 3, 0, 0x10000
_SOURCE_OUTPUT_VALUES = 13
_MONITORED_SINK = 8
"""The place of a source's monitored sink among the values of its reply."""

_FAILURES = OSError, EOFError, LookupError, ValueError, TypeError, struct.error
"""What a server can cause by hanging, by hanging up or by sending nonsense."""

_Value = int | str | bool | dict[str, str] | None


@frozen
class SourceOutput:
    """A stream that records from a source.

    Attributes:
        has_client: a program records; without one it is the server itself (an echo canceller, a loopback).
        source: the index of the source; None while it is connected to none.
        is_meter: it only measures the level, as volume controls do.
        is_paused: it records nothing at the moment.
    """

    has_client: bool
    source: int | None
    is_meter: bool
    is_paused: bool


@contextmanager
def connected(application: str, timeout: float) -> "Iterator[Client]":
    """Connect to the sound server that the environment names.

    Args:
        application: our name, as volume controls show it.
        timeout: seconds until it must be done with everything in the `with` block.

    Raises:
        NoServer: it does not answer, or refuses something, now or in the `with` block.
    """
    path, deadline = server_path(), time.monotonic() + timeout
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(timeout)
            connection.connect(path)
            yield Client(connection, application, deadline)
    except _FAILURES as failure:
        raise NoServer(f"no answer from the sound server at {path}: {failure!r}") from failure


def server_path() -> str:
    """Return the path of the server's socket; servers on other computers are not used."""
    named = os.environ.get("PULSE_SERVER", "").rpartition("unix:")[2]
    if named.startswith("/"):
        return named
    if folder := os.environ.get("PULSE_RUNTIME_PATH"):
        return f"{folder}/native"
    return f"{os.environ.get('XDG_RUNTIME_DIR') or '/nowhere'}/pulse/native"


class Client:
    """Sends one command at a time and waits for its reply; failures raise one of `_FAILURES`."""

    def __init__(self, connection: socket.socket, application: str, deadline: float) -> None:
        """Log in over a connected socket; nothing waits after `deadline` (time.monotonic() seconds)."""
        self._connection = connection
        self._deadline = deadline
        self._numbers = count()
        self.ask(_AUTH, _number(_VERSION) + _blob(_COOKIE))
        self.ask(_SET_CLIENT_NAME, _properties({"application.name": application}))

    def source_outputs(self) -> list[SourceOutput]:
        """Return the streams that record."""
        values = self.ask(_GET_SOURCE_OUTPUTS)
        starts = range(0, len(values), _SOURCE_OUTPUT_VALUES)
        return [_source_output(values[start : start + _SOURCE_OUTPUT_VALUES]) for start in starts]

    def is_monitor(self, source: int) -> bool:
        """Return whether a source delivers what the speakers play."""
        return self.ask(_GET_SOURCE_INFO, _number(source) + b"N")[_MONITORED_SINK] != _UNSET

    def play(self, samples: bytes, rate: int, properties: dict[str, str]) -> None:
        """Play a sound on the default speakers, and return when it is over.

        Args:
            samples: of one channel, 16 bits each, little-endian.
            rate: samples per second.
            properties: of the stream, such as "media.name".
        """
        stream = self.ask(_CREATE_PLAYBACK_STREAM, _playback_stream(len(samples), rate, properties))[0]
        if not isinstance(stream, int):
            raise TypeError(f"{stream!r} is no stream")
        self._limit_wait()
        self._connection.sendall(_DESCRIPTOR.pack(len(samples), stream, 0, 0, 0) + samples)
        self.ask(_DRAIN_PLAYBACK_STREAM, _number(stream))

    def ask(self, command: int, body: bytes = b"") -> list[_Value]:
        """Send a command, and return the values of its reply; what we have no use for is None."""
        number = next(self._numbers)
        packet = _number(command) + _number(number) + body
        header = _DESCRIPTOR.pack(len(packet), _CONTROL, 0, 0, 0)
        credentials = (socket.SOL_SOCKET, socket.SCM_CREDENTIALS, _credentials())
        self._limit_wait()
        self._connection.sendmsg([header + packet], [credentials])
        while True:
            length, *_ = _DESCRIPTOR.unpack(self._read(_DESCRIPTOR.size))
            if length > _LONGEST:
                raise LookupError(f"a packet of {length} bytes")
            kind, answered, *values = _values(self._read(length))
            if answered == number and kind == _REPLY:
                return values
            if answered == number and kind == _ERROR:
                raise LookupError(f"command {command} was refused: {values}")

    def _read(self, size: int) -> bytes:
        data = bytearray()
        while len(data) < size:
            self._limit_wait()
            if not (some := self._connection.recv(size - len(data))):
                raise EOFError("it hung up")
            data += some
        return bytes(data)

    def _limit_wait(self) -> None:
        """Let the next step wait no longer than there is time for all of them."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        self._connection.settimeout(left)


def _credentials() -> bytes:
    """Return what the server identifies us by; the kernel verifies it.

    The kernel would also add it by itself, but not before the server has accepted our connection.
    """
    return struct.pack("iII", os.getpid(), os.getuid(), os.getgid())


# --- what is sent -------------------------------------------------------------------------------


def _number(value: int) -> bytes:
    return b"L" + struct.pack(">I", value)


def _blob(value: bytes) -> bytes:
    return b"x" + struct.pack(">I", len(value)) + value


def _properties(values: dict[str, str]) -> bytes:
    entries = b""
    for key, value in values.items():
        data = value.encode() + b"\0"
        entries += b"t" + key.encode() + b"\0" + _number(len(data)) + _blob(data)
    return b"P" + entries + b"N"


def _playback_stream(length: int, rate: int, properties: dict[str, str]) -> bytes:
    """Describe a stream of that many bytes that starts with the first one.

    Source: protocol-native.c, command_create_playback_stream.
    """
    no, yes, no_text = b"0", b"1", b"N"
    sample_spec = b"a" + struct.pack(">BBI", _S16LE, 1, rate)
    channels = b"m" + bytes((1, _MONO))
    sink_and_its_name = _number(_UNSET) + no_text
    longest, corked, target = _number(_UNSET), no, _number(length)
    first = _number(_UNSET)  # with zero the stream never ends
    least = _number(_UNSET)
    in_step_with = _number(0)
    volume = b"v" + struct.pack(">BI", 1, _FULL_VOLUME)
    format_changes = no * 7
    muted, adjusts_latency = no, yes
    # Volume set, early requests, muted set, no auto-suspend, fails on suspend, relative volume, passthrough.
    more = no * 7
    return (
        sample_spec + channels + sink_and_its_name + longest + corked + target + first + least + in_step_with
        + volume + format_changes + muted + adjusts_latency + _properties(properties) + more
    )  # fmt: skip


# --- what is received ---------------------------------------------------------------------------

_FIXED = {
    b"L": struct.Struct(">I"),
    b"B": struct.Struct(">B"),
    b"R": struct.Struct(">Q"),
    b"r": struct.Struct(">q"),
    b"U": struct.Struct(">Q"),
    b"V": struct.Struct(">I"),
}
_CONSTANTS: dict[bytes, _Value] = {b"1": True, b"0": False, b"N": None}


_METER_PROPERTIES = "stream.monitor", "resample.peaks"


def _source_output(values: list[_Value]) -> SourceOutput:
    """Read a source output as version 19 lists it.

    PulseAudio resamples for a meter by a method of its own. PipeWire names that only among the properties.
    Source: PulseAudio's protocol-native.c and PipeWire's pulse-server.c, of streams with PEAK_DETECT;
    PipeWire's stream.c, which sets both properties, and properties.h for how it writes a boolean.
    """
    (
        _index, _name, _module, client, source, _sample_spec, _channel_map, _buffer_latency, _source_latency,
        resample_method, _driver, properties, is_paused,
    ) = values  # fmt: skip
    if not isinstance(properties, dict):
        raise TypeError(f"{properties!r} are no properties")
    peaks = [properties.get(name) in ("true", "1") for name in _METER_PROPERTIES]
    return SourceOutput(
        has_client=client != _UNSET,
        source=source if isinstance(source, int) and source != _UNSET else None,
        is_meter=resample_method == "peaks" or any(peaks),
        is_paused=bool(is_paused),
    )


def _values(data: bytes) -> Iterator[_Value]:
    """Read a tagstruct, value by value."""
    at = 0
    while at < len(data):
        value, at = _value(data, at)
        yield value


def _value(data: bytes, at: int) -> tuple[_Value, int]:
    """Return the value at this position, and where it ends."""
    tag, at = data[at : at + 1], at + 1
    if tag in _FIXED:
        return _FIXED[tag].unpack_from(data, at)[0], at + _FIXED[tag].size
    if tag in _CONSTANTS:
        return _CONSTANTS[tag], at
    if tag == b"t":
        end = data.index(0, at)
        return data[at:end].decode(errors="replace"), end + 1
    if tag == b"P":
        return _read_properties(data, at)
    return None, _end(tag, data, at)


def _read_properties(data: bytes, at: int) -> tuple[dict[str, str], int]:
    """Read pairs of key and value, with the value's length between them, until a key is missing."""
    properties: dict[str, str] = {}
    while data[at : at + 1] == b"t":
        key, at = _value(data, at)
        _length, start = _value(data, at)
        at = _end(data[start : start + 1], data, start + 1)
        properties[str(key)] = data[start + 5 : at].rstrip(b"\0").decode(errors="replace")
    return properties, at + 1


def _end(tag: bytes, data: bytes, at: int) -> int:
    """Return where a value that we have no use for ends."""
    if tag == b"a":  # sample specification: format, channels, rate
        return at + 6
    if tag == b"T":  # time
        return at + 8
    if tag == b"m":  # channel map: a byte for each channel
        return at + 1 + data[at]
    if tag == b"v":  # volumes: a number for each channel
        return at + 1 + 4 * data[at]
    if tag == b"x":
        return at + 4 + int.from_bytes(data[at : at + 4], "big")
    raise LookupError(f"a value of unknown kind {tag!r}")
