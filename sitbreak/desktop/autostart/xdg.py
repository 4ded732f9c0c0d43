"""Starting at login on desktops that follow freedesktop.org.

Source: the Desktop Application Autostart Specification 0.5.
"""

import logging
from collections.abc import Mapping
from pathlib import Path

from sitbreak import disk
from sitbreak.core.words import applications_menu
from sitbreak.desktop.entries import (
    change_keys,
    escape,
    missing_program,
    read_entry,
    read_keys,
    start_keys,
    write_entry,
)
from sitbreak.storage.folders import base_folder

_log = logging.getLogger(__name__)


class XdgAutostart:
    """`sitbreak.desktop` in the person's autostart folder.

    GNOME's and other settings programs switch an entry off with X-GNOME-Autostart-enabled.
    """

    def __init__(self, command: list[str]) -> None:
        """Start this command at login."""
        self._command = command

    @property
    def path(self) -> Path:
        """The entry; raises OSError if there is no home."""
        return base_folder("XDG_CONFIG_HOME", ".config") / "autostart" / "sitbreak.desktop"

    def status(self) -> bool | None:
        """See `Autostart`."""
        keys = read_keys(read_entry(self.path))
        return _is_enabled(keys) and missing_program(keys) is None

    def set(self, *, on: bool) -> None:
        """See `Autostart`."""
        if not on:
            self.path.unlink(missing_ok=True)
            return
        text = read_entry(self.path)
        if missing_program(read_keys(text)) is not None:
            text = change_keys(text, self._entry())
        write_entry(self.path, change_keys(text, {"Hidden": None, "X-GNOME-Autostart-enabled": "true"}))

    def repair(self) -> None:
        """See `Autostart`."""
        disk.sweep(self.path)
        text = read_entry(self.path)
        keys = read_keys(text)
        if not _is_enabled(keys):
            return
        missing = missing_program(keys)
        if missing is not None:
            start = start_keys(self._command)
            write_entry(self.path, change_keys(text, start))
            _log.info("the login entry started %r, which is gone; now it starts %s", missing, start["Exec"])

    # --- internals -------------------------------------------------------------------------------

    def _entry(self) -> dict[str, str]:
        return {
            "Type": "Application",
            "Name": "sitbreak",
            "Comment": escape(applications_menu.purpose()),
            **start_keys(self._command),
            "Icon": "sitbreak",
            "Terminal": "false",
        }


def _is_enabled(keys: Mapping[str, str]) -> bool:
    enabled = keys.get("X-GNOME-Autostart-enabled", "true")
    return bool(keys) and keys.get("Hidden", "false") != "true" and enabled != "false"
