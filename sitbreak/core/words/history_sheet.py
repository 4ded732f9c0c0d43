"""The sheet with weeks of sitting, for a physiotherapist: sums in sentences."""

from datetime import date, timedelta

from sitbreak.core.words.dates import near_date
from sitbreak.core.words.history import spoken_length
from sitbreak.core.words.language import _, ngettext


def weeks_title(count: int) -> str:
    """Title the sheet."""
    return ngettext("{count} week of sitting", "{count} weeks of sitting", count).format(count=count)


def no_days() -> str:
    """Say that nothing was recorded in these weeks."""
    return _("Nothing was recorded in these weeks.")


def total_sitting(total: timedelta, days: int, average: timedelta) -> str:
    """Sum up sitting."""
    return ngettext(
        "{total} of sitting on {days} day.",
        "{total} of sitting on {days} days: {average} a day on average.",
        days,
    ).format(total=spoken_length(total), days=days, average=spoken_length(average))


def total_past(past: timedelta, limit: timedelta | None) -> str:
    """Sum up sitting past the limit."""
    if past < timedelta(minutes=1):
        return _("None of it was past the limit set for reminders.")
    if limit is None:
        return _("{length} of it was past the limit set for reminders.").format(length=spoken_length(past))
    return _("{length} of it came after {limit} without a break.").format(
        length=spoken_length(past), limit=spoken_length(limit)
    )


def total_longest(longest: timedelta, day: date) -> str:
    """Name the longest sitting."""
    return _("Longest without a break: {length}, on {date}.").format(
        length=spoken_length(longest), date=near_date(day)
    )


def total_breaks(breaks: int, natural: int, average: str) -> str:
    """Sum up breaks.

    Args:
        breaks: all of them.
        natural: those that nobody asked for.
        average: how many a day.
    """
    counted = ngettext("{count} break", "{count} breaks", breaks).format(count=breaks)
    own = _("{count} of them without a reminder").format(count=natural)
    return _("{breaks}, {own}: {average} a day on average.").format(breaks=counted, own=own, average=average)


def total_standing(total: timedelta) -> str:
    """Sum up standing at the desk."""
    return _("{length} of standing at the desk.").format(length=spoken_length(total))


def total_pain(answers: int, average: str, least: int, most: int) -> str:
    """Sum up the back diary."""
    if answers == 1:
        return _("“How is your back today?” was answered once: {pain} of 10.").format(pain=most)
    return _("“How is your back today?” (0 good, 10 bad): {average} on average, {least} to {most}.").format(
        average=average, least=least, most=most
    )
