"""Entries of the history: what happened, as values that are kept for years.

1. An instant is the wall clock's, with the offset that local clocks had; a length was measured on the awake
   or the boot clock. Both are whole seconds, rounded so that the lengths of one sitting add up to its clock.
2. What has lasted is dated from its end, since a clock that was wrong at the start has often been set by
   then. If its start would lie more than a day before it was opened, the clock at the end is the wrong one.
3. `kind` and `opened` identify an entry: recorded again, after a crash or because it went on, it replaces
   itself.
4. A spell that lasts beyond 04:00 becomes an entry for each day.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any

from sitbreak.core.now import Now
from sitbreak.core.pauses import NEW_DAY
from sitbreak.core.presence import ZERO
from sitbreak.core.values import frozen

SECOND = timedelta(seconds=1)
_WRONG = timedelta(days=1)
_MIDNIGHT_TO_NEW_DAY = timedelta(hours=NEW_DAY.hour)


class EntryKind(StrEnum):
    """What an entry is about. The names are those in the database, so none of them may ever change."""

    SITTING = "sitting"
    STANDING = "standing"
    BREAK = "break"
    PAUSE = "pause"
    REMINDER = "reminder"
    TIP = "tip"
    SHORT = "short"
    SKIPPED = "skipped"
    SNOOZED = "snoozed"


@frozen
class Entry:
    """What happened, or the part of it that belongs to one day.

    Attributes:
        kind: what.
        opened: the wall instant (UTC) at which it was first known; together with `kind` its identity.
        day: the day that it belongs to.
        start: aware, at the offset of local clocks.
        end: the same; equal to `start` for what has no length.
        before: of sitting, what the sitting clock showed at its start.
        limit: of sitting, the end of the interval in force.
        about: of a break its outcome, of a tip its id, of a pause its reason.
    """

    kind: EntryKind
    opened: datetime
    day: date
    start: datetime
    end: datetime
    before: timedelta = ZERO
    limit: timedelta | None = None
    about: str = ""

    @property
    def length(self) -> timedelta:
        """How long it was."""
        return self.end - self.start


@frozen
class Spell:
    """What lasts for a while, on the clocks of the person's own.

    Attributes:
        kind: what.
        opened: see `Entry`.
        length: what was measured.
        ended: boot instant at which it ended.
        before: see `Entry`.
        limit: see `Entry`.
        about: see `Entry`.
    """

    kind: EntryKind
    opened: datetime
    length: timedelta
    ended: timedelta
    before: timedelta = ZERO
    limit: timedelta | None = None
    about: str = ""


def happened(kind: EntryKind, now: Now, about: str = "") -> Entry:
    """Return the entry of something that has just happened."""
    at = instant(now.wall, now)
    return Entry(kind, now.wall, day_of(at, now), at, at, about=about)


def lasted(spell: Spell, now: Now) -> Iterator[Entry]:
    """Yield the entry of a spell for each day that it belongs to."""
    start = _whole(now.on_wall(spell.ended)) - spell.length
    if start < spell.opened - _WRONG:
        start = _whole(spell.opened)
    end, before = start + spell.length, spell.before
    while start < end:
        day = day_of(start, now)
        part = min(end, day_end(day, now))
        yield Entry(
            spell.kind,
            spell.opened,
            day,
            instant(start, now),
            instant(part, now),
            before,
            spell.limit,
            spell.about,
        )
        start, before = part, before + (part - start)


def whole_length(length: timedelta) -> timedelta:
    """Round a length to whole seconds."""
    return SECOND * round(length / SECOND)


def day_of(wall: datetime, now: Now) -> date:
    """Return the day, from 04:00 to 04:00 by local clocks, that an instant belongs to."""
    day = (now.local(wall).replace(tzinfo=None) - _MIDNIGHT_TO_NEW_DAY).date()
    return (
        day if wall < day_end(day, now) else day + timedelta(days=1)
    )  # clocks may have gone back over 04:00


def day_end(day: date, now: Now) -> datetime:
    """Return the instant (UTC) at which a day ends."""
    return now.local_instant(day + timedelta(days=1), NEW_DAY)


def instant(wall: datetime, now: Now) -> datetime:
    """Return an instant in whole seconds, at the offset that local clocks have then."""
    return at_offset(_whole(wall), now.local(wall).utcoffset() or ZERO)


def _whole(wall: datetime) -> datetime:
    return (wall + SECOND / 2).replace(microsecond=0)


def at_offset(wall: datetime, offset: timedelta) -> datetime:
    """Return an instant as clocks show it that are ahead of UTC by `offset`."""
    return wall.astimezone(timezone(offset) if offset else UTC)


# --- as JSON ---------------------------------------------------------------------------------------


def as_json(entry: Entry) -> dict[str, Any]:
    """Return an entry as JSON values."""
    return {
        "kind": entry.kind,
        "opened": entry.opened.isoformat(),
        "day": entry.day.isoformat(),
        "start": entry.start.isoformat(),
        "end": entry.end.isoformat(),
        "before": entry.before.total_seconds(),
        "limit": entry.limit and entry.limit.total_seconds(),
        "about": entry.about,
    }


def from_json(table: Mapping[str, Any]) -> Entry:
    """Read what `as_json` returned.

    Raises:
        KeyError, TypeError, ValueError: it is something else.
    """
    limit = table["limit"]
    return Entry(
        EntryKind(table["kind"]),
        datetime.fromisoformat(table["opened"]),
        date.fromisoformat(table["day"]),
        datetime.fromisoformat(table["start"]),
        datetime.fromisoformat(table["end"]),
        timedelta(seconds=table["before"]),
        None if limit is None else timedelta(seconds=limit),
        str(table["about"]),
    )


def merged(kept: Iterable[Entry], more: Iterable[Entry]) -> list[Entry]:
    """Return both together; of an entry that is in both, the one that lasted longer."""
    found: dict[tuple[EntryKind, datetime, date], Entry] = {}
    for entry in (*kept, *more):
        known = found.setdefault((entry.kind, entry.opened, entry.day), entry)
        if entry.length > known.length:
            found[entry.kind, entry.opened, entry.day] = entry
    return sorted(found.values(), key=lambda entry: (entry.start, entry.opened, entry.kind))
