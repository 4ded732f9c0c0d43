"""Notifications over org.freedesktop.Notifications: with buttons, replaced in place, withdrawn when due.

What is wanted and what the daemon was told are kept apart. Every answer, signal and timer brings the wanted
bubble one step nearer to the screen (`_pursue`), so a daemon may start late, hang or restart at any point.
One call to the daemon is under way at a time: only its answer tells the id that the next one replaces.

Source: Desktop Notifications Specification 1.2.
"""

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from jeepney import HeaderFields, MatchRule, Message, message_bus

# Any import of plyer brings all its facades along: 0.3 MiB and 3 ms, so `choose` imports this module late.
from plyer.facades import Notification

from sitbreak.core.effects import Bubble
from sitbreak.core.inputs import NotificationFailed, Shown, Wish
from sitbreak.ports import Note, Post
from sitbreak.wires.dbus import CALL_TIMEOUT, Answer, Bus, CallFailed, method

NAME = INTERFACE = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"

RETRY_EVERY = 60.0
"""Seconds between two attempts to show a wanted bubble."""

_LATE_ANSWER = 60.0
# Seconds. A daemon that hangs has our call in its queue and carries it out when it wakes up. Listening on
# for the answer, long after the bubble was given up, keeps that bubble from being lost or shown twice.

_DEFAULT_EXPIRY = -1
_HINTS = {
    "urgency": ("y", 1),
    "desktop-entry": ("s", "sitbreak"),
    "transient": ("b", True),  # a reminder read an hour later is wrong: not kept in a notification centre
}
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})  # importing `html` would cost 0.5 MiB
_log = logging.getLogger(__name__)


@dataclass
class _Daemon:
    """What we know of the daemon that owns the name now; another owner means another one of these."""

    owner: str = ""  # its unique name; "" while nobody owns the name
    is_known: bool = False  # it has told its capabilities
    capabilities: frozenset[str] = frozenset()
    is_asked: bool = False  # a call to it is under way
    id: int = 0  # of our bubble on the screen; 0 when there is none
    clickable_id: int = 0  # of our last bubble, on the screen or not
    early: list[Message] = field(default_factory=list)  # signals that came before the answer to Notify


def _nothing() -> None:
    """Stand in for the cancelling of a timer that was never set."""


