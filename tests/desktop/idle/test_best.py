"""The best source that works is used: replaced when it dies, and by a better one when that comes back."""

from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest

from sitbreak.core.finding import Finding
from sitbreak.core.inputs import IdleSourceChanged, Input
from sitbreak.desktop.idle.best import LONGEST_WAIT, BestIdle
from sitbreak.desktop.idle.candidates import Candidate, OnLost
from sitbreak.ports import Post, Watch
from sitbreak.waiter import Waiter
from sitbreak.wires import NoServer

MINUTE = 60.0
T = TypeVar("T")


class Source:
    def __init__(self, name: str, on_lost: OnLost) -> None:
        self.name = name
        self.die = on_lost
        self.watched: list[Watch] = []
        self.closed = False

    def watch(self, watch: Watch) -> None:
        self.watched.append(watch)

    def close(self) -> None:
        self.closed = True

    def fileno(self) -> int:
        return -1

    def due(self) -> float | None:
        return None

    def ready(self) -> None:
        pass


class Servers:
    """What the candidates need; whether each is there."""

    def __init__(self) -> None:
        self.there = {"best": True, "second": True}
        self.opened: list[Source] = []

    def candidates(self) -> tuple[Candidate, ...]:
        return tuple(Candidate(name, self._opener(name)) for name in self.there)

    def _opener(self, name: str) -> Callable[[Post, OnLost], Source]:
        def open_source(_post: Post, on_lost: OnLost) -> Source:
            if not self.there[name]:
                raise NoServer(f"{name} is not there")
            self.opened.append(Source(name, on_lost))
            return self.opened[-1]

        return open_source

    def kill(self, name: str) -> None:
        self.there[name] = False
        self.opened[-1].die()


class ManualWaiter(Waiter):
    """A waiter whose timers go off when the test says so, and which does everything else at once."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float] = []
        self._action: Callable[[], None] | None = None

    def later(self, seconds: float, action: Callable[[], None]) -> None:
        assert self._action is None, "one timer at a time"
        self.waits.append(seconds)
        self._action = action

    def soon(self, action: Callable[[], None]) -> None:
        action()

    def background(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        then(work())

    @property
    def waits_on(self) -> bool:
        return self._action is not None

    def time_passes(self) -> None:
        action, self._action = self._action, None
        assert action is not None
        action()


@pytest.fixture
def servers() -> Servers:
    return Servers()


@pytest.fixture
def waiter() -> Iterator[ManualWaiter]:
    waiter = ManualWaiter()
    yield waiter
    waiter.close()


@pytest.fixture
def posted() -> list[Input]:
    return []


@pytest.fixture
def best(servers: Servers, waiter: ManualWaiter, posted: list[Input]) -> BestIdle:
    return BestIdle(servers.candidates(), posted.append, waiter, lambda: True, MINUTE)


def test_before_the_start_nothing_is_measured(best: BestIdle, servers: Servers) -> None:
    best.watch(Watch(back=True))
    best.look_for_better()
    assert (best.name, best.findings()) == ("none", (Finding("idle", "none"),))
    assert servers.opened == []


def test_the_best_source_is_used_and_watched(
    best: BestIdle, servers: Servers, waiter: ManualWaiter, posted: list[Input]
) -> None:
    best.start()
    [source] = servers.opened
    best.watch(Watch(back=True))
    assert source.watched == [Watch(back=True)]
    assert posted == [IdleSourceChanged(known=True)]
    assert waiter.sources == [source]
    assert not waiter.waits_on


def test_a_source_that_dies_is_replaced(best: BestIdle, servers: Servers, waiter: ManualWaiter) -> None:
    best.start()
    servers.kill("best")
    assert best.findings() == (Finding("idle", "second", (("best", "best is not there"),)),)
    assert waiter.sources == [servers.opened[-1]]


def test_the_better_one_is_used_again_when_it_comes_back(
    best: BestIdle, servers: Servers, waiter: ManualWaiter
) -> None:
    best.start()
    servers.kill("best")
    second = servers.opened[-1]
    waiter.time_passes()
    assert best.name == "second"
    servers.there["best"] = True
    waiter.time_passes()
    assert best.name == "best"
    assert second.closed
    assert waiter.sources == [servers.opened[-1]]
    assert not waiter.waits_on


def test_each_wait_is_twice_as_long_up_to_an_hour(
    best: BestIdle, servers: Servers, waiter: ManualWaiter
) -> None:
    best.start()
    servers.kill("best")
    for _ in range(7):
        waiter.time_passes()
    assert waiter.waits == [60, 120, 240, 480, 960, 1920, LONGEST_WAIT, LONGEST_WAIT]


def test_after_another_loss_the_waits_start_again(
    best: BestIdle, servers: Servers, waiter: ManualWaiter, posted: list[Input]
) -> None:
    best.start()
    servers.kill("best")
    waiter.time_passes()
    servers.kill("second")
    waiter.time_passes()
    assert waiter.waits == [60, 120, 60]
    assert best.name == "none"
    assert posted[-1] == IdleSourceChanged(known=False)


def test_a_better_source_that_never_worked_is_not_waited_for(
    best: BestIdle, servers: Servers, waiter: ManualWaiter
) -> None:
    servers.there["best"] = False
    best.start()
    assert best.name == "second"
    assert not waiter.waits_on


@pytest.mark.parametrize("has_desktop", [True, False])
def test_with_a_desktop_a_first_source_is_waited_for(
    servers: Servers, waiter: ManualWaiter, posted: list[Input], *, has_desktop: bool
) -> None:
    servers.there = dict.fromkeys(servers.there, False)
    best = BestIdle(servers.candidates(), posted.append, waiter, lambda: has_desktop, MINUTE)
    best.start()
    assert best.findings()[0].tried == (("best", "best is not there"), ("second", "second is not there"))
    assert waiter.waits_on == has_desktop


def test_closing_closes_the_source_in_use(best: BestIdle, servers: Servers) -> None:
    best.start()
    best.close()
    assert servers.opened[0].closed
