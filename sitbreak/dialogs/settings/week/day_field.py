"""The hours of one day as text, checked while they are typed."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFocusEvent, QFontMetricsF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from sitbreak.core.settings import DAYS, Hours
from sitbreak.core.week import parse_day, write_day
from sitbreak.core.words import dates
from sitbreak.core.words import week as words
from sitbreak.dialogs.settings.problem_view import ProblemView
from sitbreak.dialogs.widgets import TEXT, sized, units

_PATIENCE = 1200
"""Milliseconds without a key after which what cannot be read is called a mistake."""


class DayField(QWidget):
    """A day's name and its hours; below them, what is wrong.

    Attributes:
        edit: where they are typed.
        error: what is wrong.
    """

    def __init__(
        self, day: int, on_typed: Callable[[tuple[Hours, ...]], None], on_visit: Callable[[int], None]
    ) -> None:
        """Show no hours.

        Args:
            day: which day; 0 is Monday.
            on_typed: called with hours that the person has finished.
            on_visit: called with the day when the person comes to the field.
        """
        super().__init__()
        self._on_typed = on_typed
        self._hours: tuple[Hours, ...] = ()
        self.edit = _Edit(lambda: on_visit(day))
        self.edit.setFont(sized(self.font(), TEXT))
        self.edit.setFixedHeight(round(2 * units().em))
        self.edit.setPlaceholderText(words.no_hours_that_day())
        self.edit.setAccessibleName(words.hours_of(day))
        self.edit.setAccessibleDescription(words.how_to_type())
        self.edit.textEdited.connect(self._edit)
        self.edit.editingFinished.connect(self.finish)
        self.error = ProblemView(self)
        self.error.belong_to(self.edit)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_PATIENCE)
        self._wait.timeout.connect(self._complain)
        name = QLabel(dates.weekday(day), self)
        name.setFont(sized(self.font(), TEXT))
        name.setBuddy(self.edit)
        metrics = QFontMetricsF(name.font())
        widest = max(metrics.horizontalAdvance(dates.weekday(other)) for other in range(len(DAYS)))
        name.setFixedWidth(round(widest + 0.8 * units().em))
        row = QHBoxLayout()
        row.addWidget(name)
        row.addWidget(self.edit, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.error)

    def show_hours(self, hours: tuple[Hours, ...]) -> None:
        """Show the hours that count now; others that are being typed stay."""
        if self._typed() == self._hours:
            self.edit.setText(write_day(hours))
        self._hours = hours

    def finish(self) -> None:
        """Let what was typed count, or say what is wrong with it."""
        typed = self._typed()
        if typed is None:
            self._complain()
            return
        self.edit.setText(write_day(typed))
        self._clear()
        if typed != self._hours:
            self._hours = typed
            self._on_typed(typed)

    def revert(self) -> bool:
        """Forget what was typed and does not count; return whether there was anything."""
        was_typed = self._typed() != self._hours
        self.edit.setText(write_day(self._hours))
        self._clear()
        return was_typed

    # --- internals -------------------------------------------------------------------------------

    def _typed(self) -> tuple[Hours, ...] | None:
        """Return the hours in the field; None if they cannot be read."""
        try:
            return parse_day(self.edit.text())
        except ValueError:
            return None

    def _edit(self) -> None:
        """Follow what is typed; a mistake may still be on its way to something else."""
        if self._typed() is None:
            self._wait.start()
        else:
            self._clear()

    def _complain(self) -> None:
        self._wait.stop()
        try:
            parse_day(self.edit.text())
        except ValueError as error:
            self.error.show_problem(str(error))

    def _clear(self) -> None:
        self._wait.stop()
        self.error.show_problem("")


class _Edit(QLineEdit):
    """A line of text that notices when the person comes to it."""

    def __init__(self, on_visit: Callable[[], None]) -> None:
        super().__init__()
        self._on_visit = on_visit

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._on_visit()
