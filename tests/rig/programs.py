"""Programs: which are installed, whose folders they use, how they start and end.

Only the standard library is needed to import this: the packages are listed before anything is installed.
"""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

from tests.until import until
from tests.windows import registry

PACKAGES = (
    "adwaita-icon-theme",
    "appstream",
    "at-spi2-core",
    "breeze-icon-theme",
    "build-essential",
    "chromium",
    "cinnamon-desktop-data",
    "dbus",
    "dconf-cli",
    "dconf-gsettings-backend",
    "dconf-service",
    "debhelper",
    "desktop-file-utils",
    "dh-python",
    "dunst",
    "fish",
    "flatpak-builder",
    "fluxbox",
    "fonts-dejavu-core",
    "fonts-noto-cjk",
    "gcc",
    "gnome-session-bin",
    "grim",
    "gsettings-desktop-schemas",
    "gstreamer1.0-pipewire",
    "gstreamer1.0-plugins-base",
    "gstreamer1.0-tools",
    "gtk-update-icon-cache",
    "hicolor-icon-theme",
    "i3-wm",
    "i3blocks",
    "i3status",
    "icewm",
    "imagemagick",
    "jq",
    "kwin-wayland",
    "libc6-dev",
    "libdbus-1-3",
    "libegl1",
    "libfontconfig1",
    "libgl1",
    "libglib2.0-bin",
    "libnotify-bin",
    "librsvg2-common",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-shape0",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
    "lintian",
    "lxqt-notificationd",
    "lxqt-panel",
    "lxqt-themes",
    "makepkg",
    "mako-notifier",
    "man-db",
    "mandoc",
    "marco",
    "mate-icon-theme",
    "mate-notification-daemon",
    "mate-panel",
    "mate-settings-daemon-common",
    "mutter",
    "notification-daemon",
    "openbox",
    "pipewire",
    "pipewire-pulse",
    "polybar",
    "pulseaudio",
    "pulseaudio-utils",
    "pybuild-plugin-pyproject",
    "python3-all",
    "python3-hatchling",
    "shellcheck",
    "strace",
    "sway",
    "sway-notification-center",
    "systemd",
    "tesseract-ocr",
    "tesseract-ocr-eng",
    "tint2",
    "trayer",
    "waybar",
    "wireplumber",
    "wmctrl",
    "wtype",
    "x11-utils",
    "x11-xserver-utils",
    "xdg-dbus-proxy",
    "xdg-desktop-portal",
    "xdotool",
    "xfce4-genmon-plugin",
    "xfce4-notifyd",
    "xfce4-panel",
    "xfconf",
    "xfwm4",
    "xvfb",
    "xwayland",
    "zsh",
)
"""The Debian packages that the real-desktop tests need, all of them."""

_REMOVED_LATER = frozenset({"trayer"})
"""Debian had trayer until release 13. A test that needs one of these is skipped where it is gone."""

_KEPT = (
    *("PATH", "PYTHONPATH", "TMPDIR", "USER", "LOGNAME", "TZ", "COVERAGE_PROCESS_START"),
    *("COMSPEC", "PATHEXT", "SYSTEMDRIVE", "SYSTEMROOT", "WINDIR"),  # of Windows, without which little starts
)
_FOLDERS = {
    "HOME": "home",
    "XDG_CONFIG_HOME": "home/.config",
    "XDG_CACHE_HOME": "home/.cache",
    "XDG_DATA_HOME": "home/.local/share",
    "XDG_STATE_HOME": "home/.local/state",
    "XDG_RUNTIME_DIR": "runtime",
}
_LOCAL = "home/AppData/Local"
_WINDOWS_FOLDERS = {
    "HOME": "home",
    "USERPROFILE": "home",
    "APPDATA": "home/AppData/Roaming",
    "LOCALAPPDATA": _LOCAL,
    "WIN_PD_OVERRIDE_LOCAL_APPDATA": _LOCAL,  # for platformdirs, which asks Windows, not the variables
    "TEMP": f"{_LOCAL}/Temp",
    "TMP": f"{_LOCAL}/Temp",
    **{f"XDG_{name}_HOME": _LOCAL for name in ("CONFIG", "CACHE", "DATA", "STATE")},  # for the tests alone
    "XDG_RUNTIME_DIR": "runtime",
}
_OUT_OF_PATH = (
    *("/usr/lib/*/xfce4/*", "/usr/lib/xfce4/*", "/usr/libexec/xfce4/*"),
    *("/usr/lib/notification-daemon", "/usr/lib/mate-notification-daemon"),
    *("/usr/libexec", "/usr/libexec/mate-notification-daemon", "/usr/libexec/xapps/sn-watcher"),
    "/usr/lib/*/libexec",
)

# Nothing else ends what a test run has started when the run itself is killed.
_DIES_WITH_US = ("setpriv", "--pdeathsig", "KILL") if shutil.which("setpriv") else ()


def packages() -> list[str]:
    """Return `PACKAGES` without those that this machine's release no longer has."""
    return [package for package in PACKAGES if not _is_removed(package)]


def install_line() -> str:
    """Return the command that installs them."""
    return "apt-get install --no-install-recommends " + " ".join(packages())


