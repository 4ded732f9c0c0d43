"""The man page, sitbreak(1). Source: man(7), groff_man_style(7)."""

import re
from collections.abc import Iterator
from datetime import date
from textwrap import wrap

from sitbreak import __version__
from sitbreak.app.command_line import COMMANDS, Parser
from sitbreak.core.words import applications_menu, language
from sitbreak.core.words import manual as words
from sitbreak.core.words.command_line import explained

_WIDTH = 70
"""Columns of the source, so that it can be read, too."""

_ROFF = str.maketrans({"\\": r"\e", "-": r"\-", "'": r"\(aq", "“": r"\(lq", "”": r"\(rq", "–": r"\(en"})


def man_page(today: date) -> str:
    """Return the man page, as of this day."""
    lines = [
        f'.TH SITBREAK 1 {today.isoformat()} "sitbreak {__version__}" "{_escaped(words.section())}"',
        *_titled(words.name()),
        rf"sitbreak \- {_escaped(language.current().after_dash(applications_menu.purpose()))}",
        *_titled(words.synopsis()),
        *_synopsis(""),
        ".br",
        r".B sitbreak",
        r".I COMMAND",
        *_titled(words.description()),
        *_paragraphs(explained()[""].details),
        *_titled(words.options()),
        *_arguments(""),
        *_titled(words.commands()),
        *(line for name in COMMANDS if name for line in _command(name)),
        *_titled(words.exit_status()),
        *(line for entry in words.statuses().items() for line in _tagged(*entry)),
        *_titled(words.files()),
        *(line for entry in words.explained_files().items() for line in _tagged(*entry)),
        ".P",
        _escaped(words.respected()),
    ]
    return "\n".join(lines) + "\n"


def _titled(title: str) -> Iterator[str]:
    yield f'.SH "{_escaped(title)}"'


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
    yield from map(_escaped, _wrapped(text))


def _paragraphs(text: str) -> Iterator[str]:
    for number, paragraph in enumerate(text.strip().split("\n\n")):
        if number:
            yield ".P"
        for sentence in re.split(r"(?<=\.) ", paragraph.replace("\n", " ")):  # each begins a line
            yield from map(_escaped, _wrapped(sentence))


def _wrapped(text: str) -> list[str]:
    return wrap(
        text, _WIDTH, break_long_words=False
    )  # an end of a line is a space, and some scripts have none


def _escaped(text: str) -> str:
    """Write a text so that no character of it steers; a line that begins with a dot would."""
    return re.sub(r"^\.", r"\&.", text.translate(_ROFF))
