"""A week of hours as it is painted: sets of minutes, joined and cut.

1. A week is a ring of 10,080 minutes that begins on Monday at 0:00; a span may run across its end.
2. Painting is the union of two sets of minutes, erasing the difference. Nothing else is added or lost.
3. What is written stays as it was written, unless its minutes change: `09:00-12:00` and `12:00-18:00` on a
   Monday survive whatever is painted on a Tuesday.
4. A range of up to a day belongs to the day on which it starts, also across midnight. A longer one is cut at
   every midnight.
"""

from collections.abc import Iterable, Iterator
from datetime import time
from functools import cached_property
from typing import NamedTuple

from sitbreak.core.pauses import WeekHours
from sitbreak.core.settings import DAYS, Hours, parse_hours

HOUR = 60
DAY = 24 * HOUR
WEEK = len(DAYS) * DAY
STEP = 15
"""Minutes: what can be painted is as long as this, or several times as long."""


_EMPTY: WeekHours = ((),) * len(DAYS)


class Span(NamedTuple):
    """Minutes of a week.

    Attributes:
        start: the first, counted from Monday at 0:00.
        end: the one after the last; above `WEEK` if the span runs across the week's end.
    """

    start: int
    end: int


class Piece(NamedTuple):
    """What one day shows of a span.

    Attributes:
        start: the first minute, counted from the day's start.
        end: the one after the last.
        span: the whole span.
    """

    start: int
    end: int
    span: Span


class Week:
    """Hours on the days of a week; it never changes.

    Attributes:
        hours: the hours of each day as they are written, Monday first.
    """

    def __init__(self, hours: WeekHours = _EMPTY) -> None:
        """Read hours, of which some may overlap."""
        self.hours = hours

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """The minutes, as few spans in order; none touches another."""
        return _joined(self._parts)

    def __contains__(self, minute: int) -> bool:
        """Whether a minute of the week is painted."""
        return any(start <= minute < end for start, end in self._parts)

    def covers(self, area: Iterable[Span]) -> bool:
        """Whether every minute of an area is painted."""
        return not _without(_in_one_week(area), self._parts)

    def paint(self, area: Iterable[Span]) -> "Week":
        """Return this week with the minutes of an area."""
        return self._with(_in_one_week([*self._parts, *area]))

    def erase(self, area: Iterable[Span]) -> "Week":
        """Return this week without the minutes of an area."""
        return self._with(_without(self._parts, _in_one_week(area)))

    def move_start(self, span: Span, minute: int) -> "Week":
        """Return this week with one span that starts at another minute, however near its end that is."""
        start = min(_nearest(minute, span.start), span.end - STEP)
        return self.erase([span]).paint([_span(max(start, span.end - WEEK), span.end)])

    def move_end(self, span: Span, minute: int) -> "Week":
        """Return this week with one span that ends at another minute, however near its start that is."""
        end = max(_nearest(minute, span.end), span.start + STEP)
        return self.erase([span]).paint([Span(span.start, min(end, span.start + WEEK))])

    def copy_to(self, days: Iterable[int], hours: tuple[Hours, ...]) -> "Week":
        """Return this week with these hours on several days."""
        chosen = set(days)
        return Week(tuple(hours if day in chosen else own for day, own in enumerate(self.hours)))

    def pieces(self, day: int) -> Iterator[Piece]:
        """Yield what one day shows, from its start to its end."""
        start = day * DAY
        for span in self.spans:
            for shift in (0, WEEK):  # one that runs across the week's end is also on its first days
                first, last = max(span.start - shift, start), min(span.end - shift, start + DAY)
                if first < last:
                    yield Piece(first - start, last - start, span)

    @cached_property
    def _parts(self) -> tuple[Span, ...]:
        """The minutes as spans of one week: one that runs across its end is in two parts."""
        return _in_one_week(_span_of(day, hours) for day, of_day in enumerate(self.hours) for hours in of_day)

    def _with(self, parts: tuple[Span, ...]) -> "Week":
        """Return the week with these minutes; days on which nothing changes are left as they are written."""
        fresh, before = _written(_joined(parts)), _written(self.spans)
        kept = Week(
            tuple(own if new == old else new for own, new, old in zip(self.hours, fresh, before, strict=True))
        )
        return kept if kept._parts == parts else Week(fresh)


def area(days: Iterable[int], start: int, end: int) -> list[Span]:
    """Return the same minutes of several days, from `start` to `end` after each day's start."""
    return [Span(day * DAY + start, day * DAY + end) for day in days]


def parse_day(text: str) -> tuple[Hours, ...]:
    """Read the hours of a day, such as `09:00-12:30, 13:30-18:00`; nothing is no hours.

    Raises:
        ValueError: one of them is not a range.
    """
    parts = [part.strip() for part in text.replace(";", ",").split(",")]
    return tuple(parse_hours(part) for part in parts if part)


def write_day(hours: Iterable[Hours]) -> str:
    """Write the hours of a day so that `parse_day` reads them back."""
    return ", ".join(map(str, hours))


def _span_of(day: int, hours: Hours) -> Span:
    start, end = (clock.hour * HOUR + clock.minute for clock in (hours.start, hours.end))
    return Span(day * DAY + start, day * DAY + end + (DAY if end <= start else 0))


def _span(start: int, end: int) -> Span:
    """Return a span whose start may be in a neighbouring week."""
    shift = start // WEEK * WEEK
    return Span(start - shift, end - shift)


def _nearest(minute: int, to: int) -> int:
    """Return the minute of this or a neighbouring week that is nearest to another one."""
    return to + (minute - to + WEEK // 2) % WEEK - WEEK // 2


def _in_one_week(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the same minutes as disjoint spans in order, none of which runs across the week's end."""
    parts = []
    for start, end in spans:
        parts.append(Span(start, min(end, WEEK)))
        if end > WEEK:
            parts.append(Span(0, end - WEEK))
    merged: list[Span] = []
    for part in sorted(parts):
        if merged and part.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, part.end))
        else:
            merged.append(part)
    return tuple(merged)


def _without(parts: Iterable[Span], erased: Iterable[Span]) -> tuple[Span, ...]:
    """Return the minutes of some parts that are in no other; both are spans of one week."""
    left = list(parts)
    for start, end in erased:
        left = [
            Span(*rest)
            for part in left
            for rest in ((part.start, min(part.end, start)), (max(part.start, end), part.end))
            if rest[0] < rest[1]
        ]
    return tuple(left)


def _joined(parts: tuple[Span, ...]) -> tuple[Span, ...]:
    """Join the parts that touch at the week's end."""
    if len(parts) > 1 and parts[0].start == 0 and parts[-1].end == WEEK:
        return (*parts[1:-1], Span(parts[-1].start, WEEK + parts[0].end))
    return parts


def _written(spans: Iterable[Span]) -> WeekHours:
    """Write spans as the hours of each day."""
    days: list[list[Hours]] = [[] for _ in DAYS]
    for span in spans:
        for start, end in [span] if span.end - span.start <= DAY else _cut_at_midnight(span):
            days[start // DAY % len(DAYS)].append(Hours(_clock(start), _clock(end)))
    return tuple(tuple(sorted(hours, key=lambda range_: range_.start)) for hours in days)


def _cut_at_midnight(span: Span) -> Iterator[Span]:
    start = span.start
    while start < span.end:
        end = min(start - start % DAY + DAY, span.end)
        yield Span(start, end)
        start = end


def _clock(minute: int) -> time:
    hours, minutes = divmod(minute % DAY, HOUR)
    return time(hours, minutes)
