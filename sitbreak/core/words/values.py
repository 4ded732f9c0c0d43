"""What is wrong with a value that was typed, or written into a file. Each continues "NAME: "."""

from collections.abc import Iterable
from datetime import timedelta

from sitbreak.core.words import language
from sitbreak.core.words.language import _


def not_a_duration(text: object) -> str:
    """Reject a duration."""
    return _("{text!r} is not a duration; write it like 90s, 25m or 1h30m").format(text=text)


def not_a_duration_or_never(text: object) -> str:
    """Reject a duration where there may be none."""
    return _("{text!r} is neither a duration such as 3m nor never").format(text=text)


def not_a_switch_or_duration(text: object) -> str:
    """Reject what should be true, false or a duration."""
    return _("{text!r} is neither true nor false nor a duration such as 45m").format(text=text)


def length_out_of_limits(value: object, shortest: timedelta, longest: timedelta) -> str:
    """Reject a length outside its limits."""
    return _("{value!r} is not between {shortest} and {longest}").format(
        value=value, shortest=language.current().length(shortest), longest=language.current().length(longest)
    )


def not_an_interval(text: str) -> str:
    """Reject an interval."""
    return _("{text!r} is not an interval; write it like 20m-30m or 25m").format(text=text)


def unknown_command(name: str) -> str:
    """Reject an unknown command."""
    return _("unknown command {name!r}").format(name=name)


def not_a_command() -> str:
    """Reject a request that cannot be read."""
    return _("this is not a command")


def not_topics(value: object) -> str:
    """Reject what should be topics."""
    return _("{value!r} is not a list of topics").format(value=value)


def other_fields(given: Iterable[str], expected: Iterable[str]) -> str:
    """Reject a request whose fields are those of another version."""
    sentence = _("expected the fields [{expected}], not [{given}]")
    return sentence.format(expected=", ".join(expected), given=", ".join(given))


def not_a_text(value: object) -> str:
    """Reject what should be a text."""
    return _("{value!r} is not text").format(value=value)


def not_a_number(value: object) -> str:
    """Reject what should be a whole number."""
    return _("{value!r} is not a whole number").format(value=value)


def not_a_number_of_days(value: object, most: int) -> str:
    """Reject what should be a number of days."""
    return _("{value!r} is not a number of days between 1 and {most}").format(value=value, most=most)


def not_a_switch(value: object) -> str:
    """Reject what should be true or false."""
    return _("{value!r} is neither true nor false").format(value=value)


def not_a_quoted_text(value: object) -> str:
    """Reject what should be a text, in a file."""
    return _("{value!r} is not text in quotes").format(value=value)


def not_one_of(value: object, allowed: Iterable[str]) -> str:
    """Reject what should be one of a few names."""
    return _("{value!r} is not one of {allowed}").format(
        value=value, allowed=language.current().enumerated(tuple(allowed))
    )


# --- settings --------------------------------------------------------------------------------------


def unknown_setting() -> str:
    """Reject an unknown setting."""
    return _("there is no such setting")


def ends_before_start(text: str) -> str:
    """Reject an interval."""
    return _("{text!r} ends before it starts").format(text=text)


def not_a_clock_time(text: str) -> str:
    """Reject a time of day."""
    return _("{text!r} is not a time of day; write it like 14:05").format(text=text)


def not_a_time_range(text: str) -> str:
    """Reject a range of times."""
    return _("{text!r} is not a range of times; write it like 09:00-12:30").format(text=text)


def not_a_range_list(value: object) -> str:
    """Reject the working hours of one day."""
    return _('{value!r} is not a list such as ["09:00-12:30"]').format(value=value)


def not_a_language(value: object) -> str:
    """Reject a language."""
    return _("{value!r} is not the code of a language, such as de or pt_BR").format(value=value)


def not_a_topic_list(value: object) -> str:
    """Reject a list of topics."""
    return _('{value!r} is not a list such as ["posture", "moving"]').format(value=value)


def not_a_table(example: str) -> str:
    """Reject a value where a table belongs."""
    return _("this is a table: set {example}, for example").format(example=example)
