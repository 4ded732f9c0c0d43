"""A connection to a message bus that never blocks, not even while it is opened.

jeepney does the wire format and knows the handshake. Its own blocking connection drops signals that arrive
while it waits for a reply, so this one does the routing: replies by serial, signals by rule, calls by object
path. A `Bus` belongs to one thread; no method may be called from another.

Whatever arrives is checked for its types before it is handed on: a reply or a signal whose signature is not
the expected one costs only itself.
"""

import logging
import os
import socket
import struct
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from jeepney import HeaderFields, MessageFlag, MessageType, message_bus
from jeepney.auth import BEGIN, Authenticator
from jeepney.bus import get_bus
from jeepney.low_level import Header, parse_signature

from sitbreak.core.values import frozen
from sitbreak.wires import NoServer
from sitbreak.wires.dbus_messages import (
    Message,
    SignalRule,
    error_reply,
    path_of,
    signal_rule,
    signature_of,
)
from sitbreak.wires.frames import Frames

CALL_TIMEOUT = 3.0
"""Seconds until a call without a reply has failed: long for a daemon, short for a person."""

HANDSHAKE_TIMEOUT = 1.0
"""Seconds that a bus gets to let us in."""

_MOST_UNSENT = 1 << 20
"""Bytes: a bus that leaves more of them unread is gone. One that is only stopped gets them later."""

_RETRY = 0.25
"""Seconds until the next attempt to send what the bus has not read yet."""

_HEAD = 16
"""Bytes in which every message says how long it is."""

_MOST_SKIPPED = 1 << 27
"""Bytes: no message is longer. Source: the D-Bus specification, "Message Format"."""

_LONGEST_TEXT = 200
"""Letters of an error that are kept: anybody may have written it."""

T = TypeVar("T")
_log = logging.getLogger(__name__)


class CallFailed(Exception):
    """A call was answered by an error, or not in time.

    Attributes:
        name: the name of the D-Bus error.
    """

    def __init__(self, name: str, text: str = "") -> None:
        """`text` explains the error to people; the rest of a long one is cut off."""
        super().__init__((f"{name}: {text}" if text else name)[:_LONGEST_TEXT])
        self.name = name


Answer = tuple[Any, ...] | CallFailed
"""What answers a call: the values of the reply, or why there are none."""

_DISCONNECTED = CallFailed("org.freedesktop.DBus.Error.Disconnected")
NO_REPLY = "org.freedesktop.DBus.Error.NoReply"
_NO_REPLY = CallFailed(NO_REPLY, "no answer in time")
_INVALID = "org.freedesktop.DBus.Error.InvalidSignature"


@frozen
class _Call:
    returns: str | None
    on_answer: Callable[[Answer], None]
    cancel_timeout: Callable[[], None]


