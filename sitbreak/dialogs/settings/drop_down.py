"""A field that drops down a list of a few values."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QComboBox

from sitbreak.dialogs.widgets import TEXT, sized, units


class Choice(QComboBox):
    """One of a few values."""

    edited = Signal()

    def __init__(self, values: Sequence[Any], name: Callable[[Any], str]) -> None:
        """Offer these.

        Args:
            values: the values, the first to begin with.
            name: names a value.
        """
        super().__init__()
        self._values = list(values)
        self.setFont(sized(self.font(), TEXT))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(round(2 * units().em))
        self.setMinimumContentsLength(14)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.addItems([name(value) for value in values])
        self.activated.connect(lambda _index: self.edited.emit())

    @property
    def value(self) -> Any:
        """What is chosen."""
        return self._values[self.currentIndex()]

    def show_value(self, value: Any) -> None:
        """Show this; a value that is not offered is named by itself."""
        if value not in self._values:
            self._values.append(value)
            self.addItem(str(value))
        self.setCurrentIndex(self._values.index(value))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint, with an arrow of our own: the style sheet takes the style's away."""
        super().paintEvent(event)
        em = units().em
        at_end = 1.1 * em if self.isRightToLeft() else self.width() - 1.1 * em
        middle = QPointF(at_end, self.height() / 2)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().text().color(), 0.11 * em))
        corners = ((-0.32, -0.16), (0.0, 0.16), (0.32, -0.16))
        painter.drawPolyline([middle + QPointF(x * em, y * em) for x, y in corners])

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page, unless the person is in this field."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
