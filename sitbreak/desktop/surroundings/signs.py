"""What a reminder waits for, as signs of it; and the two kinds of sources that see one."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from sitbreak.core.values import frozen
from sitbreak.wires.dbus_messages import Message


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
class BusQuestion:
    """A source that is asked over the session bus.

    Attributes:
        name: of the source, as `troubleshoot` shows it.
        sign: what it sees.
        message: the call; it starts no service.
        returns: the signature of the reply, which has one value.
        says_yes: reads that value.
        defaults: D-Bus errors that mean no.
    """

    name: str
    sign: Sign
    message: Message
    returns: str
    says_yes: Callable[[Any], bool]
    defaults: tuple[str, ...] = ()


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
