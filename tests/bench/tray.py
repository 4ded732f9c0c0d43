"""The tray process: CPU to the icon, wake-ups, memory, writes; and the tip card, where there is Qt."""

import contextlib
import os
import select
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from sitbreak.desktop.language import catalogue_file, languages
from sitbreak.remote.client import ask
from sitbreak.wires.dbus import Bus
from sitbreak.wires.dbus_messages import Message, signal_rule
from tests.bench.measuring import Figure, settle, status, wakeups_per_minute
from tests.dialogs.speed import CARDS, card_ratios, growth, history_ratio, settings_ratio
from tests.process import Process
from tests.rig.desktop import STATUS_NOTIFIER_WATCHER, Desktop
from tests.rig.programs import Home, find, install_line, qt_problem
from tests.rig.servers import SessionBus, XDisplay
from tests.running import Running, request
from tests.until import until

PROGRAMS = (
    "Xvfb",
    "dbus-daemon",
    "dbus-send",
    "xfwm4",
    "xprop",
    "xfconfd",
    "xfce4-panel",
    "xfce4-notifyd",
    "xdotool",
    "wmctrl",
)
LONGEST = 2.9
"""Minutes of a stretch: at `away_after` something changes, and is saved."""

TEXT = "sitting is bad "
ICON_ROUNDS = 5
ASKINGS = 5
BARE_PER_ROUND = 3
MEMORY = Path("/dev/shm")
_NEIGHBOUR = """
import sqlite3, ssl, time
with sqlite3.connect("") as used:  # only pages that were used count as shared
    used.execute("CREATE TABLE days (day TEXT PRIMARY KEY, minutes INTEGER)")
    used.execute("INSERT INTO days VALUES ('2026-11-20', 18)")
    used.execute("SELECT sum(minutes) FROM days GROUP BY day ORDER BY day").fetchall()
time.sleep(3600)
"""


class Bench:
    """A desktop on which sitbreak is started again and again."""

    def __init__(self, desktop: Desktop) -> None:
        self.desktop = desktop
        self._bus = Bus(desktop.bus.address.removeprefix("unix:path="))
        self._icons = 0
        registered = signal_rule(STATUS_NOTIFIER_WATCHER, "StatusNotifierItemRegistered")
        self._bus.listen(registered, "s", self._count_icon)
        until(lambda: self._bus.unique_name, "the bus lets us in", meanwhile=self._bus.ready)

    def _count_icon(self, _: Message) -> None:
        self._icons += 1

    @contextlib.contextmanager
    def running(self, *options: str) -> Iterator[tuple[Process, float]]:
        """Run sitbreak; yield its process, and the CPU seconds it had used when its icon appeared."""
        before = self._icons
        sitbreak = Running(self.desktop.home, self.desktop.env)
        sitbreak.spawn(*options)
        try:
            process = Process(sitbreak.process.pid)
            while self._icons == before:
                if not select.select([self._bus], [], [], 20)[0]:
                    sys.exit("the icon did not appear")
                self._bus.ready()
            yield process, process.cpu
        finally:
            sitbreak.process.terminate()
            sitbreak.wait()

    @contextlib.contextmanager
    def speaking(self, code: str) -> Iterator[None]:
        """Set the desktop's language for what is started meanwhile."""
        self.desktop.env["LANGUAGE"] = code
        try:
            yield
        finally:
            del self.desktop.env["LANGUAGE"]

    def icon_ratio(self) -> float:
        """Return CPU to the icon, as a multiple of a Python that does nothing."""
        bare, icon = [], []
        for _ in range(ICON_ROUNDS):
            bare += [bare_cpu() for _ in range(BARE_PER_ROUND)]
            with self.running() as (_, cpu):
                icon.append(cpu)
        return median(icon) / median(bare)

    def press_a_key(self) -> None:
        self.desktop.display.xdotool("key", "a")

    @contextlib.contextmanager
    def somebody_typing(self) -> Iterator[None]:
        """Type five characters a second."""
        command = ["xdotool", "type", "--delay", "200", TEXT * 1000]
        typist = subprocess.Popen(command, env=self.desktop.env)
        try:
            yield
            assert typist.poll() is None, "xdotool did not type to the end"
        finally:
            typist.kill()
            typist.wait()
            for key in set(TEXT.replace(" ", "")) | {"space"}:  # a key left down would repeat forever
                self.desktop.display.xdotool("keyup", key)

    def own_files(self) -> dict[Path, tuple[int, int, int]]:
        """Return what changes with a file when it is written, for each of sitbreak's files on disk."""
        return {
            path: (found.st_ino, found.st_mtime_ns, found.st_size)
            for path in Path(self.desktop.env["HOME"]).rglob("*")
            if "sitbreak" in str(path.relative_to(self.desktop.home.folder)) and (found := path.stat())
        }


