"""The history as text for people, and as CSV and JSON for programs. The names in both are stable."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from sitbreak.core.cells import at_left, at_right, columns
from sitbreak.core.history import Day, Kind, Mark, Span, Sums
from sitbreak.core.presence import Outcome
from sitbreak.core.words import history_command as words
from sitbreak.core.words import times

COLUMNS = ("day", "what", "start", "end", "seconds", "count", "detail")
_NOTHING = "–"


# --- for people --------------------------------------------------------------------------------------


def as_text(days: Sequence[Day]) -> str:
    """Return today in words, and a table of the days; the last one is today."""
    today = days[-1].sums
    lines = [words.today(today)]
    if today.pain is not None:
        lines.append(words.back_today(today.pain))
    stands = any(day.sums.standing for day in days)
    writes_diary = any(day.sums.pain is not None for day in days)
    titles = [*words.titles()]
    if stands:
        titles.append(words.standing_title())
    if writes_diary:
        titles.append(words.back_title())
    rows = [titles, *(_cells(day, stands=stands, writes_diary=writes_diary) for day in reversed(days))]
    widths = [max(map(columns, column)) for column in zip(*rows, strict=True)]
    return "\n".join((*lines, "", *(_aligned(row, widths) for row in rows)))


def _cells(day: Day, *, stands: bool, writes_diary: bool) -> list[str]:
    sums = day.sums
    if sums.empty:
        cells = [_NOTHING] * 5
    else:
        lengths = (sums.sitting, sums.past, sums.longest)
        cells = [*map(_length, lengths), str(sums.taken), str(sums.reminders)]
    if stands:
        cells.append(_length(sums.standing))
    if writes_diary:
        cells.append(_NOTHING if sums.pain is None else str(sums.pain))
    return [words.day(day.date), *cells]


def _length(length: timedelta) -> str:
    return times.length(length) if length else _NOTHING


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Return a line of the table: the day at the left, figures at the right of their columns."""
    first, *others = zip(cells, widths, strict=True)
    return "  ".join((at_left(*first), *(at_right(cell, width) for cell, width in others)))


# --- for programs ------------------------------------------------------------------------------------


def as_csv(days: Sequence[Day]) -> str:
    """Return a line for everything that has happened (RFC 4180, with line breaks as the program writes them).

    The seconds and counts of `what` add up to a day's sums, also for days of which only these are kept.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for day in days:
        writer.writerows((day.date.isoformat(), *row) for row in _rows(day))
    return text.getvalue().rstrip("\n")


def _rows(day: Day) -> Iterator[tuple[object, ...]]:
    if day.sums.pain is not None:
        yield "back", "", "", "", 1, day.sums.pain
    if not (day.spans or day.marks or day.pauses):
        yield from _sum_rows(day.sums)
        return
    happened: list[Span | Mark] = [*day.spans, *day.marks]
    for it in sorted(happened, key=lambda it: it.start if isinstance(it, Span) else it.at):
        yield _span_row(it) if isinstance(it, Span) else _mark_row(it)
    for start, end in day.pauses:
        yield "pause", start.isoformat(), end.isoformat(), (end - start) // _SECOND, 1, ""


def _span_row(span: Span) -> tuple[object, ...]:
    detail = span.outcome or ("running" if span.running else "")
    seconds = span.length // _SECOND
    return span.kind, span.start.isoformat(), span.end.isoformat(), seconds, 1, detail


def _mark_row(mark: Mark) -> tuple[object, ...]:
    return mark.what, mark.at.isoformat(), "", "", 1, mark.tip


def _sum_rows(sums: Sums) -> Iterator[tuple[object, ...]]:
    """Yield the sums of a day of which nothing else is kept."""
    for kind, length in ((Kind.SITTING, sums.sitting), (Kind.STANDING, sums.standing)):
        if length:
            yield kind, "", "", length // _SECOND, "", ""
    for outcome in Outcome:
        if count := sums.breaks.get(outcome, 0):
            taken = outcome in (Outcome.ASKED, Outcome.NATURAL)
            yield (Kind.BREAK, "", "", "", count, outcome) if taken else (outcome, "", "", "", count, "")
    for what, count in (("reminder", sums.reminders), ("tip", sums.tips)):
        if count:
            yield what, "", "", "", count, ""


def as_json(days: Sequence[Day]) -> str:
    """Return the days as JSON; README explains it."""
    return json.dumps({"version": 1, "days": [_table(day) for day in days]})


def _table(day: Day) -> dict[str, Any]:
    sums = day.sums
    return {
        "date": day.date.isoformat(),
        "sitting_seconds": sums.sitting // _SECOND,
        "past_limit_seconds": sums.past // _SECOND,
        "standing_seconds": sums.standing // _SECOND,
        "longest_seconds": sums.longest // _SECOND,
        "breaks": {outcome: sums.breaks.get(outcome, 0) for outcome in Outcome},
        "reminders": sums.reminders,
        "tips": sums.tips,
        "back": sums.pain,
        "spans": [
            {
                "kind": span.kind,
                "start": span.start.isoformat(),
                "end": span.end.isoformat(),
                "seconds": span.length // _SECOND,
                "past_limit_seconds": span.past // _SECOND,
                "outcome": span.outcome,
                "running": span.running,
            }
            for span in day.spans
        ],
        "marks": [
            {"what": mark.what, "at": mark.at.isoformat(), "tip": mark.tip or None} for mark in day.marks
        ],
        "pauses": [{"start": start.isoformat(), "end": end.isoformat()} for start, end in day.pauses],
    }


_SECOND = timedelta(seconds=1)
