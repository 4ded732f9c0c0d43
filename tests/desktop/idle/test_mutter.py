"""What only Mutter and a session bus can do to an idle source."""

import os
import select
import signal
from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest

from sitbreak.desktop.idle.mutter import MutterIdleSource
from sitbreak.wires import NoServer
from sitbreak.wires import dbus_messages as messages
from sitbreak.wires.dbus import Bus
from sitbreak.wires.dbus_messages import Message
from tests.desktop.idle.desks import reported_idle, watch
from tests.desktop.idle.real_desks import RealDesk, nobody_waits_while_it_hangs, wake_ups_while_typing
from tests.desktop.idle.wayland_desks import best_source, desk_under
from tests.rig import compositors
from tests.rig.compositors import Compositor
from tests.rig.programs import needs
from tests.rig.servers import SessionBus
from tests.until import until

pytestmark = pytest.mark.real_desktop

_SESSION_MANAGER = "org.gnome.SessionManager"
_INHIBITS_IDLE = 8


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


class _SessionManager:
    """GNOME's, as far as Mutter asks it whether somebody inhibits idle."""

    def __init__(self, address: str) -> None:
        self.bus = Bus(address.removeprefix("unix:path="))
        self._questions = 0
        self.bus.export("/org/gnome/SessionManager", self._answer)
        self.bus.call(messages.request_name(_SESSION_MANAGER), None, lambda _: None)
        until(self._asked, "Mutter has found the session manager", 5)

    def inhibit_idle(self, *, on: bool) -> None:
        changed = {"InhibitedActions": ("u", _INHIBITS_IDLE if on else 0)}
        path, kind = "/org/gnome/SessionManager", (messages.PROPERTIES, "PropertiesChanged", "sa{sv}as")
        self.bus.send(messages.signal(path, *kind, _SESSION_MANAGER, changed, []))

    def _asked(self) -> bool:
        select.select([self.bus.fileno()], [], [], 0.1)
        self.bus.ready()
        return self._questions > 0

    def _answer(self, message: Message) -> Message:
        if messages.name_of(message) != "GetAll":
            return messages.reply(message)
        self._questions += 1
        return messages.reply(message, "a{sv}", {"InhibitedActions": ("u", 0)})


@pytest.fixture
def session_manager(mutter: Compositor) -> Iterator[_SessionManager]:
    manager = _SessionManager(mutter.env["DBUS_SESSION_BUS_ADDRESS"])
    yield manager
    manager.inhibit_idle(on=False)
    manager.bus.close()


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


def test_a_film_is_not_idle_until_it_ends(desk: RealDesk, session_manager: _SessionManager) -> None:
    desk.type()
    watch(desk, after=0.3)
    session_manager.inhibit_idle(on=True)
    desk.sit_still(0.7)
    assert desk.reported == []
    session_manager.inhibit_idle(on=False)
    assert 0.3 <= reported_idle(desk) < 0.5 + desk.lateness


def test_a_film_does_not_hold_a_watch_for_input_alone(
    desk: RealDesk, session_manager: _SessionManager
) -> None:
    session_manager.inhibit_idle(on=True)
    desk.type()
    watch(desk, after=0.3)
    desk.sit_still(0.7)
    assert desk.reported == []
    watch(desk, after=0.4, input_only=True)
    assert 0.4 <= reported_idle(desk) < 0.7 + desk.lateness, "and not since the last input: it held that"
    desk.type()
    watch(desk, after=0.2, input_only=True)
    assert 0.2 <= reported_idle(desk, 2) < 0.5 + desk.lateness


@pytest.mark.usefixtures("no_desktop")
def test_after_hours_a_film_is_reported_as_idle(
    mutter: Compositor, session_manager: _SessionManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", mutter.env["DBUS_SESSION_BUS_ADDRESS"])
    soon = partial(MutterIdleSource, film_proof=timedelta(seconds=0.7))
    desk = RealDesk(mutter.move_mouse, soon, remembers=True)
    desk.type()
    watch(desk, after=0.3)
    session_manager.inhibit_idle(on=True)
    assert 0.7 <= reported_idle(desk) < 1 + desk.lateness
    desk.source.close()


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
