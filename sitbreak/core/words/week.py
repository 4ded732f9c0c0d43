"""The week of working hours in the settings window."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from sitbreak.core.week import DAY, HOUR, Span
from sitbreak.core.words import language
from sitbreak.core.words.dates import short_weekday, weekday
from sitbreak.core.words.language import _, ngettext
from sitbreak.core.words.times import listed

# --- what it explains ------------------------------------------------------------------------------


def name() -> str:
    """Name the week for a screen reader."""
    return _("Working hours")


def how_to_paint() -> str:
    """Explain how hours are painted."""
    return _(
        "Drag to mark the hours you work; drag across marked hours to clear them. With the keyboard: arrow "
        "keys, Shift to select, Space to mark, Delete to clear."
    )


def keys() -> str:
    """Explain the keys, for a screen reader and a tooltip."""
    return _(
        "Arrow keys move by a quarter of an hour or a day, Page Up and Page Down by an hour. Hold Shift to "
        "select. Space marks the selection, Delete clears it."
    )


def no_hours() -> str:
    """Say what a week without hours means."""
    return _("No hours are marked, so reminders come at any time.")


def only_within(minutes: int) -> str:
    """Say what a week with hours means; `minutes` are those of the whole week."""
    hours, rest = divmod(minutes, HOUR)
    if not rest:
        sentence = ngettext(
            "Reminders come only in the marked hours: {hours} hour a week.",
            "Reminders come only in the marked hours: {hours} hours a week.",
            hours,
        )
        return sentence.format(hours=hours)
    return _("Reminders come only in the marked hours: {hours} h {minutes} min a week.").format(
        hours=hours, minutes=rest
    )


# --- days and times --------------------------------------------------------------------------------


def clock(minute: int) -> str:
    """Write a minute of a day as the person's clock shows it; the end of a day is 24:00, or 12:00 AM."""
    if minute == DAY and not language.current().has_twelve_hours:
        return _("24:00")
    midnight = datetime(1, 1, 1, tzinfo=UTC)
    return language.current().time_of_day(midnight + timedelta(minutes=minute % DAY), seconds=False)


def times(start: int, end: int) -> str:
    """Write a range of a day: `9:00–12:30`."""
    return _("{start}–{end}").format(start=clock(start), end=clock(end))


def until(end: int) -> str:
    """Write where a range ends that has begun on the day before."""
    return _("until {end}").format(end=clock(end))


def span(whole: Span) -> str:
    """Write a whole span: `Friday, 22:00–06:00`, or with both days if it is longer than one."""
    day, start = divmod(whole.start, DAY)
    last, end = divmod(whole.end - 1, DAY)
    if whole.end - whole.start <= DAY:
        return on_day(day, times(start, end + 1))
    return _("{day} {start} – {last} {end}").format(
        day=weekday(day), start=clock(start), last=weekday(last % 7), end=clock(end + 1)
    )


def on_day(day: int, range_: str) -> str:
    """Name a day and a range: `Monday, 9:00–12:30`."""
    return _("{day}, {times}").format(day=weekday(day), times=range_)


def on_days(first: int, last: int, range_: str) -> str:
    """Name days in a row and a range of each: `Mon–Fri, 9:00–12:30`."""
    return _("{first}–{last}, {times}").format(
        first=short_weekday(first), last=short_weekday(last), times=range_
    )


def marked(place: str) -> str:
    """Say for a screen reader that a place in the week is marked."""
    return _("{place}, marked").format(place=place)


def not_marked(place: str) -> str:
    """Say for a screen reader that a place in the week is not marked."""
    return _("{place}, not marked").format(place=place)


# --- fields and buttons ----------------------------------------------------------------------------


def hours_of(day: int) -> str:
    """Name the field of a day's hours for a screen reader."""
    return _("Hours on {day}").format(day=weekday(day))


def no_hours_that_day() -> str:
    """Stand in an empty field."""
    return _("none")


def how_to_type() -> str:
    """Explain what can be typed."""
    return _("Ranges such as 09:00-12:30, separated by commas; 22:00-06:00 runs across midnight.")


def copy(day: int) -> str:
    """Introduce the buttons that copy one day's hours."""
    return _("Use {day}'s hours on:").format(day=weekday(day))


def days(in_order: Sequence[int]) -> str:
    """Name several days: `Mon–Fri` if they are in a row, `Sat, Mon and Wed` if not."""
    is_row = all((day + 1) % 7 == following for day, following in pairwise(in_order))
    if len(in_order) > 2 and is_row:
        return _("{first}–{last}").format(first=short_weekday(in_order[0]), last=short_weekday(in_order[-1]))
    return listed(map(short_weekday, in_order))


def every_day() -> str:
    """Label what copies a day's hours to all days."""
    return _("Every day")


def clear_all() -> str:
    """Label what clears the week."""
    return _("Clear the week")
