"""Pauses: a set of reasons not to remind, each with its own end. When one ends, the others go on.

An end given as a length is an instant on the boot clock, so a stepped wall clock cannot move it; an end given
as a time of day is an instant on the wall clock. If that clock jumps over the end, the pause is not in force,
but kept, in case the clock is set right (`Now.has_ended`).
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sitbreak.core.now import Now
from sitbreak.core.settings import Hours
from sitbreak.core.values import frozen

NEW_DAY = time(4, 0)
"""When a new day begins; not at midnight, for the sake of people who work late."""

Instant = timedelta | datetime
"""On the boot clock (timedelta) or on the wall clock (aware datetime, UTC)."""


class PauseReason(StrEnum):
    """Why reminders are paused."""

    YOU = "you"
    PLANNED = "planned"
    WORKING_HOURS = "working_hours"


WeekHours = tuple[tuple[Hours, ...], ...]
"""The working hours of each day of the week, Monday first."""


@frozen
class Pause:
    """One reason not to remind.

    Attributes:
        reason: why.
        start: when it begins.
        end: when it ends; None is when the person resumes.
    """

    reason: PauseReason
    start: Instant
    end: Instant | None

    def active(self, now: Now) -> bool:
        """Whether it is in force at this moment."""
        return passed(self.start, now) and not self.over(now)

    def over(self, now: Now) -> bool:
        """Whether its end has been reached, by a clock that may be wrong."""
        return self.end is not None and passed(self.end, now)

    def has_ended(self, now: Now, elapsed: timedelta) -> bool:
        """Whether it has ended for good within the time that has passed."""
        if isinstance(self.end, datetime):
            return now.has_ended(self.end, elapsed)
        return self.over(now)


def passed(instant: Instant, now: Now) -> bool:
    """Whether an instant has been reached."""
    return instant <= now.wall if isinstance(instant, datetime) else instant <= now.boot


def on_wall(instant: Instant, now: Now) -> datetime:
    """Return the wall time (UTC) of an instant, seen from now."""
    return instant if isinstance(instant, datetime) else now.on_wall(instant)


class Pauses:
    """The person's own pauses, and those between their working hours.

    Attributes:
        own: the person's own, in force or to come, and those that the clock has jumped over.
        on_until: until when (UTC) they want reminders outside working hours too.
    """

    def __init__(self, working_hours: WeekHours, now: Now) -> None:
        self.own: tuple[Pause, ...] = ()
        self.on_until: datetime | None = None
        self.use(working_hours, now)

    def use(self, working_hours: WeekHours, now: Now) -> None:
        """Follow these working hours, for each day of the week from Monday on."""
        self._working_hours = working_hours
        self._ranges = sorted(self._find_ranges(now))
        """Working hours from eight days ago to eight days ahead, in UTC; computed once per step."""

    def begin(self, now: Now, elapsed: timedelta) -> None:
        """Begin a step, `elapsed` after the last one: drop what has ended, and compute the working hours."""
        self.own = tuple(pause for pause in self.own if not pause.has_ended(now, elapsed))
        if self.on_until is not None and now.has_ended(self.on_until, elapsed):
            self.on_until = None
        self.use(self._working_hours, now)

    def all(self, now: Now) -> tuple[Pause, ...]:
        """Return every pause that is in force or to come, in the order of `pause list`."""
        outside = self._outside_hours(now)
        own = self._not_over(now)
        return own if outside is None else (*own, outside)

    def active(self, now: Now) -> tuple[Pause, ...]:
        """Return the pauses in force at this moment."""
        return tuple(pause for pause in self.all(now) if pause.active(now))

    def pause(self, end: Instant | None, now: Now) -> None:
        """Pause by hand, replacing an earlier pause by hand."""
        others = (pause for pause in self._not_over(now) if pause.reason is not PauseReason.YOU)
        self.own = (Pause(PauseReason.YOU, now.boot, end), *others)

    def plan(self, start: time, end: time, now: Now) -> Pause:
        """Plan a pause between two clock times: from the last start if it would be running, else the next."""
        ends = now.next_local(end)
        starts = _last_before(start, ends, now)
        planned = Pause(PauseReason.PLANNED, starts, ends)
        self.own = (*(pause for pause in self._not_over(now) if pause != planned), planned)
        return planned

    def resume(self, now: Now) -> bool:
        """End the person's own pauses in force, made by hand or planned; return whether there was one."""
        before = self.own
        self.own = tuple(pause for pause in before if not pause.active(now))
        return self.own != before

    def on_today(self, now: Now) -> bool:
        """Whether they want reminders outside working hours too, at this moment."""
        return self.on_until is not None and now.wall < self.on_until

    def override_hours(self, now: Now, *, on: bool) -> None:
        """Remind outside working hours until the day is over, or stop that."""
        self.on_until = now.next_local(NEW_DAY) if on else None

    def cancel(self, pause: Pause, now: Now) -> None:
        """End or forget one pause; working hours are overridden until the day is over."""
        if pause.reason is PauseReason.WORKING_HOURS:
            self.override_hours(now, on=True)
        self.own = tuple(own for own in self.own if own != pause)

    def deadlines(self, now: Now) -> Iterator[datetime]:
        """Yield the wall times (UTC) at which a pause begins or ends."""
        for pause in self.own:
            yield on_wall(pause.start, now)
            if pause.end is not None:
                yield on_wall(pause.end, now)
        if self.on_until is not None:
            yield self.on_until
        for range_ in self._ranges:
            yield from range_

    def _not_over(self, now: Now) -> tuple[Pause, ...]:
        return tuple(pause for pause in self.own if not pause.over(now))

    # --- working hours -------------------------------------------------------------------------

    def _outside_hours(self, now: Now) -> Pause | None:
        """Return the pause between two ranges of working hours, if now is in one."""
        ranges = self._ranges
        if not ranges or self.on_today(now):
            return None
        if any(start <= now.wall < end for start, end in ranges):
            return None
        since = max((end for _, end in ranges if end <= now.wall), default=now.wall)
        return Pause(PauseReason.WORKING_HOURS, since, min(start for start, _ in ranges if start > now.wall))

    def _find_ranges(self, now: Now) -> Iterator[tuple[datetime, datetime]]:
        if not any(self._working_hours):
            return
        today = now.local(now.wall).date()
        for days in range(-8, 9):
            day = today + timedelta(days=days)
            for hours in self._working_hours[day.weekday()]:
                yield _as_instants(hours, day, now)


def _as_instants(hours: Hours, day: date, now: Now) -> tuple[datetime, datetime]:
    overnight = timedelta(days=1) if hours.end <= hours.start else timedelta()
    return now.local_instant(day, hours.start), now.local_instant(day + overnight, hours.end)


def _last_before(clock_time: time, end: datetime, now: Now) -> datetime:
    """Return the last instant before `end` at which local clocks show `clock_time`."""
    day = now.local(end).date()
    start = now.local_instant(day, clock_time)
    return start if start < end else now.local_instant(day - timedelta(days=1), clock_time)
