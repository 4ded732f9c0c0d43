"""Where the files are: the places that each platform wants, XDG variables respected."""

import contextlib
import errno
import os
import stat
import sys
from pathlib import Path

from sitbreak.core.values import frozen
from sitbreak.storage.files import StorageError


@frozen
class Folders:
    """The person's folders and files; apart from `runtime`, nothing is created until something is written.

    Attributes:
        config: settings.toml and the person's own tips.toml.
        state: what must survive a restart.
        runtime: in memory where the platform has such a place; the person's alone.
        log: the log file.
    """

    config: Path
    state: Path
    runtime: Path
    log: Path

    @classmethod
    def of_person(cls) -> "Folders":
        """Find the folders of whoever runs this.

        Raises:
            StorageError: there is no runtime folder to trust.
        """
        if sys.platform in {"win32", "darwin"}:
            from platformdirs import PlatformDirs  # 0.8 MB and 8 ms, for two variables elsewhere

            dirs = PlatformDirs("sitbreak", appauthor=False)
            config, state, log = dirs.user_config_path, dirs.user_state_path, dirs.user_log_path
        else:
            config = _xdg_folder("XDG_CONFIG_HOME", "~/.config")
            state = _xdg_folder("XDG_STATE_HOME", "~/.local/state")
            log = state / "log"
        return cls(config, state, runtime_folder(), log / "sitbreak.log")

    def named(self) -> dict[str, Path]:
        """Return where things are, by what a person calls them."""
        return {
            "settings": self.config / "settings.toml",
            "own tips": self.config / "tips.toml",
            "state": self.state,
            "runtime": self.runtime,
            "log": self.log,
        }


def _xdg_folder(variable: str, default: str) -> Path:
    """Return our folder in the place that a variable names; only absolute paths count.

    Source: XDG Base Directory Specification 0.8.
    """
    base = os.environ.get(variable, "")
    return Path(base if base.startswith("/") else os.path.expanduser(default), "sitbreak")  # noqa: PTH111


def runtime_folder() -> Path:
    """Return the runtime folder, created so that only this person can open it.

    It is $XDG_RUNTIME_DIR/sitbreak; where that variable is not set or not ours (su, cron, containers)
    /run/user/<uid>/sitbreak, and without one a folder in the temporary one.

    Raises:
        StorageError: somebody else made a folder of that name, or it cannot be made.
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
            raise StorageError(f"{folder} cannot be used: {error.strerror}") from error
    return folder


if sys.platform != "win32":

    def _posix_runtime_folder() -> Path:
        for base in (os.environ.get("XDG_RUNTIME_DIR", ""), f"/run/user/{os.geteuid()}"):
            if base.startswith("/") and _is_only_ours(Path(base)):
                return Path(base) / "sitbreak"
        import tempfile  # seldom needed, and it brings lzma, bz2 and random

        return Path(tempfile.gettempdir()) / f"sitbreak-{os.geteuid()}"

    def _is_only_ours(folder: Path) -> bool:
        """Tell whether a folder is this user's and nobody else can rename what lies in it."""
        try:
            found = folder.stat()
        except OSError:
            return False
        return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o022

    def _make_private(folder: Path) -> None:
        """Make a folder, or make sure that the one there is a real one of this user's; close it to others."""
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
            reason = "it is not a folder of yours; remove it, or set XDG_RUNTIME_DIR"
            raise PermissionError(errno.EPERM, reason)
        if stat.S_IMODE(found.st_mode) != 0o700:
            folder.chmod(0o700)
