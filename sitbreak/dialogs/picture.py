"""The picture of a tip: still at the first paint, moving afterwards if it may."""

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QImageReader, QKeyEvent, QMouseEvent, QPaintEvent, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from sitbreak import disk
from sitbreak.core.words import card as words
from sitbreak.dialogs.arrangement import Rect
from sitbreak.dialogs.focus import is_space, set_tab_stop
from sitbreak.tips.pictures import LARGEST

_SHARE = 0.9
"""Of its frame that the picture fills; the frame is its margin."""

_MIN_DELAY = 20
"""Milliseconds between two images."""

_UNSEEN_DELAY = 1000
"""Milliseconds until it looks again whether anyone sees it."""


class _Image(NamedTuple):
    pixmap: QPixmap
    milliseconds: int


class Picture(QLabel):
    """A picture in the middle of its frame. A click or the space bar pauses one that moves.

    Attributes:
        path: the file that it is in.
    """

    def __init__(self, parent: QWidget, path: Path, *, may_move: bool) -> None:
        """Prepare to show a file; `place` reads it, in the size that it needs."""
        super().__init__(parent)
        self.setObjectName("picture")
        self._may_move = may_move
        self.path = path
        self._reader = QImageReader()
        self._images: list[_Image] = []
        self._shown = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._advance)
        self._side = 0
        self._is_started = False

    def place(self, frame: Rect) -> str:
        """Show the picture in this frame; return why that is not possible, or nothing."""
        self.setGeometry(*frame)
        side = round(_SHARE * min(frame.width, frame.height))
        if side == self._side:
            return ""
        self._side = side
        problem = self._reload()
        return "" if self._images else problem

    @property
    def can_move(self) -> bool:
        """Whether it has more than one image, and the person wants pictures to move."""
        return self._may_move and self._reader.imageCount() > 1

    @property
    def is_moving(self) -> bool:
        """Whether it moves at the moment."""
        return self._timer.isActive()

    def start(self) -> None:
        """Move, if it can, from the image that is shown; once it is placed, if it is not yet."""
        self._is_started = True
        if self.can_move:
            set_tab_stop(self, stops=True)
            self.setAccessibleDescription(words.pause_picture())
            self.setToolTip(words.pause_picture())
            self._timer.start(self._images[self._shown].milliseconds)

    # --- internals -------------------------------------------------------------------------------

    def _toggle(self) -> None:
        if self.is_moving:
            self._is_started = False
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

    def _load(self) -> str:
        """Show the first image in the present size; return why that is not possible, or nothing."""
        try:
            disk.read_start(self.path, LARGEST, 0)  # Qt would wait for a pipe
        except FileNotFoundError:
            pass  # Qt says so
        except OSError as error:
            return str(error.strerror or error)
        reader = QImageReader(str(self.path))
        reader.setAutoTransform(True)
        reader.setDecideFormatFromContent(True)
        size, ratio = reader.size(), self.devicePixelRatio()
        scale = self._side * ratio / max(size.width(), size.height(), 1)
        reader.setScaledSize(QSize(round(size.width() * scale), round(size.height() * scale)))
        image = self._read_from(reader)
        if image is None:
            return str(reader.errorString())
        self._reader, self._images, self._shown = reader, [image], 0
        self._show()
        return ""

    def _reload(self) -> str:
        """Load it again, and let it move on; see `_load`."""
        self._timer.stop()
        problem = self._load()
        if self._is_started and self._images:
            self.start()
        return problem

    def _advance(self) -> None:
        """Show the next image, unless nobody can see it."""
        if self.window().isMinimized() or not self.isVisible():
            self._timer.start(_UNSEEN_DELAY)
            return
        following = self._shown + 1
        if following == len(self._images) and not self._read_next():
            following = 0
        self._shown = following
        self._show()
        self._timer.start(self._images[following].milliseconds)

    def _show(self) -> None:
        self.setPixmap(self._images[self._shown].pixmap)

    def _read_next(self) -> bool:
        """Read one more image; they are kept, so that only the first round costs."""
        image = self._read_from(self._reader) if self._reader.canRead() else None
        if image is not None:
            self._images.append(image)
        return image is not None

    def _read_from(self, reader: QImageReader) -> _Image | None:
        image = reader.read()
        if image.isNull():
            return None
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(self.devicePixelRatio())
        return _Image(pixmap, max(reader.nextImageDelay(), _MIN_DELAY))
