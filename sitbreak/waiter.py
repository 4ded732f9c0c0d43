"""A thread that waits: one select over all that it listens to, no wake-up while nothing happens."""

import logging
import select
import signal
import socket
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from contextlib import suppress

from sitbreak.ports import Source

MOST_FAILURES = 10
"""So often a source may fail in a row; it would keep the thread busy for ever."""

_log = logging.getLogger(__name__)


class Waiter:
    """Waits for sources and for what other threads want done on this one.

    Attributes:
        sources: what is waited for; a source whose descriptor is -1 is asked only for the time it is due.
    """

    def __init__(self) -> None:
        """Make a waiter that waits for nothing yet."""
        self.sources: list[Source] = []
        self._failures: Counter[int] = Counter()
        self._wanted: deque[Callable[[], None]] = deque()
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)

    def add(self, source: Source) -> None:
        """Wait for this source too."""
        self.sources.append(source)

    def remove(self, source: Source) -> None:
        """Wait for this source no more; one that is unknown is fine."""
        self._failures.pop(id(source), None)
        if source in self.sources:
            self.sources.remove(source)

    def soon(self, action: Callable[[], None]) -> None:
        """Run `action` on the waiting thread. May be called from any thread and from a signal handler."""
        self._wanted.append(action)
        with suppress(OSError):  # full: it wakes up anyway; closed: nobody waits any more
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

    # --- inside --------------------------------------------------------------------------------

    def _turn(self) -> None:
        """Wait until something happens, then let everything that is ready act."""
        readable = self._select()
        with suppress(BlockingIOError):
            while self._reader.recv(4096):
                pass
        for source in list(self.sources):
            due = source.due()
            is_ready = source.fileno() in readable or (due is not None and due <= time.monotonic())
            if is_ready and source in self.sources:  # another one may just have removed it
                self._let_act(source)
        for _ in range(len(self._wanted)):
            _guarded(self._wanted.popleft())

    def _select(self) -> list[int]:
        """Wait; return the descriptors that can be read."""
        descriptors = [fd for source in self.sources if (fd := source.fileno()) != -1]
        dues = [due for source in self.sources if (due := source.due()) is not None]
        patience = max(0.0, min(dues) - time.monotonic()) if dues else None
        if self._wanted:
            patience = 0.0
        try:
            return select.select([self._reader.fileno(), *descriptors], [], [], patience)[0]
        except (OSError, ValueError):
            self._drop_unusable()
            return []

    def _drop_unusable(self) -> None:
        """Drop the sources whose descriptors nobody can wait for."""
        for source in [source for source in self.sources if source.fileno() != -1]:
            try:
                select.select([source], [], [], 0)
            except (OSError, ValueError) as error:
                _log.error("%s is not listened to any more: %s", source, error)
                self.remove(source)

    def _let_act(self, source: Source) -> None:
        if _guarded(source.ready):
            del self._failures[id(source)]
            return
        self._failures[id(source)] += 1
        if self._failures[id(source)] == MOST_FAILURES:
            _log.error("%s is not listened to any more", source)
            self.remove(source)


class Timer:
    """A source that acts once, after a while."""

    def __init__(self, seconds: float, action: Callable[[], None]) -> None:
        """Act `seconds` from now."""
        self._due: float | None = time.monotonic() + seconds
        self._action = action

    def fileno(self) -> int:
        """Return no descriptor."""
        return -1

    def due(self) -> float | None:
        """Return when to act (time.monotonic() seconds)."""
        return self._due

    def ready(self) -> None:
        """Act."""
        self._due = None
        self._action()


def _guarded(action: Callable[[], None]) -> bool:
    """Run an action so that its failure costs only itself; return whether it did not fail."""
    try:
        action()
    except Exception:
        _log.exception("something that had to be done failed")
        return False
    return True
