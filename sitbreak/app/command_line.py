"""The command line: an argparse parser for each command, the same for the shell, a terminal and `--help`.

`COMMANDS` names them all and `Parser` builds the parser of one; the man page and the completions of shells
are made from them. Only the parser that is needed is built: two dozen would take longer than the rest of
`sitbreak status`.
"""

import argparse
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from sitbreak import __version__
from sitbreak.core import inputs
from sitbreak.core.cells import columns, wrapped
from sitbreak.core.commands import (
    Command,
    GetSetting,
    Question,
    SetInstalled,
    SetSetting,
    pause_length,
    snooze_length,
)
from sitbreak.core.diary import WORST
from sitbreak.core.inputs import Asked, TipForm
from sitbreak.core.settings import (
    LONGEST_KEPT,
    TOPICS,
    Interval,
    Settings,
    parse_clock_time,
    parse_hours,
    parse_interval,
)
from sitbreak.core.values import frozen
from sitbreak.core.words import command_line as words
from sitbreak.core.words import diary, language
from sitbreak.core.words import values as complaints

_WIDTH = 80
_NOT_TODAY = "no"
_LONGEST_FORM = 25
"""Columns that a command may take in the list of all; a longer one has its summary on the next line."""


@frozen
class Start:
    """Start sitbreak, with an interval for this run only, and in the background or not."""

    interval: Interval | None = None
    background: bool | None = None


@frozen
class CheckTips:
    """Check a file with tips."""

    file: Path


class HistoryForm(StrEnum):
    """How the command line wants the history."""

    TEXT = "text"
    CSV = "csv"
    JSON = "json"
    HTML = "html"


@frozen
class ShowHistory:
    """Show the last days; as HTML, write them to `file`."""

    days: int = 14
    form: HistoryForm = HistoryForm.TEXT
    file: Path | None = None


@frozen
class Text:
    """Print the help or the version."""

    text: str


Meaning = Command | Start | CheckTips | ShowHistory | Text
Given = argparse.Namespace
Reader = Callable[[Given], Meaning]


class UsageError(Exception):
    """These arguments are not valid. The message is one line, with a suggestion if something is close."""


def parse(arguments: Sequence[str]) -> Meaning:
    """Return what the arguments after `sitbreak` mean.

    Raises:
        UsageError: they are not valid.
    """
    if not arguments or arguments[0].startswith("-"):
        return Parser("").parse(arguments)
    for count in (2, 1):
        name = " ".join(arguments[:count])
        if name and name in COMMANDS:
            return Parser(name).parse(arguments[count:])
    raise UsageError(_unknown_command(arguments[0]))


class Parser(argparse.ArgumentParser):
    """The parser of one command. It raises where argparse would print and exit."""

    def __init__(self, name: str) -> None:
        self._command = name
        super().__init__(
            prog=f"sitbreak {name}".rstrip(),
            formatter_class=partial(_HelpFormatter, width=_WIDTH),
            add_help=False,
            allow_abbrev=False,
            exit_on_error=False,
        )
        self.add_argument("-h", "--help", action=_ShowHelp)
        self._read = COMMANDS[name](self)

    def parse(self, arguments: Sequence[str]) -> Meaning:
        """Return what the arguments after the command's name mean.

        Raises:
            UsageError: they are not valid.
        """
        try:
            given, rest = self.parse_known_args(arguments)
        except _PrintText as wanted:
            return Text(str(wanted))
        except argparse.ArgumentError as error:
            # Our own messages quote what was typed; argparse's name the argument.
            is_own = isinstance(error.__context__, argparse.ArgumentTypeError)
            self._reject(str(error.message) if is_own else str(error), arguments)
        if rest and rest[0].startswith("-"):
            self.error(_corrected(words.unknown_option(rest[0]), rest[0], self._option_string_actions))
        elif rest:
            self._reject(words.unexpected_argument(rest[0]), rest)
        return self._read(given)

    def format_help(self) -> str:
        """Return the help; the arguments are only explained here, when it is read."""
        explained = words.explained()[self._command]
        self.usage = f"{self.prog} {explained.form}".rstrip()
        spoken = language.current()
        self.description = spoken.sentences(spoken.ended(explained.summary), explained.details)
        if not self._command:
            self.usage += f"\n{' ' * columns(words.usage())}sitbreak COMMAND"
            self.description = explained.details
        self.epilog = _epilog(self._command, explained.examples)
        self._positionals.title, self._optionals.title = words.arguments_title(), words.options_title()
        for action in self._actions:
            name = str(action.metavar or action.option_strings[-1])
            action.help = {"--help": words.help_option()}.get(name) or explained.arguments[name]
        return super().format_help().rstrip()

    def walk(self) -> Iterable[argparse.Action]:
        """Return the arguments with their help, for man pages and completions."""
        self.format_help()
        return tuple(self._actions)

    def _reject(self, mistake: str, arguments: Sequence[str]) -> NoReturn:
        """Reject arguments, the first of which may have been meant as the rest of a longer command."""
        children = {name.rpartition(" ")[2]: name for name in _below(self._command) if self._command}
        nearest = _nearest(arguments[0] if arguments else "", children)
        self.error(words.did_you_mean(mistake, children[nearest]) if nearest else mistake)

    def error(self, message: str) -> NoReturn:
        """Raise a UsageError."""
        raise UsageError(f"{self._command}: {_translated(message)}".removeprefix(": "))


