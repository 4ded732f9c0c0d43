"""Whether this session's screen is locked and when the computer sleeps, from all that tell it on Linux.

The screen is locked while any source says so. A source that vanishes, or whose bus does, says nothing any
more, which is no unlock. Where nothing tells of a sleep, the clocks do: the core sees it from their
difference.
"""

import logging

from sitbreak.core.finding import Finding
from sitbreak.core.inputs import FellAsleep, LockSourceLost, ScreenLocked, ScreenUnlocked, Ticked
from sitbreak.desktop.session.logind import Logind
from sitbreak.desktop.session.screensavers import NAMES, ScreenSavers
from sitbreak.ports import Post
from sitbreak.waiter import Timer, Waiter
from sitbreak.wires.dbus import Bus

FIRST_WORD = 0.5
"""Seconds that the sources get, at the start, to say whether the screen is locked."""

_log = logging.getLogger(__name__)


class SessionWatch:
    """Posts `ScreenLocked`, `ScreenUnlocked`, `LockSourceLost`, `FellAsleep` and, after a sleep, `Ticked`.

    Lives on the thread that owns the buses. A screen that is locked at the start is told, one that is not
    locked is no news.
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
        """Watch the screen savers on this connected bus; the one before is closed."""
        self._savers = ScreenSavers(bus, self._change)
        bus.on_close(self._lose_savers)

    def attach_system_bus(self, bus: Bus) -> None:
        """Watch logind on this connected bus; the one before is closed."""
        self._logind = Logind(bus, self._change, self._sleep)
        bus.on_close(self._lose_logind)

    def hear_first_word(self, patience: float = FIRST_WORD) -> None:
        """Wait until every source has said whether the screen is locked now, `patience` seconds at most."""
        over: list[bool] = []
        waiter = Waiter()
        for bus in self._first_buses:
            waiter.add(bus)
        waiter.add(Timer(patience, lambda: over.append(True)))
        waiter.run(lambda: self._is_asking and not over)
        waiter.close()

    def findings(self) -> tuple[Finding, ...]:
        """Tell which sources are in use, and why the others are not."""
        logind = (
            self._logind.findings()
            if self._logind
            else tuple(
                [Finding.of_source(what, Logind.name, "there is no system bus") for what in ("lock", "sleep")]
            )
        )
        savers = (
            self._savers.findings()
            if self._savers
            else tuple([Finding.of_source("lock", name, "there is no session bus") for name in NAMES])
        )
        return (*logind, *savers)

    def close(self) -> None:
        """Post nothing any more; the buses are closed by whoever opened them."""
        self._closed = True

    @property
    def _is_asking(self) -> bool:
        """Whether a source that is there has not said yet whether the screen is locked."""
        return any(source is not None and source.is_asking for source in (self._savers, self._logind))

    def _change(self, source: str, locked: bool | None) -> None:  # noqa: FBT001 - both adapters call it so
        """Take what a source says; None: it says nothing any more."""
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

    def _sleep(self, falling_asleep: bool) -> None:  # noqa: FBT001 - the same
        if not self._closed:
            self._post(FellAsleep() if falling_asleep else Ticked())

    def _lose_savers(self) -> None:
        self._say("the session bus is gone: a locked screen may go unnoticed")
        self._savers = None
        for name in NAMES:
            self._change(name, None)

    def _lose_logind(self) -> None:
        self._say("the system bus is gone: a locked screen or a sleep may be noticed late")
        self._logind = None
        self._change(Logind.name, None)

    def _say(self, loss: str) -> None:
        if not self._closed:
            _log.warning("%s", loss)
