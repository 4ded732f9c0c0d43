"""The history: one SQLite database, written by the running instance and read by anybody.

1. It is in WAL mode: a reader never keeps the writer waiting, nor the writer a reader. What `add` has
   returned from survives a kill and a power cut: one transaction, one fsync.
2. Days are kept in full for as long as the person wants; of older ones the sums stay for ever.
3. `user_version` is the version of the tables. An older database is brought up to date; a newer one is left
   alone.
4. sqlite3 is imported when the first thing is written or read: it costs half a MiB of the tray process.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from itertools import groupby, starmap
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sitbreak import disk
from sitbreak.core.diary import WORST
from sitbreak.core.entries import SECOND, Entry, Noted, at_offset, day_of
from sitbreak.core.now import Now
from sitbreak.core.presence import Outcome
from sitbreak.core.words import files as words
from sitbreak.disk import StorageError

if TYPE_CHECKING:  # days are for those who read: the tray process only adds
    from sqlite3 import Connection

    from sitbreak.core.days import Going, Known
    from sitbreak.core.history import Day, Sums

T = TypeVar("T")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
LOOP_PATIENCE, PATIENCE = 0.05, 2.0
"""Seconds to wait for another program that has locked the database: the loop, and everybody else."""

_LONGEST = 25 * 60 * 60
"""Seconds of an entry at most: those of the longest day."""

_RECENT = timedelta(days=14)
_BELIEVED = 3
"""How many of these days have to be known before anything is thrown away."""

_FIRST = """
CREATE TABLE entries (
    opened INTEGER, kind TEXT, day TEXT, start INTEGER, seconds INTEGER, offset INTEGER, end_offset INTEGER,
    before INTEGER, most INTEGER, about TEXT, PRIMARY KEY (opened, kind, day)
) WITHOUT ROWID;
CREATE INDEX entries_by_day ON entries (day);
CREATE TABLE sums (
    day TEXT PRIMARY KEY, sitting INTEGER, past INTEGER, standing INTEGER, longest INTEGER, asked INTEGER,
    natural INTEGER, short INTEGER, skipped INTEGER, snoozed INTEGER, reminders INTEGER, tips INTEGER
) WITHOUT ROWID;
CREATE TABLE diary (day TEXT PRIMARY KEY, pain INTEGER) WITHOUT ROWID;
"""

MIGRATIONS: tuple[str, ...] = (_FIRST,)
"""What makes each version of the tables from the one before. Never change one: add another.

Instants are seconds since 1970, `opened` microseconds. `offset` and `end_offset` are the seconds that local
clocks were ahead of UTC at the start and at the end; `most` is the end of the interval.
"""

_ADD = "INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_ADD_ANSWER = "INSERT OR REPLACE INTO diary VALUES (?, ?)"
_ADD_SUMS = "INSERT OR REPLACE INTO sums VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


def history_path(folder: Path) -> Path:
    """Return the database in the person's folder for the state."""
    return folder / "history.sqlite3"


# --- reading -----------------------------------------------------------------------------------------


def read(path: Path, since: date | None = None, patience: float = PATIENCE) -> "Known":
    """Read what is known since a day, or everything; nothing without a database.

    Args:
        path: the database.
        since: the first day; None for everything.
        patience: seconds to wait for another program that has locked it.

    Raises:
        StorageError: it cannot be read.
    """
    from sitbreak.core.days import Known

    if not path.exists():
        return Known()
    with _explained(path), closing(_connect(path, patience, writes=False)) as database:
        if not _version(database):  # an instance is just making it
            return Known()
        database.execute("BEGIN")  # all of it at one moment
        first = since.isoformat() if since else ""
        rows = database.execute("SELECT * FROM entries WHERE day >= ? ORDER BY start, opened", (first,))
        known = database.execute("SELECT * FROM sums WHERE day >= ?", (first,))
        pain = database.execute("SELECT day, pain FROM diary WHERE day >= ?", (first,))
        return Known(
            tuple(_parsed(rows, _entry)),
            dict(_parsed(known, _sums)),
            dict(_parsed(pain, _answer)),
        )


def read_days(
    path: Path, count: int, going: "Going | None", now: Now, patience: float = PATIENCE
) -> "tuple[Day, ...]":
    """Return this many days, the last one today.

    Args:
        path: the database.
        count: how many days.
        going: what goes on, if sitbreak runs; asked for before, so that nothing falls in between.
        now: this moment.
        patience: see `read`.

    Raises:
        StorageError: the database cannot be read.
    """
    from sitbreak.core.days import last_days

    first = day_of(now.wall, now) - timedelta(days=count - 1)
    return last_days(count, read(path, first, patience), going, now)


def is_damaged(path: Path) -> bool:
    """Whether a database is there and its pages contradict each other; may take a while."""
    if not path.is_file():
        return False
    import sqlite3

    try:
        with closing(_connect(path, PATIENCE, writes=False)) as database:
            found: tuple[str] = database.execute("PRAGMA quick_check(1)").fetchone()
    except (sqlite3.Error, UnicodeDecodeError, StorageError) as error:
        return _shows_damage(error)
    return found[0] != "ok"


