"""Durations as people write them: `90s`, `25m`, `1h30m`; a bare number is minutes."""

import re
from datetime import timedelta

from sitbreak.core.words.values import length_out_of_limits, not_a_duration

SHORTEST = timedelta(seconds=1)
LONGEST = timedelta(hours=4)
_WRITTEN = (
    r"(?:(?P<hours>\d{1,6}) ?h)? ?(?:(?P<minutes>\d{1,6}) ?m(?:in)?)? ?(?:(?P<seconds>\d{1,6}) ?s(?:ec)?)?"
)


def parse_duration(text: str) -> timedelta:
    """Read a duration.

    Raises:
        ValueError: `text` is not a duration; the message says what one looks like.
    """
    written = " ".join(text.split()).lower()  # French, for example, has a no-break space before a unit
    if written.isdecimal() and written.isascii():
        written += "m"
    match = re.fullmatch(_WRITTEN, written, re.ASCII)
    if not written or match is None:
        raise ValueError(not_a_duration(text))
    return timedelta(**{unit: int(number) for unit, number in match.groupdict(default="0").items()})


def limited(length: timedelta, written: object, longest: timedelta = LONGEST) -> timedelta:
    """Return a duration.

    Raises:
        ValueError: it is outside the limits; the message quotes it as it was written.
    """
    if not SHORTEST <= length <= longest:
        raise ValueError(length_out_of_limits(written, SHORTEST, longest))
    return length


def write_duration(length: timedelta) -> str:
    """Write a duration so that `parse_duration` reads it back (whole seconds)."""
    hours, seconds = divmod(round(length.total_seconds()), 3600)
    minutes, seconds = divmod(seconds, 60)
    if hours and not minutes and not seconds:
        return f"{hours}h"
    parts = [(hours, "h"), (minutes, "m"), (seconds, "s")]
    return "".join(f"{number}{unit}" for number, unit in parts if number) or "0s"
