"""Writing a file as a whole or not at all, and setting a damaged one aside."""

import contextlib
import os
import stat
import time
from pathlib import Path

Signature = tuple[int, int, int] | None
"""What tells one version of a file from another; None where it cannot be looked at."""


class StorageError(OSError):
    """A file could not be used; the message is one line for the person."""


def write_atomically(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Write a file so that at any moment either the old or the new content is there.

    A symbolic link stays one and the file it leads to is written; the mode of an existing file is kept, a
    new file and a new folder are the person's alone.

    Args:
        path: the file.
        data: its new content.
        durable: whether the content must be on the disk before the old one goes; false where a crash of the
            computer makes it worthless anyway.

    Raises:
        StorageError: it could not be written; the old content is still there.
    """
    target = Path(os.path.realpath(path))
    new = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            _write_new(new, data, _mode(target), durable=durable)
            new.replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                new.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror or error}") from error


def signature(path: Path) -> Signature:
    """Look which version of a file is there, without reading it."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def set_aside(path: Path) -> Path:
    """Rename a damaged file to `<name>.damaged-<date>-<time>` and return its new path.

    Raises:
        StorageError: it could not be renamed.
    """
    aside = name_aside(path)
    try:
        path.rename(aside)
    except OSError as error:
        raise StorageError(f"{path} cannot be set aside: {error.strerror or error}") from error
    return aside


def name_aside(path: Path) -> Path:
    """Return a free name for a damaged file, beside it."""
    stamp = time.strftime("%Y%m%d-%H%M%S")
    aside = path.with_name(f"{path.name}.damaged-{stamp}")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.name}.damaged-{stamp}-{number}")
    return aside


def _mode(target: Path) -> int:
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except OSError:
        return 0o600


def _write_new(new: Path, data: bytes, mode: int, *, durable: bool) -> None:
    new.unlink(missing_ok=True)  # left by a crash of a process with our number
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123
        file.write(data)
        file.flush()
        if durable:
            os.fsync(file.fileno())
    new.chmod(mode)
