"""The messages of other programs on a bus: replies, errors, signals and calls, with any values in them."""

import os
import queue
import select
import socket
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from jeepney import (
    DBusAddress,
    HeaderFields,
    MessageFlag,
    MessageType,
    Parser,
    new_error,
    new_method_call,
    new_method_return,
    new_signal,
)

from sitbreak.core.effects import Bubble, Button
from sitbreak.core.inputs import Input, Shown, StartBreak
from sitbreak.desktop.notifications.freedesktop import FreedesktopNotifications
from sitbreak.desktop.session.logind import Logind
from sitbreak.desktop.session.screensavers import ScreenSavers
from sitbreak.desktop.tray.dbusmenu import DBusMenu
from sitbreak.desktop.tray.live_icon import Menu, MenuItem
from sitbreak.desktop.tray.status_notifier import StatusNotifierItem
from sitbreak.wires.dbus import Bus, session_bus
from sitbreak.wires.dbus_messages import Message, name_of
from tests.fuzz.damage import damaged, texts, words
from tests.fuzz.engine import Target, Try
from tests.fuzz.peer import Peer

_BUS = "org.freedesktop.DBus"
_NOTIFICATIONS = "org.freedesktop.Notifications"
_WATCHER = "org.kde.StatusNotifierWatcher"
_LOGIND = "org.freedesktop.login1"
_SAVER = "org.gnome.ScreenSaver"
_OWNER, _NEW_OWNER = ":1.7", ":1.99"
_BUBBLE = Bubble(Shown.TIP, "A tip", "Stand up.", (Button("Start break", StartBreak()),))
_TITLE = 3  # its place among the values of Notify

# --- what may be said ------------------------------------------------------------------------------

Typed = tuple[str, tuple[Any, ...]]
"""A signature, and values that fit it."""

_texts = texts.map(lambda text: text.encode("utf-8", "replace").decode().replace("\0", ""))
_signed = words.map(lambda word: word - (1 << 32) if word >> 31 else word)
_variants = st.one_of(
    st.tuples(st.just("s"), _texts),
    st.tuples(st.just("u"), words),
    st.tuples(st.just("b"), st.booleans()),
    st.tuples(st.just("i"), _signed),
    st.just(("(uo)", (os.getuid(), "/user"))),
    st.just(("(so)", ("1", "/session"))),
    st.just(("as", ["a", "b"])),
    st.just(("v", ("v", ("s", "deep")))),
)
_values: SearchStrategy[tuple[str, Any]] = st.one_of(
    _variants,
    st.tuples(st.just("v"), _variants),
    st.tuples(st.just("as"), st.lists(_texts, max_size=3)),
    st.tuples(st.just("ai"), st.lists(_signed, max_size=3)),
    st.tuples(
        st.just("a{sv}"),
        st.dictionaries(_texts | st.sampled_from(["LockedHint", "User"]), _variants, max_size=3),
    ),
    st.tuples(st.just("ay"), st.binary(max_size=4)),
    st.tuples(st.just("o"), st.sampled_from(["/", "/session", "/a/b"])),
    st.tuples(st.just("d"), st.floats()),
    st.tuples(st.just("t"), st.integers(0, 2**64 - 1)),
    st.just(("(so)", ("1", "/session"))),
    st.just(("a(isvu)", [(1, "clicked", ("i", 0), 0)])),
    st.sampled_from(
        [("i", 0), ("i", 1), ("i", -1), ("u", 3), ("u", 2), ("s", "clicked"), ("s", "org.gnome.ScreenSaver")]
    ),
    st.sampled_from(
        [("s", _OWNER), ("s", ""), ("s", _SAVER), ("s", _NOTIFICATIONS), ("s", f"{_LOGIND}.Session")]
    ),
)
_bodies: SearchStrategy[Typed] = st.lists(_values, max_size=4).map(
    lambda values: ("".join(kind for kind, _ in values), tuple(value for _, value in values))
)
_SIGNALS = (
    ("/org/freedesktop/DBus", _BUS, "NameOwnerChanged", _BUS),
    ("/org/freedesktop/Notifications", _NOTIFICATIONS, "ActionInvoked", _OWNER),
    ("/org/freedesktop/Notifications", _NOTIFICATIONS, "NotificationClosed", _OWNER),
    ("/org/freedesktop/login1", f"{_LOGIND}.Manager", "PrepareForSleep", _OWNER),
    ("/session", "org.freedesktop.DBus.Properties", "PropertiesChanged", _OWNER),
    ("/org/gnome/ScreenSaver", _SAVER, "ActiveChanged", _OWNER),
    ("/org/gnome/ScreenSaver", _SAVER, "ActiveChanged", ":1.1"),
)
_CALLS = tuple(
    (path, interface, member)
    for path, interface, members in (
        (
            "/MenuBar",
            "com.canonical.dbusmenu",
            "GetLayout GetGroupProperties GetProperty Event EventGroup AboutToShow AboutToShowGroup Nothing",
        ),
        ("/MenuBar", "org.freedesktop.DBus.Properties", "Get GetAll Set"),
        ("/StatusNotifierItem", "org.freedesktop.DBus.Properties", "Get GetAll Set"),
        ("/StatusNotifierItem", "org.kde.StatusNotifierItem", "Activate ContextMenu Scroll"),
        ("/nowhere", "org.freedesktop.DBus.Introspectable", "Introspect"),
    )
    for member in members.split()
)
_GOOD_CALLS: tuple[tuple[str, str, tuple[Any, ...]], ...] = (
    ("GetLayout", "iias", (0, -1, [])),
    ("GetGroupProperties", "aias", ([1, 2], ["label"])),
    ("GetProperty", "is", (1, "label")),
    ("Event", "isvu", (1, "clicked", ("i", 0), 0)),
    ("EventGroup", "a(isvu)", ([(1, "clicked", ("s", ""), 0)],)),
    ("AboutToShow", "i", (0,)),
    ("AboutToShowGroup", "ai", ([0, 1, 99],)),
)


