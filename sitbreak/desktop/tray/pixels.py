"""The picture of a tray icon as bare pixels, so that the tray process needs no image library."""

from sitbreak.core.values import frozen


@frozen
class Pixmap:
    """One size of a picture.

    Attributes:
        width: in pixels.
        height: in pixels.
        argb: rows from top to bottom, four bytes a pixel: alpha, red, green, blue, straight (not
            premultiplied) alpha. StatusNotifierItem calls this ARGB32 in network byte order.
            Source: https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/Icons/
    """

    width: int
    height: int
    argb: bytes
