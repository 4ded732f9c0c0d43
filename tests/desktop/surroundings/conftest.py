"""Surroundings on a private bus, asked through the program's own waiter, and servers that send nonsense."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pytest

from sitbreak.core.inputs import BusyChecked, BusyReason, CallChecked
from sitbreak.desktop.surroundings.asking import PATIENCE
from sitbreak.desktop.surroundings.linux import linux_surroundings
from sitbreak.desktop.surroundings.signs import Probe
from sitbreak.wires import NoServer
from sitbreak.wires.dbus import Bus
from tests.desktop.services import InboxLoop
from tests.desktop.sound_server import PipeWireServer
from tests.rig.programs import Home, needs
from tests.rig.servers import SessionBus
from tests.until import BUSY


@pytest.fixture
def loop() -> Iterator[InboxLoop]:
    loop = InboxLoop()
    yield loop
    loop.close()


class Asker:
    """Runs one check after another.

    Attributes:
        bus: the session bus; None: there is none.
    """

    def __init__(
        self, loop: InboxLoop, bus: SessionBus | None, probes: tuple[Probe, ...], patience: float
    ) -> None:
        self._loop = loop
        self.bus = bus
        self.surroundings = linux_surroundings(loop.posted.append, probes, self._connect, patience)
        loop.waiter.add(self.surroundings)

    def call(self) -> CallChecked:
        """Return whether a call and a film are on."""
        self.surroundings.check_call()
        self._loop.until(lambda: self._loop.posted)
        answer = self._loop.posted.pop()
        assert isinstance(answer, CallChecked)
        return answer

    def busy(self) -> set[BusyReason]:
        """Return what the desktop is busy with."""
        self.surroundings.check_busy()
        self._loop.until(lambda: self._loop.posted)
        answer = self._loop.posted.pop()
        assert isinstance(answer, BusyChecked)
        return set(answer.reasons)

    def unavailable_reason(self, name: str) -> str:
        """Return why a source did not answer, "" if it did."""
        findings = self.surroundings.findings()
        reasons = {source: reason for finding in findings for source, reason in finding.tried}
        reasons |= dict.fromkeys((finding.used for finding in findings if not finding.tried), "")
        return reasons[name]

    def _connect(self) -> Bus:
        if self.bus is None:
            raise NoServer("there is no bus")
        return Bus(self.bus.address.removeprefix("unix:path="))


class MakeAsker(Protocol):
    def __call__(
        self, bus: SessionBus | None = None, probes: tuple[Probe, ...] = (), patience: float = PATIENCE
    ) -> Asker: ...


@pytest.fixture
def ask(loop: InboxLoop) -> Iterator[MakeAsker]:
    """Make an asker; without probes only D-Bus is asked."""
    made: list[Asker] = []

    def make(
        bus: SessionBus | None = None, probes: tuple[Probe, ...] = (), patience: float = PATIENCE
    ) -> Asker:
        made.append(Asker(loop, bus, probes, patience))
        return made[-1]

    yield make
    for asker in made:
        asker.surroundings.close()


@contextmanager
def server_that_answers(path: Path, answer: bytes, *, hangs_up: bool = True) -> Iterator[None]:
    """Serve one client on a socket: answer whatever it sends first with these bytes."""
    path.parent.mkdir(exist_ok=True)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen()

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(answer)
                if hangs_up:
                    connection.shutdown(socket.SHUT_WR)
                while connection.recv(4096):  # an early close would fail what the client sends meanwhile
                    pass

        thread = threading.Thread(target=serve)
        thread.start()
        yield
        thread.join(BUSY)


@pytest.fixture
def pipewire(home: Home, runtime: Path, session_bus: SessionBus) -> Iterator[PipeWireServer]:
    needs("pipewire", "wireplumber", "pipewire-pulse", "pactl", "parec", "pw-record")
    assert runtime.is_dir()
    server = PipeWireServer(home, session_bus)
    yield server
    server.end()
