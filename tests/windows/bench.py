"""What the tray process costs on Windows, beside a bare Python in the same run: `dev.py windows --bench`.

Wine's processes are Linux's, so that they are read as in `tests.bench`. Only wake-ups are counted otherwise:
a thread sleeps and is woken with every question to Wine's server, so what counts is how often anything
happens at all. Nobody types meanwhile.
"""

import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from tests.bench.measuring import Figure, settle
from tests.process import Process
from tests.windows.python import CHECKOUT, WindowsPython

MINUTES = 2.5
"""Of the stretch in which nothing happens: at `away_after` something would."""

_LOOK = 0.25
"""Seconds between two looks: less than the shortest time that anything is waited for."""

_BARE = "import time; time.sleep(86400)"


def run(python: WindowsPython, env: Mapping[str, str]) -> Iterator[Figure]:
    """Measure; the environment has a display."""

    def start(*arguments: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            python.command(*arguments),
            env=dict(env),
            cwd=CHECKOUT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    with _ending(start("-c", _BARE)) as bare, _ending(start("-P", "-m", "sitbreak")) as ours:
        settle(ours)
        used, began = ours.cpu, time.monotonic()
        woken = times_awake(ours, MINUTES)
        minutes = (time.monotonic() - began) / 60
        yield Figure("wake-ups a minute, all threads", woken / minutes, 4)
        yield Figure("CPU seconds a minute", (ours.cpu - used) / minutes, 0.05)
        yield Figure("memory written, MiB more than a bare Python", ours.written_memory - bare.written_memory)
        yield Figure("CPU to the icon and on, seconds more than a bare Python", used - bare.cpu)


def times_awake(process: Process, minutes: float) -> int:
    """Return how often any thread did something, after all had slept for a look at least."""
    end = time.monotonic() + 60 * minutes
    awake, was_awake, before = 0, False, process.wakeups
    while time.monotonic() < end:
        time.sleep(_LOOK)
        is_awake = (now := process.wakeups) != before
        awake += is_awake and not was_awake
        was_awake, before = is_awake, now
    return awake


@contextmanager
def _ending(started: "subprocess.Popen[bytes]") -> Iterator[Process]:
    try:
        yield Process(started.pid)
    finally:
        started.kill()
        started.wait()


def show(figures: Iterator[Figure], say: Callable[[str], object] = print) -> int:
    """Print each figure; return the exit status."""
    status = 0
    for figure in figures:
        measured = "-" if figure.measured is None else f"{figure.measured:.2f}"
        limit = "" if figure.limit is None else f" of {figure.limit:g}"
        say(f"{figure.what:60} {measured:>8}{limit} {figure.verdict}")
        status |= figure.verdict not in {"", "ok"}
    return status
