"""Speed and size of the tray process on a real desktop: `python3 dev.py bench [--minutes N] [--json]`.

With `--sources` every source of idle is measured instead: see `tests.bench_sources`.

An X server, a session bus, xfwm4, xfce4-panel and xfce4-notifyd, started here; a person's folders that are
empty, so every setting has its default. Counts and ratios, no times: another machine can check them.
Exit status 1 when a figure is over its limit.

How things are counted:
- A wake-up is a voluntary context switch of any thread: it has slept, and something woke it.
- Programs started: children that ended leave their page faults with their parent, the others are still there.
- "Nobody types" begins with a key press and ends before `away_after`: somebody reads, and the ring goes on.
- "Nobody is there" begins when sitbreak has concluded that: what an idle computer pays, hour after hour.
- The runtime folder is in memory, as everywhere; it takes the heartbeat of every minute.
- CPU to the icon is all that the process has used when the panel tells of the new icon.
- The tip card and the bare window are timed from their start to their first paint, in turns; medians count.
- Memory: an idle Python with OpenSSL loaded runs beside it, because the pages of their libraries (systemd
  alone brings OpenSSL into every session) do not come on top of what a desktop holds anyway.
"""

import argparse
import contextlib
import json
import os
import select
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from jeepney import MatchRule, Message

from sitbreak.remote.client import NotRunning, ask
from sitbreak.wires.dbus import Bus
from tests.dialogs.speed import CARDS, card_ratios, growth
from tests.process import Process
from tests.rig.desktop import STATUS_NOTIFIER_WATCHER, Desktop
from tests.rig.programs import INSTALL, Home, find, qt_problem
from tests.rig.servers import SessionBus, XDisplay
from tests.running import Running
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
"""Minutes: at `away_after` something changes, and is saved."""

TEXT = "sitting is bad "
ICON_ROUNDS = 5
ASKINGS = 5
BARE_PER_ROUND = 3
MEMORY = Path("/dev/shm")


@dataclass(frozen=True)
class Figure:
    """One line of the table; without a limit it only informs. `missing` says why it was not measured."""

    what: str
    measured: float | None = None
    limit: float | None = None
    missing: str = ""

    @property
    def verdict(self) -> str:
        if self.measured is None:
            return f"NOT MEASURED: {self.missing}"
        if self.limit is None:
            return ""
        return "ok" if self.measured <= self.limit else "OVER"

    def __str__(self) -> str:
        measured = "" if self.measured is None else f"{self.measured:.2f}"
        limit = "" if self.limit is None else f"{self.limit:g}"
        return f"{self.what:56} {measured:>9} {limit:>7}  {self.verdict}".rstrip()


class Bench:
    """sitbreak on a desktop, started as often as wanted."""

    def __init__(self, desktop: Desktop) -> None:
        self.desktop = desktop
        self._bus = Bus(desktop.bus.address.removeprefix("unix:path="))
        self._icons = 0
        registered = MatchRule(
            type="signal", interface=STATUS_NOTIFIER_WATCHER, member="StatusNotifierItemRegistered"
        )
        self._bus.listen(registered, self._icon_came)
        self._bus.ready()

    def _icon_came(self, _: Message) -> None:
        self._icons += 1

    @contextlib.contextmanager
    def running(self, *options: str) -> Iterator[tuple[Process, float]]:
        """Run sitbreak; tell its CPU seconds at the moment when its icon was there."""
        before = self._icons
        sitbreak = Running(self.desktop.home, self.desktop.env)
        sitbreak.spawn(*options)
        try:
            process = Process(sitbreak.process.pid)
            while self._icons == before:
                if not select.select([self._bus], [], [], 20)[0]:
                    sys.exit("the icon did not come")
                self._bus.ready()
            yield process, process.cpu
        finally:
            sitbreak.process.terminate()
            sitbreak.wait()

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
            for key in set(TEXT.replace(" ", "")) | {"space"}:  # one that is down would repeat for ever
                self.desktop.display.xdotool("keyup", key)

    def own_files(self) -> dict[Path, tuple[int, int, int]]:
        """Return what tells a changed file from an unchanged one, for every file of sitbreak's on disk."""
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


