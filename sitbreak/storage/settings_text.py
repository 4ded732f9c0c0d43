"""Settings as TOML text: where a problem is, what is still good of a damaged text, the text to begin with."""

import json
import re
import textwrap
from collections.abc import Mapping
from dataclasses import fields
from datetime import timedelta
from typing import Any

from sitbreak.core.durations import write_duration
from sitbreak.core.settings import DAYS, WAIT_REASONS, Interval, Settings

_MOST_LOST = 50
_LOST = "# (sitbreak could not read this line)"

_MEANINGS = {
    "interval": "Sitting time after which a reminder comes: inside this window as soon as you stop typing, at"
    " its end anyway. A single length such as 25m is a fixed interval.",
    "lull": "How long there is no input when you have stopped typing.",
    "repeat_every": "How long after a reminder that was not followed the next one comes.",
    "snooze": "The length of a snooze by the notification's button.",
    "break_length": "How long an absence is a break.",
    "away_after": "After this long without input you are away from the desk.",
    "topics": "What tips are about: posture, lifting, stretch, moving.",
    "tray_icon": "The tray icon: colour, light or dark.",
    "moving_pictures": "Whether the tips' pictures move.",
    "announce_break_end": "A notification when a break that you started, or that a reminder asked for, has"
    " been long enough. Never while the screen is locked, in a pause or while the desktop is busy.",
    "sound": "A soft sound at that moment, with the notification or without.",
    "wait_during": "What a reminder waits for.",
    "working_hours": "Days with hours have reminders only then; no day has any unless you write them.",
}
_EXAMPLE_HOURS = {"monday": ["09:00-12:30", "13:30-18:00"]}


class Damaged(Exception):
    """A text is not TOML. `line`, counted from one, is where that was noticed."""

    def __init__(self, reason: str, line: int) -> None:
        """Keep the reason and the line."""
        super().__init__(reason)
        self.line = line


def decode(data: bytes) -> str:
    """Decode a file; bytes that are not UTF-8 cost nothing and come back unchanged from `encode`."""
    return data.decode("utf-8", "surrogateescape").removeprefix("\ufeff")


def encode(text: str) -> bytes:
    """Encode what `decode` made."""
    return text.encode("utf-8", "surrogateescape")


def parse(text: str) -> dict[str, Any]:
    """Read TOML.

    Raises:
        Damaged: it is none.
    """
    import tomllib

    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        reason, _, where = str(error).partition(" (at ")
        line = re.match(r"line (\d+)", where)
        last = text.rstrip().count("\n") + 1
        raise Damaged(reason, int(line[1]) if line else last) from error


def salvage(text: str) -> str:
    """Return a damaged text without the lines that keep it from being read."""
    lines = text.split("\n")
    for _ in range(_MOST_LOST):
        try:
            parse("\n".join(lines))
        except Damaged as damage:
            line = damage.line
            while line and lines[line - 1].strip() in ("", _LOST):
                line -= 1
            if not line:
                break
            lines[line - 1] = _LOST
        else:
            return "\n".join(lines)
    return _LOST + "\n"


def find_line(text: str, key: str) -> int | None:
    """Return the line, counted from one, that sets a top-level key or opens its table."""
    name = re.escape(key)
    pattern = re.compile(rf"""^[ \t]*\[*[ \t]*(["']?){name}\1[ \t]*[.=\]]""", re.MULTILINE)
    match = pattern.search(text)
    return text.count("\n", 0, match.start()) + 1 if match else None


def as_table(settings: Settings) -> dict[str, Any]:
    """Return settings the way TOML holds them."""
    return {field.name: _as_toml(field.name, getattr(settings, field.name)) for field in fields(settings)}


def template() -> str:
    """Return a settings file that says what can be set and sets nothing."""
    lines = ["# The settings of sitbreak. What stands here is taken over within a minute.",
             "# Every line is the default: remove the # in front of one and change it.",
             "# Durations are written like 90s, 25m or 1h30m.", ""]  # fmt: skip
    for key, value in as_table(Settings()).items():
        lines += textwrap.wrap(_MEANINGS[key], 98, initial_indent="# ", subsequent_indent="# ")
        if key == "working_hours":
            value = _EXAMPLE_HOURS  # noqa: PLW2901  the default is a week without hours
        lines += [f"#{line}" for line in _write(key, value)]
        lines.append("")
    return "\n".join(lines)


def _as_toml(key: str, value: Any) -> Any:
    match key:
        case "wait_during":
            return {reason: reason in value for reason in WAIT_REASONS}
        case "working_hours":
            return {
                day: [f"{hours.start:%H:%M}-{hours.end:%H:%M}" for hours in ranges]
                for day, ranges in zip(DAYS, value, strict=True)
                if ranges
            }
    if isinstance(value, timedelta):
        return write_duration(value)
    if isinstance(value, Interval):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def _write(key: str, value: Any) -> list[str]:
    """Write one setting; a table in dotted keys, so that each of its lines stands on its own."""
    if isinstance(value, Mapping):
        return [line for name, inner in value.items() for line in _write(f"{key}.{name}", inner)]
    return [f"{key} = {json.dumps(value)}"]  # of texts, lists and truth values TOML and JSON write the same
