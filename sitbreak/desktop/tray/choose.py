"""Chooses the tray that this platform has."""

import logging
import sys
from collections.abc import Callable
from typing import Protocol

from sitbreak.core.tray_view import TrayIcon, TrayView
from sitbreak.desktop.tray.pixels import Pixmap
from sitbreak.ports import Post, Tray
from sitbreak.waiter import Waiter

_log = logging.getLogger(__name__)


class MainThreadTray(Tray, Protocol):
    """A tray that owns the main thread. Its `name` may change while it runs."""

    def run(self, work: Callable[[], None]) -> None:
        """Show the icon while `work` runs, and return when it has returned. On the main thread.

        Toolkits keep the main thread for themselves; `work` then runs in another one.
        """


def choose_tray(
    post: Post,
    pictures: Callable[[TrayIcon], tuple[Pixmap, ...]],
    fresh: Callable[[], TrayView],
    waiter: Waiter,
    platform: str = sys.platform,
) -> MainThreadTray:
    """Make the tray of this platform. Toolkits are imported here and not before.

    Args:
        post: gets the wishes that clicks are.
        pictures: finds the ready-made pixels of a tray icon, one pixmap for each size.
        fresh: tells the view of this moment; called on the main thread before a host shows the menu, so it
            is cheap and thread-safe.
        waiter: what the work of `MainThreadTray.run` runs; a tray without a toolkit waits in it too.
        platform: as in `sys.platform`.
    """
    try:
        if platform in {"win32", "darwin"}:
            from sitbreak.desktop.tray import native

            return native.NativeTray(
                native.windows() if platform == "win32" else native.macos(), post, pictures, fresh
            )
        from sitbreak.desktop.tray.linux import LinuxTray

        return LinuxTray(post, pictures, fresh, waiter)
    except Exception as error:  # a toolkit that does not fit the platform fails in its own way
        _log.warning("no tray icon: %s; every `sitbreak` command works without one", error)
        return NoTray()


class NoTray:
    """Shows nothing."""

    name = "none"

    def show(self, view: TrayView) -> None:
        """Show nothing."""

    def show_time(self, icon: TrayIcon, tooltip: str) -> None:
        """Show nothing."""

    def run(self, work: Callable[[], None]) -> None:
        """Do the work."""
        work()
