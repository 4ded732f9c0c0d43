"""The parts of the desktop: made late, because the icon comes first, and made again when they are lost."""

import logging
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from sitbreak.app.session import ElsewhereSession, LinuxSession
from sitbreak.app.world import World
from sitbreak.core.finding import Finding
from sitbreak.core.inputs import Ticked
from sitbreak.desktop.display import desktop_is_there
from sitbreak.desktop.icons import icons_folder
from sitbreak.desktop.idle.best import BestIdle
from sitbreak.desktop.idle.candidates import FREE_DESKTOPS, MACOS, WINDOWS
from sitbreak.loop import Loop

if TYPE_CHECKING:
    from sitbreak.wires.dbus import Bus

RETRY = 60.0
"""Seconds between two attempts to reach a session bus that is not there, or a source of idle at first."""

ALARM_AFTER = 0.5
"""Seconds that everything else gets before APScheduler is imported: it costs more time than all the rest."""

_log = logging.getLogger(__name__)


class Parts:
    """Presence, notifications and the alarm. Everything happens on the loop's thread, or before it runs."""

    def __init__(self, loop: Loop, world: World, retry: float = RETRY) -> None:
        self._loop = loop
        self._world = world
        self._retry = retry
        waiter = loop._waiter  # noqa: SLF001 - until the desktop is composed
        candidates = {"win32": WINDOWS, "darwin": MACOS}.get(sys.platform, FREE_DESKTOPS)
        self._idle = BestIdle(candidates, loop.post, waiter, desktop_is_there, retry)
        world.presence = self._idle
        self._bus: Bus | None = None
        self._bus_missed = False
        self._session: LinuxSession | ElsewhereSession | None = None

    def start(self) -> None:
        """Make everything for a desktop.

        A locked screen is known first: behind it no input is a return, and nothing is shown.
        """
        if sys.platform == "linux":
            self._connect()
        self._watch_session()
        self.start_in_terminal()
        self._loop.later(0, self._show_notifications)

    def start_in_terminal(self) -> None:
        """Make what is needed without a desktop, too."""
        self._idle.start()
        self._loop.later(ALARM_AFTER, self._start_alarm)
        if self._session is None:
            self._world.use_surroundings(None)

    @property
    def desktop_answers(self) -> bool:
        """Whether any part of the desktop does; the variables that name one may be left over."""
        return sys.platform != "linux" or self._bus is not None or self._idle.name != "none"

    def look(self, then: Callable[[], None]) -> None:
        """Ask everything that can be asked, so that `findings` knows; `then` is called when it does."""
        if self._world.surroundings is None:
            then()
        else:
            self._world.surroundings.look(then)

    def findings(self) -> tuple[Finding, ...]:
        """Tell what is in use."""
        tray, notifications = self._world.tray, self._world.notifications
        return (
            Finding("tray", tray.name if tray else "none"),
            Finding("notifications", notifications.name if notifications else "none"),
            *self._idle.findings(),
            *(self._session.findings() if self._session else ()),
            *self._sound(),
            self._world.pages.finding(),
        )

    def close(self) -> None:
        """Give everything back."""
        world = self._world
        for part in (self._session, world.notifications, world.presence, world.alarm, self._bus):
            if part is not None:
                part.close()

    # --- inside --------------------------------------------------------------------------------

    def _sound(self) -> tuple[Finding, ...]:
        if not self._world.situation.settings.sound:
            return ()
        from sitbreak.desktop.sound.choose import choose

        return choose().findings()

    def _watch_session(self) -> None:
        if sys.platform == "linux":
            self._session = LinuxSession(self._loop, self._bus)
            self._world.use_surroundings(self._session.surroundings)
        else:
            self._session = ElsewhereSession(self._loop.post)
            self._world.use_surroundings(None)

    def _show_notifications(self) -> None:
        if self._world.notifications is None:  # otherwise a terminal does
            self._use_notifications()

    def _use_notifications(self) -> None:
        from sitbreak.desktop.notifications.choose import choose as choose_notifications

        icon = icons_folder() / "sitbreak.png"
        note = self._world.files.bubble_note
        self._world.use_notifications(choose_notifications(self._bus, self._loop.post, icon, note))

    def _connect(self) -> None:
        """Reach the session bus, now or later; a session that ends takes sitbreak along by a signal."""
        from sitbreak.wires import NoServer
        from sitbreak.wires.dbus import session_bus

        try:
            bus = session_bus()
        except NoServer as error:
            if not self._bus_missed:
                _log.warning("%s; tried again every %.0f s", error, self._retry)
            self._bus_missed = True
            self._loop.later(self._retry, self._reconnect)
            return
        self._bus_missed = False
        self._bus = bus
        bus.on_close(self._lose_bus)
        self._loop.add(bus)

    def _lose_bus(self) -> None:
        if self._bus is not None:
            self._loop.remove(self._bus)
            self._bus = None
            self._loop.later(self._retry, self._reconnect)

    def _reconnect(self) -> None:
        from sitbreak.desktop.notifications.freedesktop import FreedesktopNotifications

        self._connect()
        notifications = self._world.notifications
        if self._bus is None:
            return
        if isinstance(self._session, LinuxSession):
            self._session.attach(self._bus)
        self._idle.look_for_better()  # it may have been measured over the bus
        if isinstance(notifications, FreedesktopNotifications):
            notifications.attach(self._bus)
        else:
            self._use_notifications()

    def _start_alarm(self) -> None:
        from sitbreak.desktop.alarm import SchedulerAlarm

        self._world.alarm = SchedulerAlarm(self._loop.post)
        self._loop.post(Ticked())
