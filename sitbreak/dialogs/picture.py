"""The picture of a tip: still at the first paint, then moving if it may."""

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QImageReader, QKeyEvent, QMouseEvent, QPaintEvent, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from sitbreak.dialogs import words
from sitbreak.dialogs.late import is_space, take_tab

SIDE = 304
"""Logical pixels of the frame, which is a square."""

_INSIDE = 272
_LEAST_DELAY = 20
_LOOK_AGAIN = 1000


class _Frame(NamedTuple):
    pixmap: QPixmap
    milliseconds: int


class Picture(QLabel):
    """A picture in a frame. What moves can be stopped by a click, or with the space bar."""

    def __init__(self, parent: QWidget, *, may_move: bool) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self.setObjectName("picture")
        self.setFixedSize(SIDE, SIDE)
        self._may_move = may_move
        self._path: Path | None = None
        self._reader = QImageReader()
        self._frames: list[_Frame] = []
        self._shown = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)

    def load(self, path: Path) -> str | None:
        """Show the first image of a file; return why that is not possible, if so."""
        self._path = path
        self._timer.stop()
        self._frames.clear()
        self._shown = 0
        self._reader = QImageReader(str(path))
        self._reader.setAutoTransform(True)
        self._reader.setDecideFormatFromContent(True)
        size, ratio = self._reader.size(), self.devicePixelRatio()
        scale = _INSIDE * ratio / max(size.width(), size.height(), 1)
        self._reader.setScaledSize(QSize(round(size.width() * scale), round(size.height() * scale)))
        if not self._read_next():
            return self._reader.errorString()
        self._show()
        return None

    @property
    def moves(self) -> bool:
        """Whether there is more to show than a still, and the person wants it."""
        return self._may_move and self._reader.imageCount() > 1

    @property
    def is_moving(self) -> bool:
        """Whether it moves at the moment."""
        return self._timer.isActive()

    def start(self) -> None:
        """Let it move, if it can; it goes on from where it stands."""
        if self.moves:
            take_tab(self, takes=True)
            self.setAccessibleDescription(words.PICTURE_STOPS)
            self.setToolTip(words.PICTURE_STOPS)
            self._timer.start(self._frames[self._shown].milliseconds)

    # --- inside --------------------------------------------------------------------------------

    def _toggle(self) -> None:
        if self.is_moving:
            self._timer.stop()
        else:
            self.start()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """Stop the movement, or go on."""
        self._toggle()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Stop the movement, or go on, at the space bar."""
        if is_space(event.key()):
            self._toggle()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint; draw it anew for a screen with other pixels."""
        super().paintEvent(event)
        if self._frames and self._frames[0].pixmap.devicePixelRatio() != self.devicePixelRatio():
            QTimer.singleShot(0, self._load_again)

    def _load_again(self) -> None:
        was_moving = self.is_moving
        if self._path is not None and self.load(self._path) is None and was_moving:
            self.start()

    def _go_on(self) -> None:
        """Show the next image; nobody pays for one that nobody sees."""
        if self.window().isMinimized() or not self.isVisible():
            self._timer.start(_LOOK_AGAIN)
            return
        following = self._shown + 1
        if following == len(self._frames) and not (self._reader.canRead() and self._read_next()):
            following = 0
        self._shown = following
        self._show()
        self._timer.start(self._frames[following].milliseconds)

    def _show(self) -> None:
        self.setPixmap(self._frames[self._shown].pixmap)

    def _read_next(self) -> bool:
        """Read and scale one more image; they are kept, so that only the first round costs."""
        image = self._reader.read()
        if image.isNull():
            return False
        delay = max(self._reader.nextImageDelay(), _LEAST_DELAY)
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(self.devicePixelRatio())
        self._frames.append(_Frame(pixmap, delay))
        return True
