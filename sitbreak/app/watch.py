"""`status --watch`: prints the status now and at every change, for as long as somebody reads it.

It waits for the instance, or, while there is none, for its socket to appear; and for the program that reads
the lines to end, which is how a status bar leaves.
"""

import gc
import json
import select
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress

from sitbreak.core.commands import Question, as_json
from sitbreak.core.words import instance
from sitbreak.remote.client import NoAnswer, NotRunning, WentAway, during_handover, read_answer, send
from sitbreak.remote.protocol import DONE, FAILED, LONGEST_ANSWER, Answer
from sitbreak.storage.folders import runtime_folder
from sitbreak.wires import NoServer

_PATIENCE = 5.0
"""Seconds until an instance that says nothing is said to hang."""

_LOOK_AGAIN, _LOOK_OFTEN = 60.0, 2.0
"""Seconds between two attempts to reach an instance: where its start is reported, and where it is not."""

_MOMENT = 1.0
"""Seconds between two attempts to reach an instance that hangs up, and two looks for Ctrl-C on Windows."""


class _NobodyReads(Exception):
    """What read the lines has ended."""


def watch(question: Question, say: Callable[[int, str], int]) -> int:
    """Print the status until nobody reads it, or an instance refuses.

    Args:
        question: what is asked.
        say: prints a line and returns the exit status.

    Returns:
        The exit status.

    Raises:
        StorageError: the person has no runtime folder that can be trusted.
    """
    if sys.stdout is None:
        return FAILED
    gc.enable()  # `__main__` has turned it off, and this may go on for months
    try:
        for answer in _answers(question, _Reader(sys.stdout.fileno())):
            status = say(answer.status, answer.text)
            if status != DONE or not answer.more:
                return status
    except _NobodyReads:
        pass
    return FAILED


def _answers(question: Question, reader: "_Reader") -> Iterator[Answer]:
    """Yield what the instance answers, one after another, and what there is to say without one."""
    while True:
        try:
            connection = _connect(question)
        except (NotRunning, NoAnswer) as error:
            yield _without_instance(question, error)
            connection = _wait_for_instance(question, reader)
        until = time.monotonic() + _MOMENT
        with connection:
            if not reader.wait(connection.fileno(), _PATIENCE):
                yield _without_instance(question, NoAnswer(instance.no_answer(_PATIENCE)))
            yield from _received(connection, reader)
        reader.wait(-1, max(until - time.monotonic(), 0))


def _connect(question: Question) -> socket.socket:
    return during_handover(lambda: send(runtime_folder(), as_json(question)))


def _wait_for_instance(question: Question, reader: "_Reader") -> socket.socket:
    """Return the connection to the next instance."""
    from sitbreak.wires.inotify import Appearances  # brings ctypes

    while True:
        with ExitStack() as stack:
            descriptor, patience = -1, _LOOK_OFTEN
            with suppress(NoServer):
                appearances = stack.enter_context(Appearances(runtime_folder()))
                descriptor, patience = appearances.fileno(), _LOOK_AGAIN
            with suppress(NotRunning, NoAnswer):
                return _connect(question)  # it may have started before anything was watched
            reader.wait(descriptor, patience)


def _received(connection: socket.socket, reader: "_Reader") -> Iterator[Answer]:
    """Yield the answers of one instance, until it ends."""
    received = b""
    while len(received) < LONGEST_ANSWER:
        reader.wait(connection.fileno(), None)
        try:
            data = connection.recv(65536)
        except OSError:
            return
        if not data:
            return
        *lines, received = (received + data).split(b"\n")
        yield from map(read_answer, lines)
    raise NoAnswer(instance.unreadable_answer())


def _without_instance(question: Question, reason: NotRunning | NoAnswer) -> Answer:
    from sitbreak.core.status import status_when_stopped  # half a MiB that an instance spares

    text = instance.stopped() if isinstance(reason, NotRunning | WentAway) else str(reason)
    line = json.dumps(status_when_stopped(text, str(reason))) if question.as_json else text
    return Answer(DONE, line, more=True)


class _Reader:
    """What reads our standard output: a status bar, a pipe, a terminal or a file."""

    def __init__(self, descriptor: int) -> None:
        """Notice when nobody reads this descriptor any longer, where the system reports that."""
        self._output = descriptor

    def wait(self, descriptor: int, seconds: float | None) -> bool:
        """Wait until another descriptor can be read, or for so many seconds; return whether it can.

        Args:
            descriptor: what to wait for; -1 for nothing but time.
            seconds: None waits for any time.

        Raises:
            _NobodyReads: what read the lines has ended.
        """
        if sys.platform == "win32":
            return _wait_without_poll(descriptor, seconds)
        poll = select.poll()
        poll.register(self._output, 0)  # hanging up and errors are always reported
        if descriptor != -1:
            poll.register(descriptor, select.POLLIN)
        ready = [found for found, _ in poll.poll(None if seconds is None else seconds * 1000)]
        if self._output in ready:
            raise _NobodyReads
        return bool(ready)


def _wait_without_poll(descriptor: int, seconds: float | None) -> bool:
    """Do the same on Windows, which reports no end of a reader, and Ctrl-C only between two waits."""
    until = None if seconds is None else time.monotonic() + seconds
    while until is None or time.monotonic() < until:
        if descriptor == -1:
            time.sleep(_MOMENT)
        elif select.select([descriptor], [], [], _MOMENT)[0]:
            return True
    return False
