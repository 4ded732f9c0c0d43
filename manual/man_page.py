"""The man page, sitbreak(1). Source: man(7), groff_man_style(7)."""

import re
from collections.abc import Iterator
from datetime import date
from textwrap import wrap

from sitbreak import __version__
from sitbreak.app.command_line import COMMANDS, Parser
from sitbreak.core.words.command_line import explained

_WIDTH = 70
"""Columns of the source, so that it can be read, too."""

_ROFF = str.maketrans({"\\": r"\e", "-": r"\-", "'": r"\(aq", "“": r"\(lq", "”": r"\(rq", "–": r"\(en"})

_STATUS = (
    ("0", "done"),
    ("1", "failed"),
    ("2", "usage error"),
    ("3", "sitbreak isn't running"),
    ("130", "ended by Ctrl-C"),
)
_FILES = (
    ("~/.config/sitbreak/settings.toml", "the settings; “sitbreak settings path” names them"),
    ("~/.config/sitbreak/tips.toml", "tips of your own"),
    ("~/.local/state/sitbreak", "what outlives a restart, the history and the log"),
)


def man_page(today: date) -> str:
    """Return the man page, as of this day."""
    lines = [
        f'.TH SITBREAK 1 {today.isoformat()} "sitbreak {__version__}" "User Commands"',
        ".SH NAME",
        r"sitbreak \- gets you out of your chair every 20\-30 minutes of sitting",
        ".SH SYNOPSIS",
        *_synopsis(""),
        ".br",
        r".B sitbreak",
        r".I COMMAND",
        ".SH DESCRIPTION",
        *_paragraphs(explained()[""].details),
        ".SH OPTIONS",
        *_arguments(""),
        ".SH COMMANDS",
        *(line for name in COMMANDS if name for line in _command(name)),
        ".SH EXIT STATUS",
        *(line for entry in _STATUS for line in _tagged(*entry)),
        ".SH FILES",
        *(line for entry in _FILES for line in _tagged(*entry)),
        ".P",
        "XDG_CONFIG_HOME and XDG_STATE_HOME are respected.",
    ]
    return "\n".join(lines) + "\n"


def _command(name: str) -> Iterator[str]:
    it = explained()[name]
    yield f".SS sitbreak {_escaped(f'{name} {it.form}'.rstrip())}"
    yield from _paragraphs(f"{it.summary}. {it.details}")
    yield from _arguments(name)
    if it.examples:
        yield from (".P", ".nf", ".RS", *map(_escaped, it.examples), ".RE", ".fi")


def _synopsis(name: str) -> Iterator[str]:
    yield ".B sitbreak"
    yield _escaped(f"{name} {explained()[name].form}".strip())


def _arguments(name: str) -> Iterator[str]:
    """Yield what each argument means; --help is explained once, where there is no command."""
    for action in Parser(name).walk():
        value = str(action.metavar or "")
        words = [f"{option} {value}".rstrip() for option in action.option_strings] or [value]
        if not name or "--help" not in words:
            yield from _tagged(", ".join(words), str(action.help))


def _tagged(tag: str, text: str) -> Iterator[str]:
    yield ".TP"
    yield rf".B {_escaped(tag)}"
    yield from map(_escaped, wrap(text, _WIDTH))


def _paragraphs(text: str) -> Iterator[str]:
    for number, paragraph in enumerate(text.strip().split("\n\n")):
        if number:
            yield ".P"
        for sentence in re.split(r"(?<=\.) ", paragraph.replace("\n", " ")):  # each begins a line
            yield from map(_escaped, wrap(sentence, _WIDTH))


def _escaped(text: str) -> str:
    """Write a text so that no character of it steers; a line that begins with a dot would."""
    return re.sub(r"^\.", r"\&.", text.translate(_ROFF))
