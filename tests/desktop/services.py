"""Small services on a private bus, and the waiter that they share with the adapters."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Self, TypeVar

from sitbreak.core.inputs import Input
from sitbreak.waiter import Timer, Waiter
from sitbreak.wires.dbus import Bus
from sitbreak.wires.dbus_messages import (
    Message,
    error_reply,
    get_bus_id,
    name_of,
    path_of,
    reply,
    request_name,
    signal,
)
from tests.rig.servers import SessionBus
from tests.until import until

T = TypeVar("T")


class InboxLoop:
    """The program's own waiter, with an inbox that keeps everything."""

    def __init__(self) -> None:
        self.waiter = Waiter()
        self.posted: list[Input] = []
        self.buses: list[Bus] = []

    def connect(self, session_bus: SessionBus) -> Bus:
        """Open a connection that the loop reads, as long as it is among the waiter's sources."""
        bus = Bus(session_bus.address.removeprefix("unix:path="))
        self.buses.append(bus)
        self.waiter.add(bus)
        return bus

    def until(self, condition: Callable[[], T]) -> T:
        """Run the loop until the condition holds; return its first true value."""
        return until(condition, meanwhile=lambda: self.pass_time(0.02, condition))

    def pass_time(self, seconds: float, condition: Callable[[], object] = lambda: False) -> None:
        """Run the loop for this long, or until the condition holds."""
        over: list[bool] = []
        timer = Timer(seconds, lambda: over.append(True))
        self.waiter.add(timer)
        self.waiter.run(lambda: not over and not condition())
        self.waiter.remove(timer)

    def settle(self, hops: int = 12) -> None:
        """Let everything that was sent arrive, and the replies to it, and so on."""
        for _ in range(hops):
            self._hop()

    def _hop(self) -> None:
        """Read until the bus has answered every connection, after delivering what came before."""
        listening = [bus for bus in self.buses if bus in self.waiter.sources and bus.fileno() != -1]
        answers: list[object] = []
        for bus in listening:
            bus.call(get_bus_id(), "s", answers.append)
        self.until(lambda: len(answers) >= len(listening))

    @contextmanager
    def on_a_thread(self) -> Iterator[None]:
        """Run the loop on another thread for the length of the `with` block, as other programs do."""
        over: list[bool] = []
        thread = threading.Thread(target=lambda: self.until(lambda: over))
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
    """Answers the calls that it knows, others with an error; owns its names once it appears.

    Attributes:
        answers: signature and values, by path and the call's member and arguments.
        hangs: leaves calls without a reply.
        asked: members of all calls received.
    """

    loop: InboxLoop
    session_bus: SessionBus
    names: tuple[str, ...]
    answers: dict[tuple[object, ...], tuple[str, tuple[object, ...]]] = field(default_factory=dict)
    hangs: bool = False
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.bus = self.loop.connect(self.session_bus)

    def appear(self) -> Self:
        """Own the names, now that the answers are known."""
        replies: list[object] = []
        for name in self.names:
            self.bus.call(request_name(name), "u", replies.append)
        self.loop.until(lambda: len(replies) == len(self.names))
        assert replies == [(1,)] * len(self.names), replies
        return self

    def answer(self, path: str, *call: object, signature: str, values: tuple[object, ...]) -> None:
        """Answer this call (its member and arguments) on this path with these values from now on."""
        self.answers[(path, *call)] = (signature, values)
        self.bus.export(path, self._reply)

    def signal(self, path: str, interface: str, member: str, signature: str, *values: object) -> None:
        """Broadcast a signal."""
        self.bus.send(signal(path, interface, member, signature, *values))

    def leave(self) -> None:
        """Vanish from the bus."""
        self.bus.close()

    def _reply(self, call: Message) -> Message | None:
        self.asked.append(name_of(call))
        if self.hangs:
            return None
        key = (path_of(call), name_of(call), *call.body)
        if key not in self.answers:
            return error_reply(call, "org.freedesktop.DBus.Error.UnknownMethod")
        signature, values = self.answers[key]
        return reply(call, signature, *values)
