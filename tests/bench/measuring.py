"""How things are counted: figures, wake-ups, and the moment when a process has settled."""

import contextlib
import json
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sitbreak.remote.client import NotRunning, ask
from tests.process import Process
from tests.running import request
from tests.until import until


@dataclass(frozen=True)
class Figure:
    """One line of the table.

    Attributes:
        what: what is measured, with its unit.
        measured: None if it could not be measured.
        limit: without one, the figure only informs.
        missing: why it could not be measured.
    """

    what: str
    measured: float | None = None
    limit: float | None = None
    missing: str = ""

    @property
    def verdict(self) -> str:
        """What to say about it; "" or "ok" if nothing is wrong."""
        if self.measured is None:
            return f"NOT MEASURED: {self.missing}"
        if self.limit is None:
            return ""
        return "ok" if self.measured <= self.limit else "OVER"


def settle(process: Process) -> None:
    """Wait until nothing has happened for three seconds."""
    calm_since, before = time.monotonic(), process.wakeups

    def is_calm() -> bool:
        nonlocal calm_since, before
        if (woken := process.wakeups) != before:
            calm_since, before = time.monotonic(), woken
        return time.monotonic() - calm_since > 3

    until(is_calm, "sitbreak has started and settled", seconds=60)


def wakeups_per_minute(process: Process, minutes: float) -> list[float]:
    """Return how often each thread wakes up; looks every second, or it would miss threads that end."""
    before = process.wakeups
    woken: Counter[int] = Counter()
    end = time.monotonic() + minutes * 60
    while (left := end - time.monotonic()) > 0:
        time.sleep(min(left, 1))
        woken |= process.wakeups
    return [(count - before[thread]) / minutes for thread, count in sorted(woken.items())]


def status(runtime: Path) -> dict[str, Any]:
    """Return the status of the running instance, an empty one while it still starts."""
    with contextlib.suppress(NotRunning):
        return dict(json.loads(ask(runtime, request("status --json")).text))
    return {}
