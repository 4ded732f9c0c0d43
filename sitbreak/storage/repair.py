"""How a mistake in the text of settings.toml can be put right.

A repair changes the lines of one mistake and no others: it adds quotes or a bracket, corrects a name, writes
yes as true, or turns the lines into a comment, so that the default applies and nothing that the person wrote
is lost. It is offered only if it removes the mistake and makes no new one; so it is found by trying.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import fields
from itertools import islice

from sitbreak.core.settings import DAYS, WAIT_BOUNDS, Settings
from sitbreak.core.values import frozen
from sitbreak.storage.problems import Problem, find_problems
from sitbreak.toml import MOST_PROBLEMS

_TABLES = {"wait_during": tuple(WAIT_BOUNDS), "working_hours": DAYS}

_BARE_VALUE = re.compile(r"""(?P<key>[^=#"']+=\s*)(?P<value>[^\s"'\[{#][^#"']*?)(?P<rest>\s*(?:#.*)?)""")
"""A line with a value that may only lack its quotes."""

_SWITCHES = {"yes": "true", "on": "true", "true": "true", "no": "false", "off": "false", "false": "false"}

_CLOSED_BY = ('"', "]", "'", '"]')
"""What is most often forgotten at the end of a line."""

_KEY = re.compile(r"\s*[\w\"'.\s-]+=")

_LONGEST = 20
"""Lines of one value that may be turned into a comment; nobody writes a longer one by mistake."""


@frozen
class Repair:
    """What puts a problem right.

    Attributes:
        first: the first line that it changes, counted from one.
        lines: what that line and those that follow become.
        leaves_out: they become a comment; otherwise it is one line, corrected.
    """

    first: int
    lines: tuple[str, ...]
    leaves_out: bool

    def apply(self, text: str) -> str:
        """Return the text with these lines changed and every other one untouched."""
        lines = text.split("\n")
        lines[self.first - 1 : self.first - 1 + len(self.lines)] = self.lines
        return "\n".join(lines)


def find_repair(text: str, problem: Problem) -> Repair | None:
    """Return what puts a problem right: the least change; None if only the person can.

    Nothing is tried in a text with many problems: it is no settings file, and would take seconds.

    Args:
        text: the text of settings.toml.
        problem: one of those that `find_problems` has found in it.
    """
    lines = text.split("\n")
    if not 1 <= problem.line <= len(lines):
        return None
    before = set(find_problems(text)[1])
    if len(before) > MOST_PROBLEMS:
        return None
    for repair in _candidates(lines, problem):
        if set(find_problems(repair.apply(text))[1]) <= before - {problem}:
            return repair
    return None


def _candidates(lines: Sequence[str], problem: Problem) -> Iterator[Repair]:
    line = lines[problem.line - 1]
    for corrected in _corrections(line.rstrip(), problem.key):
        line_end = line[len(line.rstrip()) :]
        yield Repair(problem.line, (corrected + line_end,), leaves_out=False)
    last = min(len(lines), problem.line + _LONGEST)
    for first in _starts(lines, problem.line):
        for end in range(problem.line, last + 1):
            commented = tuple(map(_comment, lines[first - 1 : end]))
            yield Repair(first, commented, leaves_out=True)


def _corrections(line: str, key: str) -> Iterator[str]:
    """Yield what may have been meant by a line."""
    if bare := _BARE_VALUE.fullmatch(line):
        switch = _SWITCHES.get(bare["value"].lower())
        yield f"{bare['key']}{switch or json.dumps(bare['value'])}{bare['rest']}"
    if (renamed := _renamed(line, key)) != line:
        yield renamed
    yield from (f"{line}{closed}" for closed in _CLOSED_BY)


def _starts(lines: Sequence[str], line: int) -> Iterator[int]:
    """Yield where the value in a line may begin: there, or at the last key above it."""
    yield line
    above = range(line - 1, max(line - _LONGEST, 0), -1)
    yield from islice((number for number in above if _KEY.match(lines[number - 1])), 1)


def _comment(line: str) -> str:
    return f"# {line}" if line.strip() and not line.lstrip().startswith("#") else line


def _renamed(line: str, key: str) -> str:
    """Replace a name that does not exist by the one that was probably meant."""
    from difflib import get_close_matches  # 5 ms, for something that happens once a year

    table, _, name = key.rpartition(".")
    known = _TABLES.get(table, ()) if table else [field.name for field in fields(Settings)]
    nearest = [] if name in known else get_close_matches(name.strip("\"'").lower(), known, 1)
    if not nearest:
        return line
    return re.sub(rf"(?<![\w-]){re.escape(name)}(?![\w-])", nearest[0], line, count=1)
