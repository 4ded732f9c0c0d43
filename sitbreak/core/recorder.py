"""The recorder: turns what happens into entries of the history, each at the moment at which it is certain.

A stretch of sitting or standing is certain once the person is back or the absence has become a break: until
then its end may still be moved to an earlier last input. The one that goes on is not recorded, so an idle
computer writes nothing; its beginning outlives a crash with the saved state, and it is recorded at the next
start.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from sitbreak.core.entries import Entry, Noted, Stretch, day_of, happened, instant, lasted, whole_length
from sitbreak.core.now import Now
from sitbreak.core.pauses import Pause, PauseReason, on_wall, passed
from sitbreak.core.presence import ZERO, Outcome
from sitbreak.core.values import frozen


@frozen
class Running:
    """The stretch that goes on.

    Attributes:
        kind: SITTING or STANDING.
        opened: the wall instant (UTC) at which it began; it may have been wrong.
        counted: what the clock that counts it showed then.
        before: what the sitting clock showed then.
    """

    kind: Noted
    opened: datetime
    counted: timedelta
    before: timedelta


@frozen
class Ended:
    """The end of a stretch.

    Attributes:
        sat: what the clock of sitting showed.
        stood: what that of standing showed.
        at: the boot instant.
        limit: the end of the interval.
    """

    sat: timedelta
    stood: timedelta
    at: timedelta
    limit: timedelta


class Recorder:
    """Collects entries. Every method takes the moment at which it is called."""

    def __init__(self, now: Now) -> None:
        """Begin with somebody who has just sat down."""
        self.entries: list[Entry] = []
        """What the planner has not handed over yet."""
        self._running: Running | None = Running(Noted.SITTING, now.wall, ZERO, ZERO)
        self._pauses: tuple[Pause, ...] = ()

    def take(self) -> tuple[Entry, ...]:
        """Return the entries collected since the last call."""
        taken, self.entries = tuple(self.entries), []
        return taken

    # --- sitting and standing ---------------------------------------------------------------------

    def begin(self, kind: Noted, sat: timedelta, stood: timedelta, now: Now) -> None:
        """Record that a stretch begins, when the clocks of sitting and of standing show this."""
        counted = sat if kind is Noted.SITTING else stood
        self._running = Running(kind, now.wall, whole_length(counted), whole_length(sat))

    def end(self, end: Ended, now: Now) -> None:
        """Record that the stretch has ended, if there is one."""
        if self._running is not None:
            self.entries += lasted(_stretch(self._running, end), now)
        self._running = None

    def end_with_break(self, end: Ended, length: timedelta, now: Now, *, natural: bool) -> None:
        """Record that the stretch has ended with a break.

        Args:
            end: the end of the stretch.
            length: how long a break has to be, which is what is known of this one.
            now: this moment.
            natural: neither a reminder nor they themselves asked for it.
        """
        opened = now.on_wall(end.at) if self._running is None else self._running.opened
        before = len(self.entries)
        self.end(end, now)
        start = instant(now.on_wall(end.at), now) if len(self.entries) == before else self.entries[-1].end
        outcome = Outcome.NATURAL if natural else Outcome.ASKED
        until = start + whole_length(length)
        self.entries.append(Entry(Noted.BREAK, opened, day_of(start, now), start, until, about=outcome))

    # --- what happens at one moment ---------------------------------------------------------------

    def note(self, kind: Noted, now: Now, about: str = "") -> None:
        """Record something that has just happened."""
        self.entries.append(happened(kind, now, about))

    # --- pauses -----------------------------------------------------------------------------------

    def follow_pauses(self, own: Iterable[Pause], now: Now) -> None:
        """Record those of the person's own pauses that have ended since the last call."""
        active = tuple(pause for pause in own if pause.active(now))
        for pause in self._pauses:
            if pause not in active:
                self.entries += _pause_entries(pause, now)
        self._pauses = active

    # --- what is not recorded yet -------------------------------------------------------------------

    def unfinished(self, end: Ended, now: Now) -> Iterator[Entry]:
        """Yield what would be recorded if everything ended now."""
        if self._running is not None:
            yield from lasted(_stretch(self._running, end), now)
        for pause in self._pauses:
            yield from _pause_entries(pause, now)

    def to_table(self) -> dict[str, Any] | None:
        """Return the running stretch as JSON values; it changes only when another one begins."""
        running = self._running
        if running is None:
            return None
        return {
            "kind": running.kind,
            "opened": running.opened.isoformat(),
            "counted": running.counted.total_seconds(),
            "before": running.before.total_seconds(),
        }

    def restore(self, running: Running | None, pauses: Iterable[Pause], then: Now) -> None:
        """Continue with what was saved.

        Args:
            running: the stretch that went on.
            pauses: the person's own.
            then: the moment at which that was last true.
        """
        self._running = running
        self._pauses = tuple(pause for pause in pauses if passed(pause.start, then))


def _stretch(running: Running, end: Ended) -> Stretch:
    sits = running.kind is Noted.SITTING
    length = max(whole_length(end.sat if sits else end.stood) - running.counted, ZERO)
    return Stretch(running.kind, running.opened, length, end.at, running.before, end.limit if sits else None)


def _pause_entries(pause: Pause, now: Now) -> Iterator[Entry]:
    """Yield the entries of a pause up to its end, or up to now."""
    if pause.reason is PauseReason.WORKING_HOURS:
        return
    start = on_wall(pause.start, now)
    end = now.wall if pause.end is None else min(on_wall(pause.end, now), now.wall)
    length = whole_length(max(end - start, ZERO))
    ended = now.boot - (now.wall - end)
    yield from lasted(Stretch(Noted.PAUSE, start, length, ended, about=pause.reason), now)
