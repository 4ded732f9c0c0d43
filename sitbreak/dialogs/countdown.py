"""The hold countdown on the card: a ring, a line of text and one button."""

import time
from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from sitbreak.dialogs import words
from sitbreak.dialogs.buttons import button, with_mnemonic
from sitbreak.dialogs.colours import Colours
from sitbreak.dialogs.focus import announce
from sitbreak.dialogs.fonts import SMALL, sized
from sitbreak.dialogs.holds import Countdown, Hold, Mode, Moment

_SMOOTH, _CALM = 40, 250
"""Milliseconds between two updates, where pictures may move and where not."""

_SIDE = 92
"""Logical pixels of the ring's diameter."""

_LINE = 9
"""Logical pixels of the ring's line."""

_DEGREE = 16
"""Qt counts angles in sixteenths."""

_BUTTON = {
    Mode.READY: (words.START, "t"),
    Mode.RUNNING: (words.PAUSE, "P"),
    Mode.PAUSED: (words.RESUME, "R"),
    Mode.DONE: (words.REPEAT, "R"),
}


class CountdownPanel(QWidget):
    """Counts a tip's holds down, once the person starts it."""

    def __init__(
        self, parent: QWidget, all_holds: tuple[Hold, ...], colours: Colours, *, may_move: bool
    ) -> None:
        """Wait to be started."""
        super().__init__(parent)
        self._countdown = Countdown(all_holds)
        self._announced: tuple[Mode, str] | None = None
        self.ring = Ring(self, colours)
        self.line = QLabel(self)
        self.line.setWordWrap(True)
        self.line.setFont(sized(self.line.font(), SMALL))
        self.button = button(self, "", "", self._press, name="start")
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setInterval(_SMOOTH if may_move else _CALM)
        self._timer.timeout.connect(self._update)
        self._update()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        beside = QVBoxLayout()
        beside.addStretch(1)
        beside.addWidget(self.line)
        beside.addLayout(row)
        beside.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self.ring)
        layout.addLayout(beside, 1)

    def _press(self) -> None:
        self._countdown.press(time.monotonic())
        self._update()

    def _update(self) -> None:
        """Show this moment; announce what is new in it."""
        moment = self._countdown.at(time.monotonic())
        self.ring.show_moment(moment)
        text = _line(moment)
        if (moment.mode, text) != self._announced:
            self._announced = moment.mode, text
            self.line.setAccessibleName(text)
            self.line.setText(text)
            self.ring.setAccessibleDescription(text)
            self.button.setText(with_mnemonic(*_BUTTON[moment.mode]))
            self.button.setAccessibleDescription(text)
            if moment.mode is not Mode.READY:
                announce(self.line, text)
        if moment.mode is Mode.RUNNING:
            self._timer.start()
        else:
            self._timer.stop()


def _line(moment: Moment) -> str:
    hold = moment.hold
    if moment.mode is Mode.DONE:
        return words.HOLDS_DONE
    if moment.holding:
        text = words.hold(hold.side, hold.number, hold.of, hold.seconds)
    else:
        text = words.get_ready(hold.side, hold.number, hold.of)
    return words.paused_hold(text) if moment.mode is Mode.PAUSED else text


class Ring(QProgressBar):
    """A ring that empties, with the seconds in it; to a screen reader a progress bar that counts them."""

    def __init__(self, parent: QWidget, colours: Colours) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._colours = colours
        self._moment: Moment | None = None
        self.setAccessibleName(words.HOLD_COUNTDOWN)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Return its one size."""
        return QSize(_SIDE, _SIDE)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Return its one size."""
        return self.sizeHint()

    def show_moment(self, moment: Moment) -> None:
        """Show this moment."""
        self._moment = moment
        self.setRange(0, ceil(moment.length))
        self.setValue(ceil(moment.length) - ceil(moment.left))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802  Qt's name
        """Paint what is left as part of a ring with the seconds in it; a tick when all is done."""
        if self._moment is None:
            return
        moment, colours = self._moment, self._colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inset = _LINE / 2 + 1
        circle = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
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
            painter.setFont(_digits(self.font(), moment))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(ceil(moment.left)))
        painter.end()


def _arc_colour(moment: Moment, colours: Colours) -> str:
    """Return the colour of what is left: warm for a hold, calm to get ready and before the start."""
    if moment.mode is Mode.PAUSED:
        return colours.quiet
    if moment.mode is Mode.RUNNING and moment.holding:
        return colours.warm
    return colours.accent


def _digits(font: QFont, moment: Moment) -> QFont:
    digits = QFont(font)
    digits.setPixelSize(28 if moment.left < 100 else 22)
    digits.setWeight(QFont.Weight.DemiBold)
    return digits


def _paint_tick(painter: QPainter, circle: QRectF, pen: QPen) -> None:
    side, left, top = circle.width(), circle.left(), circle.top()
    pen.setWidthF(6)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    corners = ((0.31, 0.52), (0.45, 0.66), (0.70, 0.37))
    painter.drawPolyline(QPolygonF([QPointF(left + x * side, top + y * side) for x, y in corners]))
