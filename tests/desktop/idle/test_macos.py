"""What only macOS does: its idle needs a graphical session."""

import sys

import pytest

from sitbreak.desktop.idle.macos import macos_call
from sitbreak.desktop.idle.polled import PolledIdleSource
from sitbreak.wires import NoServer
from sitbreak.wires.macos import MacApi
from tests.desktop.idle.desks import watch
from tests.desktop.idle.fake_macos import LOCKED, FakeMacOS
from tests.desktop.idle.polled_desks import MacDesk


@pytest.fixture
def desk() -> MacDesk:
    desk = MacDesk()
    desk.type()
    watch(desk, after=120)
    return desk


@pytest.mark.parametrize(
    ("session", "is_locked"),
    [
        (LOCKED, True),
        ({"CGSSessionScreenIsLocked": 1}, True),
        ({"CGSSessionScreenIsLocked": 0}, False),
        ({"kCGSSessionOnConsoleKey": True}, False),
        ({"kCGSSessionOnConsoleKey": False}, False),  # seen from another computer
    ],
)
def test_a_session_says_whether_it_is_locked(session: dict[str, bool | int], *, is_locked: bool) -> None:
    mac = FakeMacOS()
    mac.session = session
    assert MacApi(mac.load).is_locked() is is_locked
    assert mac.unreleased == 0


def test_every_answer_is_released(desk: MacDesk) -> None:
    desk.sit_still(300)
    assert desk.mac.asked > 1
    assert desk.mac.unreleased == 0


def test_outside_a_graphical_session_there_is_no_source() -> None:
    mac = FakeMacOS()
    mac.session = None
    with pytest.raises(NoServer, match="no graphical session"):
        PolledIdleSource(macos_call(MacApi(mac.load)), lambda _: None, lambda: None)


def test_the_end_of_the_graphical_session_is_a_loss(desk: MacDesk) -> None:
    desk.mac.session = None
    desk.sit_still(300)
    assert (desk.losses, desk.source.due()) == (1, None)


@pytest.mark.skipif(sys.platform != "darwin", reason="only macOS has its frameworks")
def test_the_real_macos_measures_idle() -> None:
    assert MacApi().idle().total_seconds() >= 0
