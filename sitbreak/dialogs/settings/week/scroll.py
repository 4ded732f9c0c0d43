"""What the week scrolls in: the names of the days stay above it."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from sitbreak.core.week import HOUR
from sitbreak.core.words import dates
from sitbreak.dialogs.colours import Colours
from sitbreak.dialogs.settings.week.grid import WeekGrid
from sitbreak.dialogs.widgets import units

_FIRST_HOUR, _HOURS, _FEWEST_HOURS = 6, 16, 5
"""What is in sight at first: 6:00 to 22:00, where there is room."""

_SHARE = 0.62
"""Of the window's height, at most: what is around the week can be reached with the wheel."""


class WeekScroll(QScrollArea):
    """Scrolls a week."""

    def __init__(self, parent: QWidget, grid: WeekGrid) -> None:
        """Scroll this week."""
        super().__init__(parent)
        self._grid = grid
        self._is_placed = False
        self._names = _DayNames(self, grid)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setWidgetResizable(True)
        self.setWidget(grid)
        self.setViewportMargins(0, self._names.sizeHint().height(), 0, 0)
        grid.reached.connect(self._reach)

    def sizeHint(self) -> QSize:
        """Return the size for the usual hours, or for as many as the window has room for."""
        row = self._grid.height_of(1) - self._grid.height_of(0)
        room = _SHARE * self.window().height() - self._grid.height_of(0)
        return self._size(min(max(int(room / row), _FEWEST_HOURS), _HOURS))

    def minimumSizeHint(self) -> QSize:
        """Return the size for a few hours."""
        return self._size(_FEWEST_HOURS)

    def recolour(self, colours: Colours) -> None:
        """Use other colours."""
        self._names.colours = colours
        self._names.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the names above the days, and the first time the usual hours in sight."""
        super().resizeEvent(event)
        seen = self.viewport().geometry()
        self._names.setGeometry(seen.x(), 0, seen.width(), seen.y())
        bar = self.verticalScrollBar()
        if not self._is_placed and bar.maximum() > 0:
            self._is_placed = True
            bar.setValue(self._grid.top_of(_FIRST_HOUR * HOUR) - self._grid.top_of(0))

    def _size(self, hours: int) -> QSize:
        hint = self._grid.minimumSizeHint()
        return QSize(hint.width() + 10, self._grid.height_of(hours) + self._names.sizeHint().height())

    def _reach(self, place: QRect) -> None:
        centre = place.center()
        self.ensureVisible(centre.x(), centre.y(), 0, place.height() + self._grid.top_of(0))


class _DayNames(QWidget):
    """The names of the days, above their columns."""

    def __init__(self, parent: QWidget, grid: WeekGrid) -> None:
        super().__init__(parent)
        self._grid = grid
        self.colours = grid.colours
        font = QFont(grid.font())
        font.setWeight(QFont.Weight.DemiBold)
        self.setFont(font)

    def sizeHint(self) -> QSize:
        return QSize(0, round(QFontMetricsF(self.font()).height() + 0.3 * units().em))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(self.colours.quiet))
        width = self._grid.column_rect(0).width() - 4
        metrics = QFontMetricsF(self.font())
        whole = max(metrics.horizontalAdvance(dates.weekday(day)) for day in self._grid.days) <= width
        name = dates.weekday if whole else dates.short_weekday
        for column, day in enumerate(self._grid.days):
            place = self._grid.column_rect(column)
            painter.drawText(
                QRectF(place.x(), 0, place.width(), self.height()), Qt.AlignmentFlag.AlignCenter, name(day)
            )
