"""The database of the history: what it keeps, and what it does with damage."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from random import Random

import pytest

from sitbreak.core.days import Known
from sitbreak.core.entries import Entry, EntryKind
from sitbreak.core.history import Sums
from sitbreak.core.presence import Outcome
from sitbreak.disk import StorageError
from sitbreak.storage import history_tables
from sitbreak.storage.history import Damaged, HistoryFile, is_damaged, read, salvage
from tests.bench.history import make_years, shown, size

ZONE = timezone(timedelta(hours=1))
MONDAY = date(2026, 3, 2)
NINE = datetime(2026, 3, 2, 9, tzinfo=ZONE)


def sitting(start: datetime = NINE, length: timedelta = timedelta(minutes=25)) -> Entry:
    limit = timedelta(minutes=30)
    opened = start.astimezone(UTC) + timedelta(microseconds=7)
    return Entry(EntryKind.SITTING, opened, start.date(), start, start + length, timedelta(minutes=3), limit)


def a_break(start: datetime = NINE + timedelta(minutes=25)) -> Entry:
    end = start + timedelta(minutes=2)
    return Entry(EntryKind.BREAK, start.astimezone(UTC), start.date(), start, end, about=Outcome.NATURAL)


def a_day(day: date) -> tuple[Entry, ...]:
    start = datetime(day.year, day.month, day.day, 9, tzinfo=ZONE)
    return sitting(start), a_break(start + timedelta(minutes=25))


@pytest.fixture
def file(tmp_path: Path) -> Iterator[HistoryFile]:
    opened = HistoryFile(tmp_path / "state" / "history.sqlite3")
    yield opened
    opened.close()


def test_what_is_added_is_read_as_it_was(file: HistoryFile) -> None:
    entries = sitting(), a_break()
    file.add(entries)
    assert read(file.path) == Known(entries)


def test_without_a_database_nothing_is_known_and_none_is_made(tmp_path: Path) -> None:
    assert read(tmp_path / "history.sqlite3") == Known()
    assert list(tmp_path.iterdir()) == []


def test_reading_begins_with_the_day_that_is_wanted(file: HistoryFile) -> None:
    for day in (MONDAY, MONDAY + timedelta(days=1)):
        file.add(a_day(day))
    assert {entry.day for entry in read(file.path, MONDAY + timedelta(days=1)).entries} == {
        MONDAY + timedelta(days=1)
    }


def test_an_entry_that_went_on_replaces_itself(file: HistoryFile) -> None:
    file.add([sitting()])
    longer = sitting(length=timedelta(minutes=40))
    file.add([longer])
    assert read(file.path).entries == (longer,)


def test_an_entry_that_grows_beyond_four_oclock_replaces_all_its_parts(file: HistoryFile) -> None:
    night = sitting(NINE.replace(hour=3, minute=50), timedelta(minutes=10))
    file.add([replace(night, day=MONDAY - timedelta(days=1)), replace(night, start=night.end)])
    shorter = replace(night, day=MONDAY - timedelta(days=1))
    file.add([shorter])
    assert read(file.path).entries == (shorter,)


def test_the_diary_keeps_one_answer_a_day(file: HistoryFile) -> None:
    file.answer(MONDAY, 4)
    file.answer(MONDAY, 3)
    file.answer(MONDAY + timedelta(days=1), None)
    assert read(file.path).pain == {MONDAY: 3, MONDAY + timedelta(days=1): None}


# --- older days ----------------------------------------------------------------------------------


def test_of_older_days_the_sums_stay(file: HistoryFile) -> None:
    today = MONDAY + timedelta(days=9)
    for ago in range(10):
        file.add(a_day(today - timedelta(days=ago)))
    file.shorten(today - timedelta(days=6), today)
    known = read(file.path)
    assert {entry.day for entry in known.entries} == {today - timedelta(days=ago) for ago in range(7)}
    assert known.sums[MONDAY] == Sums(
        sitting=timedelta(minutes=25),
        longest=timedelta(minutes=28),
        breaks={Outcome.NATURAL: 1},
    )
    assert len(known.sums) == 3


def test_a_clock_that_has_jumped_by_years_throws_nothing_away(file: HistoryFile) -> None:
    for ago in range(10):
        file.add(a_day(MONDAY - timedelta(days=ago)))
    later = MONDAY + timedelta(days=3650)
    file.add(a_day(later))
    file.shorten(later - timedelta(days=730), later)
    assert len(read(file.path).entries) == 22


def test_a_year_stays_small_and_a_window_reads_only_its_days(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite3"
    make_years(path, 0.5)
    assert size(path) * (730 / 182) < 10_000_000
    assert shown(path, 15) == 15 * 18 * 4, "sitting, break, reminder and tip"
    with closing(sqlite3.connect(path)) as database:
        wanted = "EXPLAIN QUERY PLAN SELECT * FROM entries WHERE day >= ? ORDER BY start, opened"
        plan = " ".join(row[3] for row in database.execute(wanted, ("2026-11-13",)))
    assert "SEARCH entries USING INDEX entries_by_day (day>?)" in plan


# --- files and other programs ----------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_nobody_else_can_read_it(file: HistoryFile) -> None:
    before = os.umask(0)
    try:
        file.add([sitting()])
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in file.path.parent.iterdir()} == {0o600}
    assert file.path.parent.stat().st_mode & 0o777 == 0o700


def test_a_reader_neither_waits_nor_keeps_the_writer_waiting(file: HistoryFile) -> None:
    file.add([sitting()])
    with closing(sqlite3.connect(file.path)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT COUNT(*) FROM entries").fetchone() == (1,)
        file.add([a_break()])
    assert len(read(file.path).entries) == 2


def test_reading_changes_nothing(file: HistoryFile) -> None:
    file.add([sitting()])
    file.close()
    before = file.path.read_bytes()
    assert len(read(file.path).entries) == 1
    assert file.path.read_bytes() == before


def test_a_database_that_another_program_has_locked_waits(file: HistoryFile) -> None:
    file.add([sitting()])
    with closing(sqlite3.connect(file.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="locked"):
            file.add([a_break()])
        other.execute("ROLLBACK")
    file.add([a_break()])
    assert len(read(file.path).entries) == 2


def test_a_database_that_was_removed_is_made_again(file: HistoryFile) -> None:
    file.add([sitting()])
    shutil.rmtree(file.path.parent)
    file.add([a_break()])
    assert read(file.path).entries == (a_break(),)


def test_a_folder_in_its_place_is_named_and_left_alone(file: HistoryFile) -> None:
    file.path.mkdir(parents=True)
    with pytest.raises(StorageError, match=r"history\.sqlite3 cannot be used: "):
        file.add([sitting()])
    with pytest.raises(StorageError, match=r"history\.sqlite3 cannot be used: "):
        read(file.path)
    assert file.path.is_dir()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_a_pipe_in_its_place_does_not_hang(file: HistoryFile) -> None:
    file.path.parent.mkdir()
    os.mkfifo(file.path)
    with pytest.raises(StorageError, match="not a regular file"):
        file.add([sitting()])
    with pytest.raises(StorageError, match="not a regular file"):
        read(file.path)
    assert not is_damaged(file.path)


def test_a_python_without_sqlite_has_no_history(file: HistoryFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlite3", None)
    with pytest.raises(StorageError, match="this Python has no SQLite"):
        file.add([sitting()])
    assert read(file.path) == Known()
    assert not file.path.exists()


# --- versions --------------------------------------------------------------------------------------


def test_a_database_of_an_earlier_version_is_brought_up_to_date(
    file: HistoryFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.add([sitting()])
    file.close()
    second = "ALTER TABLE diary ADD COLUMN note TEXT; UPDATE entries SET before = before + 1"
    monkeypatch.setattr(history_tables, "MIGRATIONS", (*history_tables.MIGRATIONS, second))
    file.add([a_break()])
    with closing(sqlite3.connect(file.path)) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (2,)
        assert database.execute("SELECT note FROM diary").fetchall() == []
    assert [entry.before for entry in read(file.path).entries] == [
        timedelta(minutes=3, seconds=1),
        timedelta(),
    ]


def test_a_migration_that_fails_changes_nothing(file: HistoryFile, monkeypatch: pytest.MonkeyPatch) -> None:
    file.add([sitting()])
    file.close()
    with monkeypatch.context() as context:
        context.setattr(
            history_tables, "MIGRATIONS", (*history_tables.MIGRATIONS, "DELETE FROM entries; DROP TABLE none")
        )
        with pytest.raises(StorageError):
            file.add([a_break()])
    assert read(file.path).entries == (sitting(),)


def test_a_newer_database_is_left_alone(file: HistoryFile) -> None:
    file.add([sitting()])
    file.close()
    with closing(sqlite3.connect(file.path)) as database:
        database.execute("PRAGMA user_version = 99")
    with pytest.raises(StorageError, match="written by a newer version of sitbreak"):
        file.add([a_break()])
    with pytest.raises(StorageError, match="written by a newer version of sitbreak"):
        read(file.path)
    assert not is_damaged(file.path)


# --- damage ----------------------------------------------------------------------------------------


def test_a_file_that_is_no_database_is_damaged_and_can_be_set_aside(file: HistoryFile) -> None:
    file.path.parent.mkdir()
    file.path.write_bytes(b"not a database" * 1000)
    assert is_damaged(file.path)
    with pytest.raises(Damaged):
        file.add([sitting()])
    aside = file.set_aside()
    assert aside.name.startswith("history.sqlite3.damaged-")
    assert salvage(aside) == Known()
    file.add([sitting()])
    assert read(file.path).entries == (sitting(),)
    assert not is_damaged(file.path)


def test_what_is_readable_around_a_damaged_page_goes_on(file: HistoryFile) -> None:
    days = [MONDAY + timedelta(days=number) for number in range(400)]
    file.add(entry for day in days for entry in a_day(day))
    file.answer(MONDAY, 4)
    file.close()
    assert not is_damaged(file.path)
    data = bytearray(file.path.read_bytes())
    middle = len(data) // 4096 // 4 * 4096
    data[middle : middle + 4096] = b"\xff" * 4096
    file.path.write_bytes(data)
    assert is_damaged(file.path)

    aside = file.set_aside()
    newest = sitting(NINE + timedelta(days=401))
    file.add([newest])
    file.add_salvaged(salvage(aside))
    known = read(file.path)
    assert not is_damaged(file.path)
    assert newest in known.entries
    assert len(known.entries) > 600, "all but some of one page"
    assert {known.entries[0].day, known.entries[-2].day} == {days[0], days[-1]}
    assert known.pain == {MONDAY: 4}


def test_what_is_salvaged_replaces_nothing_that_is_newer(file: HistoryFile) -> None:
    file.add([sitting(length=timedelta(minutes=40))])
    file.answer(MONDAY, 4)
    file.add_salvaged(Known((sitting(), a_break()), {MONDAY: Sums(reminders=3)}, {MONDAY: 7}))
    known = read(file.path)
    assert known.entries == (sitting(length=timedelta(minutes=40)), a_break())
    assert (known.sums, known.pain) == ({MONDAY: Sums(reminders=3)}, {MONDAY: 4})


def test_a_database_without_its_tables_is_damaged(file: HistoryFile) -> None:
    file.add([sitting()])
    file.close()
    with closing(sqlite3.connect(file.path)) as database:
        database.execute("DROP TABLE diary")
    with pytest.raises(Damaged, match="some of its tables are missing"):
        file.add([a_break()])


def test_an_empty_file_is_a_database_without_anything(file: HistoryFile) -> None:
    file.path.parent.mkdir()
    file.path.touch()
    assert read(file.path) == Known()
    assert not is_damaged(file.path)
    file.add([sitting()])
    assert read(file.path).entries == (sitting(),)


def test_a_row_that_makes_no_sense_costs_only_itself(file: HistoryFile) -> None:
    file.add([sitting(), a_break()])
    file.close()
    with closing(sqlite3.connect(file.path, isolation_level=None)) as database:
        database.execute("UPDATE entries SET kind = 'flying' WHERE kind = 'break'")
    assert read(file.path).entries == (sitting(),)


def test_what_a_killed_process_has_added_is_there(file: HistoryFile) -> None:
    program = (
        "import os, signal, sys; from pathlib import Path; from tests.test_history_file import *;"
        "file = HistoryFile(Path(sys.argv[1])); file.add([sitting()]); os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run(
        [sys.executable, "-c", program, str(file.path)], check=False, cwd=Path(__file__).parents[1]
    )
    assert not is_damaged(file.path)
    assert read(file.path).entries == (sitting(),)
    file.add([a_break()])
    assert len(read(file.path).entries) == 2


def test_no_damage_does_more_than_cost_what_it_hit(tmp_path: Path) -> None:
    whole = HistoryFile(tmp_path / "whole.sqlite3")
    for ago in range(30):
        whole.add(a_day(MONDAY - timedelta(days=ago)))
        whole.answer(MONDAY - timedelta(days=ago), 3)
    whole.shorten(MONDAY - timedelta(days=9), MONDAY)
    whole.close()
    data, random = whole.path.read_bytes(), Random(1)
    refused = 0
    for number in range(200):
        damaged = bytearray(data)
        for _ in range(random.choice((1, 3, 30))):
            damaged[random.randrange(len(data))] = random.randrange(256)
        if number % 4 == 0:
            del damaged[random.randrange(len(data)) :]
        file = HistoryFile(tmp_path / f"{number}.sqlite3")
        file.path.write_bytes(damaged)
        is_damaged(file.path)
        try:
            read(file.path)
            file.add([sitting(), a_break()])
            file.answer(MONDAY, 4)
            file.shorten(MONDAY - timedelta(days=5), MONDAY)
            read(file.path)
        except StorageError:
            refused += 1
        file.close()
    assert 20 < refused < 180
