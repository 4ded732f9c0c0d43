"""Labels and buttons: text of the sizes that every dialog uses."""

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication, QTextLayout
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from sitbreak.core.words import language
from sitbreak.dialogs.arrangement import Units

SMALL, TEXT, LARGE, TITLE = 1.05, 1.15, 1.4, 1.75
"""Sizes, as multiples of the desktop's own: anyone who has set larger text there gets it here too."""

_LINE_HEIGHT = 125
"""Per cent of the height of a line in the desktop's font."""

_WITH_MNEMONIC = 0x0800
"""Source: Qt::TextShowMnemonic. Qt's enumerations cost a tenth of the time to a first paint."""


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


def units() -> Units:
    """Return the units of the desktop's text size."""
    font = QGuiApplication.font()
    return _units_of(font.key(), font)


@lru_cache(maxsize=1)
def _units_of(_key: str, font: QFont) -> Units:
    return Units(QFontMetricsF(font).height(), QFontMetricsF(sized(font, TEXT)).averageCharWidth())


def disc_side() -> int:
    """Return the size of the disc behind a step's number, in logical pixels."""
    return round(QFontMetricsF(sized(QGuiApplication.font(), SMALL)).height() * 1.5)


def ring_side(*, small: bool) -> int:
    """Return the diameter of a countdown's ring, in logical pixels."""
    return round((3.4 if small else 6.5) * units().em)


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
    made.setObjectName(name)
    write(made, text)
    made.setWordWrap(True)
    made.setFont(sized(made.font(), size, bold=bold))
    return made


def write(made: QLabel, text: str) -> None:
    """Change the text of a label."""
    escaped = language.current().facing(text).replace("&", "&amp;").replace("<", "&lt;")
    direction = "rtl" if QGuiApplication.isRightToLeft() else "ltr"  # the first letter may be another's
    made.setText(f'<p dir="{direction}" style="line-height: {_line_height()}%">{escaped}</p>')
    made.setAccessibleName(text)


def _line_height() -> int:
    """Return the height of lines, in per cent of what the letters of the language need by themselves."""
    font = QGuiApplication.font()
    return _line_height_of(language.current().own_name, font.key(), font)


@lru_cache(maxsize=1)
def _line_height_of(letters: str, _key: str, font: QFont) -> int:
    """Return it for the font, or, where it lacks the letters, the taller one that they are borrowed from."""
    layout = QTextLayout(letters, font)
    layout.beginLayout()
    line = layout.createLine()
    line.setNumColumns(len(letters))
    layout.endLayout()
    return max(100, round(_LINE_HEIGHT * QFontMetricsF(font).height() / line.height()))


def show_as_plain_text(label: QLabel) -> None:
    """Have a label show its text as it is, whatever looks like markup in it.

    By the property's number: `Qt.TextFormat` would load all of Qt's enumerations before the first paint.
    Source: qnamespace.h, Qt::PlainText.
    """
    label.setProperty("textFormat", 0)


class Button(QPushButton):
    """A button whose size fits every label that it may have: what is beside it never moves."""

    def __init__(self, parent: QWidget, on_click: Callable[[], object], *labels: str, name: str = "") -> None:
        """Show the first label.

        Args:
            parent: the widget it is on.
            on_click: called when it is pressed.
            labels: the labels, with "&" before the letter that presses it together with Alt.
            name: its name in the style sheet.
        """
        super().__init__(labels[0] if labels else "", parent)
        self._labels = labels
        self.setObjectName(name)
        self.setFont(sized(self.font(), TEXT))
        self.clicked.connect(lambda *_: on_click())

    def sizeHint(self) -> QSize:
        """Return the size for the longest label."""
        self.ensurePolished()  # the style has its own font weight and padding
        hint = super().sizeHint()
        metrics = self.fontMetrics()
        widths = [metrics.size(_WITH_MNEMONIC, text).width() for text in (self.text(), *self._labels)]
        hint.setWidth(hint.width() - widths[0] + max(widths))
        return hint

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()
