"""Letters: their sizes, and those that Alt presses."""

from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication

TEXT, TITLE, SMALL = 1.15, 1.75, 1.05
"""Sizes, as multiples of the desktop's own: whoever wants larger letters gets them here, too."""


def sized(font: QFont, factor: float, *, bold: bool = False) -> QFont:
    """Return a font that is larger by this factor."""
    made = QFont(font)
    if font.pointSizeF() > 0:
        made.setPointSizeF(font.pointSizeF() * factor)
    else:  # some desktops give pixels
        made.setPixelSize(round(font.pixelSize() * factor))
    if bold:
        made.setWeight(QFont.Weight.DemiBold)
    return made


def disc_side() -> int:
    """Return how large the disc behind a step's number is, in logical pixels."""
    return round(QFontMetricsF(sized(QGuiApplication.font(), SMALL)).height() * 1.5)


def with_mnemonic(label: str, letter: str) -> str:
    """Return a button's label that Alt and this letter press."""
    return label.replace("&", "&&").replace(letter, f"&{letter}", 1)
