"""Timers in the Wayland compositor that every input restarts, by either of two protocols.

Source: ext-idle-notify-v1 (wayland-protocols, staging) and KDE's idle.xml. A timer starts when it is made,
not at the last input, and there is no way to ask for idle. It goes off once there has been no input for its
time; the next input ends that and restarts it. A film's idle inhibitor holds a plain timer as input would; a
timer for input alone (ext-idle-notify-v1, version 2) goes on.
"""

import math
import time
from collections.abc import Callable

from sitbreak.core.values import frozen
from sitbreak.wires import NoServer
from sitbreak.wires.wayland import WaylandConnection

_LONGEST_MS = 0xFFFFFFFF
_TIMER_DESTROY = 0
_TIMER_IDLED = 0


@frozen
class IdleProtocol:
    """What differs between the two protocols.

    Attributes:
        name: the name of an idle source that speaks it.
        interface: the global that makes the timers.
        get_timer: the request for a plain timer.
        get_input_timer: the request for one that inhibitors do not hold, from version 2 on; None: never.
        seat_first: the request names the seat before the time.
    """

    name: str
    interface: str
    get_timer: int
    get_input_timer: int | None
    seat_first: bool


EXT_IDLE_NOTIFY = IdleProtocol("wayland-idle-notify", "ext_idle_notifier_v1", 1, 2, seat_first=False)
KDE_IDLE = IdleProtocol("wayland-kde-idle", "org_kde_kwin_idle", 0, None, seat_first=True)
"""The older one: the only one in sway before 1.8 and Plasma before 5.27."""


@frozen
class Timer:
    """One timer.

    Attributes:
        seconds: goes off after that long without input.
        started: when it was made (time.monotonic() seconds).
        stop: destroys it; it reports nothing after that.
    """

    seconds: float
    started: float
    stop: Callable[[], None]


class IdleTimers:
    """Makes timers in the compositor that WAYLAND_DISPLAY names.

    Attributes:
        distinguishes_input: a timer for input alone is more than a plain one.
    """

    def __init__(self, protocol: IdleProtocol, on_lost: Callable[[], None]) -> None:
        """Connect.

        Args:
            protocol: one of the two.
            on_lost: called once when the compositor is gone, from inside any method.

        Raises:
            NoServer: there is no compositor, or it does not speak this protocol.
        """
        self._protocol = protocol
        self._connection = WaylandConnection(on_lost)
        try:
            self._manager, version = self._connection.bind(protocol.interface, highest_version=2)
            self._seat, _ = self._connection.bind("wl_seat", highest_version=1)
        except NoServer:
            self._connection.close()
            raise
        self.distinguishes_input = protocol.get_input_timer is not None and version >= 2

    def start(
        self,
        seconds: float,
        on_idle: Callable[[], None],
        on_input: Callable[[], None] = lambda: None,
        *,
        input_only: bool = False,
    ) -> Timer:
        """Start a timer.

        Args:
            seconds: goes off after that long without input.
            on_idle: called when it goes off.
            on_input: called at the next input after that.
            input_only: let no inhibitor hold it, where there are such timers.
        """
        request = self._protocol.get_timer
        if input_only and self.distinguishes_input:
            request = self._protocol.get_input_timer or request
        ms = min(math.ceil(seconds * 1000), _LONGEST_MS)
        arguments = (self._seat, ms) if self._protocol.seat_first else (ms, self._seat)
        new = self._connection.create(
            lambda opcode, _: on_idle() if opcode == _TIMER_IDLED else on_input(),
            self._manager,
            request,
            *arguments,
        )
        return Timer(seconds, time.monotonic(), lambda: self._connection.destroy(new, _TIMER_DESTROY))

    def sync(self, on_done: Callable[[], None]) -> None:
        """Call `on_done` once the compositor has handled all requests so far."""
        self._connection.sync(on_done)

    def read(self) -> None:
        """Read what has arrived, without waiting."""
        self._connection.read()

    def fileno(self) -> int:
        """Return the connection's descriptor, -1 once it is closed."""
        return self._connection.fileno()

    def close(self) -> None:
        """Close the connection, and with it all timers."""
        self._connection.close()
