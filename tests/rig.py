"""Real parts of a desktop, each private to one test: an X server, a session bus, a panel, daemons.

Everything lives in the test's own folders and on its own display and bus, and is ended by process group.
Only the standard library is needed to list the Debian packages: `python -m tests.rig --packages`.
"""

import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, NoReturn

from tests.until import until

PACKAGES = (
    "adwaita-icon-theme",
    "at-spi2-core",
    "dbus",
    "dconf-cli",
    "dunst",
    "fonts-dejavu-core",
    "gcc",
    "hicolor-icon-theme",
    "imagemagick",
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
    "mutter",
    "pulseaudio",
    "pulseaudio-utils",
    "sway",
    "tint2",
    "wmctrl",
    "x11-utils",
    "xdotool",
    "xfce4-notifyd",
    "xfce4-panel",
    "xfconf",
    "xfwm4",
    "xvfb",
    "xwayland",
)
"""The Debian packages that the real-desktop tests need, all of them."""

INSTALL = "apt-get install --no-install-recommends " + " ".join(PACKAGES)

NOTIFICATIONS = "org.freedesktop.Notifications"
STATUS_NOTIFIER_WATCHER = "org.kde.StatusNotifierWatcher"

_KEPT = ("PATH", "PYTHONPATH", "TMPDIR", "USER", "LOGNAME", "TZ", "COVERAGE_PROCESS_START")
_OUT_OF_PATH = ("/usr/lib/*/xfce4/*", "/usr/lib/xfce4/*", "/usr/libexec/xfce4/*")

_BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""

_PANEL_CONFIG = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="{position}"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="32"/>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/>
        <value type="int" value="2"/>
        <value type="int" value="3"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="separator">
      <property name="expand" type="bool" value="true"/>
      <property name="style" type="uint" value="0"/>
    </property>
    <property name="plugin-2" type="string" value="systray">
      <property name="square-icons" type="bool" value="true"/>
    </property>
    <property name="plugin-3" type="string" value="clock"/>
  </property>
</channel>
"""

# Source: xfce4-panel, SnapPosition: 6 is the top left, 8 the bottom left; the panel is as long as the screen.
_PANEL_POSITIONS = {"top": "p=6;x=0;y=0", "bottom": "p=8;x=0;y=0"}

# Nothing else ends what we started when the test run itself is killed.
_DIES_WITH_US = ("setpriv", "--pdeathsig", "KILL") if shutil.which("setpriv") else ()


def find(program: str) -> str | None:
    """Return the path of a program, also of the daemons that lie outside PATH; None: not installed."""
    outside = (path / program for pattern in _OUT_OF_PATH for path in Path("/").glob(pattern[1:]))
    return shutil.which(program) or next((str(path) for path in outside if path.is_file()), None)


def needs(*programs: str) -> None:
    """Skip the test when a program is missing; fail it where everything must be there (`CI` is set)."""
    missing = ", ".join(program for program in programs if find(program) is None)
    if missing:
        _give_up(f"not installed: {missing}")


def needs_qt() -> None:
    """Skip the test, or the module being imported, where Qt cannot be used; fail where `CI` is set."""
    if problem := qt_problem():
        _give_up(problem)


def qt_problem() -> str:
    """Return what Qt lacks here, PySide6 or a library of the system; "" where it can be used."""
    if find_spec("PySide6") is None:
        return "not installed: PySide6 (python3 dev.py run --gui help)"
    try:
        import_module("PySide6.QtWidgets")
    except ImportError as error:
        return f"Qt cannot be loaded: {error}"
    return ""


def _give_up(reason: str) -> NoReturn:
    import pytest  # the list of packages is wanted before anything is installed

    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason, allow_module_level=True)


@dataclass
class Home:
    """A person's private folders, and the environment that leads to them (and to no display or bus)."""

    folder: Path
    env: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.env = {name: os.environ[name] for name in _KEPT if name in os.environ} | {
            "LANG": "C.UTF-8",
            "GDK_BACKEND": "x11",
            "NO_AT_BRIDGE": "1",
            "GTK_A11Y": "none",
            "XDG_CURRENT_DESKTOP": "XFCE",
            "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={self.folder}/no-system-bus",
        }
        folders = {
            "HOME": "home",
            "XDG_CONFIG_HOME": "home/.config",
            "XDG_CACHE_HOME": "home/.cache",
            "XDG_DATA_HOME": "home/.local/share",
            "XDG_STATE_HOME": "home/.local/state",
            "XDG_RUNTIME_DIR": "runtime",
        }
        for name, place in folders.items():
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


