"""Stories about the alarm clock: APScheduler itself, on real time and on clocks that jump."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Protocol
from zoneinfo import ZoneInfo

import pytest

from sitbreak.core.inputs import Input, Ticked
from sitbreak.desktop.alarm import SchedulerAlarm
from sitbreak.ports import Alarm
from tests.fakes import FakeAlarm
from tests.until import BUSY, Lateness

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)
SOON = timedelta(milliseconds=50)


class Bell:
    """Counts the rings.

    Attributes:
        then: called at each ring.
        meanwhile: called while waiting for a ring; a fake alarm has no thread of its own.
    """

    def __init__(self) -> None:
        self.rings = 0
        self.then: Callable[[], None] = lambda: None
        self.meanwhile: Callable[[], None] | None = None
        self._rung = threading.Condition()

    def __call__(self, ring: Input) -> None:
        assert ring == Ticked()
        with self._rung:
            self.rings += 1
            self._rung.notify_all()
        self.then()

    def rang(self, times: int, seconds: float = BUSY) -> bool:
        """Wait for this many rings; return whether they came."""
        if self.meanwhile is not None:
            ends = time.monotonic() + seconds
            while self.rings < times and time.monotonic() < ends:
                self.meanwhile()
            seconds = 0
        with self._rung:
            return self._rung.wait_for(lambda: self.rings >= times, seconds)


class Clock(datetime):
    """The wall clock that APScheduler reads; `ahead` is how far it has been stepped."""

    ahead = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "Clock":
        moment = (datetime.now(UTC) + cls.ahead).astimezone(tz)
        return cls.combine(moment.date(), moment.timetz())


class MakeAlarm(Protocol):
    def __call__(self) -> SchedulerAlarm: ...


@pytest.fixture
def bell() -> Bell:
    return Bell()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> type[Clock]:
    monkeypatch.setattr("apscheduler.schedulers.base.datetime", Clock)
    monkeypatch.setattr(Clock, "ahead", timedelta())
    return Clock


@pytest.fixture
def make_alarm(bell: Bell) -> Iterator[MakeAlarm]:
    alarms = []

    def make_alarm() -> SchedulerAlarm:
        alarms.append(SchedulerAlarm(bell))
        return alarms[-1]

    yield make_alarm
    for alarm in alarms:
        alarm.close()


@pytest.fixture
def alarm(make_alarm: MakeAlarm) -> SchedulerAlarm:
    return make_alarm()


@pytest.fixture(params=["scheduler", "fake"])
def any_alarm(request: pytest.FixtureRequest, bell: Bell, make_alarm: MakeAlarm) -> Alarm:
    """Every alarm there is, for the port's contract."""
    if request.param == "scheduler":
        return make_alarm()
    fake = FakeAlarm(bell, now)
    bell.meanwhile = fake.ready
    return fake


def now() -> datetime:
    return datetime.now(UTC)


# --- the contract of the port ------------------------------------------------------------------------


def test_the_alarm_rings_on_time_and_once(any_alarm: Alarm, bell: Bell) -> None:
    with Lateness() as late:
        began = time.monotonic()
        any_alarm.set(now() + timedelta(milliseconds=200))

        assert bell.rang(1)
        assert 0.19 <= time.monotonic() - began < 2 + late.seconds
    assert not bell.rang(2, seconds=0.1)


def test_an_alarm_in_the_past_rings_at_once(any_alarm: Alarm, bell: Bell) -> None:
    any_alarm.set(now() - 30 * 24 * HOUR)

    assert bell.rang(1)


def test_a_new_alarm_replaces_the_old_one(any_alarm: Alarm, bell: Bell) -> None:
    any_alarm.set(now() + SOON)
    any_alarm.set(now() + HOUR)
    assert not bell.rang(1, seconds=0.15)

    any_alarm.set((now() + SOON).astimezone(BERLIN))
    assert bell.rang(1)


def test_a_cleared_alarm_is_silent(any_alarm: Alarm, bell: Bell) -> None:
    any_alarm.set(now() + SOON)
    any_alarm.set(None)
    any_alarm.set(None)

    assert not bell.rang(1, seconds=0.15)


def test_clearing_an_alarm_that_has_rung_is_fine(any_alarm: Alarm, bell: Bell) -> None:
    any_alarm.set(now())
    assert bell.rang(1)

    any_alarm.set(None)
    any_alarm.set(now())

    assert bell.rang(2)


