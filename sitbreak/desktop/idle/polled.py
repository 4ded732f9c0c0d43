"""Sources that are polled for idle, and when to poll them: as rarely as the watch allows.

For `after`, when idle can have become that long at the earliest; for `back`, every 5 s at first and every
15 s once there has been no input for a minute. That is one question in two minutes while only an absence is
watched for, and at most 20 a minute while a reminder waits for a lull of 6 s.
"""

import logging
import time
from collections.abc import Callable
from datetime import timedelta

from sitbreak.core.values import frozen
from sitbreak.desktop.idle.armed_watch import ArmedWatch
from sitbreak.ports import Post, Watch
from sitbreak.wires import NoServer

_GRAIN = 0.02
"""Clocks advance in steps (of 1 s / 64 on Windows): asked a step early, idle would be just too short."""

_log = logging.getLogger(__name__)


@frozen
class Pace:
    """How often to ask whether somebody is back.

    Attributes:
        shortest: seconds between two questions at first.
        longest: seconds between two questions about somebody long gone.
    """

    shortest: float = 5.0
    longest: float = 15.0


PACE = Pace()


class PollSchedule:
    """Holds the watch, asks when an answer may matter, and posts the `Observed` that meets the watch.

    Attributes:
        due: when to ask next (seconds on the monotonic clock); None: not before the next watch or answer.
    """

    def __init__(
        self,
        post: Post,
        ask: Callable[[], None],
        awake: Callable[[], float] = time.monotonic,
        monotonic: Callable[[], float] = time.monotonic,
        pace: Pace = PACE,
    ) -> None:
        """Start without a watch.

        Args:
            post: gets an `Observed` whenever the watch is met.
            ask: asks for idle; the answer goes to `on_answer`, at once or later.
            awake: returns seconds on the clock that idle is measured on.
            monotonic: returns seconds on the clock of `Source.due`.
            pace: how often it asks about `back`.
        """
        self.due: float | None = None
        self._armed = ArmedWatch(post, awake)
        self._ask = ask
        self._monotonic = monotonic
        self._pace = pace

    def watch(self, watch: Watch) -> None:
        """Replace the watch; setting one that is equal and still armed costs nothing."""
        if watch == self._armed.watch:
            return
        self.due = None
        self._armed.set(watch)
        if watch != Watch():
            self.ask()

    def ready(self) -> None:
        """Ask if it is time."""
        if self.due is not None and self.due <= self._monotonic():
            self.ask()

    def ask(self) -> None:
        """Ask now."""
        self.due = None
        self._armed.start_measuring()
        self._ask()

    def on_answer(self, idle: timedelta) -> None:
        """Handle the answer."""
        self.due = None if self._armed.on_measured(idle) else self._next_question(idle)

    def _next_question(self, idle: timedelta) -> float | None:
        waits = []
        watch = self._armed.watch or Watch()
        if watch.after is not None:
            waits.append((watch.after - idle).total_seconds() + _GRAIN)
        if watch.back:
            waits.append(min(max(idle.total_seconds() / 4, self._pace.shortest), self._pace.longest))
        return self._monotonic() + min(waits) if waits else None


@frozen
class IdleCall:
    """A system call that returns idle.

    Attributes:
        name: the source's name.
        measure: returns idle; raises OSError if that is not possible.
        awake: returns seconds on the clock that idle is measured on.
    """

    name: str
    measure: Callable[[], timedelta]
    awake: Callable[[], float] = time.monotonic


class PolledIdleSource:
    """An `IdleSource` and a `Source` without a descriptor: measures when that may matter."""

    def __init__(
        self,
        call: IdleCall,
        post: Post,
        on_lost: Callable[[], None],
        monotonic: Callable[[], float] = time.monotonic,
        pace: Pace = PACE,
    ) -> None:
        """Measure once, to see whether that works.

        Args:
            call: measures idle.
            post: gets an `Observed` whenever the watch is met.
            on_lost: called once when the call has failed, from inside `watch` or `ready`.
            monotonic: time.monotonic, or a test's.
            pace: how often it measures for `back`.

        Raises:
            NoServer: it does not work.
        """
        self.name = call.name
        self._call = call
        self._on_lost = on_lost
        self._closed = False
        self._schedule = PollSchedule(post, self._measure, call.awake, monotonic, pace)
        try:
            call.measure()
        except OSError as reason:
            raise NoServer(str(reason)) from reason

    def watch(self, watch: Watch) -> None:
        """Replace the watch; setting one that is equal and still armed costs nothing."""
        if not self._closed:
            self._schedule.watch(watch)

    def fileno(self) -> int:
        """Return no descriptor."""
        return -1

    def due(self) -> float | None:
        """Return when to measure again (time.monotonic() seconds)."""
        return None if self._closed else self._schedule.due

    def ready(self) -> None:
        """Measure if it is time."""
        if not self._closed:
            self._schedule.ready()

    def close(self) -> None:
        """Stop measuring."""
        self._closed = True

    def _measure(self) -> None:
        try:
            idle = self._call.measure()
        except OSError as error:
            _log.warning("idle can no longer be measured: %s", error)
            self.close()
            self._on_lost()
        else:
            self._schedule.on_answer(idle)
