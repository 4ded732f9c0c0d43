"""The events of a Wayland compositor, about idle and about full screens."""

import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from sitbreak.core.inputs import Input
from sitbreak.desktop.idle.wayland import WaylandIdleSource
from sitbreak.desktop.idle.wayland_timers import EXT_IDLE_NOTIFY, KDE_IDLE
from sitbreak.desktop.surroundings.fullscreen import fullscreen
from sitbreak.desktop.surroundings.signs import NoVerdict
from sitbreak.ports import Watch
from sitbreak.wires import NoServer
from tests.fuzz.damage import damaged, words
from tests.fuzz.engine import Target, Try
from tests.fuzz.peer import Peer, read_to_end

_DISPLAY, _REGISTRY, _CALLBACK = 1, 2, 3
_FIRST = 4  # of the objects that a client makes after its first round trip


def _event(sender: int, opcode: int, body: bytes = b"") -> bytes:
    return struct.pack("=II", sender, (8 + len(body)) << 16 | opcode) + body


def _string(text: bytes) -> bytes:
    text += b"\0"
    return struct.pack("=I", len(text)) + text + bytes(-len(text) % 4)


def _offer(name: int, interface: bytes, version: int) -> bytes:
    return _event(_REGISTRY, 0, struct.pack("=I", name) + _string(interface) + struct.pack("=I", version))


_OFFERS = (
    (b"wl_seat", 7),
    (b"ext_idle_notifier_v1", 1),
    (b"ext_idle_notifier_v1", 2),
    (b"org_kde_kwin_idle", 1),
    (b"zwlr_foreign_toplevel_manager_v1", 3),
)
_DONE = _event(_CALLBACK, 0, bytes(4)) + _event(_DISPLAY, 1, struct.pack("=I", _CALLBACK))


@st.composite
def _beginning(draw: DrawFn) -> bytes:
    offers = draw(st.lists(st.sampled_from(_OFFERS), max_size=5))
    said = b"".join(_offer(name, *offer) for name, offer in enumerate(offers, 1))
    return said + _DONE


@st.composite
def _events(draw: DrawFn) -> bytes:
    """Draw events of the objects that there may be."""
    said = b""
    for _ in range(draw(st.integers(0, 10))):
        sender = draw(st.integers(_DISPLAY, _FIRST + 4))
        numbers = struct.pack("=4I", *(draw(words) for _ in range(4)))[: 4 * draw(st.integers(0, 4))]
        text = _string(draw(st.sampled_from([b"sitbreak", b"\xff", b"", b"x" * 400, b"\x1b[2J"])))
        state = struct.pack("=III", 8, 2, 3)
        body = draw(st.sampled_from([b"", numbers, text, numbers + text, state, struct.pack("=I", sender)]))
        said += _event(sender, draw(st.integers(0, 6)), body)
    return said


def _cases() -> SearchStrategy[bytes]:
    talks = damaged(st.tuples(_beginning(), _events()).map(b"".join))
    return st.tuples(talks, st.sampled_from([b"\0", b"\1", b"\3"])).map(b"".join)


@contextmanager
def _open(folder: Path) -> Iterator[Try]:
    before = dict(os.environ)
    os.environ.update(XDG_RUNTIME_DIR=str(folder), WAYLAND_DISPLAY="wayland-9")

    def try_case(said: bytes) -> None:
        posted: list[Input] = []
        peer.says(said)
        if said[-1:] == b"\3":  # each case is for one of those that ask
            with suppress(NoVerdict):
                assert isinstance(fullscreen(), bool)
            return
        with suppress(NoServer):
            protocol = KDE_IDLE if said[-1:] == b"\1" else EXT_IDLE_NOTIFY
            source = WaylandIdleSource(posted.append, lambda: None, protocol)
            source.watch(Watch(timedelta(minutes=3), back=True))
            read_to_end(source)

    try:
        with Peer(str(folder / "wayland-9")) as peer:
            yield try_case
    finally:
        os.environ.clear()
        os.environ.update(before)


WAYLAND = Target("wayland", _cases(), _open)