class Conversation:
    """Both ends of a connection; on ours hang the notifications, and something else that uses a bus."""

    def __init__(self, bus: Bus, theirs: socket.socket, arrived: bytes) -> None:
        self.bus = bus
        self._theirs = theirs
        self._theirs.setblocking(False)
        self._parser = Parser()
        self._parser.add_data(arrived)
        self._serial = 0
        self.calls: deque[Message] = deque()
        self.notified: list[str] = []
        self.posted: list[Input] = []
        self.broken = False
        self._kept: object = None
        self.notifications = FreedesktopNotifications(bus, self.posted.append)
        self.pump()

    def use(self, what: str) -> None:
        """Use the bus for something else, too."""
        match what:
            case "logind":
                self._kept = Logind(self.bus, lambda *_: None, lambda: None, lambda: None)
            case "screen savers":
                self._kept = ScreenSavers(self.bus, lambda *_: None)
            case "tray":
                item = StatusNotifierItem(self.bus, "sitbreak", lambda: None, lambda: None, patience=5)
                menu = DBusMenu(self.bus, "/MenuBar", lambda: None, lambda _: None)
                menu.update(Menu(MenuItem("Start break", lambda: None), MenuItem("Tip", None, enabled=False)))
                item.register()
        self.pump()

    def pump(self) -> None:
        """Let both read what has arrived."""
        self.bus.ready()
        try:
            while data := self._theirs.recv(65536):
                self._parser.add_data(data)
        except BlockingIOError:
            pass
        while (message := self._parser.get_next_message()) is not None:
            if message.header.message_type is MessageType.method_call:
                if name_of(message) == "Notify":
                    self.notified.append(message.body[_TITLE])
                if not message.header.flags & MessageFlag.no_reply_expected:
                    self.calls.append(message)

    def send(self, message: Message, sender: str) -> None:
        """Send a message as the bus would pass it on."""
        self._serial += 1
        message.header.fields[HeaderFields.sender] = sender
        self.send_bytes(message.serialise(serial=self._serial))

    def send_bytes(self, data: bytes) -> None:
        """Send any bytes."""
        self._theirs.sendall(data)
        self.pump()

    def answer_well(self) -> None:
        """Answer the oldest call as it should be."""
        if self.calls:
            call = self.calls.popleft()
            signature, values = _GOOD_ANSWERS.get(name_of(call), ("", ()))
            self.send(new_method_return(call, signature or None, values), _OWNER)

    def close(self) -> None:
        self.bus.close()
        self._theirs.close()


