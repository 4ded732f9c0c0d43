"""The settings window at every size of screen and text, and in whatever room a tiling desktop gives it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sitbreak.core.settings import GROUPS
from sitbreak.core.words import settings as names
from tests.dialogs.settings_process import MISTAKES
from tests.rig.programs import needs_qt

needs_qt()

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from tests.dialogs.settings_window import Opened
from tests.dialogs.shown import SCREENS

PER_CENT = (100, 150, 200)
TILES = ((400, 500), (512, 1000), (640, 360), (800, 600), (960, 1080), (1900, 1050))
OPENED_ELSEWHERE = ("working_hours", "own_tips", "planned_pauses")
"""Fields with tests of their own."""


@pytest.fixture
def window(application: QApplication, runtime: Path, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Open the window with mistakes in its file, with text of this size."""
    font, opened = application.font(), []
    points = font.pointSizeF()

    def open_window(per_cent: int, screen: tuple[int, int] = SCREENS[0]) -> Opened:
        larger = application.font()
        larger.setPointSizeF(points * per_cent / 100)
        application.setFont(larger)
        (tmp_path / "settings.toml").write_text(MISTAKES, encoding="utf-8")
        opened.append(Opened(runtime, tmp_path, screen=screen))
        return opened[-1]

    yield open_window
    for shown in opened:
        shown.end()
    application.setFont(font)


def place(widget: QWidget, on: QWidget) -> QRect:
    """Return where a widget is on another one."""
    return QRect(widget.mapTo(on, QPoint(0, 0)), widget.size())


def assert_nothing_is_cut(shown: Opened) -> None:
    """Check every part that is in sight, or can be scrolled to."""
    window, form, side = shown.window, shown.window._form, shown.window._side
    inside = QRect(QPoint(0, 0), window.size())
    for part in (side.search, side.groups, *window._row.buttons):
        assert inside.contains(place(part, window)), part
    last = side.groups.visualItemRect(side.groups.item(len(GROUPS) - 1))
    assert side.groups.viewport().rect().contains(last) or side.groups.verticalScrollBar().maximum(), last
    assert not place(form, window).intersects(place(side, window))
    assert form.height() >= 0.45 * side.height(), "there is room for the fields"
    assert form.horizontalScrollBar().maximum() == 0
    for field in form.fields:
        if not field.isVisible() or field.key in OPENED_ELSEWHERE:
            continue
        assert field.width() <= form.viewport().width(), field.key
        for part in (*field.findChildren(QAbstractButton), *field.findChildren(QLineEdit)):
            if part.isVisible():
                assert field.rect().contains(place(part, field)), (field.key, part)
        for label in field.findChildren(QLabel):
            if label.isVisible() and label.wordWrap() and label.text():
                assert label.height() >= label.heightForWidth(label.width()), (field.key, label.text())
                assert field.rect().contains(place(label, field)), (field.key, label.text())


@pytest.mark.parametrize("per_cent", PER_CENT)
@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: f"{screen[0]}x{screen[1]}")
def test_it_fits_every_screen(window: Callable[..., Opened], screen: tuple[int, int], per_cent: int) -> None:
    shown = window(per_cent, screen)
    available = shown.window.screen().availableGeometry()
    assert shown.window.width() <= available.width()
    assert shown.window.height() <= available.height()
    for group in GROUPS:
        shown.turn_to(names.group(group))
        assert_nothing_is_cut(shown)


@pytest.mark.parametrize("per_cent", PER_CENT)
@pytest.mark.parametrize("tile", TILES, ids=lambda tile: f"{tile[0]}x{tile[1]}")
def test_it_fits_every_tile(window: Callable[..., Opened], tile: tuple[int, int], per_cent: int) -> None:
    shown = window(per_cent)
    shown.window.resize(*tile)
    for group in GROUPS:
        shown.turn_to(names.group(group))
        assert_nothing_is_cut(shown)
