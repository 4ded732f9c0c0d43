"""What only Mutter and a session bus can do to an idle source."""

import os
import signal
from collections.abc import Iterator

import pytest

from sitbreak.desktop.idle.mutter import MutterIdleSource
from sitbreak.wires import NoServer
from tests.desktop.idle.desks import reported_idle, watch
from tests.desktop.idle.real_desks import RealDesk, nobody_waits_while_it_hangs, wake_ups_while_typing
from tests.desktop.idle.wayland_desks import best_source, desk_under
from tests.rig import compositors
from tests.rig.compositors import Compositor
from tests.rig.programs import needs
from tests.rig.servers import SessionBus

pytestmark = pytest.mark.real_desktop


@pytest.fixture
def desk(mutter_desk: RealDesk) -> RealDesk:
    return mutter_desk


@pytest.fixture
def own_mutter(session_bus: SessionBus) -> Iterator[Compositor]:
    needs("mutter")
    compositor = compositors.mutter(session_bus)
    yield compositor
    compositor.end()


@pytest.fixture
def own_desk(own_mutter: Compositor, no_desktop: pytest.MonkeyPatch) -> Iterator[RealDesk]:
    yield from desk_under(own_mutter, no_desktop)


def test_somebody_who_types_never_wakes_us(desk: RealDesk) -> None:
    desk.type()
    watch(desk, after=180)
    assert wake_ups_while_typing(desk) == 0


def test_a_used_up_watch_no_longer_wakes_us(desk: RealDesk) -> None:
    desk.type()
    watch(desk, after=0.1, back=True)
    reported_idle(desk)
    desk.settle()
    desk.wake_ups = 0
    for _ in range(2):
        desk.type()
        desk.sit_still(0.2)
    assert desk.wake_ups == 0


def test_a_replaced_watch_no_longer_wakes_us(desk: RealDesk) -> None:
    desk.type()
    watch(desk, after=1.2)
    watch(desk, after=1)
    desk.settle()
    watch(desk, after=60)
    desk.settle()
    desk.wake_ups = 0
    desk.sit_still(1.5)
    assert (desk.wake_ups, desk.reported) == (0, [])


def test_the_death_of_mutter_is_reported_once(
    own_desk: RealDesk, own_mutter: Compositor, caplog: pytest.LogCaptureFixture
) -> None:
    watch(own_desk, after=60, back=True)
    own_desk.sit_still(0.1)
    own_mutter.server.kill()
    own_desk.sit_still(5)
    assert own_desk.source.fileno() == -1
    watch(own_desk, after=1, back=True)
    own_desk.source.ready()
    own_desk.source.close()
    assert own_desk.losses == 1
    assert [record.message for record in caplog.records if record.levelname == "WARNING"] == [
        "Mutter has gone from the session bus"
    ]
    assert best_source(lambda _: None, lambda: None).name == "none"


def test_a_hanging_mutter_blocks_nothing(own_desk: RealDesk, own_mutter: Compositor) -> None:
    nobody_waits_while_it_hangs(own_desk, own_mutter.server.pid)


def test_the_death_of_the_session_bus_is_reported_once(own_desk: RealDesk, session_bus: SessionBus) -> None:
    watch(own_desk, after=60)
    session_bus.daemon.kill()
    own_desk.sit_still(5)
    watch(own_desk, back=True)
    assert own_desk.source.fileno() == -1
    assert own_desk.losses == 1


def test_closing_is_not_a_loss(desk: RealDesk) -> None:
    desk.source.close()
    desk.source.close()
    watch(desk, after=0)
    desk.source.ready()
    assert (desk.losses, desk.reported) == (0, [])


def test_a_bus_without_mutter_is_the_reason(session_bus: SessionBus, no_desktop: pytest.MonkeyPatch) -> None:
    no_desktop.setenv("DBUS_SESSION_BUS_ADDRESS", session_bus.address)
    with pytest.raises(NoServer, match=r"nobody owns org\.gnome\.Mutter\.IdleMonitor"):
        MutterIdleSource(lambda _: None, lambda: None)


def test_a_hanging_bus_is_given_up(session_bus: SessionBus, no_desktop: pytest.MonkeyPatch) -> None:
    no_desktop.setenv("DBUS_SESSION_BUS_ADDRESS", session_bus.address)
    os.kill(session_bus.daemon.pid, signal.SIGSTOP)
    with pytest.raises(NoServer):
        MutterIdleSource(lambda _: None, lambda: None)
    os.kill(session_bus.daemon.pid, signal.SIGCONT)
