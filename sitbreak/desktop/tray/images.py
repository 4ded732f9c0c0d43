"""Pixmaps as Pillow images, for the backends of pystray that take those. Import it late."""

from PIL import Image

from sitbreak.desktop.tray.pixels import Pixmap


def image_of(pixmaps: tuple[Pixmap, ...]) -> Image.Image:
    """Return the largest of the pixmaps as an RGBA image."""
    largest = max(pixmaps, key=lambda pixmap: pixmap.width)
    return Image.frombytes("RGBA", (largest.width, largest.height), largest.argb, "raw", "ARGB")
