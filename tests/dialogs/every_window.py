"""Every window, one after the other, in the language in use."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QTableWidget,
    QWidget,
)

from sitbreak.app.files import Files
from sitbreak.app.pages import card_content
from sitbreak.core.settings import GROUPS, Settings
from sitbreak.core.tips import Library, Tip, as_json
from sitbreak.core.words import settings as names
from sitbreak.dialogs.card.window import TipCard
from sitbreak.dialogs.diary.window import DiaryWindow
from sitbreak.dialogs.frame import Frame
from sitbreak.storage.folders import Folders
from tests.days import weeks
from tests.dialogs.cards import status_with
from tests.dialogs.history_window import History
from tests.dialogs.settings_process import WORK
from tests.dialogs.settings_window import Opened
from tests.dialogs.shown import SCREENS, until

TIPS = ("piriformis-seated", "walk-over", "hamstring-desk", "ask-which-suit")
"""One with everything, one with little, and those with the longest texts in most languages."""

Window = TypeVar("Window", bound=Frame)
View = tuple[str, QWidget]
"""What can be seen, and its name."""


def every_view(folder: Path, library: Library, screen: tuple[int, int] = SCREENS[1]) -> Iterator[View]:
    """Open each window, turn to each of its pages, and yield it; the one before is closed by then."""
    yield from _cards(folder, library, screen)
    yield from _settings(folder, screen)
    yield from _history(folder, screen)
    with _open(DiaryWindow(folder), "{}", screen) as window:
        yield "diary", window


def _cards(folder: Path, library: Library, screen: tuple[int, int]) -> Iterator[View]:
    for tip_id in TIPS:
        tip = library.find(tip_id)
        assert tip
        with open_card(tip, library, folder, screen) as card:
            yield f"card-{tip_id}", card


@contextmanager
def open_card(
    tip: Tip, library: Library, folder: Path, screen: tuple[int, int] = SCREENS[1]
) -> Iterator[TipCard]:
    """Open a tip's card, as a reminder does."""
    files = Files(Folders(folder, folder, folder, folder / "log"))
    content = card_content(as_json(tip, library), Settings(), files, status_with("due"))
    with _open(TipCard(folder), content, screen) as card:
        yield card


def _settings(folder: Path, screen: tuple[int, int]) -> Iterator[View]:
    config = folder / "config"
    config.mkdir(exist_ok=True)
    (config / "settings.toml").write_text(WORK, encoding="utf-8")
    opened = Opened(folder, config, screen=screen)
    for group in GROUPS:
        opened.turn_to(names.group(group))
        QTest.qWait(60)
        yield f"settings-{group}", opened.window
    opened.turn_to(names.group("tips"))
    own_tips = next(field for field in opened.window._form.fields if field.key == "own_tips").editor
    own_tips.add()  # type: ignore[attr-defined, unused-ignore]  # without Qt it is Any
    QTest.qWait(60)
    yield "settings-own-tip", opened.window
    opened.end()


def _history(folder: Path, screen: tuple[int, int]) -> Iterator[View]:
    history = History(folder, weeks(2, pain=True, stands=True), screen)
    yield "history", history.window
    history.window._toggle_table()
    QApplication.processEvents()
    yield "history-table", history.window
    history.end()


@contextmanager
def _open(window: Window, content: str, screen: tuple[int, int]) -> Iterator[Window]:
    window.setScreen(QGuiApplication.screens()[SCREENS.index(screen)])
    assert window.show_request([content, ""]) == ""
    until(lambda: window.is_painted and window.isActiveWindow(), "the window is painted")
    QTest.qWait(30)
    yield window
    window.hide()
    window.deleteLater()
    QApplication.processEvents()


# --- what is seen ------------------------------------------------------------------------------------


def texts(window: QWidget) -> Iterator[str]:
    """Yield every text that can be seen in a window, heard from it, or read off a hint."""
    yield window.windowTitle()
    for widget in _visible(window):
        yield from filter(None, (widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()))
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.accessibleName() or widget.text()
        elif isinstance(widget, QComboBox):
            yield from (widget.itemText(number) for number in range(widget.count()))
        elif isinstance(widget, QTableWidget):
            headers = (widget.horizontalHeaderItem(column) for column in range(widget.columnCount()))
            yield from (header.text() for header in headers if header)
        if hasattr(widget, "placeholderText"):
            yield widget.placeholderText()


def cut(window: QWidget) -> Iterator[str]:
    """Yield every text that has too little room, or lies outside of what is around it."""
    inside = QRect(QPoint(0, 0), window.size())
    for widget in _visible(window):
        room, need = widget.size(), widget.sizeHint()
        if isinstance(widget, QLabel) and widget.text() and widget.pixmap().isNull():
            high = widget.heightForWidth(room.width()) if widget.wordWrap() else need.height()
            wide = widget.minimumSizeHint().width() if widget.wordWrap() else need.width()
            if room.height() < high - 1 or room.width() < wide:
                yield f"{widget.accessibleName() or widget.text()} ({room.toTuple()} of {wide}, {high})"
        elif isinstance(widget, QAbstractButton) and widget.text():
            high = widget.heightForWidth(room.width()) if widget.hasHeightForWidth() else need.height()
            wraps = hasattr(widget, "picture")
            if room.height() < high - 1 or (room.width() < need.width() and not wraps):
                yield f"{widget.text()} ({room.toTuple()} of {need.toTuple()})"
        elif isinstance(widget, QComboBox | QLineEdit):
            said = widget.currentText() if isinstance(widget, QComboBox) else widget.text()
            if widget.fontMetrics().horizontalAdvance(said) > room.width():
                yield f"{said} ({room.width()})"
        if isinstance(widget, QLabel | QAbstractButton):
            place = QRect(widget.mapTo(window, QPoint(0, 0)), room)
            if place.left() < inside.left() or place.right() > inside.right():
                yield f"{widget.text()} (outside: {place.getRect()})"


def access_keys(window: QWidget) -> list[str]:
    """Return the access keys of a window, in small letters."""
    labels = [
        it.text().replace("&&", "")
        for it in _visible(window)
        if isinstance(it, QAbstractButton) and it.isEnabled()
    ]
    return [label[label.index("&") + 1].lower() for label in labels if "&" in label[:-1]]


def _visible(window: QWidget) -> Iterator[QWidget]:
    shown: Callable[[QWidget], bool] = QWidget.isVisible
    return (widget for widget in window.findChildren(QWidget) if shown(widget))
