"""The history: its window, its page, and the sheet for a physiotherapist.

Whatever the figures are, no sentence judges them.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sitbreak.core.history import Sums
from sitbreak.core.words import language
from sitbreak.core.words.language import _, ngettext

_MINUTE = timedelta(minutes=1)

# --- lengths and dates ------------------------------------------------------------------------------


def length(time: timedelta) -> str:
    """Write a length of time beside others: `6 h 5 min`, `0 min`."""
    return language.current().length(time) if time >= timedelta(seconds=1) else _("0 min")


def spoken_length(time: timedelta) -> str:
    """Write a length of time in a sentence: `6 hours 5 minutes`, `0 minutes`."""
    return language.current().spoken_length(time) if time >= timedelta(seconds=1) else _("0 minutes")


def hours(count: int) -> str:
    """Label a line of the axis: `4 h`."""
    return _("{count} h").format(count=count)


def time_of_day(local: datetime) -> str:
    """Write a local time as the person's clock shows it."""
    return language.current().time_of_day(local, seconds=False)


def full_hour(local: datetime) -> str:
    """Write a full hour on the axis of a day: `14:00`, or `2 PM`."""
    if local.minute or not language.current().twelve_hours:
        return time_of_day(local)
    hour = local.hour % 12 or 12
    return _("{hour} AM").format(hour=hour) if local.hour < 12 else _("{hour} PM").format(hour=hour)


def long_date(day: date) -> str:
    """Write a date with everything: `Friday 20 November 2026`."""
    return _("{weekday} {day} {month} {year}").format(
        weekday=_weekdays()[day.weekday()], day=day.day, month=_months()[day.month - 1], year=day.year
    )


def spoken_date(day: date) -> str:
    """Write a date of these weeks in a sentence: `Friday 20 November`."""
    return _("{weekday} {day} {month}").format(
        weekday=_weekdays()[day.weekday()], day=day.day, month=_months()[day.month - 1]
    )


def short_date(day: date) -> str:
    """Write a date of these weeks in a table: `Fri 20 Nov`."""
    return _("{weekday} {day} {month}").format(
        weekday=short_weekday(day), day=day.day, month=_short_months()[day.month - 1]
    )


def short_weekday(day: date) -> str:
    """Name the day of the week in three letters."""
    names = _("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")
    return names[day.weekday()]


def _weekdays() -> tuple[str, ...]:
    return (
        _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
    )  # fmt: skip


def _months() -> tuple[str, ...]:
    return (
        _("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July"), _("August"),
        _("September"), _("October"), _("November"), _("December"),
    )  # fmt: skip


def _short_months() -> tuple[str, ...]:
    return (
        _("Jan"), _("Feb"), _("Mar"), _("Apr"), _("May"), _("Jun"), _("Jul"), _("Aug"), _("Sep"), _("Oct"),
        _("Nov"), _("Dec"),
    )  # fmt: skip


# --- the head ---------------------------------------------------------------------------------------


def title() -> str:
    """Title the history."""
    return _("Sitting history")


def subtitle(day: date, interval: str) -> str:
    """Say which day is shown, and when reminders come: `20–30 minutes`."""
    return _("{date} · reminders after {interval}").format(date=long_date(day), interval=interval)


def sitting_today() -> str:
    """Label how long they have sat today."""
    return _("sitting today")


def breaks_taken(count: int) -> str:
    """Label the number of breaks today."""
    return ngettext("break taken", "breaks taken", count)


def longest_without_break() -> str:
    """Label the longest sitting today."""
    return _("longest without a break")


def past_the_limit() -> str:
    """Label how long they have sat today after the interval had passed."""
    return _("past the limit")


def standing_today() -> str:
    """Label how long they have stood at the desk today."""
    return _("standing today")


# --- the day ----------------------------------------------------------------------------------------


def today() -> str:
    """Title the picture of the day."""
    return _("Today")


def nothing_yet() -> str:
    """Stand where the picture of the first day will be."""
    return _("Your day will appear here as you work.")


def nothing_today() -> str:
    """Stand where the picture of a day without sitting would be."""
    return _("No sitting so far today.")


def sitting() -> str:
    """Name sitting in the key."""
    return _("sitting")


def past(limit: timedelta | None) -> str:
    """Name sitting past the limit in the key; None if the limit has changed during the day."""
    if limit is None:
        return past_the_limit()
    return _("past {length}").format(length=spoken_length(limit))


def standing() -> str:
    """Name standing in the key."""
    return _("standing")


def asked_break() -> str:
    """Name breaks that were started, or came after a reminder."""
    return _("break")


def natural_break() -> str:
    """Name breaks that nobody asked for."""
    return _("break without a reminder")


def away() -> str:
    """Name a time away from the desk."""
    return _("away")


def now() -> str:
    """Stand for the end of what is not over."""
    return _("now")


def stretch(start: str, end: str, what: str, time: timedelta) -> str:
    """Explain a part of the day: `9:02–9:31: sitting, 29 minutes`."""
    return _("{start}–{end}: {what}, {length}").format(
        start=start, end=end, what=what, length=spoken_length(time)
    )


def with_past(sentence: str, past: timedelta) -> str:
    """Add how much of a sitting was past the limit."""
    return _("{sentence}, {length} of them past the limit").format(
        sentence=sentence, length=spoken_length(past)
    )


def point_at_a_time() -> str:
    """Explain how to learn more about a part of the day."""
    return _("Point at a part of the day, or use the arrow keys, to see when it was.")


# --- the days ---------------------------------------------------------------------------------------


def last_days(count: int) -> str:
    """Title the picture of the last days."""
    return ngettext("Last {count} day", "Last {count} days", count).format(count=count)


