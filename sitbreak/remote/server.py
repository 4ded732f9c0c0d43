"""The server: a listening socket and its connections, all in the loop's one select."""

import logging
import socket
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from sitbreak import __version__
from sitbreak.core.words import instance, replies, values
from sitbreak.ports import Select, Source
from sitbreak.remote.endpoints import Endpoint, PlatformEndpoint
from sitbreak.remote.lock import InstanceLock
from sitbreak.remote.protocol import (
    FAILED,
    LONGEST_REQUEST,
    USAGE_ERROR,
    Answer,
    BadMessage,
    ClientLeft,
    Request,
)

REQUEST_TIMEOUT = 5.0
"""Seconds that a client may take to send a request, and again to read the answer."""

ANSWER_TIMEOUT = 60.0
"""Seconds after which a connection is closed without an answer."""

_MOST_CONNECTIONS = 32
_MOST_WATCHERS = 32
_RETRY = 0.02
_GRACE = 0.2
"""Seconds that a client has in any case to send its request, when others wait to be accepted."""

_REST = 1.0
"""Seconds without accepting where that fails: most likely the process has no descriptor left."""

_log = logging.getLogger(__name__)

OnAnswer = Callable[[Answer], None]
"""Takes an answer, on the loop's thread; raises ClientLeft if others were to follow and nobody reads them."""

Handler = Callable[[Any, OnAnswer], None]
"""Handles a request and calls back with the answer, at once or later."""


class AlreadyRunning(Exception):
    """Another instance of this person holds the lock."""


