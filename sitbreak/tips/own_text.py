"""The text of a person's tips.toml: where each tip is, and how one changes while every other byte stays."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from sitbreak import toml
from sitbreak.core.own_tips import Table
from sitbreak.core.words import own_tips as words
from sitbreak.disk import StorageError

_TIP_HEAD = r"""\s*\[\[\s*(?:tip|"tip"|'tip')\s*\]\]"""
_ANY_HEAD = r"\s*\["
_NOTHING = r"\s*(?:#.*)?$"

_ONE_LINE = 60
"""Characters of a list that is written on one line, at most."""


def tips_in(table: dict[str, Any]) -> list[Table]:
    """Return the tips of a TOML table, as they are written."""
    tips = table.get("tip")
    return [tip for tip in tips if isinstance(tip, dict)] if isinstance(tips, list) else []


def tables_of(text: str) -> list[Table]:
    """Return every tip that can be read."""
    return tips_in(toml.read(text, whole_tables=True).table)


def changed(text: str, place: int, tip: Table) -> str:
    """Return a text in which one tip is another; its comments stay.

    Args:
        text: the text.
        place: which of those that can be read; the first is 0.
        tip: what it is to be.

    Raises:
        StorageError: the tip is written in a way that only people change.
    """
    before = tables_of(text)[place]
    lines, start, end = _block(text, place)
    lines[start:end] = _changed_lines(lines[start:end], before, tip)
    return "\n".join(lines)


def removed(text: str, place: int) -> tuple[str, tuple[str, ...]]:
    """Return a text without one tip, and the lines of that; what stands between the tips stays.

    Raises:
        StorageError: as for `changed`.
    """
    lines, start, end = _block(text, place)
    after = lines[end:]
    if start and not lines[start - 1].strip() and len(after) > 1 and not after[0].strip():
        after = after[1:]  # one of two empty lines
    return "\n".join([*lines[:start], *after]), tuple(lines[start:end])


def added(text: str, tip: Table) -> str:
    """Return a text with a new tip at its end."""
    import tomlkit  # late, as in storage/settings_file.py

    document = tomlkit.document()
    table = tomlkit.table()
    for name, value in tip.items():
        table[name] = _as_item(value)
    tips = tomlkit.aot()
    tips.append(table)
    document["tip"] = tips
    return appended(text, tomlkit.dumps(document).strip("\n").split("\n"))


def appended(text: str, lines: Sequence[str]) -> str:
    """Return a text with some lines at its end, after an empty one."""
    end = "\r\n" if "\r\n" in text else "\n"
    if text and not text.endswith("\n"):
        text += end
    if text and not text.endswith(("\n\n", "\n\r\n")):
        text += end
    return text + "".join(line.rstrip("\r") + end for line in lines)


def _block(text: str, place: int) -> tuple[list[str], int, int]:
    """Return all lines, the first of one tip, and the one after its last."""
    found = toml.read(text, whole_tables=True)
    blocks = list(_blocks(found.lines))
    if len(blocks) != len(tips_in(found.table)):
        raise StorageError(words.only_by_hand())
    return text.split("\n"), *blocks[place]


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the first line of each `[[tip]]`, and the one after its last: what follows belongs to nobody."""
    heads, in_text = [], False
    for number, line in enumerate(lines):
        if not in_text and line.lstrip().startswith("#"):
            continue
        if not in_text and re.match(_ANY_HEAD, line):
            heads.append(number)
        if (line.count('"""') + line.count("'''")) % 2:
            in_text = not in_text
    for start, end in pairwise([*heads, len(lines)]):
        if re.match(_TIP_HEAD, lines[start]):
            last = end
            while re.match(_NOTHING, lines[last - 1]):
                last -= 1
            yield start, last


def _changed_lines(lines: Sequence[str], before: Table, after: Table) -> list[str]:
    """Return the lines of a tip with other values; its comments stay."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    text = "\n".join([*lines, ""])
    try:
        document: Any = tomlkit.parse(text)
        tip = document["tip"][0]
        for name in before.keys() - after.keys():
            del tip[name]
        for name, value in after.items():
            if name in before and (before[name] == value or _edit_texts(tip[name], value)):
                continue
            tip[name] = _as_item(value)
    except (TOMLKitError, KeyError, TypeError) as error:
        raise StorageError(words.only_by_hand()) from error
    written = toml.with_line_ends_of(text, tomlkit.dumps(document))
    return written.removesuffix("\n").split("\n")


def _edit_texts(array: Any, wanted: Any) -> bool:
    """Change some texts of a list, and leave the comments of the others; return whether that was possible."""
    import tomlkit

    if not isinstance(array, list) or not isinstance(wanted, list):
        return False
    items: Any = array
    before = list(map(str, items))
    for change, start, end, first, last in reversed(SequenceMatcher(None, before, wanted).get_opcodes()):
        if change == "replace" and end - start == last - first:
            for offset in range(end - start):
                items[start + offset] = wanted[first + offset]
        elif change != "equal":
            for place in reversed(range(start, end)):
                del items[place]
            for offset, text in enumerate(wanted[first:last]):
                items.insert(start + offset, text)
    return bool(tomlkit.parse(f"texts = {items.as_string()}")["texts"] == wanted)


def _as_item(value: Any) -> Any:
    """Return a value as it is written: a list of texts has a line for each."""
    import tomlkit

    if not isinstance(value, list) or sum(map(len, map(str, value))) < _ONE_LINE:
        return value
    items = tomlkit.array()
    items.extend(value)
    return items.multiline(True)
