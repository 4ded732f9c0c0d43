"""Chooses the tray for this platform. To go when the composed desktops choose."""

import sys
from collections.abc import Callable

from sitbreak.core.tray_view import TrayIcon, TrayView
from sitbreak.desktop.icons import Pixmap
from sitbreak.desktop.tray.none import tray_or_none
from sitbreak.ports import Post, Tray
from sitbreak.waiter import Waiter


def choose_tray(
    post: Post,
    pictures: Callable[[TrayIcon], tuple[Pixmap, ...]],
    fresh: Callable[[], TrayView],
    waiter: Waiter,
    platform: str = sys.platform,
) -> Tray:
    """Make the tray of this platform."""

    def make() -> Tray:
        from sitbreak.desktop.tray.live_icon import Feed

        feed = Feed(post, pictures, fresh)
        if platform in {"win32", "darwin"}:
            from sitbreak.desktop.tray import native

            return native.windows_tray(feed) if platform == "win32" else native.macos_tray(feed)
        from sitbreak.desktop.tray.linux import LinuxTray

        return LinuxTray(feed, waiter)

    return tray_or_none(make)