class _PrintText(Exception):
    """An option was given that only prints a text."""


class _HelpFormatter(argparse.HelpFormatter):
    """Wraps a description, and leaves the lists at the end as they are."""

    class _Section(argparse.HelpFormatter._Section):  # noqa: SLF001  the only place of the colon
        """A list under its title, whose colon is the language's own; argparse would add an English one."""

        def format_help(self) -> str:
            title, self.heading = self.heading, None
            text = super().format_help()
            return f"\n{title}{text}" if title and text else text

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, prefix or words.usage())

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return text if "\n" in text else "\n".join(wrapped(indent + text, width, indent))

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrapped(text, width)


class _ShowHelp(argparse.Action):
    """`--help`, whatever else was typed."""

    def __init__(self, option_strings: Sequence[str], dest: str) -> None:
        super().__init__(option_strings, dest, nargs=0, default=argparse.SUPPRESS)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        raise _PrintText(parser.format_help())


class _ShowVersion(_ShowHelp):
    """`--version`, whatever else was typed."""

    def __call__(self, *_: object) -> None:
        raise _PrintText(f"sitbreak {__version__}")


# --- the commands ----------------------------------------------------------------------------------


def _start(parser: Parser) -> Reader:
    parser.add_argument("--interval", type=_read_by(parse_interval), metavar="20m-30m")
    places = parser.add_mutually_exclusive_group()
    places.add_argument("--background", action="store_true", default=None)
    places.add_argument("--foreground", dest="background", action="store_false", default=None)
    parser.add_argument("-V", "--version", action=_ShowVersion)
    return lambda given: Start(given.interval, given.background)


def _ask(about: Asked, *, for_scripts: bool = False) -> Callable[[Parser], Reader]:
    def add(parser: Parser) -> Reader:
        if for_scripts:
            parser.add_argument("--json", action="store_true")
        return lambda given: Question(about, for_scripts and given.json)

    return add


def _status(parser: Parser) -> Reader:
    parser.add_argument("--watch", action="store_true")
    parser.add_argument("--json", action="store_true")
    return lambda given: Question(Asked.CHANGES if given.watch else Asked.STATUS, given.json)


def _just(command: Command) -> Callable[[Parser], Reader]:
    return lambda _parser: lambda _given: command


def _tip(parser: Parser) -> Reader:
    parser.add_argument("topic", nargs="?", metavar="TOPIC", **_one_of(TOPICS, words.unknown_topic))
    forms = parser.add_mutually_exclusive_group()
    for form in (TipForm.JSON, TipForm.PAGE, TipForm.CARD):
        forms.add_argument(f"--{form}", dest="form", action="store_const", const=form, default=TipForm.TEXT)
    return lambda given: inputs.ReadTip(given.topic, given.form)


def _snooze(parser: Parser) -> Reader:
    parser.add_argument("length", nargs="?", metavar="MINUTES", type=_read_by(snooze_length))
    return lambda given: inputs.Snooze(given.length)


def _pause(parser: Parser) -> Reader:
    times = parser.add_mutually_exclusive_group()
    times.add_argument("pause", nargs="?", metavar="WHEN", type=_read_by(_when), default=inputs.Pause(None))
    times.add_argument("--until", type=_read_by(parse_clock_time), metavar="15:00")
    return lambda given: given.pause if given.until is None else inputs.PauseUntil(given.until)


def _when(text: str) -> inputs.Pause | inputs.PlanPause:
    if ":" not in text:
        return inputs.Pause(pause_length(text))
    hours = parse_hours(text)
    return inputs.PlanPause(hours.start, hours.end)


def _pause_cancel(parser: Parser) -> Reader:
    parser.add_argument("number", metavar="N", type=_read_by(_pause_number))
    return lambda given: inputs.CancelPause(given.number)


