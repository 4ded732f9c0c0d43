"""Atomic writes, and moving a damaged file out of the way."""

import contextlib
import os
import stat
import time
from pathlib import Path

from sitbreak.core.words import files as words

Signature = tuple[int, int, int] | None
"""Distinguishes one version of a file from another; None if the file cannot be examined."""


class StorageError(OSError):
    """A file could not be used; the message is one line for the person."""


def write_atomically(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Write a file so that at any moment it holds either the old content or the new.

    A symbolic link is kept and its target is written. An existing file keeps its mode; new files and folders
    are private to the person.

    Args:
        path: the file.
        data: its new content.
        durable: wait until the content is on disk before replacing the old one. False where a crash of the
            computer makes the content worthless anyway.

    Raises:
        StorageError: writing failed; the old content is intact.
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
        raise StorageError(words.unwritable(path, error.strerror or error)) from error


def signature(path: Path) -> Signature:
    """Return the signature of a file without reading it."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def set_aside(path: Path) -> Path:
    """Rename a damaged file to `<name>.damaged-<date>-<time>` and return its new path.

    Raises:
        StorageError: renaming failed.
    """
    aside = name_aside(path)
    try:
        path.rename(aside)
    except OSError as error:
        raise StorageError(words.not_set_aside(path, error.strerror or error)) from error
    return aside


def name_aside(path: Path) -> Path:
    """Return an unused name for a damaged file, in the same folder."""
    stamp = time.strftime("%Y%m%d-%H%M%S")
    aside = path.with_name(f"{path.name}.damaged-{stamp}")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.name}.damaged-{stamp}-{number}")
    return aside


def create_private(path: Path, data: bytes, *, durable: bool = False) -> None:
    """Create a file that only this person can read; a leftover of the same name is removed first.

    Raises:
        OSError: creating or writing it failed.
    """
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        if durable:
            os.fsync(file.fileno())


def _mode(target: Path) -> int:
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except OSError:
        return 0o600


def _write_new(new: Path, data: bytes, mode: int, *, durable: bool) -> None:
    create_private(new, data, durable=durable)
    new.chmod(mode)
