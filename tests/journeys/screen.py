"""What is on a real screen, read from the X server: windows, and the lines of text in them."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from PIL import Image, ImageChops
from Xlib import X
from Xlib.display import Display
from Xlib.error import XError

_CONTRAST = 85
# Levels of grey by which text differs from its background; the frames of buttons differ by less.

_SMALLEST = 12
# Pixels. New windows are tiny until they have been laid out.
_RIM = 3
# Pixels of a window that may be its frame.


@dataclass(frozen=True)
class Box:
    """A part of the screen, in pixels."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def middle(self) -> tuple[int, int]:
        """The point in the middle."""
        return (self.left + self.right) // 2, (self.top + self.bottom) // 2

    @property
    def width(self) -> int:
        """How wide it is."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """How high it is."""
        return self.bottom - self.top

    @property
    def edges(self) -> tuple[int, int, int, int]:
        """The edges as Pillow wants them."""
        return self.left, self.top, self.right, self.bottom

    def moved(self, right: int, down: int) -> "Box":
        """Return a box of the same size elsewhere."""
        return Box(self.left + right, self.top + down, self.right + right, self.bottom + down)


class Screen:
    """The screen of one display."""

    def __init__(self, display_name: str) -> None:
        self._display = Display(display_name)
        self._root = self._display.screen().root

    def close(self) -> None:
        """Disconnect from the display."""
        self._display.close()

    def windows(self, kind: str) -> list[Box]:
        """Return the visible windows of a kind: `NOTIFICATION`, `POPUP_MENU`, `TOOLTIP`; the topmost last.

        Some are in a frame of the window manager's: the bubbles of xfce4-notifyd from 0.9 on.

        Source: Extended Window Manager Hints, _NET_WM_WINDOW_TYPE.
        """
        wanted = self._display.intern_atom(f"_NET_WM_WINDOW_TYPE_{kind}")
        key = self._display.intern_atom("_NET_WM_WINDOW_TYPE")

        def is_wanted(window: Any) -> bool:
            kinds = window.get_full_property(key, X.AnyPropertyType)
            return kinds is not None and wanted in kinds.value

        return self._visible(self._root, is_wanted, depth=2)

    def windows_of(self, program: str) -> list[Box]:
        """Return the visible windows of a program, including those inside other programs' windows."""

        def is_wanted(window: Any) -> bool:
            names = window.get_wm_class()
            return names is not None and names[0] == program

        return self._visible(self._root, is_wanted, depth=6)

    def focused_program(self) -> str | None:
        """Return the program whose window has the focus, None if none has.

        Source: Extended Window Manager Hints, _NET_ACTIVE_WINDOW.
        """
        active = self._root.get_full_property(
            self._display.intern_atom("_NET_ACTIVE_WINDOW"), X.AnyPropertyType
        )
        if active is None or not active.value[0]:
            return None
        try:
            names = self._display.create_resource_object("window", active.value[0]).get_wm_class()
        except XError:  # it has just closed
            return None
        return names[0] if names else None

    def picture(self, box: Box | None = None) -> Image.Image:
        """Return a picture of the screen, or of a part of it."""
        whole = self._root.get_geometry()
        image = self._root.get_image(0, 0, whole.width, whole.height, X.ZPixmap, 0xFFFFFFFF)
        picture = Image.frombytes("RGB", (whole.width, whole.height), image.data, "raw", "BGRX")
        return picture.crop(box.edges) if box else picture

    def lines(self, window: Box) -> list[Box]:
        """Return the lines of text in a window, from top to bottom; a menu has one for each entry."""
        rows = lines_of_text(self.picture(window))
        return [Box(window.left, window.top + first, window.right, window.top + last) for first, last in rows]

    def labels(self, line: Box, gap: int) -> list[Box]:
        """Return the labels side by side in a line of text, more than `gap` pixels apart."""
        grey = (
            self.picture(line)
            .convert("L")
            .crop((_RIM, 0, line.right - line.left - _RIM, line.bottom - line.top))
        )
        background = Image.new("L", grey.size, grey.getpixel((0, 0)))
        ink = ImageChops.difference(grey, background).transpose(Image.Transpose.TRANSPOSE)
        left = line.left + _RIM
        return [
            Box(left + first, line.top, left + last, line.bottom)
            for first, last in _runs(_inked_rows(ink), gap)
        ]

    def _visible(self, inside: Any, is_wanted: Callable[[Any], bool], depth: int) -> list[Box]:
        """Return where the visible windows are; any of them may vanish in the meantime."""
        boxes = []
        for window in inside.query_tree().children:
            try:
                if window.get_attributes().map_state != X.IsViewable:
                    continue
                if is_wanted(window):
                    size, at = window.get_geometry(), self._root.translate_coords(window, 0, 0)
                    if min(size.width, size.height) >= _SMALLEST:
                        boxes.append(Box(at.x, at.y, at.x + size.width, at.y + size.height))
                if depth > 1:
                    boxes += self._visible(window, is_wanted, depth - 1)
            except XError:
                continue
        return boxes


def lines_of_text(window: Image.Image) -> list[tuple[int, int]]:
    """Return where the lines of text in the picture of a window begin and end, in rows of pixels."""
    grey = window.convert("L").crop((_RIM, _RIM, window.width - _RIM, window.height - _RIM))
    background = grey.crop((0, 0, 1, grey.height)).resize(grey.size)  # each row's own: one may be lit
    rows = _runs(_inked_rows(ImageChops.difference(grey, background)), gap=2)
    return [(_RIM + first, _RIM + last) for first, last in rows]


def _inked_rows(difference: Image.Image) -> list[bool]:
    """Return for each row whether something in it stands out."""
    ink = difference.point([0] * _CONTRAST + [255] * (256 - _CONTRAST))
    return [ink.crop((0, y, ink.width, y + 1)).getbbox() is not None for y in range(ink.height)]


def _runs(values: list[bool], gap: int) -> list[tuple[int, int]]:
    """Return first and one-past-last of every run of true values; up to `gap` false ones do not end a run."""
    places = [place for place, value in enumerate(values) if value]
    if not places:
        return []
    breaks = [(before, after) for before, after in pairwise(places) if after - before - 1 > gap]
    firsts = [places[0], *(after for _, after in breaks)]
    lasts = [*(before for before, _ in breaks), places[-1]]
    return [(first, last + 1) for first, last in zip(firsts, lasts, strict=True)]
