"""The history under kills, on full and read-only disks, and what one entry costs the disk."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from random import Random
from threading import Thread

import pytest

from sitbreak.core.entries import EntryKind
from sitbreak.remote.client import NoAnswer, NotRunning
from sitbreak.remote.protocol import DONE
from sitbreak.storage.history import HistoryFile, history_path, is_damaged, read
from tests.faults.disk import Disk
from tests.faults.fault import Fault
from tests.rig.programs import Home, give_up, needs
from tests.running import COMMAND, Running
from tests.stepped_clocks import SteppedClocks
from tests.test_history_file import NINE, sitting
from tests.until import until

LATEST = 0.2
"""Seconds of adding before the kill, at most."""


class Tips:
    """Asks for one tip after another, each of which is an entry of the history once it is confirmed."""

    def __init__(self, sitbreak: Running) -> None:
        self._sitbreak = sitbreak
        self.asked = self.confirmed = 0

    def ask(self) -> None:
        self.asked += 1
        self.confirmed += self._sitbreak.ask("tip").status == DONE

    def ask_on(self) -> None:
        """Ask until nobody answers."""
        with suppress(NotRunning, NoAnswer):
            while True:
                self.ask()

    @property
    def kept(self) -> int:
        entries = read(history_path(self._sitbreak.state_folder)).entries
        return sum(entry.kind is EntryKind.TIP for entry in entries)


@pytest.mark.fault("SIGKILL while the history grows", "every entry that was confirmed is in it, none twice")
def test_no_entry_that_was_confirmed_is_lost_in_a_kill(sitbreak: Running, fault: Fault) -> None:
    tips = Tips(sitbreak)
    for starts, random in enumerate(fault.tries(), 1):
        sitbreak.start()
        kill_while_asking(sitbreak, tips, random)
        assert not is_damaged(history_path(sitbreak.state_folder))
        assert tips.confirmed <= tips.kept <= tips.asked + starts, "a tip is on the first screen, too"
    fault.kept += tips.confirmed
    assert tips.confirmed
    assert not [path for path in sitbreak.state_folder.iterdir() if "damaged" in path.name]


def kill_while_asking(sitbreak: Running, tips: Tips, random: Random) -> None:
    tips.ask()
    asking = Thread(target=tips.ask_on)
    asking.start()
    time.sleep(random.uniform(0, LATEST))
    sitbreak.kill()
    asking.join(30)
    assert not asking.is_alive()


# --- disks -------------------------------------------------------------------------------------------


@pytest.fixture
def disk(home: Home, sitbreak: Running) -> Iterator[Disk]:
    """The disk of the history."""
    disk = Disk(home, home.folder / "disk")
    sitbreak.env["XDG_STATE_HOME"] = str(disk.folder)
    sitbreak.command = disk.inside(COMMAND)
    yield disk
    sitbreak.end()
    disk.end()


def tips_in(disk: Disk, sitbreak: Running) -> int:
    """Return how many tips the history has, asked from where the disk can be seen."""
    command = disk.inside([*COMMAND, "history", "--csv"])
    done = subprocess.run(command, env=sitbreak.env, capture_output=True, text=True, check=True)
    return len(re.findall(r",tip,", done.stdout))


@pytest.mark.fault("a disk that is full for a while", "the history waits, and then has everything")
def test_a_full_disk_costs_no_entry(sitbreak: Running, disk: Disk, fault: Fault) -> None:
    sitbreak.start()
    for tries, _ in enumerate(fault.tries(cost=10), 1):
        sitbreak.do("tip")
        disk.fill()
        for _ in range(3):
            assert sitbreak.do("tip"), "a tip is shown all the same"
        disk.make_room()
        sitbreak.do("tip")
        assert tips_in(disk, sitbreak) == 1 + 5 * tries


@pytest.mark.fault("a disk that is read-only at the start", "the history waits, and then has everything")
def test_a_disk_that_is_read_only_at_first_costs_no_entry(
    sitbreak: Running, disk: Disk, fault: Fault
) -> None:
    for tries, _ in enumerate(fault.tries(cost=10), 1):
        disk.make_read_only(read_only=True)
        sitbreak.start()
        for _ in range(3):
            assert sitbreak.do("tip"), "a tip is shown all the same"
        disk.make_read_only(read_only=False)
        sitbreak.do("tip")
        sitbreak.do("quit")
        sitbreak.wait()
        assert tips_in(disk, sitbreak) == 5 * tries
    assert "the history has to wait: " in sitbreak.complaints


# --- clocks ------------------------------------------------------------------------------------------


@pytest.fixture
def clocks(sitbreak: Running, tmp_path: Path) -> Iterator[SteppedClocks]:
    """The clocks of the sitbreak that is started next."""
    clocks = SteppedClocks(tmp_path)
    sitbreak.env |= {**clocks.env, "TZ": "UTC"}
    yield clocks
    sitbreak.end()
    clocks.close()


@pytest.mark.fault("the wall clock is set while somebody sits", "all of the sitting is kept, and no more")
def test_a_clock_that_is_set_changes_no_sitting_in_the_history(
    sitbreak: Running, clocks: SteppedClocks, fault: Fault
) -> None:
    for random in fault.tries():
        history_path(sitbreak.state_folder).unlink(missing_ok=True)
        (sitbreak.state_folder / "state.json").unlink(missing_ok=True)
        sitbreak.start()
        began = time.monotonic()
        for _ in range(4):
            clocks.step(
                timedelta(seconds=random.choice((-1, 1)) * random.choice((60, 3600, 86400, 366 * 86400)))
            )
            sitbreak.do("tip")
        until(lambda: sitbreak.status()["sitting_seconds"] >= 2, "two seconds of sitting")
        sat = sitbreak.status()["sitting_seconds"]
        sitbreak.do("quit")
        sitbreak.wait()
        kept = read(history_path(sitbreak.state_folder)).entries
        total = sum((it.length for it in kept if it.kind is EntryKind.SITTING), timedelta())
        assert sat - 1 <= total.total_seconds() <= time.monotonic() - began + 1


# --- what it costs -----------------------------------------------------------------------------------


_ADDS = """
import sys
from datetime import timedelta
from pathlib import Path
from sitbreak.storage.history import HistoryFile
from tests.test_history_file import NINE, sitting

