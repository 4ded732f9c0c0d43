"""Chooses how idle is measured here: the best source that works."""

import logging
import os
import sys
from collections.abc import Callable, Iterable
from typing import Protocol

from sitbreak.core.values import frozen
from sitbreak.desktop.idle.none import NoIdleSource
from sitbreak.ports import IdleSource, Post, Source
from sitbreak.wires import NoServer

_log = logging.getLogger(__name__)


class SelectableIdleSource(IdleSource, Source, Protocol):
    """A presence that the loop waits for in its select."""


@frozen
class Choice:
    """What was chosen.

    Attributes:
        presence: measures idle; its `name` is "none" when nothing can.
        passed_over: the better sources with the reason why each was not taken.
    """

    presence: SelectableIdleSource
    passed_over: tuple[tuple[str, str], ...]


_Make = Callable[[Post, Callable[[], None]], SelectableIdleSource]

# Each is loaded when its turn comes: a library costs memory that a desktop without it need not pay.


def _mutter(post: Post, on_lost: Callable[[], None]) -> SelectableIdleSource:
    from sitbreak.desktop.idle.mutter import MutterIdleSource

    return MutterIdleSource(post, on_lost)


def _wayland_idle_notify(post: Post, on_lost: Callable[[], None]) -> SelectableIdleSource:
    _check_wayland()
    from sitbreak.desktop.idle.wayland import WaylandIdleSource
    from sitbreak.desktop.idle.wayland_idle import EXT_IDLE_NOTIFY

    return WaylandIdleSource(post, on_lost, EXT_IDLE_NOTIFY)


def _wayland_kde_idle(post: Post, on_lost: Callable[[], None]) -> SelectableIdleSource:
    _check_wayland()
    from sitbreak.desktop.idle.wayland import WaylandIdleSource
    from sitbreak.desktop.idle.wayland_idle import KDE_IDLE

    return WaylandIdleSource(post, on_lost, KDE_IDLE)


def _x11_sync(post: Post, on_lost: Callable[[], None]) -> SelectableIdleSource:
    _check_x11()
    from sitbreak.desktop.idle.x11 import X11IdleSource

    return X11IdleSource(post, on_lost)


def _x11_screensaver(post: Post, on_lost: Callable[[], None]) -> SelectableIdleSource:
    _check_x11()
    from sitbreak.desktop.idle.xscreensaver import XScreenSaverIdleSource

    return XScreenSaverIdleSource(post, on_lost)


def _check_wayland() -> None:
    if not os.environ.get("WAYLAND_DISPLAY"):
        raise NoServer("WAYLAND_DISPLAY is not set")


def _check_x11() -> None:
    # Source: seen on Xwayland: its idle time grows while the person types into a Wayland window.
    if os.environ.get("WAYLAND_DISPLAY") or os.environ.get("XDG_SESSION_TYPE") == "wayland":
        raise NoServer("this is a Wayland session, of which X11 sees only a part")
    if not os.environ.get("DISPLAY"):
        raise NoServer("DISPLAY is not set")


def _windows(post: Post, on_lost: Callable[[], None]) -> SelectableIdleSource:
    from sitbreak.desktop.idle.windows import windows_presence

    return windows_presence(post, on_lost)


def _macos(post: Post, on_lost: Callable[[], None]) -> SelectableIdleSource:
    from sitbreak.desktop.idle.macos import macos_presence

    return macos_presence(post, on_lost)


_ELSEWHERE = {"win32": (("windows", _windows),), "darwin": (("macos", _macos),)}

_SOURCES = (
    ("mutter", _mutter),
    ("wayland-idle-notify", _wayland_idle_notify),
    ("wayland-kde-idle", _wayland_kde_idle),
    ("x11-sync", _x11_sync),
    ("x11-screensaver", _x11_screensaver),
)
"""The best first, on free desktops."""


def choose(post: Post, on_lost: Callable[[], None]) -> Choice:
    """Choose the presence source for the desktop that the environment tells of.

    Takes some milliseconds; a second at most for each source whose server is there but hangs.

    Args:
        post: gets the `Observed` inputs.
        on_lost: called once, on the loop's thread, when the chosen source has died; choose again then.
    """
    taken, passed_over = _first(_ELSEWHERE.get(sys.platform, _SOURCES), post, on_lost)
    presence = taken or NoIdleSource()
    for name, reason in passed_over:
        _log.info("idle is not measured by %s: %s", name, reason)
    _log.info("idle is measured by: %s", presence.name)
    return Choice(presence, passed_over)


def choose_better(than: Choice, post: Post, on_lost: Callable[[], None]) -> Choice | None:
    """Choose one of the better sources that a choice passed over; None: none of them works now either."""
    before = dict(than.passed_over)
    better = [(name, make) for name, make in _ELSEWHERE.get(sys.platform, _SOURCES) if name in before]
    taken, passed_over = _first(better, post, on_lost)
    if taken is None:
        return None
    _log.info("idle is measured by: %s", taken.name)
    return Choice(taken, passed_over)


def _first(
    sources: Iterable[tuple[str, _Make]], post: Post, on_lost: Callable[[], None]
) -> tuple[SelectableIdleSource | None, tuple[tuple[str, str], ...]]:
    """Return the first source that works, and why those before it do not."""
    passed_over: list[tuple[str, str]] = []
    for name, make in sources:
        try:
            return make(post, on_lost), tuple(passed_over)
        except Exception as reason:  # whatever a source dies of, the next one gets its turn
            passed_over.append((name, str(reason)))
    return None, tuple(passed_over)
