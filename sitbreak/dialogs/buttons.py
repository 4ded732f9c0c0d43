"""Buttons, and the row of them at the bottom of a window."""

from collections.abc import Callable

from PySide6.QtWidgets import QBoxLayout, QPushButton, QWidget

from sitbreak.dialogs.fonts import TEXT, sized


def button(parent: QWidget, text: str, on_click: Callable[[], object], *, name: str = "") -> QPushButton:
    """Return a button.

    Args:
        parent: the widget it is on.
        text: its label, with "&" before the letter that presses it together with Alt.
        on_click: called when it is pressed.
        name: its name in the style sheet.
    """
    made = QPushButton(text, parent)
    made.setObjectName(name)
    made.setFont(sized(made.font(), TEXT))
    made.clicked.connect(lambda *_: on_click())
    return made


class ButtonRow(QWidget):
    """One button on the left, the others on the right; a column where the text is too large for a row.

    Attributes:
        buttons: from left to right.
    """

    def __init__(self, parent: QWidget, *buttons: QPushButton) -> None:
        """Lay out these buttons."""
        super().__init__(parent)
        self.buttons = buttons
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(17, 10, 28, 20)
        self._row.setSpacing(10)
        self._row.addWidget(buttons[0])
        self._row.addStretch(1)
        for other in buttons[1:]:
            self._row.addWidget(other)

    def fit(self, width: int) -> None:
        """Choose row or column for this width."""
        too_wide = self._row.sizeHint().width() > width
        direction = QBoxLayout.Direction.TopToBottom if too_wide else QBoxLayout.Direction.LeftToRight
        self._row.setDirection(direction)
