"""Widgets beside each other, in as many lines as they need."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from sitbreak.dialogs.widgets import units


class Flow(QWidget):
    """Widgets in reading order; the last one may stand apart, at the right."""

    def __init__(self, parent: QWidget, *parts: QWidget, is_last_apart: bool = False) -> None:
        """Hold these widgets."""
        super().__init__(parent)
        self._parts = parts
        self._is_last_apart = is_last_apart
        self._gap = round(0.5 * units().em)
        for part in parts:
            part.setParent(self)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines."""
        return max((place.bottom() + 1 for _, place in self._places(width)), default=0)

    def sizeHint(self) -> QSize:
        """Return the size of a single line."""
        hints = [_size(part) for part in self._parts if not part.isHidden()]
        wide = sum(hint.width() + self._gap for hint in hints) - self._gap
        return QSize(max(wide, 0), max((hint.height() for hint in hints), default=0))

    def minimumSizeHint(self) -> QSize:
        """Return the width of the widest part, and the height of one line."""
        widest = max((part.minimumSizeHint().width() for part in self._parts), default=0)
        return QSize(widest, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the parts."""
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Place the parts when one of them has changed."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        for part, place in self._places(self.width()):
            part.setGeometry(place)

    def _places(self, width: int) -> Iterator[tuple[QWidget, QRect]]:
        x = y = 0
        line = self.sizeHint().height()
        for part in self._parts:
            if part.isHidden():
                continue
            hint = _size(part)
            wide = min(hint.width(), width)
            high = hint.height()
            if hint.width() > width and part.hasHeightForWidth():
                high = part.heightForWidth(width)
            if x and x + wide > width:
                x, y = 0, y + line + self._gap
            if part is self._parts[-1] and self._is_last_apart and not y:
                x = width - wide
            yield part, QRect(x, y + max(0, (line - high) // 2), wide, high)
            if high > line:
                y += high - line
            x += wide + self._gap


def _size(part: QWidget) -> QSize:
    """Return the size that a part wants, within the limits that were set for it."""
    return part.sizeHint().expandedTo(part.minimumSize()).boundedTo(part.maximumSize())
