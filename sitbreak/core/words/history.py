"""The history: its window and its page.

Whatever the figures are, no sentence judges them.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sitbreak.core.history import Sums
from sitbreak.core.words import dates, language
from sitbreak.core.words.language import _, ngettext, pgettext

_MINUTE = timedelta(minutes=1)

# --- lengths and times ------------------------------------------------------------------------------


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
    if local.minute or not language.current().has_twelve_hours:
        return time_of_day(local)
    hour = local.hour % 12 or 12
    return _("{hour} AM").format(hour=hour) if local.hour < 12 else _("{hour} PM").format(hour=hour)


# --- the head ---------------------------------------------------------------------------------------


def title() -> str:
    """Title the history."""
    return _("Sitting history")


def subtitle(day: date, interval: str) -> str:
    """Say which day is shown, and when reminders come: `20–30 minutes`."""
    return _("{date} · reminders after {interval}").format(date=dates.long_date(day), interval=interval)


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


def part_of_day(start: str, end: str, what: str, time: timedelta) -> str:
    """Explain a part of the day: `9:02–9:31: sitting, 29 minutes`."""
    return _("{start}–{end}: {what}, {length}").format(
        start=start, end=end, what=what, length=spoken_length(time)
    )


def with_past(sentence: str, past: timedelta) -> str:
    """Add how much of a sitting was past the limit."""
    return _("{sentence}, {length} of it past the limit").format(
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
    return _(" · ").join((dates.near_date(day), *_figures(sums)))


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
    return pgettext("column", "Sitting")


def past_column() -> str:
    """Title the column of sitting past the limit."""
    return _("Past the limit")


def standing_column() -> str:
    """Title the column of standing."""
    return pgettext("column", "Standing")


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
    return _("A page that opens in any browser, even offline")


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
    # Translators: the name of a file, without spaces
    return _("sitting-history-{date}.html").format(date=day.isoformat())


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


# --- the foot ---------------------------------------------------------------------------------------


def how_to_print() -> str:
    """Explain on the page what a printer makes of it."""
    return _("Printed, it's the last four weeks on one sheet of paper.")


def how_measured() -> str:
    """Explain where the figures come from, at the foot of the page."""
    return _(
        "Measured by sitbreak from the keyboard and mouse of one computer. Sitting elsewhere isn't included."
    )


def how_days_end(break_length: timedelta) -> str:
    """Explain when a day ends, and what is a break, at the foot of the page."""
    return _("A day ends at 4:00 in the morning. An absence of {length} or more counts as a break.").format(
        length=spoken_length(break_length)
    )
