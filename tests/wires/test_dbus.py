"""The D-Bus connection, to a real message bus and to a peer that misbehaves."""

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from jeepney import MessageFlag, Parser

from sitbreak.waiter import wait_readable
from sitbreak.wires import NoServer, dbus
from sitbreak.wires.dbus import Answer, Bus, CallFailed, system_bus
from sitbreak.wires.dbus import session_bus as own_session_bus
from sitbreak.wires.dbus_messages import (
    Message,
    error_reply,
    get_bus_id,
    method,
    name_of,
    property_query,
    query,
    reply,
    request_name,
    signal,
    signal_rule,
)
from tests.desktop.services import InboxLoop
from tests.rig.servers import SessionBus
from tests.until import until

HERE = "org.example.Here"
DISCONNECTED = "org.freedesktop.DBus.Error.Disconnected"


@pytest.fixture
def loop() -> Iterator[InboxLoop]:
    loop = InboxLoop()
    yield loop
    loop.close()


@pytest.fixture
def bus(session_bus: SessionBus, loop: InboxLoop) -> Bus:
    return loop.connect(session_bus)


@pytest.fixture
def other(session_bus: SessionBus, loop: InboxLoop, bus: Bus) -> Bus:
    """A second program on the bus; its unique name is known, and so is ours."""
    other = loop.connect(session_bus)
    loop.until(lambda: other.unique_name and bus.unique_name)
    return other


def names(answers: list[Answer]) -> list[str]:
    return [answer.name for answer in answers if isinstance(answer, CallFailed)]


def ping(to: str, path: str = "/here") -> Message:
    return method(to, path, HERE, "Ping", "s", "hello")


# --- calls -----------------------------------------------------------------------------------------


def test_a_call_is_answered_by_the_values_of_the_reply(loop: InboxLoop, bus: Bus, other: Bus) -> None:
    other.export("/here", lambda message: reply(message, "su", message.body[0], 7))
    answers: list[Answer] = []
    bus.call(ping(other.unique_name), None, answers.append)
    loop.until(lambda: answers)
    assert answers == [("hello", 7)]
    assert bus.due() is None


def test_a_handler_may_reply_later(loop: InboxLoop, bus: Bus, other: Bus) -> None:
    asked: list[Message] = []
    other.export("/here", asked.append)
    answers: list[Answer] = []
    bus.call(ping(other.unique_name), None, answers.append)
    loop.until(lambda: asked)
    loop.settle()
    assert answers == []
    other.send(reply(asked[0]))
    loop.until(lambda: answers)
    assert answers == [()]


def test_a_call_to_a_name_without_owner_fails(loop: InboxLoop, bus: Bus) -> None:
    answers: list[Answer] = []
    bus.call(ping("org.example.Nobody"), None, answers.append)
    loop.until(lambda: answers)
    assert names(answers) == ["org.freedesktop.DBus.Error.ServiceUnknown"]
    assert "org.example.Nobody" in str(answers[0])


def test_a_call_times_out_and_a_late_reply_is_ignored(loop: InboxLoop, bus: Bus, other: Bus) -> None:
    asked: list[Message] = []
    other.export("/here", asked.append)
    answers: list[Answer] = []
    bus.call(ping(other.unique_name), None, answers.append, timeout=0.05)
    loop.until(lambda: answers)
    other.send(reply(asked[0]))
    loop.settle()
    assert names(answers) == ["org.freedesktop.DBus.Error.NoReply"]


def test_a_question_starts_no_service(loop: InboxLoop, bus: Bus, other: Bus) -> None:
    asked: list[Message] = []
    other.export("/here", asked.append)
    bus.call(query(other.unique_name, "/here", HERE, "Ping", "s", "hello"), None, lambda _answer: None)
    bus.call(property_query(other.unique_name, "/here", HERE, "Colour"), None, lambda _answer: None)
    loop.until(lambda: len(asked) == 2)
    assert all(message.header.flags & MessageFlag.no_auto_start for message in asked)
    assert [message.body for message in asked] == [("hello",), (HERE, "Colour")]


