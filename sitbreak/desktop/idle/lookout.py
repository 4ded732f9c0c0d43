"""Decides from measurements of idle when a watch is met; the same for every presence source."""

import time
from collections.abc import Callable
from datetime import timedelta

from sitbreak.core.inputs import Observed
from sitbreak.ports import Post, Watch

_TOLERANCE = timedelta(seconds=0.5)
"""Two measurements of one input may differ by this much, when the computer is busy."""

_GRAIN = timedelta(milliseconds=5)
"""And by this much at any time: servers count in milliseconds."""


class Lookout:
    """Holds the watch, and posts the one `Observed` that meets it.

    Attributes:
        watch: what is wanted; None: nothing, because the last one has been used up.
        newer_below: idle of less than this proves an input newer than the one last told of, if measured
            after the last `set` or `look`. Negative: no measurement can prove it. None: not wanted.
    """

    def __init__(self, post: Post, clock: Callable[[], float] = time.monotonic) -> None:
        self.watch: Watch | None = None
        self.newer_below: timedelta | None = None
        self._post = post
        self._clock = clock
        self._told: float | None = None

    def set(self, watch: Watch) -> None:
        """Replace the watch."""
        self.watch = watch
        self.look()

    def look(self) -> None:
        """Take note that idle is about to be measured.

        Comparing a measurement with the moment it was asked for, an old input never passes for a new one,
        however late the answer is read.
        """
        if self.watch is None or not self.watch.back:
            self.newer_below = None
        elif self._told is None:
            self.newer_below = timedelta.max
        else:
            # Idle as it would be now, had nobody touched anything since the input last told of.
            untouched = timedelta(seconds=self._clock() - self._told)
            self.newer_below = untouched - min(_TOLERANCE, untouched / 2 + _GRAIN)

    def measured(self, idle: timedelta) -> bool:
        """Take a measurement; return whether it met the watch, which is then posted and used up."""
        watch = self.watch or Watch()
        long_enough = watch.after is not None and idle >= watch.after
        newer = self.newer_below is not None and idle < self.newer_below
        return (long_enough or newer) and self._tell(idle)

    def touched(self, idle: timedelta) -> bool:
        """Take the news of an input `idle` ago, newer than any told of; return whether it met the watch."""
        if self.watch is not None and self.watch.back:
            return self._tell(idle)
        return self.measured(idle)

    def _tell(self, idle: timedelta) -> bool:
        self.watch = self.newer_below = None
        self._told = self._clock() - idle.total_seconds()
        self._post(Observed(idle))
        return True
