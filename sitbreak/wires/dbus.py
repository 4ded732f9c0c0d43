"""A connection to a message bus that never blocks once it is open.

jeepney does the wire format and the handshake. Its own blocking connection drops signals that arrive
while it waits for a reply, so this one does the routing: replies by serial, signals by rule, calls by object
path. A `Bus` belongs to one thread; no method may be called from another.
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
"""Seconds until a call without a reply has failed: long for a daemon, short for a person."""

_SEND_TIMEOUT = struct.pack("ll", 1, 0)
"""One second as a timeval: a bus that no longer reads is gone."""

_log = logging.getLogger(__name__)


class CallFailed(Exception):
    """A call was answered by an error, or not in time.

    Attributes:
        name: the name of the D-Bus error.
    """

    def __init__(self, name: str, text: str = "") -> None:
        """`text` explains the error to people."""
        super().__init__(f"{name}: {text}" if text else name)
        self.name = name


Answer = tuple[Any, ...] | CallFailed
"""What answers a call: the values of the reply, or why there are none."""

_DISCONNECTED = CallFailed("org.freedesktop.DBus.Error.Disconnected")
_NO_REPLY = CallFailed("org.freedesktop.DBus.Error.NoReply", "no answer in time")


@frozen
class _Call:
    on_answer: Callable[[Answer], None]
    cancel_timeout: Callable[[], None]


@frozen
class _Timer:
    on_time: Callable[[], None]
    deadline: float


class Bus:
    """One connection to a message bus, with what a select loop needs: `fileno`, `due` and `ready`.

    Attributes:
        unique_name: the name that the bus has given us; "" until it has.
    """

    def __init__(self, address: str) -> None:
        """Connect to the unix socket at `address` (a path; a leading NUL for an abstract one).

        Raises:
            NoServer: no bus answers there.
        """
        try:
            self._socket: socket.socket = prep_socket(address, timeout=1.0)
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, _SEND_TIMEOUT)
        except (OSError, ValueError) as error:
            raise NoServer(f"no message bus at {address!r}: {error}") from error
        self._parser = Parser()
        self._serials = count(1)
        self._pending: dict[int, _Call] = {}
        self._timers: dict[int, _Timer] = {}
        self._listeners: list[tuple[SignalRule, Callable[[Message], None]]] = []
        self._objects: dict[str, Callable[[Message], Message | None]] = {}
        self._closed_handlers: list[Callable[[], None]] = []
        self.unique_name = ""
        self.call(message_bus.Hello(), self._keep_name)

    # --- in a loop -----------------------------------------------------------------------------

    def fileno(self) -> int:
        """Return the socket's descriptor, -1 once the connection is closed."""
        return self._socket.fileno()

    def due(self) -> float | None:
        """Return when the first call times out or the first timer goes off (time.monotonic() seconds)."""
        return min((timer.deadline for timer in self._timers.values()), default=None)

    def ready(self) -> None:
        """Handle everything that has arrived, without waiting."""
        hung_up = self._read()
        try:
            while self._is_open() and (message := self._parser.get_next_message()) is not None:
                self._dispatch(message)
        except Exception:
            _log.exception("the message bus sent something that is not a message")
            hung_up = True
        if hung_up:
            self.close()
        self._expire()

    # --- sending -------------------------------------------------------------------------------

    def send(self, *messages: Message) -> None:
        """Send messages in one write; calls among them get no reply."""
        for message in messages:
            if message.header.message_type is MessageType.method_call:
                message.header.flags |= MessageFlag.no_reply_expected
        self._write(b"".join(message.serialise(serial=next(self._serials)) for message in messages))

    def call(
        self, message: Message, on_answer: Callable[[Answer], None], timeout: float = CALL_TIMEOUT
    ) -> None:
        """Call a method.

        Args:
            message: the call.
            on_answer: called once; on a bus that is gone, before `call` returns.
            timeout: seconds until the call has failed without a reply.
        """
        serial = next(self._serials)
        data = message.serialise(serial=serial)
        cancel_timeout = self.after(timeout, lambda: self._finish_call(serial, _NO_REPLY))
        self._pending[serial] = _Call(on_answer, cancel_timeout)
        self._write(data)

    def listen(self, rule: SignalRule, handler: Callable[[Message], None]) -> None:
        """Pass every signal that matches `rule` to `handler`."""
        self._listeners.append((rule, handler))
        self.call(message_bus.AddMatch(rule), lambda answer: _log_failure("AddMatch", answer))

    def export(self, path: str, handler: Callable[[Message], Message | None]) -> None:
        """Let `handler` answer the calls to the object at `path`; it returns None if it replies later."""
        self._objects[path] = handler

    def watch_name(self, name: str, on_owner: Callable[[str], None]) -> None:
        """Report the owner of a bus name (a unique name, or "") now and at each change."""
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
        """Call `on_time` once, so many seconds later, unless the bus is gone by then.

        Returns:
            A function that cancels it, at any time.
        """
        number = next(self._serials)
        if self._is_open():
            self._timers[number] = _Timer(on_time, time.monotonic() + seconds)

        def cancel() -> None:
            self._timers.pop(number, None)

        return cancel

    def on_close(self, handler: Callable[[], None]) -> None:
        """Call `handler` when the connection is closed, by us or by the bus."""
        self._closed_handlers.append(handler)

    def close(self) -> None:
        """Close the connection: pending calls fail, `on_close` handlers run. Does nothing the second time."""
        if not self._is_open():
            return
        self._socket.close()
        self._timers.clear()
        self._fail_pending()
        for handler in self._closed_handlers:
            _guarded(handler)

    # --- internals -------------------------------------------------------------------------------

    def _keep_name(self, answer: Answer) -> None:
        if not isinstance(answer, CallFailed):
            self.unique_name = answer[0]

    def _is_open(self) -> bool:
        return self._socket.fileno() != -1

    def _finish_call(self, serial: int, answer: Answer) -> None:
        call = self._pending.pop(serial, None)
        if call is not None:  # otherwise the reply comes too late
            call.cancel_timeout()
            _guarded(call.on_answer, answer)

    def _fail_pending(self) -> None:
        for serial in list(self._pending):
            self._finish_call(serial, _DISCONNECTED)

    def _write(self, data: bytes) -> None:
        try:
            self._socket.sendall(data)
        except OSError:
            self.close()
            self._fail_pending()  # calls made after it was closed

    def _read(self) -> bool:
        """Parse what has arrived; return whether the bus has hung up."""
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
        for number in [number for number, timer in self._timers.items() if timer.deadline <= now]:
            if (timer := self._timers.pop(number, None)) is not None:  # not cancelled by one before it
                _guarded(timer.on_time)

    def _dispatch(self, message: Message) -> None:
        kind = message.header.message_type
        if kind in (MessageType.method_return, MessageType.error):
            self._handle_answer(message)
        elif kind is MessageType.signal:
            for rule, handler in list(self._listeners):
                if rule.matches(message):
                    _guarded(handler, message)
        elif kind is MessageType.method_call:
            self._handle_call(message)

    def _handle_answer(self, message: Message) -> None:
        fields, answer = message.header.fields, message.body
        if message.header.message_type is MessageType.error:
            text = str(message.body[0]) if message.body else ""
            answer = CallFailed(fields.get(HeaderFields.error_name, ""), text)
        self._finish_call(fields.get(HeaderFields.reply_serial, 0), answer)

    def _handle_call(self, message: Message) -> None:
        handler = self._objects.get(path_of(message))
        if handler is None:
            self._reply(message, error_reply(message, "org.freedesktop.DBus.Error.UnknownObject"))
            return
        try:
            self._reply(message, handler(message))
        except Exception:
            _log.exception("a D-Bus call could not be handled")
            self._reply(message, error_reply(message, "org.freedesktop.DBus.Error.Failed"))

    def _reply(self, message: Message, reply: Message | None) -> None:
        if reply is not None and not message.header.flags & MessageFlag.no_reply_expected:
            self.send(reply)


def session_bus() -> Bus:
    """Connect to the person's session bus; without its address, to the socket that systemd makes.

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
    """Connect to the computer's system bus.

    Raises:
        NoServer: there is none.
    """
    try:
        address = get_bus("SYSTEM")
    except (RuntimeError, ValueError) as error:
        raise NoServer(f"no system bus: {error}") from None
    return Bus(address)


def _guarded(handler: Callable[..., None], *arguments: object) -> None:
    """Run a handler; a failure is logged and affects nothing else."""
    try:
        handler(*arguments)
    except Exception:
        _log.exception("a D-Bus message could not be handled")


def _log_failure(what: str, answer: Answer) -> None:
    if isinstance(answer, CallFailed):
        _log.warning("%s failed: %s", what, answer)
