"""Pauses: a set of reasons not to remind, each with its own end. One ending ends no other.

An end that was asked for as a length is an instant on the boot clock, so a stepped wall clock cannot move it;
one that was asked for as a time of day is an instant on the wall clock.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sitbreak.core.now import Now
from sitbreak.core.settings import Hours, Settings
from sitbreak.core.values import frozen

NEW_DAY = time(4, 0)
"""When "tomorrow" begins: nobody who works past midnight wants a new day at twelve."""

Instant = timedelta | datetime
"""On the boot clock (timedelta) or on the wall clock (aware datetime, UTC)."""


class PauseReason(StrEnum):
    """Why reminders are paused."""

    YOU = "you"
    PLANNED = "planned"
    WORKING_HOURS = "working_hours"


@frozen
class Pause:
    """One reason not to remind.

    Attributes:
        reason: why.
        start: from when on.
        end: until when; None is until the person resumes.
    """

    reason: PauseReason
    start: Instant
    end: Instant | None

    def active(self, now: Now) -> bool:
        """Whether it holds at this moment."""
        return passed(self.start, now) and not self.over(now)

    def over(self, now: Now) -> bool:
        """Whether it has ended."""
        return self.end is not None and passed(self.end, now)


def passed(instant: Instant, now: Now) -> bool:
    """Whether an instant has been reached."""
    return instant <= now.wall if isinstance(instant, datetime) else instant <= now.boot


def on_wall(instant: Instant, now: Now) -> datetime:
    """Return the wall time (UTC) of an instant, seen from now."""
    return instant if isinstance(instant, datetime) else now.on_wall(instant)


class Pauses:
    """All pauses of the person, and those that the working hours make."""

    def __init__(self, settings: Settings, kept: tuple[Pause, ...] = ()) -> None:
        self.settings = settings
        self.kept = kept
        self.on_until: datetime | None = None
        """Until when the person wants reminders although working hours are over."""

    def all(self, now: Now) -> tuple[Pause, ...]:
        """Return every pause that holds or is to come, in the order of `pause list`."""
        outside = self._outside_hours(now)
        return self.kept if outside is None else (*self.kept, outside)

    def active(self, now: Now) -> tuple[Pause, ...]:
        """Return the pauses that hold at this moment."""
        return tuple([pause for pause in self.all(now) if pause.active(now)])

    def pause(self, end: Instant | None, now: Now) -> None:
        """Pause by hand, in place of an earlier pause by hand."""
        others = (pause for pause in self.kept if pause.reason is not PauseReason.YOU)
        self.kept = (Pause(PauseReason.YOU, now.boot, end), *others)

    def plan(self, start: time, end: time, now: Now) -> Pause:
        """Plan a pause between two clock times: the running one, or the next that comes."""
        ends = now.next_local(end)
        starts = _last_before(start, ends, now)
        planned = Pause(PauseReason.PLANNED, starts, ends)
        self.kept = (*(pause for pause in self.kept if pause != planned), planned)
        return planned

    def resume(self, now: Now) -> bool:
        """End the person's own pause, made by hand or planned; return whether there was one."""
        before = self.kept
        self.kept = tuple([pause for pause in before if not pause.active(now)])
        return self.kept != before

    def overrule_hours(self, now: Now, *, on: bool) -> None:
        """Remind until the day is over although working hours are, or no longer."""
        self.on_until = now.next_local(NEW_DAY) if on else None

    def cancel(self, pause: Pause, now: Now) -> None:
        """End or forget one pause; working hours are overruled until the day is over."""
        if pause.reason is PauseReason.WORKING_HOURS:
            self.overrule_hours(now, on=True)
        self.kept = tuple([kept for kept in self.kept if kept != pause])

    def advance(self, now: Now) -> None:
        """Forget what is over."""
        self.kept = tuple([pause for pause in self.kept if not pause.over(now)])
        if self.on_until is not None and now.wall >= self.on_until:
            self.on_until = None

    def deadlines(self, now: Now) -> Iterator[datetime]:
        """Yield the wall times (UTC) at which a pause begins or ends."""
        for pause in self.kept:
            yield on_wall(pause.start, now)
            if pause.end is not None:
                yield on_wall(pause.end, now)
        if self.on_until is not None:
            yield self.on_until
        for start, end in self._ranges(now):
            yield start
            yield end

    def clock_times(self) -> frozenset[time]:
        """Return the local times of day that matter every day: when the day and the working hours turn."""
        hours = [hours for day in self.settings.working_hours for hours in day]
        return frozenset({NEW_DAY, *(range_.start for range_ in hours), *(range_.end for range_ in hours)})

    # --- working hours -------------------------------------------------------------------------

    def _outside_hours(self, now: Now) -> Pause | None:
        """Return the pause between two stretches of working hours, if now is in one."""
        ranges = sorted(self._ranges(now))
        if not ranges or self.on_until is not None:
            return None
        if any(start <= now.wall < end for start, end in ranges):
            return None
        since = max((end for _, end in ranges if end <= now.wall), default=now.wall)
        return Pause(PauseReason.WORKING_HOURS, since, min(start for start, _ in ranges if start > now.wall))

    def _ranges(self, now: Now) -> Iterator[tuple[datetime, datetime]]:
        """Yield the working hours from eight days ago to eight days ahead, as instants (UTC)."""
        if not any(self.settings.working_hours):
            return
        today = now.local(now.wall).date()
        for days in range(-8, 9):
            day = today + timedelta(days=days)
            for hours in self.settings.working_hours[day.weekday()]:
                yield _as_instants(hours, day, now)


def _as_instants(hours: Hours, day: date, now: Now) -> tuple[datetime, datetime]:
    overnight = timedelta(days=1) if hours.end <= hours.start else timedelta()
    return now.local_instant(day, hours.start), now.local_instant(day + overnight, hours.end)


def _last_before(clock_time: time, end: datetime, now: Now) -> datetime:
    """Return the last instant before `end` at which local clocks show `clock_time`."""
    day = now.local(end).date()
    start = now.local_instant(day, clock_time)
    return start if start < end else now.local_instant(day - timedelta(days=1), clock_time)
