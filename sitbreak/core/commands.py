"""The command line's words, read once for the shell, the remote control and a terminal."""

from collections.abc import Callable
from datetime import timedelta

from sitbreak.core.durations import parse_duration
from sitbreak.core.inputs import (
    Asked,
    CancelPause,
    HideTip,
    Pause,
    PauseUntil,
    PlanPause,
    Quit,
    ReadTip,
    Resume,
    SetInterval,
    SetTipsToday,
    Skip,
    Snooze,
    StartBreak,
    TipForm,
    UnhideTip,
    Wish,
)
from sitbreak.core.rotation import GENTLE_TOPICS
from sitbreak.core.settings import LONGEST, SHORTEST, TOPICS, parse_clock_time, parse_hours, parse_interval
from sitbreak.core.values import frozen

LONGEST_PAUSE = timedelta(days=7)


@frozen
class Question:
    """A wish to be told something; nothing changes by it.

    Attributes:
        about: what the answer tells.
        as_json: for scripts.
    """

    about: Asked
    as_json: bool = False


class WrongWords(Exception):
    """These words are no command. The message is one line with a hint."""


USAGE: tuple[tuple[str, str], ...] = (
    ("sitbreak [--interval 5s-10s]", "start; the interval is for this run only"),
    ("sitbreak status [--json]", "how long you have been sitting, and what comes next"),
    ("sitbreak tip [TOPIC] [--json | --page | --card]", "read a tip: " + ", ".join(TOPICS)),
    ("sitbreak break", "start a break"),
    ("sitbreak snooze [MINUTES]", "remind me later"),
    ("sitbreak skip", "leave this break out"),
    ("sitbreak pause [1h | 14:00-15:00 | --until 15:00]", "no reminders for a while"),
    ("sitbreak pause list | cancel N", "see the pauses, or end one"),
    ("sitbreak resume", "end my own pause"),
    ("sitbreak interval [20-30 | 25]", "when to remind me, in minutes of sitting"),
    ("sitbreak settings [get KEY | set KEY VALUE | path]", "see and change settings"),
    ("sitbreak tips [list | check FILE | hide ID | unhide ID]", "see and choose tips"),
    ("sitbreak stretches [off | on]", "my back hurts: only posture and moving tips until 04:00"),
    ("sitbreak autostart [on | off | status]", "start at login"),
    ("sitbreak troubleshoot [--json]", "what works here, what does not, and what to do"),
    ("sitbreak quit", "stop"),
    ("sitbreak help", "this list"),
)
"""Every command and what it is for; the help and the README show it."""


def parse(words: list[str]) -> Wish | Question:
    """Read the words of a command that the running instance carries out.

    Raises:
        WrongWords: they are none.
    """
    name, *rest = words or [""]
    reader = _READERS.get(name)
    if reader is None:
        raise WrongWords(f"{name!r} is no command; `sitbreak help` lists them all")
    try:
        return reader(rest)
    except ValueError as error:
        raise WrongWords(f"{name}: {error}") from None


def _nothing(words: list[str]) -> None:
    if words:
        raise ValueError(f"{words[0]!r} does not belong here; `sitbreak help` shows what does")


def _plain(wish: Wish) -> Callable[[list[str]], Wish]:
    def read(words: list[str]) -> Wish:
        _nothing(words)
        return wish

    return read


def _one(words: list[str], what: str) -> str:
    if not words:
        raise ValueError(f"{what} is missing; `sitbreak help` shows the form")
    _nothing(words[1:])
    return words[0]


def _question(about: Asked) -> Callable[[list[str]], Question]:
    def read(words: list[str]) -> Question:
        as_json = words[:1] == ["--json"]
        _nothing(words[1:] if as_json else words)
        return Question(about, as_json)

    return read


def _length(text: str, longest: timedelta) -> timedelta:
    length = parse_duration(text)
    if not SHORTEST <= length <= longest:
        raise ValueError(f"{text!r} is too short or too long")
    return length


def _snooze(words: list[str]) -> Snooze:
    return Snooze(_length(_one(words, "a length"), LONGEST) if words else None)


def _pause(words: list[str]) -> Wish | Question:
    match words:
        case []:
            return Pause(None)
        case ["list"]:
            return Question(Asked.PAUSES)
        case ["list", "--json"]:
            return Question(Asked.PAUSES, as_json=True)
        case ["cancel", *rest]:
            number = _one(rest, "the number of a pause")
            if not number.isdecimal():
                raise ValueError(f"{number!r} is not a number from `sitbreak pause list`")
            return CancelPause(int(number))
        case ["--until", *rest]:
            return PauseUntil(parse_clock_time(_one(rest, "a time of day such as 15:00")))
    text = _one(words, "a length")
    if ":" in text:
        hours = parse_hours(text)
        return PlanPause(hours.start, hours.end)
    return Pause(_length(text, LONGEST_PAUSE))


def _interval(words: list[str]) -> SetInterval | Question:
    return SetInterval(parse_interval(_one(words, "an interval"))) if words else Question(Asked.INTERVAL)


def _tip(words: list[str]) -> ReadTip:
    forms = {"--json": TipForm.JSON, "--page": TipForm.PAGE, "--card": TipForm.CARD}
    chosen = [forms[word] for word in words if word in forms]
    topics = [word for word in words if word not in forms]
    if len(chosen) > 1:
        raise ValueError("choose one of --json, --page and --card")
    if topics and topics[0] not in TOPICS:
        raise ValueError(f"{topics[0]!r} is no topic; there are {', '.join(TOPICS)}")
    _nothing(topics[1:])
    return ReadTip(topics[0] if topics else None, chosen[0] if chosen else TipForm.TEXT)


def _tips(words: list[str]) -> Wish:
    match words:
        case ["hide", *rest]:
            return HideTip(_one(rest, "the id of a tip"))
        case ["unhide", *rest]:
            return UnhideTip(_one(rest, "the id of a tip"))
    raise ValueError("list, check FILE, hide ID or unhide ID is missing")


def _stretches(words: list[str]) -> SetTipsToday | Question:
    if not words:
        return Question(Asked.TIPS_TODAY)
    wanted = _one(words, "on or off")
    if wanted not in ("on", "off"):
        raise ValueError(f"{wanted!r} is neither on nor off")
    return SetTipsToday(None if wanted == "on" else GENTLE_TOPICS)


_READERS: dict[str, Callable[[list[str]], Wish | Question]] = {
    "status": _question(Asked.STATUS),
    "troubleshoot": _question(Asked.TROUBLESHOOT),
    "tip": _tip,
    "break": _plain(StartBreak()),
    "snooze": _snooze,
    "skip": _plain(Skip()),
    "pause": _pause,
    "resume": _plain(Resume()),
    "interval": _interval,
    "tips": _tips,
    "stretches": _stretches,
    "quit": _plain(Quit()),
}
