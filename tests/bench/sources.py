"""What each source of idle costs: `python3 dev.py bench --sources [--minutes N] [--json]`.

It measures the whole sitbreak process, with its watchdog, planner and buses, on one server each: an X server
(by its alarms, and on a second one, with those hidden, by asking its screen saver), Mutter, sway and KWin.
Nothing else is running, neither a tray nor a notification daemon. All five run at the same time, in three
stretches:

- Somebody moves the mouse five times a second, far from the next reminder.
- The same while a reminder waits for a lull.
- Nobody is there, and sitbreak has noticed that, for which three minutes pass in between.

Windows and macOS cannot be measured here: tests/desktop/idle/test_polled.py counts exactly, over fake system
calls, what their sources ask. See `tests.bench.__main__` for how wake-ups and programs are counted.
"""

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sitbreak.remote.client import ask
from tests.bench.measuring import Figure, settle, status, wakeups_per_minute
from tests.process import Process
from tests.rig import compositors
from tests.rig.compositors import Compositor
from tests.rig.programs import Home, find
from tests.rig.servers import SessionBus, XDisplay
from tests.running import Running, request
from tests.until import until

QUIET, ASKING = 4, 25
"""Wake-ups a minute allowed: at all times, and before a reminder to a polled source."""

GAP = 0.2
"""Seconds between two movements of the mouse."""

STARTING = 10.0
"""Seconds that sitbreak gets to start; for five it waits for a tray, then it looks for another kind."""

SETTLING = 3.0
"""Seconds that sitbreak gets to begin looking for a lull."""

HIDE_ALARMS = "from sitbreak.wires import x11_sync as sync; sync.EXTENSION = 'hidden'; "
COMMAND = "from sitbreak.cli import main; main()"

MoveMouse = Callable[[threading.Event], None]
"""Moves the mouse, again and again, until the event is set."""


@dataclass(frozen=True)
class Source:
    """A source of idle.

    Attributes:
        name: as sitbreak reports it.
        server: what it runs on.
        programs: what must be installed.
        before_reminder: wake-ups a minute allowed while a reminder waits for a lull.
        prelude: Python code that runs before sitbreak.
    """

    name: str
    server: str
    programs: tuple[str, ...]
    before_reminder: int = QUIET
    prelude: str = ""


SOURCES = (
    Source("x11-sync", "Xvfb", ("Xvfb", "xdotool")),
    Source("x11-screensaver", "Xvfb", ("Xvfb", "xdotool"), ASKING, HIDE_ALARMS),
    Source("mutter", "Mutter", ("mutter",)),
    Source("wayland-kde-idle", "sway", ("sway",)),
    Source("wayland-idle-notify", "KWin", ("kwin_wayland",)),
)


