"""What is wrong in a tips file. Each continues "PLACE, FIELD: "."""

from collections.abc import Iterable

from sitbreak.core.words import language
from sitbreak.core.words.language import _


def place(name: str, number: str) -> str:
    """Name a tip in a file: by its name, or else by its number."""
    return _('tip "{name}"').format(name=name) if name else _("tip {number}").format(number=number)


def in_line(path: object, line: int, problem: str) -> str:
    """Report a problem with its place in a file."""
    return _("{path}, line {line}: {problem}").format(path=path, line=line, problem=problem)


def unknown_section() -> str:
    """Reject a table that is neither a tip nor a fact."""
    return _("unknown; write [[tip]] or [facts.some-name]")


def tip_head() -> str:
    """Explain how a tip begins."""
    return _("write [[tip]] above each tip")


def fact_head(place: str) -> str:
    """Explain how a fact begins."""
    return _("write [{place}] above its heading and fact").format(place=place)


def missing() -> str:
    """Report that a field is missing."""
    return _("is missing")


def facts_missing() -> str:
    """Report that a tip of the person's own rests on nothing."""
    return _("is missing; write facts or a source")


def caution_missing() -> str:
    """Report that a stretch has no caution."""
    return _('is missing; a stretch needs one, such as "Stop if it hurts."')


def unknown_field() -> str:
    """Report an unknown field."""
    return _("there is no such field")


def unknown_facts(names: Iterable[str]) -> str:
    """Report facts that do not exist."""
    return _("there is no fact named {names}").format(names=language.current().enumerated(tuple(names)))


def tip_exists() -> str:
    """Reject an id that is taken."""
    return _("there is another tip with this id")


def fact_exists() -> str:
    """Reject a fact's name that is taken."""
    return _("sitbreak has a fact with this name")


def bad_name() -> str:
    """Reject a fact's name."""
    return _("the name may only contain a-z, 0-9 and -")


def bad_id(value: object) -> str:
    """Reject a tip's id."""
    return _("{value!r} may only contain a-z, 0-9 and -").format(value=value)


def empty() -> str:
    """Reject an empty text."""
    return _("is empty")


def control_character() -> str:
    """Reject a text with characters that cannot be shown."""
    return _("contains a control character")


def title_too_long(limit: int, length: int) -> str:
    """Reject a title."""
    return _("is longer than {limit} characters ({length})").format(limit=limit, length=length)


def body_too_long(limit: int) -> str:
    """Reject a body."""
    return _("together with the caution, it is longer than {limit} characters").format(limit=limit)


def not_a_number(value: object, most: int) -> str:
    """Reject a number."""
    return _("{value!r} is not a whole number from 1 to {most}").format(value=value, most=most)


def not_a_list(value: object, most: int) -> str:
    """Reject a list of texts."""
    return _("{value!r} is not a list of 1 to {most} strings").format(value=value, most=most)


def repeated() -> str:
    """Reject a list with an item twice."""
    return _("contains something twice")
