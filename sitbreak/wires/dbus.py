"""The one place that speaks D-Bus: a connection that never blocks once it is open.

jeepney does the wire format and the handshake. Its own blocking connection drops signals that arrive
while it waits for a reply, so the routing here is ours: replies by serial, signals by match rule, calls by
object path.
One thread owns a `Bus`; no method may be called from another.
"""

import logging
import os
import socket
import struct
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from jeepney import HeaderFields, MessageFlag, MessageType, Parser, message_bus
from jeepney.bus import get_bus
from jeepney.io.blocking import prep_socket

from sitbreak.core.values import frozen
from sitbreak.wires import NoServer
from sitbreak.wires.dbus_messages import Message, SignalRule, error_reply, path_of, signal_rule

CALL_TIMEOUT = 3.0
"""Seconds until a call without an answer counts as failed: long for a daemon, short for a person."""

_SEND_TIMEOUT = struct.pack("ll", 1, 0)
"""One second as a timeval: a bus that reads nothing any more counts as gone."""

_log = logging.getLogger(__name__)


class CallFailed(Exception):
    """A call brought an error, or no answer in time. `name` is the D-Bus error name."""

    def __init__(self, name: str, text: str = "") -> None:
        """Keep the error's name and its text."""
        super().__init__(f"{name}: {text}" if text else name)
        self.name = name


Answer = tuple[Any, ...] | CallFailed
"""What a call brings: the values of the reply, or why there are none."""


@frozen
class _Pending:
    on_answer: Callable[[Answer], None]
    deadline: float


@frozen
class _Timer:
    on_time: Callable[[], None]
    deadline: float


