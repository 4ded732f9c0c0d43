"""Starting at login on macOS."""

import plistlib
from pathlib import Path
from typing import Any

from sitbreak import disk
from sitbreak.desktop.command import is_gone

_LARGEST = 100_000
"""Bytes of an agent, at most."""

_LABEL = "sitbreak"

_IN_A_SESSION = {"LimitLoadToSessionType": "Aqua", "ProcessType": "Interactive"}
"""Only where there are windows, not over SSH; and not slowed down like work that nobody waits for."""


class LaunchAgentAutostart:
    """A property list in ~/Library/LaunchAgents, which launchd reads at login.

    Nothing restarts a sitbreak that was quit, and switching this off ends none that runs, as
    `launchctl bootout` would. The system settings list it under Login Items, by the name of who has signed
    Python; whether it is switched off there cannot be read.

    Source: launchd.plist(5), launchctl(1).
    """

    def __init__(self, command: list[str]) -> None:
        """Start this command at login."""
        self._command = command
        self.path = Path.home() / "Library" / "LaunchAgents" / f"{_LABEL}.plist"

    def status(self) -> bool | None:
        """See `Autostart`."""
        agent = self._read()
        return agent is not None and not agent.get("Disabled", False) and not _is_gone(agent)

    def set(self, *, on: bool) -> None:
        """See `Autostart`."""
        if on:
            self._write({"Label": _LABEL, "RunAtLoad": True, **_IN_A_SESSION})
        else:
            self.path.unlink(missing_ok=True)

    def repair(self) -> None:
        """See `Autostart`."""
        agent = self._read()
        if agent is not None and _is_gone(agent):
            self._write({"Label": _LABEL, "RunAtLoad": True, **agent})

    # --- internals -------------------------------------------------------------------------------

    def _read(self) -> dict[str, Any] | None:
        """Return the agent, an empty one if the file is damaged, None if there is none."""
        try:
            data = disk.read(self.path, _LARGEST)
            agent = None if data is None else plistlib.loads(data)
        except Exception:  # plistlib passes on the errors of its parsers
            return {}
        return agent if agent is None or isinstance(agent, dict) else {}

    def _write(self, agent: dict[str, Any]) -> None:
        data = plistlib.dumps({**agent, "ProgramArguments": self._command})
        disk.write(self.path, data, keeps_mode=True)


def _is_gone(agent: dict[str, Any]) -> bool:
    arguments = agent.get("ProgramArguments")
    return not (isinstance(arguments, list) and arguments) or is_gone(str(arguments[0]))
