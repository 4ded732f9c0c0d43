"""Which notifications this computer gets."""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from sitbreak.ports import Note, Notifications, Post

if TYPE_CHECKING:  # jeepney is there on Linux only
    from sitbreak.wires.dbus import Bus


def choose(
    bus: "Bus | None", post: Post, icon_path: Path | None = None, note: Note | None = None
) -> Notifications:
    """Choose by what is there: a session bus, plyer's own for this system, or nothing.

    Args:
        bus: the connected session bus that the loop reads; None where there is none.
        post: gets the buttons' wishes and the failures.
        icon_path: the picture in the bubble; on Windows an .ico file.
        note: where a killed process has written down which bubble it left, and this one does.
    """
    if find_spec("plyer") is None:
        from sitbreak.desktop.notifications.none import NoNotifications

        return NoNotifications(post, "plyer is not installed")
    if bus is None:
        from sitbreak.desktop.notifications.native import NativeNotifications

        return NativeNotifications(post, icon_path)
    from sitbreak.desktop.notifications.freedesktop import FreedesktopNotifications

    return FreedesktopNotifications(bus, post, icon_path, note)
