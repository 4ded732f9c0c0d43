"""The replies of a sound server, about recordings and about our sound."""

import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from sitbreak.desktop.surroundings.devices import microphone_in_use
from sitbreak.desktop.surroundings.signs import NoVerdict
from sitbreak.wires import NoServer, pulse
from tests.fuzz.damage import damaged, words
from tests.fuzz.engine import Target, Try
from tests.fuzz.peer import Peer

_REPLY = 2


def _number(value: int) -> bytes:
    return b"L" + struct.pack(">I", value)


def _packet(body: bytes) -> bytes:
    return struct.pack(">5I", len(body), 0xFFFFFFFF, 0, 0, 0) + body


def _reply(number: int, *values: bytes, kind: int = _REPLY) -> bytes:
    return _packet(_number(kind) + _number(number) + b"".join(values))


def _property(name: bytes, value: bytes) -> bytes:
    return b"t" + name + b"\0" + _number(len(value)) + b"x" + struct.pack(">I", len(value)) + value


_PROPERTIES = b"P" + _property(b"media.name", b"call\0") + b"N"
_RECORDING = b"".join(
    [
        *(_number(4), b"trecord\0", _number(1), _number(2), _number(3)),
        *(b"a" + struct.pack(">BBI", 3, 1, 44100), b"m\x01\0", b"U" + bytes(8), b"U" + bytes(8)),
        *(b"tspeex\0", b"tprotocol-native.c\0", _PROPERTIES, b"0"),
    ]
)
_SOURCE = b"".join(
    [
        *(_number(3), b"ta\0", b"tb\0"),
        b"a" + bytes(6),
        b"m\x01\0",
        *(_number(9), b"v\x01" + bytes(4), b"0", _number(0xFFFFFFFF)),
    ]
)
_CONVERSATION = [_reply(0, _number(32)), _reply(1, _number(7)), _reply(2, _RECORDING), _reply(3, _SOURCE)]

_value = st.one_of(
    words.map(_number),
    st.sampled_from(
        [b"1", b"0", b"N", b"t\0", b"tpeaks\0", b"R" + b"\xff" * 8, b"B\1", b"V" + bytes(4), b"T" + bytes(8)]
    ),
    st.sampled_from(
        [_PROPERTIES, b"P", b"PN", b"x\xff\xff\xff\xff", b"x" + bytes(4), b"m\xff", b"v\x02" + bytes(8), b"?"]
    ),
)


@st.composite
def _replies(draw: DrawFn) -> bytes:
    """Draw replies to each request in turn, with values that need not belong to them."""
    said = b""
    for number in range(draw(st.integers(0, 6))):
        values = draw(st.lists(_value, max_size=14))
        said += _reply(number, *values, kind=draw(st.sampled_from([2, 2, 2, 2, 0, 1, 64])))
    return said


def _cases() -> SearchStrategy[bytes]:
    good = st.integers(0, len(_CONVERSATION)).map(lambda count: b"".join(_CONVERSATION[:count]))
    asker = st.sampled_from([b"\0", b"\0", b"\1"])
    return st.tuples(st.one_of(damaged(good, most=4), _replies()), asker).map(b"".join)


@contextmanager
def _open(folder: Path) -> Iterator[Try]:
    before = dict(os.environ)
    os.environ["PULSE_SERVER"] = f"unix:{folder}/native"

    def try_case(said: bytes) -> None:
        peer.says(said)
        if said[-1:] != b"\1":  # each case is for one of those that ask
            with suppress(NoVerdict):
                assert isinstance(microphone_in_use(folder / "no-cards"), bool)
            return
        with suppress(NoServer), pulse.connected("sitbreak", 5.0) as client:
            client.play(bytes(64), 44100, {"media.name": "sitbreak"})

    try:
        with Peer(str(folder / "native")) as peer:
            yield try_case
    finally:
        os.environ.clear()
        os.environ.update(before)


PULSE = Target("pulse", _cases(), _open)
