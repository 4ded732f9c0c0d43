"""A week that is painted with the mouse, or with the arrow keys."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QSizePolicy

from sitbreak.core.week import DAY, HOUR, STEP, WEEK, Span, Week, area
from sitbreak.core.words import planned_pauses
from sitbreak.core.words import week as words
from sitbreak.dialogs.colours import Colours
from sitbreak.dialogs.focus import announce
from sitbreak.dialogs.settings.week.picture import Cell, WeekPicture

_GRIP = 4
"""Logical pixels around an edge in which it can be dragged."""


class _Edge(NamedTuple):
    span: Span
    is_start: bool


class _Drag(NamedTuple):
    """What the mouse is doing.

    Attributes:
        before: the week before.
        origin: where the button was pressed.
        edge: what is dragged; None while an area is painted or erased.
        erases: whether the area is erased.
    """

    before: Week
    origin: Cell
    edge: _Edge | None
    erases: bool


class WeekGrid(WeekPicture):
    """Lets the person paint a week.

    Attributes:
        day: the day the person was at last.
    """

    painted = Signal(object)
    """The person has marked or cleared something; the argument is the new week."""

    pointed = Signal(str)
    """What the pointer or the selection is at, in words; nothing if it is nowhere."""

    reached = Signal(QRect)
    """The selection or a drag has reached this place, which should be in sight."""

    def __init__(self, days: Sequence[int], working_days: Sequence[int], colours: Colours) -> None:
        """Show an empty week; see `WeekPicture`."""
        super().__init__(days, working_days, colours)
        self.day = self.days[0]
        self._drag: _Drag | None = None
        self._cursor = self._anchor = Cell(0, 9 * HOUR)
        self._uses_keys = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(words.name())
        self.setAccessibleDescription(words.keys())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_week(self, week: Week) -> None:
        """Show this week; what was being dragged is dropped."""
        self._drag = None
        super().show_week(week)

    # --- the mouse -------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to mark or clear an area, or take an edge."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        point = event.position().toPoint()
        cell = self.cell_at(point)
        self.day = self.days[cell.column]
        edge = self._edge_at(point)
        erases = edge is None and self.day * DAY + cell.minute in self.week
        self._drag = _Drag(self.week, cell, edge, erases)
        self._uses_keys = False
        if edge is None:
            self._follow(point)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what a drag would do, or what is under the pointer."""
        point = event.position().toPoint()
        if self._drag is not None:
            self._follow(point)
            return
        edge = self._edge_at(point)
        self.setCursor(Qt.CursorShape.SizeVerCursor if edge else Qt.CursorShape.ArrowCursor)
        self.pointed.emit(self._described(point))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Apply what was dragged."""
        drag, self._drag = self._drag, None
        if drag is not None and event.button() is Qt.MouseButton.LeftButton:
            self._commit(self.week, drag.before)

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing, except with the keyboard."""
        super().leaveEvent(event)
        self.pointed.emit("" if self.mark() is None else self._selection_in_words())

    def _edge_at(self, point: QPoint) -> _Edge | None:
        """Return the edge at a point, if one can be dragged there."""
        day = self.days[self.cell_at(point).column]
        for start, end, span in self.week.pieces(day):
            top, bottom = self.top_of(start), self.top_of(end)
            grip = min(_GRIP, (bottom - top) // 4)
            if span.start % DAY == start and span.start // DAY == day and abs(point.y() - top) <= grip:
                return _Edge(span, is_start=True)
            if (day * DAY + end - span.end) % WEEK == 0 and abs(point.y() - bottom) <= grip:
                return _Edge(span, is_start=False)
        return None

    def _follow(self, point: QPoint) -> None:
        """Show the week as it is if the button is released here."""
        drag, cell = self._drag, self.cell_at(point)
        assert drag is not None
        if drag.edge is None:
            self._anchor, self._cursor = drag.origin, cell
            self.week = (
                drag.before.erase(self._selected) if drag.erases else drag.before.paint(self._selected)
            )
            self.pointed.emit(self._selection_in_words())
        else:
            move = drag.before.move_start if drag.edge.is_start else drag.before.move_end
            self.week = move(drag.edge.span, self.minute_at(point))
            self.pointed.emit(self._described(self._inside(drag.edge, point)))
        self.reached.emit(self.rect_of(cell.column, cell.minute, cell.minute + STEP))
        self.update()

    def _inside(self, edge: _Edge, point: QPoint) -> QPoint:
        """Return a point inside the span whose edge is dragged there."""
        step = self._row * STEP // HOUR
        return point + QPoint(0, step if edge.is_start else -step)

    def _described(self, point: QPoint) -> str:
        """Return in words what is at a point."""
        if not self.column_rect(0).united(self.column_rect(self.columns[-1])).contains(point):
            return ""
        cell = self.cell_at(point)
        day = self.days[cell.column]
        for piece in self.pauses.pieces(day):
            if piece.start <= cell.minute < piece.end:
                return planned_pauses.in_week(words.span(piece.span))
        for piece in self.week.pieces(day):
            if piece.start <= cell.minute < piece.end:
                return words.span(piece.span)
        return words.on_day(day, words.clock(cell.minute))

    def _commit(self, week: Week, before: Week) -> None:
        self.week = week
        self.update()
        if week.hours != before.hours:
            self.painted.emit(week)

    # --- the keyboard ----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, select, mark and clear; everything else is for the window."""
        key = event.key()
        if key == Qt.Key.Key_Escape and self._drag is not None:
            self.show_week(self._drag.before)
        elif key == Qt.Key.Key_Space:
            self._commit(self.week.paint(self._selected), self.week)
        elif key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self._commit(self.week.erase(self._selected), self.week)
        elif (cell := self._moved(key)) is not None:
            self._select(cell, extend=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)
            return
        self._tell_selection()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keys are."""
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.MouseFocusReason:
            self._tell_selection()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Point at nothing."""
        super().focusOutEvent(event)
        self.pointed.emit("")
        self.update()

    def _moved(self, key: int) -> Cell | None:
        """Return where a key leads."""
        column, minute = self._cursor
        by_minutes = {
            Qt.Key.Key_Up: -STEP,
            Qt.Key.Key_Down: STEP,
            Qt.Key.Key_PageUp: -HOUR,
            Qt.Key.Key_PageDown: HOUR,
            Qt.Key.Key_Home: -DAY,
            Qt.Key.Key_End: DAY,
        }
        by_columns = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if key not in by_minutes and key not in by_columns:
            return None
        column += by_columns.get(Qt.Key(key), 0)
        minute += by_minutes.get(Qt.Key(key), 0)
        return Cell(min(max(column, 0), self.columns[-1]), min(max(minute, 0), DAY - STEP))

    def _select(self, cell: Cell, *, extend: bool) -> None:
        self._cursor = cell
        if not extend:
            self._anchor = cell
        self.day = self.days[cell.column]

    def _tell_selection(self) -> None:
        """Show where the selection is, and have a screen reader say it."""
        self._uses_keys = True
        text = self._selection_in_words()
        self.pointed.emit(text)
        self.reached.emit(self.rect_of(self._cursor.column, self._cursor.minute, self._cursor.minute + STEP))
        self.update()
        announce(self, words.marked(text) if self.week.covers(self._selected) else words.not_marked(text))

    @property
    def _columns(self) -> range:
        first, last = sorted((self._anchor.column, self._cursor.column))
        return range(first, last + 1)

    @property
    def _minutes(self) -> tuple[int, int]:
        start, last = sorted((self._anchor.minute, self._cursor.minute))
        return start, last + STEP

    @property
    def _selected(self) -> list[Span]:
        return area((self.days[column] for column in self._columns), *self._minutes)

    def _selection_in_words(self) -> str:
        first, last = self.days[self._columns[0]], self.days[self._columns[-1]]
        times = words.times(*self._minutes)
        return words.on_day(first, times) if first == last else words.on_days(first, last, times)

    def mark(self) -> QRect | None:
        """Return the place of the selection, while the keys are for it."""
        if not self.hasFocus() or not self._uses_keys:
            return None
        start, end = self._minutes
        first, last = (self.rect_of(column, start, end) for column in (self._columns[0], self._columns[-1]))
        return first.united(last)
