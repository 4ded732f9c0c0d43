"""The log: one small rotating file."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

from sitbreak.core.words import files as words

_SIZE = 256 * 1024
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def start_log(path: Path, terminal: TextIO | None = None) -> str | None:
    """Log everything from INFO up to a file of at most 256 KB, keeping one older file of that size.

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
        file = RotatingFileHandler(path, maxBytes=_SIZE, backupCount=1, encoding="utf-8", errors="replace")
    except OSError as error:
        return words.unlogged(path, error.strerror)
    file.setFormatter(logging.Formatter(_FORMAT))
    root.addHandler(file)
    return None
