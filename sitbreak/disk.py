"""The one place where sitbreak reads and writes files: its own, and those of the person.

Nothing here waits for anybody: a pipe, a device or a folder in the place of a file is refused, and no more is
read than a file of its kind needs. What is written is either complete or not there, and new files and folders
are private to the person, whatever the umask.
"""

import contextlib
import errno
import os
import re
import stat
import sys
import time
from functools import cache
from pathlib import Path
from typing import BinaryIO, Literal

from sitbreak.core.words import files as words

Signature = tuple[int, int, int] | None
"""Distinguishes one version of a file from another; None if the file cannot be examined."""

_AT_ONCE = sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC"))
"""Opening a pipe without a writer, or a device, must not wait; Windows has neither and no such flags."""


_HERE, _RENAME_EXCHANGE = -100, 2

_PLAIN = b"/:-._~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

_SAVING = 0.05
"""Seconds that an editor gets to fill a file again that it has just emptied or removed."""

_READING = 0.05
"""Seconds until the next attempt to replace a file that somebody reads."""

_TRIES = 10 if sys.platform == "win32" else 0


class StorageError(OSError):
    """A file could not be used; the message is one line for the person."""


class Changed(StorageError):
    """Somebody else has changed the file, which was left alone."""


# --- reading -------------------------------------------------------------------------------------


def file_uri(path: Path) -> str:
    """Return the file's URI. From Python 3.14 on `Path.as_uri` loads everything that speaks HTTP.

    Source: RFC 8089, appendix E.2 for the drive letters of Windows; RFC 3986, section 2.3.
    """
    text = (path if path.is_absolute() else path.absolute()).as_posix()
    octets = os.fsencode(text if text.startswith("/") else f"/{text}")
    return "file://" + "".join(chr(it) if it in _PLAIN else f"%{it:02X}" for it in octets)


def open_file(path: Path, flags: int) -> int:
    """Open a regular file without waiting, and return its descriptor; one that is made is private.

    Raises:
        OSError: it cannot be opened, or is something else.
    """
    try:
        descriptor = os.open(path, flags | _AT_ONCE, 0o600)
    except OSError as error:
        if error.errno == errno.ENXIO:  # a pipe without a reader, or a socket
            raise _not_regular() from error
        raise
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    raise _not_regular()


def read_start(path: Path, most: int, length: int = -1) -> bytes:
    """Return the first `length` bytes of a file, or all.

    Raises:
        FileNotFoundError: there is none.
        OSError: it cannot be read, or has more than `most` bytes.
    """
    with os.fdopen(open_file(path, os.O_RDONLY), "rb") as file:
        if os.fstat(file.fileno()).st_size > most:
            raise OSError(errno.EFBIG, words.larger_than(most))
        data = file.read(most + 1 if length < 0 else length)
    if len(data) > most:  # it grows, or is one of the system's, which have no size
        raise OSError(errno.EFBIG, words.larger_than(most))
    return data


def read(path: Path, most: int) -> bytes | None:
    """Return the content of a file; None if there is none.

    Raises:
        StorageError: it cannot be read, or has more than `most` bytes.
    """
    try:
        return read_start(path, most)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StorageError(words.unreadable(path, error.strerror or error)) from error


