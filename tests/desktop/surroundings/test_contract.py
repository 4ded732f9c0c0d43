"""What all surroundings promise: the real ones, those that see nothing, and the fake."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from sitbreak.core.inputs import BusyChecked, BusyReason, CallChecked
from sitbreak.desktop.null import NoSurroundings
from sitbreak.desktop.surroundings.linux import linux_surroundings
from sitbreak.desktop.surroundings.macos import macos_surroundings
from sitbreak.desktop.surroundings.signs import Probe, Sign
from sitbreak.ports import Surroundings
from sitbreak.wires import NoServer
from sitbreak.wires.dbus import Bus
from sitbreak.wires.macos_devices import MacDevices
from tests.desktop.idle.fake_macos import MEETING, FakeMacOS
from tests.desktop.services import InboxLoop
from tests.fakes import FakeSurroundings


@dataclass
class Stage:
    """Surroundings in which a call is on, if they can see one.

    Attributes:
        answer: makes the sources that wait for this answer.
    """

    loop: InboxLoop
    surroundings: Surroundings
    sees_calls: bool
    answer: Callable[[], None] = lambda: None

    def until_posted(self, count: int) -> None:
        self.answer()
        self.loop.until(lambda: len(self.loop.posted) >= count)


def no_bus() -> Bus:
    raise NoServer("there is no bus")


def linux_stage(loop: InboxLoop) -> Stage:
    call = Probe("call", Sign.CALL, lambda: True)
    surroundings = linux_surroundings(loop.posted.append, (call,), no_bus)
    loop.waiter.add(surroundings)
    return Stage(loop, surroundings, sees_calls=True)


def macos_stage(loop: InboxLoop) -> Stage:
    mac = FakeMacOS()
    mac.running.add(MEETING)
    surroundings = macos_surroundings(loop.posted.append, MacDevices(mac.load))
    loop.waiter.add(surroundings)
    return Stage(loop, surroundings, sees_calls=True)


def empty_stage(loop: InboxLoop) -> Stage:
    return Stage(loop, NoSurroundings(loop.posted.append), sees_calls=False)


def fake_stage(loop: InboxLoop) -> Stage:
    fake = FakeSurroundings(loop.posted.append)
    return Stage(loop, fake, sees_calls=True, answer=lambda: fake.answer(BusyReason.CALL, call=True))


@pytest.fixture(
    params=[linux_stage, macos_stage, empty_stage, fake_stage], ids=["linux", "macos", "none", "fake"]
)
def stage(request: pytest.FixtureRequest, loop: InboxLoop) -> Iterator[Stage]:
    stage: Stage = request.param(loop)
    yield stage
    stage.surroundings.close()


def test_each_check_is_answered_once(stage: Stage) -> None:
    reasons = frozenset({BusyReason.CALL} if stage.sees_calls else set[BusyReason]())
    stage.surroundings.check_call()
    stage.until_posted(1)
    stage.surroundings.check_busy()
    stage.until_posted(2)
    stage.loop.pass_time(0.05)
    assert stage.loop.posted == [CallChecked(call=stage.sees_calls, film=False), BusyChecked(reasons)]


def test_checks_at_once_are_all_answered(stage: Stage) -> None:
    stage.surroundings.check_busy()
    stage.surroundings.check_call()
    stage.surroundings.check_busy()
    stage.until_posted(3)
    kinds = [type(answer) for answer in stage.loop.posted]
    assert (kinds.count(CallChecked), kinds.count(BusyChecked)) == (1, 2)


def test_a_look_at_everything_posts_nothing(stage: Stage) -> None:
    over: list[bool] = []
    stage.surroundings.look(lambda: over.append(True))
    stage.loop.until(lambda: over)
    assert over == [True]
    assert stage.loop.posted == []


def test_nothing_is_posted_after_closing(stage: Stage) -> None:
    stage.surroundings.check_busy()
    stage.loop.posted.clear()  # what is known at once is posted at once
    stage.surroundings.close()
    stage.answer()
    stage.loop.pass_time(0.1)
    assert stage.loop.posted == []
