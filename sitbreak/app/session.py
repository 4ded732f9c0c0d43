"""What the desktop tells of the session: lock, sleep, calls and whatever else a reminder waits for."""

import logging
import sys
from typing import TYPE_CHECKING

from sitbreak.core.finding import Finding, merged
from sitbreak.loop import Loop
from sitbreak.ports import Post

if TYPE_CHECKING:
    from sitbreak.desktop.session.windows import WindowsSession
    from sitbreak.wires.dbus import Bus

_log = logging.getLogger(__name__)


class LinuxSession:
    """Watches lock and sleep on both buses; asks about everything else when it is wanted.

    Attributes:
        surroundings: answers what the planner wants to know.
    """

    def __init__(self, loop: Loop, bus: "Bus | None") -> None:
        from sitbreak.desktop.session import linux  # after the icon
        from sitbreak.desktop.surroundings.linux import LinuxSurroundings

        self._system_bus = _connect_system_bus(loop)
        self._watch = linux.LinuxSession(bus, self._system_bus, loop.post)
        self._watch.wait_until_known()
        self.surroundings = LinuxSurroundings(loop.post)
        loop.add(self.surroundings)

    def attach(self, bus: "Bus") -> None:
        """Use another session bus."""
        self._watch.attach_session_bus(bus)

    def findings(self) -> tuple[Finding, ...]:
        """Tell what is in use."""
        return merged((*self._watch.findings(), *self.surroundings.findings()))

    def close(self) -> None:
        """Give everything back."""
        self._watch.close()
        self.surroundings.close()
        if self._system_bus is not None:
            self._system_bus.close()


class ElsewhereSession:
    """Lock and sleep on Windows and macOS; nothing there tells of calls and full screens yet."""

    def __init__(self, post: Post) -> None:
        self._watch = _watch_windows(post) if sys.platform == "win32" else None

    def findings(self) -> tuple[Finding, ...]:
        """Tell what is in use."""
        from sitbreak.desktop.session.macos import MacSession

        return merged(MacSession().findings() if self._watch is None else self._watch.findings())

    def close(self) -> None:
        """Give everything back."""
        if self._watch is not None:
            self._watch.close()


def _watch_windows(post: Post) -> "WindowsSession":
    from sitbreak.desktop.session.windows import WindowsSession

    return WindowsSession(post)


def _connect_system_bus(loop: Loop) -> "Bus | None":
    from sitbreak.wires import NoServer
    from sitbreak.wires.dbus import system_bus

    try:
        bus = system_bus()
    except NoServer as error:
        _log.info("%s; the clocks tell of a sleep", error)
        return None
    loop.add(bus)
    return bus
