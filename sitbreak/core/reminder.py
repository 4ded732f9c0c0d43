"""The reminder: when it is due, and what happens to it until the break.

1. It comes at a lull inside the interval of sitting time, or else at the interval's end; never once they have
   left (idle of `break_length` or more).
2. Each time before it is shown, the desktop is asked what it is busy with; while it is busy, the reminder
   waits and asks again every minute. A reason that has lasted for four hours is stale and ignored; after an
   hour without an answer its age starts again, or yesterday's call would let a reminder into today's.
3. Shown and ignored, it is repeated every `repeat_every`, at most three times.
4. A snooze is N minutes from now, exactly; before a reminder is due it can only delay.
5. A skip starts a new reminder window; the sitting clock runs on.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from sitbreak.core.inputs import BusyReason
from sitbreak.core.now import Now
from sitbreak.core.presence import ZERO
from sitbreak.core.settings import Interval, Settings
from sitbreak.core.values import frozen

REPEATS = 3
ASK_AGAIN = timedelta(minutes=1)
STALE_AFTER = timedelta(hours=4)
FORGET_AFTER = timedelta(hours=1)
"""After this long without an answer, a reason that is found again counts as new."""
BUSY_ANSWER = timedelta(seconds=5)
"""How long an answer to `CheckBusy` may take before it counts as "nothing"."""


@frozen
class Due:
    """Shown, and not followed by a break yet.

    Attributes:
        since: boot instant of the first showing.
        repeats: how many more times it may be repeated.
        again: boot instant at which it is shown again; None when only the icon is left.
        withdrawn: it was taken off the screen; showing it again is not a repetition.
    """

    since: timedelta
    repeats: int
    again: timedelta | None
    withdrawn: bool = False

    @property
    def overdue(self) -> bool:
        """Whether it has been repeated."""
        return self.repeats < REPEATS


@frozen
class Waiting:
    """Due, and held back while the desktop is busy.

    Attributes:
        since: boot instant at which it began to wait.
        reasons: what it waits for.
        ask: boot instant at which the desktop is asked again.
        was: the reminder whose repetition waits, if it was shown before.
    """

    since: timedelta
    reasons: frozenset[BusyReason]
    ask: timedelta
    was: Due | None


@frozen
class Snoozed:
    """Put off by a snooze.

    Attributes:
        since: boot instant of the snooze.
        until: boot instant at which it ends.
        was_due: a reminder was due; otherwise the snooze only keeps the reminder window closed.
        shown: boot instant at which that reminder was first shown; None if it was only waiting.
    """

    since: timedelta
    until: timedelta
    was_due: bool
    shown: timedelta | None = None


State = Due | Waiting | Snoozed | None


def has_been_due(state: State) -> bool:
    """Whether a reminder is due, or was due and is snoozed."""
    return isinstance(state, Due | Waiting) or (isinstance(state, Snoozed) and state.was_due)


def can_snooze(state: State, length: timedelta, total: timedelta, window: Interval) -> bool:
    """Whether there is a reminder that a snooze of this length would delay (rule 4)."""
    return has_been_due(state) or total + length > window.start


@frozen
class Desk:
    """What the reminder needs to know from the sitting clock at one moment.

    Attributes:
        total: the sitting time.
        idle: how long there has been no input.
        unseen: how long ago they were last proven to be there, by input, a call or a film.
    """

    total: timedelta
    idle: timedelta
    unseen: timedelta


class Reminder:
    """Applies the rules above. It decides when to show; the planner shows."""

    def __init__(self, settings: Settings, state: State = None, skipped_at: timedelta = ZERO) -> None:
        self.settings = settings
        self.state: State = state
        self.skipped_at = skipped_at
        """The sitting time at which the current window started: zero, or that of the last skip."""
        self.asked: timedelta | None = None
        """Boot instant at which the desktop was asked, until it answers."""
        self.busy_since: dict[BusyReason, timedelta] = {}
        """For each reason found last, the boot instant since which it has been found every time."""
        self.stale_reasons: tuple[tuple[BusyReason, timedelta], ...] = ()
        """The reasons found last that are stale, each with the boot instant since which it has been found."""
        self._answered = ZERO
        """Boot instant of the last answer."""

    @property
    def window(self) -> Interval:
        """The reminder window in sitting time: from its start on at a lull, at its end anyway."""
        interval = self.settings.interval
        return Interval(self.skipped_at + interval.start, self.skipped_at + interval.end)

    @property
    def shown_at(self) -> timedelta | None:
        """Boot instant at which the reminder that now asks for a break was first shown."""
        match self.state:
            case Due(since=shown) | Waiting(was=Due(since=shown)) | Snoozed(shown=shown):
                return shown
        return None

    def wanted_idle(self, desk: Desk) -> timedelta | None:
        """Return the idle to watch for: a lull that brings the reminder, or the idle of an absence.

        None before the window opens, unless the interval is fixed: no particular idle matters yet.
        """
        window, left = self.window, self.settings.break_length
        if self.state is not None or self.asked is not None or desk.total >= window.end:
            return left
        if desk.total >= window.start:
            return min(self.settings.lull, left)
        return None if window.start < window.end else left

    def is_due(self, desk: Desk, now: Now) -> bool:
        """Whether to show it now, after asking the desktop; assumes that they are sitting and not paused."""
        if self.asked is not None or desk.unseen >= self.settings.break_length:
            return False
        match self.state:
            case Due(again=again):
                return again is not None and now.boot >= again
            case Waiting(ask=ask):
                return now.boot >= ask
            case Snoozed(until=until):
                return now.boot >= until
        return self._window_is_due(desk)

    def deadlines(self, desk: Desk, now: Now) -> Iterator[timedelta]:
        """Yield boot instants at which it may be due; assumes that they keep sitting and are not paused."""
        if self.asked is not None:
            yield self.asked + BUSY_ANSWER
        match self.state:
            case Due(again=timedelta() as at) | Waiting(ask=at) | Snoozed(until=at):
                yield at
            case None:
                yield now.boot + (self.window.start - desk.total)
                yield now.boot + (self.window.end - desk.total)

    @property
    def forgets_at(self) -> timedelta | None:
        """Boot instant at which a snooze that only keeps the window closed is forgotten."""
        match self.state:
            case Snoozed(until=until, was_due=False):
                return until
        return None

    def begin(self, now: Now) -> None:
        """Begin a step: forget a snooze that only kept the window closed, once it is over."""
        if self.forgets_at is not None and now.boot >= self.forgets_at:
            self.state = None

    def bring_back(self, now: Now) -> None:
        """Make a reminder that was taken off the screen return as soon as possible."""
        match self.state:
            case Due() as due:
                self.state = replace(due, again=now.boot, withdrawn=True)
            case Waiting(was=Due() as due) as waiting:
                self.state = replace(waiting, was=replace(due, withdrawn=True))

    def answer_overdue(self, now: Now) -> bool:
        """Whether the desktop has failed to answer in time."""
        return self.asked is not None and now.boot - self.asked >= BUSY_ANSWER

    def current_reasons(self, found: frozenset[BusyReason], now: Now) -> frozenset[BusyReason]:
        """Record what the desktop is busy with; return the reasons to wait (rule 2)."""
        if now.boot - self._answered > FORGET_AFTER:
            self.busy_since = {}
        self._answered = now.boot
        self.busy_since = {reason: self.busy_since.get(reason, now.boot) for reason in found}
        wanted = sorted(reason for reason in found if reason in self.settings.wait_during)
        self.stale_reasons = tuple(
            (reason, self.busy_since[reason])
            for reason in wanted
            if now.boot - self.busy_since[reason] >= STALE_AFTER
        )
        return frozenset(wanted) - dict(self.stale_reasons).keys()

    def record_busy(self, found: frozenset[BusyReason], now: Now) -> bool:
        """Record the answer; return whether the reminder may be shown."""
        self.asked = None
        reasons = self.current_reasons(found, now)
        if not reasons:
            return True
        ask = now.boot + ASK_AGAIN
        match self.state:
            case Waiting() as waiting:
                self.state = replace(waiting, reasons=reasons, ask=ask)
            case Due() as due:
                self.state = Waiting(now.boot, reasons, ask, due)
            case Snoozed(shown=timedelta() as shown):
                self.state = Waiting(now.boot, reasons, ask, Due(shown, REPEATS, None, withdrawn=True))
            case _:
                self.state = Waiting(now.boot, reasons, ask, None)
        return False

    def record_shown(self, now: Now) -> None:
        """Record that it is on the screen now."""
        match self.state:
            case Due() as due:
                self._repeat(due, now)
            case Waiting(was=Due() as due):
                self._repeat(due, now)
            case Snoozed(shown=timedelta() as shown):
                self.state = Due(shown, REPEATS, now.boot + self.settings.repeat_every)
            case _:
                self.state = Due(now.boot, REPEATS, now.boot + self.settings.repeat_every)

    def snooze(self, length: timedelta, desk: Desk, now: Now) -> bool:
        """Snooze it; return False if there is nothing to snooze."""
        if not can_snooze(self.state, length, desk.total, self.window):
            return False
        self.state = Snoozed(now.boot, now.boot + length, has_been_due(self.state), self.shown_at)
        self.asked = None
        return True

    def skip(self, total: timedelta) -> None:
        """Skip this break: a new window starts at the current sitting time."""
        self.forget()
        self.skipped_at = total

    def came_back(self, desk: Desk, now: Now, *, early: bool) -> None:
        """Continue; if a started break was too short, remind again after `repeat_every`."""
        self.skipped_at = min(self.skipped_at, desk.total)  # the clock stopped when they left
        snoozed = isinstance(self.state, Snoozed) and now.boot < self.state.until
        if not early or snoozed:
            return
        if self.shown_at is not None:
            self.state = Due(self.shown_at, REPEATS, now.boot + self.settings.repeat_every, withdrawn=True)
        elif desk.total >= self.window.start:
            self.snooze(self.settings.repeat_every, desk, now)

    def forget(self) -> None:
        """Drop the reminder."""
        self.state = None
        self.asked = None

    def break_taken(self) -> None:
        """Start again with the clock at zero."""
        self.forget()
        self.skipped_at = ZERO

    def interval_changed(self, total: timedelta) -> None:
        """Forget a reminder that would not be due yet with the new interval; a snooze keeps its end."""
        if not isinstance(self.state, Snoozed) and total < self.window.start:
            self.forget()

    def _window_is_due(self, desk: Desk) -> bool:
        at_lull = desk.idle >= self.settings.lull and desk.total >= self.window.start
        return at_lull or desk.total >= self.window.end

    def _repeat(self, due: Due, now: Now) -> None:
        repeats = due.repeats if due.withdrawn else due.repeats - 1
        self.state = Due(due.since, repeats, now.boot + self.settings.repeat_every if repeats else None)