def _pause_number(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise ValueError(words.not_a_pause_number(text))
    return int(text)


def _interval(parser: Parser) -> Reader:
    parser.add_argument("interval", nargs="?", metavar="INTERVAL", type=_read_by(parse_interval))

    def read(given: Given) -> Meaning:
        if given.interval is None:
            return Question(Asked.INTERVAL)
        return inputs.SetInterval(given.interval)

    return read


def _stretches(parser: Parser) -> Reader:
    parser.add_argument("state", nargs="?", metavar="STATE", **_one_of(("off", "on")))

    def read(given: Given) -> Meaning:
        if given.state is None:
            return Question(Asked.TIPS_TODAY)
        from sitbreak.core.rotation import SORE_BACK_TOPICS  # brings random

        return inputs.SetTipsToday(None if given.state == "on" else SORE_BACK_TOPICS)

    return read


def _tips_check(parser: Parser) -> Reader:
    parser.add_argument("file", metavar="FILE", type=Path)
    return lambda given: CheckTips(given.file)


def _with_tip(wish: Callable[[str], Command]) -> Callable[[Parser], Reader]:
    def add(parser: Parser) -> Reader:
        parser.add_argument("tip", metavar="ID")
        return lambda given: wish(given.tip)

    return add


def _settings_get(parser: Parser) -> Reader:
    parser.add_argument("key", metavar="KEY", type=_read_by(_key))
    return lambda given: GetSetting(given.key)


def _settings_set(parser: Parser) -> Reader:
    parser.add_argument("key", metavar="KEY", type=_read_by(_key))
    parser.add_argument("value", metavar="VALUE", nargs="+")
    return lambda given: SetSetting(given.key, _setting(" ".join(given.value)))


def _key(text: str) -> str:
    names = [field.name for field in fields(Settings)]
    name = text.partition(".")[0]
    if name not in names:
        mistake = words.unknown_setting(name)
        raise ValueError(_corrected(mistake, name, names, words.see_settings(mistake)))
    return text


def _setting(text: str) -> str | bool | list[str]:
    """Read a setting's value: as TOML has it (true, false, lists, text in quotes), or a text as it is."""
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return value if isinstance(value, bool | list | str) else text


def _history(parser: Parser) -> Reader:
    parser.add_argument("--days", metavar="N", type=_read_by(_number_of_days), default=ShowHistory().days)
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument("--csv", action="store_true")
    forms.add_argument("--json", action="store_true")
    forms.add_argument("--html", type=Path, metavar="FILE")

    def read(given: Given) -> Meaning:
        if given.html is not None:
            return ShowHistory(given.days, HistoryForm.HTML, given.html)
        if given.csv:
            return ShowHistory(given.days, HistoryForm.CSV)
        return ShowHistory(given.days, HistoryForm.JSON if given.json else HistoryForm.TEXT)

    return read


def _diary(parser: Parser) -> Reader:
    parser.add_argument("answer", metavar="N", type=_read_by(_diary_answer))
    return lambda given: inputs.NoteBack(None if given.answer == _NOT_TODAY else given.answer)


def _diary_answer(text: str) -> int | str:
    if text == _NOT_TODAY:
        return text
    if not (text.isascii() and text.isdecimal() and len(text) < 3 and int(text) <= WORST):
        raise ValueError(diary.no_such_answer(text))
    return int(text)


def _number_of_days(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 6 and 1 <= int(text) <= LONGEST_KEPT):
        raise ValueError(complaints.not_a_number_of_days(text, LONGEST_KEPT))
    return int(text)


def _autostart(parser: Parser) -> Reader:
    choices = ("on", "off", "status")
    parser.add_argument("state", nargs="?", metavar="STATE", default="status", **_one_of(choices))

    def read(given: Given) -> Meaning:
        if given.state == "status":
            return Question(Asked.AUTOSTART)
        return inputs.SetAutostart(on=given.state == "on")

    return read


def _help(parser: Parser) -> Reader:
    parser.add_argument("command", nargs="*", metavar="COMMAND")

    def read(given: Given) -> Meaning:
        name = " ".join(given.command)
        if name not in COMMANDS:
            parser.error(_unknown_command(name))
        return Text(Parser(name).format_help())

    return read


COMMANDS: dict[str, Callable[[Parser], Reader]] = {
    "": _start,
    "status": _status,
    "tip": _tip,
    "break": _just(inputs.StartBreak()),
    "snooze": _snooze,
    "skip": _just(inputs.Skip()),
    "stand": _just(inputs.Stand()),
    "sit": _just(inputs.Sit()),
    "pause": _pause,
    "pause list": _ask(Asked.PAUSES, for_scripts=True),
    "pause cancel": _pause_cancel,
    "resume": _just(inputs.Resume()),
    "interval": _interval,
    "stretches": _stretches,
    "tips": _ask(Asked.TIPS),
    "tips list": _ask(Asked.TIPS),
    "tips check": _tips_check,
    "tips hide": _with_tip(inputs.HideTip),
    "tips unhide": _with_tip(inputs.UnhideTip),
    "settings": _ask(Asked.SETTINGS),
    "settings get": _settings_get,
    "settings set": _settings_set,
    "settings path": _ask(Asked.SETTINGS_PATH),
    "settings open": _just(inputs.Open(inputs.Page.SETTINGS)),
    "history": _history,
    "diary": _diary,
    "autostart": _autostart,
    "desktop": _ask(Asked.DESKTOP),
    "desktop install": _just(SetInstalled(on=True)),
    "desktop remove": _just(SetInstalled(on=False)),
    "troubleshoot": _ask(Asked.TROUBLESHOOT, for_scripts=True),
    "quit": _just(inputs.Quit()),
    "help": _help,
}
"""Each command by its name: a function that adds its arguments and returns the reader of their values."""

# --- mistakes --------------------------------------------------------------------------------------

_COMPLAINTS: Sequence[tuple[str, Callable[..., str]]] = (
    (r"the following arguments are required: (.*)", words.required),
    (r"argument (.*): expected .*argument", words.needs_value),
    (r"argument (.*): ignored explicit argument .*", words.takes_no_value),
    (r"argument (.*): not allowed with argument (.*)", words.not_together),
)
"""What argparse says by itself, and who says the same in the language in use. Source: argparse.py."""


def _translated(complaint: str) -> str:
    """Return what argparse complains about in the language in use; every other message is translated."""
    for pattern, say in _COMPLAINTS:
        if found := re.fullmatch(pattern, complaint):
            return say(*found.groups())
    return complaint


def _read_by(read: Callable[[str], object]) -> Callable[[str], object]:
    """Let argparse report the ValueError of a reader in the reader's own words."""

    def typed(text: str) -> object:
        try:
            return read(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    return typed


def _one_of(choices: Sequence[str], mistake: Callable[[str], str] = words.unknown_choice) -> dict[str, Any]:
    """Return what makes an argument accept these words only; argparse's own message names no nearest one."""

    def read(text: str) -> str:
        if text not in choices:
            wrong = mistake(text)
            raise ValueError(_corrected(wrong, text, choices, words.choose_from(wrong, choices)))
        return text

    return {"type": _read_by(read), "choices": choices}


def _unknown_command(name: str) -> str:
    mistake = words.unknown_command(name)
    return _corrected(mistake, name, COMMANDS, words.see_help(mistake))


def _corrected(mistake: str, typed: str, right: Iterable[str], otherwise: str = "") -> str:
    """Add the nearest right thing to a mistake; `otherwise` is the message if nothing is near."""
    nearest = _nearest(typed, right)
    return words.did_you_mean(mistake, nearest) if nearest else otherwise or mistake


def _nearest(typed: str, right: Iterable[str]) -> str:
    from difflib import get_close_matches

    return next(iter(get_close_matches(typed.lower(), [*right], 1)), "")


# --- help ------------------------------------------------------------------------------------------


def _epilog(name: str, examples: Sequence[str]) -> str:
    """Return what a help ends with: the commands below this one, and examples."""
    parts, explained = [], words.explained()
    if children := _below(name):
        parts.append(f"{words.commands_title()}\n{_table({child: explained[child] for child in children})}")
    if examples:
        parts.append("\n".join((words.examples_title(), *(f"  {example}" for example in examples))))
    if not name:
        parts.append(words.one_command_explained())
    return "\n\n".join(parts)


def _below(name: str) -> list[str]:
    """Return the commands whose names go on from this one; all of them go on from none."""
    return [other for other in COMMANDS if other and other.startswith(f"{name} ".lstrip())]


def _table(commands: dict[str, words.Explained]) -> str:
    rows = [(f"  {name} {it.form}".rstrip(), it.summary) for name, it in commands.items()]
    width = max((len(form) for form, _ in rows if len(form) <= _LONGEST_FORM), default=0)
    lines = []
    for form, summary in rows:
        first, *rest = wrapped(summary, _WIDTH - width - 2)
        lines += [f"{form:{width}}  {first}"] if len(form) <= width else [form, f"{'':{width}}  {first}"]
        lines += [f"{'':{width}}  {line}" for line in rest]
    return "\n".join(lines)
