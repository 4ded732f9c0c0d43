"""Desks that somebody sits at: a real X server and a fake one, with the same verbs."""

import select
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Protocol

from sitbreak.core.inputs import Input, Observed
from sitbreak.desktop.presence.choose import PresenceSource
from sitbreak.ports import Post, Presence, Watch
from tests.fakes import FakePresence
from tests.rig import XDisplay

MANY = 1000


class Desk(Protocol):
    """Somebody types or not, and a presence source watches.

    Attributes:
        told: the idle of every `Observed`, in seconds.
        wake_ups: how often the loop's select would have returned for the source.
    """

    told: list[float]
    wake_ups: int

    @property
    def presence(self) -> Presence: ...
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


class FakeDesk(_Told):
    def __init__(self) -> None:
        super().__init__()
        self._now = 1000.0
        self.presence = FakePresence(self._post, lambda: self._now)

    def type(self) -> None:
        self.presence.type()

    def sit_still(self, seconds: float, until_told: int = MANY) -> None:
        end = self._now + seconds
        while len(self.told) < until_told:
            due = self.presence.due()
            if due is None or due > end:
                self._now = end
                return
            self._now = max(due, self._now)
            self.wake_ups += 1
            self.presence.ready()


class XDesk(_Told):
    def __init__(self, display: XDisplay, make: Callable[[Post, Callable[[], None]], PresenceSource]) -> None:
        super().__init__()
        self.losses = 0
        self._display = display
        self.presence = make(self._post, self._lose)

    def _lose(self) -> None:
        self.losses += 1

    def type(self) -> None:
        self._display.xdotool("key", "a")

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
