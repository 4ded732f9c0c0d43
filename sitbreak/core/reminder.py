"""The reminder: when it is due, and what happens to it until the break.

1. It comes at a lull inside the interval of sitting time, or else at the interval's end; never once they have
   left (idle of `break_length` or more).
2. Each time before it is shown, the desktop is asked what it is busy with; while it is busy, the reminder
   waits and asks again every minute, but no longer than `wait_during` allows; of several reasons, the longest
   bound applies. It is counted in sitting time from the end of the interval, or from that of a snooze, a
   pause or a time outside working hours that ends later; a pause in the middle does not count. Then it comes
   at the next lull, or else an interval later, says in spite of what, and a new interval starts. Taken off
   the screen by a lock, it returns without waiting for the same once more.
3. Shown and ignored, it is repeated every `repeat_every`, at most three times; then a new interval starts.
4. A snooze is N minutes from now, exactly; before a reminder is due it can only delay.
5. A skip starts a new interval. Whatever starts one, the sitting clock runs on.
6. Nobody who stands is reminded. To stand for `break_length` is to follow a reminder that was due: when they
   sit again, a new interval starts. After less it comes back, as after a break that was too short.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from sitbreak.core.inputs import BusyReason
from sitbreak.core.now import Now
from sitbreak.core.presence import ZERO, Desk
from sitbreak.core.settings import Interval, Settings
from sitbreak.core.values import frozen

REPEATS = 3
ASK_AGAIN = timedelta(minutes=1)
BUSY_ANSWER = timedelta(seconds=5)
"""How long an answer to `CheckBusy` may take before it counts as "nothing new"."""


@frozen
class Due:
    """Shown, and not followed by a break yet.

    Attributes:
        since: boot instant of the first showing.
        repeats: how many more times it may be repeated.
        again: boot instant at which it is shown again; None once a new interval brings the next reminder.
        withdrawn: it was taken off the screen; showing it again is not a repetition.
        despite: what it has waited for in vain.
    """

    since: timedelta
    repeats: int
    again: timedelta | None
    withdrawn: bool = False
    despite: frozenset[BusyReason] = frozenset()

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
        counts_from: the sitting time from which the bounds are counted.
        paused_at: the sitting time at which a pause began, until the desktop is asked again after it.
    """

    since: timedelta
    reasons: frozenset[BusyReason]
    ask: timedelta
    was: Due | None
    counts_from: timedelta
    paused_at: timedelta | None = None


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


