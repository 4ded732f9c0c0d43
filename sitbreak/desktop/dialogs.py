"""Starting our windows, each a process of its own, so that no other one of ours ever loads Qt."""

import re
import sys
from importlib.machinery import PathFinder

from sitbreak.desktop.display import desktop_is_there

CANNOT_START = 69
"""The exit status of a window for which Qt does not start. Source: sysexits.h, EX_UNAVAILABLE."""

SHOWN = "shown"
"""The line that a window prints when it is on the screen."""

# Without runpy, which `-m sitbreak.dialogs` would bring, a window is seen 5 ms earlier.
_START = "import sys; from sitbreak.dialogs.start import main; sys.exit(main(sys.argv[1:]))"

_NOISE = re.compile(r"\s*qt\.[a-z.]+: ")


def why_none() -> str:
    """Return why there can be no windows, as far as can be told without trying; nothing when there can.

    importlib.metadata would know of PySide6, too, for 0.6 MB more.
    """
    if not desktop_is_there():
        return "there is no desktop (DISPLAY and WAYLAND_DISPLAY are not set)"
    found = PathFinder.find_spec("PySide6")
    return "" if found is not None and found.origin else "PySide6 is not installed"


def tip_card(content: str, *, focused: bool) -> list[str]:
    """Return the command that opens a tip's card.

    Args:
        content: what it is to show, as `sitbreak.dialogs.content` reads it.
        focused: the person has asked for that window: it may take the focus.
    """
    options = ["--focused"] if focused else []
    return [sys.executable, "-P", "-c", _START, "tip", content, *options]


def why_not_shown(status: int, complaint: str) -> str:
    """Return why a window that has ended was never seen; nothing when it was, or somebody else ended it.

    Args:
        status: the process's exit status.
        complaint: what it wrote to standard error. Qt says there why it has no display, and aborts.
    """
    import signal  # a window imports this module, too, and is to be seen at once

    if status <= 0 and status != -signal.SIGABRT:
        return ""
    lines = [line for line in complaint.splitlines() if line.strip()] or ["Qt does not start"]
    telling = lines[-1] if status > 0 else lines[0]  # we say it last; Qt goes on about its plugins
    return _NOISE.sub("", telling, count=1).strip()
