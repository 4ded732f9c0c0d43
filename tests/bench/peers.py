"""sitbreak beside its peers: `python3 dev.py bench --peers [--minutes N] [--json]`, in about 17 minutes.

It measures the three break reminders that Debian packages, as they are after their installation, with
sitbreak, on the same desktop (see `tests.bench.__main__`) and in the same run:

- Each is started alone, in turns, for its CPU to the icon and its memory. The medians count.
- Then all run at the same time, so that they share every minute: somebody presses a key and reads, leaves
  (sitbreak notices that after three minutes), and is away for the rest of ten minutes. At the end somebody
  types, for less time than any of them allows without a break.

The CPU includes that of the programs that one starts. A page of memory is private to a program if no other
has it at the moment, which depends on what else runs; what it has written itself, it never shares.

The last column is sitbreak's figure as a multiple of the best peer's.
"""

import contextlib
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import sitbreak
from tests.bench import tray
from tests.bench.icons import Icons
from tests.bench.measuring import status
from tests.process import Process
from tests.rig.desktop import Desktop
from tests.rig.programs import find, install_line
from tests.running import COMMAND, Running

OURS = "sitbreak"
PEERS = ("workrave", "safeeyes", "rsibreak")
"""Names of programs, and of their packages."""

NEEDED = ("xprintidle", "gir1.2-ayatanaappindicator3-0.1", "dconf-service")
"""Packages without which some of them would not be themselves: they are recommended, or taken for granted."""

DCONF = "/usr/libexec/dconf-service"
ROUNDS = 5
SETTLING = 10.0
"""Seconds after which a program that has just started is at rest, as far as it ever is."""

WHOLE = 10.0
"""Minutes from the key on."""

NOTICED = 200.0
"""Seconds without input after which sitbreak has noticed that nobody is there: `away_after` is 3 min."""


@dataclass(frozen=True)
class Comparison:
    """One line of the table.

    Attributes:
        what: what is measured, with its unit.
        measured: by the name of the program; the less, the better.
    """

    what: str
    measured: Mapping[str, float]

    @property
    def ratio(self) -> float:
        """What sitbreak takes, as a multiple of the best peer."""
        return self.measured[OURS] / min(self.measured[name] for name in PEERS)


@dataclass(frozen=True)
class Start:
    """What a program has cost once it has started: CPU seconds, and MiB of three kinds."""

    cpu: float
    pss: float
    private: float
    written: float


@dataclass(frozen=True)
class Reading:
    """What a program has cost up to one moment (time.monotonic() seconds)."""

    at: float
    wakeups: int
    cpu: float


