"""Working hours as a week: what a person paints and types, and what becomes of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sitbreak.core.settings import DAYS
from sitbreak.core.words import language
from sitbreak.core.words import week as words
from tests.rig.programs import needs_qt

needs_qt()

from PySide6.QtCore import QEvent, QLocale, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from sitbreak.core.week import DAY, HOUR, Span
from sitbreak.dialogs.colours import DARK, LIGHT, mixed
from sitbreak.dialogs.frame import Frame
from sitbreak.dialogs.settings.week.editor import WeekEditor, days_of
from sitbreak.dialogs.settings.week.scroll import WeekScroll
from tests.dialogs.shown import until

MONDAY, TUESDAY, FRIDAY, SATURDAY, SUNDAY = 0, 1, 4, 5, 6
SHIFT = Qt.KeyboardModifier.ShiftModifier
KEY = Qt.Key


class Shown:
    """A week in a window of its own."""

    def __init__(self, runtime: Path, width: int = 760) -> None:
        self.frame = Frame(runtime)
        self.editor = WeekEditor(self.frame, self.frame.colours)
        self.grid = self.editor.grid
        self.values: list[dict[str, list[str]]] = []
        self.editor.changed.connect(lambda: self.values.append(self.editor.value))
        self.editor.rearranged.connect(self.arrange)
        self.frame.resize(width, 900)
        self.arrange()
        self.frame.show()
        self.frame.activateWindow()
        until(self.frame.isActiveWindow, "the window is active")
        self.grid.clearFocus()

    def arrange(self) -> None:
        width = self.frame.width()
        self.editor.setGeometry(0, 0, width, self.editor.arrange(width, 0))

    def hours(self, **days: list[str]) -> None:
        """Show hours that are in force."""
        self.editor.show_value({day: days.get(day, []) for day in DAYS})

    @property
    def value(self) -> dict[str, list[str]]:
        """The days that have hours."""
        return {day: hours for day, hours in self.editor.value.items() if hours}

    @property
    def scroll(self) -> WeekScroll:
        scroll = self.editor.findChild(WeekScroll)
        assert scroll
        return scroll

    @property
    def line(self) -> str:
        """What is said below the week."""
        return self.editor.line.accessibleName()

    def point(self, day: int, minute: int, down: int = 3) -> QPoint:
        """Return a place in the picture, a little below where a minute begins."""
        column = self.grid.days.index(day)
        return QPoint(self.grid.column_rect(column).center().x(), self.grid.top_of(minute) + down)

    def drag(self, start: QPoint, *ways: QPoint) -> None:
        """Press, move and release."""
        QTest.mousePress(self.grid, Qt.MouseButton.LeftButton, pos=start)
        for way in ways:
            self.move(way, Qt.MouseButton.LeftButton)
        QTest.mouseRelease(self.grid, Qt.MouseButton.LeftButton, pos=ways[-1] if ways else start)

    def move(self, point: QPoint, button: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
        place = QPointF(point), self.grid.mapToGlobal(QPointF(point))
        event = QMouseEvent(QEvent.Type.MouseMove, *place, button, button, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self.grid, event)

    def press(self, *keys: Qt.Key, shift: bool = False) -> None:
        for key in keys:
            QTest.keyClick(self.grid, key, SHIFT if shift else Qt.KeyboardModifier.NoModifier)

    def type(self, day: int, text: str) -> None:
        edit = self.editor.fields[day].edit
        edit.setFocus()
        edit.selectAll()
        QTest.keyClick(edit, KEY.Key_Delete)
        QTest.keyClicks(edit, text)

    def click(self, label: str) -> None:
        buttons = {button.text(): button for button in self.editor.findChildren(QPushButton)}
        QTest.mouseClick(buttons[label], Qt.MouseButton.LeftButton)


@pytest.fixture
def week(application: QApplication, runtime: Path) -> Iterator[Shown]:
    shown = Shown(runtime)
    yield shown
    shown.frame.hide()
    shown.frame.deleteLater()
    application.processEvents()


# --- the mouse -----------------------------------------------------------------------------------


def test_dragging_paints_the_same_hours_on_several_days(week: Shown) -> None:
    week.drag(week.point(MONDAY, 540), week.point(TUESDAY, 600), week.point(FRIDAY, 735))
    assert week.value == {day: ["09:00-12:30"] for day in DAYS[:5]}
    assert len(week.values) == 1, "a drag is one change"


def test_a_second_range_of_a_day_is_painted_upwards(week: Shown) -> None:
    week.hours(monday=["09:00-12:30"])
    week.drag(week.point(MONDAY, 1065), week.point(MONDAY, 810))
    assert week.value == {"monday": ["09:00-12:30", "13:30-18:00"]}


def test_dragging_from_painted_hours_erases(week: Shown) -> None:
    week.hours(monday=["09:00-18:00"], tuesday=["09:00-18:00"])
    week.drag(week.point(MONDAY, 750), week.point(TUESDAY, 795))
    assert week.value == {day: ["09:00-12:30", "13:30-18:00"] for day in ("monday", "tuesday")}


def test_an_edge_is_dragged(week: Shown) -> None:
    week.hours(monday=["09:00-12:30"])
    week.drag(week.point(MONDAY, 750, down=0), week.point(MONDAY, 840, down=0))
    assert week.value == {"monday": ["09:00-14:00"]}
    week.drag(week.point(MONDAY, 540, down=0), week.point(MONDAY, 480, down=1))
    assert week.value == {"monday": ["08:00-14:00"]}


def test_an_edge_is_dragged_into_the_next_day(week: Shown) -> None:
    week.hours(friday=["20:00-23:00"])
    week.drag(week.point(FRIDAY, 1380, down=0), week.point(SATURDAY, 120, down=0))
    assert week.value == {"friday": ["20:00-02:00"]}


def test_an_edge_that_is_only_clicked_stays_where_it_is(week: Shown) -> None:
    week.hours(monday=["09:07-12:30"])
    week.drag(week.point(MONDAY, 547, down=0))
    assert week.value == {"monday": ["09:07-12:30"]}
    assert week.values == []


def test_escape_drops_what_is_being_dragged(week: Shown) -> None:
    QTest.mousePress(week.grid, Qt.MouseButton.LeftButton, pos=week.point(MONDAY, 540))
    week.move(week.point(MONDAY, 700), Qt.MouseButton.LeftButton)
    week.press(KEY.Key_Escape)
    QTest.mouseRelease(week.grid, Qt.MouseButton.LeftButton, pos=week.point(MONDAY, 700))
    assert week.value == {}
    assert week.values == []


def test_the_pointer_shows_where_an_edge_can_be_dragged_and_what_is_below_it(week: Shown) -> None:
    week.hours(friday=["22:00-06:00"])
    week.move(week.point(FRIDAY, 1320, down=1))
    assert week.grid.cursor().shape() is Qt.CursorShape.SizeVerCursor
    week.move(week.point(SATURDAY, 300))
    assert week.grid.cursor().shape() is Qt.CursorShape.ArrowCursor
    assert week.line == "Friday, 22:00–06:00"
    week.move(week.point(SUNDAY, 615))
    assert week.line == "Sunday, 10:15"
    week.grid.show_pauses([Span(SUNDAY * DAY + 600, SUNDAY * DAY + 660)])
    week.move(week.point(SUNDAY, 615))
    assert week.line == "Pause: Sunday, 10:00–11:00"
    QApplication.sendEvent(week.grid, QEvent(QEvent.Type.Leave))
    assert week.line == "Reminders come only in the marked hours: 8 hours a week."


# --- the keyboard --------------------------------------------------------------------------------


def test_keys_select_mark_and_clear(week: Shown) -> None:
    week.grid.setFocus(Qt.FocusReason.TabFocusReason)
    week.press(*[KEY.Key_Right] * 4, *[KEY.Key_PageDown] * 3, shift=True)
    assert week.line == "Mon–Fri, 09:00–12:15"
    week.press(KEY.Key_Down, shift=True)
    week.press(KEY.Key_Space)
    assert week.value == {day: ["09:00-12:30"] for day in DAYS[:5]}
    week.press(KEY.Key_Left, KEY.Key_Up)
    week.press(KEY.Key_Delete)
    assert week.value["thursday"] == ["09:00-12:00", "12:15-12:30"]


def test_the_keys_reach_all_of_the_week_and_no_more(week: Shown) -> None:
    week.grid.setFocus(Qt.FocusReason.TabFocusReason)
    week.press(KEY.Key_Home, *[KEY.Key_Left] * 9)
    week.press(KEY.Key_End, *[KEY.Key_Right] * 9, shift=True)
    week.press(KEY.Key_Space)
    assert week.value == {day: ["00:00-24:00"] for day in DAYS}
    scroll = week.scroll
    assert scroll.verticalScrollBar().value() == scroll.verticalScrollBar().maximum(), "it is in sight"


def test_other_keys_are_for_the_window(week: Shown) -> None:
    week.grid.setFocus(Qt.FocusReason.TabFocusReason)
    week.press(KEY.Key_Escape)
    assert not week.frame.isVisible()


def test_a_screen_reader_hears_where_the_keys_are(week: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr("sitbreak.dialogs.settings.week.grid.announce", lambda *told: said.append(told[1]))
    week.hours(monday=["09:00-10:00"])
    week.grid.setFocus(Qt.FocusReason.TabFocusReason)
    week.press(KEY.Key_PageDown)
    assert said == ["Monday, 09:00–09:15, marked", "Monday, 10:00–10:15, not marked"]
    assert week.grid.accessibleName() == "Working hours"
    assert "Arrow keys" in week.grid.accessibleDescription()


# --- the fields ----------------------------------------------------------------------------------


def test_what_is_typed_counts_once_it_is_finished(week: Shown) -> None:
    week.type(FRIDAY, "9:00-12:30, 22:00-06:00")
    assert week.values == []
    QTest.keyClick(week.editor.fields[FRIDAY].edit, KEY.Key_Return)
    assert week.value == {"friday": ["09:00-12:30", "22:00-06:00"]}
    assert week.editor.fields[FRIDAY].edit.text() == "09:00-12:30, 22:00-06:00"
    week.type(FRIDAY, "")
    week.editor.fields[MONDAY].edit.setFocus()
    assert week.value == {}
    assert len(week.values) == 2


def test_what_is_painted_is_in_the_fields(week: Shown) -> None:
    week.drag(week.point(MONDAY, 540), week.point(MONDAY, 735))
    assert week.editor.fields[MONDAY].edit.text() == "09:00-12:30"


def test_what_cannot_be_read_is_explained_and_changes_nothing(week: Shown) -> None:
    week.hours(monday=["09:00-12:30"])
    week.type(MONDAY, "09:00-25:00")
    field = week.editor.fields[MONDAY]
    assert field.error.text == "", "it may still become something else"
    week.editor.fields[TUESDAY].edit.setFocus()
    assert field.error.text == "'25:00' is not a time of day; write it like 14:05"
    assert field.error.isVisible()
    assert field.edit.accessibleDescription().startswith("'25:00' is not a time of day")
    assert week.editor.revert()
    assert [field.edit.text()] == week.value["monday"]
    assert not field.error.isVisible()
    assert field.edit.accessibleDescription() == words.how_to_type()
    assert not week.editor.revert()


def test_a_mistake_is_explained_to_somebody_who_stops_typing(week: Shown) -> None:
    week.type(MONDAY, "nine to five")
    until(week.editor.fields[MONDAY].error.isVisible, "the mistake is explained")


def test_what_is_being_typed_survives_a_change_of_the_file(week: Shown) -> None:
    week.type(MONDAY, "09:00-1")
    week.hours(tuesday=["10:00-11:00"])
    assert week.editor.fields[MONDAY].edit.text() == "09:00-1"
    assert week.editor.fields[TUESDAY].edit.text() == "10:00-11:00"


# --- buttons -------------------------------------------------------------------------------------


def test_a_day_is_copied_to_the_working_days_or_to_all(week: Shown) -> None:
    week.hours(sunday=["10:00-11:00"])
    week.type(TUESDAY, "09:00-12:30")
    week.editor.finish()
    assert "Use Tuesday's hours on:" in [label.text() for label in week.editor.findChildren(QLabel)]
    week.click("Mon–Fri")
    assert week.value == {day: ["09:00-12:30"] for day in DAYS[:5]} | {"sunday": ["10:00-11:00"]}
    week.click("Every day")
    assert week.value == {day: ["09:00-12:30"] for day in DAYS}


def test_every_change_can_be_undone(week: Shown) -> None:
    week.drag(week.point(MONDAY, 540), week.point(MONDAY, 735))
    week.click("Clear the week")
    assert week.value == {}
    assert week.line == "No hours are marked, so reminders come at any time."
    week.grid.setFocus()
    QTest.keyClick(week.grid, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert week.value == {"monday": ["09:00-12:30"]}
    QTest.keyClick(week.grid, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert week.value == {}
    assert len(week.values) == 4


def test_undo_does_not_take_back_what_somebody_else_has_changed(week: Shown) -> None:
    week.drag(week.point(MONDAY, 540), week.point(MONDAY, 735))
    week.hours(tuesday=["10:00-11:00"])
    week.editor.undo()
    assert week.value == {"tuesday": ["10:00-11:00"]}


# --- how it looks --------------------------------------------------------------------------------


def test_it_begins_at_six_and_all_of_a_day_can_be_reached(week: Shown) -> None:
    scroll = week.scroll
    top = scroll.verticalScrollBar().value()
    assert abs(top + week.grid.top_of(0) - week.grid.top_of(6 * HOUR)) <= 1
    assert week.grid.top_of(DAY) < week.grid.height()
    assert scroll.viewport().height() >= week.grid.top_of(22 * HOUR) - week.grid.top_of(6 * HOUR)


def test_hours_pauses_and_the_selection_can_be_seen_in_light_and_dark(week: Shown) -> None:
    week.hours(monday=["09:00-18:00"], saturday=["22:00-06:00"], sunday=["09:00-09:45", "10:00-11:00"])
    week.grid.show_pauses([Span(TUESDAY * DAY + 600, TUESDAY * DAY + 720)])

    def colours(day: int, start: int, end: int) -> set[str]:
        place = week.grid.rect_of(week.grid.days.index(day), start, end).adjusted(5, 3, -5, -3)
        picture = week.grid.grab(place).toImage()
        return {
            picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())
        }

    for theme in (LIGHT, DARK):
        week.editor.recolour(theme)
        marked = mixed(theme.accent, theme.sheet, 0.24).name()
        assert colours(MONDAY, 660, 840) == {marked}
        assert colours(SUNDAY, 60, 105) == {marked}, "the night goes on"
        assert len(colours(MONDAY, 540, 600)) > 1, "its times are on it"
        assert LIGHT.sheet in colours(TUESDAY, 615, 705), "a pause lets through what is below"
        assert theme.warm in colours(TUESDAY, 615, 705)
        assert colours(FRIDAY, 615, 645) == {LIGHT.sheet}, "the window is light in both"
    week.grid.setFocus(Qt.FocusReason.TabFocusReason)
    week.press(KEY.Key_Right, KEY.Key_Right, KEY.Key_Right)
    selected = week.grid.mark()
    assert selected
    assert week.grid.grab(selected).toImage().pixelColor(selected.width() // 2, 0).name() == DARK.ink


@pytest.mark.parametrize(
    ("country", "first", "at_work"),
    [("en_GB", MONDAY, "Mon–Fri"), ("en_US", SUNDAY, "Mon–Fri"), ("he_IL", SUNDAY, "Sun–Thu")],
)
def test_the_week_begins_where_it_begins_in_the_persons_country(
    country: str, first: int, at_work: str
) -> None:
    days, working_days = days_of(QLocale(country))
    assert days == [(first + number) % 7 for number in range(7)]
    assert words.days(working_days) == at_work


def test_times_are_those_of_the_persons_clock(week: Shown) -> None:
    language.use(language.Language(has_twelve_hours=lambda: True))
    try:
        week.hours(friday=["22:00-24:00"])
        week.move(week.point(FRIDAY, 1380))
        assert week.line == "Friday, 10:00 PM–12:00 AM"
    finally:
        language.use(language.Language())


@pytest.mark.parametrize(("width", "rows"), [(760, 4), (430, 7)])
def test_everything_fits_into_a_narrow_window(
    application: QApplication, runtime: Path, width: int, rows: int
) -> None:
    shown = Shown(runtime, width)
    try:
        shown.frame.resize(width, 1200)
        shown.arrange()
        QApplication.processEvents()
        for part in shown.editor.findChildren(QPushButton):
            right = part.mapTo(shown.editor, QPoint(part.width(), 0)).x()
            assert right <= width, part.text()
            assert part.width() >= part.minimumSizeHint().width(), part.text()
        assert len({field.y() for field in shown.editor.fields.values()}) == rows
    finally:
        shown.frame.hide()
        shown.frame.deleteLater()
        application.processEvents()
