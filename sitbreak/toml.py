"""TOML that people write: a mistake costs only what it stands in, and everything in a text has a line."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from sitbreak.core.values import frozen
from sitbreak.core.words import files as words

MOST_PROBLEMS = 20
_MOST_MISTAKES = 5000
"""After these, half a second of work, the rest of a text is left out."""

_LONGEST_PROBLEM = 1000
"""Characters."""

_NAME = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
_KEY = rf"\s*(?P<name>{_NAME}(?:\s*\.\s*{_NAME})*)\s*="
_HEADER = rf"\s*\[(?P<array>\[)?\s*(?P<name>{_NAME}(?:\s*\.\s*{_NAME})*)\s*(?:\]|$)"
_WINDOWS_PATH = r"""[^'"#]*"(?:[A-Za-z]:|\\)?\\"""
_TOO_DEEP = rf"(?<![\w-])(?:{_NAME}\s*\.\s*){{16}}"
"""The parser's work grows with the square of a key's depth."""


class Damaged(Exception):
    """A text is not valid TOML.

    Attributes:
        line: where that was found, counted from one; 0 is at the end of the text.
    """

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.line = line


@frozen
class Mistake:
    """Something in a text that is not valid TOML.

    Attributes:
        line: counted from one.
        key: what it sets, with its table; empty if that cannot be recognised.
        reason: what is wrong.
    """

    line: int
    key: str
    reason: str


@frozen
class Toml:
    """What a text holds.

    Attributes:
        table: everything that is valid.
        mistakes: what is not.
        lines: the lines of the text; those that were left out are empty.
    """

    table: dict[str, Any]
    mistakes: Sequence[Mistake]
    lines: Sequence[str]

    def find_lines(self, keys: Iterable[str]) -> Iterator[int | None]:
        """Find the line, counted from one, that sets each of these keys, or else that of the table around it.

        Handles the layout people write, not all of TOML; None for what it does not find.

        Args:
            keys: such as `wait_during.call`, or `tip.3.title` in the third `[[tip]]`.
        """
        places = _find_places(self.lines)
        for key in map(_plain, keys):
            around = key
            while around and around not in places:
                around = around.rpartition(".")[0]
            yield places.get(around)


def with_line_ends_of(before: str, after: str) -> str:
    """Return a changed text whose lines end as they did before: all as on Windows, if all of them did."""
    if before.count("\n") == before.count("\r\n") > 0:
        return after.replace("\r\n", "\n").replace("\n", "\r\n")
    return after


def parse(text: str) -> dict[str, Any]:
    """Parse a text.

    Raises:
        Damaged: it is not valid TOML.
    """
    if all(line.startswith("#") or not line for line in map(str.strip, text.split("\n"))):
        return {}  # most people set nothing, and the parser is a twelfth of the way to the icon
    import tomllib

    if deep := re.search(_TOO_DEEP, text):
        raise Damaged(words.nested_too_deeply(), text.count("\n", 0, deep.start()) + 1)
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise Damaged(words.nested_too_deeply(), 1) from error
    except ValueError as error:
        reason, _, where = str(error).partition(" (at ")
        found = re.match(r"line (\d+)", where)
        line = int(found[1]) if found else 0
        if re.match(_WINDOWS_PATH, text.split("\n")[line - 1]):
            reason = words.backslash_in_path()
        raise Damaged(reason, line) from error


def read(text: str, *, whole_tables: bool) -> Toml:
    """Read a text. If it is not valid TOML, read it piece by piece, and leave out the pieces that are not.

    Args:
        text: the text.
        whole_tables: leave out the whole table that a mistake is in, not only the one line: its values belong
            together.
    """
    lines = text.split("\n")
    try:
        return Toml(parse(text), (), lines)
    except Damaged:
        return _Pieces(lines, whole_tables=whole_tables).read()


def first_problems(problems: Sequence[str]) -> list[str]:
    """Return the first problems, cut if they are long, and how many more there are."""
    lines = [
        line if len(line) <= _LONGEST_PROBLEM else f"{line[:_LONGEST_PROBLEM]}\u2026"
        for line in problems[:MOST_PROBLEMS]
    ]
    more = len(problems) - len(lines)
    return [*lines, words.more_problems(more)] if more else lines


class _Pieces:
    """Reads a text that is not valid TOML in pieces: its tables, and where one is not valid, its lines."""

    def __init__(self, lines: Sequence[str], *, whole_tables: bool) -> None:
        self._lines = lines
        self._whole_tables = whole_tables
        self._table: dict[str, Any] = {}
        self._mistakes: list[Mistake] = []
        self._kept = [""] * len(lines)

    def read(self) -> Toml:
        """Read the text."""
        headers = [number for number, line in enumerate(self._lines) if line.lstrip().startswith("[")]
        for start, end in pairwise([0, *headers, len(self._lines)]):
            if len(self._mistakes) > _MOST_MISTAKES:
                self._mistakes.append(Mistake(start + 1, "", words.too_many_mistakes()))
                break
            mistake = self._take(start, end)
            if mistake is None:
                continue
            if self._whole_tables:
                self._mistakes.append(mistake)
            else:
                self._read_statements(start, end)
        return Toml(self._table, self._mistakes, self._kept)

    def _read_statements(self, start: int, end: int) -> None:
        """Read the lines of one table, each on its own."""
        header = re.match(_HEADER, self._lines[start])
        table = _plain(header["name"]) if header else ""
        if header or self._lines[start].lstrip().startswith("["):
            mistake = self._take(start, start + 1)
            if mistake is not None:
                self._mistakes.append(mistake)
            start += 1
        around = [f"[{header['name']}]"] if header else []
        starts = [number for number in range(start, end) if re.match(_KEY, self._lines[number])]
        for first, last in pairwise(sorted({start, *starts, end})):
            mistake = self._take(first, last, around, table)
            if mistake is not None and mistake.line > first + 1:
                before = self._take(first, mistake.line - 1, around, table)  # they may be in order
                mistake = before or replace(mistake, key=self._key(mistake.line, table))
            if mistake is not None:
                self._mistakes.append(mistake)

    def _take(self, start: int, end: int, around: Sequence[str] = (), table: str = "") -> Mistake | None:
        """Read some lines, with the header of their table around them; return what is wrong with them."""
        lines = self._lines[start:end]
        try:
            _merge(self._table, parse("\n".join((*around, *lines, ""))))
        except Damaged as damage:
            line = damage.line - len(around)
            if not damage.line and not self._whole_tables:
                line = "\n".join(lines).rstrip().count("\n") + 1
            line = start + (line if 1 <= line <= len(lines) else 1)
            return Mistake(line, self._key(line, table) or self._key(start + 1, table), str(damage))
        self._kept[start:end] = lines
        return None

    def _key(self, line: int, table: str) -> str:
        """Return what a line sets, with its table; nothing if that cannot be recognised."""
        if header := re.match(_HEADER, self._lines[line - 1]):
            return _plain(header["name"])
        key = re.match(_KEY, self._lines[line - 1])
        return f"{table}.{_plain(key['name'])}".strip(".") if key else ""


def _merge(table: dict[str, Any], part: Mapping[str, Any]) -> None:
    """Add what another piece of the same text holds.

    Raises:
        Damaged: the text has it already.
    """
    for key, value in part.items():
        match table.get(key), value:
            case None, _:
                table[key] = value
            case dict(there), dict():
                _merge(there, value)
            case [{}, *_] as there, [{}, *_]:  # the next of [[tip]]
                there += value
            case _:
                raise Damaged(words.set_twice(), 1)


def _find_places(lines: Sequence[str]) -> dict[str, int]:
    """Return the line of every key, and of every table by its first line."""
    places: dict[str, int] = {}
    arrays: Counter[str] = Counter()
    table = ""
    in_text = False
    for number, line in enumerate(lines, 1):
        header, key = (None, None) if in_text else (re.match(_HEADER, line), re.match(_KEY, line))
        if header:
            table = _plain(header["name"])
            places.setdefault(table, number)
            if header["array"]:
                arrays[table] += 1
                table = f"{table}.{arrays[table]}"
        name = table if header else f"{table}.{_plain(key['name'])}".lstrip(".") if key else ""
        while name and name not in places:
            places[name] = number
            name = name.rpartition(".")[0]
        if (line.count('"""') + line.count("'''")) % 2:
            in_text = not in_text
    return places


def _plain(name: str) -> str:
    """Return a key without quotes and spaces."""
    return re.sub(r"""["'\s]""", "", name)
