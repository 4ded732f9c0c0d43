"""The ring of the countdown: it empties while a hold lasts, with the seconds in it."""

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QSizePolicy, QWidget

from sitbreak.core.words import card as words
from sitbreak.dialogs.colours import Colours
from sitbreak.dialogs.holds import Mode, Moment

if TYPE_CHECKING:
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QFont, QPainter, QPen

_SIDE = 92
"""Logical pixels of its diameter."""

_LINE = 9
"""Logical pixels of its line."""

_DEGREE = 16
"""Qt counts angles in sixteenths."""


class Ring(QProgressBar):
    """A ring that empties; to a screen reader a progress bar that counts the seconds.

    Before the start it is a label with a round border: what painting needs of Qt would delay the first paint.
    """

    def __init__(self, parent: QWidget, colours: Colours) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._colours = colours
        self._moment: Moment | None = None
        self._ready = QLabel(self)
        self._ready.setObjectName("ready")
        self._ready.setAccessibleName(words.countdown())
        self._ready.setGeometry(1, 1, _SIDE - 2, _SIDE - 2)
        self.setAccessibleName(words.countdown())
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return its one size."""
        return QSize(_SIDE, _SIDE)

    def minimumSizeHint(self) -> QSize:
        """Return its one size."""
        return self.sizeHint()

    def show_moment(self, moment: Moment) -> None:
        """Show this moment."""
        self._moment = moment
        self.setRange(0, ceil(moment.length))
        self.setValue(ceil(moment.length) - ceil(moment.left))
        self._ready.setText(str(ceil(moment.left)))
        self._ready.setVisible(moment.mode is Mode.READY)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ring, once the countdown is started."""
        if self._moment is not None and self._moment.mode is not Mode.READY:
            _paint(self, self._moment, self._colours)


def _paint(ring: Ring, moment: Moment, colours: Colours) -> None:
    """Paint what is left as part of a ring with the seconds in it; a tick when all is done."""
    from PySide6.QtCore import QRectF, Qt
    from PySide6.QtGui import QColor, QPainter, QPen

    painter = QPainter(ring)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inset = _LINE / 2 + 1
    circle = QRectF(ring.rect()).adjusted(inset, inset, -inset, -inset)
    pen = QPen(QColor(colours.line), _LINE)
    painter.setPen(pen)
    painter.drawEllipse(circle)
    pen.setColor(QColor(_arc_colour(moment, colours)))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    share = 1.0 if moment.mode is Mode.DONE else moment.left / moment.length
    painter.drawArc(circle, 90 * _DEGREE, round(360 * _DEGREE * share))
    if moment.mode is Mode.DONE:
        _paint_tick(painter, circle, pen)
    else:
        painter.setPen(QColor(colours.quiet if moment.mode is Mode.PAUSED else colours.ink))
        painter.setFont(_digits(ring.font(), moment))
        painter.drawText(ring.rect(), Qt.AlignmentFlag.AlignCenter, str(ceil(moment.left)))
    painter.end()


def _arc_colour(moment: Moment, colours: Colours) -> str:
    """Return the colour of what is left: warm for a hold, calm to get ready."""
    if moment.mode is Mode.PAUSED:
        return colours.quiet
    if moment.mode is Mode.DONE or not moment.holding:
        return colours.accent
    return colours.warm


def _digits(font: "QFont", moment: Moment) -> "QFont":
    font.setPixelSize(28 if moment.left < 100 else 22)
    font.setWeight(font.Weight.DemiBold)
    return font


def _paint_tick(painter: "QPainter", circle: "QRectF", pen: "QPen") -> None:
    from PySide6.QtCore import QPointF, Qt
    from PySide6.QtGui import QPolygonF

    side, left, top = circle.width(), circle.left(), circle.top()
    pen.setWidthF(6)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    corners = ((0.31, 0.52), (0.45, 0.66), (0.70, 0.37))
    painter.drawPolyline(QPolygonF([QPointF(left + x * side, top + y * side) for x, y in corners]))
