"""Chooses the notifications for this computer. To go when the composed desktops choose."""

import sys
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from sitbreak.ports import Note, Notifications, Post

if TYPE_CHECKING:  # jeepney is there on Linux only
    from sitbreak.wires.dbus import Bus


def choose(
    bus: "Bus | None", post: Post, icon_path: Path | None = None, note: Note | None = None
) -> Notifications:
    """Choose by what is there: a session bus, plyer's own for this system, or nothing."""
    if find_spec("plyer") is None:
        from sitbreak.desktop.notifications.none import NoNotifications

        return NoNotifications(post, "plyer is not installed")
    if bus is None:
        from sitbreak.desktop.notifications import native

        presenters = {"win32": native.balloon_presenter, "darwin": native.macos_presenter}
        presenter = presenters.get(sys.platform, native.notify_send_presenter)
        return native.NativeNotifications(post, partial(presenter, icon_path))
    from sitbreak.desktop.notifications.freedesktop import FreedesktopNotifications

    return FreedesktopNotifications(bus, post, icon_path, note)
