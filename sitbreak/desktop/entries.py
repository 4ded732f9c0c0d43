"""Desktop entry files: the programs in a desktop's menu, and those that start at login.

Source: the Desktop Entry Specification 1.5, "Basic format of the file", "Possible value types" and "The Exec
key".
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from sitbreak import disk
from sitbreak.desktop.command import is_gone

_LARGEST = 100_000
"""Bytes of an entry, at most."""

_GROUP = "[Desktop Entry]"
_NEEDS_QUOTES = r"""[\s"'\\><~|&;$*?#()`]"""
_ESCAPED_IN_QUOTES = r'(["`$\\])'
_ARGUMENT = r'\s*(?:"((?:[^"\\]|\\.)*)"|(\S+))'
_KEY_LINE = r"([A-Za-z0-9-]+(?:\[[^\]]*\])?)[ \t]*=[ \t]*(.*)"
_ESCAPES = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}


def read_entry(path: Path) -> str:
    """Return the text of an entry, empty if there is none.

    Raises:
        StorageError: it cannot be read.
    """
    return (disk.read(path, _LARGEST) or b"").decode("utf-8", "surrogateescape")


def write_entry(path: Path, text: str) -> None:
    """Write an entry.

    Raises:
        StorageError: it could not be written.
    """
    disk.write(path, text.encode("utf-8", "surrogateescape"), keeps_mode=True)


def start_keys(command: Sequence[str]) -> dict[str, str]:
    """Return the keys that say how a program is started."""
    return {"Exec": write_exec(command), "TryExec": escape(command[0])}


def missing_program(keys: Mapping[str, str]) -> str | None:
    """Return the first missing program that an entry needs, "" if it names none; None if all are there."""
    programs = [read_program(keys.get("Exec", ""))]
    if "TryExec" in keys:
        programs.append(unescape(keys["TryExec"]))
    return next((program for program in programs if is_gone(program)), None)


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