def test_a_message_that_cannot_be_sent_raises_and_leaves_no_call(loop: InboxLoop, bus: Bus) -> None:
    loop.settle()
    with pytest.raises(UnicodeEncodeError):
        bus.call(method("org.example.Nobody", "/", HERE, "Ping", "s", "\ud800"), None, lambda _answer: None)
    assert bus.due() is None
    assert bus.fileno() != -1


def test_an_answer_of_another_type_costs_only_itself(loop: InboxLoop, bus: Bus, other: Bus) -> None:
    replies: list[tuple[str, object]] = [
        ("s", "one"), ("u", 1), ("v", ("u", 1)), ("ai", [1] * 10_000), ("b", True), ("u", 7)
    ]  # fmt: skip
    other.export("/here", lambda call: reply(call, *replies.pop(0)))
    answers: list[Answer] = []
    for _ in range(len(replies)):
        bus.call(ping(other.unique_name), "u", answers.append)
    loop.until(lambda: not replies and len(answers) == 6)
    assert [answer for answer in answers if not isinstance(answer, CallFailed)] == [(1,), (7,)]
    assert names(answers) == ["org.freedesktop.DBus.Error.InvalidSignature"] * 4
    assert "the reply is (s) instead of (u)" in str(answers[0])


def test_a_long_error_is_cut(loop: InboxLoop, bus: Bus, other: Bus) -> None:
    other.export("/here", lambda call: error_reply(call, "org.example.Error", "no " * 100_000))
    answers: list[Answer] = []
    bus.call(ping(other.unique_name), "u", answers.append)
    loop.until(lambda: answers)
    assert len(str(answers[0])) == 200


# --- being called ----------------------------------------------------------------------------------


def test_a_missing_object_and_a_failing_handler_reply_with_errors(
    loop: InboxLoop, bus: Bus, other: Bus, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_message: Message) -> Message:
        raise RuntimeError("no")

    other.export("/fails", fail)
    other.export("/wrong", lambda message: reply(message, "u", "not a number"))
    answers: list[Answer] = []
    for path in ("/nowhere", "/fails", "/wrong"):
        bus.call(ping(other.unique_name, path), None, answers.append)
    loop.until(lambda: len(answers) == 3)
    error = "org.freedesktop.DBus.Error"
    assert names(answers) == [f"{error}.UnknownObject", f"{error}.Failed", f"{error}.Failed"]
    assert len(caplog.records) == 2


def test_a_call_that_wants_no_reply_gets_none(loop: InboxLoop, bus: Bus, other: Bus) -> None:
    other.export("/here", lambda message: reply(message, "s", "unwanted"))
    message = ping(other.unique_name)
    message.header.flags |= 1
    answers: list[Answer] = []
    bus.call(message, None, answers.append, timeout=0.05)
    loop.until(lambda: answers)
    assert names(answers) == ["org.freedesktop.DBus.Error.NoReply"]


# --- signals ---------------------------------------------------------------------------------------


def test_signals_reach_every_listener_even_if_one_fails(
    loop: InboxLoop, bus: Bus, other: Bus, caplog: pytest.LogCaptureFixture
) -> None:
    received: list[str] = []

    def fail(_message: Message) -> None:
        raise RuntimeError("no")

    bus.listen(signal_rule(HERE, "Rang"), "s", fail)
    bus.listen(signal_rule(HERE, "Rang"), "s", lambda m: received.append(m.body[0]))
    bus.listen(signal_rule(HERE, "Slept"), "", lambda _message: received.append("slept"))
    loop.settle()
    for text in ("one", "two"):
        other.send(signal("/", HERE, "Rang", "s", text))
    loop.until(lambda: len(received) == 2)
    assert received == ["one", "two"]
    assert len(caplog.records) == 2


def test_a_signal_of_another_type_is_left_out(loop: InboxLoop, bus: Bus, other: Bus) -> None:
    received: list[object] = []
    bus.listen(signal_rule(HERE, "Rang"), "u", lambda message: received.append(message.body))
    loop.settle()
    sent: list[tuple[str, tuple[object, ...]]] = [
        ("s", ("one",)), ("u", (1,)), ("", ()), ("uu", (1, 2)), ("u", (2,))
    ]  # fmt: skip
    for signature, values in sent:
        other.send(signal("/", HERE, "Rang", signature, *values))
    loop.until(lambda: len(received) == 2)
    assert received == [(1,), (2,)]


