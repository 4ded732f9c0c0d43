"""How every test waits: for a condition, never forever, and aware of how late a busy computer is."""

import threading
import time
from collections.abc import Callable
from typing import Self, TypeVar

T = TypeVar("T")

BUSY = 30.0
"""Seconds that a busy computer gets for anything; fewer than the minute after which the watchdog looks."""


def a_moment() -> None:
    """Let a hundredth of a second pass."""
    time.sleep(0.01)


def until(
    condition: Callable[[], T],
    what: str = "the condition holds",
    *,
    seconds: float = BUSY,
    meanwhile: Callable[[], object] = a_moment,
) -> T:
    """Return the first true value of `condition`.

    Args:
        condition: checked at once, and again after each `meanwhile`.
        what: what the test waits for, for the message when it fails.
        seconds: how long to wait at most; given only for what takes longer than `BUSY`.
        meanwhile: lets a little time pass, for example one turn of an event loop.

    Raises:
        AssertionError: The condition stayed false.
    """
    end = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds:g} s: {what}")
        meanwhile()
    return value


class Lateness:
    """Measures how late a busy computer wakes a thread, for tests with an upper limit on time.

    Attributes:
        seconds: the sum of what its naps took too long so far.
    """

    _NAP = 0.01

    def __init__(self) -> None:
        self.seconds = 0.0
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._nap)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _nap(self) -> None:
        start = time.monotonic()
        while not self._is_over.wait(self._NAP):
            now = time.monotonic()
            self.seconds += now - start - self._NAP
            start = now
