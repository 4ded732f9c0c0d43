"""Chooses how idle is measured here: the best source that works."""

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from sitbreak.desktop.presence.unknown import UnknownPresence
from sitbreak.ports import Post, Presence, Source

_log = logging.getLogger(__name__)


class PresenceSource(Presence, Source, Protocol):
    """A presence that the loop waits for in its select."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen.

    Attributes:
        presence: measures idle; its `name` is "none" when nothing can.
        passed_over: the better sources with the reason why each was not taken.
    """

    presence: PresenceSource
    passed_over: tuple[tuple[str, str], ...]


# python-xlib is loaded late: it costs memory that a desktop without X11 need not pay.


def _x11_sync(post: Post, on_lost: Callable[[], None]) -> PresenceSource:
    from sitbreak.desktop.presence.x11 import X11Presence  # noqa: PLC0415

    return X11Presence(post, on_lost)


def _x11_screensaver(post: Post, on_lost: Callable[[], None]) -> PresenceSource:
    from sitbreak.desktop.presence.xscreensaver import XScreenSaverPresence  # noqa: PLC0415

    return XScreenSaverPresence(post, on_lost)


_X11_SOURCES = (("x11-sync", _x11_sync), ("x11-screensaver", _x11_screensaver))


def choose(post: Post, on_lost: Callable[[], None]) -> Choice:
    """Choose the presence source for the desktop that the environment tells of.

    Args:
        post: gets the `Observed` inputs.
        on_lost: called once, on the loop's thread, when the chosen source has died; choose again then.
    """
    why_not = _why_not_x11()
    if why_not is not None:
        return _chosen(UnknownPresence(), [(name, why_not) for name, _ in _X11_SOURCES])
    passed_over: list[tuple[str, str]] = []
    for name, make in _X11_SOURCES:
        try:
            return _chosen(make(post, on_lost), passed_over)
        except Exception as reason:  # whatever a source dies of, the next one gets its turn
            passed_over.append((name, str(reason)))
    return _chosen(UnknownPresence(), passed_over)


def _why_not_x11() -> str | None:
    # Source: seen on Xwayland: its idle time grows while the person types into a Wayland window.
    if os.environ.get("WAYLAND_DISPLAY") or os.environ.get("XDG_SESSION_TYPE") == "wayland":
        return "this is a Wayland session, of which X11 sees only a part"
    if not os.environ.get("DISPLAY"):
        return "DISPLAY is not set"
    return None


def _chosen(presence: PresenceSource, passed_over: list[tuple[str, str]]) -> Choice:
    for name, reason in passed_over:
        _log.info("idle is not measured by %s: %s", name, reason)
    _log.info("idle is measured by: %s", presence.name)
    return Choice(presence, tuple(passed_over))
