"""The tables of the history in SQLite: how they came to be, and what stands in their rows."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from sitbreak.core.diary import WORST
from sitbreak.core.entries import SECOND, Entry, EntryKind, at_offset
from sitbreak.core.presence import Outcome

if TYPE_CHECKING:  # days are for those who read: the tray process only adds
    from sitbreak.core.history import Sums

T = TypeVar("T")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

_LONGEST = 25 * 60 * 60
"""Seconds of an entry at most: those of the longest day."""


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

ADD = "INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
ADD_ANSWER = "INSERT OR REPLACE INTO diary VALUES (?, ?)"
ADD_SUMS = "INSERT OR REPLACE INTO sums VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


def entry_row(entry: Entry) -> tuple[Any, ...]:
    """Return the row of an entry."""
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


def parsed(rows: Iterable[Sequence[Any]], parse: Callable[[Sequence[Any]], T]) -> Iterator[T]:
    """Parse rows; one that makes no sense costs only itself."""
    for row in rows:
        with suppress(ValueError, TypeError, OverflowError):
            yield parse(row)


def as_entry(row: Sequence[Any]) -> Entry:
    """Return the entry of a row.

    Raises:
        ValueError, TypeError, OverflowError: it makes no sense.
    """
    opened, kind, day, start, length, offset, end_offset, before, limit, about = row
    if not 0 <= length <= _LONGEST:
        raise ValueError(length)
    begun = _EPOCH + start * SECOND
    return Entry(
        EntryKind(kind),
        _EPOCH + opened * _MICROSECOND,
        date.fromisoformat(day),
        at_offset(begun, offset * SECOND),
        at_offset(begun + length * SECOND, end_offset * SECOND),
        before * SECOND,
        None if limit is None else limit * SECOND,
        about,
    )


def sums_row(day: date, known: "Sums") -> tuple[Any, ...]:
    """Return the row of a day's sums."""
    lengths = (known.sitting, known.past, known.standing, known.longest)
    return (
        day.isoformat(),
        *(length // SECOND for length in lengths),
        *(known.breaks.get(outcome, 0) for outcome in Outcome),
        known.reminders,
        known.tips,
    )


def as_sums(row: Sequence[Any]) -> "tuple[date, Sums]":
    """Return the day of a row, and its sums; raises as `as_entry` does."""
    from sitbreak.core.history import Sums

    day, sitting, past, standing, longest, *counts, reminders, tips = row
    breaks = {outcome: count for outcome, count in zip(Outcome, counts, strict=True) if count}
    known = Sums(
        SECOND * sitting, SECOND * past, SECOND * standing, SECOND * longest, breaks, reminders, tips
    )
    return date.fromisoformat(day), known


def as_answer(row: Sequence[Any]) -> tuple[date, int | None]:
    """Return the day of a row, and the diary's answer; raises as `as_entry` does."""
    day, pain = row
    if pain is not None and pain not in range(WORST + 1):
        raise ValueError(pain)
    return date.fromisoformat(day), pain
