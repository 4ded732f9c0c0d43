"""Sees where bubbles are on a screen that shows nothing else."""

import time
from abc import ABC, abstractmethod

from PIL import Image, ImageChops

from tests.desktop.screen import Box

STILL = 0.5
"""Seconds at one place after which a bubble is at rest: longer than a busy computer takes to slide it on."""


class BubbleScreen(ABC):
    """A screen whose every difference from its state at the start is a bubble."""

    def __init__(self) -> None:
        self._empty = self.look()
        self._place: Box | None = None
        self._there_since = time.monotonic()

    @abstractmethod
    def look(self) -> Image.Image:
        """Return what is on the screen."""

    def bubble(self) -> Box | None:
        """Return where the bubbles are."""
        box = ImageChops.difference(self.look(), self._empty).getbbox()
        return Box(*box) if box else None

    def still_bubble(self) -> Box | None:
        """Return where the bubbles are, if they stay there; in them a countdown may run."""
        place = self.bubble()
        if place != self._place:
            self._place, self._there_since = place, time.monotonic()
        return place if time.monotonic() - self._there_since >= STILL else None
