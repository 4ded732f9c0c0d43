"""plyer's balloon on Windows, cut to its limits and freed when it is done."""

import atexit
from collections.abc import Callable
from pathlib import Path

from plyer.platforms.win.libs.balloontip import WindowsBalloonTip

from sitbreak.core.effects import Bubble

# Source: NOTIFYICONDATAW: szInfoTitle and szInfo hold 64 and 256 UTF-16 units, with the final zero.
# ctypes raises ValueError for longer texts.
_TITLE_UNITS = 63
_BODY_UNITS = 255

_ON_SCREEN = 10.0  # seconds, as with plyer itself


def present_balloon(bubble: Bubble, hold: Callable[[float], None], icon_path: Path | None) -> None:
    """Show a balloon, and take it and its tray icon away after the hold.

    plyer registers the freeing with atexit, which keeps every balloon's icon and window until the program
    ends. Taken out again, the balloon is freed here: a window can only be destroyed by its own thread.

    Raises:
        Exception: Windows did not take it.
    """
    balloon = WindowsBalloonTip.__new__(WindowsBalloonTip)
    try:
        balloon.__init__(
            title=cut(bubble.title, _TITLE_UNITS),
            message=cut(bubble.body, _BODY_UNITS),
            app_name="sitbreak",
            app_icon=str(icon_path) if icon_path and icon_path.suffix == ".ico" else "",
            timeout=0,
        )
    finally:
        atexit.unregister(balloon.__del__)
    hold(_ON_SCREEN)


def cut(text: str, units: int) -> str:
    """Cut a text that is longer than so many UTF-16 units, after a word and with an ellipsis."""
    if _utf16_units(text) <= units:
        return text
    head = text
    while _utf16_units(head) > units - 1:
        head = head[:-1]
    if not text[len(head)].isspace():
        head = head.rpartition(" ")[0] or head
    return head.rstrip() + "\N{HORIZONTAL ELLIPSIS}"


def _utf16_units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
