"""Clocks of one process that a test can step: a sleep, a new time, another zone."""

import mmap
import struct
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.rig.programs import needs

_SOURCE = Path(__file__).with_suffix(".c")
_STEPS = struct.Struct("=qqq48s")


class SteppedClocks:
    """The clocks of every process that is started with `env`."""

    def __init__(self, folder: Path) -> None:
        """Compile the library that steps them, in a folder of the test's."""
        needs("cc")
        library, steps = folder / "stepped_clocks.so", folder / "steps"
        options = ("-shared", "-fPIC", "-Wall", "-Werror", "-ldl")
        subprocess.run(["cc", str(_SOURCE), *options, "-o", str(library)], check=True)
        steps.write_bytes(bytes(_STEPS.size))
        with steps.open("r+b") as file:
            self._steps = mmap.mmap(file.fileno(), _STEPS.size)
        self.env: Mapping[str, str] = {"LD_PRELOAD": str(library), "STEPPED_CLOCKS": str(steps)}
        self._passed = self._slept = self._stepped = timedelta()
        self._zone = ""

    def now(self) -> datetime:
        """Read the wall clock."""
        return datetime.now(UTC) + self._passed + self._slept + self._stepped

    def sleep(self, length: timedelta) -> None:
        """Make the computer wake from a sleep of this length."""
        self._slept += length
        self._set()

    def pass_time(self, length: timedelta) -> None:
        """Let this much time pass at once, for a process that is stopped or that somebody wakes."""
        self._passed += length
        self._set()

    def step(self, by: timedelta) -> None:
        """Set the wall clock."""
        self._stepped += by
        self._set()

    def move(self, zone: str) -> None:
        """Move the computer to another time zone, written as for TZ."""
        self._zone = zone
        self._set()

    def close(self) -> None:
        self._steps.close()

    def _set(self) -> None:
        awake, boot = self._passed, self._passed + self._slept
        steps = [int(by.total_seconds()) for by in (awake, boot, boot + self._stepped)]
        self._steps[:] = _STEPS.pack(*steps, self._zone.encode())
