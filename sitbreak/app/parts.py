"""The parts of the desktop: made late, because the icon comes first, and made again when they are lost."""

import logging
import os
import sys
from typing import TYPE_CHECKING

from sitbreak.app.troubleshoot import Finding
from sitbreak.app.world import World
from sitbreak.core.inputs import IdleSourceChanged, Ticked
from sitbreak.desktop.icons import icons_folder
from sitbreak.desktop.presence.choose import Choice, choose
from sitbreak.loop import Loop
from sitbreak.ports import Notifications

if TYPE_CHECKING:
    from sitbreak.desktop.dbus import Bus

RETRY = 60.0
"""Seconds between two attempts to reach a session bus that is gone."""

_ADVICE = {
    "tray": "The desktop shows no tray. Everything in the menu is a command too: sitbreak help.",
    "notifications": "Nothing shows notifications here. Install a notification daemon, such as dunst.",
    "idle": "Typing cannot be seen here: time at the computer counts as sitting, a break is started by hand.",
}
_log = logging.getLogger(__name__)


def desktop_is_there() -> bool:
    """Whether there is a screen to show things on; Windows and macOS always have one."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


class Parts:
    """Presence, notifications and the alarm. Everything happens on the loop's thread."""

    def __init__(self, loop: Loop, world: World) -> None:
        self._loop = loop
        self._world = world
        self._choice: Choice | None = None
        self._bus: Bus | None = None

    def start(self, terminal: Notifications | None) -> None:
        """Make everything; a `terminal` shows the notifications where there is no desktop."""
        self._choose_presence()
        self._world.notifications = terminal or self._make_notifications()
        self._loop.later(0.5, self._start_alarm)

    def findings(self) -> tuple[Finding, ...]:
        """Tell what is in use."""
        world = self._world
        passed_over = self._choice.passed_over if self._choice else ()
        used = (
            ("tray", world.tray.name if world.tray else "none", ()),
            ("notifications", world.notifications.name if world.notifications else "none", ()),
            ("idle", world.presence.name if world.presence else "none", passed_over),
        )
        return tuple(
            Finding(what, name, tried, _ADVICE[what] if name == "none" else "") for what, name, tried in used
        )

    def close(self) -> None:
        """Give everything back."""
        for part in (self._world.notifications, self._world.presence, self._world.alarm, self._bus):
            if part is not None:
                part.close()

    # --- inside --------------------------------------------------------------------------------

    def _choose_presence(self) -> None:
        if self._choice is not None:
            self._loop.remove(self._choice.presence)
        self._choice = choose(self._loop.post, self._choose_presence)
        self._world.presence = self._choice.presence
        self._loop.add(self._choice.presence)
        self._loop.post(IdleSourceChanged(known=self._choice.presence.name != "none"))

    def _make_notifications(self) -> Notifications:
        from sitbreak.desktop.notifications.choose import choose as choose_notifications  # noqa: PLC0415

        self._bus = self._connect()
        return choose_notifications(self._bus, self._loop.post, icons_folder() / "sitbreak.png")

    def _connect(self) -> "Bus | None":
        if sys.platform != "linux":
            return None
        from sitbreak.desktop.dbus import BusUnavailable, session_bus  # noqa: PLC0415

        try:
            bus = session_bus()
        except BusUnavailable as error:
            _log.warning("%s", error)
            return None
        bus.on_close(self._lose_bus)
        self._loop.add(bus)
        return bus

    def _lose_bus(self) -> None:
        """Look for the session bus again; a session that ends takes sitbreak along by a signal."""
        if self._bus is not None:
            self._loop.remove(self._bus)
            self._loop.later(RETRY, self._reconnect)

    def _reconnect(self) -> None:
        from sitbreak.desktop.notifications.freedesktop import FreedesktopNotifications  # noqa: PLC0415

        self._bus = self._connect()
        notifications = self._world.notifications
        if self._bus is None:
            self._loop.later(RETRY, self._reconnect)
        elif isinstance(notifications, FreedesktopNotifications):
            notifications.attach(self._bus)

    def _start_alarm(self) -> None:
        """Import APScheduler once the icon shows: it costs more time than all the rest."""
        from sitbreak.desktop.alarm import SchedulerAlarm  # noqa: PLC0415

        self._world.alarm = SchedulerAlarm(self._loop.post)
        self._loop.post(Ticked())