class Reminder:
    """Applies the rules above. It decides when to show; the planner shows."""

    def __init__(self, settings: Settings, state: State = None) -> None:
        self.settings = settings
        self.state: State = state
        self.interval_from = ZERO
        """The sitting time at which the current interval started."""
        self.asked: timedelta | None = None
        """Boot instant at which the desktop was asked, until it answers."""

    @property
    def window(self) -> Interval:
        """The reminder window in sitting time: from its start on at a lull, at its end anyway."""
        interval = self.settings.interval
        return Interval(self.interval_from + interval.start, self.interval_from + interval.end)

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
        window, left = self._lull_window(desk), self.settings.break_length
        if self.asked is not None or window is None or desk.total >= window.end:
            return left
        if desk.total >= window.start:
            return min(self.settings.lull, left)
        return None if self.state is None and window.start < window.end else left

    def is_due(self, desk: Desk, now: Now) -> bool:
        """Whether to show it now, after asking the desktop; assumes that they are sitting and not paused."""
        if self.asked is not None or desk.unseen >= self.settings.break_length:
            return False
        match self.state:
            case Due(again=timedelta() as at) | Snoozed(until=at):
                return now.boot >= at
            case Waiting(ask=at) if now.boot >= at:
                return True
        return self._window_is_due(desk)

    def deadlines(self, desk: Desk, now: Now) -> Iterator[timedelta]:
        """Yield boot instants at which it may be due; assumes that they keep sitting and are not paused."""
        if self.asked is not None:
            yield self.asked + BUSY_ANSWER
        match self.state:
            case Due(again=timedelta() as at) | Waiting(ask=at) | Snoozed(until=at):
                yield at
        if window := self._lull_window(desk):
            yield now.boot + (window.start - desk.total)
            yield now.boot + (window.end - desk.total)

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
            case Waiting(was=Due(again=timedelta()) as due) as waiting:
                self.state = replace(waiting, was=replace(due, withdrawn=True))

    def pause(self, total: timedelta) -> None:
        """Record that a pause has begun, if that is new: its time counts towards no bound."""
        if isinstance(self.state, Waiting) and self.state.paused_at is None:
            self.state = replace(self.state, paused_at=total)

    def answer_overdue(self, now: Now) -> bool:
        """Whether the desktop has failed to answer in time."""
        return self.asked is not None and now.boot - self.asked >= BUSY_ANSWER

    @property
    def known_reasons(self) -> frozenset[BusyReason]:
        """What the desktop was busy with when it last answered, if the reminder waits for that."""
        return self.state.reasons if isinstance(self.state, Waiting) else frozenset()

    def reasons_to_wait(self, found: frozenset[BusyReason]) -> frozenset[BusyReason]:
        """Return those of the reasons found that the person wants to be waited for."""
        return frozenset(reason for reason in found if reason in self.settings.wait_during)

    def record_busy(self, found: frozenset[BusyReason], desk: Desk, now: Now) -> frozenset[BusyReason] | None:
        """Record the answer, and decide whether the reminder waits (rule 2).

        Returns:
            None if it waits; otherwise what it comes in spite of, as a rule nothing.
        """
        self.asked = None
        reasons = self.reasons_to_wait(found)
        if not reasons:
            return reasons
        ask = now.boot + ASK_AGAIN
        match self.state:
            case Due(withdrawn=True, despite=despite) if reasons <= despite:
                return reasons  # it has waited for them already
            case Waiting(counts_from=counts_from, paused_at=paused_at) as waiting:
                if paused_at is not None:
                    waited = max(paused_at - counts_from, ZERO)
                    counts_from = max(counts_from, desk.total - waited)
                self.state = replace(
                    waiting, reasons=reasons, ask=ask, counts_from=counts_from, paused_at=None
                )
                if self._window_is_due(desk):
                    return reasons
            case Due() as due:
                self.state = Waiting(now.boot, reasons, ask, due, self._counts_from(desk))
            case Snoozed(shown=timedelta() as shown):
                due = Due(shown, REPEATS, now.boot, withdrawn=True)
                self.state = Waiting(now.boot, reasons, ask, due, self._counts_from(desk))
            case _:
                self.state = Waiting(now.boot, reasons, ask, None, self._counts_from(desk))
        return None

    def record_shown(self, despite: frozenset[BusyReason], desk: Desk, now: Now) -> bool:
        """Record that it is on the screen now; return whether it is new, not a repetition."""
        again = now.boot + self.settings.repeat_every
        match self.state:
            case Due(withdrawn=True) as due if despite:
                self.state = replace(due, again=again, withdrawn=False, despite=despite)
                return False
            case (Due(again=timedelta()) as due) | Waiting(was=Due(again=timedelta()) as due) if not despite:
                repeats = due.repeats if due.withdrawn else due.repeats - 1
                self.state = Due(due.since, repeats, again if repeats else None)
                new = False
            case Snoozed(shown=timedelta() as shown):
                self.state = Due(shown, REPEATS, again)
                new = False
            case _:
                self.state = Due(now.boot, REPEATS, again, despite=despite)
                new = True
        if despite or self.state.again is None:
            self.interval_from = desk.total
        return new

    def snooze(self, length: timedelta, desk: Desk, now: Now) -> bool:
        """Snooze it; return False if there is nothing to snooze."""
        if not can_snooze(self.state, length, desk.total, self.window):
            return False
        self.state = Snoozed(now.boot, now.boot + length, has_been_due(self.state), self.shown_at)
        self.asked = None
        return True

    def skip(self, total: timedelta) -> None:
        """Skip this break: a new interval starts at the current sitting time."""
        self.forget()
        self.interval_from = total

    def came_back(self, desk: Desk, now: Now, *, early: bool) -> None:
        """Continue; if a started break was too short, remind again after `repeat_every`."""
        self.interval_from = min(self.interval_from, desk.total)  # the clock stopped when they left
        snoozed = isinstance(self.state, Snoozed) and now.boot < self.state.until
        if not early or snoozed:
            return
        if self.shown_at is not None:
            self.state = Due(self.shown_at, REPEATS, now.boot + self.settings.repeat_every, withdrawn=True)
        elif desk.total >= self.window.start:
            self.snooze(self.settings.repeat_every, desk, now)

    def sat_down(self, desk: Desk, now: Now, stood: timedelta) -> None:
        """Continue after a standing of this length (rule 6)."""
        if stood < self.settings.break_length:
            self.came_back(desk, now, early=True)
        elif has_been_due(self.state):
            self.skip(desk.total)

    def forget(self) -> None:
        """Drop the reminder."""
        self.state = None
        self.asked = None

    def break_taken(self) -> None:
        """Start again with the clock at zero."""
        self.forget()
        self.interval_from = ZERO

    def interval_changed(self, total: timedelta) -> None:
        """Forget a reminder if they have sat less than the new interval; a snooze keeps its end."""
        if not isinstance(self.state, Snoozed) and total < self.settings.interval.start:
            self.forget()

    # --- internals -------------------------------------------------------------------------------

    def _lull_window(self, desk: Desk) -> Interval | None:
        """Return the range of sitting time in which a lull brings it, and at whose end it comes anyway.

        None while it comes at a certain moment instead.
        """
        match self.state:
            case None | Due(again=None):
                return self.window
            case Waiting(reasons=reasons, counts_from=counts_from, paused_at=None):
                over = counts_from + max(self.settings.wait_during.get(reason, ZERO) for reason in reasons)
                return Interval(over, over + (self.settings.interval.end if desk.sees_lulls else ZERO))
        return None

    def _window_is_due(self, desk: Desk) -> bool:
        window = self._lull_window(desk)
        if window is None or desk.total < window.start:
            return False
        return desk.idle >= self.settings.lull or desk.total >= window.end

    def _counts_from(self, desk: Desk) -> timedelta:
        """Return the sitting time from which the bounds of a wait that begins now are counted."""
        return max(self.window.end, desk.total)