class Program:
    """A child in a process group of its own that can be killed and started again."""

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
        assert self._process is not None, f"{self.name} does not run"
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether it has been started and has not ended."""
        return self._process is not None and self._process.poll() is None

    @property
    def log(self) -> str:
        """What it has printed so far."""
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    def start(self, pass_fds: tuple[int, ...] = ()) -> None:
        """Start it and wait until it is ready."""
        assert not self.running, f"{self.name} runs already"
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
            until(lambda: not self.running or self._ready(), f"{self.name} is ready", 15)
            assert self.running, f"{self.name} ended at once"
        except AssertionError as error:
            self.kill()
            raise AssertionError(f"{error}; it said:\n{self.log[-2000:]}") from None

    def end(self) -> None:
        """Ask it to end; kill it when it does not."""
        self._signal(signal.SIGTERM, patience=2)
        self.kill()

    def kill(self) -> None:
        """Kill it with everything it started, at once."""
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


def _run(command: Sequence[str], env: Mapping[str, str]) -> str:
    needs(command[0])
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 0, f"{' '.join(command)}: {done.stderr or done.stdout}"
    return done.stdout


class XDisplay:
    """An Xvfb of its own."""

    def __init__(self, home: Home, *options: str) -> None:
        self._home = home
        self._number, number_in = os.pipe()
        command = ["Xvfb", "-displayfd", str(number_in), "-screen", "0", "1024x600x24"]
        self.server = Program(
            [*command, "-noreset", "-nolisten", "tcp", *options],
            home.env,
            home.folder / "Xvfb.log",
            lambda: select.select([self._number], [], [], 0)[0],
        )
        try:
            self.server.start(pass_fds=(number_in,))
            self.name = f":{os.read(self._number, 16).decode().strip()}"
        finally:
            os.close(number_in)
            os.close(self._number)
        self.env = home.env | {"DISPLAY": self.name}

    def run(self, *command: str) -> str:
        """Run a short program on this display and return what it printed."""
        return _run(command, self.env)

    def xdotool(self, *words: str | int) -> str:
        """Type, move or click: `xdotool("key", "a")`, `xdotool("mousemove", 10, 20, "click", 1)`."""
        return self.run("xdotool", *map(str, words))

    def screenshot(self, path: Path) -> Path:
        """Write what is on the screen to `path` (its suffix chooses the format)."""
        self.run("import", "-window", "root", str(path))
        return path


class SessionBus:
    """A message bus that starts no services."""

    def __init__(self, home: Home) -> None:
        socket = home.runtime / "bus"
        config = home.folder / "bus.conf"
        config.write_text(_BUS_CONFIG.format(socket=socket))
        self.address = f"unix:path={socket}"
        self.env = home.env | {"DBUS_SESSION_BUS_ADDRESS": self.address}
        self.daemon = Program(
            ["dbus-daemon", f"--config-file={config}", "--nofork"],
            home.env,
            home.folder / "dbus-daemon.log",
            lambda: self.has_owner("org.freedesktop.DBus"),
        )
        self.daemon.start()

    def has_owner(self, name: str) -> bool:
        """Tell whether somebody owns this bus name now."""
        bus = "org.freedesktop.DBus"
        call = ["--print-reply", f"--dest={bus}", "/", f"{bus}.NameHasOwner", f"string:{name}"]
        done = subprocess.run(
            ["dbus-send", f"--bus={self.address}", *call],
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
        return "boolean true" in done.stdout

    def wait_for(self, name: str, seconds: float = 10) -> None:
        """Wait until somebody owns this bus name."""
        until(lambda: self.has_owner(name), f"{name} is on the bus", seconds)


class Desktop:
    """A display with a window manager, a session bus and private folders; parts are added as wanted."""

    def __init__(self, home: Home, display: XDisplay, bus: SessionBus) -> None:
        self.home = home
        self.display = display
        self.bus = bus
        self.env = display.env | bus.env
        self._programs: list[Program] = []
        self.start(["xfwm4", "--compositor=off"], self._window_manager_is_there)

    def start(self, command: Sequence[str], ready: Callable[[], object] = lambda: True) -> Program:
        """Start a program on this desktop, wait until it is ready, and end it with the desktop."""
        path = find(command[0])
        assert path is not None, f"not installed: {command[0]}"
        log = self.home.folder / f"{command[0]}.log"
        program = Program([path, *command[1:]], self.env, log, ready)
        self._programs.append(program)
        program.start()
        return program

    def run(self, *command: str) -> str:
        """Run a short program on this desktop and return what it printed."""
        return _run(command, self.env)

    def start_owner(self, bus_name: str, *command: str) -> Program:
        """Start a program that is ready once it owns this bus name."""
        return self.start(command, lambda: self.bus.has_owner(bus_name))

    def start_xfconf(self) -> None:
        """Start the daemon that hands Xfce's settings out, once."""
        if not self.bus.has_owner("org.xfce.Xfconf"):
            self.start_owner("org.xfce.Xfconf", "xfconfd")

    def set_xfconf(self, channel: str, name: str, value: str) -> None:
        """Set one of Xfce's settings to "true" or "false"."""
        self.start_xfconf()
        self.run("xfconf-query", "-c", channel, "-p", name, "-n", "-t", "bool", "-s", value)

    def start_xfce_panel(self, at: Literal["top", "bottom"] = "bottom") -> Program:
        """Start a panel with a tray and a clock; it is ready when tray icons can register."""
        config = self.home.config / "xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml"
        config.parent.mkdir(parents=True, exist_ok=True)
        config.write_text(_PANEL_CONFIG.format(position=_PANEL_POSITIONS[at]))
        self.start_xfconf()
        # Without a ready configuration or with the check it opens a dialog instead.
        return self.start_owner(STATUS_NOTIFIER_WATCHER, "xfce4-panel", "--disable-wm-check")

    def start_xfce_notifyd(self) -> Program:
        """Start Xfce's notification daemon: it draws buttons."""
        self.start_xfconf()
        return self.start_owner(NOTIFICATIONS, "xfce4-notifyd")

    def start_dunst(self) -> Program:
        """Start a notification daemon that draws no buttons."""
        return self.start_owner(NOTIFICATIONS, "dunst")

    def end(self) -> None:
        """End everything that was started here."""
        for program in reversed(self._programs):
            program.kill()

    def _window_manager_is_there(self) -> bool:
        return "window id" in self.display.run("xprop", "-root", "_NET_SUPPORTING_WM_CHECK")


if __name__ == "__main__":
    if sys.argv[1:] != ["--packages"]:
        sys.exit("usage: python -m tests.rig --packages")
    print(" ".join(PACKAGES))  # noqa: T201 - that is its job