@frozen
class _Listener:
    rule: SignalRule
    signature: str | None
    handler: Callable[[Message], None]


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
        """Start to connect to the unix socket at `address` (a path; a leading NUL for an abstract one).

        A bus that does not let us in within `HANDSHAKE_TIMEOUT`, or gives us no name within that, is closed.

        Raises:
            NoServer: nobody listens there.
        """
        self._address = address
        self._held_since = time.monotonic()
        self._socket = socket.socket(socket.AF_UNIX)
        try:
            self._socket.setblocking(False)
            self._socket.connect(address)
            _send_credentials(self._socket)
            self._handshake: Authenticator | None = Authenticator()
            # jeepney 0.8 cannot leave out the byte that has just been sent.
            self._socket.send(self._handshake.data_to_send().removeprefix(b"\0"))
        except (OSError, ValueError) as error:
            self._socket.close()
            raise NoServer(f"no message bus at {address!r}: {error}") from error
        self._unsent = bytearray()
        self._frames = Frames(_HEAD, _size, _MOST_SKIPPED)
        self._serials = count(1)
        self._pending: dict[int, _Call] = {}
        self._timers: dict[int, _Timer] = {}
        self._listeners: list[_Listener] = []
        self._objects: dict[str, Callable[[Message], Message | None]] = {}
        self._closed_handlers: list[Callable[[], None]] = []
        self.unique_name = ""
        self._cancel_give_up = self.after(HANDSHAKE_TIMEOUT, lambda: self._give_up("it does not answer"))
        self.call(message_bus.Hello(), "s", self._keep_name, HANDSHAKE_TIMEOUT)  # it has the first number
        self._hello, self._unsent = self._unsent, bytearray()

    # --- in a loop -----------------------------------------------------------------------------

    def fileno(self) -> int:
        """Return the socket's descriptor, -1 once the connection is closed."""
        return self._socket.fileno()

    def due(self) -> float | None:
        """Return when the first call times out or the first timer goes off (time.monotonic() seconds)."""
        return min((timer.deadline for timer in self._timers.values()), default=None)

    def ready(self) -> None:
        """Handle everything that has arrived, without waiting."""
        if self._handshake is not None:
            self._shake_hands(self._handshake)
        else:
            self._receive()
        self._expire()

    # --- sending -------------------------------------------------------------------------------

    def send(self, *messages: Message) -> None:
        """Send messages in one write; calls among them get no reply."""
        for message in messages:
            if message.header.message_type is MessageType.method_call:
                message.header.flags |= MessageFlag.no_reply_expected
        self._write(b"".join(message.serialise(serial=next(self._serials)) for message in messages))

    def call(
        self,
        message: Message,
        returns: str | None,
        on_answer: Callable[[Answer], None],
        timeout: float = CALL_TIMEOUT,
    ) -> None:
        """Call a method.

        Args:
            message: the call.
            returns: the signature of its reply; with another one the call has failed. None: any will do.
            on_answer: called once; on a bus that is gone, before `call` returns.
            timeout: seconds until the call has failed without a reply.
        """
        serial = next(self._serials)
        data = message.serialise(serial=serial)
        cancel_timeout = self.after(timeout, lambda: self._finish_call(serial, _NO_REPLY))
        self._pending[serial] = _Call(returns, on_answer, cancel_timeout)
        self._write(data)

    def listen(
        self, rule: SignalRule, signature: str | None, handler: Callable[[Message], None]
    ) -> Callable[[], None]:
        """Pass every signal that matches `rule` and has this signature (None: any) to `handler`.

        Returns:
            A function that ends it; to be called once at most.
        """
        listener = _Listener(rule, signature, handler)
        self._listeners.append(listener)
        self.call(message_bus.AddMatch(rule), None, lambda answer: _log_failure("AddMatch", answer))

        def stop() -> None:
            self._listeners.remove(listener)
            self.send(message_bus.RemoveMatch(rule))

        return stop

    def export(self, path: str, handler: Callable[[Message], Message | None]) -> None:
        """Let `handler` answer the calls to the object at `path`; it returns None if it replies later."""
        self._objects[path] = handler

    def watch_name(self, name: str, on_owner: Callable[[str], None]) -> Callable[[], None]:
        """Report the owner of a bus name (a unique name, or "") now and at each change.

        Returns:
            A function that ends it, but for an answer that is on its way; to be called once at most.
        """
        bus = "org.freedesktop.DBus"
        rule = signal_rule(
            bus, "NameOwnerChanged", path="/org/freedesktop/DBus", sender=bus, first_value=name
        )
        stop = self.listen(rule, "sss", lambda message: on_owner(message.body[2]))
        self.call(
            message_bus.GetNameOwner(name),
            "s",
            lambda answer: on_owner("" if isinstance(answer, CallFailed) else answer[0]),
        )
        return stop

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
        self._frames.clear()
        self._unsent.clear()
        self._timers.clear()
        self._fail_pending()
        for handler in self._closed_handlers:
            _guarded(handler)

    # --- internals -------------------------------------------------------------------------------

    def _keep_name(self, answer: Answer) -> None:
        """Send what has been waiting until the bus has let us in.

        xdg-dbus-proxy, which filters the bus of a Flatpak, makes calls of its own at our Hello, and loses the
        replies to what it has received together with that. Source: experiments with 0.1.4.
        """
        if not isinstance(answer, CallFailed):
            self.unique_name = answer[0]
            self._postpone_timers()
            self._flush()
        elif self._is_open():
            self._give_up(str(answer))

    def _is_open(self) -> bool:
        return self._socket.fileno() != -1

    def _finish_call(self, serial: int, answer: Answer) -> None:
        call = self._pending.pop(serial, None)
        if call is not None:
            call.cancel_timeout()
            _guarded(call.on_answer, answer)

    def _fail_pending(self) -> None:
        for serial in list(self._pending):
            self._finish_call(serial, _DISCONNECTED)

    def _shake_hands(self, handshake: Authenticator) -> None:
        """Take the next step of being let in; the last one is Hello."""
        try:
            if not (data := self._socket.recv(4096)):
                raise ConnectionError("it hung up")
            handshake.feed(data)
        except BlockingIOError:
            return
        except (OSError, ValueError) as reason:
            self._give_up(str(reason))
            return
        if handshake.authenticated:
            self._handshake = None
            self._cancel_give_up()
            self._postpone_timers()
            waiting, self._unsent = self._unsent, bytearray(BEGIN + self._hello)
            self._flush()
            self._unsent += waiting

    def _postpone_timers(self) -> None:
        """Let the time of a call begin when it is sent: the process itself may have stood still till then."""
        now = time.monotonic()
        seconds, self._held_since = now - self._held_since, now
        self._timers = {
            number: _Timer(timer.on_time, timer.deadline + seconds) for number, timer in self._timers.items()
        }

    def _give_up(self, reason: str) -> None:
        _log.warning("the message bus at %r does not let us in: %s", self._address, reason)
        self.close()

    def _write(self, data: bytes) -> None:
        if self._is_open():
            self._unsent += data
            if self.unique_name and len(self._unsent) == len(data):  # otherwise `_flush` comes again
                self._flush()
            if len(self._unsent) > _MOST_UNSENT:
                self.close()
        if not self._is_open():
            self._fail_pending()  # calls made after it was closed

    def _flush(self) -> None:
        """Send as much as the bus takes, and the rest later."""
        try:
            while self._unsent:
                del self._unsent[: self._socket.send(self._unsent)]
        except BlockingIOError:
            self.after(_RETRY, self._flush)
        except OSError:
            self.close()

    def _receive(self) -> None:
        """Handle what has arrived."""
        try:
            hung_up = self._frames.receive(self._socket)
            for data in self._frames.messages():
                self._take(data)
        except OSError:
            hung_up = True
        except NoServer as reason:
            _log.warning("the message bus is not understood: %s", reason)
            hung_up = True
        if hung_up:
            self.close()

    def _expire(self) -> None:
        now = time.monotonic()
        for number in [number for number, timer in self._timers.items() if timer.deadline <= now]:
            if (timer := self._timers.pop(number, None)) is not None:  # not cancelled by one before it
                _guarded(timer.on_time)

    def _take(self, data: bytes) -> None:
        try:
            self._dispatch(data)
        except _Unreadable as reason:
            _log.warning("a D-Bus message could not be read: %s", reason)

    def _dispatch(self, data: bytes) -> None:
        """Hand a message on; its body is read only if its signature is the expected one.

        Raises:
            _Unreadable: it is no message, or of a kind that is not known.
        """
        header, body_at = _parsed(lambda: Header.from_buffer(data))
        message = Message(header, ())
        kind, signature = header.message_type, signature_of(message)

        def read_body() -> None:
            body = _parsed(lambda: parse_signature(list(f"({signature})")))
            message.body = _parsed(lambda: body.parse_data(data, body_at, header.endianness)[0])

        if kind in (MessageType.method_return, MessageType.error):
            self._handle_answer(message, signature, read_body)
        elif kind is MessageType.method_call:
            read_body()
            self._handle_call(message)
        elif listeners := [it for it in self._listeners if it.signature in (None, signature)]:
            read_body()
            for listener in listeners:
                if listener.rule.matches(message):
                    _guarded(listener.handler, message)

    def _handle_answer(self, message: Message, signature: str, read_body: Callable[[], None]) -> None:
        fields = message.header.fields
        serial = fields.get(HeaderFields.reply_serial, 0)
        if serial not in self._pending:
            return  # the reply comes too late
        returns, is_error = self._pending[serial].returns, message.header.message_type is MessageType.error
        answer: Answer = CallFailed(_INVALID, f"the reply is ({signature}) instead of ({returns})")
        try:
            if is_error:
                if signature.startswith("s"):
                    read_body()
                answer = CallFailed(fields.get(HeaderFields.error_name, ""), "".join(message.body[:1]))
            elif returns in (None, signature):
                read_body()
                answer = message.body
        except _Unreadable as reason:
            answer = CallFailed(_INVALID, str(reason))
        self._finish_call(serial, answer)

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


