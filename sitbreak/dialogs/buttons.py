"""The card's buttons: they do what the commands of the same names do."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QBoxLayout, QPushButton, QWidget

from sitbreak.dialogs import words
from sitbreak.dialogs.content import CardContent, TipContent
from sitbreak.dialogs.letters import TEXT, sized, with_mnemonic

if TYPE_CHECKING:  # nothing of it is needed before the card is seen
    from sitbreak.dialogs.card import TipCard
    from sitbreak.dialogs.instance import RunningInstance
    from sitbreak.dialogs.later import Deck
    from sitbreak.remote.protocol import Answer

Status = dict[str, Any] | None
"""What `status --json` says; None where no instance answers."""


class Buttons(QWidget):
    """The row below the tip.

    Attributes:
        in_order: the buttons from left to right.
    """

    def __init__(self, card: "TipCard", runtime: Path) -> None:
        """Make the buttons of a card, which ask the running instance of this runtime folder."""
        super().__init__(card)
        self._card = card
        self._runtime = runtime
        self._config = ""
        self._running_instance: RunningInstance | None = None
        self._deck: Deck | None = None
        self._hidden: set[str] = set()
        self._hide = self._button(words.DONT_SHOW_AGAIN, "g", self._hide_or_show_again, "plain")
        another = self._button(words.ANOTHER_TIP, "A", self._show_another)
        self._snooze = self._button("", "S", self._snooze_reminder)
        done = self._button(words.DONE, "D", card.accept, "done")
        done.setDefault(True)
        done.setAccessibleDescription(words.DONE_STARTS_BREAK)
        done.setToolTip(words.DONE_STARTS_BREAK)
        done.setFocus()
        self.in_order = (self._hide, another, self._snooze, done)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(17, 10, 28, 20)
        self._row.setSpacing(10)
        self._row.addWidget(self._hide)
        self._row.addStretch(1)
        for button in self.in_order[1:]:
            self._row.addWidget(button)

    def use(self, content: CardContent) -> None:
        """Fit this card."""
        self._config = content.config
        self._snooze.setText(with_mnemonic(content.snooze, "S"))

    def fit(self, width: int) -> None:
        """Stand below each other where the letters are too large for a row."""
        too_wide = self._row.sizeHint().width() > width
        wanted = QBoxLayout.Direction.TopToBottom if too_wide else QBoxLayout.Direction.LeftToRight
        self._row.setDirection(wanted)

    def name_hide_button(self) -> None:
        """Let the button offer what can be done about the tip that is shown."""
        hidden = self._tip.id in self._hidden
        self._hide.setText(with_mnemonic(words.SHOW_AGAIN if hidden else words.DONT_SHOW_AGAIN, "g"))

    def look_for_instance(self) -> None:
        """Leave enabled what makes sense: without an instance nobody can snooze or hide."""
        self._instance.ask_status(self._use_status)

    def start_break_if_reminded(self, then: Callable[[], None]) -> None:
        """Start the break that a reminder asks for, if one is out."""

        def start(status: Status) -> None:
            if _reminder(status) in ("due", "overdue"):
                self._instance.ask(["break"], lambda _answer: then())
            else:
                then()

        self._instance.ask_status(start)

    # --- inside --------------------------------------------------------------------------------

    def _button(self, label: str, letter: str, do: Callable[[], object], name: str = "") -> QPushButton:
        button = QPushButton(with_mnemonic(label, letter), self)
        button.setObjectName(name)
        button.setFont(sized(button.font(), TEXT))
        button.clicked.connect(lambda *_: do())
        return button

    @property
    def _tip(self) -> TipContent:
        tip = self._card.tip
        assert tip is not None, "nobody sees a card without a tip"
        return tip

    @property
    def _instance(self) -> "RunningInstance":
        from sitbreak.dialogs.instance import RunningInstance  # after the first paint

        if self._running_instance is None:
            self._running_instance = RunningInstance(self._runtime)
        return self._running_instance

    def _use_status(self, status: Status) -> None:
        for button in (self._snooze, self._hide):
            button.setEnabled(status is not None)
            button.setToolTip("" if status is not None else words.ONLY_WHILE_RUNNING)

    def _say(self, answer: "Answer | None") -> None:
        """Say what became of it; when nobody answers, that nothing could."""
        if answer is None:
            self._use_status(None)
        self._card.say(words.NOT_RUNNING if answer is None else answer.text)

    def _snooze_reminder(self) -> None:
        """Close when there is a snooze now; else say why there is none."""

        def snoozed(answer: "Answer | None") -> None:
            def close_if_snoozed(status: Status) -> None:
                if _reminder(status) == "snoozed":
                    self._card.reject()
                else:
                    self._say(answer)

            self._instance.ask_status(close_if_snoozed)

        self._instance.ask(["snooze"], snoozed)

    def _show_another(self) -> None:
        """Show the tip that the instance draws; without an instance draw it here."""
        before = self._tip

        def use(answer: "Answer | None") -> None:
            if answer is None:
                self._use_status(None)
                self._show_or_say(self._draw(before))
            elif answer.status != 0:
                self._say(answer)
            else:
                self._card.show_tip(TipContent.read(json.loads(answer.text)))

        self._instance.ask(["tip", before.topic, "--json"], use)

    def _show_or_say(self, tip: TipContent | None) -> None:
        if tip is None:
            self._card.say(words.NO_OTHER)
        else:
            self._card.show_tip(tip)

    def _draw(self, before: TipContent) -> TipContent | None:
        from sitbreak.dialogs.later import Deck

        self._deck = self._deck or Deck(self._config)
        return self._deck.draw(before.topic, self._hidden, before.id)

    def _hide_or_show_again(self) -> None:
        tip_id = self._tip.id
        hides = tip_id not in self._hidden

        def use(answer: "Answer | None") -> None:
            if answer is not None and answer.status == 0:
                (self._hidden.add if hides else self._hidden.discard)(tip_id)
                self.name_hide_button()
            self._say(answer)

        self._instance.ask(["tips", "hide" if hides else "unhide", tip_id], use)


def _reminder(status: Status) -> str:
    """Return the state of the reminder; nothing where there is none."""
    reminder = status["reminder"] if status else None
    return str(reminder["state"]) if reminder else ""
