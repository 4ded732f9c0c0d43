"""A time zone in which the clocks show what a story needs."""

from datetime import UTC, datetime, time, timedelta

_HALF_A_DAY, _DAY = timedelta(hours=12), timedelta(days=1)


class Zone:
    """A time zone in which a certain time of day is a few seconds away.

    Attributes:
        name: the value of TZ. Source: tzset(3); its offset is what has to be added to local time.
    """

    def __init__(self, due: time, seconds: float) -> None:
        utc = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
        wanted = datetime.combine(utc.date(), due) - timedelta(seconds=seconds)
        self._offset = (wanted - utc + _HALF_A_DAY) % _DAY - _HALF_A_DAY
        sign = "-" if self._offset > timedelta() else ""
        self.name = f"<here>{sign}{abs(self._offset)}"

    def now(self) -> datetime:
        """Return the local time."""
        return datetime.now(UTC).replace(tzinfo=None) + self._offset
