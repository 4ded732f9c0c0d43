"""Values: what is kept of each day, as the history command, window and page show it.

A day begins at 04:00 by the clocks of the place where it was spent, so an evening that ends after midnight is
one day. Every length was measured on the awake and boot clocks: a wall clock that was wrong or set moves a
spell on the lane, but neither adds to what was sat nor takes from it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sitbreak.core.presence import ZERO, Outcome
from sitbreak.core.values import frozen


class Kind(StrEnum):
    """What somebody did for a while."""

    SITTING = "sitting"
    STANDING = "standing"
    BREAK = "break"
    AWAY = "away"


class Happened(StrEnum):
    """What happens at one moment."""

    REMINDER = "reminder"
    TIP = "tip"
    SHORT = "short"
    SKIPPED = "skipped"
    SNOOZED = "snoozed"


@frozen
class Span:
    """A piece of one day.

    Attributes:
        kind: what they did. AWAY was too short for a break, or sitbreak does not know more.
        start: aware, at the offset that local clocks had there and then: as it is, it can be shown.
        end: the same. Of the last break of a day only as much is known as made it a break.
        before: the sitting clock at its start: how long they had been sitting without a break by then.
        limit: the end of the interval in force; None where nothing counts towards it.
        outcome: of a break, ASKED or NATURAL.
        running: it is not over yet.
    """

    kind: Kind
    start: datetime
    end: datetime
    before: timedelta = ZERO
    limit: timedelta | None = None
    outcome: Outcome | None = None
    running: bool = False

    @property
    def length(self) -> timedelta:
        """How long it was."""
        return self.end - self.start

    @property
    def past(self) -> timedelta:
        """How much of it was sitting past the limit: its last part."""
        if self.kind is not Kind.SITTING or self.limit is None:
            return ZERO
        return min(max(self.before + self.length - self.limit, ZERO), self.length)

    def to_list(self) -> list[Any]:
        """Return it as JSON values."""
        return [
            self.kind,
            self.start.isoformat(),
            self.end.isoformat(),
            self.before.total_seconds(),
            self.limit and self.limit.total_seconds(),
            self.outcome,
            self.running,
        ]

    @classmethod
    def from_list(cls, values: Sequence[Any]) -> "Span":
        """Read what `to_list` returned.

        Raises:
            TypeError, ValueError: it is something else.
        """
        kind, start, end, before, limit, outcome, running = values
        return cls(
            Kind(kind),
            datetime.fromisoformat(start),
            datetime.fromisoformat(end),
            timedelta(seconds=before),
            limit and timedelta(seconds=limit),
            outcome and Outcome(outcome),
            running,
        )


@frozen
class Mark:
    """What happened at one moment of a day.

    Attributes:
        what: what it was.
        at: aware, at the offset that local clocks had there and then.
        tip: the id of the tip shown; empty without one.
    """

    what: Happened
    at: datetime
    tip: str = ""


@frozen
class Sums:
    """A day in figures.

    Attributes:
        sitting: how long they sat.
        past: how much of that was past the limit.
        standing: how long they stood.
        longest: the longest sitting without a break that ended (or goes on) that day.
        breaks: how many of each outcome; one without any is not named.
        reminders: how many were shown, without repetitions.
        tips: how many were shown.
        pain: what the back diary says, 0 to 10; None if they were not asked, or said *not today*.
    """

    sitting: timedelta = ZERO
    past: timedelta = ZERO
    standing: timedelta = ZERO
    longest: timedelta = ZERO
    breaks: Mapping[Outcome, int] = field(default_factory=dict)
    reminders: int = 0
    tips: int = 0
    pain: int | None = None

    @property
    def taken(self) -> int:
        """How many breaks they took."""
        return self.breaks.get(Outcome.ASKED, 0) + self.breaks.get(Outcome.NATURAL, 0)

    @property
    def empty(self) -> bool:
        """Whether nothing is known of that day but perhaps the diary's answer."""
        return not (self.sitting or self.standing or self.breaks or self.reminders or self.tips)

    def to_list(self) -> list[Any]:
        """Return them as JSON values."""
        lengths = (self.sitting, self.past, self.standing, self.longest)
        return [
            *(length.total_seconds() for length in lengths),
            dict(self.breaks),
            self.reminders,
            self.tips,
            self.pain,
        ]

    @classmethod
    def from_list(cls, values: Sequence[Any]) -> "Sums":
        """Read what `to_list` returned.

        Raises:
            TypeError, ValueError: it is something else.
        """
        *lengths, breaks, reminders, tips, pain = values
        sitting, past, standing, longest = (timedelta(seconds=length) for length in lengths)
        outcomes = {Outcome(outcome): count for outcome, count in breaks.items()}
        return cls(sitting, past, standing, longest, outcomes, reminders, tips, pain)


@frozen
class Day:
    """One day, from 04:00 to 04:00.

    Attributes:
        date: that of its beginning.
        spans: in order, not overlapping; empty for days of which only the sums are kept.
        marks: in order; empty for days of which only the sums are kept.
        pauses: start and end of each time in which reminders were paused, aware, in order.
        sums: the figures; they come from the lengths as measured, also where a clock that was set back makes
            spans cover each other on the lane.
    """

    date: date
    spans: tuple[Span, ...] = ()
    marks: tuple[Mark, ...] = ()
    pauses: tuple[tuple[datetime, datetime], ...] = ()
    sums: Sums = Sums()

    def to_table(self) -> dict[str, Any]:
        """Return the day as JSON values, as a window shows it: without marks and pauses."""
        return {
            "date": self.date.isoformat(),
            "spans": [span.to_list() for span in self.spans],
            "sums": self.sums.to_list(),
        }

    @classmethod
    def from_table(cls, table: Mapping[str, Any]) -> "Day":
        """Read what `to_table` returned.

        Raises:
            KeyError, TypeError, ValueError: it is something else.
        """
        spans = tuple(map(Span.from_list, table["spans"]))
        return cls(date.fromisoformat(table["date"]), spans, sums=Sums.from_list(table["sums"]))
