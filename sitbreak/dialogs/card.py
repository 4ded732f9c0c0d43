"""The tip card: one tip, and what can be done about it."""

import json
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from sitbreak.core.words import card as words
from sitbreak.dialogs.content import CardContent, TipContent
from sitbreak.dialogs.focus import set_tab_stop
from sitbreak.dialogs.frame import Frame
from sitbreak.dialogs.instance import Status
from sitbreak.dialogs.tip_view import TipView
from sitbreak.dialogs.widgets import TEXT, ButtonRow, button, sized

if TYPE_CHECKING:
    from sitbreak.dialogs.deck import Deck
    from sitbreak.remote.protocol import Answer

_LETTERS_PER_LINE = 68
"""Of the text beside the picture: about what an eye reads without losing the line."""

_MARGINS = 86
"""Logical pixels of the width with nothing in them."""

_FROM_EDGE = 40
"""Logical pixels of the screen's height and width to leave free, mainly for the window's title bar."""


class TipCard(Frame):
    """Shows the tip it was opened with; its buttons do what the commands of the same names do."""

    def __init__(self, runtime: Path) -> None:
        """Make an empty card."""
        super().__init__(runtime)
        self._content: CardContent | None = None
        self._view: TipView | None = None
        self._deck: Deck | None = None
        self._hidden: set[str] = set()
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._hide = button(self, words.dont_show_again(), self._hide_or_show_again, name="plain")
        self._snooze = button(self, "", self._snooze_reminder)
        another = button(self, words.another_tip(), self._show_another)
        done = button(self, words.done(), self.accept, name="done")
        done.setDefault(True)
        done.setAccessibleDescription(words.done_starts_break())
        done.setToolTip(words.done_starts_break())
        self._row = ButtonRow(self, self._hide, another, self._snooze, done)
        done.setFocus()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self.message)
        layout.addWidget(self._row)

    # --- what it shows -------------------------------------------------------------------------

    @property
    def tip(self) -> TipContent:
        """The tip on the card."""
        assert self._content is not None, "a card is never seen without a tip"
        return self._content.tip

    def fill(self, content: str) -> None:
        """Show this tip, with the settings that come with it."""
        self._content = CardContent.parse(content)
        self._snooze.setText("&" + self._content.snooze.replace("&", "&&"))
        self.show_tip(self._content.tip)

    def show_tip(self, tip: TipContent) -> None:
        """Put this tip on the card."""
        assert self._content is not None
        self._content = self._content._replace(tip=tip)
        view = self._view = TipView(self._content, self.colours)
        self.setWindowTitle(tip.title)
        self._scroll.setWidget(view)
        self.say(view.problem)
        self._label_hide_button()
        in_tip = [part for part in (view.picture, view.countdown and view.countdown.button) if part]
        for before, after in pairwise([*in_tip, *self._row.buttons]):
            QWidget.setTabOrder(before, after)
        self._fit()
        if self.is_painted:
            view.wake()

    def recolour(self) -> None:
        """Show the tip in the new colours."""
        self.show_tip(self.tip)

    def wake(self) -> None:
        """Let the picture move, the steps be scrolled by keys, and the buttons follow the instance."""
        bar = self._scroll.verticalScrollBar()
        bar.rangeChanged.connect(lambda _, most: set_tab_stop(self._scroll, stops=most > 0))
        set_tab_stop(self._scroll, stops=bar.maximum() > 0)
        if self._view:
            self._view.wake()
        self.instance.ask_status(self._enable_buttons)

    def _fit(self) -> None:
        """Be as large as the tip needs, but no larger than the screen; once seen, only grow."""
        assert self._view is not None
        layout = self._view.layout()
        assert layout is not None
        screen = self.screen().availableGeometry().size()
        letter = QFontMetricsF(sized(self.font(), TEXT)).averageCharWidth()
        wanted = self._view.beside_text + _MARGINS + round(letter * _LETTERS_PER_LINE)
        width = min(max(wanted, self.minimumSizeHint().width()), screen.width() - _FROM_EDGE)
        if self.isVisible():
            width = max(width, self.width())
        self._row.fit(width)
        below = self.sizeHint().height() - self._scroll.sizeHint().height()
        height = min(layout.totalHeightForWidth(width) + below, screen.height() - _FROM_EDGE)
        self.resize(width, max(height, self.height()) if self.isVisible() else height)

    # --- what its buttons do -------------------------------------------------------------------

    def accept(self) -> None:
        """Close; start the break if a reminder asks for one."""
        self.hide()

        def start_break(status: Status) -> None:
            if _reminder_state(status) in ("due", "overdue"):
                self.instance.start_break(lambda _answer: self.closed.emit())
            else:
                self.closed.emit()

        self.instance.ask_status(start_break)

    def _snooze_reminder(self) -> None:
        """Snooze; close if there is a snooze now, and otherwise say why not."""

        def report(answer: "Answer | None") -> None:
            def close_if_snoozed(status: Status) -> None:
                if _reminder_state(status) == "snoozed":
                    self.reject()
                else:
                    self._say_answer(answer)

            self.instance.ask_status(close_if_snoozed)

        self.instance.snooze(report)

    def _show_another(self) -> None:
        """Show the tip that the instance draws; draw one here if no instance runs."""
        before = self.tip

        def show(answer: "Answer | None") -> None:
            if answer is None:
                self._enable_buttons(None)
                self._draw(before)
            elif answer.status != 0:
                self._say_answer(answer)
            else:
                self.show_tip(TipContent.from_json(json.loads(answer.text)))

        self.instance.draw_tip(before.topic, show)

    def _draw(self, before: TipContent) -> None:
        from sitbreak.dialogs.deck import Deck

        assert self._content is not None
        self._deck = self._deck or Deck(self._content.config)
        tip = self._deck.draw(before.topic, self._hidden, before.id)
        if tip is None:
            self.say(words.no_other_tip())
        else:
            self.show_tip(tip)

    def _hide_or_show_again(self) -> None:
        tip_id = self.tip.id
        hides = tip_id not in self._hidden

        def report(answer: "Answer | None") -> None:
            if answer is None or answer.status != 0:
                self._say_answer(answer)
                return
            (self._hidden.add if hides else self._hidden.discard)(tip_id)
            self._label_hide_button()
            self.say(words.hidden() if hides else words.no_longer_hidden())

        self.instance.hide_tip(tip_id, report, hides=hides)

    def _label_hide_button(self) -> None:
        is_hidden = self.tip.id in self._hidden
        self._hide.setText(words.show_again() if is_hidden else words.dont_show_again())

    def _enable_buttons(self, status: Status) -> None:
        """Enable what makes sense: only an instance can snooze or hide."""
        for needs_instance in (self._snooze, self._hide):
            needs_instance.setEnabled(status is not None)
            needs_instance.setToolTip("" if status is not None else words.only_while_running())

    def _say_answer(self, answer: "Answer | None") -> None:
        if answer is None:
            self._enable_buttons(None)
        self.say(words.not_running() if answer is None else answer.text)


def _reminder_state(status: Status) -> str:
    """Return the state of the reminder; nothing if there is none."""
    reminder = status["reminder"] if status else None
    return str(reminder["state"]) if reminder else ""


DIALOG = TipCard
