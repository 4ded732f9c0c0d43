"""The hold countdown on the card: a ring, a line of text and one button."""

import time

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sitbreak.core.words import card as words
from sitbreak.dialogs.colours import Colours
from sitbreak.dialogs.focus import announce
from sitbreak.dialogs.holds import Countdown, Hold, Mode, Moment
from sitbreak.dialogs.ring import Ring
from sitbreak.dialogs.widgets import SMALL, button, sized

_SMOOTH, _CALM = 40, 250
"""Milliseconds between two updates, where pictures may move and where not."""

_BUTTON = {
    Mode.READY: words.start,
    Mode.RUNNING: words.pause,
    Mode.PAUSED: words.resume,
    Mode.DONE: words.repeat,
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
        text = _line(moment)
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


def _line(moment: Moment) -> str:
    hold = moment.hold
    if moment.mode is Mode.DONE:
        return words.holds_done()
    if moment.holding:
        text = words.hold(hold.side, hold.number, hold.of, hold.seconds)
    else:
        text = words.get_ready(hold.side, hold.number, hold.of)
    return words.paused(text) if moment.mode is Mode.PAUSED else text
