"""How sitbreak is started, and whether the program of an entry is still there."""

import os
import re
import sys
from pathlib import Path

_INTERPRETER = rb"#![ \t]*(\S+)"
_LONG_INTERPRETER = rb"""#![ \t]*/bin/sh\n'''exec' "?([^"\n]+?)"? "\$0" """


def own_command() -> list[str]:
    """Return the command that starts sitbreak the way it was started: its script, or Python with the module.

    In the folder for Windows it is the program there that opens no console.

    Links are not followed: a virtual environment's Python is one, and so may be a script on the PATH.
    """
    if is_frozen():
        return [str(Path(sys.executable).with_name("sitbreakw.exe"))]
    called = Path(sys.argv[0]).absolute()
    beside = Path(sys.executable).parent / "sitbreak"
    for script in (called, beside):
        if script.name == "sitbreak" and _is_program(script):
            return [str(script)]
    windowless = Path(sys.executable).with_name("pythonw.exe")
    return [str(windowless) if windowless.exists() else sys.executable, "-m", "sitbreak"]


def start_again() -> None:
    """Start sitbreak as this process was started, in its place.

    Windows replaces no process: it starts another one, and loses the quotes around a path with spaces.
    Source: Microsoft's documentation of _execv.
    """
    command = [sys.executable, *sys.orig_argv[1:]]
    if sys.platform != "win32":
        os.execv(sys.executable, command)
    from subprocess import Popen

    Popen(command)


def is_frozen() -> bool:
    """Return whether this is a program with Python in it, and no Python.

    Source: PyInstaller's "Run-time Information".
    """
    return bool(getattr(sys, "frozen", False))


def is_gone(program: str) -> bool:
    """Return whether a program can no longer be started.

    That includes a script whose Python is gone, which happens when Python is upgraded.
    """
    if not Path(program).is_absolute():
        from shutil import which  # brings lzma and bz2; our own entries do not need it

        program = which(program) or ""
    if not _is_program(Path(program)):
        return True
    interpreter = _interpreter(Path(program))
    return interpreter is not None and not _is_program(interpreter)


def _is_program(path: Path) -> bool:
    # In this order: in a folder that is closed to us `is_file` raises, or on Python 3.14 returns False.
    try:
        return os.access(path, os.X_OK) and path.is_file()
    except ValueError:  # a NUL, from a damaged entry
        return False


def _interpreter(program: Path) -> Path | None:
    """Return the interpreter of a script; None for a program that is none.

    Source: pip writes `#!/bin/sh` and a line with exec if the interpreter's path is long or has spaces.
    """
    try:
        with program.open("rb") as file:
            start = file.read(4096)
    except OSError:
        return None
    match = re.match(_LONG_INTERPRETER, start) or re.match(_INTERPRETER, start)
    return Path(os.fsdecode(match[1])) if match else None
