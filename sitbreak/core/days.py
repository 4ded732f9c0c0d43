"""Days: what the entries of the history amount to.

Sums come from the lengths as they were measured. The lane is drawn from instants of the wall clock, which may
have been set in between: where two spells would cover each other, the later one wins, on the lane alone.
What lies between two spells is a break or an absence; nothing has to be recorded about its end.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from sitbreak.core.entries import Entry, EntryKind, as_json, day_of, from_json, instant, merged
from sitbreak.core.history import Day, Happened, Kind, Mark, Span, Sums
from sitbreak.core.now import Now
from sitbreak.core.presence import ZERO, Outcome
from sitbreak.core.values import frozen

_SPELLS = {EntryKind.SITTING: Kind.SITTING, EntryKind.STANDING: Kind.STANDING}
_MARKS = {
    kind: Happened(kind)
    for kind in (EntryKind.REMINDER, EntryKind.TIP, EntryKind.SHORT, EntryKind.SKIPPED, EntryKind.SNOOZED)
}
_OUTCOMES = {kind: Outcome(kind) for kind in (EntryKind.SHORT, EntryKind.SKIPPED, EntryKind.SNOOZED)}


@frozen
class Known:
    """What the history has about some days.

    Attributes:
        entries: those of the days that are kept in full.
        sums: those of the other days.
        pain: the answers of the back diary; None is *not today*.
    """

    entries: tuple[Entry, ...] = ()
    sums: Mapping[date, Sums] = field(default_factory=dict)
    pain: Mapping[date, int | None] = field(default_factory=dict)


@frozen
class Ongoing:
    """What goes on while sitbreak runs.

    Attributes:
        entries: what the history does not have yet, as if it ended now.
        at_desk: they are at the desk; otherwise the last spell has ended, and an absence goes on.
    """

    entries: tuple[Entry, ...]
    at_desk: bool

    def to_table(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {"entries": [as_json(entry) for entry in self.entries], "at_desk": self.at_desk}

    @classmethod
    def from_table(cls, table: Mapping[str, Any]) -> "Ongoing":
        """Read what `to_table` returned.

        Raises:
            KeyError, TypeError, ValueError: it is something else.
        """
        return cls(tuple(map(from_json, table["entries"])), bool(table["at_desk"]))


def last_days(count: int, known: Known, ongoing: Ongoing | None, now: Now) -> tuple[Day, ...]:
    """Return this many days, also those of which nothing is known; the last one is today.

    Args:
        count: how many.
        known: what the history has about them.
        ongoing: what goes on, if sitbreak runs.
        now: this moment.
    """
    today, at = day_of(now.wall, now), instant(now.wall, now)
    of_day: dict[date, list[Entry]] = {}
    for entry in merged(known.entries, ongoing.entries if ongoing else ()):
        of_day.setdefault(entry.day, []).append(entry)
    dates = (today - timedelta(days=ago) for ago in reversed(range(count)))
    return tuple(
        _day(
            of_day.get(day, []),
            Day(day, sums=replace(known.sums.get(day, Sums()), pain=known.pain.get(day))),
            (ongoing.at_desk, at) if ongoing is not None and day == today else None,
        )
        for day in dates
    )


def sums(entries: Iterable[Entry]) -> Sums:
    """Return the sums of one day's entries; the diary is not among them."""
    counted = [entry for entry in entries if entry.kind is not EntryKind.PAUSE]
    breaks = [entry for entry in counted if entry.kind is EntryKind.BREAK]
    outcomes = Counter(Outcome(entry.about) for entry in breaks)
    outcomes.update(
        _OUTCOMES[entry.kind] for entry in counted if entry.kind in _OUTCOMES and not _undone(entry, breaks)
    )
    sat = [_span(entry) for entry in counted if entry.kind is EntryKind.SITTING]
    return Sums(
        sitting=sum((span.length for span in sat), ZERO),
        past=sum((span.past for span in sat), ZERO),
        standing=sum((entry.length for entry in counted if entry.kind is EntryKind.STANDING), ZERO),
        longest=max((span.before + span.length for span in sat), default=ZERO),
        breaks={outcome: outcomes[outcome] for outcome in Outcome if outcomes[outcome]},
        reminders=sum(entry.kind is EntryKind.REMINDER for entry in counted),
        tips=sum(entry.kind is EntryKind.TIP for entry in counted),
    )