def bare_cpu() -> float:
    """Return the CPU seconds of a Python that does nothing."""
    pid = os.posix_spawn(sys.executable, [sys.executable, "-c", "pass"], os.environ)
    used = os.wait4(pid, 0)[2]
    return used.ru_utime + used.ru_stime


def round_trip(runtime: Path) -> float:
    """Return the median time, in milliseconds, from a command to its reply."""
    times = []
    for _ in range(50):
        start = time.perf_counter()
        ask(runtime, request("status"))
        times.append(1000 * (time.perf_counter() - start))
    return median(times)


def asking(process: Process, runtime: Path) -> Iterator[Figure]:
    """Measure one round of questions about everything that a reminder may wait for, by `troubleshoot`.

    Its report is written long after every source has answered. The thread that serves the tray only accepts
    the command, has the questions asked and collects the answers: hardly more than answering a `status`.
    """
    settle(process)
    askings, answers = [], []
    for _ in range(ASKINGS):
        askings.append(_cost_of(process, runtime, "troubleshoot"))
        answers.append(_cost_of(process, runtime, "status"))
    whole, of_main = map(median, zip(*askings, strict=True))
    _, of_answer = map(median, zip(*answers, strict=True))
    yield Figure("asking all that is waited for, CPU ms", 1000 * whole, 30)
    yield Figure("the same, of the tray's thread, x a status", of_main / of_answer, 1.5)


def _cost_of(process: Process, runtime: Path, command: str) -> tuple[float, float]:
    """Return the CPU seconds of all threads, and of the main one, in the second after a command was sent."""
    before = process.cpu, process.cpu_of_main_thread
    asker = threading.Thread(target=ask, args=(runtime, request(command)))
    asker.start()
    time.sleep(1)
    cost = process.cpu - before[0], process.cpu_of_main_thread - before[1]
    asker.join()
    return cost


def quiet_stretch(
    bench: Bench, process: Process, minutes: float, when: str, *, wakeups: float, cpu_per_hour: float
) -> Iterator[Figure]:
    """Measure a stretch in which nothing happens at the computer, against these limits."""
    files, cpu, written = bench.own_files(), process.cpu, process.written
    yield Figure(f"wake-ups per minute, {when}", sum(wakeups_per_minute(process, minutes)), wakeups)
    yield Figure(f"CPU seconds per hour, {when}", (process.cpu - cpu) / minutes * 60, cpu_per_hour)
    yield Figure(f"bytes written to disk, {when}", process.written - written, 0)
    changed = bench.own_files().items() ^ files.items()
    yield Figure(f"files written, {when}", len({path for path, _ in changed}), 0)


def measure(bench: Bench, runtime: Path, minutes: float) -> Iterator[Figure]:
    """Measure everything, in the order of the table."""
    yield Figure("CPU to the icon, x bare Python", bench.icon_ratio(), 8)
    with bench.running() as (process, _):
        settle(process)
        bench.press_a_key()
        settle(process)
        children, faults = process.children, process.faults_of_children
        yield from quiet_stretch(bench, process, minutes, "nobody types", wakeups=3, cpu_per_hour=0.10)
        until(
            lambda: status(runtime)["state"] == "break", "sitbreak notices that nobody is there", seconds=240
        )
        settle(process)
        yield from quiet_stretch(bench, process, minutes, "nobody is there", wakeups=2, cpu_per_hour=0.05)
        for _ in range(2):  # a single touch is no return from a break
            bench.press_a_key()
            settle(process)
        with bench.somebody_typing():
            typing = wakeups_per_minute(process, minutes)
        yield Figure("wake-ups per minute, somebody types", sum(typing), 6)
        started = len(process.children - children) + (process.faults_of_children > faults)
        yield Figure("programs started since the icon was there (at least)", started, 0)
        pss, private = process.memory()
        yield Figure("memory: PSS, MiB", pss, 18)
        yield Figure("memory: private, MiB", private, 16)
        yield Figure("threads", len(process.wakeups))
        yield Figure("a command there and back, ms", round_trip(runtime))
        yield from asking(process, runtime)
    yield from translated(bench)
    yield from windows(bench, runtime)
    with bench.running("--interval", "1s-2s") as (process, _), bench.somebody_typing():
        until(lambda: status(runtime).get("reminder"), "a reminder is out")
        settle(process)
        yield Figure("memory after a reminder: private, MiB", process.memory()[1])


