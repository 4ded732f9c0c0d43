"""A thread that waits in one select for all its sources, without waking up while nothing happens."""

import logging
import select
import selectors
import signal
import socket
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Protocol, TypeVar

from sitbreak.ports import Source

T = TypeVar("T")

MOST_FAILURES = 10
"""How many times in a row a source may fail before it rests: it could keep the thread busy."""

REST = 60.0
"""Seconds for which such a source is not waited for."""

STALL = 1.0
"""Seconds until the next attempt to wait, if the system refuses it: a busy loop would help nobody."""

ROUNDS = 3
"""How many rounds of actions that add further actions run before the sources are served again."""

_SELECTOR = getattr(selectors, "PollSelector", selectors.SelectSelector)
"""Knows no largest descriptor, unlike select, and unlike epoll needs none itself. Windows has select only."""

_log = logging.getLogger(__name__)


class Selectable(Protocol):
    """Something that can be waited for."""

    def fileno(self) -> int:
        """Return its descriptor."""


class Waiter:
    """Waits for sources, and runs actions that other threads hand over.

    Attributes:
        sources: what it waits for; for a source whose descriptor is -1 only `due` counts.
    """

    def __init__(self) -> None:
        """Wait for nothing yet."""
        self.sources: list[Source] = []
        self._failures: Counter[int] = Counter()
        self._resting: list[Source] = []
        self._wanted: deque[Callable[[], None]] = deque()
        self._results: deque[Callable[[], None]] = deque()
        self._is_closed = False
        self._thread: int | None = None
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        self._selector = _SELECTOR()
        self._selector.register(self._reader.fileno(), selectors.EVENT_READ)

    def add(self, source: Source) -> None:
        """Wait for this source too."""
        self.sources.append(source)

    def remove(self, source: Source) -> None:
        """Stop waiting for this source; an unknown one is ignored."""
        self._failures.pop(id(source), None)
        for sources in (self.sources, self._resting):
            if source in sources:
                sources.remove(source)

    def soon(self, action: Callable[[], None]) -> None:
        """Run `action` on the waiting thread. May be called from any thread and from a signal handler."""
        self._wanted.append(action)
        if threading.get_ident() == self._thread:
            return  # it is awake and checks before it waits; a signal wakes it after the handler
        with suppress(OSError):  # full: it will wake up anyway; closed: it no longer waits
            self._writer.send(b"\0")

    def later(self, seconds: float, action: Callable[[], None]) -> None:
        """Run `action` on the waiting thread after this many seconds. Call it there, or before `run`."""

        def act() -> None:
            self.remove(timer)
            action()

        timer = Timer(seconds, act)
        self.add(timer)

    def background(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        """Run `work`, which may wait for a server, on a thread of its own; hand its result to `then` here.

        Nobody waits for that thread, not even the end of the program. Work that raises is only logged. Once
        this is closed, `then` runs all the same, on any thread: it has to close what `work` has opened.
        """

        def do() -> None:
            result = work()
            self._results.append(lambda: then(result))
            self.soon(self._hand_over)
            if self._is_closed:
                self._hand_over()

        threading.Thread(target=attempt, args=("work in the background", do), daemon=True).start()

    def run(self, going: Callable[[], bool]) -> None:
        """Run while `going` returns true. Python's signal handlers run at once, as usual."""
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
        """Stop waiting for good."""
        self._is_closed = True
        self._hand_over()
        self._selector.close()
        self._reader.close()
        self._writer.close()

    # --- internals -------------------------------------------------------------------------------

    def _hand_over(self) -> None:
        """Hand over the results of work in the background, each of them once."""
        with suppress(IndexError):
            while True:
                attempt("a result of work in the background", self._results.popleft())

    def _turn(self) -> None:
        """Wait until something happens, then handle everything that is ready."""
        for source, descriptor in self._select():
            if source in self.sources and self._attempt(source, partial(_serve, source, descriptor)):
                del self._failures[id(source)]
        for _ in range(ROUNDS):
            for _ in range(len(self._wanted)):
                attempt("an action", self._wanted.popleft())

    def _select(self) -> list[tuple[Source, int]]:
        """Wait, and return the sources that are ready, with their descriptors."""
        waits: list[tuple[Source, int, float | None]] = []
        for source in tuple(self.sources):
            self._attempt(source, partial(_ask, source, waits))
        dues = [due for _, _, due in waits if due is not None]
        timeout = max(0.0, min(dues) - time.monotonic()) if dues else None
        if self._wanted:
            timeout = 0.0
        wake_ups = self._reader.fileno()
        self._register({wake_ups, *(descriptor for _, descriptor, _ in waits if descriptor != -1)})
        readable = self._readable(timeout)
        if wake_ups in readable:
            self._discard_wake_ups()
        now = time.monotonic()
        return [
            (source, descriptor)
            for source, descriptor, due in waits
            if descriptor in readable or (due is not None and due <= now)
        ]

    def _readable(self, timeout: float | None) -> set[int]:
        """Wait, and return the descriptors that can be read."""
        try:
            return {key.fd for key, _ in self._selector.select(timeout)}
        except OSError as error:  # the process may have fewer descriptors now than it has open
            if closed := self._closed():
                return closed  # reading them fails, and costs only them
            _log.error("nothing can be waited for: %s", error)
            time.sleep(STALL if timeout is None else min(timeout, STALL))
            return set()

    def _closed(self) -> set[int]:
        """Return the descriptors for which `select` refuses all; `poll` reports them like readable ones."""
        if not isinstance(self._selector, selectors.SelectSelector):
            return set()
        return {key.fd for key in self._selector.get_map().values() if _is_closed(key.fd)}

    def _register(self, wanted: set[int]) -> None:
        """Select these descriptors from now on, and no others."""
        known = set(self._selector.get_map())
        for descriptor in known - wanted:
            self._selector.unregister(descriptor)
        for descriptor in wanted - known:
            self._selector.register(descriptor, selectors.EVENT_READ)

    def _discard_wake_ups(self) -> None:
        with suppress(BlockingIOError):
            while self._reader.recv(4096):
                pass

    def _attempt(self, source: Source, action: Callable[[], None]) -> bool:
        """Do something with a source, which rests if it keeps failing; return whether it succeeded."""
        if attempt(type(source).__name__, action):
            return True
        self._failures[id(source)] += 1
        if self._failures[id(source)] == MOST_FAILURES:
            self._let_rest(source, "it keeps failing")
        return False

    def _let_rest(self, source: Source, reason: object) -> None:
        _log.error("%s is not waited for for a while: %s", type(source).__name__, reason)
        self.remove(source)
        self._resting.append(source)
        self.later(REST, lambda: self._resume(source))

    def _resume(self, source: Source) -> None:
        if source in self._resting:  # nobody has removed it meanwhile
            self._resting.remove(source)
            self.add(source)


class Timer:
    """A source that runs an action once, after a while."""

    def __init__(self, seconds: float, action: Callable[[], None]) -> None:
        """Run `action` `seconds` from now."""
        self._due: float | None = time.monotonic() + seconds
        self._action = action

    def fileno(self) -> int:
        """Return -1: there is nothing to wait for but time."""
        return -1

    def due(self) -> float | None:
        """Return when to run the action (time.monotonic() seconds)."""
        return self._due

    def ready(self) -> None:
        """Run the action."""
        self._due = None
        self._action()


def _is_closed(descriptor: int) -> bool:
    try:
        select.select([descriptor], [], [], 0)
    except OSError:
        return True
    return False


def wait_readable(connected: Selectable, deadline: float) -> bool:
    """Wait for one thing alone; return whether it can be read by the deadline (time.monotonic() seconds)."""
    with _SELECTOR() as selector:
        selector.register(connected.fileno(), selectors.EVENT_READ)
        return bool(selector.select(max(deadline - time.monotonic(), 0)))


def attempt(what: str, action: Callable[[], None]) -> bool:
    """Run an action; log its failure, so that it costs nothing else, and return whether it succeeded."""
    try:
        action()
    except Exception:
        _log.exception("%s failed", what)
        return False
    return True


def _ask(source: Source, waits: list[tuple[Source, int, float | None]]) -> None:
    """Add what this source waits for."""
    waits.append((source, source.fileno(), source.due()))


def _serve(source: Source, descriptor: int) -> None:
    if source.fileno() == descriptor:  # another source may just have closed it
        source.ready()