def test_almost_the_same_instant_does_not_wake_the_scheduler(
    alarm: SchedulerAlarm, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = now() + HOUR
    alarm.set(at)
    monkeypatch.setattr(alarm, "_scheduler", None)

    alarm.set(at.astimezone(BERLIN))
    alarm.set(at + timedelta(microseconds=300))
    alarm.set(at - timedelta(microseconds=300))
    monkeypatch.undo()


def test_an_instant_just_after_a_ring_rings_too(alarm: SchedulerAlarm, bell: Bell) -> None:
    at = now() + SOON
    alarm.set(at)
    alarm.set(at + timedelta(milliseconds=20))
    assert bell.rang(1)

    alarm.set(at + timedelta(milliseconds=20))
    assert bell.rang(2)


def test_the_same_instant_rings_again_once_it_has_rung(any_alarm: Alarm, bell: Bell) -> None:
    at = now()
    for rings in range(1, 20):
        any_alarm.set(at)
        assert bell.rang(rings)


def test_an_alarm_set_again_after_every_ring_never_stops(alarm: SchedulerAlarm, bell: Bell) -> None:
    for rings in range(1, 200):
        alarm.set(now() + timedelta(milliseconds=1))
        assert bell.rang(rings)


def test_an_alarm_that_could_not_be_set_is_set_at_the_next_call(
    alarm: SchedulerAlarm, bell: Bell, monkeypatch: pytest.MonkeyPatch
) -> None:
    soon = now() + SOON
    with monkeypatch.context() as broken:
        broken.setattr("apscheduler.schedulers.base.BaseScheduler.add_job", None)
        for _ in range(2):
            with pytest.raises(TypeError):
                alarm.set(soon)
    alarm.set(soon)
    assert bell.rang(1)


def test_an_alarm_set_while_it_rings_is_not_lost(alarm: SchedulerAlarm, bell: Bell) -> None:
    bell.then = lambda: time.sleep(0.1)
    alarm.set(now())
    assert bell.rang(1)

    alarm.set(now() - SOON)

    assert bell.rang(2)


def test_a_wall_clock_stepped_forward_rings_at_the_next_look(
    clock: type[Clock], alarm: SchedulerAlarm, bell: Bell
) -> None:
    alarm.set(now() + HOUR)
    assert not bell.rang(1, seconds=0.05)
    clock.ahead = 2 * HOUR

    alarm.recalculate()

    assert bell.rang(1)


def test_after_a_step_back_a_new_alarm_rings_on_time(
    clock: type[Clock], alarm: SchedulerAlarm, bell: Bell
) -> None:
    alarm.set(now() + SOON)
    clock.ahead = -HOUR
    alarm.recalculate()
    assert not bell.rang(1, seconds=0.15)

    alarm.set(clock.now(UTC) + SOON)

    assert bell.rang(1)


def test_in_the_hour_that_comes_twice_a_time_of_day_rings_once(
    alarm: SchedulerAlarm, bell: Bell, clock: type[Clock]
) -> None:
    half_past_two = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # and in Berlin again an hour later
    clock.ahead = half_past_two - SOON - now()
    alarm.set(half_past_two.astimezone(BERLIN))
    assert bell.rang(1)

    tomorrow = half_past_two + 25 * HOUR
    alarm.set(tomorrow.astimezone(BERLIN))
    for hours in (1, 2, 24):
        clock.ahead = half_past_two + hours * HOUR - now()
        alarm.recalculate()
        assert not bell.rang(2, seconds=0.05)

    clock.ahead = tomorrow - now()
    alarm.recalculate()
    assert bell.rang(2)


# --- the end -------------------------------------------------------------------------------------


def test_a_closed_alarm_is_silent_and_its_threads_are_gone(alarm: SchedulerAlarm, bell: Bell) -> None:
    alarm.set(now())
    assert bell.rang(1)
    alarm.set(now() + timedelta(hours=1))

    alarm.close()
    alarm.close()

    assert not bell.rang(2, seconds=0.1)
    assert "APScheduler" not in {thread.name for thread in threading.enumerate()}


def test_rings_leave_no_trace_in_the_log(
    alarm: SchedulerAlarm, bell: Bell, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")

    alarm.set(now())
    assert bell.rang(1)
    alarm.close()

    assert [record.message for record in caplog.records if record.name.startswith("apscheduler")] == []
