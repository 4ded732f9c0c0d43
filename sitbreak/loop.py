"""The one thread that changes anything: it takes inputs from the inbox, asks the planner and does as told.

Everybody else only posts. What rings on time is the alarm; the watchdog looks at the clocks once a minute,
which is how a suspend or a stepped clock is noticed that nobody told of.
"""

import logging
from collections.abc import Callable
from typing import Protocol

from sitbreak.core.effects import Effect, End, Reply
from sitbreak.core.inputs import Input, Quit, Ticked
from sitbreak.core.now import Now
from sitbreak.core.planner import Planner
from sitbreak.core.words import replies
from sitbreak.ports import Clock, Source
from sitbreak.waiter import Waiter

WATCHDOG = 60.0
"""Seconds between two looks at the clocks when nothing happens."""

OnReply = Callable[[Reply], None]
_log = logging.getLogger(__name__)


class Performer(Protocol):
    """The world as the loop sees it. Whatever it raises is logged and forgiven."""

    def perform(self, effect: Effect) -> None:
        """Do what the planner wants done once.

        Raises:
            OSError: it could not be done; the message is one line for the person, and answers their wish.
        """

    def follow(self, planner: Planner, now: Now) -> None:
        """Make what lasts (alarm, watch, tray) agree with the planner; costs nothing when it does."""

    def let_pass(self, now: Now) -> None:
        """Show that time has passed since `follow`, and nothing else has happened."""

    def look_around(self, now: Now) -> None:
        """Do what has to be done once a minute."""


class Loop:
    """Joins the planner with the world, one input at a time. `join` comes first."""

    _performer: Performer

    def __init__(
        self, planner: Planner, clock: Clock, waiter: Waiter | None = None, watchdog: float = WATCHDOG
    ) -> None:
        self.planner = planner
        self._clock = clock
        self._waiter = waiter or Waiter()
        self._watchdog = watchdog
        self._followed = False
        self._ended = False

    def join(self, performer: Performer) -> None:
        """Let this do what the planner wants."""
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
        """Do something on the loop's thread after a while. On the loop's thread, or before it runs."""
        self._waiter.later(seconds, action)

    def keep_watch(self) -> None:
        """Look at the clocks and around, now and from now on once a minute."""
        self.later(self._watchdog, self.keep_watch)
        now = self._clock()
        if self._followed and self.planner.lets_pass(now):
            self._attempt("showing the time", lambda: self._performer.let_pass(now))
        else:
            self._handle(Ticked(), now)
        self._attempt("looking around", lambda: self._performer.look_around(now))

    def run(self) -> None:
        """Handle inputs until one of them ends it."""
        self._waiter.run(lambda: not self._ended)
        self._waiter.close()

    def handle(self, happened: Input, on_reply: OnReply | None = None) -> None:
        """Handle one input now. On the loop's thread, or before it runs."""
        reply = self._handle(happened, self._clock())
        if on_reply is not None:
            on_reply(reply)

    # --- inside --------------------------------------------------------------------------------

    def _handle(self, happened: Input, now: Now) -> Reply:
        reply = self._do(self._decide(happened, now))
        self._followed = self._attempt("showing the state", lambda: self._performer.follow(self.planner, now))
        return reply

    def _decide(self, happened: Input, now: Now) -> list[Effect]:
        try:
            return self.planner.handle(happened, now)
        except Exception:
            _log.exception("%s could not be handled", happened)
        failed = Reply(replies.failed(), done=False)
        return [failed, End()] if isinstance(happened, Quit) else [failed]

    def _do(self, effects: list[Effect]) -> Reply:
        """Do the effects; return the planner's reply, or what failed."""
        reply, failure = Reply(""), None
        for effect in effects:
            match effect:
                case Reply():
                    reply = effect
                case End():
                    self._ended = True
                case _:
                    failure = self._perform(effect) or failure
        return reply if failure is None else Reply(failure, done=False)

    def _perform(self, effect: Effect) -> str | None:
        """Do one effect; return why not, if so."""
        try:
            self._performer.perform(effect)
        except OSError as error:
            _log.warning("%s", error)
            return str(error)
        except Exception:
            _log.exception("%s could not be done", effect)
            return replies.failed()
        return None

    def _attempt(self, what: str, action: Callable[[], None]) -> bool:
        """Let the performer do something; return whether it could."""
        try:
            action()
        except Exception:
            _log.exception("%s failed", what)
            return False
        return True
