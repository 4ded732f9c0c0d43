"""Whether the running instance's own program is still there, or a newer one has taken its place."""

from enum import Enum
from pathlib import Path

import sitbreak
from sitbreak import disk

_SETTLED = 2
"""Looks, one a minute, that find the same: an upgrade takes less."""


class Found(Enum):
    """What has become of the files that this process was started from."""

    OURS = "as they were"
    NEWER = "replaced by others"
    GONE = "uninstalled"


class OwnFiles:
    """Looks at one of our files, which every package and every release replaces."""

    def __init__(self, file: Path = Path(sitbreak.__file__)) -> None:
        """Look at nothing yet."""
        self._file = file
        self._ours: disk.Signature = None
        self._last: disk.Signature = None
        self._looks = 0

    def look(self) -> Found:
        """Look once a minute; only what two looks in a row have found counts."""
        found = disk.signature(self._file)
        if found is None and not disk.is_missing(self._file):  # it may be there
            return Found.OURS
        if self._ours is None:  # in a zip file there never is one
            self._ours = found
        self._looks = self._looks + 1 if found == self._last else 1
        self._last = found
        if found == self._ours or self._looks < _SETTLED:
            return Found.OURS
        return Found.GONE if found is None else Found.NEWER

    def keep_running(self) -> None:
        """Take what was found last for ours, because it does not start."""
        self._ours = self._last