def _is_removed(package: str) -> bool:
    """Return whether apt knows a release here, and no such package in it."""
    if package not in _REMOVED_LATER or shutil.which("apt-cache") is None:
        return False
    command = ["apt-cache", "madison", "dbus", package]  # one line each that a release has
    known = subprocess.run(command, capture_output=True, text=True, check=False).stdout.split()
    return "dbus" in known and package not in known


def find(program: str) -> str | None:
    """Return the path of a program or of a daemon outside PATH; None if it is not installed."""
    outside = (path / program for pattern in _OUT_OF_PATH for path in Path("/").glob(pattern[1:]))
    return shutil.which(program) or next((str(path) for path in outside if path.is_file()), None)


def needs(*programs: str) -> None:
    """Skip the test if a program is missing; fail it where `CI` is set."""
    missing = [program for program in programs if find(program) is None]
    if missing:
        reason = f"not installed: {', '.join(missing)}"
        if all(map(_is_removed, missing)):
            _skip(f"{reason}; not in this release")
        give_up(reason)


def needs_qt() -> None:
    """Skip the test, or the module being imported, where Qt cannot be used; fail where `CI` is set."""
    if problem := qt_problem():
        give_up(problem)


def qt_problem() -> str:
    """Return what Qt lacks here, PySide6 or a library of the system; "" where it can be used."""
    if find_spec("PySide6") is None:
        return "not installed: PySide6 (python3 dev.py run --gui help)"
    try:
        import_module("PySide6.QtWidgets")
    except ImportError as error:
        return f"Qt cannot be loaded: {error}"
    return ""


def give_up(reason: str) -> NoReturn:
    """Skip the test, or the module being imported; fail where `CI` is set."""
    if os.environ.get("CI"):
        import pytest  # the list of packages is wanted before anything is installed

        pytest.fail(reason)
    _skip(reason)


def _skip(reason: str) -> NoReturn:
    import pytest

    pytest.skip(reason, allow_module_level=True)


@dataclass
class Home:
    """A person's private folders, and an environment that leads to them, but to no display or bus."""

    folder: Path
    env: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.env = {name: os.environ[name] for name in _KEPT if name in os.environ} | {
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
            "GDK_BACKEND": "x11",
            "NO_AT_BRIDGE": "1",
            "GTK_A11Y": "none",
            "XDG_CURRENT_DESKTOP": "XFCE",
            "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={self.folder}/no-system-bus",
        }
        self.env[registry.VARIABLE] = registry.key_for(self.folder)
        for name, place in (_WINDOWS_FOLDERS if os.name == "nt" else _FOLDERS).items():
            self.env[name] = str(self.folder / place)
            (self.folder / place).mkdir(parents=True, exist_ok=True, mode=0o700)

    @property
    def config(self) -> Path:
        """The folder of configuration files."""
        return Path(self.env["XDG_CONFIG_HOME"])

    @property
    def runtime(self) -> Path:
        """The runtime folder."""
        return Path(self.env["XDG_RUNTIME_DIR"])


def text_of(file: Path) -> str:
    """Return what has been written to a file, or to a log, so far."""
    return file.read_text(errors="replace") if file.exists() else ""


class Program:
    """A program in a process group of its own; it can be killed and started again."""

    def __init__(
        self, command: Sequence[str], env: Mapping[str, str], log: Path, ready: Callable[[], object]
    ) -> None:
        self.name = Path(command[0]).name
        self._command = command
        self._env = env
        self._log = log
        self._ready = ready
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process id while it runs."""
        assert self._process is not None, f"{self.name} is not running"
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether it is running."""
        return self._process is not None and self._process.poll() is None

    @property
    def log(self) -> str:
        """What it has printed so far."""
        return text_of(self._log)

    def start(self, pass_fds: tuple[int, ...] = ()) -> None:
        """Start it and wait until it is ready."""
        assert not self.running, f"{self.name} is already running"
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*_DIES_WITH_US, *self._command],
                env=self._env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=pass_fds,
                start_new_session=True,
            )
        try:
            until(lambda: not self.running or self._ready(), f"{self.name} is ready")
            assert self.running, f"{self.name} ended at once"
        except AssertionError as error:
            self.kill()
            raise AssertionError(f"{error}; its output:\n{self.log[-2000:]}") from None

    def end(self) -> None:
        """Ask it to end; kill it if it does not."""
        self._signal(signal.SIGTERM, patience=2)
        self.kill()

    def kill(self) -> None:
        """Kill it and everything it started."""
        self._signal(signal.SIGKILL, patience=5)

    def _signal(self, number: signal.Signals, patience: float) -> None:
        if self._process is None:
            return
        try:
            # The group outlives its leader, and the leader's id is ours until it has been waited for.
            if self._process.returncode is None:
                os.killpg(self._process.pid, number)
            self._process.wait(patience)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            pass


def run(command: Sequence[str], env: Mapping[str, str]) -> str:
    """Run a short program and return what it printed."""
    needs(command[0])
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 0, f"{' '.join(command)}: {done.stderr or done.stdout}"
    return done.stdout
