"""Starting at login on desktops that follow freedesktop.org."""

import logging
import os
from pathlib import Path

from sitbreak.desktop.autostart.command import is_gone
from sitbreak.desktop.autostart.desktop_entry import (
    change_keys,
    escape,
    read_keys,
    read_program,
    unescape,
    write_exec,
)

_log = logging.getLogger(__name__)


class XdgAutostart:
    """`sitbreak.desktop` in the person's autostart folder.

    Source: the Desktop Application Autostart Specification 0.5; X-GNOME-Autostart-enabled is what GNOME's and
    other settings programs write.
    """

    def __init__(self, command: list[str]) -> None:
        """Start this command."""
        self._command = command
        config = os.environ.get("XDG_CONFIG_HOME", "")
        folder = config if config.startswith("/") else "~/.config"
        self.path = Path(os.path.expanduser(folder), "autostart", "sitbreak.desktop")  # noqa: PTH111

    def status(self) -> bool | None:
        """See `Autostart`."""
        keys = read_keys(self._read())
        return _is_enabled(keys) and _gone_program(keys) is None

    def set(self, on: bool) -> None:  # noqa: FBT001
        """See `Autostart`."""
        if not on:
            self.path.unlink(missing_ok=True)
            return
        text = self._read()
        if _gone_program(read_keys(text)) is not None:
            text = change_keys(text, self._entry())
        self._write(change_keys(text, {"Hidden": None, "X-GNOME-Autostart-enabled": "true"}))

    def repair(self) -> None:
        """See `Autostart`."""
        text = self._read()
        keys = read_keys(text)
        gone = _gone_program(keys)
        if _is_enabled(keys) and gone is not None:
            entry = self._entry()
            self._write(change_keys(text, {"Exec": entry["Exec"], "TryExec": entry["TryExec"]}))
            _log.info("at login %r was to be started, which is gone; now it is %s", gone, entry["Exec"])

    # --- inside --------------------------------------------------------------------------------

    def _entry(self) -> dict[str, str]:
        return {
            "Type": "Application",
            "Name": "sitbreak",
            "Comment": "Gets you out of your chair every 20-30 minutes of sitting",
            "Exec": write_exec(self._command),
            "TryExec": escape(self._command[0]),
            "Icon": "sitbreak",
            "Terminal": "false",
        }

    def _read(self) -> str:
        try:
            return self.path.read_text(encoding="utf-8", errors="surrogateescape")
        except FileNotFoundError:
            return ""

    def _write(self, text: str) -> None:
        target = Path(os.path.realpath(self.path))
        target.parent.mkdir(parents=True, exist_ok=True)
        new = target.with_name(f".{target.name}.new")
        new.write_text(text, encoding="utf-8", errors="surrogateescape")
        new.replace(target)


def _is_enabled(keys: dict[str, str]) -> bool:
    enabled = keys.get("X-GNOME-Autostart-enabled", "true")
    return bool(keys) and keys.get("Hidden", "false") != "true" and enabled != "false"


def _gone_program(keys: dict[str, str]) -> str | None:
    """Return the program whose absence keeps an entry from working, "" for none named, None for all there."""
    programs = [read_program(keys.get("Exec", ""))]
    if "TryExec" in keys:
        programs.append(unescape(keys["TryExec"]))
    return next((program for program in programs if is_gone(program)), None)
