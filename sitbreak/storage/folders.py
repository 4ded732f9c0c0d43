"""Where the files live: the folders each platform prefers, with the XDG variables respected."""

import contextlib
import errno
import os
import stat
import sys
from pathlib import Path

from sitbreak.core.values import frozen
from sitbreak.core.words import files as words
from sitbreak.storage.files import StorageError


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
        if sys.platform in {"win32", "darwin"}:
            from platformdirs import PlatformDirs  # 0.8 MB and 8 ms, which two XDG variables do not need

            dirs = PlatformDirs("sitbreak", appauthor=False)
            config, state, log = dirs.user_config_path, dirs.user_state_path, dirs.user_log_path
        else:
            config = _xdg_folder("XDG_CONFIG_HOME", "~/.config")
            state = _xdg_folder("XDG_STATE_HOME", "~/.local/state")
            log = state / "log"
        return cls(config, state, runtime_folder(), log / "sitbreak.log")

    def named(self) -> dict[str, Path]:
        """Return the places by the names that people know them by."""
        return {
            "settings": self.config / "settings.toml",
            "own tips": self.config / "tips.toml",
            "state": self.state,
            "runtime": self.runtime,
            "log": self.log,
        }


def _xdg_folder(variable: str, default: str) -> Path:
    """Return our folder below the one that an XDG variable names; relative paths are ignored.

    Source: XDG Base Directory Specification 0.8.
    """
    base = os.environ.get(variable, "")
    if base.startswith("/"):
        return Path(base, "sitbreak")
    try:
        folder = Path(default, "sitbreak").expanduser()
    except RuntimeError:
        raise StorageError(words.no_home(variable)) from None
    if not os.environ.get("HOME", "/").startswith("/"):  # it would be below the current folder, or the root
        raise StorageError(words.no_home(variable))
    return folder


def runtime_folder() -> Path:
    """Return the runtime folder, created so that only the current user can open it.

    It is $XDG_RUNTIME_DIR/sitbreak. If that variable is unset or belongs to somebody else (su, cron,
    containers), it is /run/user/<uid>/sitbreak, and failing that a folder in the temporary directory.

    Raises:
        StorageError: another user made a folder of that name, or it cannot be created.
    """
    if sys.platform == "win32":
        from platformdirs import user_runtime_path

        folder = user_runtime_path("sitbreak", appauthor=False)
        folder.mkdir(parents=True, exist_ok=True)
    else:
        folder = _posix_runtime_folder()
        try:
            _make_private(folder)
        except OSError as error:
            raise StorageError(words.unusable(folder, error.strerror)) from error
    return folder


if sys.platform != "win32":  # for the type checker: Windows has no geteuid

    def _posix_runtime_folder() -> Path:
        for base in (os.environ.get("XDG_RUNTIME_DIR", ""), f"/run/user/{os.geteuid()}"):
            if base.startswith("/") and _is_only_ours(Path(base)):
                return Path(base) / "sitbreak"
        import tempfile  # seldom needed, and it brings lzma, bz2 and random

        return Path(tempfile.gettempdir()) / f"sitbreak-{os.geteuid()}"

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