def run(minutes: float) -> Iterator[Figure]:
    """Measure all sources at the same time; each stretch takes so many minutes."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as ends:
        measured = []
        for source in SOURCES:
            if missing := ", ".join(program for program in source.programs if find(program) is None):
                yield Figure(f"{source.name}: everything", missing=f"not installed: {missing}")
            else:
                measured.append(Measured(source, Path(folder, source.name), ends))
        with ThreadPoolExecutor(len(SOURCES)) as pool:
            at_work = list(pool.map(lambda it: it.somebody_works(minutes), measured))
            empty = list(pool.map(lambda it: it.nobody_is_there(minutes), measured))
        for figures in zip(at_work, empty, strict=True):
            for of_stretch in figures:
                yield from of_stretch


class Measured:
    """sitbreak on the server of a source."""

    def __init__(self, source: Source, folder: Path, ends: ExitStack) -> None:
        """Start both; `ends` ends them."""
        self.source = source
        home = Home(folder)
        home.env["DBUS_SYSTEM_BUS_ADDRESS"] = f"unix:path={home.runtime / 'bus'}"
        bus = SessionBus(home)
        ends.callback(bus.daemon.kill)
        env, self._move_mouse = _serve(source, home, bus, ends)
        self._runtime = home.runtime / "sitbreak"
        started = Running(home, bus.env | env).execute(
            [sys.executable, "-P", "-c", source.prelude + COMMAND, "--interval", "4h"]
        )
        ends.callback(started.wait)
        ends.callback(started.terminate)
        self._process = Process(started.pid)
        self._before = 0
        until(self._is_in_use, f"idle is measured by {source.name}")

    def somebody_works(self, minutes: float) -> list[Figure]:
        """Measure while somebody moves the mouse."""
        time.sleep(STARTING)
        self._before = self._started()
        with self._mouse_moving():
            settle(self._process)
            woken = sum(wakeups_per_minute(self._process, minutes))
            self._say("interval 1s-4h")
            time.sleep(SETTLING)  # a source that is asked never falls silent now
            before_reminder = sum(wakeups_per_minute(self._process, minutes))
            assert status(self._runtime)["reminder"] is None, "there has been a lull"
            self._say("interval 4h")
        return [
            self._figure("wake-ups a minute, somebody works", woken, QUIET),
            self._figure("the same before a reminder", before_reminder, self.source.before_reminder),
        ]

    def nobody_is_there(self, minutes: float) -> list[Figure]:
        """Measure while nobody is there."""
        until(
            lambda: status(self._runtime)["state"] == "break",
            "sitbreak notices that nobody is there",
            seconds=240,
        )
        settle(self._process)
        cpu = self._process.cpu
        woken = sum(wakeups_per_minute(self._process, minutes))
        used = (self._process.cpu - cpu) / minutes * 60
        return [
            self._figure("wake-ups a minute, nobody is there", woken, QUIET),
            self._figure("CPU seconds an hour, nobody is there", used, 0.10),
            self._figure("programs started (at least)", self._started() - self._before, 0),
        ]

    def _figure(self, what: str, measured: float, limit: float) -> Figure:
        return Figure(f"{self.source.name}: {what}", measured, limit)

    def _say(self, command: str) -> None:
        answer = ask(self._runtime, request(command))
        assert answer.status == 0, answer

    def _is_in_use(self) -> bool:
        known = status(self._runtime)
        return bool(known) and known["backends"]["idle"] == self.source.name

    def _started(self) -> int:
        return len(self._process.children) + self._process.faults_of_children

    @contextmanager
    def _mouse_moving(self) -> Iterator[None]:
        over = threading.Event()
        mover = threading.Thread(target=self._move_mouse, args=(over,))
        mover.start()
        try:
            yield
        finally:
            over.set()
            mover.join()


def _serve(source: Source, home: Home, bus: SessionBus, ends: ExitStack) -> tuple[dict[str, str], MoveMouse]:
    """Start the server of a source; return the variables that lead to it, and what moves its mouse."""
    if source.server == "Xvfb":
        display = XDisplay(home)
        ends.callback(display.server.kill)
        return {"DISPLAY": display.name}, lambda over: _move_x_mouse(display, over)
    starts = {"Mutter": lambda: compositors.mutter(bus), "sway": compositors.sway, "KWin": compositors.kwin}
    compositor: Compositor = starts[source.server]()
    ends.callback(compositor.end)

    def move_mouse(over: threading.Event) -> None:
        while not over.wait(GAP):
            compositor.move_mouse()

    # A full path, because the person's runtime folder is not the compositor's.
    socket = Path(compositor.env["XDG_RUNTIME_DIR"], compositor.env["WAYLAND_DISPLAY"])
    return {"WAYLAND_DISPLAY": str(socket)}, move_mouse


def _move_x_mouse(display: XDisplay, over: threading.Event) -> None:
    there, back = ("mousemove_relative", "1", "0"), ("mousemove_relative", "--", "-1", "0")
    wait = ("sleep", str(GAP))
    with subprocess.Popen(["xdotool", *(*there, *wait, *back, *wait) * 5000], env=display.env) as mover:
        over.wait()
        mover.kill()
