"""The log: one small rotating file."""

import logging
import os
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from sitbreak import disk
from sitbreak.core.outside import one_line, printable
from sitbreak.core.words import files as words

_SIZE = 256 * 1024
"""Bytes of the log file, and of the older one."""

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s%(repeats)s"
_TERMINAL_FORMAT = "%(message)s%(repeats)s"
_BELOW = "    "
"""Before each line of a traceback: a line of the log begins with its time, whatever an exception says."""

_LONGEST = 8000
"""Letters of a message, and of a traceback; what others have written may be longer."""

_MOST_FAILURES, _TOLD_APART_BY = 200, 500
"""How many failures are remembered at once, and the letters by which they differ."""

_HOUR = 3600.0
"""Seconds until a failure that is still there is logged again."""


class HourlyFailures(logging.Filter):
    """Passes on the same failure once an hour, with how often it was left out.

    Some parts are asked something at every input: one that fails each time would fill the log.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Count the hours by `clock`, which returns seconds."""
        super().__init__()
        self._clock = clock
        self._logged: dict[object, float] = {}
        self._left_out: Counter[object] = Counter()

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether to log this; `record.repeats` says how often it was left out before."""
        record.repeats = ""
        if record.levelno < logging.WARNING:
            return True
        failure, now = _identity(record), self._clock()
        if now - self._logged.get(failure, -_HOUR) < _HOUR:
            self._left_out[failure] += 1
            return False
        self._logged.pop(failure, None)
        self._logged[failure] = now
        if len(self._logged) > _MOST_FAILURES:
            oldest = next(iter(self._logged))
            del self._logged[oldest], self._left_out[oldest]
        if count := self._left_out.pop(failure, 0):
            record.repeats = f" (and {count} more times since this was last logged)"
        return True


class _OneLine(logging.Formatter):
    """Writes one line for each record; a traceback is indented below it."""

    def format(self, record: logging.LogRecord) -> str:
        """See `logging.Formatter`."""
        record.asctime, record.message = self.formatTime(record), one_line(_cut(record.getMessage()))
        line = self.formatMessage(record)
        if not record.exc_info:
            return line
        traceback = printable(_cut(self.formatException(record.exc_info))).replace("\n", f"\n{_BELOW}")
        return f"{line}\n{_BELOW}{traceback}"


def _cut(text: str) -> str:
    """Leave out the middle of a text that is too long."""
    if len(text) <= _LONGEST:
        return text
    half = _LONGEST // 2
    return f"{text[:half]} [{len(text) - _LONGEST} letters left out] {text[-half:]}"


def _identity(record: logging.LogRecord) -> object:
    """Return what the same failures have in common: where they were raised, or else what they say."""
    if not record.exc_info or not isinstance(record.exc_info[1], Exception):
        return record.getMessage()[:_TOLD_APART_BY]
    _, error, traceback = record.exc_info
    while traceback is not None and traceback.tb_next is not None:
        traceback = traceback.tb_next
    raised = traceback and (traceback.tb_frame.f_code.co_filename, traceback.tb_lineno)
    about = [arg if isinstance(arg, str) else type(arg) for arg in record.args or ()]
    return record.name, record.lineno, *about, type(error), raised


class _LogFile(logging.StreamHandler[TextIO]):
    """Appends to a file; once it is full it becomes the older one, and a new one begins.

    The standard library's rotating handler loads pickle, and waits for the reader of a pipe in its place.
    """

    def __init__(self, path: Path) -> None:
        """Open the file.

        Raises:
            OSError: it cannot be opened.
        """
        self._path = path
        super().__init__(self._open())

    def emit(self, record: logging.LogRecord) -> None:
        """Write an entry; one that cannot be written is lost."""
        with suppress(OSError, ValueError):
            if self.stream.closed:  # opening the next file failed before
                self.stream = self._open()
            entry = len(self.format(record).encode(errors="replace")) + 1
            if os.fstat(self.stream.fileno()).st_size + entry > _SIZE:
                self.stream.close()
                self._path.replace(self._path.with_name(f"{self._path.name}.1"))
                self.stream = self._open()
            super().emit(record)

    def close(self) -> None:
        """Close the file."""
        super().close()
        self.stream.close()

    def _open(self) -> TextIO:
        descriptor = disk.open_file(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        with suppress(OSError):
            self._path.chmod(0o600)  # an earlier version left it as open as the umask
        return os.fdopen(descriptor, "a", encoding="utf-8", errors="replace")


def start_log(path: Path, terminal: TextIO | None = None) -> str | None:
    """Log everything from INFO up to a file of 256 KB, with an older one of that size beside it.

    Args:
        path: the file; created together with its folder.
        terminal: where warnings are printed as well; None for nowhere, without a file standard error.

    Returns:
        Why there is no log file; None if there is one.
    """
    logging.raiseExceptions = False  # a full disk must not fill the terminal with tracebacks
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    problem = None
    try:
        disk.make_folder(path.parent)
        _add(_LogFile(path), _FORMAT)
    except OSError as error:
        problem = words.unlogged(path, error.strerror or error)
    if terminal is not None or problem:
        printed = logging.StreamHandler(terminal)
        printed.setLevel(logging.WARNING)
        _add(printed, _TERMINAL_FORMAT)
    return problem


def _add(handler: logging.Handler, line: str) -> None:
    """Log to this handler, too, in lines of this format."""
    handler.setFormatter(_OneLine(line))
    handler.addFilter(HourlyFailures())
    logging.getLogger().addHandler(handler)
