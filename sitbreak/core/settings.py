"""The settings: their names, defaults and limits, and how they are read from TOML values.

A wrong value costs only itself: it is reported, and its default is used. Working hours count as one value: if
only a wrong day lost its own, nobody would be reminded that day.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from datetime import time, timedelta
from typing import Any

from sitbreak.core.durations import limited, parse_duration, write_duration
from sitbreak.core.values import frozen
from sitbreak.core.words import values as complaints

TOPICS = ("posture", "lifting", "stretch", "moving")
WAIT_BOUNDS: Mapping[str, timedelta] = {
    "fullscreen": timedelta(minutes=30),
    "call": timedelta(hours=2),
    "do_not_disturb": timedelta(hours=4),
    "presentation": timedelta(hours=2),
}
"""What a reminder waits for, and how long at most by default."""
NEVER = "never"
"""For `away_after`: no length without input means that nobody is there."""
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
KEEP_DAYS = "keep_days"
"""In the table `history`: for how many days the history is kept in full."""
LONGEST_KEPT = 36500
LANGUAGE_CODE = r"[A-Za-z]{2,3}(?:[_-][A-Za-z0-9]{2,8})*"
TRAY_ICONS = ("colour", "light", "dark")
GROUPS: Mapping[str, tuple[str, ...]] = {
    "reminders": ("interval", "lull", "snooze", "repeat_every"),
    "tips": ("topics", "moving_pictures"),
    "quiet_times": ("working_hours", "wait_during"),
    "sounds_and_breaks": (
        "break_length",
        "away_after",
        "announce_break_end",
        "sound",
        "standing_desk",
        "standing",
    ),
    "history": ("history", "back_diary"),
    "this_computer": ("language", "tray_icon"),
}
"""The settings as a person thinks of them: the groups of the settings window, and what is in each."""


@frozen
class Interval:
    """The range of sitting time in which a reminder comes: at a lull from `start` on, at `end` anyway."""

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

    def __str__(self) -> str:
        """Write the range as settings.toml holds it: `09:00-12:30`; midnight as an end is `24:00`."""
        end = "24:00" if self.end == time() else f"{self.end:%H:%M}"
        return f"{self.start:%H:%M}-{end}"


@frozen
class Settings:
    """Everything a person can set. Field names are the names in settings.toml.

    Attributes:
        away_after: how long without input means away; None: only a lock and a sleep do.
        wait_during: how long a reminder waits for each reason at most; one that is missing is not waited for.
        history: for how many days (`keep_days`) every sitting and break is kept; of older days the sums are.
        back_diary: ask once a day how the back is.
        language: the code of the language, such as `de` or `pt_BR`; empty: that of the desktop.
    """

    interval: Interval = Interval(timedelta(minutes=20), timedelta(minutes=30))
    lull: timedelta = timedelta(seconds=6)
    repeat_every: timedelta = timedelta(minutes=5)
    snooze: timedelta = timedelta(minutes=5)
    standing: timedelta = timedelta(minutes=30)
    standing_desk: bool = False
    break_length: timedelta = timedelta(minutes=2)
    away_after: timedelta | None = timedelta(minutes=3)
    topics: tuple[str, ...] = TOPICS
    tray_icon: str = "colour"
    moving_pictures: bool = True
    announce_break_end: bool = False
    sound: bool = False
    wait_during: Mapping[str, timedelta] = field(default_factory=lambda: dict(WAIT_BOUNDS))
    working_hours: tuple[tuple[Hours, ...], ...] = field(default=((),) * 7)
    history: Mapping[str, int] = field(default_factory=lambda: {KEEP_DAYS: 730})
    back_diary: bool = False
    language: str = ""


def parse_interval(text: str) -> Interval:
    """Read an interval: `20m-30m`, `20-30` (minutes) or one fixed length.

    Raises:
        ValueError: not an interval, its end before its start, or outside 1 s to 4 h.
    """
    start, dash, end = text.replace("\u2013", "-").partition("-")
    try:
        interval = Interval(parse_duration(start), parse_duration(end if dash else start))
    except ValueError:
        raise ValueError(complaints.not_an_interval(text)) from None
    if interval.end < interval.start:
        raise ValueError(complaints.ends_before_start(text))
    limited(interval.start, text)
    limited(interval.end, text)
    return interval


def parse_switch(value: object) -> bool:
    """Read true or false.

    Raises:
        ValueError: neither.
    """
    if not isinstance(value, bool):
        raise ValueError(complaints.not_a_switch(value))
    return value


def parse_clock_time(text: str) -> time:
    """Read a local clock time such as `14:05` or `9:00`; `24:00` is midnight.

    Raises:
        ValueError: not a clock time.
    """
    hours, colon, minutes = text.strip().partition(":")
    if not (colon and hours.isdecimal() and minutes.isdecimal() and text.isascii() and len(minutes) == 2):
        raise ValueError(complaints.not_a_clock_time(text))
    if (int(hours), int(minutes)) == (24, 0):
        return time(0, 0)
    if int(hours) > 23 or int(minutes) > 59:
        raise ValueError(complaints.not_a_clock_time(text))
    return time(int(hours), int(minutes))


def parse_hours(text: str) -> Hours:
    """Read a range of clock times such as `09:00-12:30`; `22:00-06:00` runs across midnight.

    Raises:
        ValueError: not a range.
    """
    start, dash, end = text.replace("\u2013", "-").partition("-")
    if not dash:
        raise ValueError(complaints.not_a_time_range(text))
    return Hours(parse_clock_time(start), parse_clock_time(end))


def parse_settings(table: Mapping[str, Any]) -> tuple[Settings, list[str]]:
    """Read settings from a TOML table.

    Returns:
        The settings, and one line for each value that could not be used, starting with its name.
    """
    settings, problems = Settings(), []
    for key, value in table.items():
        reader = _READERS.get(key, _unknown)
        try:
            settings = replace(settings, **{key: reader(value)})
        except WrongEntries as wrong:
            settings = replace(settings, **{key: wrong.rest})
            problems += [f"{key}.{_written(name)}: {error}" for name, error in wrong.problems.items()]
        except ValueError as error:
            problems.append(f"{_written(key)}: {error}")
    return settings, problems


class WrongEntries(Exception):
    """Some entries of a table cannot be used.

    Attributes:
        problems: what is wrong, by the entry's name.
        rest: the value of the setting without them.
    """

    def __init__(self, problems: Mapping[str, str], rest: Any) -> None:
        super().__init__(problems)
        self.problems = problems
        self.rest = rest


def _written(name: str) -> str:
    """Write a name as it stands in the file: in quotes if it has to be."""
    return name if re.fullmatch("[A-Za-z0-9_-]+", name) else json.dumps(name)


def _entries(
    key: str, value: object, names: Iterable[str], read: Callable[[str, object], Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Read a table entry by entry; return those that can be used, and what is wrong with the others."""
    if not isinstance(value, Mapping):
        raise ValueError(complaints.not_a_table(f"{key}.{next(iter(names))}"))
    entries, problems = {}, {}
    for name, written in value.items():
        try:
            entries[name] = read(_one_of(*names)(name), written)
        except ValueError as error:
            problems[name] = str(error)
    return entries, problems


