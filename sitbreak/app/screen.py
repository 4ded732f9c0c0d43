"""What a terminal shows when sitbreak is started in one."""

import textwrap

from sitbreak.core import words
from sitbreak.core.commands import USAGE

_WIDTH = 78


def first_screen(missing: str, line: str, tip: str) -> str:
    """Return what to print where there is no desktop: what it is, what is missing, a tip, and what to type.

    Args:
        missing: what keeps sitbreak from using a desktop, in one line.
        line: how long they have been sitting and when the next reminder comes.
        tip: one to begin with, as text.
    """
    names = {command.removeprefix("sitbreak ").partition(" [")[0]: meaning for command, meaning in USAGE[1:]}
    width = max(map(len, names))
    commands = (f"  {name:{width}}  {meaning}" for name, meaning in names.items())
    return "\n".join(
        (words.WHAT_IT_IS, missing, "", _wrapped(tip), "", f"{line}.", "", words.TYPE_COMMANDS, *commands, "",
         words.CTRL_C_STOPS)
    )  # fmt: skip


def tray_screen(line: str, tray: str) -> str:
    """Return what to print in a terminal where there is a desktop; `tray` is what shows the icon."""
    where = words.IN_NO_TRAY if tray == "none" else words.IN_THE_TRAY
    return f"{line}.\n{where} {words.CTRL_C_STOPS}"


def _wrapped(text: str) -> str:
    return "\n".join(
        textwrap.fill(line, _WIDTH, subsequent_indent=" " * 5 if line.startswith(" ") else "")
        for line in text.splitlines()
    )
