"""What a server sends is cut into messages, however it arrives, and never holds the thread."""

import socket
from collections.abc import Iterator
from contextlib import suppress
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitbreak.wires import NoServer
from sitbreak.wires.frames import LONGEST, Frames

HEAD = 4


def size_of(head: bytes) -> int:
    return int.from_bytes(head)


def message(body: bytes) -> bytes:
    return (HEAD + len(body)).to_bytes(HEAD) + body


Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.setblocking(False)
        yield ours, theirs


@settings(deadline=None)
@given(st.lists(st.binary(max_size=50)), st.lists(st.integers(1, 30)))
def test_messages_arrive_whole_however_they_are_cut(bodies: list[bytes], cuts: list[int]) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.setblocking(False)
        frames, received = Frames(HEAD, size_of), list[bytes]()
        data = b"".join(map(message, bodies))
        while data:
            cut = cuts.pop(0) if cuts else len(data)
            theirs.sendall(data[:cut])
            data = data[cut:]
            assert not frames.receive(ours)
            received += frames.messages()
        assert received == [message(body) for body in bodies]


def test_a_message_that_is_too_long_may_be_skipped(pair: Pair) -> None:
    ours, theirs = pair
    frames, received = Frames(HEAD, size_of, most_skipped=2 * LONGEST), list[bytes]()
    long = message(bytes(LONGEST + 10))
    left = message(b"before") + long + message(b"after")
    theirs.setblocking(False)
    most = 0
    while left or len(received) < 2:
        with suppress(BlockingIOError):
            left = left[theirs.send(left) :]
        frames.receive(ours)
        received += frames.messages()
        most = max(most, len(frames._data))
    assert received == [message(b"before"), message(b"after")]
    assert most < 1000, "it is not kept"


@pytest.mark.parametrize("size", [LONGEST + 1, 2**32 - 1])
def test_a_message_that_is_too_long_is_an_error(pair: Pair, size: int) -> None:
    ours, theirs = pair
    frames = Frames(HEAD, size_of)
    theirs.sendall(size.to_bytes(HEAD))
    frames.receive(ours)
    with pytest.raises(NoServer, match=f"a message of {size} bytes"):
        list(frames.messages())


def test_a_handler_may_read_on_or_end_it(pair: Pair) -> None:
    ours, theirs = pair
    frames = Frames(HEAD, size_of)
    theirs.sendall(b"".join(message(bytes([number])) for number in range(6)))
    frames.receive(ours)
    first = next(iter(frames.messages()))
    inner = frames.messages()
    assert [first[-1], next(inner)[-1], next(frames.messages())[-1]] == [0, 1, 2]
    frames.clear()
    assert list(inner) == []


def test_a_server_that_sends_without_end_keeps_nobody() -> None:
    class Endless:
        calls = 0

        def recv(self, size: int) -> bytes:
            self.calls += 1
            return bytes(size)

    endless, frames = Endless(), Frames(HEAD, lambda _: HEAD)
    assert not frames.receive(cast("socket.socket", endless))
    assert endless.calls <= 16


def test_the_last_messages_of_a_server_are_read(pair: Pair) -> None:
    ours, theirs = pair
    frames = Frames(HEAD, size_of)
    theirs.sendall(message(b"last") + b"\0\0")
    theirs.close()
    assert frames.receive(ours)
    assert list(frames.messages()) == [message(b"last")]
