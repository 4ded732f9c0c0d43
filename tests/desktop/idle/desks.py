"""Desks that somebody sits at, real ones and a fake one, with the same verbs."""

import os
import select
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Protocol

from sitbreak.core.inputs import Input, Observed
from sitbreak.desktop.idle.choose import SelectableIdleSource
from sitbreak.ports import IdleSource, Post, Watch
from tests.fakes import FakePresence
from tests.rig.servers import XDisplay

MANY = 1000


class Desk(Protocol):
    """Somebody types or not, and a presence source watches.

    Attributes:
        remembers: the source knows of input from before it watched.
        told: the idle of every `Observed`, in seconds.
        wake_ups: how often the loop's select would have returned for the source.
    """

    remembers: bool
    told: list[float]
    wake_ups: int

    @property
    def presence(self) -> IdleSource: ...
    def type(self) -> None: ...
    def sit_still(self, seconds: float, until_told: int = MANY) -> None: ...


def watch(desk: Desk, *, after: float | None = None, back: bool = False) -> None:
    desk.presence.watch(Watch(None if after is None else timedelta(seconds=after), back))


def idle_told(desk: Desk, times: int = 1) -> float:
    """Sit still until the source has told something for the n-th time (now or soon); return the idle."""
    desk.sit_still(5, until_told=times)
    assert len(desk.told) == times, f"told {desk.told}, which is not {times} times"
    return desk.told[-1]


class _Told:
    def __init__(self) -> None:
        self.told: list[float] = []
        self.wake_ups = 0

    def _post(self, what: Input) -> None:
        assert isinstance(what, Observed)
        self.told.append(what.idle.total_seconds())


class _DuePresence(IdleSource, Protocol):
    def due(self) -> float | None: ...
    def ready(self) -> None: ...


class StoryDesk(_Told):
    """A desk at which time passes when the story says so.

    Attributes:
        now: seconds on the clock that `due` of the presence is told on.
    """

    remembers = True
    presence: _DuePresence

    def __init__(self) -> None:
        super().__init__()
        self.now = 1000.0

    def sit_still(self, seconds: float, until_told: int = MANY) -> None:
        end = self.now + seconds
        while len(self.told) < until_told:
            due = self.presence.due()
            if due is None or due > end:
                self.now = end
                return
            self.now = max(due, self.now)
            self.wake_ups += 1
            self.presence.ready()


class FakeDesk(StoryDesk):
    def __init__(self) -> None:
        super().__init__()
        self._keyboard = self.presence = FakePresence(self._post, lambda: self.now)

    def type(self) -> None:
        self._keyboard.type()


class RealDesk(_Told):
    def __init__(
        self,
        touch: Callable[[], object],
        make: Callable[[Post, Callable[[], None]], SelectableIdleSource],
        *,
        remembers: bool,
    ) -> None:
        super().__init__()
        self.remembers = remembers
        self.losses = 0
        self._touch = touch
        self.presence = make(self._post, self._lose)

    def _lose(self) -> None:
        self.losses += 1

    def type(self) -> None:
        self._touch()

    def sit_still(self, seconds: float, until_told: int = MANY) -> None:
        end = time.monotonic() + seconds
        while (
            len(self.told) < until_told and (now := time.monotonic()) < end and self.presence.fileno() != -1
        ):
            due = self.presence.due()
            wake = end if due is None else min(due, end)
            readable, _, _ = select.select([self.presence.fileno()], [], [], max(wake - now, 0))
            if readable or (due is not None and due <= time.monotonic()):
                self.wake_ups += 1
                self.presence.ready()


class XDesk(RealDesk):
    def __init__(
        self, display: XDisplay, make: Callable[[Post, Callable[[], None]], SelectableIdleSource]
    ) -> None:
        super().__init__(lambda: display.xdotool("key", "a"), make, remembers=True)


def wake_ups_while_typing(desk: RealDesk) -> int:
    """Type ten keys, once all is quiet; return how often that woke us."""
    desk.sit_still(0.1)
    desk.wake_ups = 0
    for _ in range(10):
        desk.type()
        desk.sit_still(0.02)
    return desk.wake_ups


def nobody_waits_while_it_hangs(desk: RealDesk, server: int) -> None:
    """Stop the server (its process id) for a while: nothing is told, nothing waits, nothing is lost."""
    os.kill(server, signal.SIGSTOP)
    start = time.monotonic()
    watch(desk, after=0)
    desk.sit_still(0.1)
    assert time.monotonic() - start < 1
    assert desk.told == []
    os.kill(server, signal.SIGCONT)
    idle_told(desk)
    assert desk.losses == 0
