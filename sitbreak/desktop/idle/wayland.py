"""Presence from the Wayland compositor: it tells us, we never ask while nothing happens.

The compositor cannot be asked for idle, and its timers start when they are made. So this source knows the
past only as far as it has watched:

- `after`: idle counts from the watch on, and so is told late by up to itself when they were idle already.
- `back`: a timer of a moment goes off at once, and tells the next input. An input between the return that was
  told last and this watch goes unnoticed, so nothing is told "at once" but what happened after `after` was.
- Zero ("measure now"): exact once somebody has been told to be idle, or to be back a moment ago, or has been
  idle for `NOTICE` while watched for longer. Otherwise the last input may have been at any time before;
  `UNWATCHED` is told, which proves no return and moves the start of an absence by two seconds only.

A film's idle inhibitor counts as input for `after`, because watching a film is sitting; after two hours
without input no longer, where the protocol tells the two apart (ext-idle-notify-v1 version 2). Where it does
not, an inhibitor counts as input for all three.
"""

import time
from collections.abc import Callable
from datetime import timedelta

from sitbreak.core.inputs import Observed
from sitbreak.core.sitting import CALL_PROOF, FRESH_INPUT
from sitbreak.desktop.idle.wayland_idle import IdleProtocol, IdleTimers, Timer
from sitbreak.ports import Post, Watch

UNWATCHED = FRESH_INPUT.total_seconds()
"""Idle in seconds of somebody who was not watched: too long for a return."""

MOMENT = 0.01
"""Seconds without input that even somebody who types leaves; a mouse that moves without pause may not."""

NOTICE = 45.0
"""Seconds without input that are always noticed, for two wake-ups each time: so the last input before a lock
or a sleep is known, unless it was more recent."""

PATIENCE = 1.0
"""Seconds after which a moment without input must have been.

Source: KWin before 5.27 (KWayland) lets no timer be shorter than half a second.
"""

SECOND_LOOK = 0.5
"""Seconds until a compositor that has answered is asked again."""

FILM_PROOF = CALL_PROOF.total_seconds()
"""Seconds without input after which a film proves nothing any more."""


class WaylandIdleSource:
    """Two timers at most: `_mark` tells input, `_plain` (if there are two kinds) is held by films too.

    A `Presence` and a `Source`.
    """

    def __init__(self, post: Post, on_lost: Callable[[], None], protocol: IdleProtocol) -> None:
        """Connect to the compositor that WAYLAND_DISPLAY names.

        Args:
            post: gets an `Observed` whenever the watch is met.
            on_lost: called once when the compositor is gone, from inside `watch` or `ready`.
            protocol: what to speak.

        Raises:
            NoServer: no compositor, or one that does not speak it.
        """
        self.name = protocol.name
        self._timers = IdleTimers(protocol, on_lost)
        self._post = post
        self._watch: Watch | None = None
        self._mark: Timer | None = None
        self._plain: Timer | None = None
        self._due: float | None = None
        self._doubted = False
        self._untouched: float | None = None
        """Since when there has been no input; `_mark` tells the next one."""
        self._newest: float | None = None
        """The newest input known."""
        self._untold = False
        """That one is newer than what the last `Observed` told of."""

    def watch(self, watch: Watch) -> None:
        """Replace the watch; setting one that is equal and still armed costs nothing."""
        if watch == self._watch:
            return
        self._timers.read()  # what has come so far is input before this watch
        self._watch = watch
        self._due = None
        self._stop_plain()
        if self._untouched is None:
            self._stop_mark()
        self._look()

    def fileno(self) -> int:
        """Return the connection's descriptor, -1 once it is closed."""
        return self._timers.fileno()

    def due(self) -> float | None:
        """Return when idle is long enough, if nothing is heard till then (time.monotonic() seconds)."""
        return self._due

    def ready(self) -> None:
        """Read what the compositor tells."""
        self._timers.read()
        if self._due is None or self._due > time.monotonic():
            return
        self._due = None
        if self._untouched is None:
            self._doubt()
        else:
            self._look()

    def close(self) -> None:
        """Give everything back."""
        self._timers.close()

    # --- inside --------------------------------------------------------------------------------

    def _look(self) -> None:
        """Tell what meets the watch; see to it that the rest is heard of."""
        if self._watch is None:
            return
        now = time.monotonic()
        if self._watch.back and self._untold and self._newest is not None:
            self._tell(now - self._newest)
        elif self._untouched is None:
            self._start_timers(self._watch)
        elif self._watch.after is not None:
            after = self._watch.after.total_seconds()
            enough = after if self._plain is None else max(after, FILM_PROOF)
            if now < self._untouched + enough:
                self._due = self._untouched + enough
            elif after:
                self._tell(now - self._untouched)
            else:
                unwatched = UNWATCHED if self._newest is None else min(now - self._newest, UNWATCHED)
                self._tell(max(now - self._untouched, unwatched))

    def _start_timers(self, watch: Watch) -> None:
        if self._mark is not None or watch == Watch():
            return
        if watch.back or not watch.after:
            self._mark = self._timers.start(MOMENT, self._on_mark, input_only=True)
            self._due = self._mark.started + PATIENCE
            self._doubted = False
            return
        seconds = watch.after.total_seconds()
        self._mark = self._timers.start(min(seconds, NOTICE), self._on_mark, input_only=True)
        if self._timers.tells_input_apart and self._plain is None:
            self._plain = self._timers.start(seconds, self._on_plain, input_only=False)

    def _on_mark(self, idled: bool) -> None:  # noqa: FBT001 - what the timer tells
        if not idled:
            self._take_input()
        elif self._mark is not None:
            self._untouched = _went_off_since(self._mark)
            self._due = None
            self._look()

    def _on_plain(self, idled: bool) -> None:  # noqa: FBT001 - what the timer tells
        if not idled or self._plain is None:
            return
        # When a film has just ended, it is from its end on that nobody is known to be there.
        if self._untouched is not None:
            self._untouched = max(self._untouched, _went_off_since(self._plain))
        self._stop_plain()
        self._look()

    def _take_input(self) -> None:
        """Take note of an input now."""
        self._newest = time.monotonic()
        self._untold = True
        self._untouched = None
        self._due = None
        if not self._timers_fit():
            self._stop_mark()
        if self._watch is not None and (self._watch.back or self._watch.after == timedelta()):
            self._tell(0.0)
        else:
            self._look()

    def _timers_fit(self) -> bool:
        """Whether those that run are what the watch needs after an input, which has started them again."""
        if self._mark is None or self._watch is None or self._watch.back or not self._watch.after:
            return False
        is_noticing = self._mark.seconds == min(self._watch.after.total_seconds(), NOTICE)
        return is_noticing and (self._plain is not None) == self._timers.tells_input_apart

    def _doubt(self) -> None:
        """There has been no moment without input: that is input without pause, or a compositor that hangs."""
        mark = self._mark

        def on_answer() -> None:
            if self._mark is not mark or self._untouched is not None:
                return
            if self._doubted:
                self._take_input()
            else:
                # One that hung may answer first and look at its timers then.
                self._doubted = True
                self._due = time.monotonic() + SECOND_LOOK

        self._timers.ask(on_answer)

    def _tell(self, idle: float) -> None:
        self._watch = None
        self._untold = False
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


def _went_off_since(timer: Timer) -> float:
    """Return since when there has been no input if this timer goes off now.

    Source: seen on KWin 5.27: its timers go off up to a twentieth of their time early.
    """
    return max(time.monotonic() - timer.seconds, timer.started)
