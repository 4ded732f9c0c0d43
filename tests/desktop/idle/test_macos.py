"""What only macOS does: a check of idle also checks whether the screen is locked."""

import sys

import pytest

from sitbreak.core.inputs import ScreenLocked, ScreenUnlocked
from sitbreak.desktop.idle.macos import macos_call
from sitbreak.desktop.idle.polled import PolledIdleSource
from sitbreak.wires import NoServer
from sitbreak.wires.macos import MacApi
from tests.desktop.idle.desks import watch
from tests.desktop.idle.fake_macos import FakeMacOS
from tests.desktop.idle.polled_desks import MacDesk

ON_CONSOLE: dict[str, bool | int] = {"kCGSSessionOnConsoleKey": True}
LOCKED: dict[str, bool | int] = ON_CONSOLE | {"CGSSessionScreenIsLocked": True}


@pytest.fixture
def desk() -> MacDesk:
    desk = MacDesk()
    desk.type()
    watch(desk, after=120)
    return desk


@pytest.mark.parametrize(
    "session",
    [
        LOCKED,
        ON_CONSOLE | {"CGSSessionScreenIsLocked": 1},
        {"kCGSSessionOnConsoleKey": False},  # another user's session is on the screen
    ],
)
def test_a_lock_is_noticed_with_idle_and_an_unlock_within_15_s(
    desk: MacDesk, session: dict[str, bool | int]
) -> None:
    desk.mac.session = session
    desk.sit_still(119)
    assert desk.others == []
    desk.sit_still(2)
    assert desk.others == [ScreenLocked()]
    watch(desk)
    desk.sit_still(600)
    desk.mac.session = dict(ON_CONSOLE)
    desk.sit_still(15)
    assert desk.others == [ScreenLocked(), ScreenUnlocked()]
    assert desk.source.due() is None


@pytest.mark.parametrize("session", [ON_CONSOLE, ON_CONSOLE | {"CGSSessionScreenIsLocked": 0}, {}])
def test_an_unlocked_screen_is_not_reported(desk: MacDesk, session: dict[str, bool | int]) -> None:
    desk.mac.session = session
    desk.sit_still(300)
    assert desk.others == []


def test_a_locked_screen_is_checked_four_times_a_minute(desk: MacDesk) -> None:
    desk.mac.session = LOCKED
    desk.sit_still(121)
    watch(desk)
    desk.wake_ups = 0
    desk.sit_still(600)
    assert desk.wake_ups == 40


def test_a_screen_locked_at_the_start_is_reported() -> None:
    posted: list[object] = []
    mac = FakeMacOS()
    mac.session = LOCKED
    call = macos_call(posted.append, MacApi(mac.load), lambda: 0.0)
    source = PolledIdleSource(call, posted.append, lambda: None)
    assert posted == [ScreenLocked()]
    assert source.due() == 15


def test_every_answer_is_released(desk: MacDesk) -> None:
    desk.sit_still(300)
    assert desk.mac.asked > 1
    assert desk.mac.unreleased == 0


def test_outside_a_graphical_session_there_is_no_source() -> None:
    mac = FakeMacOS()
    mac.session = None
    with pytest.raises(NoServer, match="no graphical session"):
        PolledIdleSource(macos_call(lambda _: None, MacApi(mac.load)), lambda _: None, lambda: None)


def test_the_end_of_the_graphical_session_is_a_loss(desk: MacDesk) -> None:
    desk.mac.session = None
    desk.sit_still(300)
    assert (desk.losses, desk.others, desk.source.due()) == (1, [], None)


@pytest.mark.skipif(sys.platform != "darwin", reason="only macOS has its frameworks")
def test_the_real_macos_measures_idle() -> None:
    assert MacApi().idle().total_seconds() >= 0
