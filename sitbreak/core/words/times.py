"""Lengths of time, times of day and lists, as the language in use writes them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sitbreak.core.durations import parse_duration
from sitbreak.core.now import Now
from sitbreak.core.settings import Interval
from sitbreak.core.words import language
from sitbreak.core.words.dates import weekday
from sitbreak.core.words.language import _

_NEAR = timedelta(minutes=2)
"""A time this near needs seconds."""


def length(time: timedelta) -> str:
    """Write a length of time for a menu: `17 min`, `1 h 5 min`, `40 s`."""
    return language.current().length(time)


def exact_length(time: timedelta) -> str:
    """Write a length of time for a field, to the second: `25 min`, `1 h 30 min`, `2 min 30 s`."""
    return language.current().exact_length(time)


def parse_length(text: str) -> timedelta:
    """Read a length of time from a field: as `exact_length` writes it, or as `parse_duration` reads it.

    Raises:
        ValueError: it is neither.
    """
    written = text.strip().lower()
    for unit, one in (("h", timedelta(hours=1)), ("m", timedelta(minutes=1)), ("s", timedelta(seconds=1))):
        for form in (spoken_length(2 * one), spoken_length(one), length(one)):  # minutes, minute, min
            written = written.replace(form.lstrip("12").strip().lower(), unit)
    return parse_duration(written)


def spoken_length(time: timedelta) -> str:
    """Write a length of time for a sentence: `17 minutes`, `1 hour 5 minutes`, `40 seconds`."""
    return language.current().spoken_length(time)


def listed(items: Iterable[str]) -> str:
    """Join items as a sentence does: `a, b and c`."""
    return language.current().listed(tuple(items))


def short_span(interval: Interval) -> str:
    """Write an interval for a menu: `20–30 min`."""
    return _span(length(interval.start), length(interval.end))


def spoken_span(interval: Interval) -> str:
    """Write an interval for a sentence: `20–30 minutes`."""
    return _span(spoken_length(interval.start), spoken_length(interval.end))


def _span(start: str, end: str) -> str:
    if start == end:
        return end
    number, _space, unit = start.partition(" ")
    if unit == end.partition(" ")[2]:  # 20–30 min, but 50 min – 1 h 10 min
        return f"{number}–{end}"
    return f"{start} – {end}"


def clock(wall: datetime, now: Now) -> str:
    """Write a wall time as the person's clock shows it: with seconds when near, with the day when far."""
    return _clock(wall, now, seconds=abs(wall - now.wall) < _NEAR)


def break_end(start: timedelta, length: timedelta, now: Now) -> str:
    """Write when a break that started at this boot instant is complete: never too early.

    The text does not change while the break runs: with seconds if it is short, else rounded up to the minute.
    """
    end = now.on_wall(start + length)
    if length >= _NEAR and (end.second or end.microsecond):
        end = end.replace(second=0, microsecond=0) + timedelta(minutes=1)
    return _clock(end, now, seconds=length < _NEAR)


def _clock(wall: datetime, now: Now, *, seconds: bool) -> str:
    local, today = now.local(wall), now.local(now.wall).date()
    time = language.current().time_of_day(local, seconds=seconds)
    days = (local.date() - today).days
    if days == 0:
        return time
    if days == 1:
        return _("{time} tomorrow").format(time=time)
    if days == -1:
        return _("{time} yesterday").format(time=time)
    if -7 < days < 0:  # one that has begun may end on the same day of the next week
        return _("{time} last {day}").format(time=time, day=weekday(local.weekday()))
    day = weekday(local.weekday()) if 0 < days < 7 else local.date().isoformat()
    return _("{time} on {day}").format(time=time, day=day)