class Watched:
    """A running program, looked at again and again so that the wake-ups of short-lived threads count."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._wakeups: Counter[int] = Counter()

    def look(self) -> None:
        """Count the wake-ups of the threads that live now."""
        self._wakeups |= self._process.wakeups

    def read(self) -> Reading:
        """Return what it has cost so far, with the programs that it has started and that have ended."""
        self.look()
        cpu = self._process.cpu + self._process.cpu_of_children
        return Reading(time.monotonic(), self._wakeups.total(), cpu)


def run(minutes: float) -> Iterator[Comparison]:
    """Start a desktop, measure everybody on it, and end everything."""
    with (
        tempfile.TemporaryDirectory() as folder,
        tempfile.TemporaryDirectory(dir=tray.MEMORY) as memory,
        tray.neighbour(),
        tray.desktop(Path(folder), Path(memory)) as desktop,
    ):
        desktop.start_owner("ca.desrt.dconf", DCONF)
        with contextlib.closing(Icons(desktop)) as icons:
            yield from compare_starts(desktop, icons)
            yield from compare_stretches(desktop, icons, Path(memory, "sitbreak"), minutes)


def compare_starts(desktop: Desktop, icons: Icons) -> Iterator[Comparison]:
    """Start one after the other, each alone, and compare what that costs."""
    starts: dict[str, list[Start]] = {name: [] for name in (OURS, *PEERS)}
    for _ in range(ROUNDS):
        for name, measured in starts.items():
            with started(name, desktop, icons) as (process, cpu):
                time.sleep(SETTLING)
                measured.append(Start(cpu, *process.memory(), process.written_memory))
    for what, field in (
        ("CPU seconds to the icon", "cpu"),
        ("memory: PSS, MiB", "pss"),
        ("memory: private, MiB", "private"),
        ("memory: written by itself, MiB", "written"),
    ):
        yield Comparison(
            what,
            {name: median(getattr(start, field) for start in found) for name, found in starts.items()},
        )


def compare_stretches(desktop: Desktop, icons: Icons, runtime: Path, minutes: float) -> Iterator[Comparison]:
    """Start all, and compare what they cost while somebody reads, is away, and types."""
    bench = tray.Bench(desktop)
    with contextlib.ExitStack() as ends:
        watched = {
            name: Watched(ends.enter_context(started(name, desktop, icons))[0]) for name in (OURS, *PEERS)
        }
        bench.press_a_key()  # twice: nobody has been there for minutes, and a single touch is no return
        time.sleep(SETTLING)
        bench.press_a_key()
        time.sleep(SETTLING)
        assert status(runtime)["state"] == "sitting", "they are back"
        start = read(watched)
        end = time.monotonic() + 60 * WHOLE
        pass_time(watched, 60 * minutes)
        yield from compare(start, read(watched), "somebody reads")
        pass_time(watched, NOTICED - (time.monotonic() - start[OURS].at))  # asking it would cost it something
        assert status(runtime)["state"] == "break", "sitbreak has noticed that nobody is there"
        away = read(watched)
        pass_time(watched, end - time.monotonic())
        over = read(watched)
        yield from compare(away, over, "nobody is there")
        yield from compare(start, over, f"{WHOLE:g} minutes from the last key on")
        with bench.somebody_typing():
            pass_time(watched, SETTLING)
            typing = read(watched)
            pass_time(watched, 60 * minutes)
            yield from compare(typing, read(watched), "somebody types")


@contextlib.contextmanager
def started(name: str, desktop: Desktop, icons: Icons) -> Iterator[tuple[Process, float]]:
    """Run a program; yield its process, and the CPU seconds it had used when its icon appeared."""
    running = Running(desktop.home, desktop.env)
    running.execute(COMMAND if name == OURS else [name])
    try:
        process = Process(running.process.pid)
        icons.wait_for_next(name)
        yield process, process.cpu
    finally:
        running.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            running.wait()
        running.end()


def pass_time(watched: Mapping[str, Watched], seconds: float) -> None:
    """Let time pass, looking at everybody once a second."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        time.sleep(min(left, 1))
        for each in watched.values():
            each.look()


def read(watched: Mapping[str, Watched]) -> dict[str, Reading]:
    """Return what each has cost so far."""
    return {name: each.read() for name, each in watched.items()}


def compare(
    before: Mapping[str, Reading], after: Mapping[str, Reading], when: str
) -> tuple[Comparison, Comparison]:
    """Compare what each has cost between two readings."""
    wakeups, cpu = {}, {}
    for name, first in before.items():
        last = after[name]
        hours = (last.at - first.at) / 3600
        wakeups[name] = (last.wakeups - first.wakeups) / (60 * hours)
        cpu[name] = (last.cpu - first.cpu) / hours
    return (
        Comparison(f"wake-ups per minute, {when}", wakeups),
        Comparison(f"CPU seconds per hour, {when}", cpu),
    )


# --- the table ---------------------------------------------------------------------------------------


def show(minutes: float, *, as_json: bool) -> None:
    """Measure and print, a line for each figure once it is measured, or all as JSON."""
    missing = [name for name in (*tray.PROGRAMS, *PEERS, "xprintidle", DCONF) if find(name) is None]
    if missing:
        sys.exit(f"not installed: {', '.join(missing)}. {install_line()} {' '.join((*PEERS, *NEEDED))}")
    versions = {OURS: sitbreak.__version__} | {name: debian_version(name) for name in PEERS}
    if as_json:
        figures = [{"what": row.what, "measured": row.measured, "ratio": row.ratio} for row in run(minutes)]
        print(json.dumps({"versions": versions, "figures": figures}, indent=2))
        return
    print_line("figure", versions, "x the best")
    print_line("", versions.values(), "")
    for row in run(minutes):
        print_line(row.what, [f"{row.measured[name]:.2f}" for name in versions], f"{row.ratio:.2f}")


def print_line(what: str, columns: Iterable[str], last: str) -> None:
    """Print one line of the table."""
    print(f"{what:58} {' '.join(f'{column:>12}' for column in columns)} {last:>11}".rstrip(), flush=True)


def debian_version(package: str) -> str:
    """Return the version of an installed package; "" if no package of that name is."""
    query = ["dpkg-query", "--show", "--showformat=${Version}", package]
    return subprocess.run(query, capture_output=True, text=True, check=False).stdout
