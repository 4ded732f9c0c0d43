"""Opening dialogs: each is its own process, so that the tray process never loads Qt."""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.machinery import PathFinder
from pathlib import Path
from typing import IO

from sitbreak.core.words import language

CANNOT_START = 69
"""The exit status of a dialog when Qt does not start. Source: sysexits.h, EX_UNAVAILABLE."""

SHOWN = "shown"
"""The line that a dialog prints after its first paint."""

# Without runpy, which `-m sitbreak.dialogs` loads, a dialog is on the screen 5 ms earlier.
_START = "import sys; from sitbreak.dialogs.__main__ import main; sys.exit(main(sys.argv[1:]))"

_NOISE = re.compile(r"\s*qt\.[a-z.]+: ")


def unavailable_reason() -> str:
    """Return why dialogs cannot open, as far as that is known without trying; nothing if they can.

    importlib.metadata would find PySide6, too, for 0.6 MB more.
    """
    from sitbreak.desktop.platforms import this_platform  # a dialog's process never asks

    if not this_platform().display_is_there():
        return "there is no desktop (DISPLAY and WAYLAND_DISPLAY are not set)"
    found = PathFinder.find_spec("PySide6")
    return "" if found is not None and found.origin else "PySide6 is not installed"


def command(kind: str, runtime: Path, *, focused: bool) -> list[str]:
    """Return the command that opens a dialog, which reads what it shows from its standard input.

    Args:
        kind: the package in `sitbreak.dialogs` that defines it, such as `card`.
        runtime: the runtime folder.
        focused: the person asked for that dialog, so it may take the focus.
    """
    from sitbreak.desktop.command import is_frozen, own_command  # the dialogs themselves start nothing

    options = ["--focused"] if focused else []
    start = [*own_command(), "--dialog"] if is_frozen() else [sys.executable, "-P", "-c", _START]
    return [*start, kind, str(runtime), language.current().code, *options]


@contextmanager
def as_input(content: str) -> Iterator[IO[bytes]]:
    """Yield the standard input of a dialog that shows this content.

    A file without a name: every user can read a command line, and a pipe would hold up the tray until the
    dialog has read a long content.
    """
    with nameless_file() as file:
        file.write(content.encode())
        file.seek(0)
        yield file


def nameless_file() -> IO[bytes]:
    """Return a file in memory, or at least without a name, to write and to read."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("sitbreak"), "w+b")
    from tempfile import TemporaryFile

    return TemporaryFile()


def failure_reason(status: int, error_output: str) -> str:
    """Return why a dialog that has ended was never seen; nothing if it was, or if it was killed.

    Args:
        status: the process's exit status.
        error_output: what it wrote to standard error. Qt writes there why it has no display, and aborts.
    """
    import signal  # a dialog imports this module before its first paint

    if status <= 0 and status != -signal.SIGABRT:
        return ""
    lines = [line for line in error_output.splitlines() if line.strip()] or ["Qt does not start"]
    reason = (
        lines[-1] if status > 0 else lines[0]
    )  # ours is the last line; Qt lists its plugins after its own
    return _NOISE.sub("", reason, count=1).strip()
