"""The soft sound in a window: at the end of a hold, and to try it out. Without a running instance, too."""

from functools import cache

from sitbreak.desktop.platforms import this_platform
from sitbreak.ports import Sound


def play() -> None:
    """Play it on a thread of its own, which ends with the window."""
    _sound().play()


def unavailable_reason() -> str:
    """Return why nothing would be heard, as far as that is known; nothing if it can be played."""
    (finding,) = _sound().findings()
    return "; ".join(why for _, why in finding.tried) if finding.used == "none" else ""


@cache
def _sound() -> Sound:
    return this_platform().make_sound()
