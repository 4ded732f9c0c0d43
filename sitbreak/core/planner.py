"""The planner: takes what happened, decides, and says what to do. `now` is always an argument.

After every `handle` read `deadline` (when to tick next), `watch` (what presence shall tell) and `situation`
(what to show), and do the effects. Nothing in here waits, reads a clock or touches the world.
"""

from datetime import datetime, time, timedelta
from typing import Any

from sitbreak.core import effects, inputs
from sitbreak.core.effects import Effect
from sitbreak.core.inputs import Input, Shown
from sitbreak.core.keeper import Keeper
from sitbreak.core.now import Now
from sitbreak.core.presence import Watch
from sitbreak.core.saved import kept
from sitbreak.core.situation import Situation
from sitbreak.core.wishes import GRANTED

_EVENLY = timedelta(milliseconds=10)
"""Clocks that have run apart by less have run on evenly: reading them one after the other takes time."""


class Planner:
    """The one who decides."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper
        self._saved: dict[str, Any] | None = None
        self._quiet: tuple[Now, datetime] | None = None
        """When the last input was handled, and before when time alone changes nothing after it."""

    def handle(self, happened: Input, now: Now) -> list[Effect]:
        """Take one input at one moment; return what is to be done, in order."""
        keeper = self._keeper
        keeper.effects = []
        self._quiet = None
        keeper.move_to(now)
        self._apply(happened)
        keeper.take_turns()
        keeper.advance()
        if self.kept != self._saved or effects.End() in keeper.effects:
            self._saved = self.kept
            keeper.effects.insert(0, effects.Save())
        if not any(keeper.settings.working_hours):  # they move with the time zone
            self._quiet = now, keeper.deadline
        return keeper.effects

    def lets_pass(self, now: Now) -> bool:
        """Take note that time has passed, if that is all there is to it, as in nearly every minute.

        Returns:
            Whether it is: the clocks have run on evenly, in one zone, and the deadline is still to come.
            Then a `Ticked` would change nothing, and needs not be handled.
        """
        if self._quiet is None:
            return False
        then, deadline = self._quiet
        awake = now.awake - then.awake
        uneven = max(abs(now.boot - then.boot - awake), abs(now.wall - then.wall - awake))
        if uneven > _EVENLY or now.wall >= deadline or now.zone != then.zone:
            return False
        self._keeper.now = now
        return True

    @property
    def situation(self) -> Situation:
        """The state as one immutable value."""
        return self._keeper.situation

    @property
    def deadline(self) -> datetime:
        """The wall time (UTC) at which to tick next, later than the last `now`."""
        return self._keeper.deadline if self._quiet is None else self._quiet[1]

    @property
    def clock_times(self) -> frozenset[time]:
        """The local times of day at which to tick every day."""
        return self._keeper.clock_times

    @property
    def watch(self) -> Watch:
        """What presence shall tell next."""
        return self._keeper.watch

    @property
    def hidden_tips(self) -> frozenset[str]:
        """The ids of the tips that are never shown."""
        return frozenset(self._keeper.rotation.hidden)

    @property
    def kept(self) -> dict[str, Any]:
        """What has to outlive this process, as JSON values."""
        return kept(self._keeper)

    def _apply(self, happened: Input) -> None:
        if type(happened) in GRANTED:
            GRANTED[type(happened)](self._keeper, happened)
        elif not self._observe(happened):
            self._take_note(happened)

    def _observe(self, happened: Input) -> bool:
        """Tell the sitting clock what concerns it."""
        clock, now = self._keeper.clock, self._keeper.now
        match happened:
            case inputs.Observed(idle=idle):
                clock.observe(idle, now)
            case inputs.IdleSourceChanged(known=known):
                clock.idle_source_changed(now, known=known)
            case inputs.ScreenLocked():
                clock.lock(now)
            case inputs.ScreenUnlocked():
                clock.unlock(now)
            case inputs.LockSourceLost():
                clock.forget_lock(now)
            case inputs.CallChecked(on=on):
                clock.call_checked(now, on=on)
            case _:
                return False
        return True

    def _take_note(self, happened: Input) -> None:
        """Take note of everything else; `Ticked` and `FellAsleep` only let time pass."""
        keeper = self._keeper
        match happened:
            case inputs.BusyChecked(reasons=reasons):
                keeper.busy_answered(reasons)
            case inputs.SettingsChanged(settings=settings):
                keeper.use(settings)
            case inputs.TipsChanged(library=library):
                keeper.library = keeper.rotation.library = library
            case inputs.AutostartChecked(on=on):
                keeper.autostart = on
            case inputs.NotificationFailed(shown=shown):
                if shown is Shown.TIP and keeper.last_tip is not None:
                    keeper.do(effects.OpenTip(keeper.last_tip.id))
