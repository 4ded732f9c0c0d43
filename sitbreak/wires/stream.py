"""A socket to a display server: once connected, it never waits and never raises."""

import contextlib
import logging
import select
import socket
import time
from collections.abc import Callable

from sitbreak.wires import NoServer

_log = logging.getLogger(__name__)


class Stream:
    """Bytes to and from a server, whatever they mean.

    If the server goes away or sends nonsense, that is logged once, `on_lost` is called once, and nothing more
    is received.

    Attributes:
        received: bytes that have arrived and have not been parsed yet.
    """

    def __init__(self, server: str, connected: socket.socket, on_lost: Callable[[], None]) -> None:
        """Take over a connected socket; `server` is its name in messages."""
        self.received = b""
        self._server = server
        self._socket = connected
        self._socket.setblocking(False)
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

    def receive(self) -> bool:
        """Collect what has arrived; return whether the server has hung up.

        Raises:
            OSError: the connection broke.
        """
        with contextlib.suppress(BlockingIOError):
            while data := self._socket.recv(65536):
                self.received += data
            return True
        return False

    def wait(self, deadline: float) -> None:
        """Wait until something arrives; for start-up and for threads that may wait.

        Args:
            deadline: when to give up (time.monotonic() seconds).

        Raises:
            NoServer: nothing has arrived by then, or the connection is closed.
        """
        if self.fileno() == -1:
            raise NoServer(f"the connection to {self._server} is closed")
        patience = deadline - time.monotonic()
        if patience <= 0 or not select.select([self._socket], [], [], patience)[0]:
            raise NoServer(f"{self._server} does not answer")

    def fileno(self) -> int:
        """Return the socket's descriptor, -1 once the server is gone or the connection closed."""
        return self._socket.fileno()

    def close(self) -> None:
        """Close the connection and drop what has arrived."""
        self.received = b""
        self._socket.close()

    def _lose(self, reason: Exception) -> None:
        if self.fileno() == -1:  # already lost, while the rest was being read
            return
        self.close()
        _log.warning("%s is gone: %s", self._server, reason)
        self._on_lost()