file = HistoryFile(Path(sys.argv[1]))
for number in range(12):
    file.add([sitting(NINE + timedelta(seconds=number))])
    print("added", flush=True)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="strace is Linux's")
def test_an_entry_costs_one_fsync(tmp_path: Path) -> None:
    needs("strace")
    trace = tmp_path / "trace"
    tracing = ["strace", "-f", "-qq", "-e", "trace=fsync,fdatasync,write", "-o", str(trace)]
    adding = [sys.executable, "-c", _ADDS, str(tmp_path / "history.sqlite3")]
    root = Path(__file__).parents[2]
    done = subprocess.run([*tracing, *adding], cwd=root, capture_output=True, text=True, check=False)
    if "Operation not permitted" in done.stderr:
        give_up("nothing may be traced here")
    assert done.returncode == 0, done.stderr
    entries = trace.read_text().split('write(1, "added')
    synced = [len(re.findall(r"f(?:data)?sync\(", entry)) for entry in entries[:12]]
    assert synced[2:] == [1] * 10, "the first one makes the database"


def test_an_entry_costs_little_of_the_processor(tmp_path: Path) -> None:
    file = HistoryFile(tmp_path / "history.sqlite3")
    file.add([sitting()])
    before = time.process_time()
    for number in range(100):
        file.add([sitting(NINE + timedelta(seconds=number))])
    cost = (time.process_time() - before) / 100
    file.close()
    assert cost < 0.005, f"{cost * 1000:.2f} ms"


def test_nothing_is_written_while_nothing_happens(sitbreak: Running) -> None:
    sitbreak.start()
    until(lambda: "Press Ctrl-C to stop." in sitbreak.printed, "the first tip is shown")
    sitbreak.do("tip")
    before = versions(sitbreak)
    for _ in range(20):
        sitbreak.do("status")
    until(lambda: sitbreak.status()["sitting_seconds"] >= 2, "some time has passed")
    assert versions(sitbreak) == before


def versions(sitbreak: Running) -> dict[str, tuple[int, int]]:
    found = (entry.stat() for entry in os.scandir(sitbreak.state_folder) if entry.is_file())
    return {str(it.st_ino): (it.st_mtime_ns, it.st_size) for it in found}
