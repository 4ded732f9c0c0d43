"""Surroundings on a private bus, asked through the program's own waiter, and servers that talk nonsense."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pytest

from sitbreak.core.inputs import BusyChecked, BusyReason, CallChecked
from sitbreak.desktop.surroundings.signs import Probe
from sitbreak.desktop.surroundings.surroundings import Surroundings
from sitbreak.wires import NoServer
from sitbreak.wires.dbus import Bus
from tests.desktop.services import Turns
from tests.rig.servers import SessionBus


@pytest.fixture
def turns() -> Iterator[Turns]:
    turns = Turns()
    yield turns
    turns.close()


class Asker:
    """Asks one check after another.

    Attributes:
        bus: of the session and of the system; None: there is none.
    """

    def __init__(self, turns: Turns, bus: SessionBus | None, probes: tuple[Probe, ...]) -> None:
        self._turns = turns
        self.bus = bus
        self.surroundings = Surroundings(turns.posted.append, probes, self._connect, self._connect)
        turns.waiter.add(self.surroundings)

    def call(self) -> bool:
        self.surroundings.check_call()
        self._turns.until(lambda: self._turns.posted)
        answer = self._turns.posted.pop()
        assert isinstance(answer, CallChecked)
        return answer.on

    def busy(self) -> set[BusyReason]:
        self.surroundings.check_busy()
        self._turns.until(lambda: self._turns.posted)
        answer = self._turns.posted.pop()
        assert isinstance(answer, BusyChecked)
        return set(answer.reasons)

    def _connect(self) -> Bus:
        if self.bus is None:
            raise NoServer("there is no bus")
        return Bus(self.bus.address.removeprefix("unix:path="))

    def why_not(self, name: str) -> str:
        findings = self.surroundings.findings()
        reasons = {source: reason for finding in findings for source, reason in finding.tried}
        reasons |= dict.fromkeys((finding.used for finding in findings if not finding.tried), "")
        return reasons[name]


class MakeAsker(Protocol):
    def __call__(self, bus: SessionBus | None = None, probes: tuple[Probe, ...] = ()) -> Asker: ...


@pytest.fixture
def ask(turns: Turns) -> Iterator[MakeAsker]:
    """Make an asker; without probes only D-Bus is asked."""
    made: list[Asker] = []

    def make(bus: SessionBus | None = None, probes: tuple[Probe, ...] = ()) -> Asker:
        made.append(Asker(turns, bus, probes))
        return made[-1]

    yield make
    for asker in made:
        asker.surroundings.close()


@contextmanager
def server_that_answers(path: Path, answer: bytes) -> Iterator[None]:
    """Serve one client on a socket: whatever it sends first, this is the answer, and then it is hung up."""
    path.parent.mkdir(exist_ok=True)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen()

        def talk() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(answer)

        talker = threading.Thread(target=talk)
        talker.start()
        yield
        talker.join(5)