def point_at_a_day() -> str:
    """Explain how to learn more about one of the days."""
    return _("Point at a day, or use the arrow keys, to see its figures.")


def breaks() -> str:
    """Label the row, or title the column, with the number of breaks."""
    return _("breaks")


def back() -> str:
    """Label the row with the answers of the back diary, 0 to 10."""
    return _("back, 0–10")


def whole_day(day: date, sums: Sums) -> str:
    """Write the figures of a day in a line; standing, and past the limit, only if there was some."""
    # Translators: a day and its figures, each of the following is one of them
    return _(" · ").join((spoken_date(day), *_figures(sums)))


def _figures(sums: Sums) -> Iterator[str]:
    if sums.empty:
        yield _("nothing recorded")
    else:
        yield _("{length} of sitting").format(length=length(sums.sitting))
        if sums.past >= _MINUTE:
            yield _("{length} past the limit").format(length=length(sums.past))
        if sums.standing >= _MINUTE:
            yield _("{length} of standing").format(length=length(sums.standing))
        yield _("at most {length} without a break").format(length=length(sums.longest))
        yield ngettext("{count} break", "{count} breaks", sums.taken).format(count=sums.taken)
    if sums.pain is not None:
        yield _("back {pain} of 10").format(pain=sums.pain)


# --- the same as a table ----------------------------------------------------------------------------


def as_table() -> str:
    """Title the table."""
    return _("The same as a table")


def day_column() -> str:
    """Title the column of days."""
    return _("Day")


def sitting_column() -> str:
    """Title the column of sitting."""
    return _("Sitting")


def past_column() -> str:
    """Title the column of sitting past the limit."""
    return _("Past the limit")


def standing_column() -> str:
    """Title the column of standing."""
    return _("Standing")


def longest_column() -> str:
    """Title the column of the longest sitting."""
    return _("Longest sitting")


def breaks_column() -> str:
    """Title the column of breaks."""
    return _("Breaks")


def reminders_column() -> str:
    """Title the column of reminders."""
    return _("Reminders")


def back_column() -> str:
    """Title the column of the back diary."""
    return _("Back, 0–10")


def none() -> str:
    """Stand for a figure of a day without sitting."""
    return _("–")


# --- buttons ----------------------------------------------------------------------------------------


def save_as_page() -> str:
    """Label what saves the page."""
    # Translators: "&" comes before the letter that presses the button together with Alt, here and below
    return _("&Save as page…")


def page_explained() -> str:
    """Explain *Save as page*."""
    return _("A page that any browser shows without a network")


def print_it() -> str:
    """Label what prints the sheet."""
    return _("&Print…")


def sheet_explained() -> str:
    """Explain *Print*."""
    return _("The last four weeks on one sheet of paper")


def show_table() -> str:
    """Label what shows the table."""
    return _("Show as a &table")


def hide_table() -> str:
    """Label what hides the table."""
    return _("Hide the &table")


def close() -> str:
    """Label what closes the window."""
    return _("&Close")


def file_name(day: date) -> str:
    """Suggest a name for a saved page."""
    return f"{_('sitting-history')}-{day.isoformat()}.html"


def pages_filter() -> str:
    """Name the kind of file that is saved, where a folder is shown."""
    return _("Web page")


def saved(path: object) -> str:
    """Confirm that the page was saved."""
    return _("Saved as {path}").format(path=path)


def printed() -> str:
    """Confirm that the sheet is at the printer."""
    return _("The last four weeks are on their way to the printer.")


def not_printed() -> str:
    """Explain that the printer has refused the sheet."""
    return _("The printer didn't take the page.")


def cannot_read(reason: str) -> str:
    """Explain why nothing can be shown."""
    return _("Can't read the history: {reason}").format(reason=reason)


# --- the sheet for a physiotherapist ----------------------------------------------------------------


def weeks_title(count: int) -> str:
    """Title the sheet."""
    return ngettext("{count} week of sitting", "{count} weeks of sitting", count).format(count=count)


def date_span(first: date, last: date) -> str:
    """Write the days that the sheet is about: `2 November – 29 November 2026`."""
    start = _("{day} {month}") if first.year == last.year else _("{day} {month} {year}")
    return _("{first} – {last}").format(
        first=start.format(day=first.day, month=_months()[first.month - 1], year=first.year),
        last=_("{day} {month} {year}").format(day=last.day, month=_months()[last.month - 1], year=last.year),
    )


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
    if past < _MINUTE:
        return _("None of it was past the limit that reminders are set to.")
    if limit is None:
        return _("{length} of it was past the limit that reminders are set to.").format(
            length=spoken_length(past)
        )
    return _("{length} of it came after {limit} without a break.").format(
        length=spoken_length(past), limit=spoken_length(limit)
    )


def total_longest(longest: timedelta, day: date) -> str:
    """Name the longest sitting."""
    return _("Longest without a break: {length}, on {date}.").format(
        length=spoken_length(longest), date=spoken_date(day)
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


def how_to_print() -> str:
    """Explain on the page what a printer makes of it."""
    return _("Printed, it's the last four weeks on one sheet of paper.")


def how_measured() -> str:
    """Explain where the figures come from, at the foot of the page."""
    return _("Measured by sitbreak from keyboard and mouse at one computer: sitting elsewhere is not in it.")


def how_days_end(break_length: timedelta) -> str:
    """Explain when a day ends, and what is a break, at the foot of the page."""
    return _("A day ends at 4:00 in the morning. An absence of {length} or more counts as a break.").format(
        length=spoken_length(break_length)
    )
