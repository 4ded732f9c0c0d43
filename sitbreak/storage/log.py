"""The log: one small rotating file."""

import logging
from pathlib import Path
from typing import TextIO

from sitbreak.core.words import files as words

_SIZE = 256 * 1024
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def start_log(path: Path, terminal: TextIO | None = None) -> str | None:
    """Log everything from INFO up to a file; `rotate_log` bounds its size.

    Args:
        path: the file; created together with its folder.
        terminal: where warnings are printed as well; None for nowhere.

    Returns:
        Why there is no log file; None if there is one.
    """
    logging.raiseExceptions = False  # a full disk must not fill the terminal with tracebacks
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    if terminal is not None:
        printed = logging.StreamHandler(terminal)
        printed.setLevel(logging.WARNING)
        printed.setFormatter(logging.Formatter("%(message)s"))
        root.addHandler(printed)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = logging.FileHandler(path, encoding="utf-8", errors="replace")
    except OSError as error:
        return words.unlogged(path, error.strerror)
    file.setFormatter(logging.Formatter(_FORMAT))
    root.addHandler(file)
    return None


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
        root.removeHandler(plain)
        root.addHandler(rotating)
        plain.close()