def _unknown(_: object) -> None:
    raise ValueError(complaints.unknown_setting())


def _limited(value: object, complain: Callable[[object], str] = complaints.not_a_duration) -> timedelta:
    """Read a duration (a text, or whole seconds) within the limits."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError(complain(value))
    text = value if isinstance(value, str) else f"{value}s"
    try:
        length = parse_duration(text)
    except ValueError:
        raise ValueError(complain(text)) from None
    return limited(length, value)


def _interval(value: object) -> Interval:
    if isinstance(value, int) and not isinstance(value, bool):
        return Interval(_limited(value), _limited(value))
    return parse_interval(_text(value))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(complaints.not_a_quoted_text(value))
    return value


def _one_of(*allowed: str) -> Any:
    def read(value: object) -> str:
        if value not in allowed:
            raise ValueError(complaints.not_one_of(value, allowed))
        return _text(value)

    return read


def _language(value: object) -> str:
    code = _text(value)
    if code and not re.fullmatch(LANGUAGE_CODE, code):
        raise ValueError(complaints.not_a_language(value))
    return code


def _topics(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not value:
        raise ValueError(complaints.not_a_topic_list(value))
    chosen = [_one_of(*TOPICS)(topic) for topic in value]
    return tuple(topic for topic in TOPICS if topic in chosen)


def _away_after(value: object) -> timedelta | None:
    return None if value == NEVER else _limited(value, complaints.not_a_duration_or_never)


def _wait_during(value: object) -> dict[str, timedelta]:
    entries, problems = _entries("wait_during", value, WAIT_BOUNDS, _wait_bound)
    bounds = {reason: entries.get(reason, bound) for reason, bound in WAIT_BOUNDS.items()}
    waits = {reason: bound for reason, bound in bounds.items() if bound is not None}
    if problems:
        raise WrongEntries(problems, waits)
    return waits


def _wait_bound(reason: str, value: object) -> timedelta | None:
    """Return how long to wait for a reason at most; None is never."""
    if isinstance(value, bool):
        return WAIT_BOUNDS[reason] if value else None
    return _limited(value, complaints.not_a_switch_or_duration)


def _working_hours(value: object) -> tuple[tuple[Hours, ...], ...]:
    entries, problems = _entries("working_hours", value, DAYS, _day_hours)
    if problems:
        raise WrongEntries(problems, Settings().working_hours)
    return tuple(entries.get(day, ()) for day in DAYS)


def _history(value: object) -> dict[str, int]:
    entries, problems = _entries("history", value, (KEEP_DAYS,), _keep_days)
    kept = {**Settings().history, **entries}
    if problems:
        raise WrongEntries(problems, kept)
    return kept


def _keep_days(_: str, value: object) -> int:
    """Read a number of days; typed into a command, it arrives as a text."""
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 6:
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= LONGEST_KEPT:
        raise ValueError(complaints.not_a_number_of_days(value, LONGEST_KEPT))
    return value


def _day_hours(_: str, ranges: object) -> tuple[Hours, ...]:
    if not isinstance(ranges, list | tuple):
        raise ValueError(complaints.not_a_range_list(ranges))
    return tuple(parse_hours(_text(text)) for text in ranges)


_READERS: dict[str, Any] = {
    "interval": _interval,
    "lull": _limited,
    "repeat_every": _limited,
    "snooze": _limited,
    "standing": _limited,
    "standing_desk": parse_switch,
    "break_length": _limited,
    "away_after": _away_after,
    "topics": _topics,
    "tray_icon": _one_of(*TRAY_ICONS),
    "moving_pictures": parse_switch,
    "announce_break_end": parse_switch,
    "sound": parse_switch,
    "wait_during": _wait_during,
    "working_hours": _working_hours,
    "history": _history,
    "back_diary": parse_switch,
    "language": _language,
}
