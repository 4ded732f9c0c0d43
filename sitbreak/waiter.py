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

ROUNDS = 3
"""So often in a row what is wanted may want something in turn, before the sources are listened to again."""

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
        self._thread: int | None = None
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
        if threading.get_ident() == self._thread:
            return  # it is awake, and looks before it sleeps; from a signal handler the signal wakes it
        with suppress(OSError):  # full: it wakes up anyway; closed: nobody waits any more
            self._writer.send(b"\0")

    def later(self, seconds: float, action: Callable[[], None]) -> None:
        """Run `action` on the waiting thread after that many seconds. On that thread, or before `run`."""

        def act() -> None:
            self.remove(timer)
            action()

        timer = Timer(seconds, act)
        self.add(timer)

    def run(self, going: Callable[[], bool]) -> None:
        """Run until `going` says no; a signal's Python handler runs at once, as on any other thread."""
        is_main = threading.current_thread() is threading.main_thread()
        before = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False) if is_main else -1
        self._thread = threading.get_ident()
        try:
            while going():
                self._turn()
        finally:
            self._thread = None
            if is_main:
                signal.set_wakeup_fd(before)

    def close(self) -> None:
        """Give the wake-up sockets back."""
        self._reader.close()
        self._writer.close()

    # --- inside --------------------------------------------------------------------------------

    def _turn(self) -> None:
        """Wait until something happens, then let everything that is ready act."""
        for source, descriptor in self._select():
            if source in self.sources and source.fileno() == descriptor:  # another may have just ended it
                self._let_act(source)
        for _ in range(ROUNDS):
            for _ in range(len(self._wanted)):
                _guarded(self._wanted.popleft())

    def _select(self) -> list[tuple[Source, int]]:
        """Wait; return the sources that are ready, with their descriptors."""
        waits = [(source, source.fileno(), source.due()) for source in self.sources]
        wake_ups = self._reader.fileno()
        descriptors = [descriptor for _, descriptor, _ in waits if descriptor != -1]
        dues = [due for _, _, due in waits if due is not None]
        patience = max(0.0, min(dues) - time.monotonic()) if dues else None
        if self._wanted:
            patience = 0.0
        try:
            readable = select.select([wake_ups, *descriptors], [], [], patience)[0]
        except (OSError, ValueError):
            self._drop_unusable()
            return []
        if wake_ups in readable:
            self._forget_wake_ups()
        now = time.monotonic()
        return [
            (source, descriptor)
            for source, descriptor, due in waits
            if descriptor in readable or (due is not None and due <= now)
        ]

    def _forget_wake_ups(self) -> None:
        with suppress(BlockingIOError):
            while self._reader.recv(4096):
                pass

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
