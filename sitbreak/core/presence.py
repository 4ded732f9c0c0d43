"""Values: where the person is, what the sitting clock wants measured next, and what it reports."""

from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from typing import assert_never

from sitbreak.core.values import frozen

ZERO = timedelta()


class Outcome(StrEnum):
    """What became of a break.

    ASKED and NATURAL were taken: after a reminder or *Start break*, or unasked. SHORT was asked for, and
    ended too early; SKIPPED and SNOOZED answer a reminder.
    """

    ASKED = "asked"
    NATURAL = "natural"
    SHORT = "short"
    SKIPPED = "skipped"
    SNOOZED = "snoozed"


@frozen
class Watch:
    """What the sitting clock wants the idle source to report next.

    Attributes:
        after: post an `Observed` as soon as idle is at least this long: at once if it already is
            (so zero asks for one measurement now). None: not wanted.
        back: post an `Observed` at the first input newer than the one the last `Observed` reported:
            at once if there has been one.
        input_only: `after` is about input alone; otherwise a source may take a film for input.
    """

    after: timedelta | None = None
    back: bool = False
    input_only: bool = False


@frozen
class Desk:
    """What the reminder needs to know from the sitting clock at one moment.

    Attributes:
        total: the sitting time.
        idle: how long there has been no input.
        unseen: how long ago they were last proven to be there, by input, a call or a film.
        sees_lulls: whether idle is known here.
    """

    total: timedelta
    idle: timedelta
    unseen: timedelta
    sees_lulls: bool = True


# --- where the person is -------------------------------------------------------------------------


@frozen
class AtDesk:
    """At the desk, sitting or standing.

    Attributes:
        counted: time at the desk since the last break, up to `since`.
        since: awake instant from which more time is added to it.
        seen: awake instant at which they were last proven to be there; None until the first proof.
        last_input: awake instant of the last known input; None until the first measurement.
        quiet: there has been no input since `last_input`, and the idle source reports the next one.
        asked: boot instant at which "is a call on?" was asked, until it is answered.
        returned_from: the absence that input ended at `since`; None if something else did.
    """

    counted: timedelta
    since: timedelta
    seen: timedelta | None = None
    last_input: timedelta | None = None
    quiet: bool = False
    asked: timedelta | None = None
    returned_from: "Absence | None" = None

    def until(self, awake: timedelta) -> timedelta:
        """Return the time at the desk up to an awake instant."""
        return self.counted + max(awake - self.since, ZERO)


@frozen
class Away:
    """Not at the desk, but not long enough for a break yet.

    Attributes:
        was: what was interrupted.
        left: boot instant at which the absence started.
        left_awake: the same on the awake clock.
        noticed: awake instant; only input newer than this may be the return.
        measured: idle has been measured once, to find the last input before the absence.
        asked_for: a reminder asked for it, or they said that it is a break.
        touched: awake instant of the first input that may be the return; None without one.
    """

    was: AtDesk
    left: timedelta
    left_awake: timedelta
    noticed: timedelta
    measured: bool
    asked_for: bool = False
    touched: timedelta | None = None

    @property
    def counted(self) -> timedelta:
        """The time at the desk at which the clock stopped."""
        return self.was.until(self.left_awake)


@frozen
class TakingBreak:
    """They said that they are getting up; the clock has stopped.

    Attributes:
        counted: the time at the desk at which it stopped.
        since: boot instant of the start.
        untouched: boot instant of the last input while they were getting up.
        noticed: awake instant; only input newer than this may be the return.
        touched: awake instant of the first input that may be the return; None without one.
    """

    counted: timedelta
    since: timedelta
    untouched: timedelta
    noticed: timedelta
    touched: timedelta | None = None


@frozen
class OnBreak:
    """Away for `break_length` or longer: the clock reads zero.

    Attributes:
        since: boot instant at which the absence started.
        noticed: awake instant; only input newer than this may be the return.
        touched: awake instant of the first input that may be the return; None without one.
    """

    since: timedelta
    noticed: timedelta
    touched: timedelta | None = None


Absence = Away | TakingBreak | OnBreak
Presence = AtDesk | Absence


def desk_time(presence: Presence, awake: timedelta) -> timedelta:
    """Return how long they have been at the desk since the last break, at an awake instant."""
    match presence:
        case AtDesk():
            return presence.until(awake)
        case Away() | TakingBreak():
            return presence.counted
        case OnBreak():
            return ZERO
        case _:
            assert_never(presence)


def sitting_time(presence: Presence, stood_up: timedelta | None, awake: timedelta) -> timedelta:
    """Return how much of that they sat; `stood_up` is as in `SittingClock`."""
    at_desk = desk_time(presence, awake)
    return at_desk if stood_up is None else min(at_desk, stood_up)


def standing_time(presence: Presence, stood_up: timedelta | None, awake: timedelta) -> timedelta:
    """Return how much of it they have been standing since they said so; zero while they sit."""
    return ZERO if stood_up is None else max(desk_time(presence, awake) - stood_up, ZERO)


def with_desk_time(presence: Presence, length: timedelta, awake: timedelta) -> Presence:
    """Return the same presence with another time at the desk, at an awake instant; on a break it is zero."""
    match presence:
        case AtDesk():
            return replace(presence, counted=length, since=awake, returned_from=None)
        case Away(was=was, left_awake=left):
            return replace(presence, was=replace(was, counted=length, since=left))
        case TakingBreak():
            return replace(presence, counted=length)
        case OnBreak():
            return presence
        case _:
            assert_never(presence)


# --- what the sitting clock reports --------------------------------------------------------------


@frozen
class CallCheckNeeded:
    """It has to be checked whether a call or a film is on."""


@frozen
class Left:
    """They are no longer at the desk."""


@frozen
class BreakTaken:
    """The absence has become a break.

    Attributes:
        after: how much sitting it ends.
        stood: how much standing it ends.
        since: boot instant at which the absence started.
        natural: neither a reminder nor they themselves asked for it.
        visible: the screen can be seen: it is not locked, and the computer has not slept in the meantime.
    """

    after: timedelta
    stood: timedelta
    since: timedelta
    natural: bool
    visible: bool


@frozen
class FellShort:
    """A break that was asked for ended too early, by this much."""

    by: timedelta


@frozen
class CameBack:
    """They are back at the desk.

    Attributes:
        left: boot instant at which the absence started.
        sat: what the clock of sitting shows as it goes on.
        stood: how long they have been standing, if they do.
        early: they had started a break, and it was too short.
    """

    left: timedelta
    sat: timedelta
    stood: timedelta
    early: bool


Event = CallCheckNeeded | Left | BreakTaken | FellShort | CameBack
