"""A connection to a message bus that is opened again after it is lost."""

import logging
import time
from collections.abc import Callable

from sitbreak.wires import NoServer
from sitbreak.wires.dbus import Bus

SLOWEST = 10
"""How many times longer than at first it waits in the end: where there is no bus, each attempt wakes us."""

_log = logging.getLogger(__name__)


class KeptBus:
    """A `Source` that keeps one `Bus` open, from `open` to `close`.

    Attributes:
        bus: the open connection; None while there is none.
    """

    def __init__(self, connect: Callable[[], Bus], retry_after: float, log_level: int = logging.INFO) -> None:
        """Prepare a connection that is not opened yet.

        Args:
            connect: connects to the bus.
            retry_after: seconds between a loss or a failed attempt and the next one; twice as long after each
                further failure, up to `SLOWEST` times.
            log_level: at which a missing bus is logged, once until it is there again.
        """
        self.bus: Bus | None = None
        self._is_missed = False
        self._connect = connect
        self._retry_after = self._wait = retry_after
        self._log_level = log_level
        self._on_connect: list[Callable[[Bus], None]] = []
        self._on_lost: list[Callable[[], None]] = []
        self._attempt_at: float | None = None

    def on_connect(self, handler: Callable[[Bus], None]) -> None:
        """Call `handler` with every connection opened from now on."""
        self._on_connect.append(handler)

    def on_lost(self, handler: Callable[[], None]) -> None:
        """Call `handler` whenever the connection is gone, also after `close`."""
        self._on_lost.append(handler)

    def open(self) -> None:
        """Connect now, and again whenever the connection is lost; does nothing while it is open."""
        if self.bus is None:
            self._attempt()

    def close(self) -> None:
        """Disconnect and stay disconnected until `open`."""
        if self.bus is not None:
            self.bus.close()
        self._attempt_at = None

    # --- as a source ---------------------------------------------------------------------------

    def fileno(self) -> int:
        """Return the bus's descriptor, -1 while there is none."""
        return -1 if self.bus is None else self.bus.fileno()

    def due(self) -> float | None:
        """Return when a call times out or the next attempt is due (time.monotonic() seconds)."""
        return self._attempt_at if self.bus is None else self.bus.due()

    def ready(self) -> None:
        """Read from the bus, or try to reach it."""
        if self.bus is not None:
            self.bus.ready()
        elif self._attempt_at is not None and self._attempt_at <= time.monotonic():
            self._attempt()

    # --- internals -------------------------------------------------------------------------------

    def _attempt(self) -> None:
        try:
            bus = self._connect()
        except NoServer as error:
            if not self._is_missed:
                _log.log(self._log_level, "%s; trying again from time to time", error)
            self._is_missed = True
            self._attempt_later()
            return
        self._is_missed = False
        self._wait = self._retry_after
        self._attempt_at = None
        self.bus = bus
        bus.on_close(self._lose)
        for handler in self._on_connect:
            handler(bus)

    def _attempt_later(self) -> None:
        self._attempt_at = time.monotonic() + self._wait
        self._wait = min(2 * self._wait, SLOWEST * self._retry_after)

    def _lose(self) -> None:
        self.bus = None
        self._attempt_later()
        for handler in self._on_lost:
            handler()
