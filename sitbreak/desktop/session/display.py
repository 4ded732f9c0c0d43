"""The display of our graphical session on Linux: a connection that is kept only to see it end.

`sitbreak.core.graphical` says what it is for. An X server that hangs up is gone, or serves somebody else from
now on. A Wayland compositor that hangs up may have crashed without its session: KWin's wrapper keeps the
socket for the next one, so the session is over when that very socket takes nobody.
"""

import os
import socket
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sitbreak.core.graphical import StartedIn
from sitbreak.ports import Select
from sitbreak.waiter import wait_readable
from sitbreak.wires import NoServer

PATIENCE = 1.0
"""Seconds that a display gets to accept us, before a start that has to know."""

_READS = 16
"""At most so many in one turn: a display that sends without end must not keep the thread."""


class LinuxDisplay:
    """A `Display` and a `Source`: the Wayland compositor, or else the X server."""

    def __init__(self, select: Select, on_over: Callable[[], None]) -> None:
        """Connect to nothing yet.

        Args:
            select: waits for the display.
            on_over: called once, when the session is over.
        """
        self.started_in = StartedIn()
        self._select = select
        self._on_over = on_over
        self._socket: socket.socket | None = None
        self._compositor: tuple[int, int] | None = None
        self._is_started = self._is_over = False
        self._is_asking = False
        """An X server has not said yet whether it accepts us."""

    def start(self) -> None:
        """See `Display`; does nothing the second time."""
        if self._is_started:
            return
        self._is_started = True
        wayland, x11, display = _wayland_name(), _x11_name(), ""
        if wayland and self._use(_connect_to_wayland):
            display, self._compositor = wayland, _identity(wayland)
        elif x11 and self._use(_connect_to_x11):
            display, self._is_asking = x11, True
        self.started_in = StartedIn(display, wayland, x11, os.environ.get("DBUS_SESSION_BUS_ADDRESS", ""))

    def wait_until_known(self) -> None:
        """See `Display`."""
        deadline = time.monotonic() + PATIENCE
        if self._is_asking and self._socket is not None and wait_readable(self._socket, deadline):
            self.ready()
        if self._is_asking:
            self._be_refused()

    def is_over(self) -> bool:
        """See `Display`."""
        self.ready()
        return self._is_over

    def end(self) -> None:
        """Take the session for over."""
        self.close()
        if not self._is_over:
            self._is_over = True
            self._on_over()

    def close(self) -> None:
        """See `Display`."""
        if self._socket is not None:
            self._select.remove(self)
            self._socket.close()
            self._socket = None

    def fileno(self) -> int:
        """Return the connection's descriptor, -1 without one."""
        return -1 if self._socket is None else self._socket.fileno()

    def due(self) -> None:
        """Return None: a display that goes away hangs up."""

    def ready(self) -> None:
        """Discard what the display says to all its clients; see whether it has hung up."""
        if self._socket is None:
            return
        first, hung_up = _discard(self._socket)
        if self._is_asking and (first or hung_up):
            self._hear(first)
        if self._socket is not None and hung_up:
            self._lose()

    # --- internals -------------------------------------------------------------------------------

    def _hear(self, answer: bytes) -> None:
        from sitbreak.wires.x11_setup import ACCEPTED

        if answer[:1] == bytes([ACCEPTED]):
            self._is_asking = False
        else:
            self._be_refused()

    def _be_refused(self) -> None:
        """Do without a display."""
        self._is_asking = False
        self.close()
        self.started_in = replace(self.started_in, display="")

    def _lose(self) -> None:
        self.close()
        is_the_same = self._compositor and self._compositor == _identity(self.started_in.display)
        if not (is_the_same and self._use(_connect_to_wayland)):
            self.end()

    def _use(self, connect: Callable[[], socket.socket]) -> bool:
        try:
            self._socket = connect()
        except NoServer:
            return False
        self._select.add(self)
        return True


def _discard(connected: socket.socket) -> tuple[bytes, bool]:
    """Read what there is; return the first of it, and whether the display has hung up."""
    first = b""
    try:
        for _ in range(_READS):
            if not (data := connected.recv(4096)):
                return first, True
            first = first or data
    except BlockingIOError:
        return first, False
    except OSError:
        return first, True
    return first, False


# --- either kind, imported where it is named -------------------------------------------------------


def _wayland_name() -> str:
    if not os.environ.get("WAYLAND_DISPLAY"):
        return ""
    from sitbreak.wires.wayland_setup import socket_path

    return str(socket_path())


def _connect_to_wayland() -> socket.socket:
    from sitbreak.wires.wayland_setup import connect

    return connect()


def _identity(path: str) -> tuple[int, int] | None:
    """Return what distinguishes a socket from a later one at the same place; None if there is none."""
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_ino, found.st_ctime_ns


def _x11_name() -> str:
    if not os.environ.get("DISPLAY"):
        return ""
    from sitbreak.wires.x11_setup import server_name

    try:
        return server_name()
    except NoServer:
        return ""


def _connect_to_x11() -> socket.socket:
    from sitbreak.wires.x11_setup import introduce

    return introduce()
