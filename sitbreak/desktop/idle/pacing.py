"""When to ask a source that can only be asked: as seldom as the watch allows.

For `after`, when idle can have become that long at the earliest; for `back`, every 5 s at first and every
15 s once nobody has touched anything for a minute. That is a question in two minutes while only away is
looked for, and at most 20 a minute while a reminder waits for a lull of 6 s.
"""

import time
from collections.abc import Callable
from datetime import timedelta

from sitbreak.desktop.idle.lookout import Lookout
from sitbreak.ports import Post, Watch

SHORTEST_BACK = 5.0
LONGEST_BACK = 15.0
_GRAIN = 0.02
"""Clocks go in steps (of 1 s / 64 on Windows): asked a step too early, idle would be just too short."""


class Pacing:
    """Holds the watch, asks when an answer may matter, and posts the `Observed` that meets the watch."""

    def __init__(
        self,
        post: Post,
        ask: Callable[[], None],
        awake: Callable[[], float] = time.monotonic,
        monotonic: Callable[[], float] = time.monotonic,
        longest_back: float | None = None,
    ) -> None:
        """Ask nothing yet.

        Args:
            post: gets an `Observed` whenever the watch is met.
            ask: puts the question; the answer goes to `answered`, at once or later.
            awake: tells seconds on the clock that idle is measured on.
            monotonic: tells seconds on the clock of `Source.due`.
            longest_back: seconds between two questions about `back` in the end; None: `LONGEST_BACK`.
        """
        self.due: float | None = None
        self._lookout = Lookout(post, awake)
        self._put = ask
        self._monotonic = monotonic
        self._longest_back = LONGEST_BACK if longest_back is None else longest_back

    def watch(self, watch: Watch) -> None:
        """Replace the watch; setting one that is equal and still armed costs nothing."""
        if watch == self._lookout.watch:
            return
        self.due = None
        self._lookout.set(watch)
        if watch != Watch():
            self.ask()

    def ready(self) -> None:
        """Ask when it is time."""
        if self.due is not None and self.due <= self._monotonic():
            self.ask()

    def ask(self) -> None:
        """Ask now."""
        self.due = None
        self._lookout.look()
        self._put()

    def answered(self, idle: timedelta) -> None:
        """Take the answer."""
        self.due = None if self._lookout.measured(idle) else self._next_question(idle)

    def _next_question(self, idle: timedelta) -> float | None:
        waits = []
        watch = self._lookout.watch or Watch()
        if watch.after is not None:
            waits.append((watch.after - idle).total_seconds() + _GRAIN)
        if watch.back:
            waits.append(min(max(idle.total_seconds() / 4, SHORTEST_BACK), self._longest_back))
        return self._monotonic() + min(waits) if waits else None
