"""The log: one small rotating file."""

import logging
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from sitbreak.core.outside import one_line, printable
from sitbreak.core.words import files as words

_SIZE = 256 * 1024
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


def start_log(path: Path, terminal: TextIO | None = None) -> str | None:
    """Log everything from INFO up to a file; `rotate_log` bounds its size.

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
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _add(logging.FileHandler(path, encoding="utf-8", errors="replace"), _FORMAT)
    except OSError as error:
        problem = words.unlogged(path, error.strerror)
    if terminal is not None or problem:
        printed = logging.StreamHandler(terminal)
        printed.setLevel(logging.WARNING)
        _add(printed, _TERMINAL_FORMAT)
    return problem


def rotate_log() -> None:
    """Keep the log file at 256 KB from now on, and one older file of that size.

    Apart from `start_log`, because the rotating handler loads pickle: a fortieth of the way to the icon.
    """
    from logging.handlers import RotatingFileHandler

    root = logging.getLogger()
    for plain in [handler for handler in root.handlers if type(handler) is logging.FileHandler]:
        rotating = RotatingFileHandler(
            plain.baseFilename, maxBytes=_SIZE, backupCount=1, encoding="utf-8", delay=True, errors="replace"
        )
        rotating.setFormatter(plain.formatter)
        rotating.filters = plain.filters
        root.removeHandler(plain)
        root.addHandler(rotating)
        plain.close()


def _add(handler: logging.Handler, line: str) -> None:
    """Log to this handler, too, in lines of this format."""
    handler.setFormatter(_OneLine(line))
    handler.addFilter(HourlyFailures())
    logging.getLogger().addHandler(handler)
