"""The one thread that changes anything: it takes inputs from the inbox, asks the planner and does as told.

Everybody else only posts. The wait itself is the watchdog: it ends after a minute at the latest, which is
how a suspend or a stepped clock is noticed; what rings on time is the alarm.
"""

import logging
import time
from collections.abc import Callable
from typing import Protocol

from sitbreak.core.effects import Effect, End, Reply
from sitbreak.core.inputs import Input, Ticked
from sitbreak.core.now import Now
from sitbreak.core.planner import Planner
from sitbreak.core.words import FAILED
from sitbreak.ports import Clock, Source
from sitbreak.waiter import Timer, Waiter

WATCHDOG = 60.0
"""Seconds after which the loop looks at the clocks although nothing has happened."""

OnReply = Callable[[Reply], None]
_log = logging.getLogger(__name__)


class Performer(Protocol):
    """The world as the loop sees it. Whatever it raises is logged and forgiven."""

    def perform(self, effect: Effect) -> None:
        """Do what the planner wants done once."""

    def follow(self, planner: Planner, now: Now) -> None:
        """Make what lasts (alarm, watch, tray) agree with the planner; costs nothing when it does."""


class Loop:
    """Joins the planner with the world, one input at a time."""

    def __init__(
        self, planner: Planner, clock: Clock, waiter: Waiter | None = None, watchdog: float = WATCHDOG
    ) -> None:
        self.planner = planner
        self._clock = clock
        self._waiter = waiter or Waiter()
        self._watchdog = watchdog
        self._performer: Performer | None = None
        self._handled = time.monotonic()
        self._ended = False
        self.add(self)

    def join(self, performer: Performer) -> None:
        """Let this do what the planner wants, from the next input on."""
        self._performer = performer

    def post(self, happened: Input) -> None:
        """Let an input be handled. May be called from any thread and from a signal handler."""
        self.ask(happened, None)

    def ask(self, wish: Input, on_reply: OnReply | None) -> None:
        """Let a wish be handled and its reply told, on the loop's thread. May be called from any thread."""
        self._waiter.soon(lambda: self.handle(wish, on_reply))

    def add(self, source: Source) -> None:
        """Wait for this source too. On the loop's thread, or before it runs."""
        self._waiter.add(source)

    def remove(self, source: Source) -> None:
        """Wait for this source no more; one that is unknown is fine. On the loop's thread."""
        self._waiter.remove(source)

    def later(self, seconds: float, action: Callable[[], None]) -> None:
        """Do something on the loop's thread after a while."""

        def act() -> None:
            self.remove(timer)
            action()

        timer = Timer(seconds, act)
        self.add(timer)

    def run(self) -> None:
        """Handle inputs until one of them ends it."""
        self._waiter.run(lambda: not self._ended)
        self._waiter.close()

    # --- the watchdog, a source that only has a time ---------------------------------------------

    def fileno(self) -> int:
        """Return no descriptor."""
        return -1

    def due(self) -> float:
        """Return when to look at the clocks if nothing happens until then (time.monotonic() seconds)."""
        return self._handled + self._watchdog

    def ready(self) -> None:
        """Look at the clocks."""
        self.handle(Ticked())

    def handle(self, happened: Input, on_reply: OnReply | None = None) -> None:
        """Handle one input now. On the loop's thread, or before it runs."""
        self._handled = time.monotonic()
        reply = Reply("")
        try:
            now = self._clock()
            for effect in self.planner.handle(happened, now):
                if isinstance(effect, Reply):
                    reply = effect
                elif isinstance(effect, End):
                    self._ended = True
                else:
                    self._perform(effect)
            self._follow(now)
        except Exception:
            _log.exception("%s could not be handled", happened)
            reply = Reply(FAILED, done=False)
        if on_reply is not None:
            on_reply(reply)

    # --- inside --------------------------------------------------------------------------------

    def _perform(self, effect: Effect) -> None:
        if self._performer is None:
            return
        try:
            self._performer.perform(effect)
        except OSError as error:
            _log.warning("%s", error)
        except Exception:
            _log.exception("%s could not be done", effect)

    def _follow(self, now: Now) -> None:
        if self._performer is None:
            return
        try:
            self._performer.follow(self.planner, now)
        except Exception:
            _log.exception("the desktop could not be brought up to date")
