"""A line of text that outlives the process but not the session: in the runtime folder, in memory."""

import logging
from pathlib import Path

from sitbreak.storage.files import write_atomically

_log = logging.getLogger(__name__)


class Note:
    """One line in a file of its own; without the file there is none."""

    def __init__(self, path: Path) -> None:
        """Keep it in this file."""
        self._path = path
        self._failed = False

    def read(self) -> str:
        """Return the line, an empty one when there is none that can be read."""
        try:
            return self._path.read_text(encoding="utf-8")
        except (OSError, ValueError):
            return ""

    def write(self, line: str) -> None:
        """Keep this line from now on; an empty one is none."""
        try:
            if line:
                write_atomically(self._path, line.encode(), durable=False)
            else:
                self._path.unlink(missing_ok=True)
        except OSError as error:
            if not self._failed:
                _log.warning("a crash now would leave a notification on the screen: %s", error)
            self._failed = True
