"""A day as a lane: sitting, what of it was past the limit, standing, breaks as pins, and being away."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from sitbreak.core.history import Day, Kind, Span
from sitbreak.core.presence import Outcome
from sitbreak.core.words import history as words
from sitbreak.pages.drawing import Box, Drawing, Paint, Spot, TextStyle, line, rect, text, width
from sitbreak.pages.key import Sign, draw_sign, key

_SHORTEST = timedelta(hours=4)
"""What the lane covers at least: five minutes of sitting are not to look like a day."""

_STEPS = (1, 2, 3, 4, 6, 12)
"""Hours between two labels."""

_HOUR = timedelta(hours=1)

_SMALL = 0.92
"""The size of labels, as a part of the text's."""

_PIN, _TRACK, _INSET, _LINE = 2.0, 3.4, 0.42, 1.9
"""Ems: the height of the pins, the lane, its margin, and a line of text below it."""


def lane(day: Day, wide: float, em: float, paint: Paint) -> Drawing:
    """Return the picture of a day in which something was recorded.

    Args:
        day: the day.
        wide: the width in pixels.
        em: the size of its text in pixels.
        paint: its colours.
    """
    return _Lane(day.spans, wide, em, paint).drawing()


class _Lane:
    """The lane while it is being drawn."""

    def __init__(self, spans: Sequence[Span], wide: float, em: float, paint: Paint) -> None:
        self._spans, self._wide, self._em, self._paint = spans, wide, em, paint
        self._label = TextStyle(_SMALL * em, paint.quiet, "middle")
        self._from, self._to = _hours(spans)
        self._ticks = _ticks(self._from, self._to, spans)
        self._widest = max(width(words.full_hour(tick), self._label.size) for tick in self._ticks)
        self._margin = self._widest / 2
        self._top = _PIN * em
        self._bottom = self._top + _TRACK * em

    def drawing(self) -> Drawing:
        track = Box(0, self._top, self._wide, _TRACK * self._em)
        shapes = [rect(track, self._paint.track, 0.7 * self._em)]
        for span in self._spans:
            shapes += self._bars(span)
        for span in self._spans:
            shapes += self._pin(span)
        shapes += self._named_absences()
        shapes += self._axis()
        below = 0, self._bottom + 1.6 * _LINE * self._em
        style = TextStyle(self._em, self._paint.quiet)
        meanings, height = key(tuple(self._meanings()), below, self._wide, style, self._paint)
        return Drawing(self._wide, height, "".join([*shapes, meanings]), tuple(self._spots()))

    def _x(self, at: datetime) -> float:
        margin = self._margin
        return margin + (self._wide - 2 * margin) * ((at - self._from) / (self._to - self._from))

    # --- what was done -------------------------------------------------------------------------

    def _bars(self, span: Span) -> Iterator[str]:
        em, paint = self._em, self._paint
        top, height = self._top + _INSET * em, (_TRACK - 2 * _INSET) * em
        match span.kind:
            case Kind.SITTING:
                over = span.end - span.past
                if over > span.start:
                    yield self._bar(span.start, over, paint.sitting, top, height)
                if span.past:  # taller: to be seen without colour, too
                    reach = 0.22 * em
                    yield self._bar(over, span.end, paint.past, top - reach, height + 2 * reach)
            case Kind.STANDING:
                yield self._bar(span.start, span.end, paint.standing, top + 0.6 * height, 0.4 * height)

    def _bar(self, start: datetime, end: datetime, colour: str, top: float, height: float) -> str:
        left, right = self._x(start), self._x(end)
        return rect(Box(left, top, max(right - left - 1, 1.5), height), colour, 0.28 * self._em)

    def _pin(self, span: Span) -> Iterator[str]:
        if span.kind is not Kind.BREAK:
            return
        em = self._em
        x, y = self._x(span.start), self._top - 0.95 * em
        sign = Sign.NATURAL if span.outcome is Outcome.NATURAL else Sign.ASKED
        yield line((x, y), (x, self._top + 0.2 * em), getattr(self._paint, sign), 0.13 * em)
        yield draw_sign(sign, x, y, em, self._paint)

    def _named_absences(self) -> Iterator[str]:
        """Name the times away that have room for their name."""
        label = self._label
        needed = width(words.away(), label.size) + self._em
        y = self._top + _TRACK * self._em / 2 + 0.35 * label.size
        for start, end in _absences(self._spans):
            left, right = self._x(start), self._x(end)
            if right - left >= needed:
                yield text((left + right) / 2, y, words.away(), label)

    # --- below it ------------------------------------------------------------------------------

    def _axis(self) -> Iterator[str]:
        em = self._em
        step = self._step()
        for tick in self._ticks:
            if tick.hour % step == 0:
                x = self._x(tick)
                yield line((x, self._bottom + 0.3 * em), (x, self._bottom + 0.75 * em), self._paint.line)
                yield text(x, self._bottom + _LINE * em, words.full_hour(tick), self._label)

    def _step(self) -> int:
        """Return after how many hours there is room for another label."""
        apart = (self._wide - 2 * self._margin) / (len(self._ticks) - 1)
        needed = self._widest + self._label.size
        return next((step for step in _STEPS if step * apart > needed), _STEPS[-1])

    def _meanings(self) -> Iterator[tuple[Sign, str]]:
        """Yield what is in the picture, and its name."""
        yield Sign.SITTING, words.sitting()
        if any(span.past for span in self._spans):
            limits = {span.limit for span in self._spans if span.limit is not None}
            yield Sign.PAST, words.past(limits.pop() if len(limits) == 1 else None)
        if any(span.kind is Kind.STANDING for span in self._spans):
            yield Sign.STANDING, words.standing()
        outcomes = [span.outcome for span in self._spans if span.kind is Kind.BREAK]
        if any(outcome is not Outcome.NATURAL for outcome in outcomes):
            yield Sign.ASKED, words.asked_break()
        if Outcome.NATURAL in outcomes:
            yield Sign.NATURAL, words.natural_break()

    # --- what can be pointed at ------------------------------------------------------------------

    def _spots(self) -> Iterator[Spot]:
        for span in self._spans:
            left, right, top = self._x(span.start), self._x(span.end), self._top
            if span.kind is Kind.BREAK:  # its pin belongs to it
                reach = self._em / 2
                left, right, top = left - reach, max(right, left + reach), top - 1.5 * self._em
            yield Spot(Box(left, top, max(right - left, 2), self._bottom - top), _explained(span))


