"""Starting at login on desktops that follow freedesktop.org.

Source: the Desktop Application Autostart Specification 0.5; the Desktop Entry Specification 1.5, "Basic
format of the file", "Possible value types" and "The Exec key".
"""

import logging
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from sitbreak import disk
from sitbreak.core.words import files as words
from sitbreak.desktop.autostart.command import is_gone
from sitbreak.storage.folders import base_folder

_LARGEST = 100_000
"""Bytes of an entry, at most."""

_GROUP = "[Desktop Entry]"
_NEEDS_QUOTES = r"""[\s"'\\><~|&;$*?#()`]"""
_ESCAPED_IN_QUOTES = r'(["`$\\])'
_ARGUMENT = r'\s*(?:"((?:[^"\\]|\\.)*)"|(\S+))'
_KEY_LINE = r"([A-Za-z0-9-]+)[ \t]*=[ \t]*(.*)"
_ESCAPES = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
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
        keys = read_keys(self._read())
        return _is_enabled(keys) and _missing_program(keys) is None

    def set(self, *, on: bool) -> None:
        """See `Autostart`."""
        if not on:
            self.path.unlink(missing_ok=True)
            return
        text = self._read()
        if _missing_program(read_keys(text)) is not None:
            text = change_keys(text, self._entry())
        self._write(change_keys(text, {"Hidden": None, "X-GNOME-Autostart-enabled": "true"}))

    def repair(self) -> None:
        """See `Autostart`."""
        disk.sweep(self.path)
        text = self._read()
        keys = read_keys(text)
        missing = _missing_program(keys)
        if _is_enabled(keys) and missing is not None:
            entry = self._entry()
            self._write(change_keys(text, {"Exec": entry["Exec"], "TryExec": entry["TryExec"]}))
            _log.info("the login entry started %r, which is gone; now it starts %s", missing, entry["Exec"])

    # --- internals -------------------------------------------------------------------------------

    def _entry(self) -> dict[str, str]:
        return {
            "Type": "Application",
            "Name": "sitbreak",
            "Comment": escape(words.login_entry()),
            "Exec": write_exec(self._command),
            "TryExec": escape(self._command[0]),
            "Icon": "sitbreak",
            "Terminal": "false",
        }

    def _read(self) -> str:
        return (disk.read(self.path, _LARGEST) or b"").decode("utf-8", "surrogateescape")

    def _write(self, text: str) -> None:
        disk.write(self.path, text.encode("utf-8", "surrogateescape"), keeps_mode=True)


def _is_enabled(keys: Mapping[str, str]) -> bool:
    enabled = keys.get("X-GNOME-Autostart-enabled", "true")
    return bool(keys) and keys.get("Hidden", "false") != "true" and enabled != "false"


def _missing_program(keys: Mapping[str, str]) -> str | None:
    """Return the first missing program that an entry needs, "" if it names none; None if all are there."""
    programs = [read_program(keys.get("Exec", ""))]
    if "TryExec" in keys:
        programs.append(unescape(keys["TryExec"]))
    return next((program for program in programs if is_gone(program)), None)


# --- desktop entry files -----------------------------------------------------------------------------


def read_keys(text: str) -> dict[str, str]:
    """Return the keys of the main group with their values, still escaped."""
    keys = {}
    inside = False
    for line in text.splitlines():
        if line.startswith("["):
            inside = line.strip() == _GROUP
        elif inside and (match := re.fullmatch(_KEY_LINE, line.strip())):
            keys[match[1]] = match[2]
    return keys


def change_keys(text: str, changes: Mapping[str, str | None]) -> str:
    """Return the text with keys of the main group changed; None removes a key."""
    lines = []
    missing = dict(changes)
    inside = False
    for line in text.splitlines():
        if line.startswith("["):
            inside = line.strip() == _GROUP
        match = re.fullmatch(_KEY_LINE, line.strip()) if inside else None
        if match is None or match[1] not in changes:
            lines.append(line)
        elif (value := missing.pop(match[1], None)) is not None:
            lines.append(f"{match[1]}={value}")
    new = [f"{key}={value}" for key, value in missing.items() if value is not None]
    if _GROUP not in lines:
        lines.append(_GROUP)
    at = lines.index(_GROUP) + 1
    return "\n".join([*lines[:at], *new, *lines[at:]]) + "\n"


def escape(text: str) -> str:
    """Return a text as the value of a key."""
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")


def unescape(value: str) -> str:
    """Return the text that the value of a key stands for."""
    return re.sub(r"\\(.)", lambda match: _ESCAPES.get(match[1], match[0]), value)


def write_exec(command: Sequence[str]) -> str:
    """Return a command as the value of `Exec`."""
    return escape(" ".join(_quote(argument) for argument in command))


def read_program(value: str) -> str:
    """Return the program, the first argument, of a value of `Exec`; an empty text if there is none."""
    match = re.match(_ARGUMENT, unescape(value))
    if match is None:
        return ""
    quoted, plain = match.groups()
    argument = plain if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
    return argument.replace("%%", "%")


def _quote(argument: str) -> str:
    if not argument or re.search(_NEEDS_QUOTES, argument):
        argument = '"' + re.sub(_ESCAPED_IN_QUOTES, r"\\\1", argument) + '"'
    return argument.replace("%", "%%")