_GOOD_ANSWERS: dict[str, Typed] = {
    "Hello": ("s", (":1.5",)),
    "GetNameOwner": ("s", (_OWNER,)),
    "RequestName": ("u", (1,)),
    "GetId": ("s", ("0123456789abcdef",)),
    "GetCapabilities": ("as", (["actions", "body-markup"],)),
    "Notify": ("u", (3,)),
    "GetActive": ("b", (False,)),
    "GetSession": ("o", ("/session",)),
    "GetSessionByPID": ("o", ("/session",)),
    "GetAll": ("a{sv}", ({"User": ("(uo)", (os.getuid(), "/user")), "LockedHint": ("b", False)},)),
    "Get": ("v", (("(so)", ("1", "/session")),)),
}
"""What is answered as it should be, by the call's member; nothing to others."""


# --- what happens ----------------------------------------------------------------------------------

Step = Callable[[Conversation], None]


def _answer(place: int, body: Typed, talk: Conversation) -> None:
    if talk.calls:
        call = talk.calls[place % len(talk.calls)]
        talk.calls.remove(call)
        talk.send(new_method_return(call, body[0] or None, body[1]), _OWNER)


def _refuse(place: int, name: str, body: Typed, talk: Conversation) -> None:
    if talk.calls:
        call = talk.calls[place % len(talk.calls)]
        talk.calls.remove(call)
        talk.send(new_error(call, name, body[0] or None, body[1]), _OWNER)


def _signal(which: int, body: Typed, talk: Conversation) -> None:
    path, interface, member, sender = _SIGNALS[which]
    talk.send(new_signal(DBusAddress(path, interface=interface), member, body[0] or None, body[1]), sender)


def _call(which: int, body: Typed, talk: Conversation) -> None:
    path, interface, member = _CALLS[which]
    address = DBusAddress(path, ":1.5", interface)
    talk.send(new_method_call(address, member, body[0] or None, body[1]), ":1.20")


def _call_well(which: int, talk: Conversation) -> None:
    member, signature, values = _GOOD_CALLS[which]
    address = DBusAddress("/MenuBar", ":1.5", "com.canonical.dbusmenu")
    talk.send(new_method_call(address, member, signature, values), ":1.20")


def _send_bytes(data: bytes, talk: Conversation) -> None:
    talk.broken = True
    talk.send_bytes(data)


_A_SIGNAL = new_signal(
    DBusAddress(_SIGNALS[1][0], interface=_NOTIFICATIONS), "ActionInvoked", "us", (3, "sitbreak-1")
).serialise(serial=900)

_GOOD_MESSAGES = [
    new_method_call(DBusAddress("/MenuBar", ":1.5", "com.canonical.dbusmenu"), *call).serialise(
        serial=901 + number
    )
    for number, call in enumerate(_GOOD_CALLS)
]

_steps: SearchStrategy[tuple[str, Step]] = st.one_of(
    st.just(("answer well", Conversation.answer_well)),
    st.builds(lambda *given: (f"answer {given}", partial(_answer, *given)), st.integers(0, 30), _bodies),
    st.builds(
        lambda *given: (f"refuse {given}", partial(_refuse, *given)),
        st.integers(0, 30),
        st.sampled_from(["org.freedesktop.DBus.Error.Failed", "a.b"]),
        _bodies,
    ),
    st.builds(
        lambda *given: (f"signal {given}", partial(_signal, *given)),
        st.integers(0, len(_SIGNALS) - 1),
        _bodies,
    ),
    st.builds(
        lambda *given: (f"call {given}", partial(_call, *given)), st.integers(0, len(_CALLS) - 1), _bodies
    ),
    st.builds(
        lambda which: (f"good call {which}", partial(_call_well, which)), st.integers(0, len(_GOOD_CALLS) - 1)
    ),
    st.just(("show", lambda talk: talk.notifications.show(_BUBBLE))),
    st.just(("withdraw", lambda talk: talk.notifications.withdraw())),
)


