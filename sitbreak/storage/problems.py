"""What in the text of settings.toml cannot be used."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import attrgetter

from sitbreak.core.settings import Settings, parse_settings
from sitbreak.core.values import frozen
from sitbreak.core.words import files as words
from sitbreak.toml import Mistake, Toml, read


@frozen
class Problem:
    """Something in the file that cannot be used.

    Attributes:
        line: counted from one; 0 where that is not known.
        key: what it sets, such as `wait_during.call`; empty if that cannot be recognised.
        reason: what is wrong.
        text: the line as it was written.
    """

    line: int
    key: str
    reason: str
    text: str = ""


def find_problems(text: str) -> tuple[Settings, list[Problem]]:
    """Read settings from TOML text; return them, and what cannot be used, by its line."""
    toml = read(text, whole_tables=False)
    settings, wrong = parse_settings(toml.table)
    found = [*_wrong_values(toml, wrong), *map(_unread_line, toml.mistakes)]
    found.sort(key=attrgetter("line", "key", "reason"))
    lines = text.split("\n")
    return settings, [replace(problem, text=_line(lines, problem.line)) for problem in found]


def _wrong_values(toml: Toml, wrong: Sequence[str]) -> Iterator[Problem]:
    """Yield what `parse_settings` has rejected, with its lines."""
    parts = [problem.partition(": ") for problem in wrong]
    lines = toml.find_lines(key for key, _, _ in parts)
    for line, (key, _, reason) in zip(lines, parts, strict=True):
        yield Problem(line or 0, key, reason)


def _unread_line(mistake: Mistake) -> Problem:
    return Problem(mistake.line, mistake.key, words.unread_line(mistake.reason))


def _line(lines: Sequence[str], number: int) -> str:
    return lines[number - 1].strip() if number else ""