def test_a_signal_between_a_call_and_its_reply_is_not_lost(loop: InboxLoop, bus: Bus, other: Bus) -> None:
    events: list[str] = []

    def answer_after_a_signal(message: Message) -> Message:
        other.send(signal("/", HERE, "Rang"))
        return reply(message)

    other.export("/here", answer_after_a_signal)
    bus.listen(signal_rule(HERE), "", lambda _message: events.append("signal"))
    bus.call(ping(other.unique_name), None, lambda _answer: events.append("answer"))
    loop.until(lambda: len(events) == 2)
    assert events == ["signal", "answer"]


def test_the_owner_of_a_name_is_reported_now_and_at_each_change(
    loop: InboxLoop, session_bus: SessionBus, bus: Bus, other: Bus
) -> None:
    owners: list[str] = []
    bus.watch_name(HERE, owners.append)
    loop.settle()
    other.call(request_name(HERE), "u", lambda _answer: None)
    loop.settle()
    late: list[str] = []
    bus.watch_name(HERE, late.append)
    loop.settle()
    second = loop.connect(session_bus)
    second.call(request_name("org.example.There"), "u", lambda _answer: None)
    loop.settle()
    other.close()
    loop.settle()
    assert owners == ["", other.unique_name, ""]
    assert late == [other.unique_name, ""]


def test_a_name_that_is_no_longer_watched_wakes_nobody(loop: InboxLoop, bus: Bus, other: Bus) -> None:
    first: list[str] = []
    second: list[str] = []
    stop_first = bus.watch_name(HERE, first.append)
    stop_second = bus.watch_name(HERE, second.append)
    loop.settle()
    stop_first()
    other.call(request_name(HERE), "u", lambda _answer: None)
    loop.settle()
    assert (first, second) == ([""], ["", other.unique_name])
    stop_second()
    arrived: list[Message] = []
    any_change = signal_rule("org.freedesktop.DBus", "NameOwnerChanged")
    bus._listeners.append(dbus._Listener(any_change, None, arrived.append))  # the bus does not know of it
    other.close()
    loop.settle()
    assert arrived == []


# --- timers ----------------------------------------------------------------------------------------


def test_a_timer_goes_off_once_unless_cancelled_or_the_bus_is_gone(
    loop: InboxLoop, bus: Bus, other: Bus
) -> None:
    rang: list[str] = []
    loop.settle()
    cancel = bus.after(0.01, lambda: rang.append("cancelled"))
    bus.after(0.02, lambda: rang.append("rang"))
    other.after(0.01, lambda: rang.append("gone"))
    other.close()
    due = bus.due()
    assert due is not None
    assert due - time.monotonic() <= 0.01
    cancel()
    cancel()
    loop.until(lambda: rang)
    assert rang == ["rang"]
    assert bus.due() is None
    assert other.due() is None


def test_a_timer_may_cancel_another_that_is_due_too(loop: InboxLoop, bus: Bus) -> None:
    rang: list[str] = []
    cancels: list[Callable[[], None]] = []

    def cancel_the_other() -> None:
        rang.append("first")
        cancels[0]()

    loop.settle()  # timers set before the bus has let us in begin only then
    bus.after(0.01, cancel_the_other)
    cancels.append(bus.after(0.01, lambda: rang.append("second")))
    time.sleep(0.02)
    loop.settle()
    assert rang == ["first"]


# --- a bus that is gone ----------------------------------------------------------------------------


def test_when_the_bus_goes_pending_calls_fail_and_handlers_run_once(
    loop: InboxLoop, bus: Bus, other: Bus, session_bus: SessionBus
) -> None:
    other.export("/here", lambda _message: None)
    answers: list[Answer] = []
    closed: list[str] = []
    bus.on_close(lambda: closed.append("closed"))
    bus.call(ping(other.unique_name), None, answers.append)
    loop.settle()
    session_bus.daemon.kill()
    loop.until(lambda: bus.fileno() == -1)
    bus.close()
    assert names(answers) == [DISCONNECTED]
    assert closed == ["closed"]