def settle(process: Process) -> None:
    """Wait until nothing has happened for three seconds."""
    calm_since, before = time.monotonic(), process.wakeups

    def is_calm() -> bool:
        nonlocal calm_since, before
        if (woken := process.wakeups) != before:
            calm_since, before = time.monotonic(), woken
        return time.monotonic() - calm_since > 3

    until(is_calm, "sitbreak has started and fallen silent", 60)


def wakeups_per_minute(process: Process, minutes: float) -> list[float]:
    """Return how often each thread wakes up; looks every second, or it would miss threads that end."""
    before = process.wakeups
    woken: Counter[int] = Counter()
    end = time.monotonic() + minutes * 60
    while (left := end - time.monotonic()) > 0:
        time.sleep(min(left, 1))
        woken |= process.wakeups
    return [(count - before[thread]) / minutes for thread, count in sorted(woken.items())]


def round_trip(runtime: Path) -> float:
    """Return the median of a command's way there and back in milliseconds."""
    times = []
    for _ in range(50):
        start = time.perf_counter()
        ask(runtime, ["status"])
        times.append(1000 * (time.perf_counter() - start))
    return median(times)


def asking(process: Process, runtime: Path) -> Iterator[Figure]:
    """Measure one asking of everything that a reminder may wait for, by `troubleshoot`.

    Its report is written long after everything has answered. The thread that serves the tray takes the
    command, has everything asked and takes the verdicts: next to nothing beside answering a `status`.
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
    """Return CPU seconds, of all threads and of the main one, in the second after a command has been sent."""
    before = process.cpu, process.cpu_of_main_thread
    asker = threading.Thread(target=ask, args=(runtime, [command]))
    asker.start()
    time.sleep(1)
    cost = process.cpu - before[0], process.cpu_of_main_thread - before[1]
    asker.join()
    return cost


def status(runtime: Path) -> dict[str, Any]:
    """Return what the running instance tells; nothing while it still starts."""
    with contextlib.suppress(NotRunning):
        return dict(json.loads(ask(runtime, ["status", "--json"]).text))
    return {}


def quiet_stretch(bench: Bench, process: Process, minutes: float, when: str) -> Iterator[Figure]:
    """Measure a stretch in which nothing happens at the computer."""
    files, cpu, written = bench.own_files(), process.cpu, process.written
    yield Figure(f"wake-ups per minute, {when}", sum(wakeups_per_minute(process, minutes)), 4)
    yield Figure(f"CPU seconds per hour, {when}", (process.cpu - cpu) / minutes * 60, 0.10)
    yield Figure(f"bytes written to disk, {when}", process.written - written, 0)
    changed = bench.own_files().items() ^ files.items()
    yield Figure(f"files written, {when}", len({path for path, _ in changed}), 0)


def measure(bench: Bench, runtime: Path, minutes: float) -> Iterator[Figure]:
    """Measure everything, in the order of the table."""
    yield Figure("CPU to the icon, x bare Python", bench.icon_ratio(), 14)
    with bench.running() as (process, _):
        settle(process)
        bench.press_a_key()
        settle(process)
        children, faults = process.children, process.faults_of_children
        yield from quiet_stretch(bench, process, minutes, "nobody types")
        until(lambda: status(runtime)["state"] == "break", "sitbreak sees that nobody is there", 240)
        settle(process)
        yield from quiet_stretch(bench, process, minutes, "nobody is there")
        bench.press_a_key()
        settle(process)
        with bench.somebody_typing():
            typing = wakeups_per_minute(process, minutes)
        yield Figure("wake-ups per minute, somebody types", sum(typing), 6)
        started = len(process.children - children) + (process.faults_of_children > faults)
        yield Figure("programs started since the icon was there (at least)", started, 0)
        pss, private = process.memory()
        yield Figure("memory: PSS, MiB", pss, 28)
        yield Figure("memory: private, MiB", private, 20)
        yield Figure("threads", len(process.wakeups))
        yield Figure("a command there and back, ms", round_trip(runtime))
        yield from asking(process, runtime)
    yield from windows(bench, runtime)
    with bench.running("--interval", "1s-2s") as (process, _), bench.somebody_typing():
        until(lambda: status(runtime).get("reminder"), "a reminder is out", 30)
        settle(process)
        yield Figure("memory after a reminder: private, MiB", process.memory()[1])


def windows(bench: Bench, runtime: Path) -> Iterator[Figure]:
    """Measure the tip card, where there is Qt."""
    if problem := qt_problem():
        print(f"no tip card: {problem}", file=sys.stderr)  # noqa: T201
        return
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        typed, clicked = card_ratios(bench.desktop.env, Path(folder))
    yield Figure("tip card painted, x a bare Qt window", typed, 1.3)
    yield Figure("the same, opened from a notification", clicked, 1.3)
    with bench.running() as (process, _):
        settle(process)
        yield Figure(
            f"memory grown by {CARDS} cards: private, MiB", growth(process, bench.desktop, runtime), 0.2
        )


@contextlib.contextmanager
def desktop(folder: Path, memory: Path) -> Iterator[Desktop]:
    """Make a person's folders and a desktop with a panel and notifications."""
    home = Home(folder)
    home.env["XDG_RUNTIME_DIR"] = str(memory)
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
        display.server.kill()


