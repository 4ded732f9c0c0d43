"""Idle from the Wayland compositor, which reports it without being asked.

It cannot be asked for idle, and its timers start when they are made. So this source knows the past only as
far as it has watched:

- `after`: idle counts from the start of the watch. If the person was already idle, it is reported late, by
  up to its own length.
- `back`: a very short timer goes off at the first moment without input and then reports the next input. An
  input between the last reported return and this watch goes unnoticed: only a return after a reported `after`
  is reported at once.
- Zero ("measure now"): exact once somebody has been reported as idle, or as back a moment ago, or has been
  idle for `Timing.notice` during a longer watch. Otherwise the last input may have been at any time before;
  then `Timing.unwatched` is reported, which proves no return and moves the start of an absence by only two
  seconds.

Where the protocol distinguishes a film's idle inhibitor from input (ext-idle-notify-v1 version 2), it counts
as input for an `after` that is not about input alone, for two hours at most. Where it does not, nothing can
be measured while something inhibits idle: that counts as input for `after`, and while `back` is watched for,
idle is reported as unknown until there is a moment without input again.
"""

import time
from collections.abc import Callable
from datetime import timedelta

from sitbreak.core.inputs import IdleSourceChanged, Observed
from sitbreak.core.sitting import CALL_PROOF
from sitbreak.core.values import frozen
from sitbreak.desktop.idle.wayland_timers import IdleProtocol, IdleTimers, Timer
from sitbreak.ports import Post, Watch


@frozen
class Timing:
    """How long things take, in seconds.

    Source: KWin before 5.27 (KWayland) allows no timer shorter than half a second, so `patience` is longer.

    Attributes:
        moment: how long a moment without input is. Even fast typing leaves such gaps; a mouse that never
            rests may not.
        patience: how long "measure now" waits for such a moment.
        inhibited: how long no hand goes on without such a moment: something inhibits idle.
        notice: how long a pause is that is always noticed, at two wake-ups each time. So the last input
            before a lock or a sleep is known, unless it was more recent than this.
        unwatched: the idle to report when nobody was watched before: longer than the answer takes.
        film_proof: how long after the last input a film still proves that somebody is there.
    """

    moment: float = 0.01
    patience: float = 1.0
    inhibited: float = 10.0
    notice: float = 45.0
    unwatched: float = 2.0
    film_proof: float = CALL_PROOF.total_seconds()


TIMING = Timing()


