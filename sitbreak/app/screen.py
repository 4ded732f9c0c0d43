"""What a terminal shows when sitbreak is started in one."""

from sitbreak.core import words
from sitbreak.core.commands import USAGE


def first_screen(line: str, tip: str) -> str:
    """Return what to print where there is no desktop: what it is, what is missing, a tip, and what to type.

    Args:
        line: how long they have been sitting and when the next reminder comes.
        tip: one to begin with, as text.
    """
    width = max(len(command) for command, _ in USAGE)
    commands = (f"  {command.removeprefix('sitbreak '):{width}}{meaning}" for command, meaning in USAGE[1:])
    return "\n".join(
        (words.WHAT_IT_IS, words.NO_DESKTOP, "", tip, "", f"{line}.", "", words.TYPE_COMMANDS, *commands, "",
         words.CTRL_C_STOPS)
    )  # fmt: skip


def tray_screen(line: str) -> str:
    """Return what to print in a terminal when the icon is in the tray."""
    return f"{line}.\n{words.IN_THE_TRAY} {words.CTRL_C_STOPS}"
