"""Standing up and sitting down again, because the person says so, and the suggestion to somebody who stands.

How standing is counted is rule 11 of the sitting clock; `Suggestion` decides when it comes; here it is made.
"""

from collections.abc import Callable

from sitbreak.core import effects
from sitbreak.core.effects import Effect, Reply
from sitbreak.core.inputs import BusyReason
from sitbreak.core.now import Now
from sitbreak.core.saved import Parts
from sitbreak.core.screen import Screen
from sitbreak.core.words import replies


class Standing:
    """Carries out what people say about it. Every method takes the moment at which it is called."""

    def __init__(self, parts: Parts, screen: Screen, emit: Callable[[Effect], None]) -> None:
        """Everything that changes is one of the planner's parts, or emitted as an effect."""
        self._sitting = parts.sitting
        self._suggestion = parts.suggestion
        self._reminder = parts.reminder
        self._recorder = parts.recorder
        self._screen = screen
        self._emit = emit

    # --- wishes ----------------------------------------------------------------------------------

    def stand(self, now: Now) -> None:
        """Stop the clock of sitting; from now on the menu offers that."""
        if self._sitting.stood_up is not None:
            self._emit(Reply(replies.already_standing()))
            return
        self._recorder.change(self._sitting.stand, now)
        self._suggestion.start_again()
        if not self._sitting.settings.standing_desk:
            self._emit(effects.ChangeSetting("standing_desk", value=True, in_passing=True))
        here, total = self._sitting.stands, self._sitting.total(now)
        self._emit(Reply(replies.standing(total) if here else replies.standing_later()))

    def sit(self, now: Now) -> None:
        """Let the clock of sitting go on, because they say so."""
        if self._sitting.stood_up is None:
            self._emit(Reply(replies.already_sitting()))
            return
        self.sit_down(now)
        here, total = self._sitting.sits, self._sitting.total(now)
        self._emit(Reply(replies.sitting_again(total) if here else replies.sitting_later()))

    def sit_down(self, now: Now) -> None:
        """Let the clock of sitting go on."""
        stood = self._sitting.standing(now)
        self._recorder.change(self._sitting.sit, now)
        self._suggestion.start_again()
        self._reminder.sat_down(self._sitting.desk(now), now, stood)

    # --- the suggestion --------------------------------------------------------------------------

    def ask_if_due(self, now: Now) -> None:
        """Ask what the desktop is busy with once somebody has stood long enough."""
        left = self._sitting.standing_left(now)
        if self._suggestion.answer_overdue(now):
            self.wait_or_suggest(frozenset(), now)
        elif self._suggestion.is_due(left, now) and not self._sitting.may_have_left(now):
            self._suggestion.asked = now.boot
            self._emit(effects.CheckBusy())

    def wait_or_suggest(self, found: frozenset[BusyReason], now: Now) -> None:
        """Suggest to sit or walk, unless what was found keeps the suggestion waiting."""
        self._suggestion.asked = None
        if self._reminder.reasons_to_wait(found):
            self._suggestion.wait(now)
        elif not self._sitting.may_have_left(now):
            self._suggestion.made = True
            self._screen.suggest_change(self._sitting.standing(now))
