"""Desks that somebody sits at, with the same verbs; those at which time is simulated."""

from datetime import timedelta
from typing import Protocol

from sitbreak.core.inputs import IdleSourceChanged, Input, Observed
from sitbreak.ports import IdleSource, Watch
from tests.fakes import FakeIdleSource
from tests.until import BUSY

MANY = 1000


class Desk(Protocol):
    """Somebody types or not, and an idle source watches.

    Attributes:
        remembers: the source knows of input from before it watched.
        reported: the idle of every `Observed`, in seconds.
        ages: how many seconds ago that was true.
        known: whether idle is known, each time the source has said so.
        wake_ups: how often the loop's select would have returned for the source.
        wanted: the idle of the last watch, in seconds; 0 if it was not about idle.
        lateness: by how many seconds typing, sitting still and reports have overrun since somebody last
            began to type: the part of the reported idle that a busy computer causes.
    """

    remembers: bool
    reported: list[float]
    ages: list[float]
    known: list[bool]
    wake_ups: int
    wanted: float
    lateness: float

    @property
    def source(self) -> IdleSource: ...
    def type(self) -> None: ...
    def sit_still(self, seconds: float, until_reported: int = MANY) -> None: ...
    def settle(self) -> None:
        """Let the source read the answers to all it has asked so far, however long they take."""


def watch(desk: Desk, *, after: float | None = None, back: bool = False, input_only: bool = False) -> None:
    desk.wanted = after or 0.0
    desk.source.watch(Watch(None if after is None else timedelta(seconds=after), back, input_only))


def reported_idle(desk: Desk, times: int = 1) -> float:
    """Sit still until the source has reported for the n-th time (now or soon); return the idle."""
    desk.sit_still(BUSY, until_reported=times)
    assert len(desk.reported) == times, f"reported {desk.reported}, which is not {times} times"
    return desk.reported[-1]


class Reports:
    def __init__(self) -> None:
        self.reported: list[float] = []
        self.ages: list[float] = []
        self.known: list[bool] = []
        self.wake_ups = 0
        self.wanted = 0.0
        self.lateness = 0.0

    def _post(self, what: Input) -> None:
        if isinstance(what, IdleSourceChanged):
            self.known.append(what.known)
            return
        assert isinstance(what, Observed)
        self.reported.append(what.idle.total_seconds())
        self.ages.append(what.age.total_seconds())


class _DueIdleSource(IdleSource, Protocol):
    def due(self) -> float | None: ...
    def ready(self) -> None: ...


class StoryDesk(Reports):
    """A desk at which time passes when the story says so.

    Attributes:
        now: seconds on the clock of the source's `due`.
    """

    remembers = True
    source: _DueIdleSource

    def __init__(self) -> None:
        super().__init__()
        self.now = 1000.0

    def sit_still(self, seconds: float, until_reported: int = MANY) -> None:
        end = self.now + seconds
        while len(self.reported) < until_reported:
            due = self.source.due()
            if due is None or due > end:
                self.now = end
                return
            self.now = max(due, self.now)
            self.wake_ups += 1
            self.source.ready()

    def settle(self) -> None:
        """Nothing to do: answers come at once."""


class FakeDesk(StoryDesk):
    def __init__(self) -> None:
        super().__init__()
        self._keyboard = self.source = FakeIdleSource(self._post, lambda: self.now)

    def type(self) -> None:
        self._keyboard.type()
