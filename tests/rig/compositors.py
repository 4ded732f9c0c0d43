"""Real Wayland compositors without a screen, each with a mouse and a keyboard: sway, KWin and Mutter.

Like the parts in `rig`, each has folders of its own and is ended by process group.
"""

import os
import re
import select
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol
from unittest.mock import patch

from sitbreak.wires import NoServer
from sitbreak.wires.dbus import Answer, CallFailed, session_bus
from sitbreak.wires.dbus_messages import method
from sitbreak.wires.wayland import WaylandConnection
from tests.rig.programs import Home, Program, find, run
from tests.rig.servers import SessionBus
from tests.until import BUSY, until

_NOBODY = 65534
_ONE_PIXEL = 256
"""In Wayland's fixed-point numbers."""

_REMOTE_DESKTOP = "org.gnome.Mutter.RemoteDesktop"
_IDLE_MONITOR = "org.gnome.Mutter.IdleMonitor"

SWAY_SIZE = 640, 480
_BUTTONS = {1: 0x110, 2: 0x112, 3: 0x111}
"""Linux's codes of a mouse's buttons. Source: linux/input-event-codes.h, BTN_LEFT, BTN_MIDDLE, BTN_RIGHT."""
_KEYS = {"Escape": 1, "Tab": 15, "Return": 28}
"""Its codes of keys. Source: the same, KEY_ESC, KEY_TAB, KEY_ENTER."""

_FOR_A_DAY = "-s", "86400000"
"""What has wtype wait, in milliseconds."""

_SWAY_CONFIG = """
output HEADLESS-1 resolution 640x480
xwayland {xwayland}
exec echo "$DISPLAY" > {folder}/display
"""


class Input(Protocol):
    """A mouse and a keyboard on a compositor."""

    def move(self) -> None:
        """Move the mouse a little; return when the compositor has noticed."""

    def press(self, key: str) -> None:
        """Press a key and release it."""

    def close(self) -> None:
        """Release both."""


class Compositor:
    """A running compositor.

    Attributes:
        env: the variables that lead clients to it.
        server: its process.
        folder: its files.
    """

    def __init__(
        self,
        command: list[str],
        env: Mapping[str, str],
        home: Home,
        socket: str,
        connect_input: "Callable[[Compositor], Input]",
    ) -> None:
        known = ("XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS")
        self.env = {name: env[name] for name in known if name in env} | {"WAYLAND_DISPLAY": socket}
        self.folder = home.folder
        self.server = Program(command, env, home.folder / "compositor.log", self._is_there)
        self.server.start()
        self._connect_input = connect_input
        self._input: Input | None = None

    def move_mouse(self) -> None:
        """Move the mouse; return when the compositor has noticed."""
        self._connected_input.move()

    def press(self, key: str) -> None:
        """Press a key for the window that has the keyboard: Escape, Tab or Return."""
        self._connected_input.press(key)

    def click(self, x: int, y: int, button: int) -> None:
        """Click there on sway's screen: 1 is the left button, 2 the middle one, 3 the right one."""
        connected = self._connected_input
        assert isinstance(connected, _WlrInput)
        connected.click(x, y, _BUTTONS[button])

    def connect(self) -> WaylandConnection:
        """Connect to it as a client of its own."""
        with patch.dict(os.environ, self.env):
            return WaylandConnection(lambda: None)

    def end(self) -> None:
        """End it and remove its files."""
        if self._input is not None:
            self._input.close()
        # Killed as a group: an Xwayland would outlive a sway that ends by itself.
        self.server.kill()
        until(self._is_cleaned_up, "the compositor's files are gone")

    @property
    def _connected_input(self) -> Input:
        if self._input is None:
            self._input = self._connect_input(self)
        return self._input

    def _is_there(self) -> bool:
        try:
            self.connect().close()
        except NoServer:
            return False
        return True

    def _is_cleaned_up(self) -> bool:
        shutil.rmtree(self.folder, ignore_errors=True)  # children that have just been killed may still write
        return not self.folder.exists()