def test_a_call_on_a_bus_that_is_gone_fails_at_once(bus: Bus) -> None:
    bus.close()
    answers: list[Answer] = []
    bus.call(get_bus_id(), "s", answers.append)
    assert names(answers) == [DISCONNECTED]
    bus.send(signal("/", HERE, "Rang"))
    bus.ready()
    assert bus.due() is None


class Peer:
    """The other end of a socket; it knows the handshake, to which Hello belongs, and no more."""

    def __init__(self, path: Path, stall: float = 0.0) -> None:
        """Let a client in; `stall`: it makes a call first, and stands still for longer than that may take."""
        self.answers: list[Answer] = []
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(path))
        self._listener.listen()
        accept = threading.Thread(target=self._accept, name="peer")
        accept.start()
        self.bus = Bus(str(path))
        if stall:
            self.bus.call(get_bus_id(), "s", self.answers.append, timeout=stall / 2)
            time.sleep(stall)
        until(lambda: self.bus.unique_name, "the handshake is over", meanwhile=self.turn)
        accept.join()

    def _accept(self) -> None:
        self.socket, _ = self._listener.accept()
        self.socket.settimeout(5)
        received = b""
        while b"AUTH" not in received:
            received += self.socket.recv(100)
        self.socket.sendall(b"OK 0123456789abcdef0123456789abcdef\r\n")
        while not received.endswith(b"BEGIN\r\n"):
            received += self.socket.recv(1)
        self.hello, *self.came_with_hello = Parser().feed(self.socket.recv(1000))
        self.socket.sendall(reply(self.hello, "s", ":1.5").serialise(serial=1))

    def turn(self) -> None:
        if wait_readable(self.bus, time.monotonic() + 0.01):
            self.bus.ready()

    def next_message(self) -> Message:
        parser = Parser()
        while (message := parser.get_next_message()) is None:
            parser.add_data(self.socket.recv(1000))
        return message

    def close(self) -> None:
        self.bus.close()
        self.socket.close()
        self._listener.close()


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[Peer]:
    peer = Peer(tmp_path / "peer")
    yield peer
    peer.close()


def test_what_a_bus_sends_last_is_handled_before_it_is_gone(peer: Peer) -> None:
    events: list[object] = []
    peer.bus.on_close(lambda: events.append("closed"))
    peer.bus.call(get_bus_id(), "s", events.append)
    peer.socket.sendall(reply(peer.next_message(), "s", "an id").serialise(serial=2))
    peer.socket.close()
    peer.bus.ready()
    assert events == [("an id",), "closed"]
    assert peer.bus.fileno() == -1


def test_bytes_that_are_no_message_only_end_the_connection(
    peer: Peer, caplog: pytest.LogCaptureFixture
) -> None:
    peer.socket.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    peer.bus.ready()
    assert peer.bus.fileno() == -1
    assert [record.levelno for record in caplog.records] == [logging.WARNING]


def test_a_message_that_cannot_be_read_costs_only_itself(
    peer: Peer, caplog: pytest.LogCaptureFixture
) -> None:
    received: list[object] = []
    peer.bus.listen(signal_rule(HERE), "s", lambda message: received.append(message.body[0]))
    good = signal("/", HERE, "Rang", "s", "good").serialise(serial=1)
    for damaged in (good[:1] + b"\x09" + good[2:], good[:-6] + b"\xff\xff" + good[-4:], good):
        peer.socket.sendall(damaged)
    peer.bus.ready()
    assert received == ["good"]
    assert [record.exc_info for record in caplog.records] == [None, None], "no traceback"


def test_what_a_stopped_bus_has_not_read_is_sent_later(peer: Peer) -> None:
    sent = 5
    for _ in range(sent):
        peer.bus.send(signal("/", HERE, "Filled", "s", "x" * 100_000))
    assert peer.bus._unsent
    received: list[Message] = []
    parser = Parser()
    peer.socket.setblocking(False)

    def read() -> None:
        with suppress(BlockingIOError):
            received.extend(parser.feed(peer.socket.recv(1 << 20)))
        peer.turn()
        peer.bus.ready()

    until(lambda: len(received) == sent, "all has arrived", meanwhile=read)
    assert peer.bus.fileno() != -1


