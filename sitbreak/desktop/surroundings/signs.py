"""What can be told about the surroundings, and the two ways to find out."""

from collections.abc import Callable
from enum import Enum
from typing import Any

from sitbreak.core.values import frozen
from sitbreak.wires.dbus_messages import Message


class CannotTell(Exception):
    """A source does not work here; the message says why."""


Verdict = bool | str
"""Yes or no, or why it cannot be told."""


class Sign(Enum):
    """Something that a source can tell of."""

    CALL = "call"
    """A microphone or a camera is in use."""
    SCREEN_KEPT_ON = "screen kept on"
    """A program keeps the session from going idle: a film, slides."""
    KEPT_AWAKE = "kept awake"
    """A program keeps the computer from going idle or to sleep."""
    FULLSCREEN = "full screen"
    """The active window fills the screen."""
    PRESENTATION = "presentation"
    """The desktop is set to presentation mode."""
    DO_NOT_DISTURB = "do not disturb"
    """The desktop is set to show no notifications."""


@frozen
class Question:
    """A call over D-Bus; whoever answers it says yes or no.

    Attributes:
        name: of the source, for people.
        sign: what it tells of.
        message: the call; it starts no service.
        says_yes: reads the values of the answer.
        defaults: D-Bus errors that mean no.
        system: it goes to the system bus.
    """

    name: str
    sign: Sign
    message: Message
    says_yes: Callable[[tuple[Any, ...]], bool]
    defaults: tuple[str, ...] = ()
    system: bool = False


@frozen
class Probe:
    """Something that may block for a while, so it runs on a thread of its own.

    Attributes:
        name: of the source, for people.
        sign: what it tells of.
        look: says yes or no, or raises `CannotTell`.
    """

    name: str
    sign: Sign
    look: Callable[[], bool]
