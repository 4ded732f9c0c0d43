"""An absence from the desk: since when, until which moment input is ignored, when it becomes a break.

The numbered rules are those at the head of `sitting`.
"""

from dataclasses import replace
from datetime import timedelta

from sitbreak.core.now import Now
from sitbreak.core.presence import ZERO, Absence, Away, TakingBreak

GETTING_UP = timedelta(seconds=15)
REPORTING = timedelta(seconds=1)
"""How long an idle source may take to report the last input while they were getting up."""
GOES_ON_FROM = timedelta(seconds=3)
GOES_ON_UNTIL = timedelta(seconds=30)
"""Input this long after the first one shows that it goes on."""


def heeded_from(absence: Absence) -> timedelta:
    """Return the awake instant from which input matters (rules 5 and 8)."""
    return absence.noticed if absence.touched is None else absence.touched + GOES_ON_FROM


def ignoring_input(absence: Absence, until: timedelta) -> Absence:
    """Return the absence, with no input up to this awake instant being its end (rule 5)."""
    return replace(absence, noticed=until, touched=None)


def measured(away: Away, last_input: timedelta) -> Away:
    """Move the start of an absence back to the last input, but not before `seen` (rule 4)."""
    start = last_input if away.was.seen is None else max(last_input, away.was.seen)
    earlier = max(away.left_awake - start, ZERO)
    return replace(away, left=away.left - earlier, left_awake=away.left_awake - earlier, measured=True)


def while_getting_up(taking: TakingBreak, last_input: timedelta, now: Now) -> TakingBreak:
    """Record an input that is ignored; the break starts at the last one while they got up (rule 8)."""
    at = now.boot - (now.awake - last_input)
    return replace(taking, untouched=max(taking.untouched, at)) if at <= taking.since + GETTING_UP else taking


def left_at(absence: Absence) -> timedelta:
    """Return the boot instant at which they left."""
    return absence.left if isinstance(absence, Away) else absence.since


def started(absence: Away | TakingBreak) -> timedelta:
    """Return the boot instant from which `break_length` counts."""
    return absence.left if isinstance(absence, Away) else absence.untouched


def break_at(absence: Away | TakingBreak, length: timedelta, now: Now, *, sees_input: bool) -> timedelta:
    """Return the boot instant at which an absence becomes a break (rules 5, 6 and 8).

    Args:
        absence: which one.
        length: that of a break.
        now: this moment.
        sees_input: input can end it.
    """
    at = started(absence) + length
    if absence.touched is not None:
        at = max(at, now.boot + (absence.touched + GOES_ON_UNTIL - now.awake))
    if isinstance(absence, TakingBreak) and sees_input:
        at = max(at, absence.since + GETTING_UP + REPORTING)
    return at
