"""What appears in a folder, as Linux reports it.

Source: inotify(7), inotify_init(2); the numbers are those of linux/inotify.h.
"""

import ctypes
import os
from pathlib import Path
from types import TracebackType

from sitbreak.wires import NoServer

_CLOEXEC, _NONBLOCK = 0o2000000, 0o4000
_MOVED_TO, _CREATE, _DELETE_SELF, _MOVE_SELF = 0x80, 0x100, 0x400, 0x800


class Appearances:
    """Readable once something has appeared in a folder, or the folder itself has vanished."""

    def __init__(self, folder: Path) -> None:
        """Watch this folder.

        Raises:
            NoServer: this system cannot, or not one folder more.
        """
        try:
            libc = ctypes.CDLL(None, use_errno=True)
            self._descriptor: int = libc.inotify_init1(_CLOEXEC | _NONBLOCK)
            add = libc.inotify_add_watch
        except (AttributeError, OSError, TypeError) as error:  # another system's library, or none
            raise NoServer("there is no inotify") from error
        if self._descriptor == -1:
            raise NoServer(os.strerror(ctypes.get_errno()))
        wanted = _MOVED_TO | _CREATE | _DELETE_SELF | _MOVE_SELF
        if add(self._descriptor, os.fsencode(folder), wanted) == -1:
            why = os.strerror(ctypes.get_errno())
            os.close(self._descriptor)
            raise NoServer(why)

    def fileno(self) -> int:
        """Return the descriptor to wait for."""
        return self._descriptor

    def __enter__(self) -> "Appearances":
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        os.close(self._descriptor)
