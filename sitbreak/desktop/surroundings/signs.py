"""What a reminder waits for, as signs of it; and a source that sees one."""

from collections.abc import Callable
from enum import StrEnum

from sitbreak.core.values import frozen


class NoVerdict(Exception):
    """A source does not work here; the message says why."""


Verdict = bool | str
"""Whether a source sees its sign, or why it cannot say."""


class Sign(StrEnum):
    """Something that a source can see. `troubleshoot` shows the values."""

    CALL = "call"
    """A microphone or a camera is in use."""
    SCREEN_KEPT_ON = "screen kept on"
    """A program keeps the screen on: a film, slides."""
    FULLSCREEN = "full screen"
    """The active window fills the screen."""
    PRESENTATION = "presentation"
    """The desktop is set to presentation mode."""
    DO_NOT_DISTURB = "do not disturb"
    """The desktop is set to show no notifications."""


@frozen
class Probe:
    """A source that is a function, which may block for a while.

    Attributes:
        name: of the source, as `troubleshoot` shows it.
        sign: what it sees.
        look: returns whether it sees the sign, or raises `NoVerdict`. Called on any thread.
    """

    name: str
    sign: Sign
    look: Callable[[], bool]
