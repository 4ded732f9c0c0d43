"""The recorder: turns what happens into entries of the history, each at the moment at which it is certain.

A spell of sitting or standing is certain once the person is back or the absence has become a break: until
then its end may still be moved to an earlier last input. The one that goes on is not recorded, so an idle
computer writes nothing; its beginning outlives a crash with the saved state, and it is recorded at the next
start.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from sitbreak.core.absence import left_at
from sitbreak.core.entries import Entry, EntryKind, Spell, day_of, happened, instant, lasted, whole_length
from sitbreak.core.now import Now
from sitbreak.core.pauses import Pause, on_wall, passed
from sitbreak.core.presence import ZERO, AtDesk, BreakTaken, CameBack, OnBreak, Outcome
from sitbreak.core.sitting import SittingClock
from sitbreak.core.values import frozen


@frozen
class Running:
    """The spell that goes on.

    Attributes:
        kind: SITTING or STANDING.
        opened: the wall instant (UTC) at which it began; it may have been wrong.
        counted: what the clock that counts it showed then.
        before: what the sitting clock showed then.
    """

    kind: EntryKind
    opened: datetime
    counted: timedelta
    before: timedelta


@frozen
class _End:
    """Where a spell ends: what the clocks of sitting and of standing show, and the boot instant."""

    sat: timedelta
    stood: timedelta
    at: timedelta


class Recorder:
    """Collects entries. Every method takes the moment at which it is called."""

    def __init__(self, sitting: SittingClock, now: Now) -> None:
        """Begin with somebody who has just sat down; `sitting` is the clock of the person."""
        self.entries: list[Entry] = []
        """What the planner has not handed over yet."""
        self._sitting = sitting
        self._running: Running | None = Running(EntryKind.SITTING, now.wall, ZERO, ZERO)
        self._pauses: tuple[Pause, ...] = ()

    def take(self) -> tuple[Entry, ...]:
        """Return the entries collected since the last call."""
        taken, self.entries = tuple(self.entries), []
        return taken

    # --- sitting and standing ---------------------------------------------------------------------

    def take_break(self, taken: BreakTaken, now: Now) -> None:
        """Record that the spell has ended with a break, if they have been at the desk since the last one.

        All that is known of the break's length is what made it one.
        """
        opened = now.on_wall(taken.since) if self._running is None else self._running.opened
        before = len(self.entries)
        self._end(_End(taken.after, taken.stood, taken.since), now)
        if not (taken.after or taken.stood):
            return
        start = (
            instant(now.on_wall(taken.since), now) if len(self.entries) == before else self.entries[-1].end
        )
        end = start + whole_length(self._sitting.settings.break_length)
        outcome = Outcome.NATURAL if taken.natural else Outcome.ASKED
        self.entries.append(Entry(EntryKind.BREAK, opened, day_of(start, now), start, end, about=outcome))

    def come_back(self, back: CameBack, now: Now) -> None:
        """Record that another spell begins; one that was only interrupted has ended when they left."""
        self._end(_End(back.sat, back.stood, back.left), now)
        self._begin(back.sat, back.stood, now)

    def change(self, change: Callable[[Now], None], now: Now) -> None:
        """Make a change that ends one spell and begins another: they stand up, or sit down."""
        self._end(self._end_now(now), now)
        change(now)
        if not isinstance(self._sitting.presence, OnBreak):
            self.begin(now)

    def begin(self, now: Now) -> None:
        """Record that a spell begins."""
        self._begin(self._sitting.total(now), self._sitting.standing(now), now)

    def _begin(self, sat: timedelta, stood: timedelta, now: Now) -> None:
        sits = self._sitting.stood_up is None
        kind, counted = (EntryKind.SITTING, sat) if sits else (EntryKind.STANDING, stood)
        self._running = Running(kind, now.wall, whole_length(counted), whole_length(sat))

    def _end(self, end: _End, now: Now) -> None:
        if self._running is not None:
            self.entries += lasted(self._spell(self._running, end), now)
        self._running = None

    def _end_now(self, now: Now) -> _End:
        """Return where the spell would end now: when they left, if they have."""
        sitting, presence = self._sitting, self._sitting.presence
        at = now.boot if isinstance(presence, AtDesk) else left_at(presence)
        return _End(sitting.total(now), sitting.standing(now), at)

    def _spell(self, running: Running, end: _End) -> Spell:
        sits = running.kind is EntryKind.SITTING
        length = max(whole_length(end.sat if sits else end.stood) - running.counted, ZERO)
        limit = self._sitting.settings.interval.end if sits else None
        return Spell(running.kind, running.opened, length, end.at, running.before, limit)

    # --- what happens at one moment ---------------------------------------------------------------

    def note(self, kind: EntryKind, now: Now, about: str = "") -> None:
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

    def unfinished(self, now: Now) -> Iterator[Entry]:
        """Yield what would be recorded if everything ended now."""
        if self._running is not None:
            yield from lasted(self._spell(self._running, self._end_now(now)), now)
        for pause in self._pauses:
            yield from _pause_entries(pause, now)

    def to_table(self) -> dict[str, Any] | None:
        """Return the running spell as JSON values; it changes only when another one begins."""
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
            running: the spell that went on.
            pauses: the person's own.
            then: the moment at which that was last true.
        """
        self._running = running
        self._pauses = tuple(pause for pause in pauses if passed(pause.start, then))


def _pause_entries(pause: Pause, now: Now) -> Iterator[Entry]:
    """Yield the entries of a pause up to its end, or up to now."""
    start = on_wall(pause.start, now)
    end = now.wall if pause.end is None else min(on_wall(pause.end, now), now.wall)
    length = whole_length(max(end - start, ZERO))
    ended = now.boot - (now.wall - end)
    yield from lasted(Spell(EntryKind.PAUSE, start, length, ended, about=pause.reason), now)
