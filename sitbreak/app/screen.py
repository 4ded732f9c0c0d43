"""What a terminal shows when sitbreak starts in one."""

import textwrap

from sitbreak.core.words import replies, terminal

_WIDTH = 78


def first_screen(missing: str, line: str, tip: str) -> str:
    """Return what to print without a desktop: what sitbreak is, what is missing, a tip, and what to type.

    Args:
        missing: what keeps sitbreak from using a desktop, in one line.
        line: the status.
        tip: a first tip, as text.
    """
    summaries = {name: it.summary for name, it in replies.explained().items() if name and " " not in name}
    width = max(map(len, summaries))
    listed = (f"  {name:{width}}  {summary}" for name, summary in summaries.items())
    return "\n".join(
        (terminal.what_it_is(), missing, "", _wrapped(tip), "", f"{line}.", "",
         terminal.type_commands(), *listed, "", terminal.ctrl_c_stops())
    )  # fmt: skip


def tray_screen(line: str, tray: str) -> str:
    """Return what to print in a terminal where there is a desktop; `tray` is what shows the icon."""
    where = terminal.in_no_tray() if tray == "none" else terminal.in_tray()
    return f"{line}.\n{where} {terminal.ctrl_c_stops()}"


def _wrapped(text: str) -> str:
    return "\n".join(
        textwrap.fill(line, _WIDTH, subsequent_indent=" " * 5 if line.startswith(" ") else "")
        for line in text.splitlines()
    )
