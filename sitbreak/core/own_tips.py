"""A person's own tips as a window changes them: one tip is a table of tips.toml, with all its keys.

What the window does not show (an id, facts, keys of other programs) stays as it is, and so does a text whose
line breaks the window does not show. What somebody else has changed in the file meanwhile stays, too.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields
from typing import Any

from sitbreak.core.tips import FindPicture, Library, Tip, parse_tips, read_field
from sitbreak.core.values import frozen

Table = Mapping[str, Any]
"""A tip as tips.toml holds it."""

DRAFT_FIELDS = (
    "topic", "title", "body", "caution", "source", "steps", "hold_seconds", "repetitions", "sides", "picture",
    "place",
)  # fmt: skip
"""The fields that the window shows, in the order in which a new tip is written."""

_NO_LETTERS = "own-tip"
"""The id of a tip whose title has no letter from a to z."""

_LONGEST_ID = 40


class Conflict(Exception):
    """Somebody else has changed the same field in the meantime.

    Attributes:
        field: which one.
    """

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@frozen
class Draft:
    """What a window shows of a tip, and what the person types: texts without line breaks, empty if missing.

    The fields are those of `Tip`; a number is zero if it is missing.
    """

    topic: str = "posture"
    title: str = ""
    body: str = ""
    caution: str = ""
    source: str = ""
    steps: tuple[str, ...] = ()
    hold_seconds: int = 0
    repetitions: int = 0
    sides: tuple[str, ...] = ()
    picture: str = ""
    place: str = ""


@frozen
class Checked:
    """What is wrong with a tip.

    Attributes:
        is_usable: whether it is shown all the same.
        problems: what is wrong, by field.
    """

    is_usable: bool
    problems: Mapping[str, str]


def as_draft(table: Table) -> Draft:
    """Return what a window shows of a tip; what cannot be used is shown as missing."""
    values = {}
    for name in DRAFT_FIELDS:
        if name in table:
            try:
                # A title that is too long is there to be shortened, so it's read as any other text.
                values[name] = read_field("body" if name == "title" else name, table[name])
            except ValueError:
                continue
    return Draft(**values)


def with_draft(table: Table, draft: Draft) -> dict[str, Any]:
    """Return a tip with what the person has typed; what they left as it was is left as it is written."""
    before, changed = as_draft(table), dict(table)
    for name in DRAFT_FIELDS:
        value = getattr(draft, name)
        if not value:
            changed.pop(name, None)
        elif name not in table or value != getattr(before, name):
            changed[name] = list(value) if isinstance(value, tuple) else value
    return changed


def merged(current: Table, seen: Table, wanted: Table) -> dict[str, Any]:
    """Return a tip with the person's changes, and with those that were made elsewhere at the same time.

    Args:
        current: what the file holds now.
        seen: what it held when the person began.
        wanted: what they have made of that.

    Raises:
        Conflict: both have changed the same field.
    """
    result = dict(current)
    for name in [*seen, *(name for name in wanted if name not in seen)]:
        before, here, there = (table.get(name) for table in (seen, wanted, current))
        if here in (before, there):
            continue
        if there != before:
            raise Conflict(name)
        if here is None:
            result.pop(name, None)
        else:
            result[name] = here
    return result


def check(table: Table, library: Library, find_picture: FindPicture) -> Checked:
    """Check a tip as its file is checked.

    Args:
        table: the tip.
        library: the shipped tips, the other tips of the person's, and all facts.
        find_picture: finds what the tip names as its picture.
    """
    usable, problems = parse_tips({"tip": [dict(table)]}, library, find_picture)
    is_usable = len(usable.tips) > len(library.tips)
    return Checked(is_usable, {problem.field: problem.message for problem in problems})


def new_id(title: str, taken: Collection[str]) -> str:
    """Make the id of a new tip from its title: `Chin back!` becomes `chin-back`, or `chin-back-2`."""
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", letters)[:_LONGEST_ID].strip("-") or _NO_LETTERS
    return next(candidate for candidate in _candidates(name) if candidate not in taken)


def in_order(table: Table) -> dict[str, Any]:
    """Return a new tip with its keys in the usual order."""
    first = [field.name for field in fields(Tip)]
    return {name: table[name] for name in first if name in table} | dict(table)


def _candidates(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}-{number}"
        number += 1
