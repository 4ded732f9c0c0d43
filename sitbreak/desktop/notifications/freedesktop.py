"""Notifications over org.freedesktop.Notifications: with buttons, replaced in place, withdrawn when due.

What we want on the screen and what the daemon was sent are kept apart. Every reply, signal and timer takes
the wanted bubble one step closer to the screen (`_advance`), so the daemon may start late, hang or restart at
any point. Only one call to it is pending at a time: its reply carries the id that the next one replaces.

Source: Desktop Notifications Specification 1.2.
"""

import logging
import os
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

# Any import of plyer loads all its facades, 0.3 MiB and 3 ms: import this module late.
from plyer.facades import Notification

from sitbreak import disk
from sitbreak.core.effects import Bubble, Button
from sitbreak.core.inputs import ButtonsLookedFor, NotificationFailed, Shown, SitbreakUsed, Wish
from sitbreak.core.outside import printable
from sitbreak.core.values import frozen
from sitbreak.desktop.notifications.daemons import USUAL, Traits, traits_of
from sitbreak.ports import Note, Post
from sitbreak.wires.dbus import CALL_TIMEOUT, Answer, Bus, CallFailed
from sitbreak.wires.dbus_messages import Message, get_bus_id, method, name_of, sender_of, signal_rule

NAME = INTERFACE = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"

_LATE_REPLY = 60.0
# Seconds. A daemon that hangs has our call in its queue and handles it once it wakes up. Waiting for the
# reply long after the bubble has failed keeps it from being lost or shown twice.

_DEFAULT_EXPIRY, _NO_EXPIRY, _EXPIRES_AT_ONCE = -1, 0, 1  # milliseconds
DESKTOP_ENTRY = os.environ.get("FLATPAK_ID", "sitbreak")
"""The application entry, if it is installed: desktops take name and icon of the sender from there."""

_HINTS = {"urgency": ("y", 1), "desktop-entry": ("s", DESKTOP_ENTRY)}
# No reminder in the notification centre, where it would be wrong an hour later – unless no icon is there to
# look at after the seconds for which GNOME shows a banner.
_PASSING_HINTS = _HINTS | {"transient": ("b", True)}
_QUIET = {"suppress-sound": ("b", True)}
# GNOME takes every banner off the screen after some seconds; one that is not transient stays in its list.
_LASTING_HINTS = _HINTS | _QUIET | {"resident": ("b", True)}
_CLICK = "default"  # the action of a click on the bubble itself
_CLOSED_BY_PERSON = 2  # a reason of NotificationClosed
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})  # importing `html` would cost 0.5 MiB
_log = logging.getLogger(__name__)


@frozen
class Patience:
    """How long to wait, in seconds.

    Attributes:
        answer: for the daemon, until the bubble has failed.
        retry: between two attempts to show a wanted bubble.
        orphan: for something to take the place of a bubble that a killed process left. After that it is
            withdrawn: one about a break would never go by itself.
    """

    answer: float = CALL_TIMEOUT
    retry: float = 60.0
    orphan: float = 10.0


PATIENCE = Patience()


@dataclass
class _Daemon:
    """What we know of the daemon that owns the name. Each new owner gets a new one of these."""

    owner: str = ""  # its unique name; "" while nobody owns the name
    is_known: bool = False  # it has sent its capabilities
    capabilities: frozenset[str] = frozenset()
    traits: Traits = USUAL
    has_pending_call: bool = False  # a call to it is pending
    id: int = 0  # of our bubble on the screen; 0 when there is none
    clickable_id: int = 0  # of our last bubble, on the screen or not
    early: list[Message] = field(default_factory=list)  # signals received before the reply to Notify


def _keep_traits(daemon: _Daemon, answer: Answer) -> None:
    if not isinstance(answer, CallFailed):
        daemon.traits = traits_of(answer[0], answer[1])


def _nothing() -> None:
    """Cancel a timer that was never set."""


