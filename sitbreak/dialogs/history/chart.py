"""One of the pages' pictures in a window: point at a part, or use the arrow keys, to see what it means."""

from PySide6.QtCore import QEvent, QRectF, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontInfo,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from sitbreak.dialogs.colours import DARK, Colours
from sitbreak.dialogs.focus import GRAPHIC, announce, set_tab_stop
from sitbreak.pages import drawing
from sitbreak.pages.drawing import Draw, Drawing, Spot

_CORNER, _SHADE = 6, 20
"""The mark of a part: the radius of its corners, and how dark it is, of 255."""


class Chart(QWidget):
    """Shows a picture of its width, and which of its parts is pointed at.

    Attributes:
        spot: the number of that part; None while there is none.
    """

    pointed = Signal(str)
    """Another part is pointed at: its sentence, or the hint."""

    focused = Signal()
    """The keyboard has come here."""

    def __init__(self, parent: QWidget) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self.setObjectName(GRAPHIC)
        self.spot: int | None = None
        self._hint = ""
        self._draw: Draw | None = None
        self._drawn: dict[int, Drawing] = {}
        self._renderer: QSvgRenderer | None = None
        self._colours: Colours | None = None
        self.setMouseTracking(True)

    def show_drawing(self, name: str, hint: str, draw: Draw, colours: Colours) -> None:
        """Show another picture.

        Args:
            name: what a screen reader calls it.
            hint: what is said about it while nothing is pointed at.
            draw: draws it.
            colours: those of the window.
        """
        self._hint = hint
        self._draw, self._colours, self._drawn = draw, colours, {}
        self._renderer = None
        self.setAccessibleName(name)
        if self.spot is not None and self.spot >= len(self._drawing.spots):
            self.spot = None
        self.setAccessibleDescription(self.sentence)
        self.pointed.emit(self.sentence)
        self.update()

    @property
    def sentence(self) -> str:
        """The sentence of the part that is pointed at; the hint while there is none."""
        return self._hint if self.spot is None else self._drawing.spots[self.spot].sentence

    @property
    def sentences(self) -> tuple[str, ...]:
        """All that can be read about it."""
        return (self._hint, *(spot.sentence for spot in self._drawing.spots))

    def heightForWidth(self, width: int) -> int:
        """Return the height that the picture has at this width."""
        return round(self._at(width).height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw it again."""
        super().resizeEvent(event)
        self._renderer = None

    def point_at(self, spot: int | None) -> None:
        """Point at a part of the picture."""
        if spot != self.spot:
            self.spot = spot
            self.pointed.emit(self.sentence)
            self.update()

    # --- painting --------------------------------------------------------------------------------

    @property
    def _drawing(self) -> Drawing:
        """The picture at the width it has now."""
        return self._at(self.width())

    def _at(self, width: int) -> Drawing:
        """Return the picture at this width; the last one is kept, since the layout asks more than once."""
        if width not in self._drawn:
            drawn = Drawing(0, 0, "")
            if self._draw is not None and self._colours is not None:
                paint = drawing.DARK if self._colours == DARK else drawing.LIGHT
                drawn = self._draw(width, QFontInfo(self.font()).pixelSize(), paint)
            self._drawn = {width: drawn}
        return self._drawn[width]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture, and which of its parts is pointed at."""
        if self._draw is None or self._colours is None:
            return
        painter = QPainter(self)
        if self._renderer is None:
            self._renderer = QSvgRenderer(self._drawing.svg(self.font().family()).encode())
        self._renderer.render(painter, QRectF(0, 0, self._drawing.width, self._drawing.height))
        if self.spot is not None:
            self._mark(painter, self._drawing.spots[self.spot])
        painter.end()

    def _mark(self, painter: QPainter, spot: Spot) -> None:
        """Shade a part of the picture; the keyboard's has a border."""
        assert self._colours is not None
        ink = QColor(self._colours.ink)
        pen = QPen(ink, 1.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink.setAlpha(_SHADE)
        if not self.hasFocus():
            pen.setColor(QColor(0, 0, 0, 0))
        painter.setPen(pen)
        painter.setBrush(ink)
        area = QRectF(*spot.box).adjusted(0, 1, 0, -1)
        painter.drawRoundedRect(area, _CORNER, _CORNER)

    # --- mouse and keyboard -----------------------------------------------------------------------

    def wake(self) -> None:
        """Let the Tab key stop here."""
        set_tab_stop(self, stops=True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at what is under the mouse."""
        x, y = event.position().x(), event.position().y()
        under = (number for number, spot in enumerate(self._drawing.spots) if spot.box.contains(x, y))
        self.point_at(next(under, None))

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing once the mouse has gone."""
        super().leaveEvent(event)
        if not self.hasFocus():
            self.point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Point at the next part, or the one before."""
        from PySide6.QtCore import Qt

        last = len(self._drawing.spots) - 1
        here = last if self.spot is None else self.spot
        moved = {
            Qt.Key.Key_Left: max(here - 1, 0),
            Qt.Key.Key_Right: min(here + 1, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(event.key()))
        if moved is None or last < 0:
            super().keyPressEvent(event)
            return
        self.point_at(moved)
        self.setAccessibleDescription(self.sentence)
        announce(self, self.sentence)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Point at the last part: the newest."""
        super().focusInEvent(event)
        if self.spot is None and self._drawing.spots:
            self.point_at(len(self._drawing.spots) - 1)
        self.focused.emit()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Point at nothing."""
        super().focusOutEvent(event)
        self.point_at(None)
