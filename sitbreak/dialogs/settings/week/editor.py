"""Working hours as a week: painted, or typed into a field for each day."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QFontMetricsF, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from sitbreak.core.settings import DAYS, Hours, parse_hours
from sitbreak.core.week import Week
from sitbreak.core.words import language
from sitbreak.core.words import week as words
from sitbreak.dialogs.colours import Colours
from sitbreak.dialogs.settings.flow import Flow
from sitbreak.dialogs.settings.laid_out import LaidOutEditor
from sitbreak.dialogs.settings.week.day_field import DayField
from sitbreak.dialogs.settings.week.grid import WeekGrid
from sitbreak.dialogs.settings.week.scroll import WeekScroll
from sitbreak.dialogs.widgets import SMALL, Button, label, sized, units, write

_WIDE = 44
"""Ems of the width in which the fields stand in two columns."""


class WeekEditor(LaidOutEditor):
    """Working hours of each day. A change counts at once.

    Attributes:
        grid: the hours as a picture that can be painted.
        fields: the same as a field for each day, 0 is Monday.
        line: what the pointer is at, or what the hours mean.
    """

    def __init__(self, parent: QWidget, colours: Colours) -> None:
        """Show a week without hours."""
        super().__init__(parent)
        days, working_days = days_of(QLocale.system())
        self._week = Week()
        self._before: list[Week] = []
        self.grid = WeekGrid(days, working_days, colours)
        self.grid.painted.connect(self._change)
        self.grid.pointed.connect(self._point_at)
        self._scroll = WeekScroll(self, self.grid)
        self.line = label(self, words.no_hours(), SMALL, name="quiet")
        self._actions = _Actions(self, working_days, self._copy_to, self._clear)
        self.fields = {day: DayField(day, partial(self._type, day), self._visit) for day in days}
        self._fields = _Fields(self, tuple(self.fields.values()))
        how, typing = (
            label(self, words.how_to_paint(), SMALL, name="quiet"),
            label(self, words.how_to_type(), SMALL, name="quiet"),
        )
        for part in (how, self._scroll, self.line, self._actions, self._fields, typing):
            self._column.addWidget(part)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.undo)
        self._show(Week())

    @property
    def entry(self) -> QWidget:
        """See `Editor`."""
        return self.grid

    @property
    def value(self) -> dict[str, list[str]]:
        """The hours of each day, in their TOML form."""
        return {day: list(map(str, hours)) for day, hours in zip(DAYS, self._week.hours, strict=True)}

    def show_value(self, value: Mapping[str, Sequence[str]]) -> None:
        """Show these hours, given in their TOML form; a field in which the person is typing stays."""
        week = Week(tuple(tuple(map(parse_hours, value[day])) for day in DAYS))
        if week.hours != self._week.hours:
            self._before.clear()  # what was changed elsewhere is not to be lost
            self._show(week)

    def finish(self) -> None:
        """Let a change count that is under way."""
        for field in self.fields.values():
            field.finish()

    def revert(self) -> bool:
        """Forget what was typed and does not count; return whether there was anything."""
        return any(list(map(DayField.revert, self.fields.values())))

    def describe(self, label: str, explanation: str) -> None:
        """Name and explain the week for a screen reader."""
        self.grid.setAccessibleName(label)
        self.grid.setAccessibleDescription(language.current().sentences(explanation, words.keys()))

    def arrange(self, width: int, column: int) -> int:
        """See `Editor`."""
        self._fields.use(width)
        return super().arrange(width, column)

    def undo(self) -> None:
        """Return to the hours before the last change made here."""
        if self._before:
            self._show(self._before.pop())
            self.changed.emit()

    def recolour(self, colours: Colours) -> None:
        """Use other colours."""
        self.grid.recolour(colours)
        self._scroll.recolour(colours)

    # --- internals -------------------------------------------------------------------------------

    def _change(self, week: Week) -> None:
        """Take over what the person did."""
        if week.hours != self._week.hours:
            self._before.append(self._week)
            self._show(week)
            self.changed.emit()

    def _show(self, week: Week) -> None:
        self._week = week
        self.grid.show_week(week)
        for day, field in self.fields.items():
            field.show_hours(week.hours[day])
        self._point_at("")
        self._actions.follow(self.grid.day, is_empty=not week.spans)

    def _type(self, day: int, hours: tuple[Hours, ...]) -> None:
        self._change(self._week.copy_to([day], hours))

    def _copy_to(self, days: Iterable[int]) -> None:
        self._change(self._week.copy_to(days, self._week.hours[self.grid.day]))

    def _clear(self) -> None:
        self._change(Week())

    def _visit(self, day: int) -> None:
        """Let the buttons copy the day in whose field the person is."""
        self.grid.day = day
        self._actions.name_day(day)

    def _point_at(self, place: str) -> None:
        """Say what the pointer is at, or what the whole week means."""
        minutes = sum(end - start for start, end in self._week.spans)
        meaning = words.only_within(minutes) if minutes else words.no_hours()
        write(self.line, place or meaning)
        self._actions.name_day(self.grid.day)


class _Actions(Flow):
    """What can be done with a day, or with the whole week."""

    def __init__(
        self,
        parent: QWidget,
        working_days: Sequence[int],
        copy_to: Callable[[Iterable[int]], None],
        clear: Callable[[], None],
    ) -> None:
        self._copy = QLabel(parent)
        to_work = Button(parent, partial(copy_to, working_days), words.days(working_days))
        to_all = Button(parent, partial(copy_to, range(len(DAYS))), words.every_day())
        self._copies = (to_work, to_all)
        self._clear = Button(parent, clear, words.clear_all(), name="plain")
        self._day = -1
        for button in (*self._copies, self._clear):
            button.setFont(sized(parent.font(), SMALL))
            button.setAutoDefault(False)  # Enter is for the fields
        self._copy.setFont(sized(parent.font(), SMALL))
        metrics = QFontMetricsF(self._copy.font())
        widest = max(metrics.horizontalAdvance(words.copy(day)) for day in range(len(DAYS)))
        self._copy.setMinimumWidth(round(widest) + 1)
        super().__init__(parent, self._copy, *self._copies, self._clear, is_last_apart=True)

    def follow(self, day: int, *, is_empty: bool) -> None:
        """Enable what makes sense."""
        self.name_day(day)
        self._clear.setEnabled(not is_empty)

    def name_day(self, day: int) -> None:
        """Name the day that is copied."""
        if day != self._day:
            self._day = day
            self._copy.setText(words.copy(day))
            for button in self._copies:
                button.setAccessibleDescription(words.copy(day))


class _Fields(QWidget):
    """The fields of all days, in two columns or in one."""

    def __init__(self, parent: QWidget, fields: Sequence[DayField]) -> None:
        super().__init__(parent)
        self._fields = fields
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(round(1.6 * units().em))
        self._grid.setVerticalSpacing(round(0.4 * units().em))
        self.use(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the columns that there is room for."""
        super().resizeEvent(event)
        self.use(self.width())

    def use(self, width: int) -> None:
        """Fit into this width."""
        columns = 2 if width >= _WIDE * units().em else 1
        if columns == self._columns:
            return
        self._columns = columns
        rows = -(-len(self._fields) // columns)
        for number, field in enumerate(self._fields):
            column, row = divmod(number, rows)
            self._grid.addWidget(field, row, column, Qt.AlignmentFlag.AlignTop)
        for column in range(2):
            self._grid.setColumnStretch(column, int(column < columns))


def days_of(locale: QLocale) -> tuple[list[int], list[int]]:
    """Return the days of a week in their order here, and those on which people work; 0 is Monday."""
    first = locale.firstDayOfWeek().value - 1
    days = [(first + number) % len(DAYS) for number in range(len(DAYS))]
    at_work = {day.value - 1 for day in locale.weekdays()}
    return days, [day for day in days if day in at_work]