def salvage(path: Path) -> "Known":
    """Return what can still be read of a damaged database: each table, from both ends up to the damage."""
    from sitbreak.core.days import Known

    found: dict[str, dict[Any, Sequence[Any]]] = {"entries": {}, "sums": {}, "diary": {}}
    with suppress(*_failures()), closing(_connect(path, PATIENCE, writes=False)) as database:
        for table, rows in found.items():
            for order in ("ASC", "DESC"):
                with suppress(*_failures()):
                    key = f"opened {order}, kind {order}, day" if table == "entries" else "day"
                    for row in database.execute(f"SELECT * FROM {table} ORDER BY {key} {order}"):  # noqa: S608
                        rows.setdefault(row[:3] if table == "entries" else row[0], row)
    return Known(
        tuple(_parsed(found["entries"].values(), _entry)),
        dict(_parsed(found["sums"].values(), _sums)),
        dict(_parsed(found["diary"].values(), _answer)),
    )


# --- writing -----------------------------------------------------------------------------------------


class HistoryFile:
    """The database, open for writing once something has been written."""

    def __init__(self, path: Path) -> None:
        """Use this file; it need not exist."""
        self.path = path
        self._database: Connection | None = None

    def add(self, entries: Iterable[Entry]) -> None:
        """Add entries, on disk when this returns; one that is there already is replaced.

        Raises:
            StorageError: they could not be added, and the database is as it was.
        """
        rows = [_row(entry) for entry in entries]
        known = {row[:2] for row in rows}
        with self._transaction() as database:
            database.executemany("DELETE FROM entries WHERE opened = ? AND kind = ?", known)
            database.executemany(_ADD, rows)

    def answer(self, day: date, pain: int | None) -> None:
        """Keep the back diary's answer of a day; None is *not today*.

        Raises:
            StorageError: it could not be kept.
        """
        with self._transaction() as database:
            database.execute(_ADD_ANSWER, (day.isoformat(), pain))

    def add_salvaged(self, known: "Known") -> None:
        """Add what was saved from a damaged database; what is there already is newer, and stays.

        Raises:
            StorageError: it could not be added, and the database is as it was.
        """
        with self._transaction() as database:
            for statement, rows in (
                (_ADD, map(_row, known.entries)),
                (_ADD_SUMS, starmap(_sums_row, known.sums.items())),
                (_ADD_ANSWER, ((day.isoformat(), pain) for day, pain in known.pain.items())),
            ):
                database.executemany(statement.replace("OR REPLACE", "OR IGNORE"), rows)

    def shorten(self, first: date, today: date) -> None:
        """Keep only the sums of the days before `first`.

        Nothing is done while hardly any of the last days is known: a wrong clock may say it is next year.

        Raises:
            StorageError: that could not be done.
        """
        from sitbreak.core.days import sums

        with self._transaction() as database:
            recent = (today - _RECENT).isoformat(), today.isoformat()
            known = "SELECT COUNT(DISTINCT day) FROM entries WHERE day > ? AND day <= ?"
            if database.execute(known, recent).fetchone()[0] < _BELIEVED:
                return
            old = database.execute("SELECT * FROM entries WHERE day < ? ORDER BY day", (first.isoformat(),))
            by_day = groupby(_parsed(old.fetchall(), _entry), lambda entry: entry.day)
            rows = [_sums_row(day, sums(entries)) for day, entries in by_day]
            if rows:
                database.executemany(_ADD_SUMS, rows)
                database.execute("DELETE FROM entries WHERE day < ?", (first.isoformat(),))

    def set_aside(self) -> Path:
        """Set a damaged database aside, and return its new path; the next entry begins a new one.

        Raises:
            StorageError: it stays where it is.
        """
        self.close()
        try:
            aside = disk.set_aside(self.path)
        except StorageError as error:
            raise StorageError(words.damaged_history_stays(self.path, error)) from error
        for suffix in ("-wal", "-shm"):  # beside a new database they would damage it
            with suppress(OSError):
                Path(f"{self.path}{suffix}").rename(f"{aside}{suffix}")
        return aside

    def close(self) -> None:
        """Close it, if it is open."""
        if self._database is None:
            return
        import sqlite3

        with suppress(sqlite3.Error):
            self._database.close()
        self._database = None

    @contextmanager
    def _transaction(self) -> "Iterator[Connection]":
        """Yield the database; what is done to it is on disk afterwards, or was not done."""
        with _explained(self.path):
            if self._database is not None and not self.path.exists():  # nothing would ever read what we write
                self.close()
            if self._database is None:
                self._database = self._open()
            try:
                self._database.execute("BEGIN IMMEDIATE")
                yield self._database
                self._database.execute("COMMIT")
            except BaseException:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
                raise

    def _open(self) -> "Connection":
        """Open the database, which is made or brought up to date if it has to be."""
        disk.make_folder(self.path.parent)
        database = _connect(self.path, LOOP_PATIENCE, writes=True)
        try:
            _prepare(database)
        except BaseException:
            database.close()
            raise
        return database


