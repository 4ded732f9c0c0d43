"""The pauses in the settings window."""

from datetime import date, datetime

from sitbreak.core.words import language
from sitbreak.core.words.dates import weekday
from sitbreak.core.words.language import _, pgettext


def title() -> str:
    """Title the pauses."""
    return _("Planned pauses")


def explanation() -> str:
    """Explain a pause."""
    return _("No reminders during a meeting or a meal today. Your sitting is still counted.")


def none_planned() -> str:
    """Report that there are no pauses."""
    return _("No pause is planned.")


def only_while_running() -> str:
    """Explain why nothing can be planned."""
    return _("Pauses can be planned while sitbreak is running.")


def planned(start: datetime, end: datetime, today: date) -> str:
    """Write a pause between two local times: `Today, 14:00–15:00`."""
    return _("{day}, {start}–{end}").format(day=_day(start, today), start=_clock(start), end=_clock(end))


def in_force_until(end: datetime, today: date) -> str:
    """Write a pause that was made by hand."""
    days = (end.date() - today).days
    if days == 0:
        return _("Paused until {end}").format(end=_clock(end))
    if days == 1:
        return _("Paused until {end} tomorrow").format(end=_clock(end))
    return _("Paused until {end} on {day}").format(end=_clock(end), day=weekday(end.weekday()))


def in_force() -> str:
    """Write a pause that has no end."""
    return _("Paused until you resume")


def cancel() -> str:
    """Label what cancels a pause."""
    return pgettext("pause", "Cancel")


def cancel_this(pause: str) -> str:
    """Name what cancels a pause for a screen reader."""
    return _("Cancel: {pause}").format(pause=pause)


def new_pause() -> str:
    """Label the field for a new pause."""
    return _("New pause")


def example() -> str:
    """Show how a pause is typed."""
    return _("14:00-15:00")


def plan() -> str:
    """Label what plans a pause."""
    return _("Plan it")


def in_week(place: str) -> str:
    """Say what a pause in the week is: `Pause: Monday, 14:00–15:00`."""
    return _("Pause: {place}").format(place=place)


def _day(moment: datetime, today: date) -> str:
    days = (moment.date() - today).days
    if days == 0:
        return _("Today")
    return _("Tomorrow") if days == 1 else weekday(moment.weekday())


def _clock(moment: datetime) -> str:
    return language.current().time_of_day(moment, seconds=False)
