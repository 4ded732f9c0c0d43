"""Decides whether a measurement of idle meets the watch; shared by all sources that measure."""

import time
from collections.abc import Callable
from datetime import timedelta

from sitbreak.core.inputs import Observed
from sitbreak.core.presence import ZERO
from sitbreak.ports import Post, Watch

_TOLERANCE = timedelta(seconds=0.5)
"""Two measurements may place the same input this far apart when the computer is busy."""

_GRAIN = timedelta(milliseconds=5)
"""They may do so by this much at any time: servers count in whole milliseconds."""


class ArmedWatch:
    """Holds the watch, and posts the one `Observed` that meets it.

    Attributes:
        watch: what is wanted; None once it was used up.
        newer_below: idle below this proves an input newer than the last one reported, if measured after the
            latest `set` or `start_measuring`. Negative: no measurement can prove it. None: not wanted.
    """

    def __init__(self, post: Post, clock: Callable[[], float] = time.monotonic) -> None:
        self.watch: Watch | None = None
        self.newer_below: timedelta | None = None
        self._post = post
        self._clock = clock
        self._reported: float | None = None
        """When the last input reported happened, on `clock`."""

    def set(self, watch: Watch) -> None:
        """Replace the watch."""
        self.watch = watch
        self.start_measuring()

    def start_measuring(self) -> None:
        """Prepare for a measurement that is requested now.

        It is compared with the moment of the request, so an old input is never taken for a new one, however
        late the answer is read.
        """
        if self.watch is None or not self.watch.back:
            self.newer_below = None
        elif self._reported is None:
            self.newer_below = timedelta.max
        else:
            # Idle as it would be now if there had been no input since the one last reported.
            untouched = timedelta(seconds=self._clock() - self._reported)
            self.newer_below = untouched - min(_TOLERANCE, untouched / 2 + _GRAIN)

    def on_measured(self, idle: timedelta, age: timedelta = ZERO) -> bool:
        """Handle a measurement; return whether it met the watch, which is then posted and used up.

        Args:
            idle: what was measured.
            age: how long ago that was true.
        """
        watch = self.watch or Watch()
        long_enough = watch.after is not None and idle >= watch.after
        newer = self.newer_below is not None and idle < self.newer_below
        return (long_enough or newer) and self._report(idle, age)

    def on_input(self, idle: timedelta, age: timedelta = ZERO) -> bool:
        """Handle an input newer than any reported, as `on_measured` does."""
        if self.watch is not None and self.watch.back:
            return self._report(idle, age)
        return self.on_measured(idle, age)

    def _report(self, idle: timedelta, age: timedelta) -> bool:
        self.watch = self.newer_below = None
        self._reported = self._clock() - (idle + age).total_seconds()
        self._post(Observed(idle, age))
        return True
