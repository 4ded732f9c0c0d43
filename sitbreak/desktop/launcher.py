"""Opening a local file with the program that the person has for it."""

import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sitbreak.ports import Source

if TYPE_CHECKING:
    from subprocess import Popen  # 0.5 MB that a tray without a click on a tip can do without

_log = logging.getLogger(__name__)


class Launcher:
    """Starts programs without waiting for them, and clears them away when they have ended."""

    def __init__(self, add_source: Callable[[Source], None] | None = None) -> None:
        """Watch started programs in the loop's select, through `add_source`, where the system can."""
        self._add_source = add_source
        self._running: list[Popen[bytes]] = []

    def open(self, path: Path) -> str | None:
        """Open a file.

        Returns:
            Why that is not possible, as one line with the file's path; None when it is under way.
        """
        path = path.absolute()
        if sys.platform == "win32":
            try:
                os.startfile(path)  # noqa: S606  the file is ours, and there is no shell
            except OSError as error:
                return f"{path} cannot be opened: {error.strerror}"
            return None
        opener = _opener()
        if isinstance(opener, str):
            return f"{opener}; the file is {path}"
        return self._start([*opener, str(path)], path)

    # --- inside --------------------------------------------------------------------------------

    def _start(self, command: list[str], path: Path) -> str | None:
        from subprocess import DEVNULL, Popen  # noqa: PLC0415  see above

        self._running = [program for program in self._running if program.poll() is None]
        try:
            program = Popen(  # noqa: S603  a program of the desktop with a file of ours, without a shell
                command, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL, start_new_session=True
            )
        except OSError as error:
            return f"{path} cannot be opened: {error.strerror}"
        if not self._watch(program, " ".join(command)):
            self._running.append(program)  # cleared away when the next file is opened
        return None

    def _watch(self, program: "Popen[bytes]", command: str) -> bool:
        if sys.platform != "linux" or self._add_source is None:
            return False
        try:
            descriptor = os.pidfd_open(program.pid)
        except OSError:  # a kernel before 5.3, or a sandbox
            return False
        self._add_source(_StartedProgram(program, command, descriptor))
        return True


class _StartedProgram:
    """A program that runs; a source that becomes readable when it ends.

    Source: pidfd_open(2).
    """

    def __init__(self, program: "Popen[bytes]", command: str, descriptor: int) -> None:
        self._program = program
        self._command = command
        self._descriptor = descriptor

    def fileno(self) -> int:
        return self._descriptor

    def due(self) -> None:
        """Say that nothing but the end is waited for."""

    def ready(self) -> None:
        status = self._program.poll()
        if status is None:
            return
        os.close(self._descriptor)
        self._descriptor = -1
        if status != 0:
            _log.warning("%s ended with status %d", self._command, status)


def _opener() -> list[str] | str:
    """Return the command to which a file's path is added, or why there is none."""
    from shutil import which  # noqa: PLC0415  brings lzma and bz2

    if sys.platform == "darwin":
        return ["/usr/bin/open"]
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return "there is no desktop to open files on"
    if xdg_open := which("xdg-open"):
        return [xdg_open]
    if gio := which("gio"):
        return [gio, "open"]
    return "no program to open files with was found (xdg-open, gio)"
