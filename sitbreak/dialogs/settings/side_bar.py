"""The left side of the settings window, or its top where it is narrow: a search, and the groups."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QAbstractButton, QFrame, QLineEdit, QListWidget, QWidget

from sitbreak.core.settings import GROUPS
from sitbreak.core.words import settings as names
from sitbreak.core.words import settings_window as words
from sitbreak.dialogs.colours import Colours
from sitbreak.dialogs.widgets import TEXT, sized, units

_WIDTH, _PADDING = 10, 2.4
"""Ems of the whole width, at least, and of what is beside the longest name."""


_SHARE = 0.4
"""Of the height, at most, where it is above the form."""


class SideBar(QWidget):
    """What the person wants to see: a group, or what they search for."""

    turned = Signal()
    """They want to see something else."""

    def __init__(self, parent: QWidget) -> None:
        """Have the first group chosen."""
        super().__init__(parent)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(words.search())
        self.search.setAccessibleName(words.search())
        self.search.setFont(sized(self.search.font(), TEXT))
        self.search.textChanged.connect(self._search)
        self.groups = QListWidget(self)
        self.groups.setObjectName("groups")
        self.groups.setAccessibleName(words.groups())
        self.groups.setFont(sized(self.groups.font(), TEXT))
        self.groups.setFrameShape(QFrame.Shape.NoFrame)
        self.groups.addItems([names.group(group) for group in GROUPS])
        self.groups.setCurrentRow(0)
        self.groups.currentRowChanged.connect(self._choose)
        self.groups.itemClicked.connect(self._choose)
        self.groups.itemActivated.connect(self._choose)

    @property
    def group(self) -> str:
        """The group to show while nothing is searched for."""
        return list(GROUPS)[self.groups.currentRow()]

    @property
    def query(self) -> str:
        """What to search for; nothing if a group is to be shown."""
        return self.search.text().strip()

    def wake(self, colours: Colours) -> None:
        """Offer to clear the search: the button takes a while."""
        self.search.setClearButtonEnabled(True)
        for button in self.search.findChildren(QAbstractButton):
            button.setAccessibleName(words.clear_search())
            button.setToolTip(words.clear_search())
        self.recolour(colours)

    def recolour(self, colours: Colours) -> None:
        """Draw the button that clears the search: Qt's own cannot be seen in the dark."""
        for button in self.search.findChildren(QAbstractButton):
            button.setIcon(_cross(colours.quiet))

    def _search(self) -> None:
        """Show what is found; no group is chosen meanwhile."""
        item = self.groups.currentItem()
        if item is not None:
            item.setSelected(not self.query)
        self.turned.emit()

    def _choose(self) -> None:
        """Show the chosen group, in place of what was searched for."""
        self.show_group(self.group)
        self.turned.emit()

    def show_group(self, group: str) -> None:
        """Choose a group and search for nothing; this is not reported."""
        self.blockSignals(True)
        self.search.clear()
        self.groups.setCurrentRow(list(GROUPS).index(group))
        self.groups.currentItem().setSelected(True)
        self.blockSignals(False)

    def turn(self, steps: int) -> None:
        """Choose the group that is some steps further down."""
        self.show_group(list(GROUPS)[(self.groups.currentRow() + steps) % len(GROUPS)])
        self.turned.emit()

    def focus_search(self) -> None:
        """Let the person search."""
        self.search.setFocus()
        self.search.selectAll()

    def arrange_beside(self, height: int) -> int:
        """Fill this height, beside the form; return the width needed."""
        self._flow(is_across=False)
        width = max(round(_WIDTH * units().em), *self._widths())
        self._place(width, height)
        return width

    def arrange_above(self, width: int, room: int) -> int:
        """Fill this width, above the form; return the height needed.

        Args:
            width: logical pixels.
            room: the height for this and the form, which gets the larger part; then the groups scroll.
        """
        self._flow(is_across=True)
        lines, x = 1, 0
        for wide in self._widths():
            if x and x + wide > width:
                lines, x = lines + 1, 0
            x += wide
        search, gap = self._search_height()
        line = self.groups.sizeHintForRow(0)
        most = max(1, (round(_SHARE * room) - search - gap) // line)
        height = search + gap + min(lines, most) * line + 4
        self._place(width, height)
        self.groups.scrollToItem(self.groups.currentItem())
        return height

    def _widths(self) -> list[int]:
        """Return the width of each group's line."""
        metrics, padding = self.groups.fontMetrics(), round(_PADDING * units().em)
        return [metrics.horizontalAdvance(names.group(group)) + padding for group in GROUPS]

    def _flow(self, *, is_across: bool) -> None:
        """Have the groups one below the other, or beside each other in as many lines as they need."""
        if is_across != self.groups.isWrapping():
            across, down = QListWidget.Flow.LeftToRight, QListWidget.Flow.TopToBottom
            self.groups.setFlow(across if is_across else down)
            self.groups.setWrapping(is_across)
            self.groups.setResizeMode(QListWidget.ResizeMode.Adjust)

    def _place(self, width: int, height: int) -> None:
        search, gap = self._search_height()
        self.search.setGeometry(0, 0, width, search)
        self.groups.setGeometry(0, search + gap, width, height - search - gap)

    @staticmethod
    def _search_height() -> tuple[int, int]:
        """Return the height of the search, and of the gap below it."""
        return round(2 * units().em), round(0.6 * units().em)


def _cross(colour: str) -> QIcon:
    """Return a cross in this colour."""
    from PySide6.QtCore import QLineF, Qt
    from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

    picture = QPixmap(64, 64)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colour), 7, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLines([QLineF(16, 16, 48, 48), QLineF(16, 48, 48, 16)])
    painter.end()
    return QIcon(picture)
