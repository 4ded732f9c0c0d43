"""The tray icon in each of its themes, on a panel of the kind that it is for."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from sitbreak.core.tray_view import RING_STEPS, IconName, TrayIcon
from sitbreak.desktop.icons import SIZES, load

_PANELS = {"light": "#1f2127", "dark": "#f2f2f2"}
"""Panels on which these themes stand out; the other is at home on any."""


def tray_picture(theme: str, side: int, ratio: float) -> QPixmap:
    """Return the icon of somebody who has been sitting for a while.

    Args:
        theme: one of `sitbreak.core.settings.TRAY_ICONS`.
        side: logical pixels of the whole picture.
        ratio: pixels for each of them.
    """
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    inset = 0.14 * side if theme in _PANELS else 0
    if theme in _PANELS:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(_PANELS[theme]))
        painter.drawRoundedRect(QRectF(0, 0, side, side), 0.2 * side, 0.2 * side)
    place = QRectF(inset, inset, side - 2 * inset, side - 2 * inset)
    painter.drawImage(place, _image(theme, place.width() * ratio))
    painter.end()
    return picture


def _image(theme: str, pixels: float) -> QImage:
    """Return the icon in the smallest size that has these pixels."""
    pictures = load(TrayIcon(IconName.SITTING, RING_STEPS * 5 // 8, theme), theme)
    number = next((number for number, size in enumerate(SIZES) if size >= pixels), len(SIZES) - 1)
    pixmap = pictures[number]
    little_endian = bytearray(len(pixmap.argb))
    for channel in range(4):  # Qt has them as numbers of 32 bits
        little_endian[channel::4] = pixmap.argb[3 - channel :: 4]
    image = QImage(bytes(little_endian), pixmap.width, pixmap.height, QImage.Format.Format_ARGB32)
    return image.copy()  # of its own, not of these bytes
