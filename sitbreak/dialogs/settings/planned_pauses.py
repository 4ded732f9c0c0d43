"""Pauses: those in force and those planned, and a field to plan one. The running instance keeps them."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent
from PySide6.QtWidgets import QLabel, QWidget

from sitbreak.core.settings import parse_hours
from sitbreak.core.week import DAY, HOUR, Span
from sitbreak.core.words import language
from sitbreak.core.words import planned_pauses as words
from sitbreak.dialogs.instance import RunningInstance
from sitbreak.dialogs.settings.flow import Flow
from sitbreak.dialogs.settings.laid_out import LaidOutEditor
from sitbreak.dialogs.settings.own_tips.tip_fields import Line
from sitbreak.dialogs.settings.problem_view import ProblemView
from sitbreak.dialogs.widgets import SMALL, TEXT, Button, label, sized, units, write

if TYPE_CHECKING:
    from sitbreak.remote.protocol import Answer

_WORKING_HOURS = "working_hours"
"""The reason of a pause that nobody has made: the week shows it."""


class Listed(NamedTuple):
    """A pause as the running instance lists it.

    Attributes:
        reason: why.
        start: when it begins, in local time.
        end: when it ends; None is when the person resumes.
    """

    reason: str
    start: datetime
    end: datetime | None

    @classmethod
    def parse(cls, pause: dict[str, Any]) -> "Listed":
        """Read a pause from the list's JSON."""
        end = pause["until"]
        return cls(
            pause["reason"], datetime.fromisoformat(pause["from"]), end and datetime.fromisoformat(end)
        )

    def __str__(self) -> str:
        """Write the pause as the person reads it."""
        today = datetime.now(self.start.tzinfo).date()
        if self.end is None:
            return words.in_force()
        if self.reason == "planned":
            return words.planned(self.start, self.end, today)
        return words.in_force_until(self.end, today)

    @property
    def span(self) -> Span:
        """Its minutes in the week; it has an end."""
        assert self.end is not None
        start = self.start.weekday() * DAY + self.start.hour * HOUR + self.start.minute
        return Span(start, start + max(1, round((self.end - self.start).total_seconds() / 60)))


class PausesEditor(LaidOutEditor):
    """Lists pauses, plans one, cancels one.

    Attributes:
        line: where a new one is typed.
    """

    listed = Signal(list)
    """Other pauses than before; the argument is their spans in the week."""

    def __init__(self, parent: QWidget, instance: RunningInstance) -> None:
        """Know no pauses before `look`."""
        super().__init__(parent)
        self._instance = instance
        self._pauses: list[Listed] | None = None
        self._rows: list[QWidget] = []
        self._quiet = label(self, words.only_while_running(), SMALL, name="quiet")
        name = QLabel(words.new_pause(), self)
        name.setFont(sized(name.font(), TEXT))
        self.line = Line()
        self.line.setFixedWidth(round(9 * units().em))
        self.line.setPlaceholderText(words.example())
        self.line.setAccessibleName(words.new_pause())
        self.line.edited.connect(self._forget_problem)
        name.setBuddy(self.line)
        self.plan_button = Button(self, self.plan, words.plan())
        self.plan_button.setAutoDefault(False)
        self._problem = ProblemView(self)
        self._new = Flow(self, name, self.line, self.plan_button)
        for part in (self._quiet, self._new, self._problem):
            self._column.addWidget(part)
        self._new.setEnabled(False)

    @property
    def entry(self) -> QWidget:
        """See `Editor`."""
        return self.line

    @property
    def problem(self) -> str:
        """Why the last pause was not planned or cancelled; nothing if it was."""
        return self._problem.text

    def look(self) -> None:
        """Ask the running instance for its pauses."""
        self._instance.ask_pauses(self._show)

    def plan(self) -> None:
        """Plan what was typed."""
        text = self.line.value
        if not text:
            self.line.setFocus()
            return
        try:
            hours = parse_hours(text)
        except ValueError as error:
            self._problem.show_problem(str(error))
            self.line.setFocus()
            return
        self._instance.plan_pause(hours, self._planned)

    def describe(self, label: str, explanation: str) -> None:
        """Explain the field for a screen reader; it has a name of its own."""
        self.line.setAccessibleDescription(
            language.current().sentences(language.current().ended(label), explanation)
        )
        self._problem.belong_to(self.line)

    def revert(self) -> bool:
        """Forget what was typed; return whether there was anything."""
        was_typed = bool(self.line.text())
        self.line.clear()
        self._forget_problem()
        return was_typed

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter plans what was typed."""
        if event.text() == "\r":
            self.plan()
        else:
            super().keyPressEvent(event)

    # --- internals -------------------------------------------------------------------------------

    def _forget_problem(self) -> None:
        self._problem.show_problem("")

    def _show(self, pauses: Sequence[dict[str, Any]] | None) -> None:
        """Show the pauses; None is that no instance runs."""
        listed = None if pauses is None else _own(pauses)
        self._new.setEnabled(listed is not None)
        if listed == self._pauses:
            return
        self._pauses = listed
        had_focus = any(row.isAncestorOf(self.focusWidget() or self) for row in self._rows)
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [self._row(pause, listed or ()) for pause in listed or ()]
        for number, row in enumerate(self._rows):
            self._column.insertWidget(number, row)
        for part in (self._quiet, self._new, self._problem):
            part.raise_()  # a screen reader and the Tab key follow the eye
        write(self._quiet, words.only_while_running() if listed is None else words.none_planned())
        self._quiet.setVisible(not self._rows)
        if had_focus:
            self.line.setFocus()
        self.listed.emit([pause.span for pause in listed or () if pause.end is not None])

    def _row(self, pause: Listed, pauses: Sequence[Listed]) -> QWidget:
        name = QLabel(str(pause), self)
        name.setFont(sized(name.font(), TEXT))
        metrics = QFontMetricsF(name.font())
        widest = max(metrics.horizontalAdvance(str(other)) for other in pauses)
        name.setMinimumWidth(round(widest) + 1)  # the buttons stand below each other
        cancel = Button(self, partial(self._cancel, pause), words.cancel())
        cancel.setFont(sized(self.font(), SMALL))
        cancel.setAutoDefault(False)
        cancel.setAccessibleName(words.cancel_this(str(pause)))
        row = Flow(self, name, cancel)
        row.show()
        return row

    def _cancel(self, pause: Listed) -> None:
        """Cancel a pause by its present number: the list may have changed since it was shown."""

        def cancel(pauses: Sequence[dict[str, Any]] | None) -> None:
            numbers = [n for n, other in enumerate(pauses or (), 1) if Listed.parse(other) == pause]
            if numbers:
                self._instance.cancel_pause(numbers[0], self._finish)
            else:
                self._show(pauses)

        self._instance.ask_pauses(cancel)

    def _planned(self, answer: "Answer | None") -> None:
        if answer is not None and answer.status == 0:
            self.line.clear()
        self._finish(answer)

    def _finish(self, answer: "Answer | None") -> None:
        self._problem.show_problem(answer.text if answer is not None and answer.status != 0 else "")
        self.look()


def _own(pauses: Sequence[dict[str, Any]]) -> list[Listed]:
    """Return the pauses that somebody has made."""
    return [Listed.parse(pause) for pause in pauses if pause["reason"] != _WORKING_HOURS]