class Bus:
    """One connection to a message bus; a `Source` for a select loop."""

    def __init__(self, address: str) -> None:
        """Connect to the unix socket at `address` (a path; a leading NUL for an abstract one).

        Raises:
            NoServer: nobody answers there.
        """
        try:
            self._socket: socket.socket = prep_socket(address, timeout=1.0)
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, _SEND_TIMEOUT)
        except (OSError, ValueError) as error:
            raise NoServer(f"no message bus at {address!r}: {error}") from error
        self._parser = Parser()
        self._serials = count(1)
        self._pending: dict[int, _Pending] = {}
        self._timers: dict[int, _Timer] = {}
        self._listeners: list[tuple[SignalRule, Callable[[Message], None]]] = []
        self._objects: dict[str, Callable[[Message], Message | None]] = {}
        self._closed_handlers: list[Callable[[], None]] = []
        self.unique_name = ""
        self.call(message_bus.Hello(), self._keep_name)

    # --- as a source ---------------------------------------------------------------------------

    def fileno(self) -> int:
        """Return the socket's descriptor, -1 once the connection is closed."""
        return self._socket.fileno()

    def due(self) -> float | None:
        """Return when the first unanswered call or timer is over (time.monotonic() seconds)."""
        if not self._pending and not self._timers:  # as nearly always
            return None
        deadlines = [call.deadline for call in self._pending.values()]
        deadlines += [timer.deadline for timer in self._timers.values()]
        return min(deadlines)

    def ready(self) -> None:
        """Read whatever has come, without waiting, and hand it on."""
        hung_up = self._read()
        try:
            while self._is_open() and (message := self._parser.get_next_message()) is not None:
                self._dispatch(message)
        except Exception:
            _log.exception("the message bus sent something that is no message")
            hung_up = True
        if hung_up:
            self.close()
        self._expire()

    # --- speaking ------------------------------------------------------------------------------

    def send(self, *messages: Message) -> None:
        """Send messages in one write; no call among them is answered."""
        for message in messages:
            if message.header.message_type is MessageType.method_call:
                message.header.flags |= MessageFlag.no_reply_expected
        self._write(b"".join(message.serialise(serial=next(self._serials)) for message in messages))

    def call(
        self, message: Message, on_answer: Callable[[Answer], None], timeout: float = CALL_TIMEOUT
    ) -> None:
        """Call a method; `on_answer` gets the reply's values or a `CallFailed`, never both, always once.

        On a bus that is gone it fails before `call` returns.
        """
        serial = next(self._serials)
        data = message.serialise(serial=serial)
        self._pending[serial] = _Pending(on_answer, time.monotonic() + timeout)
        self._write(data)

    def listen(self, rule: SignalRule, handler: Callable[[Message], None]) -> None:
        """Hand every signal that matches `rule` to `handler`.

        Signals carry their sender's unique name, so a rule must not name a well-known one as its sender.
        """
        self._listeners.append((rule, handler))
        self.call(message_bus.AddMatch(rule), lambda answer: _log_failure("AddMatch", answer))

    def export(self, path: str, handler: Callable[[Message], Message | None]) -> None:
        """Answer calls to the object at `path` with what `handler` makes of them; None: it has answered."""
        self._objects[path] = handler

    def watch_name(self, name: str, on_owner: Callable[[str], None]) -> None:
        """Tell the owner of a bus name (a unique name, or "") now and at each change."""
        bus = "org.freedesktop.DBus"
        rule = signal_rule(
            bus, "NameOwnerChanged", path="/org/freedesktop/DBus", sender=bus, first_value=name
        )
        self.listen(rule, lambda message: on_owner(message.body[2]))
        self.call(
            message_bus.GetNameOwner(name),
            lambda answer: on_owner("" if isinstance(answer, CallFailed) else answer[0]),
        )

    def after(self, seconds: float, on_time: Callable[[], None]) -> Callable[[], None]:
        """Call `on_time` once, that much later, unless the bus is gone by then.

        Returns:
            What cancels it; may be called at any time.
        """
        number = next(self._serials)
        if self._is_open():
            self._timers[number] = _Timer(on_time, time.monotonic() + seconds)

        def cancel() -> None:
            self._timers.pop(number, None)

        return cancel

    def on_close(self, handler: Callable[[], None]) -> None:
        """Call `handler` when the bus is gone."""
        self._closed_handlers.append(handler)

    def close(self) -> None:
        """Close the connection; unanswered calls fail, `on_close` handlers run. Twice does nothing."""
        if not self._is_open():
            return
        self._socket.close()
        self._timers.clear()
        self._fail_pending()
        for handler in self._closed_handlers:
            _guarded(handler)

    # --- inside --------------------------------------------------------------------------------

    def _keep_name(self, answer: Answer) -> None:
        if not isinstance(answer, CallFailed):
            self.unique_name = answer[0]

    def _is_open(self) -> bool:
        return self._socket.fileno() != -1

    def _fail_pending(self) -> None:
        pending, self._pending = self._pending, {}
        for call in pending.values():
            _guarded(call.on_answer, CallFailed("org.freedesktop.DBus.Error.Disconnected"))

    def _write(self, data: bytes) -> None:
        try:
            self._socket.sendall(data)
        except OSError:
            self.close()
            self._fail_pending()  # what was called when it had long been closed

    def _read(self) -> bool:
        """Give what has come to the parser; tell whether the bus has hung up."""
        while self._is_open():
            try:
                data = self._socket.recv(65536, socket.MSG_DONTWAIT)
            except BlockingIOError:
                return False
            except OSError:
                return True
            if not data:
                return True
            self._parser.add_data(data)
        return False

    def _expire(self) -> None:
        now = time.monotonic()
        # Any of these handlers may close the bus or cancel a timer that is still to come in its loop.
        for serial in [serial for serial, call in self._pending.items() if call.deadline <= now]:
            if (call := self._pending.pop(serial, None)) is not None:
                no_reply = CallFailed("org.freedesktop.DBus.Error.NoReply", "no answer in time")
                _guarded(call.on_answer, no_reply)
        for number in [number for number, timer in self._timers.items() if timer.deadline <= now]:
            if (timer := self._timers.pop(number, None)) is not None:
                _guarded(timer.on_time)

    def _dispatch(self, message: Message) -> None:
        kind = message.header.message_type
        if kind in (MessageType.method_return, MessageType.error):
            self._answered(message)
        elif kind is MessageType.signal:
            for rule, handler in list(self._listeners):
                if rule.matches(message):
                    _guarded(handler, message)
        elif kind is MessageType.method_call:
            self._called(message)

    def _answered(self, message: Message) -> None:
        call = self._pending.pop(message.header.fields.get(HeaderFields.reply_serial, 0), None)
        if call is None:
            return
        if message.header.message_type is MessageType.error:
            name = message.header.fields.get(HeaderFields.error_name, "")
            _guarded(call.on_answer, CallFailed(name, str(message.body[0]) if message.body else ""))
        else:
            _guarded(call.on_answer, message.body)

    def _called(self, message: Message) -> None:
        handler = self._objects.get(path_of(message))
        reply: Message | None
        try:
            if handler is None:
                reply = error_reply(message, "org.freedesktop.DBus.Error.UnknownObject")
            else:
                reply = handler(message)
            self._answer(message, reply)
        except Exception:
            _log.exception("a D-Bus call could not be answered")
            self._answer(message, error_reply(message, "org.freedesktop.DBus.Error.Failed"))

    def _answer(self, message: Message, reply: Message | None) -> None:
        if reply is not None and not message.header.flags & MessageFlag.no_reply_expected:
            self.send(reply)


def session_bus() -> Bus:
    """Connect to the person's session bus.

    Falls back to the socket that systemd makes, for sessions that do not export its address.

    Raises:
        NoServer: there is none.
    """
    fallback = Path(os.environ.get("XDG_RUNTIME_DIR", "/nowhere")) / "bus"
    try:
        address = get_bus("SESSION")
    except (KeyError, RuntimeError, ValueError):
        address = str(fallback)
        if not fallback.is_socket():
            raise NoServer("no session bus: DBUS_SESSION_BUS_ADDRESS is not set") from None
    return Bus(address)


def system_bus() -> Bus:
    """Connect to the bus of the whole computer.

    Raises:
        NoServer: there is none.
    """
    try:
        address = get_bus("SYSTEM")
    except (RuntimeError, ValueError) as error:
        raise NoServer(f"no system bus: {error}") from None
    return Bus(address)


def _guarded(handler: Callable[..., None], *arguments: object) -> None:
    """Run a handler so that its failure costs only itself."""
    try:
        handler(*arguments)
    except Exception:
        _log.exception("a D-Bus message could not be handled")


def _log_failure(what: str, answer: Answer) -> None:
    if isinstance(answer, CallFailed):
        _log.warning("%s failed: %s", what, answer)
