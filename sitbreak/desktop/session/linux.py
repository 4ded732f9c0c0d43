"""Whether this session's screen is locked and when the computer sleeps, from all that report it on Linux.

The screen is locked while any source says so. A source that vanishes or loses its bus no longer
counts, which is not an unlock. Where nothing reports a sleep, the core notices it from the clocks.
"""

import logging

from sitbreak.core.finding import Finding
from sitbreak.core.inputs import FellAsleep, LockSourceLost, ScreenLocked, ScreenUnlocked, Ticked
from sitbreak.desktop.session.logind import Logind
from sitbreak.desktop.session.screensavers import NAMES, Locked, ScreenSavers
from sitbreak.ports import Post
from sitbreak.waiter import Timer, Waiter
from sitbreak.wires.dbus import Bus

PATIENCE = 0.5
"""Seconds that the sources get, at the start, to say whether the screen is locked."""

_log = logging.getLogger(__name__)


class LinuxSession:
    """A `Session`: posts `ScreenLocked`, `ScreenUnlocked`, `LockSourceLost`, `FellAsleep`, `Ticked` (awake).

    Lives on the thread that owns the buses. At the start it reports a locked screen, but not an unlocked one.
    """

    def __init__(self, session_bus: Bus | None, system_bus: Bus | None, post: Post) -> None:
        """Watch on these connected buses; None where there is none."""
        self._post = post
        self._closed = False
        self._locked_by: set[str] = set()
        self._savers: ScreenSavers | None = None
        self._logind: Logind | None = None
        self._first_buses = tuple(bus for bus in (session_bus, system_bus) if bus is not None)
        if session_bus is not None:
            self.attach_session_bus(session_bus)
        if system_bus is not None:
            self.attach_system_bus(system_bus)

    def attach_session_bus(self, bus: Bus) -> None:
        """Watch the screen savers on this connected bus; the previous one is closed."""
        self._savers = ScreenSavers(bus, self._on_lock)
        bus.on_close(self._lose_savers)

    def attach_system_bus(self, bus: Bus) -> None:
        """Watch logind on this connected bus; the previous one is closed."""
        self._logind = Logind(bus, self._on_lock, self._on_sleep, self._on_wake)
        bus.on_close(self._lose_logind)

    def wait_until_known(self, patience: float = PATIENCE) -> None:
        """Wait until every source has said whether the screen is locked now, `patience` seconds at most."""
        over: list[bool] = []
        waiter = Waiter()
        for bus in self._first_buses:
            waiter.add(bus)
        waiter.add(Timer(patience, lambda: over.append(True)))
        waiter.run(lambda: self._is_asking and not over)
        waiter.close()

    def findings(self) -> tuple[Finding, ...]:
        """Return which sources are in use, and why the others are not."""
        if self._logind is None:
            no_bus = "there is no system bus"
            logind = tuple([Finding.of_source(what, Logind.name, no_bus) for what in ("lock", "sleep")])
        else:
            logind = self._logind.findings()
        if self._savers is None:
            savers = tuple([Finding.of_source("lock", name, "there is no session bus") for name in NAMES])
        else:
            savers = self._savers.findings()
        return (*logind, *savers)

    def close(self) -> None:
        """Post nothing more; closing the buses is up to their owner."""
        self._closed = True

    @property
    def _is_asking(self) -> bool:
        """Whether a source that is there has not said yet whether the screen is locked."""
        return any(source is not None and source.is_asking for source in (self._savers, self._logind))

    def _on_lock(self, source: str, locked: Locked) -> None:
        """Handle what a source says."""
        if self._closed:
            return
        before = bool(self._locked_by)
        if locked:
            self._locked_by.add(source)
        else:
            self._locked_by.discard(source)
        if bool(self._locked_by) != before:
            lost = LockSourceLost() if locked is None else ScreenUnlocked()
            self._post(ScreenLocked() if locked else lost)

    def _on_sleep(self) -> None:
        if not self._closed:
            self._post(FellAsleep())

    def _on_wake(self) -> None:
        if not self._closed:
            self._post(Ticked())

    def _lose_savers(self) -> None:
        self._log_loss("the session bus is gone: a locked screen may go unnoticed")
        self._savers = None
        for name in NAMES:
            self._on_lock(name, None)

    def _lose_logind(self) -> None:
        self._log_loss("the system bus is gone: a locked screen or a sleep may be noticed late")
        self._logind = None
        self._on_lock(Logind.name, None)

    def _log_loss(self, loss: str) -> None:
        if not self._closed:
            _log.warning("%s", loss)
