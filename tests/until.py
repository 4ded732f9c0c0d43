"""How every test waits: for a condition, and never forever."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def a_moment() -> None:
    """Let a hundredth of a second pass."""
    time.sleep(0.01)


def until(
    condition: Callable[[], T],
    what: str = "the condition holds",
    seconds: float = 10,
    *,
    meanwhile: Callable[[], object] = a_moment,
) -> T:
    """Return the first true value of `condition`.

    Args:
        condition: checked at once, and again after each `meanwhile`.
        what: what the test waits for, for the message when it fails.
        seconds: how long to wait at most.
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
