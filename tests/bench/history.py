"""Ten years of history: what they cost the disk and the processor. `python3 dev.py bench --history`."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median

from sitbreak.core.entries import Entry, EntryKind
from sitbreak.core.now import Now
from sitbreak.core.presence import Outcome
from sitbreak.storage.history import HistoryFile, read_days
from tests.bench.measuring import Figure

YEARS, KEEP_DAYS = 10, 730
LAST = date(2026, 11, 27)
_WORKDAY = range(9 * 60, 17 * 60, 27)
"""Minutes after midnight at which somebody sits down."""
_READS = """
import sys, time
from pathlib import Path
from tests.bench.history import shown
before = time.process_time()
shown(Path(sys.argv[1]), int(sys.argv[2]))
print((time.process_time() - before) * 1000)
"""


def run(_minutes: float) -> Iterator[Figure]:
    """Yield the figures; the years are made at once, so no minutes are needed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "history.sqlite3")
        make_years(path, YEARS)
        yield Figure("ten years of history, MB", size(path) / 1e6, 10)
        yield Figure("today and 14 days of it, ms of CPU with the imports", _cpu(path, 15), 50)
        yield Figure("four weeks of it for the page, ms of CPU", _cpu(path, 28))
        yield Figure("all of it as days, ms of CPU", _cpu(path, YEARS * 366))
        yield Figure("adding an entry to it, ms of CPU", _adding(path), 5)


def make_years(path: Path, years: float) -> None:
    """Make a history as sitbreak would have, day by day."""
    file, random = HistoryFile(path), Random(1)
    for ago in reversed(range(0, round(years * 365), 20)):
        days = [LAST - timedelta(days=ago + day) for day in range(20)]
        file.add(entry for day in days for entry in _entries(day, random))
        file.shorten(days[0] - timedelta(days=KEEP_DAYS - 1), days[0])
    file.close()


def shown(path: Path, count: int) -> int:
    """Read the last days as a window does; return how many entries there are on the lanes."""
    wall = datetime(LAST.year, LAST.month, LAST.day, 17, tzinfo=UTC)
    now = Now(timedelta(days=1), timedelta(days=1), wall)
    return sum(len(day.spans) + len(day.marks) for day in read_days(path, count, None, now))


def size(path: Path) -> int:
    """Return the bytes of a database with everything beside it."""
    return sum(it.stat().st_size for it in path.parent.iterdir() if it.name.startswith(path.name))


def _entries(day: date, random: Random) -> Iterator[Entry]:
    """Yield a working day: eighteen times of sitting with a reminder, a tip and a break each."""
    for minute in _WORKDAY:
        start = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(
            minutes=minute, microseconds=random.randrange(10**6)
        )
        sat, whole = timedelta(seconds=random.randrange(900, 1500)), start.replace(microsecond=0)
        end = whole + sat
        yield Entry(EntryKind.SITTING, start, day, whole, end, limit=timedelta(minutes=30))
        yield Entry(EntryKind.REMINDER, start + sat, day, end, end)
        yield Entry(EntryKind.TIP, start + sat, day, end, end, about="seated-piriformis")
        yield Entry(EntryKind.BREAK, start, day, end, end + timedelta(minutes=2), about=Outcome.ASKED)


def _cpu(path: Path, days: int) -> float:
    """Return the CPU time of reading these days in a new process, in ms."""
    command = [sys.executable, "-c", _READS, str(path), str(days)]
    root = Path(__file__).parents[2]
    runs = (subprocess.run(command, cwd=root, check=True, capture_output=True) for _ in range(5))
    return median(float(done.stdout) for done in runs)


def _adding(path: Path) -> float:
    file, random = HistoryFile(path), Random(2)
    entries = [*_entries(LAST + timedelta(days=1), random), *_entries(LAST + timedelta(days=2), random)]
    file.add(entries[:1])
    before = time.process_time()
    for entry in entries[1:]:
        file.add([entry])
    cost = (time.process_time() - before) / (len(entries) - 1) * 1000
    file.close()
    return cost
