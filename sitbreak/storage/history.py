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
from datetime import date, timedelta
from itertools import groupby, starmap
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sitbreak import disk
from sitbreak.core.entries import Entry, day_of
from sitbreak.core.now import Now
from sitbreak.core.words import files as words
from sitbreak.disk import StorageError
from sitbreak.storage import history_tables as tables

if TYPE_CHECKING:  # days are for those who read: the tray process only adds
    from sqlite3 import Connection

    from sitbreak.core.days import Known, Ongoing
    from sitbreak.core.history import Day

LOOP_PATIENCE, PATIENCE = 0.05, 2.0
"""Seconds to wait for another program that has locked the database: the loop, and everybody else."""

_RECENT = timedelta(days=14)
_BELIEVED = 3
"""How many of these days have to be known before anything is thrown away."""


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

    if disk.is_missing(path):
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
            tuple(tables.parsed(rows, tables.as_entry)),
            dict(tables.parsed(known, tables.as_sums)),
            dict(tables.parsed(pain, tables.as_answer)),
        )


def read_days(
    path: Path, count: int, ongoing: "Ongoing | None", now: Now, patience: float = PATIENCE
) -> "tuple[Day, ...]":
    """Return this many days, the last one today.

    Args:
        path: the database.
        count: how many days.
        ongoing: what goes on, if sitbreak runs; asked for before, so that nothing falls in between.
        now: this moment.
        patience: see `read`.

    Raises:
        StorageError: the database cannot be read.
    """
    from sitbreak.core.days import last_days

    first = day_of(now.wall, now) - timedelta(days=count - 1)
    return last_days(count, read(path, first, patience), ongoing, now)


def is_damaged(path: Path) -> bool:
    """Whether a database is there and its pages contradict each other; may take a while."""
    if disk.is_missing(path):
        return False

    try:
        with closing(_connect(path, PATIENCE, writes=False)) as database:
            found: tuple[str] = database.execute("PRAGMA quick_check(1)").fetchone()
    except _failures() as error:
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
        tuple(tables.parsed(found["entries"].values(), tables.as_entry)),
        dict(tables.parsed(found["sums"].values(), tables.as_sums)),
        dict(tables.parsed(found["diary"].values(), tables.as_answer)),
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
        rows = [tables.entry_row(entry) for entry in entries]
        known = {row[:2] for row in rows}
        with self._transaction() as database:
            database.executemany("DELETE FROM entries WHERE opened = ? AND kind = ?", known)
            database.executemany(tables.ADD, rows)

    def answer(self, day: date, pain: int | None) -> None:
        """Keep the back diary's answer of a day; None is *not today*.

        Raises:
            StorageError: it could not be kept.
        """
        with self._transaction() as database:
            database.execute(tables.ADD_ANSWER, (day.isoformat(), pain))

    def add_salvaged(self, known: "Known") -> None:
        """Add what was saved from a damaged database; what is there already is newer, and stays.

        Raises:
            StorageError: it could not be added, and the database is as it was.
        """
        with self._transaction() as database:
            for statement, rows in (
                (tables.ADD, map(tables.entry_row, known.entries)),
                (tables.ADD_SUMS, starmap(tables.sums_row, known.sums.items())),
                (tables.ADD_ANSWER, ((day.isoformat(), pain) for day, pain in known.pain.items())),
            ):
                database.executemany(statement.replace("OR REPLACE", "OR IGNORE"), rows)

    def shorten(self, first: date, today: date) -> None:
        """Keep only the sums of the days before `first`.

        Nothing is done while hardly any of the last days is known: a wrong clock may say it is next year.

        Raises:
            StorageError: that could not be done.
        """
        with self._transaction() as database:
            recent = (today - _RECENT).isoformat(), today.isoformat()
            known = "SELECT COUNT(DISTINCT day) FROM entries WHERE day > ? AND day <= ?"
            if database.execute(known, recent).fetchone()[0] < _BELIEVED:
                return
            old = database.execute("SELECT * FROM entries WHERE day < ? ORDER BY day", (first.isoformat(),))
            if rows := old.fetchall():
                database.executemany(tables.ADD_SUMS, _sums_of(rows))
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
            if self._database is not None and disk.is_missing(self.path):
                self.close()  # nothing would ever read what we write
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
        with _closed_on_failure(database):
            _prepare(database)
        return database


def _sums_of(rows: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    """Yield a row of sums for each day of these entries, which are in order."""
    from sitbreak.core.days import sums

    for day, entries in groupby(tables.parsed(rows, tables.as_entry), lambda entry: entry.day):
        yield tables.sums_row(day, sums(entries))


def _prepare(database: "Connection") -> None:
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    version = _version(database)
    if version == len(tables.MIGRATIONS):
        names = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not names >= {"entries", "sums", "diary"}:
            raise Damaged(words.misses_tables())
        return
    database.execute("BEGIN IMMEDIATE")
    for statements in tables.MIGRATIONS[version:]:
        for statement in filter(str.strip, statements.split(";")):
            database.execute(statement)
    database.execute(f"PRAGMA user_version = {len(tables.MIGRATIONS)}")
    database.execute("COMMIT")


def _connect(path: Path, timeout: float, *, writes: bool) -> "Connection":
    import sqlite3

    mode, flags = ("rw", os.O_RDWR | os.O_CREAT) if writes else ("ro", os.O_RDONLY)
    os.close(disk.open_file(path, flags))  # private if it is made; a pipe would keep SQLite waiting
    address = f"{disk.file_uri(path)}?mode={mode}"
    database = sqlite3.connect(address, timeout=timeout, isolation_level=None, uri=True)
    with _closed_on_failure(database):
        database.execute("PRAGMA cache_size = -64")  # kB instead of 2 MB: the tray process keeps them all day
    return database


@contextmanager
def _closed_on_failure(database: "Connection") -> Iterator[None]:
    """Close a database that cannot be used: on Windows nobody could set it aside before."""
    try:
        yield
    except BaseException:
        database.close()
        raise


def _version(database: "Connection") -> int:
    """Return the version of the tables.

    Raises:
        StorageError: it is newer than we are.
    """
    version: int = database.execute("PRAGMA user_version").fetchone()[0]
    if version > len(tables.MIGRATIONS):
        raise StorageError(words.newer_history())
    return version


class Damaged(StorageError):
    """The file is no database, or a damaged one."""


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn every failure into a StorageError with one line for the person."""
    try:
        import sqlite3
    except ImportError as error:  # a Python that was built without it
        raise StorageError(words.no_sqlite()) from error
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
