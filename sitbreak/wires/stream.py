"""A socket to a display server: once connected, it never waits and never raises."""

import logging
import socket
import struct
from collections.abc import Callable, Iterator

from sitbreak.waiter import wait_readable
from sitbreak.wires import NoServer
from sitbreak.wires.frames import Frames

NONSENSE = struct.error, LookupError, ValueError
"""What reading a message raises that does not say what it should."""

_log = logging.getLogger(__name__)


class Stream:
    """Bytes to and from a server, whatever they mean.

    If the server goes away or sends nonsense, that is logged once, `on_lost` is called once, and nothing more
    is received.
    """

    def __init__(
        self, server: str, connected: socket.socket, frames: Frames, on_lost: Callable[[], None]
    ) -> None:
        """Take over a connected socket; `server` is its name in messages."""
        self._server = server
        self._socket = connected
        self._socket.setblocking(False)
        self._frames = frames
        self._on_lost = on_lost

    def attempt(self, step: Callable[[], None]) -> None:
        """Run `step` if the server is there; when it raises `NoServer` or OSError, the server is lost."""
        if self.fileno() == -1:
            return
        try:
            step()
        except (NoServer, OSError) as reason:
            self._lose(reason)

    def send(self, data: bytes) -> None:
        """Send all of it.

        Raises:
            OSError: that is not possible.
        """
        # Requests are few and small: a server without room for one has read nothing for days.
        if self._socket.send(data) < len(data):
            raise BlockingIOError("it no longer reads")

    def messages(self) -> Iterator[bytes]:
        """Read what has arrived, and return what is complete.

        Raises:
            NoServer: it was the last, or it is no message.
            OSError: the connection broke.
        """
        hung_up = self._frames.receive(self._socket)
        yield from self._frames.messages()
        if hung_up:
            raise NoServer("it hung up")

    def hand_over(self, message: bytes, handler: Callable[[bytes], None]) -> None:
        """Let `handler` read one message; one that makes no sense costs only itself."""
        try:
            handler(message)
        except NONSENSE as reason:
            _log.warning("%s sent something that makes no sense: %r", self._server, reason)

    def wait(self, deadline: float) -> None:
        """Wait until something arrives; for threads that may wait.

        Args:
            deadline: when to give up (time.monotonic() seconds).

        Raises:
            NoServer: nothing has arrived by then, or the connection is closed.
        """
        if self.fileno() == -1:
            raise NoServer(f"the connection to {self._server} is closed")
        if not wait_readable(self._socket, deadline):
            raise NoServer(f"{self._server} does not answer")

    def fileno(self) -> int:
        """Return the socket's descriptor, -1 once the server is gone or the connection closed."""
        return self._socket.fileno()

    def close(self) -> None:
        """Close the connection and drop what has arrived."""
        self._frames.clear()
        self._socket.close()

    def _lose(self, reason: Exception) -> None:
        if self.fileno() == -1:  # already lost, while the rest was being read
            return
        self.close()
        _log.warning("%s is gone: %s", self._server, reason)
        self._on_lost()
