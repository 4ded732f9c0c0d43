"""The days as a table, for a screen reader and for everyone who would rather read figures."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableWidget, QTableWidgetItem, QWidget

from sitbreak.core.words import history as words
from sitbreak.dialogs.widgets import SMALL, sized
from sitbreak.pages.figures import Table


class DayTable(QTableWidget):
    """Shows a table as high as it is; what is too wide can be scrolled."""

    def __init__(self, parent: QWidget) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self.setObjectName("days")
        self.setAccessibleName(words.as_table())
        self.setFont(sized(self.font(), SMALL))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setWordWrap(False)  # rows get their heights before columns get their widths
        self.setTabKeyNavigation(False)  # Tab leaves the table, the arrow keys go through it
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._header = self.horizontalHeader()
        self._header.setFont(sized(self.font(), 1, bold=True))
        self._header.setHighlightSections(False)
        self.verticalHeader().hide()

    def show_table(self, table: Table) -> None:
        """Show this table, the newest day first."""
        self.setColumnCount(len(table.titles))
        self.setRowCount(len(table.rows))
        for column, title in enumerate(table.titles):
            self.setHorizontalHeaderItem(column, _item(title, column))
        for row, cells in enumerate(reversed(table.rows)):
            for column, said in enumerate(cells):
                self.setItem(row, column, _item(said, column))
        days = [day for day, *_ in reversed(table.rows)]
        self.setVerticalHeaderLabels(days)  # hidden, but a screen reader names each row by it
        self.resizeRowsToContents()

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows, and of the scroll bar where they are too wide."""
        needed = [max(self.sizeHintForColumn(n), self._header.sectionSizeHint(n)) for n in self._numbers]
        spare = max(width - sum(needed), 0) // len(needed)
        for column, wide in zip(self._numbers, needed, strict=True):
            self.setColumnWidth(column, wide + spare)
        bar = 0 if sum(needed) <= width else self.horizontalScrollBar().sizeHint().height()
        return self._header.sizeHint().height() + self.verticalHeader().length() + bar

    @property
    def _numbers(self) -> range:
        """The numbers of the columns."""
        return range(self.columnCount())


def _item(said: str, column: int) -> QTableWidgetItem:
    """Return a cell: days on the left, figures on the right."""
    item = QTableWidgetItem(said)
    side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
    item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
    return item
