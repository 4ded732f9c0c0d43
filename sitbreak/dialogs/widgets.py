"""Labels and buttons: text of the sizes that every dialog uses."""

from collections.abc import Callable

from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication
from PySide6.QtWidgets import QBoxLayout, QLabel, QPushButton, QWidget

TEXT, TITLE, SMALL = 1.15, 1.75, 1.05
"""Sizes, as multiples of the desktop's own: anyone who has set larger text there gets it here too."""

_LINE_HEIGHT = 125
"""Per cent of the font's own."""


def sized(font: QFont, factor: float, *, bold: bool = False) -> QFont:
    """Return a font that is larger by this factor."""
    larger = QFont(font)
    if font.pointSizeF() > 0:
        larger.setPointSizeF(font.pointSizeF() * factor)
    else:  # some desktops set pixels
        larger.setPixelSize(round(font.pixelSize() * factor))
    if bold:
        larger.setWeight(QFont.Weight.DemiBold)
    return larger


def disc_side() -> int:
    """Return the size of the disc behind a step's number, in logical pixels."""
    return round(QFontMetricsF(sized(QGuiApplication.font(), SMALL)).height() * 1.5)


def label(parent: QWidget, text: str, size: float, *, name: str = "", bold: bool = False) -> QLabel:
    """Return a label that wraps its text; a screen reader reads it as it is written.

    Args:
        parent: the widget it is on.
        text: plain text.
        size: one of the sizes above.
        name: its name in the style sheet.
        bold: whether it is bold.
    """
    made = QLabel(parent)
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    made.setText(f'<p style="line-height: {_LINE_HEIGHT}%">{escaped}</p>')
    made.setAccessibleName(text)
    made.setObjectName(name)
    made.setWordWrap(True)
    made.setFont(sized(made.font(), size, bold=bold))
    return made


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
