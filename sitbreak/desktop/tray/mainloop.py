"""The main thread's loop: one select over all the tray listens to, no wake-up while nothing happens."""

import logging
import select
import signal
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from sitbreak.ports import Source

_log = logging.getLogger(__name__)


class MainLoop:
    """Waits for sources and for what other threads want done on this one.

    Attributes:
        sources: what is waited for; a source whose descriptor is -1 is asked only for the time it is due.
    """

    def __init__(self) -> None:
        """Make a loop that waits for nothing yet."""
        self.sources: list[Source] = []
        self._wanted: deque[Callable[[], None]] = deque()
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)

    def soon(self, action: Callable[[], None]) -> None:
        """Run `action` on the loop's thread. May be called from any thread and from a signal handler."""
        self._wanted.append(action)
        with suppress(OSError):  # full: the loop wakes up anyway; closed: there is no loop any more
            self._writer.send(b"\0")

    def run(self, going: Callable[[], bool]) -> None:
        """Run until `going` says no; a signal's Python handler runs at once, as on any other thread."""
        is_main = threading.current_thread() is threading.main_thread()
        before = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False) if is_main else -1
        try:
            while going():
                self._turn()
        finally:
            if is_main:
                signal.set_wakeup_fd(before)

    def close(self) -> None:
        """Give the wake-up sockets back."""
        self._reader.close()
        self._writer.close()

    def _turn(self) -> None:
        """Wait until something happens, then let everything that is ready act."""
        descriptors = [source.fileno() for source in self.sources]
        dues = [due for source in self.sources if (due := source.due()) is not None]
        patience = max(0.0, min(dues) - time.monotonic()) if dues else None
        if self._wanted:
            patience = 0.0
        waiting_for = [self._reader.fileno(), *(fd for fd in descriptors if fd != -1)]
        readable = select.select(waiting_for, [], [], patience)[0]
        self._drain()
        for source in list(self.sources):
            due = source.due()
            if source.fileno() in readable or (due is not None and due <= time.monotonic()):
                _guarded(source.ready)
        for _ in range(len(self._wanted)):
            _guarded(self._wanted.popleft())

    def _drain(self) -> None:
        with suppress(BlockingIOError):
            while self._reader.recv(4096):
                pass


def _guarded(action: Callable[[], None]) -> None:
    """Run an action so that its failure costs only itself."""
    try:
        action()
    except Exception:
        _log.exception("something the tray had to do failed")