def main() -> int:
    """Run the bench; return the exit status."""
    words = argparse.ArgumentParser(prog="dev.py bench", description=(__doc__ or "").partition("\n")[0])
    words.add_argument("--minutes", type=float, default=2.5, help=f"of each stretch, at most {LONGEST}")
    words.add_argument("--sources", action="store_true", help="measure every source of idle instead")
    words.add_argument("--json", action="store_true", help="print JSON instead of a table")
    asked = words.parse_args()
    if not 0 < asked.minutes <= LONGEST:
        words.error(f"--minutes: more than 0, at most {LONGEST}")
    if sys.platform != "linux":
        sys.exit("the bench reads /proc: it needs Linux")
    figures = []
    if not asked.json:
        print(f"{'figure':56} {'measured':>9} {'limit':>7}")  # noqa: T201 - it speaks to a person
    for figure in sources(asked.minutes) if asked.sources else run(asked.minutes):
        figures.append(figure)
        if not asked.json:
            print(figure, flush=True)  # noqa: T201 - the same
    if asked.json:
        table = [asdict(figure) | {"verdict": figure.verdict} for figure in figures]
        print(json.dumps(table, indent=2))  # noqa: T201 - the same
    return 0 if all(figure.verdict in {"", "ok"} for figure in figures) else 1


def sources(minutes: float) -> Iterator[Figure]:
    """Measure every source of idle."""
    from tests import bench_sources

    return bench_sources.run(minutes)


def run(minutes: float) -> Iterator[Figure]:
    """Start everything, measure, and end everything."""
    missing = [program for program in PROGRAMS if find(program) is None]
    if missing:
        sys.exit(f"not installed: {', '.join(missing)}. {INSTALL}")
    with (
        tempfile.TemporaryDirectory() as folder,
        tempfile.TemporaryDirectory(dir=MEMORY) as memory,
        neighbour(),
        desktop(Path(folder), Path(memory)) as made,
    ):
        yield from measure(Bench(made), Path(memory, "sitbreak"), minutes)


@contextlib.contextmanager
def neighbour() -> Iterator[None]:
    """Keep a Python beside sitbreak that shares the pages of libraries with it."""
    process = subprocess.Popen([sys.executable, "-c", "import ssl, time; time.sleep(3600)"])
    try:
        yield
    finally:
        process.kill()
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