@st.composite
def _cases(draw: DrawFn) -> list[tuple[str, Step]]:
    """Draw what happens, after so many good answers."""
    what = draw(st.sampled_from(["nothing", "logind", "screen savers", "tray"]))
    steps: list[tuple[str, Step]] = [(f"use {what}", lambda talk: talk.use(what))]
    steps += [("answer well", Conversation.answer_well)] * draw(st.sampled_from([0, 1, 3, 8, 20]))
    steps += draw(st.lists(_steps, max_size=8))
    if draw(st.integers(0, 3)) == 0:
        data = draw(damaged(st.just(_A_SIGNAL), most=4))
        steps.append((f"bytes {data!r}", partial(_send_bytes, data)))
    return steps


@contextmanager
def _open(folder: Path, *, of_bytes: bool = False) -> Iterator[Try]:
    before = dict(os.environ)
    os.environ.update(
        DBUS_SESSION_BUS_ADDRESS=f"unix:path={folder}/bus", XDG_SESSION_ID="1", XDG_CURRENT_DESKTOP="XFCE"
    )
    connected: queue.SimpleQueue[tuple[socket.socket, bytes]] = queue.SimpleQueue()

    def meet() -> Conversation:
        bus = session_bus()
        while connected.empty():  # the bus is let in while it is read
            select.select([bus.fileno()], [], [], 0.01)
            bus.ready()
        return Conversation(bus, *connected.get())

    def try_case(steps: list[tuple[str, Step]]) -> None:
        talk = meet()
        bus = talk.bus
        try:
            for _, step in steps:
                if bus.fileno() != -1:
                    step(talk)
                    talk.pump()
            if not talk.broken:
                _shows_once_all_is_well(talk)
        finally:
            talk.close()

    def try_bytes(data: bytes) -> None:
        talk = meet()
        try:
            talk.answer_well()
            _send_bytes(data, talk)
            talk.bus.ready()
        finally:
            talk.close()

    try:
        with Peer(f"{folder}/bus") as peer:
            peer.talks(lambda client: connected.put(_welcome(client)))
            yield try_bytes if of_bytes else try_case
    finally:
        os.environ.clear()
        os.environ.update(before)


def _welcome(client: socket.socket) -> tuple[socket.socket, bytes]:
    """Let a client in, as a bus does; return the connection, and what it has said since."""
    client.recv(1024)
    client.sendall(b"OK 0123456789abcdef0123456789abcdef\r\n")
    said = b""
    while b"BEGIN\r\n" not in said:
        said += client.recv(65536)
    return client.dup(), said.partition(b"BEGIN\r\n")[2]


def _shows_once_all_is_well(talk: Conversation) -> None:
    """Whatever was said: once a daemon behaves, it gets a bubble; the bus is still there."""
    assert talk.bus.fileno() != -1, "the bus was left"
    address = DBusAddress("/org/freedesktop/DBus", interface=_BUS)
    values = (_NOTIFICATIONS, _OWNER, _NEW_OWNER)
    talk.send(new_signal(address, "NameOwnerChanged", "sss", values), _BUS)
    talk.notified.clear()
    talk.notifications.show(_BUBBLE)
    for _ in range(200):
        talk.pump()
        if not talk.calls:
            break
        talk.answer_well()
    assert talk.notified[-1:] == [_BUBBLE.title], talk.notified


_some_messages = st.lists(st.sampled_from([_A_SIGNAL, *_GOOD_MESSAGES]), min_size=1, max_size=3).map(b"".join)
DBUS = Target("dbus", _cases(), _open)
DBUS_BYTES = Target("dbus-bytes", damaged(_some_messages, most=4), partial(_open, of_bytes=True))