def _prepare(database: "Connection") -> None:
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("PRAGMA cache_size = -64")  # kB; the tray process keeps it all day
    version = _version(database)
    if version == len(MIGRATIONS):
        tables = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not tables >= {"entries", "sums", "diary"}:
            raise Damaged(words.misses_tables())
        return
    database.execute("BEGIN IMMEDIATE")
    for statements in MIGRATIONS[version:]:
        for statement in filter(str.strip, statements.split(";")):
            database.execute(statement)
    database.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    database.execute("COMMIT")


def _connect(path: Path, timeout: float, *, writes: bool) -> "Connection":
    import sqlite3

    mode, flags = ("rw", os.O_RDWR | os.O_CREAT) if writes else ("ro", os.O_RDONLY)
    os.close(disk.open_file(path, flags))  # private if it is made; a pipe would keep SQLite waiting
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", timeout=timeout, isolation_level=None, uri=True
    )


def _version(database: "Connection") -> int:
    """Return the version of the tables.

    Raises:
        StorageError: it is newer than we are.
    """
    version: int = database.execute("PRAGMA user_version").fetchone()[0]
    if version > len(MIGRATIONS):
        raise StorageError(words.newer_history())
    return version


class Damaged(StorageError):
    """The file is no database, or a damaged one."""


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn every failure into a StorageError with one line for the person."""
    import sqlite3

    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError) as error:
        kind: Callable[[str], StorageError] = Damaged if _shows_damage(error) else StorageError
        raise kind(words.unusable(path, error)) from error
    except StorageError as error:
        raise type(error)(words.unusable(path, error)) from error
    except OSError as error:
        raise StorageError(words.unusable(path, error.strerror or error)) from error


def _failures() -> tuple[type[Exception], ...]:
    """Return what reading a damaged database may raise."""
    import sqlite3

    return sqlite3.Error, UnicodeDecodeError, OSError


def _shows_damage(error: Exception) -> bool:
    """Whether SQLite says that the file is no database, or a damaged one. Source: sqlite.org/rescode.html."""
    if isinstance(error, UnicodeDecodeError):  # not even the names of its tables can be read
        return True
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in {11, 26}  # SQLITE_CORRUPT, SQLITE_NOTADB


# --- rows --------------------------------------------------------------------------------------------


def _row(entry: Entry) -> tuple[Any, ...]:
    return (
        (entry.opened - _EPOCH) // _MICROSECOND,
        str(entry.kind),
        entry.day.isoformat(),
        (entry.start - _EPOCH) // SECOND,
        entry.length // SECOND,
        (entry.start.utcoffset() or timedelta()) // SECOND,
        (entry.end.utcoffset() or timedelta()) // SECOND,
        entry.before // SECOND,
        None if entry.limit is None else entry.limit // SECOND,
        entry.about,
    )


def _parsed(rows: Iterable[Sequence[Any]], parse: Callable[[Sequence[Any]], T]) -> Iterator[T]:
    """Parse rows; one that makes no sense costs only itself."""
    for row in rows:
        with suppress(ValueError, TypeError, OverflowError):
            yield parse(row)


def _entry(row: Sequence[Any]) -> Entry:
    opened, kind, day, start, length, offset, end_offset, before, limit, about = row
    if not 0 <= length <= _LONGEST:
        raise ValueError(length)
    begun = _EPOCH + start * SECOND
    return Entry(
        Noted(kind),
        _EPOCH + opened * _MICROSECOND,
        date.fromisoformat(day),
        at_offset(begun, offset * SECOND),
        at_offset(begun + length * SECOND, end_offset * SECOND),
        before * SECOND,
        None if limit is None else limit * SECOND,
        about,
    )


def _sums_row(day: date, known: "Sums") -> tuple[Any, ...]:
    lengths = (known.sitting, known.past, known.standing, known.longest)
    return (
        day.isoformat(),
        *(length // SECOND for length in lengths),
        *(known.breaks.get(outcome, 0) for outcome in Outcome),
        known.reminders,
        known.tips,
    )


def _sums(row: Sequence[Any]) -> "tuple[date, Sums]":
    from sitbreak.core.history import Sums

    day, sitting, past, standing, longest, *counts, reminders, tips = row
    breaks = {outcome: count for outcome, count in zip(Outcome, counts, strict=True) if count}
    known = Sums(
        SECOND * sitting, SECOND * past, SECOND * standing, SECOND * longest, breaks, reminders, tips
    )
    return date.fromisoformat(day), known


def _answer(row: Sequence[Any]) -> tuple[date, int | None]:
    day, pain = row
    if pain is not None and pain not in range(WORST + 1):
        raise ValueError(pain)
    return date.fromisoformat(day), pain
