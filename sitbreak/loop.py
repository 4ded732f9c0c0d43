"""The one thread that changes anything: it hands inputs to the planner and performs the effects.

Everything else only posts. The alarm rings on time; the watchdog reads the clocks once a minute, which is how
an unreported suspend or a stepped clock is noticed.
"""

import logging
from collections.abc import Callable
from typing import Protocol

from sitbreak.core.effects import Effect, End, Reply, Save
from sitbreak.core.inputs import Input, Kept, Quit, Ticked
from sitbreak.core.now import Now
from sitbreak.core.planner import Planner
from sitbreak.core.words import replies
from sitbreak.ports import Clock
from sitbreak.waiter import Waiter, attempt

WATCHDOG = 60.0
"""Seconds between two readings of the clocks when nothing happens."""

OnReply = Callable[[Reply], None]
_log = logging.getLogger(__name__)


class Performer(Protocol):
    """Performs effects. Any other exception is logged, and the loop continues."""

    def perform(self, effect: Effect) -> None:
        """Perform one effect.

        Raises:
            OSError: it failed; the message is one line for the person, as the reply to their wish.
        """


class Follower(Protocol):
    """Keeps what lasts (alarm, watch, tray) up to date. An exception is logged, and the loop continues."""

    def follow(self, planner: Planner, now: Now) -> bool:
        """Make what lasts agree with the planner; costs nothing where it already does.

        Each part fails on its own.

        Returns:
            Whether everything agrees; if not, it is called again within a minute.
        """

    def show_time(self, now: Now) -> None:
        """Show that time has passed since `follow`, and nothing else has happened."""


class Loop:
    """Hands inputs to the planner, one at a time, and performs its effects. Call `join` first.

    Attributes:
        afterwards: called after every input and every minute, once the follower has been.
    """

    _performer: Performer
    _follower: Follower
    _each_minute: Callable[[Now], None]

    def __init__(
        self, planner: Planner, clock: Clock, waiter: Waiter | None = None, watchdog: float = WATCHDOG
    ) -> None:
        self.planner = planner
        self.clock = clock
        self.afterwards: list[Callable[[], None]] = []
        self._waiter = waiter or Waiter()
        self._watchdog = watchdog
        self._followed = False
        self._ended = False

    def join(self, performer: Performer, follower: Follower, each_minute: Callable[[Now], None]) -> None:
        """Use these parts; `each_minute` is called about once a minute."""
        self._performer = performer
        self._follower = follower
        self._each_minute = each_minute

    def post(self, happened: Input) -> None:
        """Put an input into the inbox. May be called from any thread and from a signal handler."""
        self.ask(happened, None)

    def ask(self, wish: Input, on_reply: OnReply | None) -> None:
        """Put a wish into the inbox; `on_reply` gets the reply on the loop's thread. From any thread."""
        self._waiter.soon(lambda: self.handle(wish, on_reply))

    def keep_watch(self) -> None:
        """Read the clocks and call `each_minute`, now and from now on once a minute."""
        self._waiter.later(self._watchdog, self.keep_watch)
        now = self.clock()
        attempt("the watchdog", lambda: self._pass_time(now))
        attempt("what is done each minute", lambda: self._each_minute(now))

    def run(self) -> None:
        """Handle inputs until one of them ends the loop."""
        self._waiter.run(lambda: not self._ended)
        self._waiter.close()

    def stop(self) -> None:
        """End the loop without another word from the planner. On the loop's thread."""
        self._ended = True

    def handle(self, happened: Input, on_reply: OnReply | None = None) -> None:
        """Handle one input now, unless the loop has ended. On the loop's thread, or before it runs."""
        if self._ended:
            return  # what was saved last is what the next instance starts with
        reply = self._handle(happened, self.clock())
        if on_reply is not None:
            on_reply(reply)

    # --- internals -------------------------------------------------------------------------------

    def _pass_time(self, now: Now) -> None:
        if self._followed and self.planner.absorb_tick(now):
            self._follower.show_time(now)
            self._act_afterwards()
        else:
            self._handle(Ticked(), now)

    def _handle(self, happened: Input, now: Now) -> Reply:
        reply = self._do(self._decide(happened, now), keeps=isinstance(happened, Kept))
        self._followed = False
        attempt("showing the state", lambda: self._follow(now))
        self._act_afterwards()
        return reply

    def _act_afterwards(self) -> None:
        for act in tuple(self.afterwards):
            attempt("what is done after an input", act)

    def _follow(self, now: Now) -> None:
        self._followed = self._follower.follow(self.planner, now)

    def _decide(self, happened: Input, now: Now) -> list[Effect]:
        try:
            return self.planner.handle(happened, now)
        except Exception:
            _log.exception("%s could not be handled", happened)
        failed = Reply(replies.failed(), done=False)
        return [failed, End()] if isinstance(happened, Quit) else [failed]

    def _do(self, effects: list[Effect], *, keeps: bool) -> Reply:
        """Perform the effects; return the planner's reply, or the failure.

        Args:
            effects: what to do, in this order.
            keeps: whether the reply confirms something that the saved state remembers.
        """
        reply, failure, unsaved = Reply(""), None, None
        for effect in effects:
            match effect:
                case Reply():
                    reply = effect
                case End():
                    self._ended = True
                case Save():
                    unsaved = self._perform(effect)
                case _:
                    failure = self._perform(effect) or failure
        if unsaved is not None:
            self.planner.save_again()
        if failure is not None:
            return Reply(failure, done=False)
        if unsaved is not None and keeps:
            return Reply(f"{reply.text}\n{unsaved}", done=False)
        return reply

    def _perform(self, effect: Effect) -> str | None:
        """Perform one effect; return why it failed, if it did."""
        try:
            self._performer.perform(effect)
        except OSError as error:
            _log.warning("%s", error)
            return str(error)
        except Exception:
            _log.exception("%s could not be done", effect)
            return replies.failed()
        return None
