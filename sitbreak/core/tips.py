"""Tips and the facts they rest on: what they are, and how they are read from TOML values.

A wrong tip costs only itself: every problem is reported, and the good tips stay.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, field
from typing import Any

from sitbreak.core.outside import is_plain, one_line
from sitbreak.core.settings import TOPICS
from sitbreak.core.values import frozen
from sitbreak.core.words import tips_file as words
from sitbreak.core.words import values as complaints

TITLE_LIMIT = 60
TEXT_LIMIT = 200
SIDES = ("right", "left")
PLACES = ("home", "chair")

FindPicture = Callable[[str], tuple[str, str]]
"""Takes what a tip names as its picture; returns its name or path, and why it cannot be shown, or "". That is
only reported: a tip can do without, and the picture may be put there later."""

_ID = r"[a-z0-9-]+"


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
        source: where a tip of the person's own comes from.
        steps: how to do it, in order; common practice.
        hold_seconds: how long to hold it.
        repetitions: how often to do it, on each side.
        sides: in the order in which they alternate.
        picture: a figure's name; in a tip of the person's own, the full path of an image file.
        place: "home" for what cannot be done at work, so that it only comes on demand; "chair" for what is
            done sitting down, so that a reminder says when; "" otherwise.
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
    place: str = ""


@frozen
class Library:
    """All tips, in the order in which they were written, and all facts by id."""

    tips: tuple[Tip, ...] = ()
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def find(self, tip_id: str) -> Tip | None:
        """Return the tip with this id, if there is one."""
        return next((tip for tip in self.tips if tip.id == tip_id), None)


def as_json(tip: Tip, library: Library) -> dict[str, Any]:
    """Return a tip as JSON values, with the article's headings of its facts, each once."""
    headings = dict.fromkeys(library.facts[name].heading for name in tip.facts)
    return asdict(tip) | {"headings": list(headings)}


@frozen
class Problem:
    """Something in a tips file that cannot be used.

    Attributes:
        message: what is wrong, and what would be right.
        place: `tip 3` (the third in the file), `facts.some-name`, or "" for the file itself.
        name: the tip's id, if that is valid.
        field: the wrong field, or "".
    """

    message: str
    place: str = ""
    name: str = ""
    field: str = ""

    def __str__(self) -> str:
        """Write the problem in one line."""
        number = self.place.removeprefix("tip ")
        is_a_tip = self.name or number != self.place
        place = words.place(self.name, number) if is_a_tip else self.place
        return one_line(": ".join((", ".join(part for part in (place, self.field) if part), self.message)))


def read_field(key: str, value: object) -> Any:
    """Read one field of a tip; a list becomes a tuple.

    Raises:
        KeyError: there is no such field.
        ValueError: the value cannot be used.
    """
    return _TIP_FIELDS[key](value)


def parse_tips(
    table: Mapping[str, Any],
    shipped: Library | None = None,
    find_picture: FindPicture = lambda picture: (picture, ""),
) -> tuple[Library, list[Problem]]:
    """Read tips and facts from a TOML table.

    Args:
        table: what the file holds.
        shipped: sitbreak's own library if `table` is a person's: their tips are added, and may rest on its
            facts or name a `source` instead. None if `table` is sitbreak's own.
        find_picture: finds what a tip names as its picture.

    Returns:
        The library with every good tip, and one problem for each thing that could not be used.
    """
    base = shipped or Library()
    problems = [Problem(words.unknown_section(), field=key) for key in table if key not in ("facts", "tip")]
    facts = dict(base.facts)
    for name, raw in _entries(table, "facts", problems):
        fact, wrong = _read_fact(name, raw, facts)
        problems += wrong
        if fact is not None:
            facts[name] = fact
    tips = {tip.id: tip for tip in base.tips}
    known = _Known(tips, facts)
    for number, raw in _entries(table, "tip", problems):
        tip, wrong = _read_tip(number, raw, known, find_picture, own=shipped is not None)
        problems += wrong
        if tip is not None:
            tips[tip.id] = tip
    return Library(tuple(tips.values()), facts), problems


@frozen
class _Known:
    """What there is already, by id; it grows while a file is read."""

    tips: Mapping[str, Tip]
    facts: Mapping[str, Fact]


