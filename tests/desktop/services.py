"""Small services on a private bus, and the loop that they and the adapters take turns in."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Self

from jeepney import DBusAddress, HeaderFields, Message, message_bus, new_error, new_method_return, new_signal

from sitbreak.core.inputs import Input
from sitbreak.waiter import Timer, Waiter
from sitbreak.wires.dbus import Bus
from tests.rig.servers import SessionBus
from tests.until import until


class Turns:
    """The program's own waiter, with an inbox that keeps everything."""

    def __init__(self) -> None:
        self.waiter = Waiter()
        self.posted: list[Input] = []
        self.buses: list[Bus] = []

    def connect(self, session_bus: SessionBus) -> Bus:
        """Open a connection that is read in every turn, as long as it is among the waiter's sources."""
        bus = Bus(session_bus.address.removeprefix("unix:path="))
        self.buses.append(bus)
        self.waiter.add(bus)
        return bus

    def until(self, condition: Callable[[], object], seconds: float = 5) -> None:
        """Let everybody read what has come until the condition holds."""
        until(condition, seconds=seconds, meanwhile=lambda: self.pass_time(0.02, condition))

    def pass_time(self, seconds: float, condition: Callable[[], object] = lambda: False) -> None:
        """Let everybody read what comes in this time, or until the condition holds."""
        over: list[bool] = []
        timer = Timer(seconds, lambda: over.append(True))
        self.waiter.add(timer)
        self.waiter.run(lambda: not over and not condition())
        self.waiter.remove(timer)

    def settle(self, hops: int = 12) -> None:
        """Let everybody read what was sent, and the answers to it, and so on."""
        for _ in range(hops):
            self._hop()

    def _hop(self) -> None:
        """Read until the bus has answered everybody, which it does after delivering what came before."""
        listening = [bus for bus in self.buses if bus in self.waiter.sources and bus.fileno() != -1]
        answers: list[object] = []
        for bus in listening:
            bus.call(message_bus.GetId(), answers.append)
        self.until(lambda: len(answers) >= len(listening))

    @contextmanager
    def on_a_thread(self) -> Iterator[None]:
        """Let everybody here take their turns on another thread meanwhile: they are other programs."""
        over: list[bool] = []
        thread = threading.Thread(target=lambda: self.until(lambda: over, 30))
        thread.start()
        try:
            yield
        finally:
            over.append(True)
            thread.join()

    def close(self) -> None:
        for bus in self.buses:
            bus.close()
        self.waiter.close()


@dataclass
class Service:
    """Answers calls with what it was told to, anything else with an error; owns its names once it appears.

    Attributes:
        answers: signature and values, by path and the call's member and arguments.
        hangs: calls are left without an answer.
        asked: members of all calls that came.
    """

    turns: Turns
    session_bus: SessionBus
    names: tuple[str, ...]
    answers: dict[tuple[object, ...], tuple[str, tuple[object, ...]]] = field(default_factory=dict)
    hangs: bool = False
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.bus = self.turns.connect(self.session_bus)

    def appear(self) -> Self:
        """Own the names, now that the answers are there."""
        owned: list[object] = []
        for name in self.names:
            self.bus.call(message_bus.RequestName(name), owned.append)
        self.turns.until(lambda: len(owned) == len(self.names))
        assert owned == [(1,)] * len(self.names), owned
        return self

    def answer(self, path: str, *call: object, signature: str, values: tuple[object, ...]) -> None:
        """Answer this call (its member and arguments) on this path with these values from now on."""
        self.answers[(path, *call)] = (signature, values)
        self.bus.export(path, self._take)

    def signal(self, path: str, interface: str, member: str, signature: str, *values: object) -> None:
        """Tell everybody."""
        self.bus.send(new_signal(DBusAddress(path, interface=interface), member, signature, values))

    def leave(self) -> None:
        """Vanish from the bus."""
        self.bus.close()

    def _take(self, message: Message) -> Message | None:
        fields = message.header.fields
        self.asked.append(fields[HeaderFields.member])
        if self.hangs:
            return None
        key = (fields[HeaderFields.path], fields[HeaderFields.member], *message.body)
        if key not in self.answers:
            return new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")
        return new_method_return(message, *self.answers[key])
