"""The log: one small file that rotates, so that it never grows."""

import logging
import os
from pathlib import Path
from typing import TextIO

_SIZE = 256 * 1024
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class _SmallFile(logging.FileHandler):
    """A file that is put aside, in place of the one before, when it would become too large.

    The standard library's own lives in logging.handlers, whose senders to the network cost 0.2 MB.
    """

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        try:
            line = self.format(record).encode(errors="replace")
            if self.stream is not None and self.stream.tell() + len(line) + len(os.linesep) > _SIZE:
                self.close()  # it opens again with the next line
                Path(self.baseFilename).replace(f"{self.baseFilename}.1")
        except OSError:
            self.handleError(record)
        super().emit(record)


def start_log(path: Path, terminal: TextIO | None = None) -> str | None:
    """Send what is logged from INFO up to a file of at most 256 KB and one older one of that size.

    Args:
        path: the file; it is created with its folder.
        terminal: where warnings are shown as well; None for nowhere.

    Returns:
        Why there is no log file, if so.
    """
    logging.raiseExceptions = False  # a full disk must not fill the terminal with tracebacks
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    if terminal is not None:
        shown = logging.StreamHandler(terminal)
        shown.setLevel(logging.WARNING)
        shown.setFormatter(logging.Formatter("%(message)s"))
        root.addHandler(shown)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = _SmallFile(path, encoding="utf-8", errors="replace")
    except OSError as error:
        return f"{path} cannot be written, so nothing is logged: {error.strerror}"
    file.setFormatter(logging.Formatter(_FORMAT))
    root.addHandler(file)
    return None
