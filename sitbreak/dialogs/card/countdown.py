"""The hold countdown on the card: a ring, a line of text and one button."""

import time
from collections.abc import Callable
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QWidget

from sitbreak.core.words import card as words
from sitbreak.dialogs.card.holds import Countdown, Hold, Mode, Moment
from sitbreak.dialogs.colours import RING_DIGITS, RING_LINE, Colours
from sitbreak.dialogs.focus import announce
from sitbreak.dialogs.widgets import SMALL, Button, ring_side, sized, units

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

_LARGE_RING = 17
"""Ems of width that leave enough for the text beside a large ring."""

_WIDE_LINE = 18
"""Ems of width that leave enough for the text between a small ring and a button."""

_DEGREE = 16
"""Qt counts angles in sixteenths."""


class CountdownPanel(QWidget):
    """Counts a tip's holds down, once the person starts it."""

    def __init__(
        self,
        parent: QWidget,
        all_holds: tuple[Hold, ...],
        colours: Colours,
        on_hold_end: Callable[[], None],
        *,
        may_move: bool,
    ) -> None:
        """Wait to be started, in no place yet; `on_hold_end` is called at the end of each hold."""
        super().__init__(parent)
        self._on_hold_end = on_hold_end
        self._held: Hold | None = None
        self._countdown = Countdown(all_holds)
        self._longest = words.paused(_text(self._countdown.at(0)))
        self._gap = round(units().em)
        self._announced: tuple[Mode, str] | None = None
        self.ring = Ring(self, colours)
        self.line = QLabel(self)
        self.line.setWordWrap(True)
        self.line.setFont(sized(self.line.font(), SMALL))
        self.button = Button(self, self._press, *(label() for label in _BUTTON.values()), name="start")
        self._timer = QTimer(self)
        self._timer.setInterval(_SMOOTH if may_move else _CALM)
        self._timer.timeout.connect(self._update)
        self._update()

    def height_for(self, width: int, *, in_panel: bool) -> int:
        """Return the height that is enough for everything it may say in this width."""
        ring, button = ring_side(small=self._is_small(width, in_panel=in_panel)), self.button.sizeHint()
        beside = width - ring - self._gap
        if self._is_stacked(width, in_panel=in_panel):
            return max(ring, self._line_height(beside) + self._gap // 2 + button.height())
        return max(ring, button.height(), self._line_height(beside - self._gap - button.width()))

    def heightForWidth(self, width: int) -> int:
        """Return the same outside of the panel."""
        return self.height_for(width, in_panel=False)

    def arrange(self, *, in_panel: bool) -> None:
        """Place everything: the button below the line of text in the panel, beside it where there is room."""
        button, height = self.button.sizeHint(), self.height()
        side = self.ring.resize_for(small=self._is_small(self.width(), in_panel=in_panel))
        self.ring.move(0, (height - side) // 2)
        left = side + self._gap
        if self._is_stacked(self.width(), in_panel=in_panel):
            line = self.width() - left
            text = self._line_height(line)
            top = max((height - text - self._gap // 2 - button.height()) // 2, 0)
            self.line.setGeometry(left, top, line, text)
            self.button.setGeometry(left, top + text + self._gap // 2, button.width(), button.height())
        else:
            right = self.width() - button.width()
            self.line.setGeometry(left, 0, right - self._gap - left, height)
            self.button.setGeometry(right, (height - button.height()) // 2, button.width(), button.height())

    @staticmethod
    def _is_small(width: int, *, in_panel: bool) -> bool:
        """Whether the ring has to be small."""
        return not in_panel or width < _LARGE_RING * units().em

    @staticmethod
    def _is_stacked(width: int, *, in_panel: bool) -> bool:
        """Whether the button is below the line of text."""
        return in_panel or width < _WIDE_LINE * units().em

    def _line_height(self, width: int) -> int:
        """Return the height of the longest text in this width."""
        shown = self.line.text()
        self.line.setText(self._longest)
        height = self.line.heightForWidth(width)
        self.line.setText(shown)
        return height

    def _press(self) -> None:
        self._countdown.press(time.monotonic())
        self._update()

    def _update(self) -> None:
        """Show this moment; announce what is new in it."""
        moment = self._countdown.at(time.monotonic())
        self._report_hold_end(moment)
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

    def _report_hold_end(self, moment: Moment) -> None:
        held, self._held = self._held, moment.hold if moment.is_held else None
        if held is not None and self._held is not held:
            self._on_hold_end()


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
        self._ready: QLabel | None = None
        self.setAccessibleName(words.countdown())

    def resize_for(self, *, small: bool) -> int:
        """Take one of its two sizes; return the length of a side."""
        side = ring_side(small=small)
        if self._ready is None or self.width() != side:
            if self._ready is not None:  # a label gets the style of its name only once
                self._ready.setParent(None)
            self._ready = QLabel(self)
            self._ready.setObjectName("small-ready" if small else "ready")
            self._ready.setAccessibleName(words.countdown())
            self._ready.setGeometry(1, 1, side - 2, side - 2)
            self.resize(side, side)
            if self._moment is not None:
                self.show_moment(self._moment)
        return side

    def show_moment(self, moment: Moment) -> None:
        """Show this moment."""
        self._moment = moment
        self.setRange(0, ceil(moment.length))
        self.setValue(ceil(moment.length) - ceil(moment.left))
        if self._ready is not None:
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
    line_width = ring.width() * RING_LINE
    inset = line_width / 2 + 1
    circle = QRectF(ring.rect()).adjusted(inset, inset, -inset, -inset)
    pen = QPen(QColor(colours.line), line_width)
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
        painter.setFont(_digits(ring, moment))
        painter.drawText(ring.rect(), Qt.AlignmentFlag.AlignCenter, str(ceil(moment.left)))
    painter.end()


def _arc_colour(moment: Moment, colours: Colours) -> str:
    """Return the colour of what is left: warm for a hold, calm to get ready."""
    if moment.mode is Mode.PAUSED:
        return colours.quiet
    if moment.mode is Mode.DONE or not moment.holding:
        return colours.accent
    return colours.warm


def _digits(ring: Ring, moment: Moment) -> "QFont":
    font = ring.font()
    font.setPixelSize(round(ring.width() * RING_DIGITS * (1 if moment.left < 100 else 0.8)))
    font.setWeight(font.Weight.DemiBold)
    return font


def _paint_tick(painter: "QPainter", circle: "QRectF", pen: "QPen") -> None:
    from PySide6.QtCore import QPointF, Qt
    from PySide6.QtGui import QPolygonF

    side, left, top = circle.width(), circle.left(), circle.top()
    pen.setWidthF(side * 0.08)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    corners = ((0.31, 0.52), (0.45, 0.66), (0.70, 0.37))
    painter.drawPolyline(QPolygonF([QPointF(left + x * side, top + y * side) for x, y in corners]))
