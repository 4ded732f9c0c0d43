"""The back diary's window: what a person sees, clicks and types, and what a screen reader says."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sitbreak.core.inputs import NoteBack
from sitbreak.remote.protocol import DONE, FAILED, Answer
from tests.dialogs.cards import FakeInstance
from tests.rig.programs import needs_qt

needs_qt()

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from sitbreak.dialogs.diary.window import DiaryWindow
from tests.dialogs.shown import SCREENS, until


class Diary:
    """An open window."""

    def __init__(self, runtime: Path, screen: tuple[int, int]) -> None:
        self.window = DiaryWindow(runtime)
        self.window.setScreen(QGuiApplication.screens()[SCREENS.index(screen)])
        self.was_closed: list[bool] = []
        self.window.closed.connect(lambda: self.was_closed.append(True))
        assert self.window.show_request(["{}", ""]) == ""
        until(lambda: self.window.is_painted and self.window.isActiveWindow(), "the window is painted")

    def button(self, name: str) -> QPushButton:
        buttons = self.window.findChildren(QPushButton)
        (found,) = (it for it in buttons if it.text().replace("&", "") == name)
        return found

    def click(self, name: str) -> None:
        QTest.mouseClick(self.button(name), Qt.MouseButton.LeftButton)

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(QApplication.focusWidget() or self.window, key)

    @property
    def focus(self) -> str:
        focused = QApplication.focusWidget()
        return focused.text().replace("&", "") if isinstance(focused, QPushButton) else ""

    @property
    def message(self) -> str:
        return self.window.message.text() if self.window.message.isVisible() else ""

    def end(self) -> None:
        self.window.hide()
        self.window.deleteLater()
        QApplication.processEvents()


Show = Callable[..., Diary]


@pytest.fixture
def show(application: QApplication, runtime: Path) -> Iterator[Show]:
    """Open the window."""
    font, opened = application.font(), []

    def open_window(screen: tuple[int, int] = SCREENS[0], text: float = 1) -> Diary:
        larger = QFont(font)
        larger.setPointSizeF(font.pointSizeF() * text)
        application.setFont(larger)
        opened.append(Diary(runtime, screen))
        return opened[-1]

    yield open_window
    for diary in opened:
        diary.end()
    application.setFont(font)


@pytest.mark.parametrize(("clicked", "pain"), [("0", 0), ("7", 7), ("10", 10), ("Not today", None)])
def test_an_answer_is_noted_and_closes_the_window(
    show: Show, instance: FakeInstance, clicked: str, pain: int | None
) -> None:
    instance.answers[NoteBack(pain)] = Answer(DONE, "EntryKind.")
    diary = show()
    diary.click(clicked)
    until(lambda: diary.was_closed, "the window is closed")
    assert instance.commands == [NoteBack(pain)]


def test_closing_it_is_no_answer(show: Show, instance: FakeInstance) -> None:
    diary = show()
    diary.press(Qt.Key.Key_Escape)
    until(lambda: diary.was_closed, "the window is closed")
    assert instance.commands == []


def test_a_typed_number_waits_for_enter(show: Show, instance: FakeInstance) -> None:
    instance.answers[NoteBack(10)] = Answer(DONE, "EntryKind.")
    diary = show()
    assert diary.focus == "Close", "Enter alone answers nothing"
    diary.press(Qt.Key.Key_4)
    assert diary.focus == "4"
    diary.press(Qt.Key.Key_1, Qt.Key.Key_0)
    assert diary.focus == "10"
    assert instance.commands == []
    diary.press(Qt.Key.Key_Return)
    until(lambda: diary.was_closed, "the window is closed")
    assert instance.commands == [NoteBack(10)]


def test_the_tab_key_visits_the_numbers_in_order(show: Show) -> None:
    diary = show()
    visited = []
    for _ in range(13):
        diary.press(Qt.Key.Key_Tab)
        visited.append(diary.focus)
    assert visited == [*map(str, range(11)), "Not today", "Close"]


def test_an_answer_that_was_not_kept_stays_on_the_screen(show: Show, instance: FakeInstance) -> None:
    instance.answers[NoteBack(3)] = Answer(FAILED, "the disk is full")
    diary = show()
    diary.click("3")
    until(lambda: diary.message == "the disk is full", "the reason")
    assert not diary.was_closed


def test_without_sitbreak_nothing_is_noted_and_that_is_said(show: Show) -> None:
    diary = show()
    diary.click("3")
    until(lambda: diary.message, "a message")
    assert diary.message == "sitbreak isn't running, so nothing was noted."


def test_a_screen_reader_names_every_answer(show: Show) -> None:
    names = [number.accessibleName() for number in show().window.numbers]
    assert names[0] == "0 of 10, no pain"
    assert names[3] == "3 of 10"
    assert names[10] == "10 of 10, worst pain"


@pytest.mark.parametrize("text", [1, 1.5, 2])
@pytest.mark.parametrize("screen", SCREENS)
def test_everything_fits_the_screen_at_any_size_of_text(
    show: Show, screen: tuple[int, int], text: float
) -> None:
    diary = show(screen, text)
    size = diary.window.size()
    assert size.width() <= screen[0]
    assert size.height() <= screen[1] - 38
    for widget in diary.window.findChildren(QWidget):
        if widget.isVisible() and widget.parent() is diary.window:
            corner = widget.mapTo(diary.window, QPoint(widget.width(), widget.height()))
            assert corner.x() <= size.width()
            assert corner.y() <= size.height()
            assert widget.width() >= min(widget.minimumSizeHint().width(), size.width())


@pytest.mark.parametrize("width", [214, 320, 468, 900])
def test_a_tiling_desktop_may_give_it_any_width(show: Show, width: int) -> None:
    diary = show()
    diary.window.resize(width, 460)
    QApplication.processEvents()
    places = [QRect(number.mapTo(diary.window, QPoint()), number.size()) for number in diary.window.numbers]
    for number, place in zip(diary.window.numbers, places, strict=True):
        assert diary.window.rect().contains(place), number.text()
        assert place.width() >= number.sizeHint().width(), number.text()
        assert sum(place.intersects(other) for other in places) == 1, number.text()
    assert diary.window.width() == width
