"""Time as a value: the three clocks that every decision is made from.

*awake* stands still while the computer sleeps, *boot* runs on, *wall* is what a person calls the time.
Sitting is counted on *awake*, absences, snoozes and pauses on *boot*, and *wall* serves only labels,
working hours and ends such as "until 15:00", so a stepped wall clock changes no count.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from sitbreak.core.values import frozen

_UNEVEN = timedelta(minutes=1)
"""By how much the wall clock may gain on time itself without having jumped."""


@frozen
class Now:
    """One moment on three clocks.

    Attributes:
        awake: time on the clock that stands still in suspend.
        boot: time on the clock that runs on in suspend; same origin for one boot.
        wall: the wall clock, aware, in UTC.
        zone: the person's time zone at this moment, for labels and local ends.
    """

    awake: timedelta
    boot: timedelta
    wall: datetime
    zone: tzinfo = UTC

    def on_wall(self, boot: timedelta) -> datetime:
        """Return the wall time (UTC) that an instant on the boot clock has, seen from now."""
        return self.wall + (boot - self.boot)

    def has_ended(self, until: datetime, elapsed: timedelta) -> bool:
        """Whether a wall instant was reached within the time that has passed.

        A clock that has jumped over it may be wrong, after a start without a battery or network: what ends
        then is not in force, but kept, in case the clock is set right.
        """
        return until <= self.wall <= until + elapsed + _UNEVEN

    def local(self, wall: datetime) -> datetime:
        """Return a wall instant in the person's time zone."""
        return wall.astimezone(self.zone)

    def next_local(self, clock_time: time) -> datetime:
        """Return the next instant (UTC, later than now) at which local clocks show `clock_time`.

        A time that daylight saving skips moves forward by as much as clocks do; of one that it repeats, the
        first counts.
        """
        day = self.local(self.wall).date()
        candidates = (self.local_instant(day + timedelta(days=days), clock_time) for days in range(3))
        return next(candidate for candidate in candidates if candidate > self.wall)

    def local_instant(self, day: date, clock_time: time) -> datetime:
        """Return the instant (UTC) at which local clocks show `clock_time` on `day`."""
        return datetime.combine(day, clock_time, self.zone).astimezone(UTC)
