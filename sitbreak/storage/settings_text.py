"""Settings as TOML text: finding the line of a problem, salvaging damaged text, the initial file."""

import json
import re
import textwrap
from collections.abc import Mapping
from dataclasses import fields
from datetime import timedelta
from typing import Any

from sitbreak.core.durations import write_duration
from sitbreak.core.settings import DAYS, NEVER, WAIT_BOUNDS, Interval, Settings
from sitbreak.core.words import files as words

_MOST_REPAIRS = 50

_HEADER = r"\s*\[{1,2}([^\[\]]+)\]{1,2}\s*(?:#.*)?$"
_ASSIGNMENT = r"\s*([^=#\[\]]+)="

_EXAMPLE_HOURS = {"monday": ["09:00-12:30", "13:30-18:00"]}


class Damaged(Exception):
    """The text is not valid TOML.

    Attributes:
        line: where the problem was found, counted from one.
    """

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.line = line


def decode(data: bytes) -> str:
    """Decode a file; bytes that are not UTF-8 survive and are restored by `encode`."""
    return data.decode("utf-8", "surrogateescape").removeprefix("\ufeff")


def encode(text: str) -> bytes:
    """Encode what `decode` returned."""
    return text.encode("utf-8", "surrogateescape")


def parse(text: str) -> dict[str, Any]:
    """Parse TOML.

    Raises:
        Damaged: it is not valid.
    """
    if all(line.startswith("#") or not line for line in map(str.strip, text.splitlines())):
        return {}  # most people set nothing, and the parser is a twelfth of the way to the icon
    import tomllib

    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        reason, _, where = str(error).partition(" (at ")
        line = re.match(r"line (\d+)", where)
        last = text.rstrip().count("\n") + 1
        raise Damaged(reason, int(line[1]) if line else last) from error


def salvage(text: str) -> str:
    """Return a damaged text with its unreadable lines replaced by a comment."""
    lines, replaced = text.split("\n"), f"# {words.settings_replaced_line()}"
    for _ in range(_MOST_REPAIRS):
        try:
            parse("\n".join(lines))
        except Damaged as damage:
            line = damage.line
            while line and lines[line - 1].strip() in ("", replaced):
                line -= 1
            if not line:
                break
            lines[line - 1] = replaced
        else:
            return "\n".join(lines)
    return replaced + "\n"


def find_line(text: str, key: str) -> int | None:
    """Return the number of the line, counted from one, that sets a key such as `wait_during.call`.

    Failing that, the first line of its table, or of the table that the key names.
    """
    table, nearest = "", None
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(_HEADER, line):
            name = table = _plain(header[1])
        elif assignment := re.match(_ASSIGNMENT, line):
            name = f"{table}.{_plain(assignment[1])}".removeprefix(".")
        else:
            continue
        if name == key:
            return number
        if nearest is None and (key.startswith(f"{name}.") or name.startswith(f"{key}.")):
            nearest = number
    return nearest


def _plain(name: str) -> str:
    return re.sub(r"""["'\s]""", "", name)


def as_table(settings: Settings) -> dict[str, Any]:
    """Return settings in their TOML form."""
    return {field.name: _as_toml(field.name, getattr(settings, field.name)) for field in fields(settings)}


def as_lines(settings: Settings) -> list[str]:
    """Return settings as lines of TOML, one for each value."""
    return [line for key, value in as_table(settings).items() for line in write_setting(key, value)]


def write_setting(key: str, value: Any) -> list[str]:
    """Return the lines of one setting; a table uses dotted keys, so that each line is independent."""
    if isinstance(value, Mapping) and value:
        return [line for name, inner in value.items() for line in write_setting(f"{key}.{name}", inner)]
    return [f"{key} = {json.dumps(value)}"]  # everything else looks the same in TOML


def template() -> str:
    """Return a settings file that explains every setting and sets none."""
    lines = [*(f"# {line}" for line in words.settings_head().splitlines()), ""]
    for key, value in as_table(Settings()).items():
        lines += textwrap.wrap(words.setting(key), 98, initial_indent="# ", subsequent_indent="# ")
        example = _EXAMPLE_HOURS if key == "working_hours" else value  # by default no day has hours
        lines += [f"#{line}" for line in write_setting(key, example)]
        lines.append("")
    return "\n".join(lines)


def _as_toml(key: str, value: Any) -> Any:
    match key:
        case "wait_during":
            return {reason: _wait_as_toml(value.get(reason), most) for reason, most in WAIT_BOUNDS.items()}
        case "working_hours":
            return {
                day: [f"{hours.start:%H:%M}-{hours.end:%H:%M}" for hours in ranges]
                for day, ranges in zip(DAYS, value, strict=True)
            }
    if value is None:
        return NEVER
    if isinstance(value, timedelta):
        return write_duration(value)
    if isinstance(value, Interval):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def _wait_as_toml(bound: timedelta | None, default: timedelta) -> bool | str:
    if bound is None or bound == default:
        return bound is not None
    return write_duration(bound)
