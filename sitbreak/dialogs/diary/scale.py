"""The numbers of the back diary, from no pain to the worst, in as few rows as their room allows."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from sitbreak.core.diary import WORST
from sitbreak.core.words import diary as words
from sitbreak.dialogs.widgets import SMALL, Button, label, units

_COLUMNS = (WORST + 1, 6, 4)

_RIGHT = 0x0002
"""Source: Qt::AlignRight. Qt's enumerations cost a tenth of the time to a first paint."""


class Scale(QWidget):
    """A button for each number, and what both ends mean.

    Attributes:
        numbers: the buttons, from 0 on.
    """

    def __init__(self, parent: QWidget, on_answer: Callable[[int], object]) -> None:
        """Call `on_answer` with the number that is chosen."""
        super().__init__(parent)
        self.numbers = [self._make_number(pain, on_answer) for pain in range(WORST + 1)]
        self._least = label(self, words.no_pain(), SMALL, name="quiet")
        self._most = label(self, words.worst_pain(), SMALL, name="quiet")
        self._most.setProperty("alignment", _RIGHT)
        self._gap = round(0.35 * units().em)
        hint = self.numbers[WORST].sizeHint()
        self._step, self._line = hint.width() + self._gap, hint.height() + self._gap
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """Return the size that puts all numbers in a row, or in two where the screen is too narrow."""
        most = self.screen().availableGeometry().width() - 4 * units().em
        width = next((wide for wide in map(self._width, _COLUMNS) if wide <= most), self._width(_COLUMNS[-1]))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the width of three rows and the height of one: each is for another window."""
        return QSize(self._width(_COLUMNS[-1]), self.heightForWidth(self._width(_COLUMNS[0])))

    def heightForWidth(self, width: int) -> int:
        """Return the height that they need in this width."""
        ends = max(end.heightForWidth(width // 2) for end in (self._least, self._most))
        return self._rows(width) * self._line + ends

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place everything."""
        super().resizeEvent(event)
        width, rows = self.width(), self._rows(self.width())
        columns = -(-len(self.numbers) // rows)
        step = (width + self._gap) / columns
        for pain, button in enumerate(self.numbers):
            row, column = divmod(pain, columns)
            left, right = round(column * step), round((column + 1) * step) - self._gap
            button.setGeometry(left, row * self._line, right - left, self._line - self._gap)
        top, half = rows * self._line, width // 2
        for end, left in ((self._least, 0), (self._most, width - half)):
            end.setGeometry(left, top, half, end.heightForWidth(half))

    def _width(self, columns: int) -> int:
        return columns * self._step - self._gap

    def _rows(self, width: int) -> int:
        columns = next((count for count in _COLUMNS if self._width(count) <= width), _COLUMNS[-1])
        return -(-len(self.numbers) // columns)

    def _make_number(self, pain: int, on_answer: Callable[[int], object]) -> Button:
        button = Button(self, partial(on_answer, pain), str(pain), str(WORST))
        button.setAccessibleName(words.spoken(pain))
        button.setAutoDefault(True)
        return button
