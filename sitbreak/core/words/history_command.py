"""The history on the command line."""

from datetime import date

from sitbreak.core.history import Sums
from sitbreak.core.words import language, times
from sitbreak.core.words.dates import weekday
from sitbreak.core.words.language import _, ngettext, pgettext


def today(sums: Sums) -> str:
    """Sum up today in a sentence."""
    if sums.empty:
        return _("Today: nothing yet.")
    parts = [_("{length} of sitting").format(length=times.spoken_length(sums.sitting))]
    if sums.standing:
        parts.append(_("{length} of standing").format(length=times.spoken_length(sums.standing)))
    parts.append(ngettext("{count} break", "{count} breaks", sums.taken).format(count=sums.taken))
    longest = _("at most {length} without one").format(length=times.spoken_length(sums.longest))
    return _("Today: {parts}, {longest}.").format(parts=language.current().enumerated(parts), longest=longest)


def back_today(pain: int) -> str:
    """Say what the back diary has for today."""
    return _("Your back today: {pain} of 10.").format(pain=pain)


def titles() -> tuple[str, ...]:
    """Title the columns of the table: the day, then its figures."""
    return (
        _("Day"),
        pgettext("column", "Sitting"),
        # Translators: sitting beyond the end of the interval, as the title of a column
        _("Past limit"),
        _("Longest"),
        _("Breaks"),
        _("Reminders"),
    )


def standing_title() -> str:
    """Title the column of standing, which only those see who stand."""
    return pgettext("column", "Standing")


def back_title() -> str:
    """Title the column of the back diary, which only those see who keep it."""
    return _("Back")


def day(day: date) -> str:
    """Write a day in the table."""
    return f"{day.isoformat()} {weekday(day.weekday())}"


def saved(path: object) -> str:
    """Confirm a page that was written."""
    return _("Page saved as {path}").format(path=path)
