"""What the history says in words: the figures at its head, and all of them as a table.

The window loads this before its first paint.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from sitbreak.core.history import Day, Sums
from sitbreak.core.words import history as words
from sitbreak.core.words.dates import short_date

SHOWN, PRINTED = 14, 28
"""How many days are on the screen, and on paper."""


class Figure(NamedTuple):
    """One figure of a day, and what it counts."""

    value: str
    label: str


class Table(NamedTuple):
    """What the columns are called, and a row for each day: its name, then its figures."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def placeholder(days: Sequence[Day]) -> str:
    """Return what stands in the place of a day without anything to draw; nothing if there is something."""
    if days[-1].spans:
        return ""
    return words.nothing_yet() if all(day.sums.empty for day in days) else words.nothing_today()


def figures(day: Day) -> tuple[Figure, ...]:
    """Return what a day comes to; standing only if there was some."""
    sums = day.sums
    standing = [Figure(words.length(sums.standing), words.standing_today())] if sums.standing else []
    return (
        Figure(words.length(sums.sitting), words.sitting_today()),
        Figure(str(sums.taken), words.breaks_taken(sums.taken)),
        Figure(words.length(sums.longest), words.longest_without_break()),
        Figure(words.length(sums.past), words.past_the_limit()),
        *standing,
    )


def table(days: Sequence[Day]) -> Table:
    """Return these days as a table, in their order."""
    columns = _columns(days)
    return Table(
        (words.day_column(), *(title for title, _figure in columns)),
        tuple((short_date(day.date), *(figure(day.sums) for _title, figure in columns)) for day in days),
    )


def _columns(days: Sequence[Day]) -> list[tuple[str, Callable[[Sums], str]]]:
    """Return the columns that say something about these days."""
    shown = [
        (words.sitting_column(), _unless_empty(lambda sums: words.length(sums.sitting))),
        (words.past_column(), _unless_empty(lambda sums: words.length(sums.past))),
        (words.longest_column(), _unless_empty(lambda sums: words.length(sums.longest))),
        (words.breaks_column(), _unless_empty(lambda sums: str(sums.taken))),
        (words.reminders_column(), _unless_empty(lambda sums: str(sums.reminders))),
    ]
    if any(day.sums.standing for day in days):
        shown.append((words.standing_column(), _unless_empty(lambda sums: words.length(sums.standing))))
    if any(day.sums.pain is not None for day in days):
        shown.append(
            (words.back_column(), lambda sums: words.none() if sums.pain is None else str(sums.pain))
        )
    return shown


def _unless_empty(figure: Callable[[Sums], str]) -> Callable[[Sums], str]:
    """Return a column that has a dash for days on which nothing was recorded."""
    return lambda sums: words.none() if sums.empty else figure(sums)
