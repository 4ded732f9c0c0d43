"""The lock that the running instance holds; the system releases it even after a crash."""

import os
import sys
from pathlib import Path

from sitbreak import disk
from sitbreak.core.words import files as words
from sitbreak.disk import StorageError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class InstanceLock:
    """A lock file in the runtime folder."""

    def __init__(self, folder: Path) -> None:
        """Use this runtime folder; nothing is created yet."""
        self._path = folder / "lock"
        self._descriptor = -1

    def acquire(self) -> bool:
        """Try to become the instance; return False if another process is.

        Raises:
            OSError: the lock file cannot be used; the message names it.
        """
        try:
            descriptor = disk.open_file(self._path, os.O_RDWR | os.O_CREAT)
        except OSError as error:
            raise StorageError(words.unusable(self._path, error.strerror or error)) from error
        try:
            if sys.platform == "win32":
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            os.close(descriptor)
            return False
        except OSError:
            os.close(descriptor)
            raise
        self._descriptor = descriptor
        return True

    def is_in_place(self) -> bool:
        """Whether the file that is locked is still the one that others would lock."""
        try:
            there, ours = self._path.stat(), os.fstat(self._descriptor)
        except OSError:
            return False
        return (there.st_dev, there.st_ino) == (ours.st_dev, ours.st_ino)

    def release(self) -> None:
        """Release the lock. The file stays: if it were removed, two processes could each lock their own."""
        if self._descriptor != -1:
            os.close(self._descriptor)
            self._descriptor = -1
