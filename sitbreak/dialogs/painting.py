"""Paints the ring. A module of its own: nobody sees a painted ring before the countdown is started."""

from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from sitbreak.dialogs.colours import Colours
from sitbreak.dialogs.holds import Mode, Moment

_WIDTH = 9
_DEGREE = 16
"""As Qt counts angles."""


def paint_ring(widget: QWidget, moment: Moment, colours: Colours) -> None:
    """Paint what is left as a part of a ring, and the seconds in it; a tick when all is done."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inset = _WIDTH / 2 + 1
    around = QRectF(widget.rect()).adjusted(inset, inset, -inset, -inset)
    pen = QPen(QColor(colours.line), _WIDTH)
    painter.setPen(pen)
    painter.drawEllipse(around)
    pen.setColor(QColor(_colour(moment, colours)))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    share = 1.0 if moment.mode is Mode.DONE else moment.left / moment.length
    painter.drawArc(around, 90 * _DEGREE, round(360 * _DEGREE * share))
    if moment.mode is Mode.DONE:
        _paint_tick(painter, around, pen)
    else:
        painter.setPen(QColor(colours.quiet if moment.mode is Mode.PAUSED else colours.ink))
        painter.setFont(_font(widget, moment))
        painter.drawText(widget.rect(), Qt.AlignmentFlag.AlignCenter, str(ceil(moment.left)))
    painter.end()


def _colour(moment: Moment, colours: Colours) -> str:
    """Return the colour of what is left: warm for a hold, calm to get ready."""
    if moment.mode is Mode.PAUSED:
        return colours.quiet
    if moment.mode is Mode.DONE or not moment.holding:
        return colours.accent
    return colours.warm


def _font(widget: QWidget, moment: Moment) -> QFont:
    font = QFont(widget.font())
    font.setPixelSize(28 if moment.left < 100 else 22)
    font.setWeight(QFont.Weight.DemiBold)
    return font


def _paint_tick(painter: QPainter, around: QRectF, pen: QPen) -> None:
    side, left, top = around.width(), around.left(), around.top()
    pen.setWidthF(6)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    points = ((0.31, 0.52), (0.45, 0.66), (0.70, 0.37))
    painter.drawPolyline(QPolygonF([QPointF(left + x * side, top + y * side) for x, y in points]))
