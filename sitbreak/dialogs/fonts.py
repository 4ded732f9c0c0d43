"""Text in windows: its sizes, and labels that a screen reader reads as they are written."""

from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget

TEXT, TITLE, SMALL = 1.15, 1.75, 1.05
"""Sizes, as multiples of the desktop's own: anyone who has set larger text there gets it here, too."""

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
    """Return a label that wraps its text.

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
