"""Weeks of sitting on one sheet of paper, for a physiotherapist: first in words, then day by day."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from sitbreak.core.history import Day
from sitbreak.core.presence import Outcome
from sitbreak.core.words import history as words
from sitbreak.core.words import history_sheet as sheet_words
from sitbreak.core.words.dates import date_span
from sitbreak.pages.columns import columns
from sitbreak.pages.drawing import PAPER, Drawing, TextStyle, line, n, text, width
from sitbreak.pages.figures import Table, table

WIDTH, HEIGHT = 700.0, 1010.0
"""The shape of an A4 page within its margins; the pixels are as large as those of a page in a browser."""

_TEXT, _SMALL = 13.0, 11.0
"""Sizes of fonts: of what is said in words, and of labels and figures."""

_LINE, _TALLEST_ROW = 19.0, 19.0
"""Heights of a line of text, and of a row of the table where there is room."""

_FOOT = 2 * 15.0

_MINUTE = timedelta(minutes=1)


def sheet(days: Sequence[Day], break_length: timedelta) -> Drawing:
    """Return the sheet: whatever the days are, it is one page.

    Args:
        days: at most five weeks, from the first to the last, without gaps.
        break_length: how long an absence has to be to count as a break.
    """
    shapes, y = list(_head(days)), 72.0
    for sentence in summary(days):
        for said in _wrapped(sentence, _TEXT):
            shapes.append(text(0, y, said, TextStyle(_TEXT, PAPER.ink)))
            y += _LINE
    chart = columns(days, WIDTH, _SMALL, PAPER)
    shapes.append(f'<g transform="translate(0 {n(y)})">{chart.shapes}</g>')
    y += chart.height + 26
    shapes += _table(table(days), days, y, HEIGHT - _FOOT - y)
    shapes += _foot(break_length)
    return Drawing(WIDTH, HEIGHT, "".join(shapes))


def summary(days: Sequence[Day]) -> list[str]:
    """Return what the days come to, in sentences."""
    seen = [day for day in days if not day.sums.empty]
    sat = [day for day in seen if day.sums.sitting]
    answers = [day.sums.pain for day in days if day.sums.pain is not None]
    sentences = [*_about_sitting(sat), *_about_the_rest(seen)] if seen else [sheet_words.no_days()]
    if answers:
        average = _rounded(sum(answers) / len(answers))
        sentences.append(sheet_words.total_pain(len(answers), average, min(answers), max(answers)))
    return sentences


def _about_sitting(days: Sequence[Day]) -> Iterator[str]:
    if not days:
        return
    total = sum((day.sums.sitting for day in days), timedelta())
    yield sheet_words.total_sitting(total, len(days), total / len(days))
    yield sheet_words.total_past(sum((day.sums.past for day in days), timedelta()), _limit(days))
    longest = max(days, key=lambda day: day.sums.longest)
    yield sheet_words.total_longest(longest.sums.longest, longest.date)


def _about_the_rest(days: Sequence[Day]) -> Iterator[str]:
    breaks = sum(day.sums.taken for day in days)
    natural = sum(day.sums.breaks.get(Outcome.NATURAL, 0) for day in days)
    yield sheet_words.total_breaks(breaks, natural, _rounded(breaks / len(days)))
    standing = sum((day.sums.standing for day in days), timedelta())
    if standing >= _MINUTE:
        yield sheet_words.total_standing(standing)


def _limit(days: Sequence[Day]) -> timedelta | None:
    """Return the limit, if it was the same on all days of which all is kept."""
    limits = {span.limit for day in days for span in day.spans if span.limit is not None}
    return limits.pop() if len(limits) == 1 else None


def _rounded(average: float) -> str:
    return f"{average:.1f}".removesuffix(".0")


def _head(days: Sequence[Day]) -> Iterator[str]:
    yield text(0, 20, sheet_words.weeks_title(-(-len(days) // 7)), TextStyle(22, PAPER.ink, bold=True))
    yield text(0, 40, date_span(days[0].date, days[-1].date), TextStyle(_TEXT, PAPER.quiet))


def _table(shown: Table, days: Sequence[Day], top: float, room: float) -> Iterator[str]:
    """Return the table; its rows get lower where there is less room."""
    row = min(_TALLEST_ROW, room / (len(shown.rows) + 1))
    size = min(_SMALL, 0.75 * row)
    rights = _rights(shown, size)
    yield from _row(shown.titles, rights, top, TextStyle(size, PAPER.ink, bold=True))
    for number, (cells, day) in enumerate(zip(shown.rows, days, strict=True), 1):
        y = top + number * row
        starts_week = number == 1 or day.date.weekday() == 0
        above = y - 0.68 * row - 0.16 * size
        yield line((0, above), (WIDTH, above), PAPER.quiet if starts_week else PAPER.track, 0.8)
        yield from _row(cells, rights, y, TextStyle(size, PAPER.ink))


def _row(cells: Sequence[str], rights: Sequence[float], y: float, style: TextStyle) -> Iterator[str]:
    first, *others = cells
    yield text(0, y, first, style)
    for cell, right in zip(others, rights, strict=True):
        yield text(right, y, cell, replace(style, anchor="end"))


def _rights(shown: Table, size: float) -> list[float]:
    """Return where each column but the first ends: as wide as it needs, and the room left shared out."""
    needed = [
        max(width(cells[number], size) for cells in (shown.titles, *shown.rows))
        for number in range(len(shown.titles))
    ]
    gap = max(WIDTH - sum(needed), 0) / (len(needed) - 1)
    rights, x = [], needed[0]
    for wide in needed[1:]:
        x += gap + wide
        rights.append(x)
    return rights


def _foot(break_length: timedelta) -> Iterator[str]:
    style = TextStyle(_SMALL - 1, PAPER.quiet)
    yield text(0, HEIGHT - 17, words.how_measured(), style)
    yield text(0, HEIGHT - 3, words.how_days_end(break_length), style)


def _wrapped(sentence: str, size: float) -> Iterator[str]:
    """Yield the lines of a sentence that fit on the sheet."""
    said = ""
    for word in sentence.split(" "):
        longer = f"{said} {word}".lstrip()
        if said and width(longer, size) > WIDTH:
            yield said
            longer = word
        said = longer
    yield said
