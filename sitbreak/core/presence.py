"""Presence as values: where the person is, and what is to be measured next."""

from datetime import timedelta

from sitbreak.core.values import frozen

ZERO = timedelta()


@frozen
class Watch:
    """What the sitting clock wants to hear from presence next.

    Attributes:
        after: post an `Observed` as soon as idle is at least this long: at once when it already is
            (so zero asks for one measurement now). None: not wanted.
        back: post an `Observed` at the first input newer than the one the last `Observed` told of:
            at once when there has been one.
    """

    after: timedelta | None = None
    back: bool = False


@frozen
class Sitting:
    """At the desk.

    Attributes:
        counted: sitting time up to `since`.
        since: awake instant from which time comes on top of it.
        seen: awake instant at which they were last proven to be there; None until the first proof.
        last_input: awake instant of the last input known; None until the first measurement.
        quiet: there has been no input since `last_input`, and presence tells the next one.
        asked: boot instant at which "is a call on?" was asked and is not answered yet.
    """

    counted: timedelta
    since: timedelta
    seen: timedelta | None = None
    last_input: timedelta | None = None
    quiet: bool = False
    asked: timedelta | None = None

    def until(self, awake: timedelta) -> timedelta:
        """Return the sitting time up to an awake instant."""
        return self.counted + max(awake - self.since, ZERO)


@frozen
class Away:
    """Not at the desk, not long enough for a break yet.

    Attributes:
        was: the sitting that was left.
        left: boot instant at which the absence started.
        left_awake: the same on the awake clock.
        noticed: awake instant; only input newer than this proves the return.
        measured: idle was asked for once, to find the last input before the absence.
        asked_for: a reminder had asked for it.
    """

    was: Sitting
    left: timedelta
    left_awake: timedelta
    noticed: timedelta
    measured: bool
    asked_for: bool = False

    @property
    def counted(self) -> timedelta:
        """The sitting time at which the clock stands."""
        return self.was.until(self.left_awake)


@frozen
class TakingBreak:
    """They said that they are getting up; the clock stands still.

    Attributes:
        counted: the sitting time at which it stands.
        since: boot instant of the start.
        untouched: boot instant since which there has been no input.
        getting_up: awake instant up to which input is ignored.
        quiet: idle was measured after the getting up, and presence tells the next input.
    """

    counted: timedelta
    since: timedelta
    untouched: timedelta
    getting_up: timedelta
    quiet: bool = False


@frozen
class OnBreak:
    """Away for `break_length` or longer: the clock reads zero.

    Attributes:
        since: boot instant at which the absence started.
        noticed: awake instant; only input newer than this proves the return.
    """

    since: timedelta
    noticed: timedelta


Presence = Sitting | Away | TakingBreak | OnBreak


def sitting_time(presence: Presence, awake: timedelta) -> timedelta:
    """Return how long they have been sitting, at an awake instant."""
    match presence:
        case Sitting() as sitting:
            return sitting.until(awake)
        case Away() | TakingBreak() as standing:
            return standing.counted
    return ZERO
