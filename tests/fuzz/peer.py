"""A server on a socket of its own that says what a case wants, whatever it is asked."""

import contextlib
import select
import socket
import threading
from collections.abc import Callable
from typing import Self

from sitbreak.ports import Source

Talk = Callable[[socket.socket], None]


class Peer:
    """Accepts one connection after the other, on a thread of its own."""

    def __init__(self, address: str) -> None:
        """Listen on a path, or on an abstract name, which starts with NUL."""
        self._talk: Talk = lambda _: None
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(address)
        self._listening.listen(8)
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listening.close()

    def says(self, *parts: bytes) -> None:
        """Send a part to the next client, each further one once it has sent something, and hang up."""

        def talk(client: socket.socket) -> None:
            for number, part in enumerate(parts):
                if number and not client.recv(65536):
                    return
                client.sendall(part)
            client.shutdown(socket.SHUT_WR)
            while client.recv(65536):
                pass

        self._talk = talk

    def talks(self, talk: Talk) -> None:
        """Have `talk` speak to the next client, on the peer's thread."""
        self._talk = talk

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            with client, contextlib.suppress(OSError):  # it hung up first
                self._talk(client)


def read_to_end(source: Source) -> None:
    """Read what a peer says until it has hung up."""
    while source.fileno() != -1:
        select.select([source.fileno()], [], [])
        source.ready()
