"""logind on the system bus: whether our own session is locked, and when the computer sleeps.

Source: org.freedesktop.login1(5). A session's `Lock` signal is only a request to a screen locker, which
reports what it has done in the property `LockedHint`.
"""

import os
from collections.abc import Callable
from functools import partial

from sitbreak.core.finding import Finding
from sitbreak.desktop.session.screensavers import Locked
from sitbreak.wires.dbus import Answer, Bus, CallFailed
from sitbreak.wires.dbus_messages import (
    PROPERTIES,
    Message,
    path_of,
    property_query,
    query,
    sender_of,
    signal_rule,
    value_of,
)

NAME = "org.freedesktop.login1"
_PATH = "/org/freedesktop/login1"
_MANAGER = f"{NAME}.Manager"
_SESSION = f"{NAME}.Session"
_NOT_RUNNING = "logind is not running"


class Logind:
    """Follows our session. Anyone may send signals on this bus; only those of logind itself count.

    Attributes:
        is_asking: logind has not said yet whether the session is locked.
    """

    name = "logind"

    def __init__(
        self,
        bus: Bus,
        on_lock: Callable[[str, Locked], None],
        on_sleep: Callable[[], None],
        on_wake: Callable[[], None],
    ) -> None:
        """Follow the session on this connected bus.

        Args:
            bus: the system bus.
            on_lock: gets our name and whether the session is locked.
            on_sleep: called before the computer sleeps.
            on_wake: called after it has slept.
        """
        self._bus = bus
        self._on_lock = on_lock
        self._on_sleep = on_sleep
        self._on_wake = on_wake
        self.is_asking = True
        self._owner = ""
        self._session = ""
        self._no_lock_reason = self._no_sleep_reason = _NOT_RUNNING
        sleep = signal_rule(_MANAGER, "PrepareForSleep", path=_PATH)
        changes = signal_rule(PROPERTIES, "PropertiesChanged", first_value=_SESSION)
        bus.listen(sleep, "b", self._on_prepare_for_sleep)
        bus.listen(changes, "sa{sv}as", self._on_properties_changed)
        bus.watch_name(NAME, self._on_owner)

    def findings(self) -> tuple[Finding, ...]:
        """Return whether it reports locks and sleeps, and why not."""
        return (
            Finding.of_source("lock", self.name, self._no_lock_reason),
            Finding.of_source("sleep", self.name, self._no_sleep_reason),
        )

    def _on_owner(self, owner: str) -> None:
        self.is_asking &= bool(owner)
        if owner == self._owner:
            return
        self._owner, self._session = owner, ""
        self._no_lock_reason = self._no_sleep_reason = "" if owner else _NOT_RUNNING
        self._on_lock(self.name, None)
        if owner:
            self._find_session()

    # --- our session ---------------------------------------------------------------------------

    def _find_session(self) -> None:
        """Ask for the session by its id, then by our process, then for the one on the person's display."""
        steps = [
            (query(NAME, _PATH, _MANAGER, "GetSessionByPID", "u", os.getpid()), "o"),
            # A program started by the person's systemd belongs to no session.
            (property_query(NAME, f"{_PATH}/user/_{os.getuid()}", f"{NAME}.User", "Display"), "v"),
        ]
        if session_id := os.environ.get("XDG_SESSION_ID"):
            steps.insert(0, (query(NAME, _PATH, _MANAGER, "GetSession", "s", session_id), "o"))
        self._try(steps, "")

    def _try(self, steps: list[tuple[Message, str]], reason: str) -> None:
        """Take the first of these steps, a call and the signature of its reply, or else the next one."""
        if not steps:
            self.is_asking = False
            self._no_lock_reason = f"our session was not found: {reason}"
            return
        (call, returns), *others = steps
        owner = self._owner

        def on_path(answer: Answer) -> None:
            if owner != self._owner:
                return
            if isinstance(answer, CallFailed):
                self._try(others, str(answer))
                return
            path = answer[0] if returns == "o" else (value_of(answer[0], "(so)") or ("", "/"))[1]
            self._bus.call(
                query(NAME, path, PROPERTIES, "GetAll", "s", _SESSION),
                "a{sv}",
                partial(on_properties, path),
            )

        def on_properties(path: str, answer: Answer) -> None:
            if owner != self._owner:
                return
            if isinstance(answer, CallFailed):
                self._try(others, str(answer))
            elif (value_of(answer[0].get("User"), "(uo)") or (None,))[0] != os.getuid():
                self._try(others, "it belongs to another user")
            else:
                self.is_asking = False
                self._session = path
                self._read_hint(answer[0])

        self._bus.call(call, returns, on_path)

    def _on_properties_changed(self, message: Message) -> None:
        if self._is_from_logind(message) and path_of(message) == self._session:
            self._read_hint(message.body[1])

    def _read_hint(self, properties: dict[str, tuple[str, object]]) -> None:
        locked = value_of(properties.get("LockedHint"), "b")
        if locked is not None:
            self._on_lock(self.name, locked)

    # --- sleep ---------------------------------------------------------------------------------

    def _on_prepare_for_sleep(self, message: Message) -> None:
        if self._is_from_logind(message):
            (falls_asleep,) = message.body
            (self._on_sleep if falls_asleep else self._on_wake)()

    def _is_from_logind(self, message: Message) -> bool:
        return sender_of(message) == self._owner
