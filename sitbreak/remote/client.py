"""The client: sends a request to the running instance and waits for the answer."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TypeVar

from sitbreak.core.words import instance
from sitbreak.remote.endpoints import Endpoint, PlatformEndpoint
from sitbreak.remote.protocol import LONGEST_ANSWER, LONGEST_REQUEST, Answer, BadMessage, Request

T = TypeVar("T")

HANDOVER = 0.2
"""Seconds in which a new instance takes the place of one that ends."""


class NotRunning(Exception):
    """There is no running instance."""


class NoAnswer(Exception):
    """The running instance gives no answer; the message says why, as far as it is known."""


class WentAway(NoAnswer):
    """The running instance ended before it answered."""


def ask_any(folder: Path, content: object) -> Answer:
    """Ask the running instance, or the one that is just taking over from it.

    Raises:
        NotRunning: there is neither.
        NoAnswer: see `ask`.
    """
    return during_handover(lambda: ask(folder, content))


def during_handover(reach: Callable[[], T]) -> T:
    """Reach the instance; try again while one may be just taking over from another.

    Raises:
        NotRunning: there is none.
        NoAnswer: as `reach` does.
    """
    until = time.monotonic() + HANDOVER
    while True:
        try:
            return reach()
        except (NotRunning, WentAway):
            if time.monotonic() > until:
                raise
        time.sleep(0.01)


def ask(folder: Path, content: object, timeout: float = 5.0, endpoint: Endpoint | None = None) -> Answer:
    """Send a request to the running instance and return its answer.

    Args:
        folder: the runtime folder.
        content: the request, as JSON.
        timeout: how long it may take, in seconds.
        endpoint: where the instance is; the platform's own by default.

    Raises:
        NotRunning: there is no running instance.
        NoAnswer: it did not answer in time, or with something else than an answer.
        WentAway: it ended before it answered.
    """
    until = time.monotonic() + timeout
    received = bytearray()
    with send(folder, content, timeout, endpoint) as connection, _explained(timeout):
        while not received.endswith(b"\n") and len(received) < LONGEST_ANSWER:
            connection.settimeout(max(until - time.monotonic(), 0.001))
            data = connection.recv(65536)
            if not data:
                break
            received += data
    if not received:
        raise WentAway(instance.unreadable_answer())
    return read_answer(bytes(received))


def send(
    folder: Path, content: object, timeout: float = 5.0, endpoint: Endpoint | None = None
) -> socket.socket:
    """Send a request to the running instance and return the connection; see `ask`."""
    until = time.monotonic() + timeout
    endpoint = endpoint or PlatformEndpoint(folder)
    try:
        connection = endpoint.connect(timeout)
    except (TimeoutError, BlockingIOError):  # the second if its queue of new connections is full
        raise NoAnswer(instance.no_answer(timeout)) from None
    except OSError as error:
        raise NotRunning(instance.not_running()) from error
    with ExitStack() as until_sent:
        until_sent.enter_context(connection)
        request = Request(content, token=endpoint.token).encode()
        if len(request) > LONGEST_REQUEST:
            raise NoAnswer(instance.too_long())
        with _explained(timeout):
            connection.settimeout(max(until - time.monotonic(), 0.001))
            connection.sendall(request)
        until_sent.pop_all()
    return connection


def read_answer(line: bytes) -> Answer:
    """Return the answer that a line is.

    Raises:
        NoAnswer: it is something else.
    """
    try:
        return Answer.decode(line)
    except BadMessage:
        raise NoAnswer(instance.unreadable_answer()) from None


@contextmanager
def _explained(timeout: float) -> Iterator[None]:
    """Say why a connection did not do what was wanted, within this many seconds."""
    try:
        yield
    except TimeoutError:
        raise NoAnswer(instance.no_answer(timeout)) from None
    except OSError as error:
        raise WentAway(instance.went_away(error)) from error
