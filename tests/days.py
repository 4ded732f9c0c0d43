"""Days as the history knows them, made up: sitting, breaks and the rest in minutes, one after the other."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone

from sitbreak.core.entries import Entry, EntryKind
from sitbreak.core.history import Day, Kind, Span, Sums
from sitbreak.core.pauses import NEW_DAY
from sitbreak.core.presence import Outcome

LIMIT = timedelta(minutes=30)
ZONE = timezone(timedelta(hours=1))
TODAY = date(2026, 11, 20)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def lived(
    day: date,
    start: str,
    *story: tuple[str, float],
    zone: timezone = ZONE,
    pain: int | None = None,
    running: bool = False,
) -> Day:
    """Return a day that began at this time; what was done is "sit", "break", "natural", "away" or "stand"."""
    at = datetime.combine(day, time.fromisoformat(start), zone)
    spans: list[Span] = []
    sat = timedelta()
    for what, count in story:
        end = at + minutes(count)
        match what:
            case "sit":
                spans.append(Span(Kind.SITTING, at, end, sat, LIMIT))
                sat += minutes(count)
            case "stand":
                spans.append(Span(Kind.STANDING, at, end, sat))
            case "away":
                spans.append(Span(Kind.AWAY, at, end, sat))
            case "break" | "natural":
                outcome = Outcome.ASKED if what == "break" else Outcome.NATURAL
                spans.append(Span(Kind.BREAK, at, end, outcome=outcome))
                sat = timedelta()
        at = end
    if running:
        last = spans[-1]
        spans[-1] = Span(last.kind, last.start, last.end, last.before, last.limit, last.outcome, running=True)
    return Day(day, tuple(spans), sums=_sums(spans, pain))


def day_now() -> date:
    """Return the day that it is by the computer's clock; each begins at 04:00."""
    return (datetime.now(UTC).astimezone() - timedelta(hours=NEW_DAY.hour)).date()


def nothing(day: date, pain: int | None = None) -> Day:
    return Day(day, sums=Sums(pain=pain))


def _sums(spans: Sequence[Span], pain: int | None) -> Sums:
    sitting = [span for span in spans if span.kind is Kind.SITTING]
    outcomes = Counter(span.outcome for span in spans if span.kind is Kind.BREAK and span.outcome)
    return Sums(
        sitting=sum((span.length for span in sitting), timedelta()),
        past=sum((span.past for span in sitting), timedelta()),
        standing=sum((span.length for span in spans if span.kind is Kind.STANDING), timedelta()),
        longest=max((span.before + span.length for span in sitting), default=timedelta()),
        breaks=outcomes,
        reminders=outcomes[Outcome.ASKED],
        tips=outcomes[Outcome.ASKED],
        pain=pain,
    )


BUSY = (
    ("sit", 28), ("break", 5), ("sit", 32), ("natural", 6), ("sit", 24), ("away", 1.5), ("sit", 5),
    ("break", 4), ("sit", 33), ("break", 4), ("sit", 21), ("natural", 9), ("sit", 26), ("break", 5),
    ("sit", 26), ("natural", 48), ("sit", 21), ("break", 8), ("sit", 29), ("natural", 4), ("sit", 29),
    ("break", 6), ("sit", 24), ("natural", 4), ("sit", 52), ("break", 6), ("sit", 10),
)  # fmt: skip
"""A day of work, with a lunch break and one long sitting."""

STOOD = (("sit", 28), ("break", 5), ("stand", 30), ("sit", 25), ("natural", 5), ("stand", 15), ("sit", 10))


def weeks(
    count: int = 4,
    *,
    today: Day | None = None,
    pain: bool = False,
    stands: bool = False,
    until: date = TODAY,
) -> tuple[Day, ...]:
    """Return weeks of work that end today, a Friday; weekends are free, but for one Sunday."""
    days = []
    for ago in range(7 * count - 1, -1, -1):
        day = until - timedelta(days=ago)
        felt = (day.day * 7 % 5) + 1 if pain and day.weekday() < 5 else None
        if ago == 0:
            days.append(today or lived(day, "08:50", *BUSY, pain=felt, running=True))
        elif day.weekday() < 5:
            story = BUSY[day.day % 4 :] + (STOOD if stands and day.day % 2 else BUSY[: day.day % 5])
            days.append(lived(day, "08:50", *story, pain=felt))
        elif day.weekday() == 6 and ago < 7:
            days.append(
                lived(day, "15:00", ("sit", 25), ("natural", 15), ("sit", 29), ("natural", 5), ("sit", 50))
            )
        else:
            days.append(nothing(day))
    return tuple(days)


_NOTED = {Kind.SITTING: EntryKind.SITTING, Kind.STANDING: EntryKind.STANDING, Kind.BREAK: EntryKind.BREAK}


def entries(days: Sequence[Day]) -> list[Entry]:
    """Return what the database has of these days; each break that was asked for had a reminder with a tip."""
    noted = []
    for day, span in ((it.date, span) for it in days for span in it.spans):
        opened, about = span.start.astimezone(UTC), span.outcome or ""
        if span.kind in _NOTED:
            measured = span.before, span.limit, about
            noted.append(Entry(_NOTED[span.kind], opened, day, span.start, span.end, *measured))
        if span.outcome is Outcome.ASKED:
            noted.append(Entry(EntryKind.REMINDER, opened, day, span.start, span.start))
            noted.append(Entry(EntryKind.TIP, opened, day, span.start, span.start, about="walk-a-little"))
    return noted
