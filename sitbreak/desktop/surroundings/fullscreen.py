"""Whether the active window fills the screen, asked of the display server."""

import os

from sitbreak.desktop.surroundings.signs import CannotTell


def fullscreen() -> bool:
    """Tell whether the active window fills the screen; a desktop and our own windows do not count.

    Raises:
        CannotTell: no display server here tells.
    """
    # Each is loaded where it is asked. Under Wayland the X server knows only some of the windows.
    if os.environ.get("WAYLAND_DISPLAY"):
        from sitbreak.desktop.surroundings import wlroots

        return wlroots.fullscreen()
    if os.environ.get("DISPLAY"):
        from sitbreak.desktop.surroundings import x11

        return x11.fullscreen()
    raise CannotTell("neither WAYLAND_DISPLAY nor DISPLAY is set")