def _explained(span: Span) -> str:
    start = words.time_of_day(span.start)
    end = words.now() if span.running else words.time_of_day(span.end)
    match span.kind:
        case Kind.SITTING:
            said = words.part_of_day(start, end, words.sitting(), span.length)
            return words.with_past(said, span.past) if span.past >= timedelta(minutes=1) else said
        case Kind.STANDING:
            what = words.standing()
        case Kind.BREAK if span.outcome is Outcome.NATURAL:
            what = words.natural_break()
        case Kind.BREAK:
            what = words.asked_break()
        case _:
            what = words.away()
    return words.part_of_day(start, end, what, span.length)


# --- hours ------------------------------------------------------------------------------------------


def _hours(spans: Sequence[Span]) -> tuple[datetime, datetime]:
    """Return what the lane covers: full hours around everything, and not too few."""
    start = min(span.start for span in spans)
    end = max(span.end for span in spans)
    first = start.replace(minute=0, second=0, microsecond=0)
    last = end.replace(minute=0, second=0, microsecond=0)
    if last < end:
        last += _HOUR
    return first, max(last, first + _SHORTEST)


def _ticks(first: datetime, last: datetime, spans: Sequence[Span]) -> list[datetime]:
    """Return every hour, as local clocks showed it then: they may have changed during the day."""
    ticks = [first + hours * _HOUR for hours in range((last - first) // _HOUR + 1)]
    return [
        tick.astimezone(
            next((span.start.tzinfo for span in reversed(spans) if span.start <= tick), first.tzinfo)
        )
        for tick in ticks
    ]


def _absences(spans: Sequence[Span]) -> Iterator[tuple[datetime, datetime]]:
    """Yield the times between two spans at the desk."""
    there = [span for span in spans if span.kind in {Kind.SITTING, Kind.STANDING}]
    for before, after in pairwise(there):
        if after.start > before.end:
            yield before.end, after.start