class FreedesktopNotifications(Notification):  # type: ignore[misc] # plyer has no types
    """A plyer `Notification` and the `Notifications` port, over a bus that the loop reads."""

    name = "freedesktop"

    def __init__(self, bus: Bus, post: Post, icon_path: Path | None = None, note: Note | None = None) -> None:
        """Use this connected bus.

        Args:
            bus: the session bus.
            post: gets the buttons' wishes and the failures.
            icon_path: the picture in the bubble.
            note: tells which bubble a killed process has left on the screen, and is told which this one has.
        """
        self._post = post
        self._note = note
        self._icon = icon_path.absolute().as_uri() if icon_path else ""
        self._wanted: Bubble | None = None
        self._unsent = False  # the wanted bubble is still to be sent to this daemon
        self._unreported: Shown | None = None  # what the last `show` was about until its outcome is known
        self._failure_told = False
        self._cancel_timer: Callable[[], None] = _nothing
        self._keys = count(1)
        # Wishes by button key, of the bubble sent last and of the one it replaces, which may be clicked yet.
        self._buttons: deque[dict[str, Wish]] = deque(maxlen=2)
        self.attach(bus)

    def attach(self, bus: Bus) -> None:
        """Use this connected bus, the one before being closed; a bubble that is still wanted is shown."""
        self._bus = bus
        self._bus_id = ""
        self._daemon = _Daemon()
        bus.call(message_bus.GetId(), self._keep_bus_id)  # answered before anybody's name is
        bus.listen(MatchRule(type="signal", interface=INTERFACE, path=PATH), self._hear)
        bus.watch_name(NAME, self._change_daemon)
        bus.on_close(lambda: self._fail("the session bus is gone"))

    def show(self, bubble: Bubble) -> None:
        """Show this bubble in place of the one that is there; its buttons post their wishes."""
        self._wanted, self._unsent, self._unreported = bubble, True, bubble.shown
        self._set_timer(CALL_TIMEOUT, self._lose_patience)
        self._pursue()

    def withdraw(self) -> None:
        """Take ours off the screen; one whose id is not known yet goes as soon as it is."""
        self._want_nothing()
        self._buttons.clear()
        if self._daemon.id:
            self._close_bubble(self._daemon.id)
            self._have_on_screen(0)

    def close(self) -> None:
        """Take ours off the screen; nothing else is held."""
        self.withdraw()

    # --- towards the daemon --------------------------------------------------------------------

    def _pursue(self) -> None:
        """Bring the wanted bubble one step nearer to the screen."""
        bubble = self._wanted
        if bubble is None or not self._unsent or self._daemon.is_asked:
            return
        if self._daemon.is_known:
            self._unsent = False
            self.notify(bubble.title, bubble.body, "sitbreak", self._icon, _DEFAULT_EXPIRY, hints=_HINTS)
        else:
            # To the well-known name: that starts a daemon where the bus knows how to.
            self._ask(method(NAME, PATH, INTERFACE, "GetCapabilities"), self._keep_capabilities)

    def _notify(self, **words: Any) -> None:
        """Send what plyer's facade was given, with the wanted bubble's buttons."""
        daemon, wishes, actions = self._daemon, dict[str, Wish](), list[str]()
        buttons = self._wanted.buttons if self._wanted and "actions" in daemon.capabilities else ()
        for button in buttons:
            key = f"sitbreak-{next(self._keys)}"
            wishes[key] = button.wish
            actions += key, _sendable(button.label)
        self._buttons.append(wishes)
        body = _sendable(words["message"])
        if "body-markup" in daemon.capabilities:
            body = body.translate(_ESCAPES)
        bubble = words["app_icon"], _sendable(words["title"]), body, actions, words["hints"], words["timeout"]
        values = words["app_name"], daemon.id, *bubble
        # To the unique name: another daemon, which counts its ids from 1, must not get our `replaces_id`.
        self._ask(method(daemon.owner, PATH, INTERFACE, "Notify", "susssasa{sv}i", *values), self._keep_id)

    def _ask(self, message: Message, on_value: Callable[[Any], None]) -> None:
        """Call the daemon; its answer is forgotten when another one has taken over by then."""
        daemon = self._daemon
        daemon.is_asked = True
        daemon.early.clear()

        def take_answer(answer: Answer) -> None:
            if daemon is not self._daemon:
                return
            daemon.is_asked = False
            if isinstance(answer, CallFailed):
                self._fail(str(answer))
            else:
                on_value(answer[0])

        self._bus.call(message, take_answer, timeout=_LATE_ANSWER)

    def _keep_capabilities(self, capabilities: list[str]) -> None:
        self._daemon.is_known, self._daemon.capabilities = True, frozenset(capabilities)
        self._pursue()

    def _keep_id(self, bubble_id: int) -> None:
        self._failure_told = False
        if self._wanted is None:
            self._close_bubble(bubble_id)
            return
        if not self._unsent:
            self._unreported = None
            self._cancel_timer()
        self._daemon.clickable_id = bubble_id
        self._have_on_screen(bubble_id)
        for message in self._daemon.early:
            self._heed(message)
        self._pursue()

    def _close_bubble(self, bubble_id: int) -> None:
        message = method(self._daemon.owner, PATH, INTERFACE, "CloseNotification", "u", bubble_id)
        self._bus.call(message, lambda _answer: None)  # an error means that it is gone already

    # --- what outlives the process --------------------------------------------------------------

    def _keep_bus_id(self, answer: Answer) -> None:
        if not isinstance(answer, CallFailed):
            self._bus_id = answer[0]

    def _have_on_screen(self, bubble_id: int) -> None:
        """Take note of the id of our bubble, 0 when there is none, also for the next process."""
        self._daemon.id = bubble_id
        if self._note is not None and self._bus_id:
            self._note.write(f"{self._bus_id} {self._daemon.owner} {bubble_id}" if bubble_id else "")

    def _left_by_the_dead(self, owner: str) -> int:
        """Return the id of a bubble that a killed process has left with this very daemon, 0 for none.

        Another daemon, or the same on another bus, has other bubbles under that number. A bus never gives a
        unique name twice, and no bus has the id of another.
        """
        noted = self._note.read() if self._note is not None else ""
        where, _, bubble_id = noted.rpartition(" ")
        is_ours = self._bus_id and where == f"{self._bus_id} {owner}" and bubble_id.isdecimal()
        return int(bubble_id) if is_ours else 0

    # --- from the daemon -----------------------------------------------------------------------

    def _hear(self, message: Message) -> None:
        """Take a signal of the daemon; they are broadcast and tell of everybody's bubbles."""
        daemon = self._daemon
        if message.header.fields.get(HeaderFields.sender) != daemon.owner:
            return
        if daemon.is_asked and message.body[0] != daemon.clickable_id:
            daemon.early.append(message)  # perhaps about the bubble whose id is on its way to us
        else:
            self._heed(message)

    def _heed(self, message: Message) -> None:
        daemon, member = self._daemon, message.header.fields[HeaderFields.member]
        # Some daemons tell of the click after the closing, so the last id stays good for clicks.
        if member == "ActionInvoked" and message.body[0] == daemon.clickable_id:
            for wishes in self._buttons:
                if message.body[1] in wishes:
                    self._post(wishes[message.body[1]])
        # While its replacement is under way, a closing tells of the old bubble only.
        elif member == "NotificationClosed" and message.body[0] == daemon.id and not daemon.is_asked:
            self._have_on_screen(0)
            if not self._unsent:
                self._want_nothing()

    def _change_daemon(self, owner: str) -> None:
        """Start anew with another daemon: no id is good any more."""
        if owner == self._daemon.owner:
            return
        self._daemon = _Daemon(owner, id=self._left_by_the_dead(owner))
        self._unsent = self._wanted is not None
        if owner:
            self._pursue()
        elif self._unsent and self._unreported is None:
            self._set_timer(RETRY_EVERY, self._pursue)

    # --- when it fails -------------------------------------------------------------------------

    def _lose_patience(self) -> None:
        self._fail(f"no answer within {CALL_TIMEOUT:g} s")

    def _fail(self, reason: str) -> None:
        """Give this attempt up: say so once, and try again later while the bubble is wanted."""
        if self._wanted is None:
            return
        if not self._failure_told:
            _log.warning("a notification could not be shown: %s", reason)
            self._failure_told = True
        if self._unreported is not None:
            self._post(NotificationFailed(self._unreported))
            self._unreported = None
        if not self._daemon.is_asked:
            self._unsent = True
            self._set_timer(RETRY_EVERY, self._pursue)

    def _want_nothing(self) -> None:
        self._wanted, self._unsent, self._unreported = None, False, None
        self._cancel_timer()

    def _set_timer(self, seconds: float, on_time: Callable[[], None]) -> None:
        self._cancel_timer()
        self._cancel_timer = self._bus.after(seconds, on_time)


def _sendable(text: str) -> str:
    """Leave out what would make the bus hang up: lone surrogates and NUL."""
    return text.encode("utf-8", "replace").decode().replace("\0", "")