def sway(*, xwayland: bool = False) -> Compositor:
    """Start sway; with Xwayland the name of its X display is in the file `display`."""
    home = _new_home()
    config = home.folder / "sway.conf"
    config.write_text(_SWAY_CONFIG.format(xwayland="force" if xwayland else "disable", folder=home.folder))
    headless = {"WLR_BACKENDS": "headless", "WLR_LIBINPUT_NO_DEVICES": "1", "WLR_RENDERER": "pixman"}
    command = ["sway", "-c", str(config)]
    if os.geteuid() == 0:  # sway refuses to run as root
        nobody = [f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups", "--pdeathsig", "KILL"]
        command = ["setpriv", *nobody, *command]
        for path in (home.folder, *home.folder.rglob("*")):
            os.chown(path, _NOBODY, _NOBODY)
    return Compositor(command, home.env | headless, home, "wayland-1", _WlrInput)


def kwin(bus: SessionBus | None = None, **variables: str) -> Compositor:
    """Start KWin, on a session bus if there is one, with these variables in its environment."""
    home = _new_home()
    # A copy lacks the capability that a container cannot grant.
    program = str(home.folder / "kwin_wayland")
    shutil.copy(find("kwin_wayland") or "", program)
    virtual = ["--virtual", "--no-global-shortcuts", "--no-lockscreen", "--width", "640", "--height", "480"]
    env = {"KWIN_WAYLAND_NO_PERMISSION_CHECKS": "1", "LIBGL_ALWAYS_SOFTWARE": "1", "KWIN_COMPOSE": "Q"}
    if bus is not None:
        env["DBUS_SESSION_BUS_ADDRESS"] = bus.address
    command = [program, *virtual, "--socket", "wayland-7"]
    return Compositor(command, home.env | variables | env, home, "wayland-7", _KwinInput)


def mutter(bus: SessionBus, *, xwayland: bool = False, **variables: str) -> Compositor:
    """Start Mutter on a session bus, with these variables in its environment; see `xwayland_of`."""
    home = _new_home()
    env = home.env | variables | {"LIBGL_ALWAYS_SOFTWARE": "1", "GSETTINGS_BACKEND": "memory"}
    env["DBUS_SESSION_BUS_ADDRESS"] = bus.address
    headless = ["--wayland", "--headless", "--virtual-monitor", "640x480"]
    command = ["mutter", *headless, *([] if xwayland else ["--no-x11"]), "--wayland-display", "wayland-5"]
    started = Compositor(command, env, home, "wayland-5", _MutterInput)
    bus.wait_for(_IDLE_MONITOR)
    bus.wait_for(_REMOTE_DESKTOP)
    return started


def xwayland_of(log: str, runtime: Path) -> dict[str, str]:
    """Return the variables that lead X11 programs to Mutter's Xwayland, which starts with the first one.

    Args:
        log: what Mutter has printed.
        runtime: its runtime folder.
    """
    shown = re.search(r"public X11 display (:\d+)", log)
    [cookies] = runtime.glob(".mutter-Xwaylandauth.*")
    assert shown is not None, log
    return {"DISPLAY": shown[1], "XAUTHORITY": str(cookies)}


class _WlrInput:
    """Source: wlr-virtual-pointer-unstable-v1. The keyboard is wtype's: it needs a keymap."""

    def __init__(self, compositor: Compositor) -> None:
        create_virtual_pointer, any_seat = 0, 0
        self._env = os.environ | compositor.env
        self._keyboard = Program(
            ["wtype", *_FOR_A_DAY], self._env, compositor.folder / "wtype.log", lambda: True
        )
        self._connection = compositor.connect()
        manager, _ = self._connection.bind("zwlr_virtual_pointer_manager_v1", 1)
        self._pointer = self._connection._new_id()
        self._connection.send(manager, create_virtual_pointer, any_seat, self._pointer)

    def move(self) -> None:
        motion, frame = 0, 4
        self._connection.send(self._pointer, motion, int(time.monotonic()), _ONE_PIXEL, 0)
        self._connection.send(self._pointer, frame)
        self._connection.round_trip(time.monotonic() + 5)

    def press(self, key: str) -> None:
        if (
            not self._keyboard.running
        ):  # between two keys, too: a window loses the focus with the last keyboard
            self._keyboard.start()
        run(["wtype", "-k", key], self._env)

    def close(self) -> None:
        self._keyboard.kill()
        self._connection.close()

    def click(self, x: int, y: int, button: int) -> None:
        """Move there and click; the button is one of Linux's codes."""
        motion_absolute, press, frame, released = 1, 2, 4, 0
        width, height = SWAY_SIZE
        self._connection.send(self._pointer, motion_absolute, int(time.monotonic()), x, y, width, height)
        self._connection.send(self._pointer, frame)
        self._connection.round_trip(time.monotonic() + 5)
        for state in (1, released):
            self._connection.send(self._pointer, press, int(time.monotonic()), button, state)
            self._connection.send(self._pointer, frame)
            self._connection.round_trip(time.monotonic() + 5)


class _KwinInput:
    """Source: KDE's fake-input.xml."""

    def __init__(self, compositor: Compositor) -> None:
        authenticate = 0
        self._connection = compositor.connect()
        self.close = self._connection.close
        self._input, _ = self._connection.bind("org_kde_kwin_fake_input", 4)  # the first with keys
        self._connection.send(self._input, authenticate, "sitbreak", "tests")

    def move(self) -> None:
        pointer_motion = 1
        self._connection.send(self._input, pointer_motion, _ONE_PIXEL, 0)
        self._connection.round_trip(time.monotonic() + 5)

    def press(self, key: str) -> None:
        keyboard_key, released = 10, 0
        for state in (1, released):
            self._connection.send(self._input, keyboard_key, _KEYS[key], state)
        self._connection.round_trip(time.monotonic() + 5)


class _MutterInput:
    """Source: org.gnome.Mutter.RemoteDesktop as Mutter 43 has it."""

    def __init__(self, compositor: Compositor) -> None:
        with patch.dict(os.environ, compositor.env):
            self._bus = session_bus()
        self.close = self._bus.close
        (self._session,) = self._call("/org/gnome/Mutter/RemoteDesktop", _REMOTE_DESKTOP, "CreateSession")
        self._call(self._session, f"{_REMOTE_DESKTOP}.Session", "Start")

    def move(self) -> None:
        start = time.monotonic()
        motion = ("NotifyPointerMotionRelative", "dd", 1.0, 0.0)
        self._call(self._session, f"{_REMOTE_DESKTOP}.Session", *motion)
        # It answers before the motion has taken effect.
        until(lambda: self._idle() <= time.monotonic() - start, "Mutter has noticed the mouse")

    def press(self, key: str) -> None:
        for is_down in (True, False):
            pressed = ("NotifyKeyboardKeycode", "ub", _KEYS[key], is_down)
            self._call(self._session, f"{_REMOTE_DESKTOP}.Session", *pressed)

    def _idle(self) -> float:
        path = f"/{_IDLE_MONITOR.replace('.', '/')}/Core"
        return float(self._call(path, _IDLE_MONITOR, "GetIdletime", bus_name=_IDLE_MONITOR)[0]) / 1000

    def _call(
        self,
        path: str,
        interface: str,
        name: str,
        *signature_and_values: Any,
        bus_name: str = _REMOTE_DESKTOP,
    ) -> tuple[Any, ...]:
        answers: list[Answer] = []
        call = method(bus_name, path, interface, name, *signature_and_values)
        self._bus.call(call, None, answers.append, BUSY)
        while not answers:
            select.select([self._bus.fileno()], [], [], 5)
            self._bus.ready()
        assert not isinstance(answers[0], CallFailed), answers[0]
        return answers[0]


def _new_home() -> Home:
    """Make folders that another user may enter, unlike pytest's."""
    return Home(Path(tempfile.mkdtemp(prefix="compositor-")))
