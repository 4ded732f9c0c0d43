"""Check boxes and radio buttons that can be seen in light and in dark, and whose text wraps.

What draws is imported where it draws: the first group of settings has neither, and is painted sooner.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QRadioButton, QWidget

from sitbreak.dialogs.colours import Colours
from sitbreak.dialogs.widgets import TEXT, sized, units

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter, QPixmap
    from PySide6.QtWidgets import QAbstractButton as _Base
else:
    _Base = object  # Qt can make only one of the bases

_SIDE, _GAP = 1.05, 0.55
"""Ems of a box, and between it and its text."""

_FRAME = 3
"""Logical pixels around everything, for the ring that shows the focus."""

_TICK = ((0.25, 0.52), (0.43, 0.7), (0.76, 0.32))
"""Corners of a tick, as parts of its box."""

_WRAPPED = 0x1000
"""Source: Qt::TextWordWrap. Qt's enumerations cost a tenth of the time to a first paint."""


def edge() -> int:
    """Return how far the box is from the left edge, in logical pixels: text above and below begins there."""
    return _FRAME


def indent() -> int:
    """Return how far the text is from the left edge, in logical pixels."""
    return round((_SIDE + _GAP) * units().em) + _FRAME


class Drawn(_Base):
    """What check boxes and radio buttons share.

    Attributes:
        colours: light or dark.
        picture: what is between box and text; None for nothing.
    """

    colours: Colours
    picture: "QPixmap | None" = None

    def __init__(self, parent: QWidget, text: str, colours: Colours) -> None:
        """Show this text beside the box."""
        super().__init__(parent)
        self.setText(text)
        self.setFont(sized(self.font(), TEXT))
        self.use(colours)

    def use(self, colours: Colours) -> None:
        """Be drawn in these colours."""
        self.colours = colours
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size with the text on one line."""
        text = self.fontMetrics().size(0, self.text())
        return QSize(self._before_text + text.width() + 2 * _FRAME, self._line + 2 * _FRAME)

    def minimumSizeHint(self) -> QSize:
        """Return the size without text."""
        return QSize(self._before_text, self._line + 2 * _FRAME)

    def heightForWidth(self, width: int) -> int:
        """Return the height of the wrapped text, or of the box."""
        room = max(width - self._before_text - _FRAME, 1)
        text = self.fontMetrics().boundingRect(0, 0, room, 10_000, _WRAPPED, self.text())
        return max(self._down(self.fontMetrics().height()) + text.height(), _FRAME + self._line) + _FRAME

    def hitButton(self, _position: QPoint) -> bool:
        """Return that a click anywhere on it counts."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the box, then the text, and a ring around both while it has the focus."""
        from PySide6.QtGui import QBrush, QPainter, QPen

        from sitbreak.dialogs.mirror import mirrored

        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = self._down(self._side)
        box = mirrored(QRect(_FRAME, top, self._side, self._side), self)
        self._draw_box(painter, QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5))
        if self.picture is not None:
            size = self.picture.deviceIndependentSize().toSize()
            place = mirrored(QRect(QPoint(indent(), self._down(size.height())), size), self)
            painter.drawPixmap(place.topLeft(), self.picture)
        painter.setPen(QColor(self.colours.ink if self.isEnabled() else self.colours.faint))
        text = self.rect().adjusted(self._before_text, self._down(self.fontMetrics().height()), -_FRAME, 0)
        text = mirrored(text, self)
        painter.drawText(text, _WRAPPED, self.text())
        if self.hasFocus():
            painter.setPen(QPen(QColor(self.colours.ink), 2))
            painter.setBrush(QBrush())
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    @property
    def _side(self) -> int:
        return round(_SIDE * units().em)

    @property
    def _line(self) -> int:
        """The height of the first line, in the middle of which everything is."""
        picture = self.picture.deviceIndependentSize().height() if self.picture is not None else 0
        return max(self.fontMetrics().height(), self._side, round(picture))

    @property
    def _before_text(self) -> int:
        if self.picture is None:
            return indent()
        return indent() + round(self.picture.deviceIndependentSize().width() + 0.4 * units().em)

    def _down(self, height: int) -> int:
        """Return the top of something of this height in the first line."""
        return _FRAME + (self._line - height) // 2

    def _draw_box(self, painter: "QPainter", box: QRectF) -> None:
        raise NotImplementedError

    def _choose_colours(self, painter: "QPainter") -> QColor:
        """Set the pen and the brush of the box; return the colour of what is in it."""
        from PySide6.QtGui import QPen

        colours = self.colours
        filled = colours.accent if self.isEnabled() else colours.faint
        edge = filled if self.isChecked() else colours.border if self.isEnabled() else colours.line
        painter.setPen(QPen(QColor(edge), max(1.0, self._side / 14)))
        inside = filled if self.isChecked() else colours.hover if self.isDown() else colours.sheet
        painter.setBrush(QColor(inside))
        return QColor(colours.on_accent if self.isEnabled() else colours.sheet)


class Check(Drawn, QCheckBox):
    """A check box."""

    def _draw_box(self, painter: "QPainter", box: QRectF) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtGui import QPen

        ink = self._choose_colours(painter)
        painter.drawRoundedRect(box, 0.22 * self._side, 0.22 * self._side)
        if self.isChecked():
            corners = [QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in _TICK]
            round_ends = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
            painter.setPen(QPen(ink, self._side / 8, Qt.PenStyle.SolidLine, *round_ends))
            painter.drawPolyline(corners)


class Radio(Drawn, QRadioButton):
    """A radio button."""

    def _draw_box(self, painter: "QPainter", box: QRectF) -> None:
        from PySide6.QtCore import Qt

        ink = self._choose_colours(painter)
        painter.drawEllipse(box)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            inset = 0.3 * box.width()
            painter.drawEllipse(box.adjusted(inset, inset, -inset, -inset))