@pytest.mark.parametrize("said", [b"", b"REJECTED EXTERNAL\r\n", b"OK", b"\xff" * 10_000])
def test_a_bus_that_does_not_let_us_in_is_given_up(
    tmp_path: Path, said: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dbus, "HANDSHAKE_TIMEOUT", 0.2)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "bus"))
        listener.listen()
        bus = Bus(str(tmp_path / "bus"))
        answers: list[Answer] = []
        bus.call(get_bus_id(), "s", answers.append)
        with listener.accept()[0] as accepted:
            accepted.sendall(said)

            def turn() -> None:
                wait_readable(bus, time.monotonic() + 0.05)
                bus.ready()

            until(lambda: bus.fileno() == -1, "it is given up", meanwhile=turn)
    assert names(answers) == [DISCONNECTED]


def test_calls_have_their_time_from_when_they_are_sent(tmp_path: Path) -> None:
    peer = Peer(tmp_path / "peer", stall=0.3)
    peer.bus.ready()
    assert peer.answers == []
    assert peer.came_with_hello == [], "it waits until Hello is answered"
    assert peer.next_message().header.serial > peer.hello.header.serial, "which has the first number"
    peer.close()


def test_a_message_that_is_too_long_is_left_out(peer: Peer) -> None:
    answers: list[Answer] = []
    peer.bus.call(get_bus_id(), "s", answers.append)
    asked = peer.next_message()
    peer.bus.call(get_bus_id(), "s", answers.append)
    asked_again = peer.next_message()
    too_long = error_reply(asked, "org.example.Error", "no " * 700_000).serialise(serial=1)
    peer.socket.settimeout(None)
    both = too_long + reply(asked_again, "s", "an id").serialise(serial=2)
    sender = threading.Thread(target=peer.socket.sendall, args=(both,))
    sender.start()
    until(lambda: answers, "the next message arrives", meanwhile=peer.turn)
    sender.join()
    assert answers == [("an id",)]
    assert len(peer.bus._frames._data) == 0


def test_a_handler_that_closes_the_bus_receives_nothing_more(peer: Peer) -> None:
    received: list[str] = []

    def close(message: Message) -> None:
        received.append(name_of(message))
        peer.bus.close()

    peer.bus.listen(signal_rule(HERE), "", close)
    for number, name in enumerate(("First", "Second"), start=1):
        peer.socket.sendall(signal("/", HERE, name).serialise(serial=number))
    peer.bus.ready()
    assert received == ["First"]


def test_a_bus_that_no_longer_reads_is_gone(tmp_path: Path) -> None:
    peer = Peer(tmp_path / "peer")
    for _ in range(1000):  # 100 MB, which no socket holds
        peer.bus.send(signal("/", HERE, "Filled", "s", "x" * 100_000))
    assert peer.bus.fileno() == -1
    peer.close()


# --- finding it ------------------------------------------------------------------------------------


def test_the_error_names_an_address_without_a_bus(tmp_path: Path) -> None:
    with pytest.raises(NoServer, match="no-bus-here"):
        Bus(str(tmp_path / "no-bus-here"))


def test_the_session_bus_is_where_the_environment_says(
    session_bus: SessionBus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", session_bus.address)
    bus = own_session_bus()
    assert bus.fileno() != -1
    bus.close()


@pytest.mark.parametrize("address", [None, "", "tcp:host=localhost,port=1", "nonsense"])
def test_without_a_usable_address_the_runtime_folder_has_the_socket(
    address: str | None, session_bus: SessionBus, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if address is None:
        monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    else:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    monkeypatch.setenv("XDG_RUNTIME_DIR", session_bus.env["XDG_RUNTIME_DIR"])
    bus = own_session_bus()
    assert bus.fileno() != -1
    bus.close()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "empty"))
    with pytest.raises(NoServer):
        own_session_bus()


def test_the_system_bus_is_where_the_environment_says(
    session_bus: SessionBus, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", session_bus.address)
    bus = system_bus()
    assert bus.fileno() != -1
    bus.close()
    for address in (f"unix:path={tmp_path}/nowhere", "tcp:host=localhost,port=1", "nonsense"):
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        with pytest.raises(NoServer):
            system_bus()
