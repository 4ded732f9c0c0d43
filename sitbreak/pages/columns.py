"""The last days as columns: sitting with what of it was past the limit, standing beside it, breaks below."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from sitbreak.core.history import Day
from sitbreak.core.words import history as words
from sitbreak.core.words.dates import narrow_weekday, short_weekday
from sitbreak.pages.drawing import Box, Drawing, Paint, Spot, TextStyle, line, rect, text, width
from sitbreak.pages.key import Sign, key

_STEPS = (1, 2, 4, 6)
"""Hours between two lines."""

_LEAST, _MOST_LINES = 4, 6
"""Hours that the columns cover at least, so that a short day looks short; and how many lines there are."""

_SMALL = 0.92
"""The size of labels, as a part of the text's."""

_PLOT, _ROW = 12, 1.5
"""Ems of the columns' height, and of a row of labels."""

_WITH_WEEKDAY = 14
"""Columns: the weekdays of two weeks can be told apart."""

_HOUR = timedelta(hours=1)


def columns(days: Sequence[Day], wide: float, em: float, paint: Paint) -> Drawing:
    """Return the picture of days, of which the last is today.

    Args:
        days: from the first to the last, without gaps.
        wide: the width in pixels.
        em: the size of its text in pixels.
        paint: its colours.
    """
    return _Columns(days, wide, em, paint).drawing()


class _Columns:
    """The columns while they are being drawn."""

    def __init__(self, days: Sequence[Day], wide: float, em: float, paint: Paint) -> None:
        self._days, self._wide, self._em, self._paint = days, wide, em, paint
        self._size = _SMALL * em
        self._has_pain = any(day.sums.pain is not None for day in days)
        self._has_standing = any(day.sums.standing for day in days)
        self._scale, self._step = _scale(days)
        self._top = (1.6 * _ROW if self._has_pain else 0.5) * em
        self._bottom = self._top + _PLOT * em
        titles = (words.breaks(), *([words.back()] if self._has_pain else []), words.hours(self._scale))
        self._left = max(width(title, self._size) for title in titles) + 0.7 * em
        self._pitch = (wide - self._left) / len(days)
        self._names = self._named()

    def drawing(self) -> Drawing:
        em, paint = self._em, self._paint
        height = self._bottom + 2.5 * _ROW * em
        below, style = (0, height + 0.6 * em), TextStyle(em, paint.quiet)
        meanings, end = key(tuple(self._meanings()), below, self._wide, style, paint)
        shapes = [*self._lines(), *self._titles()]
        for number, day in enumerate(self._days):
            shapes += self._column(day, self._left + (number + 0.5) * self._pitch, number)
        spots = tuple(
            Spot(
                Box(self._left + number * self._pitch, 0, self._pitch, height),
                words.whole_day(day.date, day.sums),
            )
            for number, day in enumerate(self._days)
        )
        return Drawing(self._wide, end, "".join([*shapes, meanings]), spots)

    def _meanings(self) -> Iterator[tuple[Sign, str]]:
        """Yield what the columns are made of, and its name."""
        if any(day.sums.sitting for day in self._days):
            yield Sign.SITTING, words.sitting()
        if any(day.sums.past for day in self._days):
            yield Sign.PAST, words.past_the_limit()
        if self._has_standing:
            yield Sign.STANDING, words.standing()

    def _y(self, time: timedelta) -> float:
        return self._bottom - (self._bottom - self._top) * (time / (self._scale * _HOUR))

    def _lines(self) -> Iterator[str]:
        for hours in range(0, self._scale + 1, self._step):
            y = self._y(hours * _HOUR)
            yield line((self._left, y), (self._wide, y), self._paint.line)
            yield self._label(self._left - 0.7 * self._em, y + 0.35 * self._size, words.hours(hours), "end")

    def _titles(self) -> Iterator[str]:
        right = self._left - 0.7 * self._em
        yield self._label(right, self._bottom + 2 * _ROW * self._em, words.breaks(), "end")
        if self._has_pain:
            yield self._label(right, _ROW * 0.7 * self._em, words.back(), "end")

    def _column(self, day: Day, middle: float, number: int) -> Iterator[str]:
        em, sums = self._em, day.sums
        row, is_last = _ROW * em, number == len(self._days) - 1
        colour = self._paint.ink if is_last else self._paint.quiet
        name = TextStyle(self._size, colour, "middle", is_last)
        yield text(middle, self._bottom + row, self._names[number], name)
        yield self._figure(middle, self._bottom + 2 * row, words.none() if sums.empty else str(sums.taken))
        if self._has_pain:
            yield self._figure(middle, 0.7 * row, words.none() if sums.pain is None else str(sums.pain))
        yield from self._bars(day, middle)

    def _bars(self, day: Day, middle: float) -> Iterator[str]:
        em, sums, paint = self._em, day.sums, self._paint
        wide = min(0.56 * self._pitch, 3.2 * em)
        left, radius = middle - wide / 2, 0.25 * em
        if self._has_standing:
            left -= 0.14 * wide
        within = self._y(sums.sitting - sums.past)
        if sums.sitting > sums.past:
            yield rect(Box(left, within, wide, self._bottom - within), paint.sitting, radius)
        if sums.past >= timedelta(minutes=1):
            top = self._y(sums.sitting)
            yield rect(Box(left, top, wide, max(within - top - 0.12 * em, 1.5)), paint.past, radius)
        if sums.standing:
            top = self._y(sums.standing)
            beside = Box(left + 1.1 * wide, top, 0.28 * wide, self._bottom - top)
            yield rect(beside, paint.standing, radius)

    def _named(self) -> list[str]:
        """Return the days of the week, or their first letters where room is short; of many days the dates."""
        if len(self._days) > _WITH_WEEKDAY:
            return [str(day.date.day) for day in self._days]
        names = [short_weekday(day.date.weekday()) for day in self._days]
        widest = max(width(name, self._size) for name in names)
        if widest + 0.15 * self._em <= self._pitch:
            return names
        return [narrow_weekday(day.date.weekday()) for day in self._days]

    def _label(self, x: float, y: float, said: str, anchor: str) -> str:
        return text(x, y, said, TextStyle(self._size, self._paint.quiet, anchor))

    def _figure(self, x: float, y: float, said: str) -> str:
        return text(x, y, said, TextStyle(self._size, self._paint.ink, "middle", bold=True))


def _scale(days: Sequence[Day]) -> tuple[int, int]:
    """Return how many hours the columns cover, and how many are between two lines."""
    longest = max((max(day.sums.sitting, day.sums.standing) for day in days), default=timedelta())
    hours = max(-(-longest // _HOUR), _LEAST)
    step = next((step for step in _STEPS if hours <= step * (_MOST_LINES - 1)), _STEPS[-1])
    return -(-hours // step) * step, step
