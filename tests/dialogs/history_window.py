"""The history window on an offscreen screen: what a person sees and does."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTableWidget

from sitbreak.core.history import Day
from sitbreak.dialogs.history.chart import Chart
from sitbreak.dialogs.history.window import HistoryWindow
from tests.dialogs.histories import content_of
from tests.dialogs.shown import SCREENS, until


class History:
    """An open history window; it shows what it was given until `look_again`."""

    def __init__(self, runtime: Path, days: Sequence[Day], screen: tuple[int, int] = SCREENS[0]) -> None:
        self.window = HistoryWindow(runtime)
        self.window.refresh = lambda: None  # type: ignore[method-assign]
        self.window.setScreen(QGuiApplication.screens()[SCREENS.index(screen)])
        self.was_closed: list[bool] = []
        self.window.closed.connect(lambda: self.was_closed.append(True))
        assert self.window.show_request([content_of(days, runtime), ""]) == ""
        until(lambda: self.window.is_painted and self.window.isActiveWindow(), "the window is painted")
        QApplication.processEvents()

    # --- what is there ---------------------------------------------------------------------------

    @property
    def lane(self) -> Chart:
        return self.window._today.chart

    @property
    def columns(self) -> Chart:
        return self.window._days.chart

    @property
    def table(self) -> QTableWidget | None:
        return self.window._table

    @property
    def texts(self) -> list[str]:
        """Everything that can be read, from top to bottom."""
        labels = self.window.findChildren(QLabel)
        return [label.text() for label in labels if label.isVisible() and label.text()]

    @property
    def explained(self) -> list[str]:
        """What stands below the two pictures."""
        return [self.window._today.explanation.text(), self.window._days.explanation.text()]

    @property
    def rows(self) -> list[list[str]]:
        """What the table says."""
        table = self.table
        assert table
        cells = [
            [table.item(row, column) for column in range(table.columnCount())]
            for row in range(table.rowCount())
        ]
        return [[cell.text() for cell in row if cell] for row in cells]

    @property
    def message(self) -> str:
        return self.window.message.text() if self.window.message.isVisible() else ""

    @property
    def background(self) -> QColor:
        """The colour of the window's corner."""
        return self.window.grab().toImage().pixelColor(2, 2)

    def button(self, label: str) -> QPushButton:
        buttons = self.window.findChildren(QPushButton)
        return next(button for button in buttons if button.text().replace("&", "") == label)

    # --- what a person does ------------------------------------------------------------------------

    def click(self, label: str) -> None:
        QTest.mouseClick(self.button(label), Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(QApplication.focusWidget() or self.window, key)
        QApplication.processEvents()

    def point(self, chart: Chart, spot: int) -> None:
        """Move the mouse over one of the parts of a picture."""
        x, y, width, height = chart._drawing.spots[spot].box
        QTest.mouseMove(chart, QPoint(round(x + width / 2), round(y + height / 2)))
        QApplication.processEvents()

    def look_again(self) -> None:
        """Let it refresh, as it does every minute."""
        HistoryWindow.refresh(self.window)

    def end(self) -> None:
        self.window.hide()
        self.window.deleteLater()
        QApplication.processEvents()
