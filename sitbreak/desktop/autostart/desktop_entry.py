"""Desktop entry files: the little of their format that an autostart entry needs.

Source: the Desktop Entry Specification 1.5, "Basic format of the file", "Possible value types" and "The
Exec key".
"""

import re
from collections.abc import Mapping, Sequence

_GROUP = "[Desktop Entry]"
_QUOTED_FOR = re.compile(r"""[\s"'\\><~|&;$*?#()`]""")
_QUOTED_ESCAPES = re.compile(r'(["`$\\])')
_ARGUMENT = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|(\S+))')
_KEY_LINE = re.compile(r"([A-Za-z0-9-]+)[ \t]*=[ \t]*(.*)")
_ESCAPES = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}


def escape(text: str) -> str:
    """Write a text as the value of a key."""
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")


def unescape(value: str) -> str:
    """Read the value of a key as the text it stands for."""
    return re.sub(r"\\(.)", lambda match: _ESCAPES.get(match[1], match[0]), value)


def write_exec(command: Sequence[str]) -> str:
    """Write a command as the value of `Exec`."""
    return escape(" ".join(_quote(argument) for argument in command))


def read_program(value: str) -> str:
    """Return the program, the first word, of a value of `Exec`; an empty text when there is none."""
    match = _ARGUMENT.match(unescape(value))
    if match is None:
        return ""
    quoted, plain = match.groups()
    word = plain if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
    return word.replace("%%", "%")


def read_keys(text: str) -> dict[str, str]:
    """Return the keys of the main group with their values as they stand there."""
    keys = {}
    inside = False
    for line in text.splitlines():
        if line.startswith("["):
            inside = line.strip() == _GROUP
        elif inside and (match := _KEY_LINE.fullmatch(line.strip())):
            keys[match[1]] = match[2]
    return keys


def change_keys(text: str, changes: Mapping[str, str | None]) -> str:
    """Return the text with keys of the main group set to other values; None takes a key out."""
    lines = []
    missing = dict(changes)
    inside = False
    for line in text.splitlines():
        if line.startswith("["):
            inside = line.strip() == _GROUP
        match = _KEY_LINE.fullmatch(line.strip()) if inside else None
        if match is None or match[1] not in changes:
            lines.append(line)
        elif (value := missing.pop(match[1], None)) is not None:
            lines.append(f"{match[1]}={value}")
    new = [f"{key}={value}" for key, value in missing.items() if value is not None]
    if _GROUP not in lines:
        lines.append(_GROUP)
    at = lines.index(_GROUP) + 1
    return "\n".join([*lines[:at], *new, *lines[at:]]) + "\n"


def _quote(argument: str) -> str:
    if not argument or _QUOTED_FOR.search(argument):
        argument = '"' + _QUOTED_ESCAPES.sub(r"\\\1", argument) + '"'
    return argument.replace("%", "%%")
