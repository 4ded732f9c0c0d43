"""The tip card: one tip, and what can be done about it."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent

from sitbreak.core.words import card as words
from sitbreak.dialogs.arrangement import room_on, wanted_size
from sitbreak.dialogs.button_row import ButtonRow
from sitbreak.dialogs.card.content import CardContent, TipContent
from sitbreak.dialogs.card.tip_view import TipView
from sitbreak.dialogs.focus import tab_through
from sitbreak.dialogs.frame import Frame
from sitbreak.dialogs.moment import Moment
from sitbreak.dialogs.widgets import Button, units

if TYPE_CHECKING:
    from sitbreak.dialogs.card.deck import Deck
    from sitbreak.remote.protocol import Answer

_MESSAGE_HEIGHT = 1.4
"""Ems between the tip and the buttons: one line of a message fits in without moving anything."""


class TipCard(Frame):
    """Shows the tip it was opened with; its buttons do what the commands of the same names do."""

    def __init__(self, runtime: Path) -> None:
        """Make an empty card."""
        super().__init__(runtime)
        self._content: CardContent | None = None
        self._view: TipView | None = None
        self._deck: Deck | None = None
        self._hidden: set[str] = set()
        self._moment = Moment()
        self._arranged = QSize()
        hide_labels = words.dont_show_again(), words.show_again()
        self._hide = Button(self, self._hide_or_show_again, *hide_labels, name="plain")
        another = Button(self, self._show_another, words.another_tip())
        self._snooze = Button(self, self._snooze_reminder)
        self._main = Button(self, self.accept, words.close(), words.start_break(), name="main")
        self._main.setDefault(True)
        self._row = ButtonRow(self, self._hide, another, self._snooze, self._main)
        self._main.setFocus()

    # --- what it shows -------------------------------------------------------------------------

    @property
    def tip(self) -> TipContent:
        """The tip on the card."""
        assert self._content is not None, "a card is never seen without a tip"
        return self._content.tip

    def fill(self, content: str) -> None:
        """Show this tip, with the settings that come with it."""
        self._content = CardContent.parse(content)
        self._snooze.setText(_with_access_key(self._content.snooze))
        self._use_moment(Moment.of(self._content.status))
        self.show_tip(self._content.tip)

    def show_tip(self, tip: TipContent) -> None:
        """Put this tip on the card, which keeps its size."""
        assert self._content is not None
        self._content = self._content._replace(tip=tip)
        if self._view is None:
            self._choose_size()
        else:
            self._view.hide()
            self._view.deleteLater()
        view = self._view = TipView(self, self._content, self.colours)
        view.lower()  # a screen reader gets the tip before the buttons
        self.setWindowTitle(tip.title)
        self._label_hide_button()
        self._arrange()
        self.say(view.problem)
        view.show()
        if self.is_painted:
            view.wake()

    def recolour(self) -> None:
        """Show the tip in the new colours."""
        self.show_tip(self.tip)

    def wake(self) -> None:
        """Let the picture move, and the steps be scrolled by keys."""
        if self._view:
            self._view.wake()

    def refresh(self) -> None:
        """Let the buttons fit the moment."""
        self.instance.ask_moment(self._use_moment)

    def say(self, text: str) -> None:
        """Show a message above the buttons, which stay where they are."""
        is_other = text != self.message.text()
        super().say(text)
        if is_other:
            self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place everything, unless it is in its place already, as at the first showing."""
        super().resizeEvent(event)
        if self.size() != self._arranged:
            self._arrange()

    def _choose_size(self) -> None:
        """Be as large as any tip needs, but no larger than the screen."""
        measure = units()
        width, height = wanted_size(measure)
        room = room_on(width, height, measure)
        height += round(_MESSAGE_HEIGHT * measure.em) + self._row.arrange(width, room.x, room.y)
        self.resize(QSize(width, height).boundedTo(self.largest_size))

    def _arrange(self) -> None:
        """Place everything: the buttons at the bottom, the message above them, the tip in the room left."""
        self._arranged = self.size()
        width, height, measure = self.width(), self.height(), units()
        room = room_on(width, height, measure)
        row = self._row.arrange(width, room.x, room.y)
        line = round(_MESSAGE_HEIGHT * measure.em)
        if self.message.text():
            line = max(line, self.message.heightForWidth(room.width))
        below = row + line
        self._row.setGeometry(0, height - row, width, row)
        self.message.setGeometry(room.x, height - below, room.width, line)
        if self._view is not None:
            self._view.setGeometry(0, 0, width, height - below)
            self._view.arrange(room._replace(height=max(room.height - below, 0)))
            tab_through([*self._view.tab_stops, *self._row.buttons])

    # --- what its buttons do -------------------------------------------------------------------

    def accept(self) -> None:
        """Start the break that a reminder asks for, and stay: this is how to spend it. Otherwise close."""
        if not self._moment.reminded:
            self.reject()
            return

        def confirm(answer: "Answer | None") -> None:
            self._say_answer(answer)
            self.refresh()

        self.instance.start_break(confirm)

    def _snooze_reminder(self) -> None:
        """Snooze and close."""

        def close(answer: "Answer | None") -> None:
            if answer is None or answer.status != 0:
                self._say_answer(answer)
            else:
                self.reject()

        self.instance.snooze(close)

    def _show_another(self) -> None:
        """Show the tip that the instance draws; draw one here if no instance runs."""
        before = self.tip

        def show(answer: "Answer | None") -> None:
            if answer is None:
                self._use_moment(Moment())
                self._draw(before)
            elif answer.status != 0:
                self._say_answer(answer)
            else:
                self.show_tip(TipContent.from_json(json.loads(answer.text)))

        self.instance.draw_tip(show)

    def _draw(self, before: TipContent) -> None:
        from sitbreak.dialogs.card.deck import Deck

        assert self._content is not None
        self._deck = self._deck or Deck(Path(self._content.config), Path(self._content.state))
        tip = self._deck.draw(self._content.topics, before.id)
        if tip is None:
            self.say(words.no_other_tip())
        else:
            self.show_tip(tip)

    def _hide_or_show_again(self) -> None:
        tip_id = self.tip.id
        hides = tip_id not in self._hidden

        def report(answer: "Answer | None") -> None:
            if answer is None:
                self._say_answer(answer)
            elif answer.status != 0:  # an id is nothing to read in a window
                self.say(words.no_longer_there() if repr(tip_id) in answer.text else answer.text)
            else:
                (self._hidden.add if hides else self._hidden.discard)(tip_id)
                self._label_hide_button()
                self.say(words.hidden() if hides else words.no_longer_hidden())

        self.instance.hide_tip(tip_id, report, hides=hides)

    def _label_hide_button(self) -> None:
        is_hidden = self.tip.id in self._hidden
        self._hide.setText(words.show_again() if is_hidden else words.dont_show_again())

    def _use_moment(self, moment: Moment) -> None:
        """Enable what makes sense, and name what the main button does."""
        self._moment = moment
        self._main.setText(words.start_break() if moment.reminded else words.close())
        self._hide.setEnabled(moment.runs)
        self._hide.setToolTip("" if moment.runs else words.only_while_running())
        self._snooze.setEnabled(moment.can_snooze)
        why_not = words.nothing_to_snooze() if moment.runs else words.only_while_running()
        self._snooze.setToolTip("" if moment.can_snooze else why_not)

    def _say_answer(self, answer: "Answer | None") -> None:
        if answer is None:
            self._use_moment(Moment())
        self.say(words.not_running() if answer is None else answer.text)


def _with_access_key(label: str) -> str:
    """Mark a label's first letter; an S behind it if no key types that, as in Chinese and Japanese."""
    plain = label.replace("&", "&&")
    return f"&{plain}" if plain[:1].isascii() else f"{plain}(&S)"


DIALOG = TipCard
