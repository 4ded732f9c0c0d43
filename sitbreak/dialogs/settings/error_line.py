"""What is wrong with what a field holds: a sign and a line, right below it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from sitbreak.core.words import language
from sitbreak.dialogs.focus import announce
from sitbreak.dialogs.widgets import SMALL, disc_side, label, sized, units, write


class ErrorLine(QWidget):
    """Says what is wrong; it takes no room while nothing is.

    Attributes:
        problem: what is wrong; nothing if all is well.
    """

    def __init__(self, parent: QWidget) -> None:
        """Say nothing."""
        super().__init__(parent)
        self.problem = ""
        self._field: QWidget | None = None
        self._explanation = ""
        sign = QLabel("!", self)
        sign.setObjectName("sign")
        sign.setFont(sized(sign.font(), SMALL, bold=True))
        sign.setFixedSize(disc_side(), disc_side())
        self._text = label(self, "", SMALL, name="problem")
        down = max(0, (disc_side() - self._text.fontMetrics().height()) // 2)
        self._text.setContentsMargins(0, down, 0, 0)  # the first line is beside the sign
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(round(0.6 * units().em))
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self.hide()

    def belong_to(self, field: QWidget) -> None:
        """Add what is wrong to the explanation of a field, for a screen reader that comes to it."""
        self._field = field
        self._explanation = field.accessibleDescription()

    def show_problem(self, problem: str) -> None:
        """Say what is wrong, and have a screen reader say it; nothing hides the line."""
        if problem == self.problem:
            return
        self.problem = problem
        write(self._text, problem)
        self.setVisible(bool(problem))
        if self._field is not None:
            self._field.setAccessibleDescription(language.current().sentences(problem, self._explanation))
        if problem and self.isVisible():
            announce(self, problem)
