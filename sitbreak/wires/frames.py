"""Cuts what a server sends into messages, whatever they mean, without waiting and in linear time."""

import socket
from collections.abc import Callable, Iterator
from contextlib import suppress

from sitbreak.wires import NoServer

LONGEST = 1 << 20
"""Bytes of a message. Everything that we ask for is shorter by far."""

_MOST_AT_ONCE = 1 << 20
"""Bytes that are read in one turn: a server that sends without end must not keep the loop's thread."""

_CHUNK = 1 << 16


class Frames:
    """What has arrived from one server and has not been handled yet."""

    def __init__(self, head: int, size_of: Callable[[bytes], int], most_skipped: int = 0) -> None:
        """Start with nothing.

        Args:
            head: bytes that every message has at least.
            size_of: returns the size of a message from these bytes.
            most_skipped: bytes of a message that is too long, but is worth skipping for those after it.
        """
        self._head = head
        self._size_of = size_of
        self._most_skipped = most_skipped
        self._data = bytearray()
        self._at = 0
        self._skipped = 0

    def receive(self, connected: socket.socket) -> bool:
        """Collect what has arrived at a non-blocking socket; return whether the server has hung up.

        Raises:
            OSError: the connection broke.
        """
        with suppress(BlockingIOError):
            for _ in range(_MOST_AT_ONCE // _CHUNK):
                if not (data := connected.recv(_CHUNK)):
                    return True
                self._data += self._without_skipped(data)
        return False

    def messages(self) -> Iterator[bytes]:
        """Take the complete messages, one by one; `clear` ends that.

        Raises:
            NoServer: this is no message, or it is too long.
        """
        while len(self._data) - self._at >= self._head:
            size = self._size_of(bytes(self._data[self._at : self._at + self._head]))
            if size > LONGEST:
                self._skip(size)
            elif len(self._data) - self._at < size:
                break
            else:
                self._at += size
                yield bytes(self._data[self._at - size : self._at])
        del self._data[: self._at]
        self._at = 0

    def clear(self) -> None:
        """Drop what has arrived."""
        self._data.clear()
        self._at = 0

    def _skip(self, size: int) -> None:
        if size > self._most_skipped:
            raise NoServer(f"it sent a message of {size} bytes")
        there = min(size, len(self._data) - self._at)
        self._at += there
        self._skipped = size - there

    def _without_skipped(self, data: bytes) -> bytes:
        left = data[self._skipped :]
        self._skipped -= len(data) - len(left)
        return left
