"""Performs the planner's effects."""

import logging
from typing import TYPE_CHECKING

from sitbreak.app.edits import Edits
from sitbreak.app.history import History
from sitbreak.app.memory import Memory
from sitbreak.app.pages import Pages
from sitbreak.core import effects
from sitbreak.core.effects import Effect
from sitbreak.core.inputs import Page
from sitbreak.core.planner import Planner
from sitbreak.core.values import frozen
from sitbreak.desktop.desktop import Desktop
from sitbreak.ports import Clock
from sitbreak.storage.settings_file import Value

if TYPE_CHECKING:
    from sitbreak.core.history import Day

_log = logging.getLogger(__name__)


@frozen
class Effects:
    """The `Performer` of a running instance: what it acts on."""

    planner: Planner
    clock: Clock
    memory: Memory
    history: History
    edits: Edits
    pages: Pages
    desktop: Desktop

    def perform(self, effect: Effect) -> None:
        """Perform one effect.

        Raises:
            OSError: it failed; the message is one line for the person.
        """
        match effect:
            case effects.Show(bubble=bubble):
                self.desktop.notifications.show(bubble)
            case effects.Withdraw():
                self.desktop.notifications.withdraw()
            case effects.PlaySound():
                self.desktop.sound.play()
            case effects.KeepDiary(day=day, pain=pain):
                self.history.answer(day, pain)
            case effects.AddToHistory(entries=entries):
                self.history.add(entries)
            case effects.CheckCall():
                self.desktop.surroundings.check_call()
            case effects.CheckBusy():
                self.desktop.surroundings.check_busy()
            case effects.Save(state=state):
                self.memory.save(state, self.clock())
            case effects.Record(text=text):
                _log.info("%s", text)
            case _:
                self._change_or_open(effect)

    def _change_or_open(self, effect: Effect) -> None:
        settings = self.planner.situation.settings
        match effect:
            case effects.ChangeSetting(key=key, value=value, in_passing=True):
                self._change_in_passing(key, value)
            case effects.ChangeSetting(key=key, value=value):
                self.edits.change_setting(key, value)
            case effects.ChangeAutostart(on=on):
                self.edits.change_autostart(on=on)
            case effects.OpenTip(tip=tip_id, page=True):
                self.pages.open_tip(tip_id, settings)
            case effects.OpenTip(tip=tip_id, focused=focused):
                self.pages.open_card(tip_id, self.planner.situation, self.clock(), focused=focused)
            case effects.OpenPage(page=Page.HISTORY):
                self.pages.open_history(self._days, settings)
            case effects.OpenPage(page=page):
                self.pages.open(page, settings)

    def _days(self, count: int) -> "tuple[Day, ...]":
        """Read this many days, with what the history does not have yet."""
        return self.history.days(count, self.planner, self.clock())

    def _change_in_passing(self, key: str, value: Value) -> None:
        """Write a setting; somebody whose settings cannot be written finds that in the log."""
        try:
            self.edits.change_setting(key, value)
        except OSError as error:
            _log.warning("%s", error)