class WaylandIdleSource:
    """An `IdleSource` and a `Source`, with two timers at most.

    `_mark` reports input; `_plain`, if there are two kinds of timers, is held by films too.
    """

    def __init__(
        self, post: Post, on_lost: Callable[[], None], protocol: IdleProtocol, timing: Timing = TIMING
    ) -> None:
        """Connect to the compositor that WAYLAND_DISPLAY names.

        Args:
            post: gets an `Observed` whenever the watch is met.
            on_lost: called once when the compositor is gone, from inside `watch` or `ready`.
            protocol: the protocol to speak.
            timing: how long it waits.

        Raises:
            NoServer: no compositor, or one that does not speak it.
        """
        self.name = protocol.name
        self._timers = IdleTimers(protocol, on_lost)
        self._timing = timing
        self._post = post
        self._watch: Watch | None = None
        self._mark: Timer | None = None
        self._plain: Timer | None = None
        self._due: float | None = None
        self._has_answered = False
        self._is_known = True
        self._untouched: float | None = None
        """Since when there has been no input; `_mark` reports the next one."""
        self._newest: float | None = None
        """The newest input known."""
        self._unreported = False
        """That one is newer than the one in the last `Observed`."""

    def watch(self, watch: Watch) -> None:
        """Replace the watch; setting one that is equal and still armed costs nothing."""
        if watch == self._watch:
            return
        self._timers.read()  # what has arrived so far is input before this watch
        self._watch = watch
        self._due = None
        if watch.input_only and self._plain is not None and self._untouched is not None:
            self._untouched = time.monotonic()  # until now a film may have been what held the plain timer
        self._stop_plain()
        if self._untouched is None:
            self._stop_mark()
        self._look()

    def fileno(self) -> int:
        """Return the connection's descriptor, -1 once it is closed."""
        return self._timers.fileno()

    def due(self) -> float | None:
        """Return when idle is long enough if nothing happens before (time.monotonic() seconds)."""
        return self._due

    def ready(self) -> None:
        """Read what the compositor reports."""
        self._timers.read()
        if self._due is None or self._due > time.monotonic():
            return
        self._due = None
        if self._untouched is not None:
            self._look()
        elif self._watch is not None and self._watch.back:
            self._check_inhibitor()
        else:
            self._report(self._timing.unwatched)

    def close(self) -> None:
        """Close the connection."""
        self._timers.close()

    # --- internals -------------------------------------------------------------------------------

    def _look(self) -> None:
        """Report what meets the watch; start the timers for the rest."""
        if self._watch is None:
            return
        now = time.monotonic()
        if self._watch.back and self._unreported and self._newest is not None:
            self._report(now - self._newest)
        elif self._untouched is None:
            self._start_timers(self._watch)
        elif self._watch.after is not None:
            after = self._watch.after.total_seconds()
            enough = after if self._plain is None else max(after, self._timing.film_proof)
            if now < self._untouched + enough:
                self._due = self._untouched + enough
            elif after:
                self._report(now - self._untouched)
            else:
                unwatched = self._timing.unwatched
                if self._newest is not None:
                    unwatched = min(now - self._newest, unwatched)
                self._report(max(now - self._untouched, unwatched))

    def _start_timers(self, watch: Watch) -> None:
        if self._mark is not None or watch == Watch():
            return
        first = self._first_mark(watch)
        self._mark = self._timers.start(first, self._on_mark, self._on_input, input_only=True)
        self._has_answered = False
        if watch.back:
            self._due = self._mark.started + self._timing.inhibited
        elif not watch.after:
            self._due = self._mark.started + self._timing.patience
        elif self._wants_plain(watch) and self._plain is None:
            self._plain = self._timers.start(watch.after.total_seconds(), self._on_plain)

    def _first_mark(self, watch: Watch) -> float:
        """Return the seconds without input that have to be noticed first."""
        if watch.back or not watch.after or not self._is_known:
            return self._timing.moment
        return min(watch.after.total_seconds(), self._timing.notice)

    def _wants_plain(self, watch: Watch) -> bool:
        """Return whether a film holds this watch, and only the plain timer knows of it."""
        return self._timers.distinguishes_input and not watch.input_only

    def _on_mark(self) -> None:
        if self._mark is not None:
            self._untouched = _untouched_since(self._mark)
            self._due = None
            self._report_known(known=True)
            self._look()

    def _on_plain(self) -> None:
        if self._plain is None:
            return
        # If a film has just ended, its end is the last sign of somebody being there.
        if self._untouched is not None:
            self._untouched = max(self._untouched, _untouched_since(self._plain))
        self._stop_plain()
        self._look()

    def _on_input(self) -> None:
        """Record an input now."""
        self._newest = time.monotonic()
        self._unreported = True
        self._untouched = None
        self._due = None
        if not self._timers_fit():
            self._stop_mark()
        if self._watch is not None and (self._watch.back or self._watch.after == timedelta()):
            self._report(0.0)
        else:
            self._look()

    def _timers_fit(self) -> bool:
        """Return whether the running timers, restarted by an input, are those that the watch needs."""
        if self._mark is None or self._watch is None or self._watch.back or not self._watch.after:
            return False
        is_noticing = self._mark.seconds == self._first_mark(self._watch)
        return is_noticing and (self._plain is not None) == self._wants_plain(self._watch)

    def _check_inhibitor(self) -> None:
        """Find out why there was no moment without input: an inhibitor, or a hanging compositor."""
        mark = self._mark

        def on_done() -> None:
            if self._mark is mark and self._untouched is None:
                # A compositor that hung may answer first and look at its timers then.
                self._has_answered = True
                self._due = time.monotonic() + self._timing.patience

        if self._has_answered:
            self._report_known(known=False)
        elif not self._timers.distinguishes_input:
            self._timers.sync(on_done)

    def _report_known(self, *, known: bool) -> None:
        if known != self._is_known:
            self._is_known = known
            self._post(IdleSourceChanged(known))

    def _report(self, idle: float) -> None:
        self._watch = None
        self._unreported = False
        self._due = None
        self._stop_plain()
        self._post(Observed(timedelta(seconds=idle)))

    def _stop_mark(self) -> None:
        if self._mark is not None:
            self._mark.stop()
            self._mark = None

    def _stop_plain(self) -> None:
        if self._plain is not None:
            self._plain.stop()
            self._plain = None


def _untouched_since(timer: Timer) -> float:
    """Return since when there has been no input if this timer goes off now.

    Source: seen on KWin 5.27: its timers go off up to a twentieth of their time early.
    """
    return max(time.monotonic() - timer.seconds, timer.started)
