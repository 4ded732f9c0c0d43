"""What only Windows does to idle: tick counts that wrap around, run ahead, or run on in a sleep."""

import sys

import pytest

from sitbreak.wires.windows import WindowsApi
from tests.desktop.idle.desks import reported_idle, watch
from tests.desktop.idle.fake_windows import ALL_TICKS
from tests.desktop.idle.polled_desks import WindowsDesk


@pytest.fixture
def desk() -> WindowsDesk:
    return WindowsDesk()


def measured(desk: WindowsDesk) -> float:
    reports = len(desk.reported)
    watch(desk, after=0)
    return reported_idle(desk, reports + 1)


def test_the_tick_count_may_wrap_around_at_any_time(desk: WindowsDesk) -> None:
    desk.windows.started = ALL_TICKS - 1000 * round(desk.now) - 5000
    desk.type()
    desk.sit_still(20)
    assert measured(desk) == pytest.approx(20, abs=0.1)


def test_an_input_slightly_ahead_of_time_is_one_of_now(desk: WindowsDesk) -> None:
    desk.sit_still(100)
    desk.windows.type(ticks_ahead=16)
    assert measured(desk) == 0


def test_sleep_is_no_idle(desk: WindowsDesk) -> None:
    desk.type()
    measured(desk)
    desk.sit_still(10)
    desk.sleep(8 * 3600)
    desk.sit_still(5)
    assert measured(desk) == pytest.approx(15, abs=0.1)


def test_sleep_is_no_idle_after_an_input_not_measured_before(desk: WindowsDesk) -> None:
    watch(desk, after=120)
    desk.sit_still(100)
    desk.type()
    desk.sit_still(8)
    desk.sleep(90)
    desk.sit_still(5)
    assert measured(desk) == pytest.approx(13, abs=0.1)


def test_an_input_after_a_sleep_has_its_true_age(desk: WindowsDesk) -> None:
    watch(desk, after=120)
    desk.sit_still(60)
    desk.sleep(90)
    desk.type()
    desk.sit_still(5)
    assert measured(desk) == pytest.approx(5, abs=0.1)
    desk.sit_still(20)
    assert measured(desk) == pytest.approx(25, abs=0.1)


def test_a_wake_up_alone_is_no_return(desk: WindowsDesk) -> None:
    desk.type()
    measured(desk)
    watch(desk, back=True)
    desk.sit_still(30)
    desk.sleep(8 * 3600)
    desk.sit_still(60)
    assert len(desk.reported) == 1
    desk.type()
    desk.sit_still(15)
    assert len(desk.reported) == 2


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows has its libraries")
def test_the_real_windows_measures_idle() -> None:
    api = WindowsApi()
    assert 0 <= api.last_input_ms() < ALL_TICKS
    assert 0 <= api.tick_ms() < ALL_TICKS
    assert api.is_locked() in (True, False)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has its libraries")
def test_elsewhere_there_is_no_windows() -> None:
    with pytest.raises(OSError, match="this is not Windows"):
        WindowsApi()
