"""Days of the week, and dates.

A window loads this module before its first paint, so it imports nothing but the language.
"""

from datetime import date

from sitbreak.core.words.language import _, pgettext


def weekday(number: int) -> str:
    """Name a day of the week; 0 is Monday."""
    names = (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )
    return names[number]


def short_weekday(number: int) -> str:
    """Abbreviate a day of the week; 0 is Monday."""
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return names[number]


def narrow_weekday(number: int) -> str:
    """Write a day of the week as one letter or sign, as calendars do; 0 is Monday."""
    names = (
        pgettext("one letter for Monday", "M"),
        pgettext("one letter for Tuesday", "T"),
        pgettext("one letter for Wednesday", "W"),
        pgettext("one letter for Thursday", "T"),
        pgettext("one letter for Friday", "F"),
        pgettext("one letter for Saturday", "S"),
        pgettext("one letter for Sunday", "S"),
    )
    return names[number]


def long_date(day: date) -> str:
    """Write a date with everything: `Friday 20 November 2026`."""
    return _("{weekday} {day} {month} {year}").format(
        weekday=weekday(day.weekday()), day=_number(day), month=_month(day), year=day.year
    )


def near_date(day: date) -> str:
    """Write a date of these weeks: `Friday 20 November`."""
    return _("{weekday} {day} {month}").format(
        weekday=weekday(day.weekday()), day=_number(day), month=_month(day)
    )


def short_date(day: date) -> str:
    """Write a date of these weeks in a table: `Fri 20 Nov`."""
    return _("{weekday} {day} {month}").format(
        weekday=short_weekday(day.weekday()), day=_number(day), month=_short_month(day)
    )


def date_span(first: date, last: date) -> str:
    """Write the first and the last of some days: `24 October – 20 November 2026`."""
    start = _("{day} {month}") if first.year == last.year else _("{day} {month} {year}")
    return _("{first} – {last}").format(
        first=start.format(day=_number(first), month=_month(first), year=first.year),
        last=_("{day} {month} {year}").format(day=_number(last), month=_month(last), year=last.year),
    )


def _number(day: date) -> str:
    # Translators: the number of the first day of a month, where it is an ordinal: "1er janvier"
    return pgettext("first day of a month", "1") if day.day == 1 else str(day.day)


def _month(day: date) -> str:
    # Translators: the names of months stand behind the day, as in "20 November 2026"
    names = (
        _("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July"), _("August"),
        _("September"), _("October"), _("November"), _("December"),
    )  # fmt: skip
    return names[day.month - 1]


def _short_month(day: date) -> str:
    names = (
        pgettext("short month", "Jan"),
        pgettext("short month", "Feb"),
        pgettext("short month", "Mar"),
        pgettext("short month", "Apr"),
        pgettext("short month", "May"),
        pgettext("short month", "Jun"),
        pgettext("short month", "Jul"),
        pgettext("short month", "Aug"),
        pgettext("short month", "Sep"),
        pgettext("short month", "Oct"),
        pgettext("short month", "Nov"),
        pgettext("short month", "Dec"),
    )
    return names[day.month - 1]
