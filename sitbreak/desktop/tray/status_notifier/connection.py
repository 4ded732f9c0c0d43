"""The tray's connection to the session bus: opened again some time after it is gone."""

import logging
import time
from collections.abc import Callable

from sitbreak.wires.dbus import Bus, BusUnavailable

_log = logging.getLogger(__name__)


class Connection:
    """A `Source` that keeps one `Bus` open.

    Attributes:
        bus: the open connection; None while there is none.
    """

    def __init__(
        self,
        connect: Callable[[], Bus],
        on_open: Callable[[Bus], None],
        on_lost: Callable[[], None],
        retry_after: float,
    ) -> None:
        """Tell each new bus and each loss, once `open` was called; try again after `retry_after` seconds."""
        self.bus: Bus | None = None
        self._connect = connect
        self._on_open = on_open
        self._on_lost = on_lost
        self._retry_after = retry_after
        self._attempt_at: float | None = None
        self._said = False

    def fileno(self) -> int:
        """Return the bus's descriptor, -1 while there is none."""
        return -1 if self.bus is None else self.bus.fileno()

    def due(self) -> float | None:
        """Return when a call times out or the next attempt comes."""
        return self._attempt_at if self.bus is None else self.bus.due()

    def ready(self) -> None:
        """Read from the bus, or try to reach it."""
        if self.bus is not None:
            self.bus.ready()
        elif self._attempt_at is not None and self._attempt_at <= time.monotonic():
            self._attempt()

    def open(self) -> None:
        """Connect now, and again whenever the bus is gone."""
        if self.bus is None:
            self._attempt_at = time.monotonic()

    def close(self) -> None:
        """Disconnect and stay so."""
        if self.bus is not None:
            self.bus.close()
        self._attempt_at = None

    def _attempt(self) -> None:
        try:
            bus = self._connect()
        except BusUnavailable as error:
            if not self._said:
                _log.info(
                    "no session bus for the tray, tried again every %.0f s: %s", self._retry_after, error
                )
            self._said = True
            self._attempt_at = time.monotonic() + self._retry_after
            return
        self._said = False
        self.bus = bus
        bus.on_close(self._lost)
        self._on_open(bus)

    def _lost(self) -> None:
        self.bus = None
        self._attempt_at = time.monotonic() + self._retry_after
        self._on_lost()
