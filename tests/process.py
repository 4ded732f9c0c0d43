"""What the kernel knows about a running process, read without disturbing it. Linux only."""

import os
import time
from collections import Counter
from pathlib import Path


class Process:
    """A process seen from outside."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._folder = Path(f"/proc/{pid}")

    @property
    def cpu(self) -> float:
        """Seconds of CPU, user and system, of all its threads so far, to the nanosecond.

        Source: clock_getcpuclockid(3); Linux makes the number from the complement of the process id and 2.
        """
        return time.clock_gettime((~self.pid << 3) | 2)

    @property
    def cpu_of_children(self) -> float:
        """Seconds of CPU of the children that have ended and been reaped, and of theirs.

        Source: proc(5), /proc/pid/stat: cutime and cstime, in clock ticks.
        """
        return sum(map(int, self._stat()[13:15])) / os.sysconf("SC_CLK_TCK")

    @property
    def cpu_of_main_thread(self) -> float:
        """Seconds of CPU of its first thread so far, to the nanosecond.

        Source: Documentation/scheduler/sched-stats.rst of Linux, /proc/pid/schedstat.
        """
        return int((self._folder / "task" / str(self.pid) / "schedstat").read_text().split()[0]) / 1e9

    @property
    def wakeups(self) -> Counter[int]:
        """How often each living thread has slept and been woken so far, by thread id.

        Source: proc(5), /proc/pid/status: voluntary_ctxt_switches.
        """
        woken: Counter[int] = Counter()
        for thread in self._threads():
            for line in _lines(thread / "status"):
                if line.startswith("voluntary_ctxt_switches:"):
                    woken[int(thread.name)] = int(line.split()[1])
        return woken

    @property
    def children(self) -> set[int]:
        """Programs that it has started and not yet reaped."""
        return {
            int(pid)
            for thread in self._threads()
            for line in _lines(thread / "children")
            for pid in line.split()
        }

    @property
    def faults_of_children(self) -> int:
        """Page faults of the children that have ended: no program can start without any.

        Source: proc(5), /proc/pid/stat: cminflt and cmajflt.
        """
        stat = self._stat()
        return int(stat[8]) + int(stat[10])

    @property
    def written(self) -> int:
        """Bytes that it has had written to disks.

        Source: proc(5), /proc/pid/io: write_bytes.
        """
        return next(
            int(line.split()[1]) for line in _lines(self._folder / "io") if line.startswith("write_bytes:")
        )

    def memory(self) -> tuple[float, float]:
        """Return in MiB its proportional share of memory (PSS), and what is private to it."""
        table = self._smaps()
        return table["Pss:"] / 1024, (table["Private_Clean:"] + table["Private_Dirty:"]) / 1024

    @property
    def written_memory(self) -> float:
        """MiB of private pages that it has written to.

        Growth is measured by these: a library's clean pages become private to one process whenever another
        one that used them ends.
        """
        return self._smaps()["Private_Dirty:"] / 1024

    def _smaps(self) -> dict[str, int]:
        """Return the kB of each kind of memory.

        Source: proc(5), /proc/pid/smaps_rollup.
        """
        lines = (line.split() for line in _lines(self._folder / "smaps_rollup")[1:])
        return {line[0]: int(line[1]) for line in lines if line}

    def _stat(self) -> list[str]:
        """Return the fields of /proc/pid/stat from the third on: the second, its name, may contain spaces."""
        return (self._folder / "stat").read_text().rpartition(")")[2].split()

    def _threads(self) -> list[Path]:
        return list((self._folder / "task").iterdir())


def _lines(file: Path) -> list[str]:
    """Return the lines; none for a thread that has just ended."""
    try:
        return file.read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return []