def signature(path: Path) -> Signature:
    """Return the signature of a file without reading it."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def is_missing(path: Path) -> bool:
    """Return whether there is nothing at this path, for certain.

    In a folder that is closed to us `Path.exists` raises, or from Python 3.14 on takes it for an empty one.
    """
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def _not_regular() -> OSError:
    return OSError(errno.EINVAL, words.not_a_file())


# --- writing -------------------------------------------------------------------------------------


def write(
    path: Path,
    data: bytes,
    *,
    durable: bool = True,
    keeps_mode: bool = False,
    seen: Signature | Literal["any"] = "any",
) -> Signature:
    """Write a file so that at any moment it holds either the old content or the new.

    A symbolic link is kept and its target is written.

    Args:
        path: the file.
        data: its new content.
        durable: wait until the content is on disk. False where a crash of the computer makes it worthless.
        keeps_mode: an existing file keeps its mode: it is the person's. Others are private.
        seen: the version to replace; a save by somebody else at the same moment is not lost.

    Returns:
        The signature of the new version.

    Raises:
        Changed: another version than `seen` is there; the file was left alone.
        StorageError: writing failed; the old content is intact.
    """
    target, new = _target_and_new(os.path.realpath(path))
    try:
        make_folder(target.parent)
        try:
            with _create(new, _mode(target, keeps_mode=keeps_mode)) as file:
                file.write(data)
                file.flush()
                if durable:
                    os.fsync(file.fileno())
            written = signature(new)
            is_replaced = True
            if seen == "any":
                _replace(target, new)
            else:
                is_replaced = _replace_seen(target, new, seen)
        finally:
            with contextlib.suppress(OSError):
                new.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(words.unwritable(path, error.strerror or error)) from error
    if not is_replaced:
        raise Changed(words.changed_meanwhile(path))
    if durable:
        _sync_folder(target.parent)
    return written


def wait_for_editor(path: Path, before: Signature, written: Signature) -> None:
    """Let another program finish saving: many empty or remove a file before they write what they save.

    Args:
        path: the file.
        before: the version that was seen last.
        written: the version that we have written.
    """
    now = signature(path)
    is_missing = now is None and before is not None
    is_new = now is not None and now != written and 0 <= time.time() - now[0] / 1e9 < _SAVING
    if is_missing or is_new:
        time.sleep(_SAVING)


def overwrite(path: Path, data: bytes) -> None:
    """Overwrite the start of an existing file in place, which costs a tenth of replacing it.

    Raises:
        OSError: it does not exist, is something else, or cannot be written.
    """
    with os.fdopen(open_file(path, os.O_WRONLY), "wb", buffering=0) as file:
        file.write(data)


def make_folder(folder: Path) -> None:
    """Create a folder, and those above it, if they are missing: open to nobody else, whatever the umask.

    Raises:
        OSError: it cannot be created.
    """
    if folder.is_dir():
        return
    make_folder(folder.parent)
    with contextlib.suppress(FileExistsError):  # if it is a file, what uses the folder will say so
        folder.mkdir(0o700)
        folder.chmod(0o700)


def set_aside(path: Path) -> Path:
    """Rename a damaged file to `<name>.damaged-<date>-<time>` and return its new path.

    Raises:
        StorageError: renaming failed.
    """
    stamp = time.strftime("%Y%m%d-%H%M%S")
    aside = path.with_name(f"{path.name}.damaged-{stamp}")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.name}.damaged-{stamp}-{number}")
    try:
        path.rename(aside)
    except OSError as error:
        raise StorageError(words.not_set_aside(path, error.strerror or error)) from error
    return aside


def sweep(path: Path) -> None:
    """Remove what processes that were killed while they wrote this file have left beside it."""
    target = Path(os.path.realpath(path))
    leftover = re.compile(rf"\.{re.escape(target.name)}\.(\d{{1,9}})\.new")
    with contextlib.suppress(OSError):
        for found in target.parent.iterdir():
            match = leftover.fullmatch(found.name)
            if match and not _is_running(int(match[1])):
                found.unlink(missing_ok=True)


@cache
def _target_and_new(path: str) -> tuple[Path, Path]:
    """Return the path of a file, and that of its next version.

    They are kept. pathlib interns the parts of a new path, and where these come and go with every write,
    CPython's table of interned strings grows by 0.5 MiB within some days.
    """
    target = Path(path)
    return target, target.with_name(f".{target.name}.{os.getpid()}.new")


def _replace(target: Path, new: Path) -> None:
    """Replace a file. Windows refuses that while anybody reads it, such as a client or a virus scanner.

    Raises:
        OSError: it cannot be replaced.
    """
    for _ in range(_TRIES):
        try:
            new.replace(target)
        except PermissionError:
            time.sleep(_READING)
        else:
            return
    new.replace(target)


def _replace_seen(target: Path, new: Path, seen: Signature) -> bool:
    """Replace this version of a file; return False, leaving the file alone, if another one is there.

    Somebody may save at any moment, also between a look at the file and its replacement. So the two are
    exchanged first; then what was there can be looked at, and put back.
    """
    put = signature(new)
    try:
        _exchange(new, target)
    except OSError:  # there is no file yet; or the system, or this file system, cannot do it
        if signature(target) != seen:
            return False
        _replace(target, new)
        return True
    taken = signature(new)
    if taken == seen:
        return True
    with contextlib.suppress(OSError):
        while True:
            _exchange(new, target)
            before, put, taken = put, taken, signature(new)
            if taken == before:  # otherwise it is a newer save, which has to be put back in turn
                break
    return False


def _exchange(one: Path, other: Path) -> None:
    """Exchange two files in a single step.

    Source: rename(2), RENAME_EXCHANGE.

    Raises:
        OSError: one does not exist, or the system, or this file system, cannot do it.
    """
    import ctypes  # 0.2 MiB, for what happens once a week

    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, TypeError) as error:  # only Linux has it, and has libraries without a name
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS)) from error
    if rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _RENAME_EXCHANGE):
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def _create(new: Path, mode: int) -> BinaryIO:
    """Create a file; a leftover of the same name is removed first."""
    new.unlink(missing_ok=True)
    file = os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _AT_ONCE, 0o600), "wb")
    if stat.S_IMODE(os.fstat(file.fileno()).st_mode) != mode:
        new.chmod(mode)
    return file


def _mode(target: Path, *, keeps_mode: bool) -> int:
    """Return the mode of a new version of a file.

    Raises:
        OSError: what is there is no file, and must not be replaced by one.
    """
    try:
        found = target.lstat().st_mode
    except FileNotFoundError:
        return 0o600
    if not stat.S_ISREG(found):
        raise _not_regular()
    return stat.S_IMODE(found) if keeps_mode else 0o600


def _sync_folder(folder: Path) -> None:
    """Have a replacement survive a power cut, where the system can do that."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | _AT_ONCE)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _is_running(process: int) -> bool:
    """Whether another process with this id exists."""
    if sys.platform == "win32" or process == os.getpid():  # there, signal 0 would be Ctrl-C
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's
        return True
    return True
