"""What the running instance can be asked to do or say, as values and as JSON.

The command line and the windows send a command through the remote control as JSON, perhaps to another version
of sitbreak: names and fields are stable, and what arrives is checked like typed input.
"""

from collections.abc import Callable, Mapping
from datetime import time, timedelta
from typing import Any, get_args

from sitbreak.core.diary import WORST
from sitbreak.core.durations import limited, parse_duration, write_duration
from sitbreak.core.graphical import StartedIn
from sitbreak.core.inputs import Asked, Page, SitbreakUsed, TipForm, Wish
from sitbreak.core.settings import TOPICS, Interval, parse_clock_time, parse_interval, parse_switch
from sitbreak.core.values import frozen
from sitbreak.core.words import diary
from sitbreak.core.words import values as complaints

LONGEST_PAUSE = timedelta(days=7)


@frozen
class Question:
    """A question; it changes nothing.

    Attributes:
        about: the subject.
        as_json: whether the answer is for a script.
    """

    about: Asked
    as_json: bool = False


@frozen
class GetSetting:
    """Return one setting."""

    key: str


@frozen
class SetSetting:
    """Change one setting; `value` is in its TOML form."""

    key: str
    value: str | bool | list[str]


@frozen
class SetInstalled:
    """Put sitbreak among the desktop's programs, or take it out."""

    on: bool


Command = Wish | SitbreakUsed | Question | GetSetting | SetSetting | SetInstalled | StartedIn
"""A window reports that it is used, a start where it happens; the others are wishes and questions."""


class BadCommand(ValueError):
    """Not a valid command. The message is one line."""


def as_json(command: Command) -> dict[str, object]:
    """Return a command in the form that `parse_json` reads."""
    fields = {name: _plain(getattr(command, name)) for name in _annotations(type(command))}
    return {"command": type(command).__name__, **fields}


def parse_json(content: object) -> Command:
    """Return the command that another process has sent.

    Raises:
        BadCommand: `content` is not a valid command.
    """
    match content:
        case {"command": str(name), **given}:
            kind = _COMMANDS.get(name)
            if kind is None:
                raise BadCommand(complaints.unknown_command(name))
            try:
                return kind(**_read(given, _annotations(kind)))
            except ValueError as error:
                raise BadCommand(f"{name}: {error}") from None
    raise BadCommand(complaints.not_a_command())


def snooze_length(text: str) -> timedelta:
    """Read how long to snooze.

    Raises:
        ValueError: not a duration, or outside the limits.
    """
    return limited(parse_duration(text), text)


def pause_length(text: str) -> timedelta:
    """Read how long to pause.

    Raises:
        ValueError: not a duration, or outside the limits.
    """
    return limited(parse_duration(text), text, LONGEST_PAUSE)


# --- as JSON ---------------------------------------------------------------------------------------

_COMMANDS: dict[str, type[Command]] = {kind.__name__: kind for kind in get_args(Command)}


def _annotations(kind: type[Command]) -> Mapping[str, object]:
    """Return the fields of a command with their types."""
    return kind.__annotations__


def _plain(value: object) -> object:
    """Return a field as JSON holds it."""
    match value:
        case timedelta():
            return write_duration(value)
        case time():
            return value.isoformat("minutes")
        case Interval():
            return str(value)
    return value


def _read(given: Mapping[Any, object], fields: Mapping[str, object]) -> dict[str, Any]:
    if given.keys() != fields.keys():
        raise ValueError(complaints.other_fields(sorted(given), sorted(fields)))
    return {name: _READERS[kind](given[name]) for name, kind in fields.items()}


def _from_text(read: Callable[[str], object] = str) -> Callable[[object], object]:
    def checked(value: object) -> object:
        if not isinstance(value, str):
            raise ValueError(complaints.not_a_text(value))
        return read(value)

    return checked


def _or_none(read: Callable[[object], object]) -> Callable[[object], object]:
    return lambda value: None if value is None else read(value)


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(complaints.not_a_number(value))
    return value


def _answer(value: object) -> int:
    """Read an answer of the back diary."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= WORST:
        raise ValueError(diary.no_such_answer(value))
    return value


def _topics(value: object) -> tuple[object, ...]:
    if not isinstance(value, list) or any(topic not in TOPICS for topic in value):
        raise ValueError(complaints.not_topics(value))
    return tuple(value)


def _setting(value: object) -> object:
    texts = value if isinstance(value, list) else [] if isinstance(value, bool) else [value]
    if not all(isinstance(text, str) for text in texts):
        raise ValueError(complaints.not_a_text(value))
    return value


_READERS: dict[object, Callable[[object], object]] = {
    bool: parse_switch,
    int: _number,
    str: _from_text(),
    str | None: _or_none(_from_text()),
    str | bool | list[str]: _setting,
    time: _from_text(parse_clock_time),
    int | None: _or_none(_answer),
    timedelta | None: _or_none(_from_text(pause_length)),
    tuple[str, ...]: _topics,
    tuple[str, ...] | None: _or_none(_topics),
    Asked: _from_text(Asked),
    Interval: _from_text(parse_interval),
    Page: _from_text(Page),
    TipForm: _from_text(TipForm),
}
"""What reads a field of each type."""
