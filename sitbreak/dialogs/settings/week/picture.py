"""The week as a picture: seven columns of hours, and what is marked in them."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from sitbreak.core.week import DAY, HOUR, STEP, Piece, Span, Week
from sitbreak.core.words import week as words
from sitbreak.dialogs.colours import Colours, mixed
from sitbreak.dialogs.widgets import sized, units

_ROW = 1.55
"""Ems of an hour's height."""

_TEXT = 0.95
"""The size of times, as a multiple of the desktop's."""

_TINT = 0.24
"""How much of the accent a marked range has."""

_GAP = 2
"""Logical pixels between a marked range and the border of its column."""

_CORNER = 5
"""The radius of a marked range's corners, in logical pixels."""


class Cell(NamedTuple):
    """A quarter of an hour.

    Attributes:
        column: from the left; the week's first day depends on the country.
        minute: its first, counted from the day's start.
    """

    column: int
    minute: int


class WeekPicture(QWidget):
    """Shows a week.

    Attributes:
        week: what is marked.
        pauses: what is hatched.
        days: the day of each column, 0 is Monday.
        columns: the columns, from the left.
        colours: the colours.
    """

    def __init__(self, days: Sequence[int], working_days: Sequence[int], colours: Colours) -> None:
        """Show an empty week.

        Args:
            days: the day of each column.
            working_days: the days on which people work here; the others are shaded.
            colours: the colours.
        """
        super().__init__()
        self.week = Week()
        self.days = tuple(days)
        self.columns = range(len(self.days))
        self._working_days = frozenset(working_days)
        self.colours = colours
        self.pauses = Week()
        self.setFont(sized(self.font(), _TEXT))
        self._row = round(_ROW * units().em)
        metrics = QFontMetricsF(self.font())
        self._pad = round(metrics.height() / 2) + 2
        widest = max(metrics.horizontalAdvance(words.clock(hour * HOUR)) for hour in range(24))
        self._left = round(widest + 0.8 * units().em)

    def show_week(self, week: Week) -> None:
        """Show this week."""
        self.week = week
        self.update()

    def show_pauses(self, pauses: Sequence[Span]) -> None:
        """Show planned pauses."""
        self.pauses = Week().paint(pauses)
        self.update()

    def recolour(self, colours: Colours) -> None:
        """Use other colours."""
        self.colours = colours
        self.update()

    def mark(self) -> QRect | None:
        """Return the place of the selection, if one is to be shown."""
        return None

    # --- places ----------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """Return the size of a whole day and seven narrow columns."""
        narrow = QFontMetricsF(self.font()).horizontalAdvance(words.clock(22 * HOUR)) + 12
        return QSize(self._left + round(7 * narrow), 24 * self._row + 2 * self._pad)

    def minimumSizeHint(self) -> QSize:
        """Return the same height, and columns that are still of use."""
        return QSize(self._left + round(7 * 1.6 * units().em), self.sizeHint().height())

    def top_of(self, minute: int) -> int:
        """Return where a minute of a day is."""
        return self._pad + round(minute * self._row / HOUR)

    def height_of(self, hours: int) -> int:
        """Return how high some hours are, with the space above and below."""
        return hours * self._row + 2 * self._pad

    def column_rect(self, column: int) -> QRect:
        """Return the place of a column."""
        left, right = (
            self._left + round(edge * (self.width() - self._left - 1) / len(self.days))
            for edge in (column, column + 1)
        )
        return QRect(left, self.top_of(0), right - left, self.top_of(DAY) - self.top_of(0))

    def rect_of(self, column: int, start: int, end: int) -> QRect:
        """Return the place of some minutes of a column."""
        column_place = self.column_rect(column)
        top = self.top_of(start)
        return QRect(column_place.left(), top, column_place.width(), self.top_of(end) - top)

    def cell_at(self, point: QPoint) -> Cell:
        """Return the quarter of an hour at a point, or the nearest one."""
        minute = (point.y() - self._pad) * HOUR // self._row
        minute = min(max(minute, 0), DAY - 1)
        column = next((c for c in self.columns if point.x() <= self.column_rect(c).right()), self.columns[-1])
        return Cell(column, minute - minute % STEP)

    def minute_at(self, point: QPoint) -> int:
        """Return the minute of the week nearest to a point, in whole steps."""
        minute = round((point.y() - self._pad) * HOUR / self._row / STEP) * STEP
        return self.days[self.cell_at(point).column] * DAY + min(max(minute, 0), DAY)

    # --- painting --------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint hours, days, what is marked, and the selection."""
        painter = QPainter(self)
        self._paint_hours(painter, event.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for column, day in enumerate(self.days):
            marked = [(self._place(column, piece), piece) for piece in self.week.pieces(day)]
            for place, _ in marked:
                self._paint_marked(painter, place)
            for pause in self.pauses.pieces(day):
                self._paint_pause(painter, self._place(column, pause))
            painter.setPen(QColor(self.colours.ink))
            for place, piece in marked:
                self._write_times(painter, place, day, piece)
        if (selection := self.mark()) is not None:
            painter.setPen(QPen(QColor(self.colours.ink), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(selection).adjusted(1, 0, 0, 0), _CORNER, _CORNER)

    def _paint_hours(self, painter: QPainter, seen: QRect) -> None:
        colours = self.colours
        for column, day in enumerate(self.days):
            if day not in self._working_days:
                painter.fillRect(self.column_rect(column), QColor(colours.soft))
        metrics = QFontMetricsF(self.font())
        right = self.column_rect(self.columns[-1]).right()
        for hour in range(25):
            y = self.top_of(hour * HOUR)
            if seen.top() - self._row <= y <= seen.bottom() + self._row:
                painter.setPen(QColor(colours.line))
                painter.drawLine(self._left, y, right, y)
                text = words.clock(hour * HOUR)
                painter.setPen(QColor(colours.quiet))
                left = self._left - 0.5 * units().em - metrics.horizontalAdvance(text)
                painter.drawText(QPointF(left, y + metrics.ascent() / 2 - 1), text)
        painter.setPen(QColor(colours.line))
        for column in range(len(self.days) + 1):  # the last line is on the right of the last column
            x = self.column_rect(column).left()
            painter.drawLine(x, self.top_of(0), x, self.top_of(DAY))

    def _place(self, column: int, piece: Piece) -> QRectF:
        """Return where a piece is painted: not quite as wide as its column."""
        place = QRectF(self.rect_of(column, piece.start, piece.end))
        return place.adjusted(_GAP + 0.5, 0.5, 0.5 - _GAP, -0.5)

    def _paint_marked(self, painter: QPainter, place: QRectF) -> None:
        painter.setPen(QPen(QColor(self.colours.accent), 1.4))
        painter.setBrush(mixed(self.colours.accent, self.colours.sheet, _TINT))
        painter.drawRoundedRect(place, _CORNER, _CORNER)

    def _write_times(self, painter: QPainter, place: QRectF, day: int, piece: Piece) -> None:
        """Write a range's times on it: as much of them as there is room for."""
        begins_here = piece.span.start // DAY == day and piece.span.start % DAY == piece.start
        length = piece.span.end - piece.span.start
        end = (piece.start + length - 1) % DAY + 1 if begins_here else piece.end
        metrics = QFontMetricsF(self.font())
        is_short = place.height() < 2 * metrics.height()
        inside = place.adjusted(3, 0, -3, 0) if is_short else place.adjusted(3, 2, -3, -2)
        align = Qt.AlignmentFlag
        middle = align.AlignHCenter | (align.AlignVCenter if is_short else align.AlignTop)

        def fits(text: str) -> bool:
            return metrics.horizontalAdvance(text) <= inside.width() and metrics.ascent() <= inside.height()

        whole = words.times(piece.start, end) if begins_here else words.until(end)
        first, last = words.clock(piece.start), words.clock(end)
        if fits(whole):
            painter.drawText(inside, middle, whole)
        elif begins_here and not is_short and fits(first) and fits(last):
            painter.drawText(inside, middle, first)
            painter.drawText(inside, align.AlignHCenter | align.AlignBottom, last)
        elif fits(first):
            painter.drawText(inside, middle, first)

    def _paint_pause(self, painter: QPainter, place: QRectF) -> None:
        """Hatch a pause: the hours below it stay in sight."""
        painter.setPen(QPen(QColor(self.colours.warm), 1.4))
        painter.setBrush(QBrush(QColor(self.colours.warm), Qt.BrushStyle.BDiagPattern))
        painter.drawRoundedRect(place, _CORNER, _CORNER)
