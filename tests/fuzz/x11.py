"""The replies of an X server, about idle and about full screens."""

import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from sitbreak.core.inputs import Input
from sitbreak.desktop.idle.x11 import X11IdleSource, XScreenSaverIdleSource
from sitbreak.desktop.surroundings.fullscreen import fullscreen
from sitbreak.desktop.surroundings.signs import NoVerdict
from sitbreak.ports import Watch
from sitbreak.wires import NoServer
from tests.fuzz.damage import damaged, words
from tests.fuzz.engine import Target, Try
from tests.fuzz.peer import Peer, read_to_end

_ROOT, _BASE, _MASK = 0x123, 0x400000, 0x1FFFFF
_REPLY, _ERROR, _ALARM_EVENT = 1, 0, 84

_SETUP_DATA = (
    struct.pack("=IIIIHHBBBBBBBB4x", 0, _BASE, _MASK, 256, 4, 65535, 1, 1, 0, 0, 32, 32, 8, 255)
    + b"none"
    + struct.pack("=BBB5x", 24, 32, 32)
    + struct.pack("=I35xB", _ROOT, 0)
)
_SETUP = struct.pack("=BBHHH", 1, 0, 11, 0, len(_SETUP_DATA) // 4) + _SETUP_DATA


def _counter(number: int, name: bytes) -> bytes:
    entry = struct.pack("=IiIH", number, 0, 1, len(name)) + name
    return entry + bytes(-len(entry) % 4)


_COUNTERS = _counter(5, b"SERVERTIME") + _counter(6, b"IDLETIME")


def _reply(sequence: int, body: bytes = b"", more: bytes = b"", detail: int = 0) -> bytes:
    more += bytes(-len(more) % 4)
    return (
        struct.pack("=BBHI", _REPLY, detail, sequence & 0xFFFF, len(more) // 4)
        + body[:24].ljust(24, b"\0")
        + more
    )


_IDLE = [
    _reply(1, struct.pack("=BBBB", 1, 140, 83, 0)),
    _reply(2, struct.pack("=BB", 3, 1)),
    _reply(3, struct.pack("=I", 2), _COUNTERS),
    _reply(4, struct.pack("=iI", 0, 100_000)),
    _reply(7, struct.pack("=iI", 0, 60_000)),
    struct.pack("=BBHIIiIiIIB3x", _ALARM_EVENT, 1, 9, _BASE, 0, 0, 180_000, 0, 0, 100_000, 0)[:32],
]
"""What a server says to an idle source, in order."""


@st.composite
def _replies(draw: DrawFn) -> bytes:
    """Draw replies, errors and events, most of them to the next request."""
    said, sequence = b"", 0
    for _ in range(draw(st.integers(0, 12))):
        sequence += draw(st.sampled_from([0, 1, 1, 1, 1, 1, 1, 2]))
        body = b"".join(struct.pack("=I", draw(words)) for _ in range(draw(st.integers(0, 6))))
        more = b"".join(struct.pack("=I", draw(words)) for _ in range(draw(st.integers(0, 6))))
        kind = draw(st.integers(0, 9))
        packet = _reply(sequence, body, more if kind > 3 else b"", draw(st.sampled_from([0, 8, 32, 255])))
        said += (
            packet
            if kind > 1
            else bytes([draw(st.sampled_from([_ERROR, _ALARM_EVENT, 35, 2]))]) + packet[1:32]
        )
    return said


def _cases() -> SearchStrategy[bytes]:
    good = st.integers(0, len(_IDLE)).map(lambda count: b"".join(_IDLE[:count]))
    talks = st.one_of(damaged(good, most=4), _replies(), st.tuples(good, _replies()).map(b"".join))
    asker = st.sampled_from([b"\0", b"\2", b"\3"])
    return st.tuples(damaged(st.just(_SETUP), most=1), talks, asker).map(b"".join)


@contextmanager
def _open(folder: Path) -> Iterator[Try]:
    number = 900_000_000 + os.getpid() % 1_000_000
    before = dict(os.environ)
    os.environ.update(DISPLAY=f":{number}", XAUTHORITY=str(folder / "none"))
    os.environ.pop("WAYLAND_DISPLAY", None)

    def try_case(said: bytes) -> None:
        posted: list[Input] = []
        peer.says(b"", said)
        match said[-1:]:  # each case is for one of those that ask
            case b"\0" | b"\1":
                with suppress(NoServer):
                    source = X11IdleSource(posted.append, lambda: None)
                    source.watch(Watch(timedelta(minutes=3), back=True))
                    read_to_end(source)
            case b"\2":
                with suppress(NoServer):
                    read_to_end(XScreenSaverIdleSource(posted.append, lambda: None))
            case _:
                with suppress(NoVerdict):
                    assert isinstance(fullscreen(), bool)

    try:
        with Peer(f"\0/tmp/.X11-unix/X{number}") as peer:
            yield try_case
    finally:
        os.environ.clear()
        os.environ.update(before)


X11 = Target("x11", _cases(), _open)