def _day(entries: list[Entry], day: Day, ongoing: tuple[bool, datetime] | None) -> Day:
    """Return a day with its entries, in order; `ongoing` is whether they are at the desk, and the moment."""
    if not entries:
        return day
    breaks = [entry for entry in entries if entry.kind is EntryKind.BREAK]
    marks = (
        Mark(_MARKS[entry.kind], entry.start, entry.about)
        for entry in entries
        if entry.kind in _MARKS and not _undone(entry, breaks)
    )
    pauses = (entry for entry in entries if entry.kind is EntryKind.PAUSE)
    return Day(
        day.date,
        tuple(_lane(entries, breaks, ongoing)),
        tuple(marks),
        tuple(_united((pause.start, pause.end) for pause in pauses)),
        replace(sums(entries), pain=day.sums.pain),
    )


def _undone(entry: Entry, breaks: Iterable[Entry]) -> bool:
    """Whether a break that fell short went on after all: what looked like the return was none."""
    return entry.kind is EntryKind.SHORT and any(it.start <= entry.start <= it.end for it in breaks)


def _span(entry: Entry) -> Span:
    return Span(_SPELLS[entry.kind], entry.start, entry.end, entry.before, entry.limit)


# --- the lane --------------------------------------------------------------------------------------


def _lane(entries: list[Entry], breaks: list[Entry], ongoing: tuple[bool, datetime] | None) -> Iterator[Span]:
    """Yield spells, and between them breaks and absences."""
    there, now = ongoing or (False, None)
    spells = list(_apart(_span(entry) for entry in entries if entry.kind in _SPELLS))
    first = spells[0].start if spells else None
    yield from (
        _break(it, it.end if first is None else min(it.end, first))
        for it in breaks
        if first is None or it.start < first
    )
    for span, following in pairwise((*spells, None)):
        assert span is not None, "only the last has no successor"
        if following is None and there:
            yield replace(span, running=True)
            return
        yield span
        if following is not None:
            yield from _gap(span.end, following.start, breaks)
        elif now is not None:
            yield from _gap(span.end, now, breaks, running=True)
        else:
            yield from _gap(span.end, max([span.end, *(it.end for it in breaks)]), breaks)


def _gap(start: datetime, end: datetime, breaks: list[Entry], *, running: bool = False) -> Iterator[Span]:
    """Yield what lies between two spells: a break if there was one, else an absence."""
    if end <= start:
        return
    taken = next((it for it in breaks if it.start < end and it.end > start), None)
    kind, outcome = (Kind.AWAY, None) if taken is None else (Kind.BREAK, Outcome(taken.about))
    yield Span(kind, start, end, outcome=outcome, running=running)


def _break(entry: Entry, end: datetime) -> Span:
    return Span(Kind.BREAK, entry.start, end, outcome=Outcome(entry.about))


def _apart(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield spans that do not cover each other; of what two would share, the later one has it."""
    previous: Span | None = None
    for span in spans:
        if previous is not None:
            end = min(previous.end, span.start)
            if end > previous.start:
                yield replace(previous, end=end)
        previous = span
    if previous is not None:
        yield previous


def _united(times: Iterable[tuple[datetime, datetime]]) -> Iterator[tuple[datetime, datetime]]:
    """Yield times, in order; those that touch become one."""
    current: tuple[datetime, datetime] | None = None
    for start, end in times:
        if current is not None and start <= current[1]:
            current = current[0], max(current[1], end)
            continue
        if current is not None:
            yield current
        current = start, end
    if current is not None:
        yield current
