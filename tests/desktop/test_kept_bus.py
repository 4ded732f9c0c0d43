"""Stories about a connection to a message bus that is opened again after it is lost."""

import sys
from collections.abc import Iterator
from itertools import pairwise

import pytest

if sys.platform != "linux":
    pytest.skip("D-Bus is how desktops on Linux communicate", allow_module_level=True)


from sitbreak.desktop.kept_bus import KeptBus
from sitbreak.wires import NoServer
from sitbreak.wires.dbus import Bus
from tests.conftest import Logged
from tests.desktop.services import InboxLoop
from tests.rig.servers import SessionBus


class Kept:
    """A kept bus, and what it reports."""

    def __init__(self, server: SessionBus, loop: InboxLoop) -> None:
        def connect() -> Bus:
            return Bus(server.address.removeprefix("unix:path="))

        self.bus = KeptBus(connect, retry_after=0.05)
        self.connected: list[Bus] = []
        self.losses = 0
        self.bus.on_connect(self.connected.append)
        self.bus.on_lost(self._count)
        loop.waiter.add(self.bus)

    def _count(self) -> None:
        self.losses += 1


@pytest.fixture
def loop() -> Iterator[InboxLoop]:
    loop = InboxLoop()
    yield loop
    loop.close()


@pytest.fixture
def kept(session_bus: SessionBus, loop: InboxLoop) -> Iterator[Kept]:
    kept = Kept(session_bus, loop)
    yield kept
    kept.bus.close()


def test_opening_connects_at_once_and_only_once(kept: Kept) -> None:
    assert kept.bus.bus is None
    kept.bus.open()
    kept.bus.open()
    assert kept.connected == [kept.bus.bus]


def test_a_lost_bus_is_connected_again(kept: Kept, loop: InboxLoop, session_bus: SessionBus) -> None:
    kept.bus.open()
    session_bus.daemon.kill()
    loop.until(lambda: kept.losses)
    assert kept.bus.bus is None
    session_bus.daemon.start()
    loop.until(lambda: kept.bus.bus)
    assert len(kept.connected) == 2


def test_a_missing_bus_is_logged_once(
    kept: Kept, loop: InboxLoop, session_bus: SessionBus, caplog: pytest.LogCaptureFixture
) -> None:
    session_bus.daemon.kill()
    caplog.set_level("INFO")
    kept.bus.open()
    kept.bus._attempt()
    assert len([line for line in caplog.messages if "trying again" in line]) == 1
    session_bus.daemon.start()
    loop.until(lambda: kept.bus.bus)


def test_a_closed_bus_stays_closed_until_it_is_opened(kept: Kept, logged: Logged) -> None:
    kept.bus.open()
    kept.bus.close()
    assert (kept.bus.bus, kept.bus.due(), kept.bus.fileno(), kept.losses) == (None, None, -1, 1)
    kept.bus.open()
    assert kept.bus.bus is not None
    assert logged() == []


def test_a_bus_that_stays_away_is_tried_less_and_less_often(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    attempts = []

    def connect() -> Bus:
        attempts.append(now)
        raise NoServer("there is no bus")

    monkeypatch.setattr("sitbreak.desktop.kept_bus.time.monotonic", lambda: now)
    bus = KeptBus(connect, retry_after=60)
    bus.open()
    while len(attempts) < 7:
        due = bus.due()
        assert due is not None
        now = due
        bus.ready()
    assert [later - earlier for earlier, later in pairwise(attempts)] == [60, 120, 240, 480, 600, 600]
