"""A ring that empties while a hold lasts, with the seconds in it."""

from math import ceil

from PySide6.QtCore import QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QSizePolicy, QWidget

from sitbreak.dialogs import words
from sitbreak.dialogs.colours import Colours
from sitbreak.dialogs.holds import Mode, Moment

_SIDE = 92


class Ring(QProgressBar):
    """The countdown as a picture; to a screen reader a progress bar that counts the seconds gone by."""

    def __init__(self, parent: QWidget, colours: Colours) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self.colours = colours
        self._moment: Moment | None = None
        # Until it is started the ring is a frame: painting needs much of Qt that nobody shall wait for.
        self._ready = QLabel(self)
        self._ready.setObjectName("ready")
        self._ready.setAccessibleName(words.HOLD_COUNTDOWN)
        self._ready.setGeometry(1, 1, _SIDE - 2, _SIDE - 2)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Return its one size."""
        return QSize(_SIDE, _SIDE)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Return its one size."""
        return self.sizeHint()

    def show_moment(self, moment: Moment) -> None:
        """Show this."""
        self._moment = moment
        self.setRange(0, ceil(moment.length))
        self.setValue(ceil(moment.length) - ceil(moment.left))
        self._ready.setText(str(ceil(moment.left)))
        self._ready.setVisible(moment.mode is Mode.READY)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802  Qt's name
        """Draw the ring, once it is started."""
        if self._moment is not None and self._moment.mode is not Mode.READY:
            from sitbreak.dialogs.painting import paint_ring

            paint_ring(self, self._moment, self.colours)