def _entries(table: Mapping[str, Any], key: str, problems: list[Problem]) -> list[tuple[str, object]]:
    """Return the entries of `[facts]` by name, of `[[tip]]` by number."""
    entries = table.get(key, {})
    if key == "facts" and isinstance(entries, Mapping):
        return list(entries.items())
    if key == "tip" and isinstance(entries, list):
        return [(str(number), raw) for number, raw in enumerate(entries, 1)]
    if key in table:
        missing = words.tip_head() if key == "tip" else words.fact_head("facts.some-name")
        problems.append(Problem(missing, field=key))
    return []


def _read_fact(name: str, raw: object, taken: Mapping[str, Fact]) -> tuple[Fact | None, list[Problem]]:
    place = f"facts.{name}"
    if not isinstance(raw, Mapping):
        return None, [Problem(words.fact_head(place), place)]
    values, wrong, unknown = _read_fields(raw, {"heading": _text, "fact": _text})
    if not re.fullmatch(_ID, name):
        wrong[""] = words.bad_name()
    elif name in taken:
        wrong[""] = words.fact_exists()
    problems = [Problem(message, place, field=key) for key, message in (wrong | unknown).items()]
    return (None if wrong else Fact(id=name, **values)), problems


def _read_tip(
    number: str,
    raw: object,
    known: _Known,
    find_picture: FindPicture,
    *,
    own: bool,
) -> tuple[Tip | None, list[Problem]]:
    place = f"tip {number}"
    if not isinstance(raw, Mapping):
        return None, [Problem(words.tip_head(), place)]
    values, wrong, warnings = _read_fields(raw, _TIP_FIELDS, required=("id", "topic", "title", "body"))
    if "picture" in values:
        values["picture"], why_not = find_picture(values["picture"])
        warnings |= {"picture": why_not} if why_not else {}
    name = values.get("id", "")
    if name in known.tips:
        wrong["id"] = words.tip_exists()
    if len(values.get("body", "")) + len(values.get("caution", "")) > TEXT_LIMIT:
        wrong["body"] = words.body_too_long(TEXT_LIMIT)
    if values.get("topic") == "stretch" and "caution" not in raw:
        wrong["caution"] = words.caution_missing()
    if unknown := [fact for fact in values.get("facts", ()) if fact not in known.facts]:
        wrong["facts"] = words.unknown_facts(unknown)
    if "facts" not in raw and not (own and "source" in raw):
        wrong["facts"] = words.facts_missing() if own else words.missing()
    problems = [Problem(message, place, name, key) for key, message in (wrong | warnings).items()]
    return (None if wrong else Tip(**values)), problems


def _read_fields(
    raw: Mapping[str, Any], readers: Mapping[str, Callable[[object], Any]], required: tuple[str, ...] = ()
) -> tuple[dict[str, Any], dict[str, str], dict[str, str]]:
    """Read the fields of one table (all `required` if none are named).

    Returns:
        The valid values; what is wrong, by field; and the unknown fields, which are only reported: a tip
        can do without them.
    """
    values: dict[str, Any] = {}
    wrong = {key: words.missing() for key in required or readers if key not in raw}
    unknown = {key: words.unknown_field() for key in raw if key not in readers}
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
        raise ValueError(complaints.not_a_quoted_text(value))
    text = " ".join(value.split())
    if not text:
        raise ValueError(words.empty())
    if not is_plain(text):
        raise ValueError(words.control_character())
    return text


def _id(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(_ID, value):
        raise ValueError(words.bad_id(value))
    return value


def _title(value: object) -> str:
    title = _text(value)
    if len(title) > TITLE_LIMIT:
        raise ValueError(words.title_too_long(TITLE_LIMIT, len(title)))
    return title


def _one_of(*allowed: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise ValueError(complaints.not_one_of(value, allowed))
        return value

    return read


def _number(most: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
            raise ValueError(words.not_a_number(value, most))
        return value

    return read


def _list(reader: Callable[[object], str], most: int) -> Callable[[object], tuple[str, ...]]:
    def read(value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not 1 <= len(value) <= most:
            raise ValueError(words.not_a_list(value, most))
        items = tuple(reader(item) for item in value)
        if len(set(items)) < len(items):
            raise ValueError(words.repeated())
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
    "place": _one_of(*PLACES),
}