def translated(bench: Bench) -> Iterator[Figure]:
    """Measure what the largest catalogue adds to English, in turns."""
    code = max(languages(), key=lambda code: len(catalogue_file(code).read_bytes()))
    started: dict[str, list[tuple[float, float]]] = {"en": [], code: []}
    for _ in range(ICON_ROUNDS):
        for spoken, measured in started.items():
            with bench.speaking(spoken), bench.running() as (process, cpu):
                settle(process)
                measured.append((cpu, process.written_memory))
    (cpu_in_english, memory_in_english), (cpu, memory) = (
        map(median, zip(*measured, strict=True)) for measured in started.values()
    )
    yield Figure(f"CPU to the icon in {code}, the largest, x in English", cpu / cpu_in_english, 1.1)
    yield Figure("memory it adds to English: private, MiB", memory - memory_in_english, 0.3)


def windows(bench: Bench, runtime: Path) -> Iterator[Figure]:
    """Measure the windows, where there is Qt."""
    if problem := qt_problem():
        print(f"no windows: {problem}", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        typed, clicked = card_ratios(bench.desktop.env, Path(folder))
        history = history_ratio(bench.desktop.env, Path(folder))
        settings = settings_ratio(bench.desktop.env, Path(folder))
    yield Figure("tip card painted, x a bare Qt window", typed, 1.3)
    yield Figure("the same, opened from a notification", clicked, 1.3)
    yield Figure("history window painted, x a bare Qt window", history, 1.3)
    yield Figure("settings window painted, x a bare Qt window", settings, 1.3)
    with bench.running() as (process, _):
        settle(process)
        yield Figure(
            f"memory grown by {CARDS} cards: private, MiB", growth(process, bench.desktop, runtime), 0.2
        )


@contextlib.contextmanager
def desktop(folder: Path, memory: Path) -> Iterator[Desktop]:
    """Make a desktop with a panel and notifications, a system bus, and a person's folders."""
    home = Home(folder)
    home.env["XDG_RUNTIME_DIR"] = str(memory)
    system_bus = SessionBus(Home(folder / "system"))
    home.env["DBUS_SYSTEM_BUS_ADDRESS"] = system_bus.address
    display = XDisplay(home)
    bus = SessionBus(home)
    made = Desktop(home, display, bus)
    try:
        made.start_xfce_panel()
        made.start_xfce_notifyd()
        yield made
    finally:
        made.end()
        bus.daemon.kill()
        system_bus.daemon.kill()
        display.server.kill()


def run(minutes: float) -> Iterator[Figure]:
    """Start a desktop, measure the tray process on it, and end everything."""
    missing = [program for program in PROGRAMS if find(program) is None]
    if missing:
        sys.exit(f"not installed: {', '.join(missing)}. {install_line()}")
    with (
        tempfile.TemporaryDirectory() as folder,
        tempfile.TemporaryDirectory(dir=MEMORY) as memory,
        neighbour(),
        desktop(Path(folder), Path(memory)) as made,
    ):
        yield from measure(Bench(made), Path(memory, "sitbreak"), minutes)


@contextlib.contextmanager
def neighbour() -> Iterator[None]:
    """Run a Python beside sitbreak that shares the pages of libraries with it."""
    process = subprocess.Popen(
        [sys.executable, "-c", "import sqlite3, ssl, time; sqlite3.connect(':memory:'); time.sleep(3600)"]
    )
    try:
        yield
    finally:
        process.kill()
        process.wait()
