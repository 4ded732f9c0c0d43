"""What notifications say. A title has at most 64 characters."""

from collections.abc import Iterable
from datetime import timedelta

from sitbreak.core.inputs import BusyReason
from sitbreak.core.words import language, status, times
from sitbreak.core.words.language import _


def title(total: timedelta) -> str:
    """Title a reminder: what it asks for, and why."""
    return _("Time to get up – {length} of sitting").format(length=times.spoken_length(total))


def tip_title(title: str, *, seated: bool) -> str:
    """Write a tip's title for somebody who is about to get up; a seated one is for later."""
    if seated:
        title = language.current().after_colon(title)
        return _("When you sit down again: {tip}").format(tip=title)
    return title


def tip_body(title: str, body: str, caution: str) -> str:
    """Write the tip inside a reminder: what it is, the caution, and what to do.

    Of a long text many desktops show the first line or three, so the caution comes early.
    """
    return language.lines(first_words(title, caution), body)


def first_words(title: str, caution: str) -> str:
    """Write the tip inside the notification of a break: what it is, and the caution."""
    return language.current().sentences(language.current().ended(title), caution) if caution else title


def cautioned(body: str, caution: str) -> str:
    """Write the body of a tip whose title stands above it: the caution comes first here, too."""
    return language.lines(caution, body) if caution else body


def tip_text(body: str, caution: str) -> str:
    """Join a tip's body and its caution."""
    return language.current().sentences(body, caution)


def waits_no_longer(reasons: Iterable[BusyReason], longest: timedelta) -> str:
    """Explain why a reminder comes although the desktop is busy."""
    return _("Reminders wait until {ends}, but no longer than {length}.").format(
        ends=status.ends_of(reasons), length=times.spoken_length(longest)
    )


def no_tips() -> str:
    """Explain why there is no tip."""
    return _("No tips left to show: all tips on these topics are hidden.")


def without_tip() -> str:
    """Fill a reminder for which there is no tip."""
    return _("Leave your chair and move around a little.")


def break_until(time: str) -> str:
    """Title the notification of a break that runs."""
    return _("Break until {time}").format(time=time)


def sit_or_walk_title() -> str:
    """Title the suggestion to somebody who stands."""
    return _("Time to sit or walk")


def sit_or_walk_body(standing: timedelta) -> str:
    """Say why, and what changes the position."""
    return _("You've been standing for {length}. Walk around a little, or sit down for a while.").format(
        length=times.spoken_length(standing)
    )


def break_complete_title() -> str:
    """Title the notification at the end of a break."""
    return _("Break complete")


def break_complete_body() -> str:
    """Add that nobody has to hurry back."""
    return _("Stay away as long as you like.")
