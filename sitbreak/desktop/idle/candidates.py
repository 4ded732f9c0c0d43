"""The sources that may measure idle, the best first, for each kind of desktop.

Each is imported when it is tried: a desktop does not pay memory for the sources of another.
"""

import os
from collections.abc import Callable
from typing import Protocol

from sitbreak.core.values import frozen
from sitbreak.ports import IdleSource, Post, Source
from sitbreak.wires import NoServer


class SelectableIdleSource(IdleSource, Source, Protocol):
    """An idle source that the loop waits for in its select."""


OnLost = Callable[[], None]
"""Called once, on the loop's thread, when a source has died."""


@frozen
class Candidate:
    """A source that may work here.

    Attributes:
        name: the source's name.
        open: makes the source; raises `NoServer`, or whatever it fails with.
    """

    name: str
    open: Callable[[Post, OnLost], SelectableIdleSource]


def _mutter(post: Post, on_lost: OnLost) -> SelectableIdleSource:
    from sitbreak.desktop.idle.mutter import MutterIdleSource

    return MutterIdleSource(post, on_lost)


def _wayland_idle_notify(post: Post, on_lost: OnLost) -> SelectableIdleSource:
    _require_wayland()
    from sitbreak.desktop.idle.wayland import WaylandIdleSource
    from sitbreak.desktop.idle.wayland_timers import EXT_IDLE_NOTIFY

    return WaylandIdleSource(post, on_lost, EXT_IDLE_NOTIFY)


def _wayland_kde_idle(post: Post, on_lost: OnLost) -> SelectableIdleSource:
    _require_wayland()
    from sitbreak.desktop.idle.wayland import WaylandIdleSource
    from sitbreak.desktop.idle.wayland_timers import KDE_IDLE

    return WaylandIdleSource(post, on_lost, KDE_IDLE)


def _x11_sync(post: Post, on_lost: OnLost) -> SelectableIdleSource:
    _require_x11()
    from sitbreak.desktop.idle.x11 import X11IdleSource

    return X11IdleSource(post, on_lost)


def _x11_screensaver(post: Post, on_lost: OnLost) -> SelectableIdleSource:
    _require_x11()
    from sitbreak.desktop.idle.x11 import XScreenSaverIdleSource

    return XScreenSaverIdleSource(post, on_lost)


def _require_wayland() -> None:
    if not os.environ.get("WAYLAND_DISPLAY"):
        raise NoServer("WAYLAND_DISPLAY is not set")


def _require_x11() -> None:
    # Source: seen on Xwayland: its idle time grows while the person types into a Wayland window.
    if os.environ.get("WAYLAND_DISPLAY") or os.environ.get("XDG_SESSION_TYPE") == "wayland":
        raise NoServer("this is a Wayland session, of which X11 sees only a part")
    if not os.environ.get("DISPLAY"):
        raise NoServer("DISPLAY is not set")


def _windows(post: Post, on_lost: OnLost) -> SelectableIdleSource:
    from sitbreak.desktop.idle.polled import PolledIdleSource
    from sitbreak.desktop.idle.windows import windows_call

    return PolledIdleSource(windows_call(), post, on_lost)


def _macos(post: Post, on_lost: OnLost) -> SelectableIdleSource:
    from sitbreak.desktop.idle.macos import macos_call
    from sitbreak.desktop.idle.polled import PolledIdleSource

    return PolledIdleSource(macos_call(), post, on_lost)


FREE_DESKTOPS = (
    Candidate("mutter", _mutter),
    Candidate("wayland-idle-notify", _wayland_idle_notify),
    Candidate("wayland-kde-idle", _wayland_kde_idle),
    Candidate("x11-sync", _x11_sync),
    Candidate("x11-screensaver", _x11_screensaver),
)
WINDOWS = (Candidate("windows", _windows),)
MACOS = (Candidate("macos", _macos),)
