"""Presence from a system call that tells idle at once; nothing tells when it changes."""

import logging
import time
from collections.abc import Callable
from datetime import timedelta

from sitbreak.core.values import frozen
from sitbreak.desktop.idle.pacing import Pacing
from sitbreak.ports import Post, Watch
from sitbreak.wires import NoServer

_log = logging.getLogger(__name__)


@frozen
class IdleCall:
    """A system call that tells idle.

    Attributes:
        name: the source's name.
        measure: returns idle; raises OSError when that cannot be known.
        awake: tells seconds on the clock that idle is measured on.
        also_due: tells when to measure even if the watch does not need it (time.monotonic() seconds).
    """

    name: str
    measure: Callable[[], timedelta]
    awake: Callable[[], float] = time.monotonic
    also_due: Callable[[], float | None] = lambda: None


class AskedIdleSource:
    """Measures idle when it may matter. A `Presence` and a `Source` without a descriptor."""

    def __init__(
        self,
        call: IdleCall,
        post: Post,
        on_lost: Callable[[], None],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Measure once, to see whether that works.

        Args:
            call: tells idle.
            post: gets an `Observed` whenever the watch is met.
            on_lost: called once when the call has failed, from inside `watch` or `ready`.
            monotonic: time.monotonic, or a story's.

        Raises:
            NoServer: it does not work.
        """
        self.name = call.name
        self._call = call
        self._on_lost = on_lost
        self._monotonic = monotonic
        self._closed = False
        self._pacing = Pacing(post, self._measure, call.awake, monotonic)
        try:
            call.measure()
        except OSError as reason:
            raise NoServer(str(reason)) from reason

    def watch(self, watch: Watch) -> None:
        """Replace the watch; setting one that is equal and still armed costs nothing."""
        if not self._closed:
            self._pacing.watch(watch)

    def fileno(self) -> int:
        """Return no descriptor."""
        return -1

    def due(self) -> float | None:
        """Return when to measure again (time.monotonic() seconds)."""
        if self._closed:
            return None
        return min(
            (due for due in (self._pacing.due, self._call.also_due()) if due is not None), default=None
        )

    def ready(self) -> None:
        """Measure when it is time."""
        due = self.due()
        if due is not None and due <= self._monotonic():
            self._pacing.ask()

    def close(self) -> None:
        """Measure no more."""
        self._closed = True

    def _measure(self) -> None:
        try:
            idle = self._call.measure()
        except OSError as error:
            _log.warning("idle can be measured no more: %s", error)
            self.close()
            self._on_lost()
        else:
            self._pacing.answered(idle)
