"""A socket to a display server, which never waits for it once it stands, and never raises."""

import contextlib
import logging
import select
import socket
import time
from collections.abc import Callable

_log = logging.getLogger(__name__)


class Gone(Exception):
    """There is no server to talk to any more; the message says why."""


class Wire:
    """What is sent and received, whatever it means.

    A server that goes away, or that sends what makes no sense, is logged once, `on_lost` is called once, and
    nothing more comes.

    Attributes:
        received: what has come and is not taken yet.
    """

    def __init__(self, server: str, connected: socket.socket, on_lost: Callable[[], None]) -> None:
        """Use a connected socket; `server` is what people call the other end."""
        self.received = b""
        self._server = server
        self._socket = connected
        self._socket.setblocking(False)
        self._on_lost = on_lost

    def attempt(self, step: Callable[[], None]) -> None:
        """Do something with the server, if it is there; `Gone` and OSError mean that it is not any more."""
        if self.fileno() == -1:
            return
        try:
            step()
        except (Gone, OSError) as reason:
            self._lose(reason)

    def send(self, data: bytes) -> None:
        """Send all of it.

        Raises:
            OSError: that is not possible.
        """
        # Requests are few and small: a server that has no room for one has read nothing for days.
        if self._socket.send(data) < len(data):
            raise BlockingIOError("it reads nothing any more")

    def receive(self) -> bool:
        """Take what has come; tell whether the server has hung up.

        Raises:
            OSError: the connection broke.
        """
        with contextlib.suppress(BlockingIOError):
            while data := self._socket.recv(65536):
                self.received += data
            return True
        return False

    def wait(self, deadline: float) -> None:
        """Wait for something to receive, until `deadline` (time.monotonic() seconds); only for the start.

        Raises:
            Gone: nothing has come by then.
        """
        patience = deadline - time.monotonic()
        if patience <= 0 or not select.select([self._socket], [], [], patience)[0]:
            raise Gone(f"{self._server} does not answer")

    def fileno(self) -> int:
        """Return the socket's descriptor, -1 once the server is gone or the connection closed."""
        return self._socket.fileno()

    def close(self) -> None:
        """Close the connection; nothing that came over it counts any more."""
        self.received = b""
        self._socket.close()

    def _lose(self, reason: Exception) -> None:
        if self.fileno() == -1:  # somebody has found out while the rest was being read
            return
        self.close()
        _log.warning("%s is gone: %s", self._server, reason)
        self._on_lost()
