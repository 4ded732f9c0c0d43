"""Where the files live: the folders each platform prefers, with the XDG variables respected."""

import contextlib
import errno
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sitbreak import disk
from sitbreak.core.values import frozen
from sitbreak.core.words import files as words
from sitbreak.disk import StorageError

if TYPE_CHECKING:
    from platformdirs import PlatformDirs

_LONGEST_SOCKET = "settings/remote.sock"
"""Each kind of window listens in a folder of its own."""

_SOCKET_PATH = 108 if sys.platform == "linux" else 104
"""Bytes of a Unix socket's path, with the NUL. Source: unix(7); sys/un.h of macOS."""


@frozen
class Folders:
    """The person's folders and files. Only `runtime` is created before something is written.

    Attributes:
        config: holds settings.toml and the person's own tips.toml.
        state: holds what must survive a restart.
        runtime: in memory where the platform has such a place; private to the person.
        log: the log file.
    """

    config: Path
    state: Path
    runtime: Path
    log: Path

    @classmethod
    def of_person(cls) -> "Folders":
        """Return the folders of the current user.

        Raises:
            StorageError: there is no home folder, or no runtime folder that can be trusted.
        """
        config, state = config_folder(), state_folder()
        own = _of_platform()
        log = own.user_log_path if own else state / "log"
        return cls(config, state, runtime_folder(), log / "sitbreak.log")

    def close_to_others(self) -> None:
        """Close the folders to other users, in case an earlier version or a umask left them open.

        The person may have opened the folder of their settings to others, but nobody else may write there.
        """
        for folder, closed in ((self.config, 0o022), (self.state, 0o077), (self.log.parent, 0o077)):
            with contextlib.suppress(OSError):
                mode = stat.S_IMODE(folder.stat().st_mode)
                if mode & closed:
                    folder.chmod(mode & ~closed)

    def named(self) -> dict[str, Path]:
        """Return the places by the names that people know them by."""
        return {
            "settings": self.config / "settings.toml",
            "own tips": self.config / "tips.toml",
            "state": self.state,
            "runtime": self.runtime,
            "log": self.log,
        }


def config_folder() -> Path:
    """Return the folder with settings.toml.

    Raises:
        StorageError: there is no home folder.
    """
    own = _of_platform()
    return own.user_config_path if own else base_folder("XDG_CONFIG_HOME", ".config") / "sitbreak"


def state_folder() -> Path:
    """Return the folder with what must survive a restart.

    Raises:
        StorageError: there is no home folder.
    """
    own = _of_platform()
    return own.user_state_path if own else base_folder("XDG_STATE_HOME", ".local/state") / "sitbreak"


def _of_platform() -> "PlatformDirs | None":
    """Return the folders of a platform with rules of its own; None where the XDG variables decide."""
    if sys.platform not in {"win32", "darwin"}:
        return None
    from platformdirs import PlatformDirs  # 0.8 MB and 8 ms, which two XDG variables do not need

    return PlatformDirs("sitbreak", appauthor=False)


def base_folder(variable: str, default: str) -> Path:
    """Return the folder that an XDG variable names, or else one in the home folder.

    Relative paths are ignored, or what sitbreak writes would depend on where it was started.
    Source: XDG Base Directory Specification 0.8.

    Raises:
        StorageError: there is no home folder.
    """
    base = os.environ.get(variable, "")
    return Path(base) if base.startswith("/") else _home(variable) / default


def _home(variable: str) -> Path:
    """Return the person's home folder.

    Raises:
        StorageError: there is none; the message names `variable`, which would do, too.
    """
    home = os.environ.get("HOME", "")
    if not home.startswith("/") and sys.platform != "win32":  # for the type checker: it has no pwd
        import pwd  # few people have no HOME

        with contextlib.suppress(KeyError):  # not even the system knows this user
            home = pwd.getpwuid(os.getuid()).pw_dir
    if not home.startswith("/"):
        raise StorageError(words.no_home(variable))
    return Path(home)


