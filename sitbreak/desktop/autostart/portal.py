"""Starting at login from a Flatpak, which reaches no folder of login entries: the desktop makes the entry.

Source: xdg-desktop-portal, org.freedesktop.portal.Background and org.freedesktop.portal.Request. Its answer
comes at once, unless the person has told their desktop to ask. Nobody can ask it what the login starts, so
what it answered last is kept; an entry that was removed in the desktop's own settings goes unnoticed.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sitbreak import disk
from sitbreak.core.words import applications_menu
from sitbreak.storage.folders import state_folder
from sitbreak.waiter import Waiter

if TYPE_CHECKING:
    from sitbreak.wires.dbus import Answer, Bus
    from sitbreak.wires.dbus_messages import Message

_PORTAL, _PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
_BACKGROUND, _REQUEST = "org.freedesktop.portal.Background", "org.freedesktop.portal.Request"

PATIENCE = 2.0
"""Seconds for the portal's answer; the loop waits as long, but only when the person switches it."""

_log = logging.getLogger(__name__)


class PortalAutostart:
    """What the Background portal was asked last, as a file beside the state."""

    def __init__(self, command: list[str], connect: "Callable[[], Bus] | None" = None) -> None:
        """Start this command, inside the Flatpak, at login; `connect` opens the session bus."""
        self._command = command
        self._connect = connect

    @property
    def path(self) -> Path:
        """The file; raises OSError if there is no home."""
        return state_folder() / "starts-at-login"

    def status(self) -> bool | None:
        """See `Autostart`."""
        return self.path.exists()

    def set(self, *, on: bool) -> None:
        """See `Autostart`."""
        if not on and not self.status():
            return
        try:
            starts = _Question(self._connect, self._command, on=on).ask()
        except OSError as error:
            _log.warning("the portal cannot be asked to start sitbreak at login: %s", error)
            starts = None
        if starts is not on:
            raise OSError(applications_menu.no_login_from_flatpak())
        if on:
            disk.write(self.path, b"")
        else:
            self.path.unlink(missing_ok=True)

    def repair(self) -> None:
        """Do nothing: the desktop starts the Flatpak by its name."""


class _Question:
    """One request to the portal, and its answer."""

    def __init__(self, connect: "Callable[[], Bus] | None", command: list[str], *, on: bool) -> None:
        self._connect = connect
        self._options = {"autostart": ("b", on), "commandline": ("as", command)}
        self._handle = ""
        self._responses: dict[str, tuple[int, dict[str, Any]]] = {}
        self._problem = ""

    def ask(self) -> bool:
        """Return whether the next login starts us.

        Raises:
            OSError: there is no such portal, it refuses, or it does not answer in time.
        """
        from sitbreak.wires import NoServer
        from sitbreak.wires.dbus import session_bus
        from sitbreak.wires.dbus_messages import method, signal_rule, value_of

        try:
            bus = (self._connect or session_bus)()
        except NoServer as error:
            raise OSError(str(error)) from error
        bus.on_close(lambda: self._give_up("the session bus is gone"))
        bus.after(PATIENCE, lambda: self._give_up(f"no answer within {PATIENCE:g} s"))
        bus.listen(signal_rule(_REQUEST, "Response"), "ua{sv}", self._on_response)
        call = method(_PORTAL, _PATH, _BACKGROUND, "RequestBackground", "sa{sv}", "", self._options)
        bus.call(call, "o", self._on_answer, PATIENCE)
        waiter = Waiter()
        waiter.add(bus)
        waiter.run(lambda: not self._problem and self._handle not in self._responses)
        waiter.close()
        problem = self._problem
        bus.close()
        if problem:
            raise OSError(problem)
        status, results = self._responses[self._handle]
        if status != 0:
            raise OSError(f"the portal refused it: response {status}")
        return bool(value_of(results.get("autostart"), "b"))

    def _on_answer(self, answer: "Answer") -> None:
        if isinstance(answer, tuple):
            (self._handle,) = answer
        else:
            self._give_up(str(answer))

    def _on_response(self, message: "Message") -> None:
        from sitbreak.wires.dbus_messages import path_of

        self._responses[path_of(message)] = message.body

    def _give_up(self, why: str) -> None:
        self._problem = self._problem or why
