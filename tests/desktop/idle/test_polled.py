"""What it costs to ask for idle, and what happens when that fails."""

import math
from datetime import timedelta

import pytest

from sitbreak.desktop.idle.polled import Pace, PolledIdleSource, PollSchedule
from sitbreak.desktop.idle.windows import windows_call
from sitbreak.ports import Watch
from sitbreak.wires import NoServer
from sitbreak.wires.windows import WindowsApi
from tests.desktop.idle.desks import watch
from tests.desktop.idle.fake_windows import FakeWindows
from tests.desktop.idle.polled_desks import MacDesk, PolledDesk, WindowsDesk

MINUTES = 10


@pytest.fixture(params=[WindowsDesk, MacDesk])
def desk(request: pytest.FixtureRequest) -> PolledDesk:
    desk = request.param()
    assert isinstance(desk, PolledDesk)
    return desk


def wake_ups_a_minute(desk: PolledDesk, limit: float, gap: float) -> float:
    """Watch somebody who types every `gap` seconds for idle of `limit`, and then for the return."""
    watch(desk, after=limit)
    start = desk.now
    key = start + gap
    while desk.now < start + MINUTES * 60:
        reports = len(desk.reported)
        desk.sit_still(min(key, start + MINUTES * 60) - desk.now, until_reported=reports + 1)
        if len(desk.reported) == reports:
            desk.type()
            key += gap
        elif desk.reported[-1] >= limit:
            watch(desk, back=True)
        else:
            watch(desk, after=limit)
    return desk.wake_ups / MINUTES


@pytest.mark.parametrize("gap", [0.3, 7, 31, 119, 121, 150, math.inf])
def test_watching_for_an_absence_costs_four_wake_ups_a_minute(desk: PolledDesk, gap: float) -> None:
    assert wake_ups_a_minute(desk, 120, gap) <= 4


@pytest.mark.parametrize("gap", [0.3, 1, 2.9, 3.1, 5.9, 6.1, 7, 9, 11, 20, 40, math.inf])
def test_watching_for_a_lull_costs_25_wake_ups_a_minute(desk: PolledDesk, gap: float) -> None:
    assert wake_ups_a_minute(desk, 6, gap) <= 25


def test_idle_is_asked_for_when_it_could_be_long_enough(desk: PolledDesk) -> None:
    watch(desk, after=180)
    desk.sit_still(100)
    desk.type()
    desk.sit_still(100)
    assert desk.source.due() == pytest.approx(desk.now + 80, abs=0.1)
    assert desk.wake_ups == 1


def test_the_longer_somebody_is_away_the_rarer_the_questions(desk: PolledDesk) -> None:
    desk.type()
    desk.sit_still(0.1)
    watch(desk, after=0)
    for idle, wait in ((0.1, 5), (28, 7), (300, 15)):
        desk.sit_still(idle)
        watch(desk)
        watch(desk, back=True)
        assert desk.source.due() == pytest.approx(desk.now + wait, abs=0.1)


def test_a_source_with_costly_questions_asks_more_rarely() -> None:
    schedule = PollSchedule(lambda _: None, lambda: None, lambda: 1000, lambda: 1000, Pace(longest=45))
    for watched in (Watch(after=timedelta()), Watch(back=True)):
        schedule.watch(watched)
        schedule.on_answer(timedelta(minutes=5))
    assert schedule.due == 1045


def test_a_call_that_starts_to_fail_is_a_loss_and_not_repeated(
    caplog: pytest.LogCaptureFixture,
) -> None:
    desk = WindowsDesk()
    watch(desk, after=60)
    desk.windows.broken = {"GetLastInputInfo"}
    desk.sit_still(100)
    for seconds in (1, 2):
        watch(desk, after=seconds)
        desk.source.ready()
    assert (desk.losses, desk.reported, desk.source.due()) == (1, [], None)
    assert [record.message for record in caplog.records] == [
        "idle can no longer be measured: GetLastInputInfo failed: error 0"
    ]


def test_a_call_that_fails_at_once_makes_no_source() -> None:
    windows = FakeWindows()
    windows.broken = {"GetLastInputInfo"}
    with pytest.raises(NoServer, match="GetLastInputInfo failed"):
        PolledIdleSource(windows_call(WindowsApi(windows.load)), lambda _: None, lambda: None)


def test_a_closed_source_asks_nothing(desk: PolledDesk) -> None:
    watch(desk, after=1)
    desk.source.close()
    watch(desk, after=0)
    desk.source.ready()
    assert (desk.reported, desk.losses, desk.source.due()) == ([], 0, None)
