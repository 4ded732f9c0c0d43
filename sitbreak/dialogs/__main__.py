"""A dialog's process: `KIND RUNTIME LANGUAGE [--focused]`; `sitbreak.desktop.dialogs` has the whole command.

KIND is the package in this one that defines the dialog, RUNTIME the runtime folder, LANGUAGE the code of the
language that it speaks; standard input is what the dialog shows, as JSON. Prints a line after the first
paint. Exit status: 0 shown, 1 this cannot be shown, 2 usage error, 69 Qt does not start; standard error says
why.
"""

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from sitbreak.core.outside import printable
from sitbreak.desktop.dialogs import CANNOT_START, SHOWN
from sitbreak.desktop.language import use_language
from sitbreak.dialogs.handover import hand_over

DONE, FAILED, USAGE_ERROR = range(3)


def main(arguments: Sequence[str]) -> int:
    """Show the dialog that the arguments ask for; return the exit status."""
    match list(arguments):
        case [kind, runtime, spoken]:
            token = []
        case [kind, runtime, spoken, "--focused"]:
            token = [os.environ.get("XDG_ACTIVATION_TOKEN", "")]
        case _:
            return _fail(USAGE_ERROR, "usage: KIND RUNTIME LANGUAGE [--focused] < CONTENT")
    use_language(spoken)
    if sys.platform == "win32":
        _claim_name()
    try:
        problem = _show(kind, Path(runtime, kind), [_read_content(), *token])
    except ImportError as error:
        return _fail(CANNOT_START, f"Qt does not start: {error}")
    except (OSError, ValueError) as error:
        return _fail(FAILED, f"{type(error).__name__}: {error}")
    return _fail(FAILED, problem) if problem else DONE


def _claim_name() -> None:
    """Have the task bar show our windows under our name and icon, not among those of every Python."""
    from sitbreak.desktop.installation.windows import APP_ID
    from sitbreak.wires.windows_shell import WindowsShell

    with suppress(OSError):
        WindowsShell().claim_name(APP_ID)


def _read_content() -> str:
    """Return what to show: from standard input, because every user can read a command line.

    Raises:
        OSError: it cannot be read.
        ValueError: it is not UTF-8.
    """
    return "" if sys.stdin is None else sys.stdin.buffer.read().decode()


def _show(kind: str, folder: Path, request: list[str]) -> str:
    """Hand the request over to the open dialog of this kind, or open one; return why it cannot be shown.

    Raises:
        ImportError: Qt cannot be loaded.
        OSError: the folder cannot be used.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    answer = hand_over(folder, request)
    if answer is not None:
        if answer.text == "":
            report_shown()
        return answer.text
    gc.disable()  # Qt brings thousands of objects: collecting among them would delay the first paint
    _import_without_reading()
    from sitbreak.dialogs.frame import run

    return run(import_module(f"sitbreak.dialogs.{kind}.window").DIALOG, folder, request, report_shown)


def _import_without_reading() -> None:
    """Keep PySide from reading the source of each module: a twentieth of the time to the first paint.

    It looks for `from __feature__ import` there. Source: shibokensupport/feature.py of PySide 6.

    Raises:
        ImportError: Qt cannot be loaded.
    """
    import PySide6.QtCore  # noqa: F401  brings the next one

    feature = sys.modules.get("shibokensupport.feature")
    if feature is not None:
        vars(feature)["_mod_uses_pyside"] = lambda _module: False


def report_shown() -> None:
    """Report the first paint to the program that started this one, which stops listening then."""
    if sys.stdout is not None:
        with suppress(OSError):  # a command no longer waits for a window that comes late
            sys.stdout.write(f"{SHOWN}\n")
            sys.stdout.flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


def _fail(status: int, reason: str) -> int:
    if sys.stderr is not None:
        sys.stderr.write(f"{printable(reason)}\n")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