class Server:
    """The single instance; a `Source` that accepts connections and ends them in time."""

    def __init__(
        self,
        folder: Path,
        handler: Handler,
        select: Select,
        endpoint: Endpoint | None = None,
        request_timeout: float = REQUEST_TIMEOUT,
    ) -> None:
        """Become the instance and listen.

        Args:
            folder: the runtime folder.
            handler: handles the requests.
            select: waits for the server and its connections.
            endpoint: where to listen; the platform's own by default.
            request_timeout: seconds that a client may take to send, and again to read.

        Raises:
            AlreadyRunning: another process is the instance.
            OSError: it cannot listen here.
        """
        self._handler = handler
        self._request_timeout = request_timeout
        self._select = select
        self._connections: list[_Connection] = []
        self._watchers: list[_Connection] = []
        self._rests_until: float | None = None
        self._folder = folder
        self._lock = InstanceLock(folder)
        if not self._lock.acquire():
            raise AlreadyRunning("sitbreak is already running")
        self._endpoint = endpoint or PlatformEndpoint(folder)
        try:
            self._socket = self._endpoint.listen()
        except OSError:
            self._lock.release()
            raise
        self._socket.setblocking(False)
        select.add(self)

    def fileno(self) -> int:
        """Return the listening descriptor; -1 once closed, and while clients have to wait to be accepted."""
        return -1 if self._rests_until is not None or self._is_full() else self._socket.fileno()

    def due(self) -> float | None:
        """Return the earliest deadline of a connection, or when it accepts again."""
        deadlines = [connection.deadline for connection in self._connections]
        if self._is_full():
            deadlines += [it.makes_room_at for it in self._connections if it.waits_for_client]
        return min(deadlines if self._rests_until is None else [*deadlines, self._rests_until], default=None)

    def ready(self) -> None:
        """Accept connections, continue to send answers, and close connections that take too long."""
        now = time.monotonic()
        if self._rests_until is None or self._rests_until <= now:
            self._rests_until = None
            self._accept()
        for connection in list(self._connections):
            if connection.deadline <= now:
                connection.proceed(now)

    def keep_place(self) -> bool:
        """Make sure that clients and starts find this instance, also if the runtime folder was cleared.

        Returns:
            False if another process has become the instance meanwhile.
        """
        try:
            if not self._lock.is_in_place():
                if not self._lock_again():
                    return False
                _log.warning("the runtime folder was cleared")
            if not self._endpoint.is_in_place():
                self._listen_again()
        except OSError as error:  # the folder may be gone until the next login
            _log.warning("no command reaches sitbreak: %s", error)
        return True

    def close(self) -> None:
        """Stop listening and let another instance start; a second call does nothing."""
        if self._socket.fileno() == -1:
            return
        for connection in (*self._connections, *self._watchers):
            self._drop(connection)
        self._select.remove(self)
        self._socket.close()
        if self._lock.is_in_place():  # otherwise it is another instance's
            self._endpoint.remove()
        self._lock.release()

    # --- internals -------------------------------------------------------------------------------

    def _lock_again(self) -> bool:
        """Become the instance in the runtime folder of now; return False if another process is."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        lock = InstanceLock(self._folder)
        if not lock.acquire():
            return False
        self._lock.release()
        self._lock = lock
        return True

    def _listen_again(self) -> None:
        listening = self._endpoint.listen()
        listening.setblocking(False)
        self._socket.close()
        self._socket = listening

    def _idle(self) -> Iterator["_Connection"]:
        """Return the connections that have waited for their client for a while, the oldest first."""
        now = time.monotonic()
        return (it for it in self._connections if it.waits_for_client and it.makes_room_at <= now)

    def _is_full(self) -> bool:
        return len(self._connections) >= _MOST_CONNECTIONS and not any(self._idle())

    def _accept(self) -> None:
        """Accept all who wait; the oldest idle connection makes room for one more."""
        while not self._is_full():
            try:
                accepted, _ = self._socket.accept()
            except BlockingIOError:
                return
            except OSError as error:
                _log.warning("the remote control could not accept a connection: %s", error)
                self._rests_until = time.monotonic() + _REST
                return
            if not self._endpoint.is_ours(accepted):
                accepted.close()
                continue
            if len(self._connections) >= _MOST_CONNECTIONS:
                self._drop(next(self._idle()))
            accepted.setblocking(False)
            connection = _Connection(
                accepted, self._request_timeout, self._on_request, self._select.remove, self._drop
            )
            self._connections.append(connection)
            self._select.add(connection)

    def _drop(self, connection: "_Connection") -> None:
        for connections in (self._connections, self._watchers):
            if connection in connections:
                connections.remove(connection)
        connection.close()

    def _on_request(self, connection: "_Connection", line: bytes) -> None:
        try:
            request = Request.decode(line)
        except BadMessage as error:
            _log.warning("the remote control received something that is not a request: %s", error)
            connection.answer(Answer(USAGE_ERROR, values.not_a_command()).encode())
            return
        if not self._endpoint.accepts(request.token):
            _log.warning("the remote control received a request with a wrong token")
            self._drop(connection)
            return
        try:
            self._handler(request.content, partial(self._answer, connection, request.version))
        except Exception:
            _log.exception("a request could not be handled: %s", request.content)
            connection.answer(Answer(FAILED, replies.failed()).encode())

    def _answer(self, connection: "_Connection", client_version: str, answer: Answer) -> None:
        """Send an answer; after a usage error, add a hint if the client has another version.

        Raises:
            ClientLeft: others were to follow, and nobody reads them.
        """
        if answer.more:
            self._push(connection, answer)
            return
        if answer.status == USAGE_ERROR and client_version != __version__:
            hint = instance.other_version(__version__, client_version)
            answer = Answer(answer.status, f"{answer.text}\n{hint}")
        connection.answer(answer.encode())

    def _push(self, connection: "_Connection", answer: Answer) -> None:
        """Send one of many answers; from the first on, the client no longer takes the place of a command."""
        if connection in self._connections:
            if len(self._watchers) == _MOST_WATCHERS:
                connection.answer(Answer(FAILED, instance.too_many_watch()).encode())
                raise ClientLeft
            self._connections.remove(connection)
            self._watchers.append(connection)
            self._select.add(connection)
        if not connection.push(answer.encode()):
            self._drop(connection)
            raise ClientLeft


class _Connection:
    """One client, which sends one line and receives one, or, if it watches, one after the other.

    It is in the loop's select only until its request is complete: afterwards, a client that has closed its
    side would wake the loop again and again. From then on the server proceeds with it at its deadlines. One
    that watches is back in the select, has no deadline, and is dropped as soon as anything arrives: its end.
    """

    def __init__(
        self,
        connected: socket.socket,
        timeout: float,
        on_request: Callable[["_Connection", bytes], None],
        remove_source: Callable[[Source], None],
        drop: Callable[["_Connection"], None],
    ) -> None:
        self._socket = connected
        self._timeout = timeout
        self._on_request = on_request
        self._remove_source = remove_source
        self._drop = drop
        self._received = bytearray()
        self._listening = True
        self._unsent: memoryview | None = None
        now = time.monotonic()
        self._ends = self.deadline = now + timeout
        self.makes_room_at = now + _GRACE

    @property
    def waits_for_client(self) -> bool:
        """Whether the client has yet to send its request, or to read its answer."""
        return self._listening or self._unsent is not None

    def fileno(self) -> int:
        return self._socket.fileno()

    def due(self) -> None:
        """Return None: the server watches the deadline."""

    def ready(self) -> None:
        """Read what has arrived; handle the request once it is complete."""
        if not self._listening:
            self._drop(self)
            return
        try:
            data = self._socket.recv(65536)
        except BlockingIOError:
            return
        except OSError:
            self._drop(self)
            return
        self._received += data
        if b"\n" in data or len(self._received) > LONGEST_REQUEST or (self._received and not data):
            self._stop_listening()
            self._ends = self.deadline = time.monotonic() + ANSWER_TIMEOUT
            line = bytes(self._received).partition(b"\n")[0]
            self._on_request(self, b"" if len(line) > LONGEST_REQUEST else line)
        elif not data:
            self._drop(self)

    def answer(self, line: bytes) -> None:
        """Send the answer, unless the client is gone or has been answered."""
        if self._unsent is None and self.fileno() != -1:
            self._unsent = memoryview(line)
            now = time.monotonic()
            self._ends = now + self._timeout
            self.proceed(now)

    def push(self, line: bytes) -> bool:
        """Send one of many answers; return False if the client has left, or has not read the others."""
        try:
            return self._socket.send(line) == len(line)
        except OSError:
            return False

    def proceed(self, now: float) -> None:
        """Send as much as the socket takes; close the connection once all is sent or its time is over."""
        if self._unsent is None or now >= self._ends:
            self._drop(self)
            return
        try:
            while self._unsent:
                self._unsent = self._unsent[self._socket.send(self._unsent) :]
        except BlockingIOError:
            self.deadline = min(now + _RETRY, self._ends)
        except OSError:
            self._drop(self)
        else:
            self._drop(self)

    def close(self) -> None:
        """Close the connection."""
        self._stop_listening()
        self._socket.close()

    def _stop_listening(self) -> None:
        self._listening = False
        self._remove_source(self)
