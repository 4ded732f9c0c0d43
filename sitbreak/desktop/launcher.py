"""Starting programs: the one that the person has for a local file, and our own windows."""

import contextlib
import logging
import os
import socket
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from sitbreak.desktop.platforms import this_platform
from sitbreak.ports import Source

if TYPE_CHECKING:
    from subprocess import Popen  # 0.5 MB that a tray without a click on a tip can do without

_MOST_COMPLAINT = 4096
"""Bytes."""

_log = logging.getLogger(__name__)

Ended = Callable[[int, str], None]
"""Hears the exit status of a program, and what it wrote to standard error if that is kept."""


class Launcher:
    """Starts programs without waiting for them, and clears them away when they have ended."""

    def __init__(
        self,
        add_source: Callable[[Source], None] | None = None,
        remove_source: Callable[[Source], None] | None = None,
    ) -> None:
        """Watch started programs in the loop's select, through these, where the system can."""
        self._add_source = add_source
        self._remove_source = remove_source
        self._running: list[Popen[bytes]] = []

    def open(self, path: Path) -> str | None:
        """Open a file.

        Returns:
            Why that is not possible, as one line with the file's path; None when it is under way.
        """
        path = path.absolute()
        try:
            command = this_platform().open_file(path)
        except OSError as error:
            return f"{error}; the file is {path}"
        if not command:
            return None
        from subprocess import DEVNULL

        try:
            program = self._start(command, DEVNULL)
        except OSError as error:
            return f"{path} cannot be opened: {error.strerror}"
        if not self._watch(program, lambda status, _: _log_failure(command, status)):
            self._running.append(program)  # cleared away when the next file is opened
        return None

    def start_window(self, command: list[str], ended: Ended) -> None:
        """Start one of our windows.

        Args:
            command: as `desktop.dialogs` has it.
            ended: hears of its end.

        Raises:
            OSError: it cannot be started.
        """
        from subprocess import PIPE

        program = self._start(command, PIPE)
        if not self._watch(program, ended):
            self._watch_by_thread(program, ended)

    # --- inside --------------------------------------------------------------------------------

    def _start(self, command: list[str], stderr: int) -> "Popen[bytes]":
        from subprocess import DEVNULL, Popen

        self._running = [program for program in self._running if program.poll() is None]
        return Popen(  # noqa: S603  a program of the desktop or of ours, without a shell
            command, stdin=DEVNULL, stdout=DEVNULL, stderr=stderr, start_new_session=True
        )

    def _watch(self, program: "Popen[bytes]", ended: Ended) -> bool:
        if self._add_source is None or not hasattr(os, "pidfd_open"):
            return False
        try:
            descriptor = os.pidfd_open(program.pid)
        except OSError:  # a kernel before 5.3, or a sandbox
            return False
        self._add_source(
            _StartedProgram(program, descriptor, self._forget(lambda: os.close(descriptor)), ended)
        )
        return True

    def _watch_by_thread(self, program: "Popen[bytes]", ended: Ended) -> None:
        """Let a thread wait where a select cannot; it hangs up when the program has ended."""
        if self._add_source is None:
            return
        ours, theirs = socket.socketpair()

        def wait() -> None:
            program.wait()
            theirs.close()

        Thread(target=wait, daemon=True).start()
        self._add_source(_StartedProgram(program, ours.fileno(), self._forget(ours.close), ended))

    def _forget(self, close: Callable[[], None]) -> Callable[[Source], None]:
        """Return what to do with the source of a program that has ended."""

        def forget(source: Source) -> None:
            if self._remove_source is not None:
                self._remove_source(source)
            close()

        return forget


class _StartedProgram:
    """A program that runs; a source that becomes readable when it ends.

    Source: pidfd_open(2).
    """

    def __init__(
        self, program: "Popen[bytes]", descriptor: int, forget: Callable[[Source], None], ended: Ended
    ) -> None:
        self._program = program
        self._descriptor = descriptor
        self._forget = forget
        self._ended = ended

    def fileno(self) -> int:
        return self._descriptor

    def due(self) -> None:
        """Say that nothing but the end is waited for."""

    def ready(self) -> None:
        status = self._program.poll()
        if status is None:
            return
        self._forget(self)
        self._descriptor = -1
        self._ended(status, self._complaint())

    def _complaint(self) -> str:
        """Return what it wrote to standard error, of which only the beginning counts."""
        if self._program.stderr is None:
            return ""
        with self._program.stderr as stderr:
            if hasattr(os, "set_blocking"):  # it may have left children behind that hold it open
                os.set_blocking(stderr.fileno(), False)
            with contextlib.suppress(BlockingIOError):
                return os.read(stderr.fileno(), _MOST_COMPLAINT).decode(errors="replace")
        return ""


def _log_failure(command: list[str], status: int) -> None:
    if status != 0:
        _log.warning("%s ended with status %d", " ".join(command), status)
