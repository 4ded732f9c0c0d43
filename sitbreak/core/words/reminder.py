"""What notifications say. A title has at most 64 characters."""

from collections.abc import Iterable
from datetime import timedelta

from sitbreak.core.inputs import BusyReason
from sitbreak.core.words import status, times
from sitbreak.core.words.language import _


def title(total: timedelta, *, overdue: bool) -> str:
    """Title a reminder: what it asks for, and why."""
    length = times.spoken_length(total)
    if overdue:
        return _("Still sitting – {length} so far").format(length=length)
    return _("Time to get up – {length} of sitting").format(length=length)


def tip_body(title: str, body: str, caution: str) -> str:
    """Write the tip inside a reminder: what it is, what to do, and the caution."""
    return f"{title}\n{tip_text(body, caution)}"


def tip_text(body: str, caution: str) -> str:
    """Join a tip's body and its caution."""
    return f"{body} {caution}" if caution else body


def waits_no_longer(reasons: Iterable[BusyReason], longest: timedelta) -> str:
    """Explain why a reminder comes although the desktop is busy."""
    return _("Reminders wait until {ends}, but no longer than {length}.").format(
        ends=status.ends_of(reasons), length=times.spoken_length(longest)
    )


def no_tips() -> str:
    """Explain why there is no tip."""
    return _("No tips left to show: all tips on these topics are hidden.")


def break_complete_title() -> str:
    """Title the notification at the end of a break."""
    return _("Break complete")


def break_complete_body() -> str:
    """Add that nobody has to hurry back."""
    return _("Stay away as long as you like.")
