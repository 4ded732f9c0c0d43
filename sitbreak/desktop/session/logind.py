"""logind on the system bus: whether our own session is locked, and when the computer sleeps.

Source: org.freedesktop.login1(5). A session's `Lock` signal is a request that a screen locker may follow or
not; the locker says what it has done by the property `LockedHint`.
"""

import os
from collections.abc import Callable
from functools import partial

from sitbreak.core.finding import Finding
from sitbreak.wires.dbus import Answer, Bus, CallFailed
from sitbreak.wires.dbus_messages import (
    PROPERTIES,
    Message,
    path_of,
    property_question,
    question,
    sender_of,
    signal_rule,
)

NAME = "org.freedesktop.login1"
_PATH = "/org/freedesktop/login1"
_MANAGER = f"{NAME}.Manager"
_SESSION = f"{NAME}.Session"
_NOT_RUNNING = "logind does not run"


class Logind:
    """Follows our session. Everybody may send signals on this bus: only those of logind itself count.

    Attributes:
        is_asking: logind has not answered yet whether the session is locked.
    """

    name = "logind"

    def __init__(
        self, bus: Bus, on_lock: Callable[[str, bool | None], None], on_sleep: Callable[[bool], None]
    ) -> None:
        """Follow the session on this connected bus.

        Args:
            bus: the system bus.
            on_lock: gets our name and whether the session is locked; None: logind has vanished.
            on_sleep: gets True before the computer sleeps and False after it.
        """
        self._bus = bus
        self._on_lock = on_lock
        self._on_sleep = on_sleep
        self.is_asking = True
        self._owner = ""
        self._session = ""
        self._why_no_lock = self._why_no_sleep = _NOT_RUNNING
        sleep = signal_rule(_MANAGER, "PrepareForSleep", path=_PATH)
        changes = signal_rule(PROPERTIES, "PropertiesChanged", first_value=_SESSION)
        bus.listen(sleep, self._hear_sleep)
        bus.listen(changes, self._hear_session)
        bus.watch_name(NAME, self._change_owner)

    def findings(self) -> tuple[Finding, ...]:
        """Tell what it is used for."""
        return (
            Finding.of_source("lock", self.name, self._why_no_lock),
            Finding.of_source("sleep", self.name, self._why_no_sleep),
        )

    def _change_owner(self, owner: str) -> None:
        self.is_asking &= bool(owner)
        if owner == self._owner:
            return
        self._owner, self._session = owner, ""
        self._why_no_lock = self._why_no_sleep = "" if owner else _NOT_RUNNING
        self._on_lock(self.name, None)
        if owner:
            self._find_session()

    # --- our session ---------------------------------------------------------------------------

    def _find_session(self) -> None:
        """Ask for the session by its id, then by our process, then for the one on the person's display."""
        steps = [
            question(NAME, _PATH, _MANAGER, "GetSessionByPID", "u", os.getpid()),
            # A program that the person's systemd started belongs to no session.
            property_question(NAME, f"{_PATH}/user/_{os.getuid()}", f"{NAME}.User", "Display"),
        ]
        if session_id := os.environ.get("XDG_SESSION_ID"):
            steps.insert(0, question(NAME, _PATH, _MANAGER, "GetSession", "s", session_id))
        self._try(steps, "")

    def _try(self, steps: list[Message], why_not: str) -> None:
        if not steps:
            self.is_asking = False
            self._why_no_lock = f"our session was not found: {why_not}"
            return
        step, *others = steps
        owner = self._owner

        def take_path(answer: Answer) -> None:
            if owner != self._owner:
                return
            if isinstance(answer, CallFailed):
                self._try(others, str(answer))
                return
            value = answer[0]
            path = value if isinstance(value, str) else value[1][1]  # a path, or a variant of (id, path)
            self._bus.call(question(NAME, path, PROPERTIES, "GetAll", "s", _SESSION), partial(take, path))

        def take(path: str, answer: Answer) -> None:
            if owner != self._owner:
                return
            if isinstance(answer, CallFailed):
                self._try(others, str(answer))
            elif answer[0]["User"][1][0] != os.getuid():
                self._try(others, "it is somebody else's")
            else:
                self.is_asking = False
                self._session = path
                self._take_hint(answer[0])

        self._bus.call(step, take_path)

    def _hear_session(self, message: Message) -> None:
        if self._is_from_logind(message) and path_of(message) == self._session:
            self._take_hint(message.body[1])

    def _take_hint(self, properties: dict[str, tuple[str, object]]) -> None:
        if "LockedHint" in properties:
            self._on_lock(self.name, bool(properties["LockedHint"][1]))

    # --- sleep ---------------------------------------------------------------------------------

    def _hear_sleep(self, message: Message) -> None:
        if self._is_from_logind(message):
            self._on_sleep(bool(message.body[0]))

    def _is_from_logind(self, message: Message) -> bool:
        return sender_of(message) == self._owner