def runtime_folder() -> Path:
    """Return the runtime folder, created so that only the current user can open it.

    It is $XDG_RUNTIME_DIR/sitbreak. If that variable is unset, belongs to somebody else (su, cron,
    containers) or is too long for a socket, it is /run/user/<uid>/sitbreak, and failing that a folder in the
    temporary directory; where somebody else has taken its place there, one beside the state, from then on.
    On Windows and macOS it is beside the state in any case: both clean their temporary directories while we
    run, and what macOS starts at login does not see the variables of a terminal.

    Source: macOS, com.apple.bsd.dirhelper.plist: what nobody has used for three days goes, every night.

    Raises:
        StorageError: none of them is ours alone and short enough, or it cannot be created.
    """
    if sys.platform == "win32":
        folder = state_folder() / "runtime"
        folder.mkdir(parents=True, exist_ok=True)
    else:
        folder = _posix_runtime_folder()
        try:
            disk.make_folder(folder.parent)
            _make_private(folder)
        except OSError as error:
            raise StorageError(words.unusable(folder, error.strerror or error)) from error
    return folder


if sys.platform != "win32":  # for the type checker: Windows has no geteuid

    def _posix_runtime_folder() -> Path:
        beside_state = _beside_state()
        if sys.platform == "darwin" and beside_state is not None:
            return beside_state
        for base in (os.environ.get("XDG_RUNTIME_DIR", ""), f"/run/user/{os.geteuid()}"):
            folder = Path(base, "sitbreak")
            if base.startswith("/") and _fits(folder) and _is_only_ours(Path(base)):
                return folder
        if beside_state is not None and beside_state.is_dir():
            return beside_state  # it was needed before, and an instance may be there
        try:
            return _temporary_folder()
        except StorageError:
            if beside_state is None:
                raise
            return beside_state

    def _temporary_folder() -> Path:
        """Return our folder in the temporary one.

        Raises:
            StorageError: it cannot be ours alone, or its path is too long.
        """
        import tempfile  # seldom needed, and it brings lzma, bz2 and random

        try:
            folder = Path(tempfile.gettempdir(), f"sitbreak-{os.geteuid()}")
        except FileNotFoundError as error:  # nothing can be written to any folder for temporary files
            raise StorageError(str(error)) from error
        if not _fits(folder):
            raise StorageError(words.unusable(folder, words.too_long_for_socket()))
        if not _stays_ours(folder):
            raise StorageError(words.unusable(folder, words.foreign_folder()))
        return folder

    def _beside_state() -> Path | None:
        """Return where no other user can take our place; None if there is no home, or it is too deep."""
        try:
            folder = state_folder() / "runtime"
        except StorageError:
            return None
        return folder if _fits(folder) else None

    def _stays_ours(folder: Path) -> bool:
        """Whether a folder in the temporary one is ours, or nobody's yet, and nobody else can rename it."""
        around = folder.parent.stat()
        is_open = around.st_mode & 0o022 and not around.st_mode & stat.S_ISVTX
        if is_open or around.st_uid not in {0, os.geteuid()}:
            return False
        try:
            found = folder.lstat()
        except FileNotFoundError:
            return True
        return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()

    def _fits(folder: Path) -> bool:
        """Whether our sockets can have a path in this folder."""
        return len(os.fsencode(folder / _LONGEST_SOCKET)) < _SOCKET_PATH

    def _is_only_ours(folder: Path) -> bool:
        """Whether the current user owns a folder and nobody else can rename its contents."""
        try:
            found = folder.stat()
        except OSError:
            return False
        return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o022

    def _make_private(folder: Path) -> None:
        """Create a folder, or verify that the existing one is a real one of ours; close it to others."""
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
            raise PermissionError(errno.EPERM, words.foreign_folder())
        if stat.S_IMODE(found.st_mode) != 0o700:
            folder.chmod(0o700)
