"""Tips and the facts they rest on: what they are, and how they are read from TOML values.

A tip that is wrong costs only itself: every problem is named, the good tips stay.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, field
from typing import Any

from sitbreak.core.settings import TOPICS
from sitbreak.core.values import frozen

TITLE_LIMIT = 60
TEXT_LIMIT = 200
SIDES = ("right", "left")

FindPicture = Callable[[str], tuple[str, str]]
"""Takes what a tip names as its picture; returns its name or path, and why it cannot be shown, if so. That is
only told: the tip can do without, and the picture may be put there later."""

_ID = re.compile(r"[a-z0-9-]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


@frozen
class Fact:
    """What one section of the article says.

    Attributes:
        id: its name, as tips refer to it.
        heading: the article's own heading of that section.
        fact: what it says, in our words.
    """

    id: str
    heading: str
    fact: str


@frozen
class Tip:
    """One piece of advice. All texts are plain, each one line.

    Attributes:
        id: its name.
        topic: one of `TOPICS`.
        title: at most 60 characters.
        body: together with the caution at most 200 characters.
        caution: when to stop; every stretch has one.
        facts: ids of the one or two facts it rests on.
        source: where a person's own tip comes from.
        steps: how to do it, one after the other; common practice.
        hold_seconds: how long to hold it.
        repetitions: how often to do it, on each side.
        sides: in the order in which they take turns.
        picture: a figure's name; in a person's own tip the whole path of an image file.
    """

    id: str
    topic: str
    title: str
    body: str
    caution: str = ""
    facts: tuple[str, ...] = ()
    source: str = ""
    steps: tuple[str, ...] = ()
    hold_seconds: int | None = None
    repetitions: int | None = None
    sides: tuple[str, ...] = ()
    picture: str = ""


@frozen
class Library:
    """All tips, in the order in which they were written, and all facts by id."""

    tips: tuple[Tip, ...] = ()
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def find(self, tip_id: str) -> Tip | None:
        """Return the tip with this id, if there is one."""
        return next((tip for tip in self.tips if tip.id == tip_id), None)


def as_json(tip: Tip, library: Library) -> dict[str, Any]:
    """Return a tip as JSON values, with the headings over its facts in the article, each once."""
    headings = dict.fromkeys(library.facts[name].heading for name in tip.facts)
    return asdict(tip) | {"headings": list(headings)}


@frozen
class Problem:
    """Something in a tips file that cannot be used.

    Attributes:
        message: what is wrong, and what would be right.
        place: `tip 3` (the third tip of the file), `facts.some-name`, or nothing for the file itself.
        name: the tip's id, where it has a good one.
        field: the field that is wrong, if it is one.
    """

    message: str
    place: str = ""
    name: str = ""
    field: str = ""

    def __str__(self) -> str:
        """Write the problem in one line."""
        place = f'tip "{self.name}"' if self.name else self.place
        return ": ".join((", ".join(part for part in (place, self.field) if part), self.message))


def parse_tips(
    table: Mapping[str, Any],
    shipped: Library | None = None,
    find_picture: FindPicture = lambda picture: (picture, ""),
) -> tuple[Library, list[Problem]]:
    """Read tips and facts from a TOML table.

    Args:
        table: what the file holds.
        shipped: sitbreak's own library when `table` is a person's: their tips join it, may rest on its
            facts, or name a `source` instead. None when `table` is sitbreak's own.
        find_picture: finds what a tip names as its picture.

    Returns:
        The library with every good tip, and one problem for each thing that could not be used.
    """
    base = shipped or Library()
    problems = [
        Problem("there is no such thing; write [[tip]] or [facts.some-name]", field=key)
        for key in table
        if key not in ("facts", "tip")
    ]
    facts = dict(base.facts)
    for name, raw in _entries(table, "facts", problems):
        fact, wrong = _read_fact(name, raw, facts)
        problems += wrong
        if fact is not None:
            facts[name] = fact
    tips = {tip.id: tip for tip in base.tips}
    for number, raw in _entries(table, "tip", problems):
        known = Library(tuple(tips.values()), facts)
        tip, wrong = _read_tip(number, raw, known, find_picture, own=shipped is not None)
        problems += wrong
        if tip is not None:
            tips[tip.id] = tip
    return Library(tuple(tips.values()), facts), problems


def _entries(table: Mapping[str, Any], key: str, problems: list[Problem]) -> list[tuple[str, object]]:
    """Return the entries of `[facts]` by name, of `[[tip]]` by number."""
    entries = table.get(key, {})
    if key == "facts" and isinstance(entries, Mapping):
        return list(entries.items())
    if key == "tip" and isinstance(entries, list):
        return [(str(number), raw) for number, raw in enumerate(entries, 1)]
    if key in table:
        wanted = "[[tip]] above each tip" if key == "tip" else "[facts.some-name] above each fact"
        problems.append(Problem(f"write {wanted}", field=key))
    return []


def _read_fact(name: str, raw: object, taken: Mapping[str, Fact]) -> tuple[Fact | None, list[Problem]]:
    place = f"facts.{name}"
    if not isinstance(raw, Mapping):
        return None, [Problem(f"write [{place}] above its heading and fact", place)]
    values, wrong, unknown = _read_fields(raw, {"heading": _text, "fact": _text})
    if not _ID.fullmatch(name):
        wrong[""] = "the name must be of a-z, 0-9 and - only"
    elif name in taken:
        wrong[""] = "sitbreak has a fact of this name"
    problems = [Problem(message, place, field=key) for key, message in (wrong | unknown).items()]
    return (None if wrong else Fact(id=name, **values)), problems


def _read_tip(
    number: str, raw: object, library: Library, find_picture: FindPicture, *, own: bool
) -> tuple[Tip | None, list[Problem]]:
    place = f"tip {number}"
    if not isinstance(raw, Mapping):
        return None, [Problem("write [[tip]] above its lines", place)]
    values, wrong, spared = _read_fields(raw, _TIP_FIELDS, required=("id", "topic", "title", "body"))
    if "picture" in values:
        values["picture"], why_not = find_picture(values["picture"])
        spared |= {"picture": why_not} if why_not else {}
    name = values.get("id", "")
    if library.find(name):
        wrong["id"] = "there is another tip with this id"
    if len(values.get("body", "")) + len(values.get("caution", "")) > TEXT_LIMIT:
        wrong["body"] = f"together with the caution it is longer than {TEXT_LIMIT} characters"
    if values.get("topic") == "stretch" and "caution" not in raw:
        wrong["caution"] = 'is missing; a stretch needs one, such as "Stop if it hurts."'
    if strangers := [fact for fact in values.get("facts", ()) if fact not in library.facts]:
        wrong["facts"] = f"there is no fact named {', '.join(strangers)}"
    if "facts" not in raw and not (own and "source" in raw):
        wrong["facts"] = "is missing; write facts or a source" if own else "is missing"
    problems = [Problem(message, place, name, key) for key, message in (wrong | spared).items()]
    return (None if wrong else Tip(**values)), problems


def _read_fields(
    raw: Mapping[str, Any], readers: Mapping[str, Callable[[object], Any]], required: tuple[str, ...] = ()
) -> tuple[dict[str, Any], dict[str, str], dict[str, str]]:
    """Read the fields of one table (all `required` if none are named).

    Returns:
        The values that are good; what is wrong by field; which fields are unknown (they are only named:
        a tip can do without them).
    """
    values: dict[str, Any] = {}
    wrong = {key: "is missing" for key in required or readers if key not in raw}
    unknown = {key: "there is no such field" for key in raw if key not in readers}
    for key, reader in readers.items():
        if key in raw:
            try:
                values[key] = reader(raw[key])
            except ValueError as error:
                wrong[key] = str(error)
    return values, wrong, unknown


def _text(value: object) -> str:
    """Read a text; line breaks in it become spaces."""
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not a text in quotes")
    text = " ".join(value.split())
    if not text:
        raise ValueError("is empty")
    if _CONTROL.search(text):
        raise ValueError("has a control character in it")
    return text


def _id(value: object) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise ValueError(f"{value!r} must be of a-z, 0-9 and - only")
    return value


def _title(value: object) -> str:
    title = _text(value)
    if len(title) > TITLE_LIMIT:
        raise ValueError(f"is longer than {TITLE_LIMIT} characters ({len(title)})")
    return title


def _one_of(*allowed: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise ValueError(f"{value!r} is none of {', '.join(allowed)}")
        return value

    return read


def _number(most: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
            raise ValueError(f"{value!r} is not a whole number from 1 to {most}")
        return value

    return read


def _list(reader: Callable[[object], str], most: int) -> Callable[[object], tuple[str, ...]]:
    def read(value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not 1 <= len(value) <= most:
            raise ValueError(f"{value!r} is not a list of 1 to {most} texts")
        items = tuple(reader(item) for item in value)
        if len(set(items)) < len(items):
            raise ValueError("names something twice")
        return items

    return read


_TIP_FIELDS: dict[str, Callable[[object], Any]] = {
    "id": _id,
    "topic": _one_of(*TOPICS),
    "title": _title,
    "body": _text,
    "caution": _text,
    "facts": _list(_text, most=2),
    "source": _text,
    "steps": _list(_text, most=12),
    "hold_seconds": _number(most=600),
    "repetitions": _number(most=50),
    "sides": _list(_one_of(*SIDES), most=2),
    "picture": _text,
}