def _send_credentials(connected: socket.socket) -> None:
    """Send the byte that comes first; Linux looks up whose it is, other systems want to be asked for it."""
    if hasattr(socket, "SCM_CREDS"):
        connected.sendmsg([b"\0"], [(socket.SOL_SOCKET, socket.SCM_CREDS, bytes(512))])
    else:
        connected.send(b"\0")


def _size(head: bytes) -> int:
    """Return the size of a message, in bytes.

    Raises:
        NoServer: this is no message.
    """
    order = {b"l": "<", b"B": ">"}.get(head[:1])
    if order is None:
        raise NoServer("it sent something that is not a message")
    body, fields = struct.unpack(f"{order}4xI4xI", head)
    return int(_HEAD + fields + -fields % 8 + body)


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


class _Unreadable(Exception):
    """A message that cannot be parsed."""


def _parsed(parse: Callable[[], T]) -> T:
    """Run a step of jeepney's parser, which fails with whatever the bytes make it fail with.

    Raises:
        _Unreadable: it has failed.
    """
    try:
        return parse()
    except Exception as error:
        raise _Unreadable(f"{type(error).__name__}: {error}") from error


def _guarded(handler: Callable[..., None], *arguments: object) -> None:
    """Run a handler; a failure is logged and affects nothing else."""
    try:
        handler(*arguments)
    except Exception:
        _log.exception("a D-Bus message could not be handled")


def _log_failure(what: str, answer: Answer) -> None:
    if isinstance(answer, CallFailed):
        _log.warning("%s failed: %s", what, answer)
