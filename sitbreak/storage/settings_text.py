"""Settings as TOML text."""

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import timedelta
from typing import Any

from sitbreak.core.durations import write_duration
from sitbreak.core.settings import DAYS, NEVER, WAIT_BOUNDS, Interval, Settings

_EXAMPLE_HOURS = {"monday": ["09:00-12:30", "13:30-18:00"]}


def decode(data: bytes) -> str:
    """Decode a file; bytes that are not UTF-8 survive and are restored by `encode`."""
    return data.decode("utf-8", "surrogateescape")


def encode(text: str) -> bytes:
    """Encode what `decode` returned."""
    return text.encode("utf-8", "surrogateescape")


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
    import textwrap  # a new file is made once, and each of these would stay in the tray process

    from sitbreak.core.words import settings as words

    lines = [*(f"# {line}" for line in words.head().splitlines()), ""]
    for key, value in as_table(Settings()).items():
        lines += textwrap.wrap(words.comment(key), 98, initial_indent="# ", subsequent_indent="# ")
        example = _EXAMPLE_HOURS if key == "working_hours" else value  # by default no day has hours
        lines += [f"#{line}" for line in write_setting(key, example)]
        lines.append("")
    return "\n".join(lines)


def _as_toml(key: str, value: Any) -> Any:
    match key:
        case "wait_during":
            return {reason: _wait_as_toml(value.get(reason), most) for reason, most in WAIT_BOUNDS.items()}
        case "working_hours":
            return {day: list(map(str, ranges)) for day, ranges in zip(DAYS, value, strict=True)}
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
