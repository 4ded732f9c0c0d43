"""The settings: their names, defaults and limits, and how they are read from TOML values.

A value that is wrong costs only itself: it is named and its default used.
"""

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import time, timedelta
from typing import Any

from sitbreak.core.durations import parse_duration, write_duration
from sitbreak.core.values import frozen

SHORTEST = timedelta(seconds=1)
LONGEST = timedelta(hours=4)
TOPICS = ("posture", "lifting", "stretch", "moving")
WAIT_REASONS = ("fullscreen", "call", "do_not_disturb", "presentation")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NOT_YET = frozenset({"history"})
"""Names that later versions give a meaning; until then they may stand in the file."""
TRAY_ICONS = ("colour", "light", "dark")


@frozen
class Interval:
    """The window of sitting time in which a reminder comes: at a lull from `start` on, at `end` anyway."""

    start: timedelta
    end: timedelta

    def __str__(self) -> str:
        """Write the interval as settings.toml holds it: `20m-30m`, or `25m` when it is fixed."""
        if self.start == self.end:
            return write_duration(self.start)
        return f"{write_duration(self.start)}-{write_duration(self.end)}"


@frozen
class Hours:
    """A range of local clock times; one whose end is not after its start runs across midnight."""

    start: time
    end: time


@frozen
class Settings:
    """Everything a person can set. Field names are the names in settings.toml."""

    interval: Interval = Interval(timedelta(minutes=20), timedelta(minutes=30))
    lull: timedelta = timedelta(seconds=6)
    repeat_every: timedelta = timedelta(minutes=5)
    snooze: timedelta = timedelta(minutes=5)
    break_length: timedelta = timedelta(minutes=2)
    away_after: timedelta = timedelta(minutes=3)
    topics: tuple[str, ...] = ("posture", "lifting", "stretch")
    tray_icon: str = "colour"
    moving_pictures: bool = True
    announce_break_end: bool = False
    sound: bool = False
    wait_during: frozenset[str] = frozenset(WAIT_REASONS)
    working_hours: tuple[tuple[Hours, ...], ...] = field(default=((),) * 7)


def parse_interval(text: str) -> Interval:
    """Read an interval: `20m-30m`, `20-30` (minutes) or one fixed length.

    Raises:
        ValueError: not an interval, its end before its start, or outside 1 s to 4 h.
    """
    start, dash, end = text.replace("\u2013", "-").partition("-")
    interval = Interval(_limited(start), _limited(end if dash else start))
    if interval.end < interval.start:
        raise ValueError(f"{text!r} ends before it starts")
    return interval


def parse_clock_time(text: str) -> time:
    """Read a local clock time such as `14:05` or `9:00`; `24:00` is midnight.

    Raises:
        ValueError: not a clock time.
    """
    hours, colon, minutes = text.strip().partition(":")
    if not (colon and hours.isdecimal() and minutes.isdecimal() and text.isascii() and len(minutes) == 2):
        raise ValueError(f"{text!r} is not a time of day; write it like 14:05")
    if (int(hours), int(minutes)) == (24, 0):
        return time(0, 0)
    if int(hours) > 23 or int(minutes) > 59:
        raise ValueError(f"{text!r} is not a time of day; write it like 14:05")
    return time(int(hours), int(minutes))


def parse_hours(text: str) -> Hours:
    """Read a range of clock times such as `09:00-12:30`; `22:00-06:00` runs across midnight.

    Raises:
        ValueError: not a range.
    """
    start, dash, end = text.replace("\u2013", "-").partition("-")
    if not dash:
        raise ValueError(f"{text!r} is not a range of times; write it like 09:00-12:30")
    return Hours(parse_clock_time(start), parse_clock_time(end))


def parse_settings(table: Mapping[str, Any]) -> tuple[Settings, list[str]]:
    """Read settings from a TOML table.

    Returns:
        The settings, and one line for every value that could not be used, naming it.
    """
    settings, problems = Settings(), []
    for key, value in table.items():
        reader = _READERS.get(key)
        if key in NOT_YET:
            continue
        if reader is None:
            problems.append(f"{key}: there is no such setting")
            continue
        try:
            settings = replace(settings, **{key: reader(value)})
        except ValueError as error:
            problems.append(f"{key}: {error}")
    return settings, problems


def _limited(value: object) -> timedelta:
    """Read a duration (a text, or whole seconds) within the limits."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError(f"{value!r} is not a duration; write it like 90s, 25m or 1h30m")
    length = parse_duration(value) if isinstance(value, str) else parse_duration(f"{value}s")
    if not SHORTEST <= length <= LONGEST:
        raise ValueError(f"{value!r} is not between 1 s and 4 h")
    return length


def _interval(value: object) -> Interval:
    if isinstance(value, int) and not isinstance(value, bool):
        return Interval(_limited(value), _limited(value))
    return parse_interval(_text(value))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not a text in quotes")
    return value


def _one_of(*allowed: str) -> Any:
    def read(value: object) -> str:
        if value not in allowed:
            raise ValueError(f"{value!r} is none of {', '.join(allowed)}")
        return _text(value)

    return read


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{value!r} is neither true nor false")
    return value


def _topics(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not value:
        raise ValueError(f"{value!r} is not a list of topics")
    chosen = [_one_of(*TOPICS)(topic) for topic in value]
    return tuple(topic for topic in TOPICS if topic in chosen)


def _wait_during(value: object) -> frozenset[str]:
    if not isinstance(value, Mapping):
        raise ValueError("is a table: write [wait_during] above its lines")
    waits = set(WAIT_REASONS)
    for reason, wanted in value.items():
        _one_of(*WAIT_REASONS)(reason)
        if not isinstance(wanted, bool):
            raise ValueError(f"{reason} is {wanted!r}, neither true nor false")
        if not wanted:
            waits.discard(reason)
    return frozenset(waits)


def _working_hours(value: object) -> tuple[tuple[Hours, ...], ...]:
    if not isinstance(value, Mapping):
        raise ValueError("is a table: write [working_hours] above its lines")
    for day in value:
        _one_of(*DAYS)(day)
    return tuple(_day_hours(day, value.get(day, [])) for day in DAYS)


def _day_hours(day: str, ranges: object) -> tuple[Hours, ...]:
    if not isinstance(ranges, list | tuple):
        raise ValueError(f'{day} is {ranges!r}, not a list such as ["09:00-12:30"]')
    try:
        return tuple(parse_hours(_text(text)) for text in ranges)
    except ValueError as error:
        raise ValueError(f"{day}: {error}") from None


_READERS: dict[str, Any] = {
    "interval": _interval,
    "lull": _limited,
    "repeat_every": _limited,
    "snooze": _limited,
    "break_length": _limited,
    "away_after": _limited,
    "topics": _topics,
    "tray_icon": _one_of(*TRAY_ICONS),
    "moving_pictures": _truth,
    "announce_break_end": _truth,
    "sound": _truth,
    "wait_during": _wait_during,
    "working_hours": _working_hours,
}
