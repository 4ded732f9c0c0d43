"""Lengths of time, times of day and lists, as the language in use writes them."""

import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from sitbreak.core.durations import parse_duration
from sitbreak.core.now import Now
from sitbreak.core.settings import Interval
from sitbreak.core.words import language
from sitbreak.core.words.dates import weekday
from sitbreak.core.words.language import _, pgettext

_NEAR = timedelta(minutes=2)
"""A time this near needs seconds."""

_OF_EACH_PLURAL = (1, 2, 3, 5, 11, 21)
"""Numbers below 60 that take every form a language has. Source: CLDR, "Language Plural Rules"."""


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
    units = {}
    for unit, one in (("h", timedelta(hours=1)), ("m", timedelta(minutes=1)), ("s", timedelta(seconds=1))):
        for count in _OF_EACH_PLURAL:
            for form in (length(count * one), spoken_length(count * one)):
                units[form.replace(str(count), "").strip().lower()] = unit
    longest_first = sorted(units, key=len, reverse=True)  # minutes, minute, min
    any_unit = "|".join(map(re.escape, longest_first))
    typed = re.sub(any_unit, lambda found: units[found[0]], text.strip().lower())
    if joint := language.joint_of_parts():
        typed = re.sub(rf"\s{re.escape(joint)}\s*(?=\d)", " ", typed)
    return parse_duration(typed)


def spoken_length(time: timedelta) -> str:
    """Write a length of time for a sentence: `17 minutes`, `1 hour 5 minutes`, `40 seconds`."""
    return language.current().spoken_length(time)


def listed(items: Iterable[str]) -> str:
    """Join items as a sentence does: `a, b and c`."""
    return language.current().listed(tuple(items))


def enumerated(items: Iterable[str]) -> str:
    """Join items without an *and*: `a, b, c`."""
    return language.current().enumerated(tuple(items))


def short_span(interval: Interval) -> str:
    """Write an interval for a menu: `20–30 min`."""
    return _span(interval, length)


def spoken_span(interval: Interval) -> str:
    """Write an interval for a sentence: `20–30 minutes`."""
    return _span(interval, spoken_length)


def _span(interval: Interval, write: Callable[[timedelta], str]) -> str:
    start, end = write(interval.start), write(interval.end)
    if interval.start == interval.end:
        return end
    (from_, unit), (to, of_end) = _in_one_unit(interval.start), _in_one_unit(interval.end)
    if unit and unit == of_end and str(to) in end:  # 20–30 min, but 50 min – 1 h 10 min
        # Translators: two numbers, as in "20–30 minutes"
        numbers = pgettext("numbers", "{start}–{end}").format(start=from_, end=to)
        return end.replace(str(to), numbers, 1)
    # Translators: two lengths of time, as in "50 min – 1 h 10 min"
    return pgettext("lengths of time", "{start} – {end}").format(start=start, end=end)


def _in_one_unit(time: timedelta) -> tuple[int, int]:
    """Return a length as a number of one unit, and how many seconds that has; 0 if it takes two."""
    seconds = int(time.total_seconds())
    if seconds < 60:
        return seconds, 1
    minutes = seconds // 60
    if minutes % 60 == 0:
        return minutes // 60, 3600
    return (minutes, 60) if minutes < 60 else (minutes, 0)


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
