"""The picture of a tip: still at the first paint, moving afterwards if it may."""

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QImageReader, QKeyEvent, QMouseEvent, QPaintEvent, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from sitbreak.core.words import card as words
from sitbreak.dialogs.focus import is_space, set_tab_stop

_SIDE = 304
"""Logical pixels of the frame, which is square."""

_INSIDE = 272
"""Logical pixels of the image's longer side."""

_MIN_DELAY = 20
"""Milliseconds between two images."""

_UNSEEN_DELAY = 1000
"""Milliseconds until it looks again whether anyone sees it."""


class _Image(NamedTuple):
    pixmap: QPixmap
    milliseconds: int


class Picture(QLabel):
    """A picture in a frame. A click or the space bar pauses one that moves."""

    def __init__(self, parent: QWidget, *, may_move: bool) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self.setObjectName("picture")
        self.setFixedSize(_SIDE, _SIDE)
        self._may_move = may_move
        self._path: Path | None = None
        self._reader = QImageReader()
        self._images: list[_Image] = []
        self._shown = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._advance)

    def load(self, path: Path) -> str:
        """Show the first image of a file; return why that is not possible, or nothing."""
        self._path = path
        self._timer.stop()
        self._images.clear()
        self._shown = 0
        self._reader = QImageReader(str(path))
        self._reader.setAutoTransform(True)
        self._reader.setDecideFormatFromContent(True)
        size, ratio = self._reader.size(), self.devicePixelRatio()
        scale = _INSIDE * ratio / max(size.width(), size.height(), 1)
        self._reader.setScaledSize(QSize(round(size.width() * scale), round(size.height() * scale)))
        if not self._read_next():
            return str(self._reader.errorString())
        self._show()
        return ""

    @property
    def can_move(self) -> bool:
        """Whether it has more than one image, and the person wants pictures to move."""
        return self._may_move and self._reader.imageCount() > 1

    @property
    def is_moving(self) -> bool:
        """Whether it moves at the moment."""
        return self._timer.isActive()

    def start(self) -> None:
        """Move, if it can, from the image that is shown."""
        if self.can_move:
            set_tab_stop(self, stops=True)
            self.setAccessibleDescription(words.pause_picture())
            self.setToolTip(words.pause_picture())
            self._timer.start(self._images[self._shown].milliseconds)

    # --- internals -------------------------------------------------------------------------------

    def _toggle(self) -> None:
        if self.is_moving:
            self._timer.stop()
        else:
            self.start()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pause or resume."""
        self._toggle()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pause or resume at the space bar."""
        if is_space(event.key()):
            self._toggle()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint; load it again for a screen with another pixel ratio."""
        super().paintEvent(event)
        if self._images and self._images[0].pixmap.devicePixelRatio() != self.devicePixelRatio():
            QTimer.singleShot(0, self._reload)

    def _reload(self) -> None:
        was_moving = self.is_moving
        if self._path is not None and not self.load(self._path) and was_moving:
            self.start()

    def _advance(self) -> None:
        """Show the next image, unless nobody can see it."""
        if self.window().isMinimized() or not self.isVisible():
            self._timer.start(_UNSEEN_DELAY)
            return
        following = self._shown + 1
        if following == len(self._images) and not (self._reader.canRead() and self._read_next()):
            following = 0
        self._shown = following
        self._show()
        self._timer.start(self._images[following].milliseconds)

    def _show(self) -> None:
        self.setPixmap(self._images[self._shown].pixmap)

    def _read_next(self) -> bool:
        """Read and scale one more image; they are kept, so that only the first round costs."""
        image = self._reader.read()
        if image.isNull():
            return False
        delay = max(self._reader.nextImageDelay(), _MIN_DELAY)
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(self.devicePixelRatio())
        self._images.append(_Image(pixmap, delay))
        return True
