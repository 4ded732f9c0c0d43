"""The hold countdown on the card: a ring, a line of text and one button."""

import time
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from sitbreak.core.words import card as words
from sitbreak.dialogs.colours import Colours
from sitbreak.dialogs.focus import announce
from sitbreak.dialogs.holds import Countdown, Hold, Mode, Moment
from sitbreak.dialogs.widgets import SMALL, button, sized

if TYPE_CHECKING:
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QFont, QPainter, QPen

_SMOOTH, _CALM = 40, 250
"""Milliseconds between two updates, where pictures may move and where not."""

_BUTTON = {
    Mode.READY: words.start,
    Mode.RUNNING: words.pause,
    Mode.PAUSED: words.resume,
    Mode.DONE: words.repeat,
}

_SIDE = 92
"""Logical pixels of the ring's diameter."""

_LINE_WIDTH = 9
"""Logical pixels of the ring's line."""

_DEGREE = 16
"""Qt counts angles in sixteenths."""


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
        self.button = button(self, "", self._press, name="start")
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
        text = _text(moment)
        if (moment.mode, text) != self._announced:
            self._announced = moment.mode, text
            self.line.setAccessibleName(text)
            length = words.seconds(moment.hold.seconds)
            self.line.setText(text.replace(length, length.replace(" ", "\u00a0")))  # on one line
            self.ring.setAccessibleDescription(text)
            self.button.setText(_BUTTON[moment.mode]())
            self.button.setAccessibleDescription(text)
            if moment.mode is not Mode.READY:
                announce(self.line, text)
        if moment.mode is Mode.RUNNING:
            self._timer.start()
        else:
            self._timer.stop()


def _text(moment: Moment) -> str:
    hold = moment.hold
    if moment.mode is Mode.DONE:
        return words.holds_done()
    if moment.holding:
        text = words.hold(hold.side, hold.number, hold.of, hold.seconds)
    else:
        text = words.get_ready(hold.side, hold.number, hold.of)
    return words.paused(text) if moment.mode is Mode.PAUSED else text


# --- the ring -----------------------------------------------------------------------------------


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
    inset = _LINE_WIDTH / 2 + 1
    circle = QRectF(ring.rect()).adjusted(inset, inset, -inset, -inset)
    pen = QPen(QColor(colours.line), _LINE_WIDTH)
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