class FreedesktopNotifications(Notification):
    """A plyer `Notification` and the `Notifications` port, over a bus that the loop reads.

    Attributes:
        has_icon: returns whether a tray shows our icon.
    """

    name = "freedesktop"

    def __init__(
        self,
        bus: Bus,
        post: Post,
        icon_path: Path | None = None,
        note: Note | None = None,
        patience: Patience = PATIENCE,
    ) -> None:
        """Use this connected bus.

        Args:
            bus: the session bus.
            post: receives the buttons' wishes, and failures.
            icon_path: the picture in the bubble.
            note: keeps the id of our bubble for the next process, should this one be killed.
            patience: how long it waits for the daemon.
        """
        self._post = post
        self._note = note
        self._patience = patience
        self.has_icon: Callable[[], bool] = lambda: True
        self._icon = disk.file_uri(icon_path) if icon_path else ""
        self.problem = ""
        self._wanted: Bubble | None = None
        self._has_buttons = True  # as the core supposes until it hears otherwise
        self._unsent = False  # the wanted bubble has yet to be sent to this daemon
        self._unreported: Shown | None = None  # what the last `show` was about, until its outcome is known
        self._cancel_timer: Callable[[], None] = _nothing
        self._keys = count(1)
        # Wishes by button key: of the bubble sent last, and of the one it replaces, which may yet be clicked.
        self._buttons: deque[dict[str, Wish]] = deque(maxlen=2)
        self.attach(bus)

    def attach(self, bus: Bus) -> None:
        """Use this connected bus, once the previous one is closed; show a bubble that is still wanted."""
        self._bus = bus
        self._bus_id = ""
        self._daemon = _Daemon()
        bus.call(get_bus_id(), "s", self._keep_bus_id)  # answered before the name's owner is
        bus.listen(signal_rule(INTERFACE, "ActionInvoked", path=PATH), "us", self._receive)
        bus.listen(signal_rule(INTERFACE, "NotificationClosed", path=PATH), "uu", self._receive)
        bus.watch_name(NAME, self._change_daemon)
        bus.on_close(lambda: self._fail("the session bus is gone"))

    def show(self, bubble: Bubble) -> None:
        """Show this bubble in place of the current one; its buttons post their wishes."""
        self._wanted, self._unsent, self._unreported = bubble, True, bubble.shown
        self._set_timer(self._patience.answer, self._time_out)
        self._advance()

    def withdraw(self) -> None:
        """Remove our bubble from the screen; one without an id yet goes as soon as it has one."""
        self._want_nothing()
        self._buttons.clear()
        if self._daemon.id:
            self._close_bubble(self._daemon.id)
            self._set_id(0)

    def close(self) -> None:
        """Remove our bubble; the bus belongs to somebody else."""
        self.withdraw()

    # --- to the daemon -------------------------------------------------------------------------

    def _advance(self) -> None:
        """Take the wanted bubble one step closer to the screen."""
        bubble = self._wanted
        if bubble is None or not self._unsent or self._daemon.has_pending_call:
            return
        if self._daemon.is_known:
            self._unsent = False
            expiry = _NO_EXPIRY if bubble.lasts else _DEFAULT_EXPIRY
            self.notify(bubble.title, bubble.body, "sitbreak", self._icon, expiry)
        else:
            # To the well-known name: the bus starts a daemon if it can. It answers one call after the other.
            self._ask_for_traits()
            self._call(method(NAME, PATH, INTERFACE, "GetCapabilities"), "as", self._keep_capabilities)

    def _ask_for_traits(self) -> None:
        information = method(NAME, PATH, INTERFACE, "GetServerInformation")
        self._bus.call(information, "ssss", partial(_keep_traits, self._daemon), timeout=_LATE_REPLY)

    def _notify(self, **fields: Any) -> None:
        """Send the fields of plyer's facade, with the wanted bubble's buttons and hints."""
        bubble, daemon, actions = self._wanted, self._daemon, list[str]()
        assert bubble  # it is what is being sent
        if daemon.id and daemon.traits.keeps_buttons:
            self._close_bubble(daemon.id)
            self._set_id(0)
        buttons = bubble.buttons if "actions" in daemon.capabilities else ()
        by_key = self._with_keys(buttons)
        for key, button in by_key.items():
            is_short = daemon.traits.has_narrow_buttons and len(buttons) > 1
            actions += key, printable((is_short and button.short) or button.label)
        self._buttons.append({key: button.wish for key, button in by_key.items()})
        # The bus would hang up for a NUL or a lone surrogate, too.
        title, body = printable(fields["title"]), printable(fields["message"])
        if "body-markup" in daemon.capabilities:
            body = body.translate(_ESCAPES)
        texts = fields["app_name"], daemon.id, fields["app_icon"], title, body
        values = *texts, actions, self._hints(bubble), fields["timeout"]
        # To the unique name: another daemon counts its ids from 1 and must not get our `replaces_id`.
        call = method(daemon.owner, PATH, INTERFACE, "Notify", "susssasa{sv}i", *values)
        self._call(call, "u", self._keep_id)

    def _hints(self, bubble: Bubble) -> dict[str, tuple[str, Any]]:
        picture = {"image-path": ("s", self._icon)} if self._daemon.traits.greys_icon and self._icon else {}
        if bubble.lasts:
            return _LASTING_HINTS | picture
        hints = _PASSING_HINTS if self.has_icon() else _HINTS
        return hints | (_QUIET if bubble.quiet else {}) | picture

    def _with_keys(self, buttons: Sequence[Button]) -> dict[str, Button]:
        """Give each button a key; a click on the bubble itself is one, too, for a button that only opens."""
        traits = self._daemon.traits
        by_key = {f"sitbreak-{next(self._keys)}": button for button in buttons}
        of_click = next((key for key, button in by_key.items() if button.only_opens), "")
        if not traits.takes_clicks or not of_click:
            return by_key
        if traits.draws_buttons:
            return by_key | {_CLICK: by_key[of_click]}
        return {_CLICK if key == of_click else key: button for key, button in by_key.items()}

    def _call(self, message: Message, returns: str, on_value: Callable[[Any], None]) -> None:
        """Call the daemon; its reply is ignored if another daemon has taken over by then."""
        daemon = self._daemon
        daemon.has_pending_call = True
        daemon.early.clear()

        def handle_reply(answer: Answer) -> None:
            if daemon is not self._daemon:
                return
            daemon.has_pending_call = False
            if isinstance(answer, CallFailed):
                self._fail(str(answer))
            else:
                on_value(answer[0])

        self._bus.call(message, returns, handle_reply, timeout=_LATE_REPLY)

    def _keep_capabilities(self, capabilities: list[str]) -> None:
        self._daemon.is_known, self._daemon.capabilities = True, frozenset(capabilities)
        self._report_buttons()
        self._advance()

    def _report_buttons(self) -> None:
        """Report whether the daemon draws buttons, if that is news."""
        daemon = self._daemon
        drawn = "actions" in daemon.capabilities and daemon.traits.draws_buttons
        if drawn != self._has_buttons:
            self._has_buttons = drawn
            self._post(ButtonsLookedFor(drawn))

    def _keep_id(self, bubble_id: int) -> None:
        if self._wanted is None:
            self._close_bubble(bubble_id)
            return
        self.problem = ""
        if not self._unsent:
            self._unreported = None
            self._cancel_timer()
        self._daemon.clickable_id = bubble_id
        self._set_id(bubble_id)
        for message in self._daemon.early:
            self._handle_signal(message)
        self._advance()

    def _close_bubble(self, bubble_id: int) -> None:
        owner = self._daemon.owner
        if self._daemon.traits.closes_nothing:
            texts = "sitbreak", bubble_id, "", "sitbreak", ""
            values: tuple[Any, ...] = *texts, [], _PASSING_HINTS, _EXPIRES_AT_ONCE
            message = method(owner, PATH, INTERFACE, "Notify", "susssasa{sv}i", *values)
        else:
            message = method(owner, PATH, INTERFACE, "CloseNotification", "u", bubble_id)
        self._bus.call(message, None, lambda _answer: None)  # an error means that it is already gone

    # --- what outlives the process --------------------------------------------------------------

    def _keep_bus_id(self, answer: Answer) -> None:
        if not isinstance(answer, CallFailed):
            self._bus_id = answer[0]

    def _set_id(self, bubble_id: int) -> None:
        """Record the id of our bubble (0: there is none), for the next process too."""
        self._daemon.id = bubble_id
        if self._note is not None and self._bus_id:
            self._note.write(f"{self._bus_id} {self._daemon.owner} {bubble_id}" if bubble_id else "")

    def _orphaned_id(self, owner: str) -> int:
        """Return the id of a bubble that a killed process left with this very daemon, 0 for none.

        Another daemon, or the same one on another bus, uses that number for another bubble. A bus never
        reuses a unique name, and no two buses have the same id.
        """
        noted = self._note.read() if self._note is not None else ""
        where, _, bubble_id = noted.rpartition(" ")
        is_ours = self._bus_id and where == f"{self._bus_id} {owner}" and bubble_id.isdecimal()
        return int(bubble_id) if is_ours else 0

    def _clean_up(self, orphan: int) -> None:
        if self._wanted is None and self._daemon.id == orphan:
            self.withdraw()

    # --- from the daemon -----------------------------------------------------------------------

    def _receive(self, message: Message) -> None:
        """Receive a signal; they are broadcast, and about the bubbles of all programs."""
        daemon = self._daemon
        if sender_of(message) != daemon.owner:
            return
        if daemon.has_pending_call and message.body[0] != daemon.clickable_id:
            daemon.early.append(message)  # it may be about the bubble whose id we are waiting for
        else:
            self._handle_signal(message)

    def _handle_signal(self, message: Message) -> None:
        daemon, member = self._daemon, name_of(message)
        # Some daemons report the click after the closing, so the last id stays valid for clicks.
        if member == "ActionInvoked" and message.body[0] == daemon.clickable_id:
            if wish := self._wish_of(message.body[1]):
                self._post(wish)
        # While its replacement is pending, a closing is about the old bubble only.
        elif member == "NotificationClosed" and message.body[0] == daemon.id and not daemon.has_pending_call:
            if message.body[1] == _CLOSED_BY_PERSON:
                self._post(SitbreakUsed())
            self._set_id(0)
            if not self._unsent:
                self._want_nothing()

    def _wish_of(self, key: str) -> Wish | None:
        """Return the wish of a button; while a replacement is pending, `default` is about the old bubble."""
        bubbles = self._buttons if self._daemon.has_pending_call else reversed(self._buttons)
        return next((wishes[key] for wishes in bubbles if key in wishes), None)

    def _change_daemon(self, owner: str) -> None:
        """Start again with another daemon: all ids are invalid."""
        if owner == self._daemon.owner:
            return
        self._daemon = _Daemon(owner, id=self._orphaned_id(owner))
        self._unsent = self._wanted is not None
        if orphan := self._daemon.id:
            self._ask_for_traits()
            self._bus.after(self._patience.orphan, lambda: self._clean_up(orphan))
        if owner:
            self._advance()
        elif self._unsent and self._unreported is None:
            self._set_timer(self._patience.retry, self._advance)

    # --- failures ------------------------------------------------------------------------------

    def _time_out(self) -> None:
        self._fail(f"no answer within {self._patience.answer:g} s")

    def _fail(self, reason: str) -> None:
        """End this attempt: report it, and retry later while the bubble is wanted."""
        if self._wanted is None:
            return
        self.problem = reason
        _log.warning("a notification could not be shown: %s", reason)
        if self._unreported is not None:
            self._post(NotificationFailed(self._unreported))
            self._unreported = None
        if not self._daemon.has_pending_call:
            self._unsent = True
            self._set_timer(self._patience.retry, self._advance)

    def _want_nothing(self) -> None:
        self._wanted, self._unsent, self._unreported = None, False, None
        self._cancel_timer()

    def _set_timer(self, seconds: float, on_time: Callable[[], None]) -> None:
        self._cancel_timer()
        self._cancel_timer = self._bus.after(seconds, on_time)
