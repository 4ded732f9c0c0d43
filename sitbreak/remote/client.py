"""The client: sends a request to the running instance and waits for the answer."""

import time
from pathlib import Path

from sitbreak.core.words import instance
from sitbreak.remote.endpoints import Endpoint, PlatformEndpoint
from sitbreak.remote.protocol import LONGEST_ANSWER, LONGEST_REQUEST, Answer, BadMessage, Request

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
    until = time.monotonic() + HANDOVER
    while True:
        try:
            return ask(folder, content)
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
    endpoint = endpoint or PlatformEndpoint(folder)
    try:
        connection = endpoint.connect(timeout)
    except (TimeoutError, BlockingIOError):  # the second if its queue of new connections is full
        raise NoAnswer(instance.no_answer(timeout)) from None
    except OSError as error:
        raise NotRunning(instance.not_running()) from error
    received = bytearray()
    try:
        with connection:
            request = Request(content, token=endpoint.token).encode()
            if len(request) > LONGEST_REQUEST:
                raise NoAnswer(instance.too_long())
            connection.settimeout(max(until - time.monotonic(), 0.001))
            connection.sendall(request)
            while not received.endswith(b"\n") and len(received) < LONGEST_ANSWER:
                connection.settimeout(max(until - time.monotonic(), 0.001))
                data = connection.recv(65536)
                if not data:
                    break
                received += data
        if not received:
            raise WentAway(instance.unreadable_answer())
        return Answer.decode(bytes(received))
    except TimeoutError:
        raise NoAnswer(instance.no_answer(timeout)) from None
    except OSError as error:
        raise WentAway(instance.went_away(error)) from error
    except BadMessage:
        raise NoAnswer(instance.unreadable_answer()) from None
