"""What the running instance can be asked to do or say, as values and as JSON.

The command line and the windows send a command through the remote control as JSON, perhaps to another version
of sitbreak: names and fields stay, and what arrives is checked like anything typed.
"""

from collections.abc import Callable, Mapping
from datetime import time, timedelta
from typing import Any

from sitbreak.core import inputs
from sitbreak.core.durations import parse_duration, write_duration
from sitbreak.core.inputs import Asked, TipForm, Wish
from sitbreak.core.settings import LONGEST, SHORTEST, TOPICS, Interval, parse_clock_time, parse_interval
from sitbreak.core.values import frozen
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
    """Change one setting; `value` is what TOML would hold."""

    key: str
    value: str | bool | list[str]


Command = Wish | Question | GetSetting | SetSetting


class BadCommand(ValueError):
    """This is no command. The message is one line."""


def as_json(command: Command) -> dict[str, object]:
    """Return a command as `parse_json` reads it."""
    name = _NAMES[type(command)]
    return {"command": name} | {field: _plain(getattr(command, field)) for field in _COMMANDS[name][1]}


def parse_json(content: object) -> Command:
    """Return the command that another process has sent.

    Raises:
        BadCommand: it is none.
    """
    match content:
        case {"command": str(name), **given} if name in _COMMANDS:
            kind, readers = _COMMANDS[name]
            try:
                command: Command = kind(**_read(given, readers))
            except ValueError as error:
                raise BadCommand(f"{name}: {error}") from None
            return command
        case {"command": str(name)}:
            raise BadCommand(complaints.unknown_command(name))
    raise BadCommand(complaints.not_a_command())


def snooze_length(text: str) -> timedelta:
    """Read how long to snooze.

    Raises:
        ValueError: not a duration, or outside the limits.
    """
    return _limited(text, LONGEST)


def pause_length(text: str) -> timedelta:
    """Read how long to pause.

    Raises:
        ValueError: not a duration, or outside the limits.
    """
    return _limited(text, LONGEST_PAUSE)


def topic(text: str) -> str:
    """Read a topic.

    Raises:
        ValueError: there is no such topic.
    """
    if text not in TOPICS:
        raise ValueError(complaints.unknown_topic(text, TOPICS))
    return text


def _limited(text: str, longest: timedelta) -> timedelta:
    length = parse_duration(text)
    if not SHORTEST <= length <= longest:
        raise ValueError(complaints.length_out_of_range(text))
    return length


# --- as JSON ---------------------------------------------------------------------------------------


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


def _read(given: Mapping[Any, object], readers: Mapping[str, Callable[[Any], object]]) -> dict[str, object]:
    if given.keys() != readers.keys():
        raise ValueError(complaints.other_fields(sorted(given), sorted(readers)))
    return {field: read(given[field]) for field, read in readers.items()}


def _text(read: Callable[[str], object] = str) -> Callable[[object], object]:
    def checked(value: object) -> object:
        if not isinstance(value, str):
            raise ValueError(complaints.not_a_text(value))
        return read(value)

    return checked


def _optional(read: Callable[[object], object]) -> Callable[[object], object]:
    return lambda value: None if value is None else read(value)


def _switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(complaints.not_a_switch(value))
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(complaints.not_a_number(value))
    return value


def _topics(value: object) -> tuple[object, ...]:
    if not isinstance(value, list):
        raise ValueError(complaints.not_a_text(value))
    return tuple(_text(topic)(it) for it in value)


def _setting(value: object) -> object:
    if isinstance(value, str | bool) or (
        isinstance(value, list) and all(isinstance(it, str) for it in value)
    ):
        return value
    raise ValueError(complaints.not_a_text(value))


_COMMANDS: dict[str, tuple[Callable[..., Any], dict[str, Callable[[Any], object]]]] = {
    "ask": (Question, {"about": _text(Asked), "as_json": _switch}),
    "start-break": (inputs.StartBreak, {}),
    "snooze": (inputs.Snooze, {"length": _optional(_text(snooze_length))}),
    "skip": (inputs.Skip, {}),
    "pause": (inputs.Pause, {"length": _optional(_text(pause_length))}),
    "pause-until": (inputs.PauseUntil, {"clock_time": _text(parse_clock_time)}),
    "plan-pause": (inputs.PlanPause, {"start": _text(parse_clock_time), "end": _text(parse_clock_time)}),
    "cancel-pause": (inputs.CancelPause, {"number": _number}),
    "resume": (inputs.Resume, {}),
    "read-tip": (inputs.ReadTip, {"topic": _optional(_text(topic)), "form": _text(TipForm)}),
    "hide-tip": (inputs.HideTip, {"tip": _text()}),
    "unhide-tip": (inputs.UnhideTip, {"tip": _text()}),
    "set-interval": (inputs.SetInterval, {"interval": _text(parse_interval)}),
    "set-tips-today": (inputs.SetTipsToday, {"topics": _optional(_topics)}),
    "get-setting": (GetSetting, {"key": _text()}),
    "set-setting": (SetSetting, {"key": _text(), "value": _setting}),
    "set-autostart": (inputs.SetAutostart, {"on": _switch}),
    "quit": (inputs.Quit, {}),
}
"""Each command's name, its class, and what reads each field."""

_NAMES: dict[object, str] = {kind: name for name, (kind, _) in _COMMANDS.items()}
