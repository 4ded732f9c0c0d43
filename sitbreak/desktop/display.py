"""Whether there is a desktop at all, before any part of it is asked."""

import os
import sys


def desktop_is_there() -> bool:
    """Whether there is a screen to show things on; Windows and macOS always have one."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
