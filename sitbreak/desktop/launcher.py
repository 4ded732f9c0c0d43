"""Starts programs: the person's own for a local file, and sitbreak's dialogs."""

import contextlib
import logging
import os
import socket
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import IO, TYPE_CHECKING

from sitbreak.core.words import files as words
from sitbreak.desktop.platforms import this_platform
from sitbreak.ports import Source

if TYPE_CHECKING:
    from subprocess import Popen  # 0.5 MB that a tray process needs only once a tip is clicked

_LONGEST_ERROR_OUTPUT = 4096
"""Bytes."""

_log = logging.getLogger(__name__)

Ended = Callable[[int, str], None]
"""Takes the exit status of a program, and what it wrote to standard error if that is kept."""


class Launcher:
    """Starts programs without waiting for them, and cleans up when they have ended."""

    def __init__(
        self,
        add_source: Callable[[Source], None] | None = None,
        remove_source: Callable[[Source], None] | None = None,
    ) -> None:
        """Watch started programs in the loop's select, through these."""
        self._add_source = add_source
        self._remove_source = remove_source
        self._running: list[Popen[bytes]] = []

    def open(self, path: Path) -> str | None:
        """Open a file.

        Returns:
            Why that is not possible, as one line with the file's path; None once it is under way.
        """
        path = path.absolute()
        try:
            command = this_platform().open_file(path)
        except OSError as error:
            return str(error)
        if not command:
            return None
        from subprocess import DEVNULL

        try:
            program = self._start(command, DEVNULL, DEVNULL)
        except OSError as error:
            return words.unopenable(path, error.strerror)
        if not self._watch(program, lambda status, _: _log_failure(command, status)):
            self._running.append(program)  # reaped when the next file is opened
        return None

    def start(self, command: list[str], content: str, ended: Ended) -> None:
        """Start one of sitbreak's own programs.

        Args:
            command: what starts it.
            content: what it reads: of a dialog what it shows, as JSON.
            ended: called when it has ended.

        Raises:
            OSError: it cannot be started.
        """
        from subprocess import PIPE

        from sitbreak.desktop.dialogs import as_input

        with as_input(content) as stdin:
            program = self._start(command, stdin, PIPE)
        if not self._watch(program, ended):
            self._watch_by_thread(program, ended)

    # --- internals -------------------------------------------------------------------------------

    def _start(self, command: list[str], stdin: int | IO[bytes], stderr: int) -> "Popen[bytes]":
        from subprocess import DEVNULL, Popen

        self._running = [program for program in self._running if program.poll() is None]
        return Popen(command, stdin=stdin, stdout=DEVNULL, stderr=stderr, start_new_session=True)

    def _watch(self, program: "Popen[bytes]", ended: Ended) -> bool:
        """Watch a program in the select, if the system can; return whether it can."""
        if self._add_source is None or not hasattr(os, "pidfd_open"):
            return False
        try:
            descriptor = os.pidfd_open(program.pid)
        except OSError:  # a kernel before 5.3, or a sandbox
            return False
        forget = self._forget(lambda: os.close(descriptor))
        self._add_source(_StartedProgram(program, descriptor, forget, ended))
        return True

    def _watch_by_thread(self, program: "Popen[bytes]", ended: Ended) -> None:
        """Have a thread wait for the end, then close one end of a socket whose other end is in the select."""
        if self._add_source is None:
            return
        ours, theirs = socket.socketpair()

        def wait() -> None:
            program.wait()
            theirs.close()

        Thread(target=wait, daemon=True).start()
        self._add_source(_StartedProgram(program, ours.fileno(), self._forget(ours.close), ended))

    def _forget(self, close: Callable[[], None]) -> Callable[[Source], None]:
        """Return what to call with the source of a program that has ended."""

        def forget(source: Source) -> None:
            if self._remove_source is not None:
                self._remove_source(source)
            close()

        return forget


class _StartedProgram:
    """A running program; a source that becomes readable when it ends.

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
        """Return None: only the end counts."""

    def ready(self) -> None:
        status = self._program.poll()
        if status is None:
            return
        self._forget(self)
        self._descriptor = -1
        self._ended(status, self._error_output())

    def _error_output(self) -> str:
        """Return the beginning of what it wrote to standard error."""
        if self._program.stderr is None:
            return ""
        with self._program.stderr as stderr:
            if hasattr(os, "set_blocking"):  # children that it left behind may hold the pipe open
                os.set_blocking(stderr.fileno(), False)
            with contextlib.suppress(BlockingIOError):
                return os.read(stderr.fileno(), _LONGEST_ERROR_OUTPUT).decode(errors="replace")
        return ""


def _log_failure(command: list[str], status: int) -> None:
    if status != 0:
        _log.warning("%s ended with status %d", " ".join(command), status)
