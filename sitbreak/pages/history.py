"""The history as a page: today, the last two weeks, the same as a table; four weeks on paper."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from html import escape

from sitbreak.core.history import Day
from sitbreak.core.words import history as words
from sitbreak.core.words.history_sheet import weeks_title
from sitbreak.pages.columns import columns
from sitbreak.pages.drawing import DARK, LIGHT, PAGE, Draw, Paint
from sitbreak.pages.figures import PRINTED, SHOWN, figures, placeholder, table
from sitbreak.pages.html import heading, page, pairs, paragraph, style_sheet
from sitbreak.pages.lane import lane
from sitbreak.pages.sheet import sheet

_EM = 14
_WIDTHS = {"wide": 880, "narrow": 400}
"""Each picture is there in both widths, and the style sheet shows the one that can be read."""


def history_page(days: Sequence[Day], interval: str, break_length: timedelta) -> str:
    """Return the page of these days.

    Args:
        days: the last four weeks without gaps; the last one is today.
        interval: how long to sit before a reminder, in words.
        break_length: how long an absence has to be to count as a break.
    """
    today, shown = days[-1], days[-SHOWN:]
    return page(
        words.title(),
        heading(words.title(), level=1),
        f'<p class="topic">{escape(words.subtitle(today.date, interval))}</p>',
        pairs("measure figures", ((escape(label), escape(value)) for value, label in figures(today))),
        _panel(words.today(), _today(days)),
        _panel(words.last_days(len(shown)), _days(shown), _table(shown)),
        f'<div class="sheet">{_paper(days[-PRINTED:], break_length)}</div>',
        footer=paragraph(words.how_to_print())
        + paragraph(words.how_measured())
        + paragraph(words.how_days_end(break_length)),
        style=_colours() + style_sheet("history"),
    )


def _panel(title: str, *parts: str) -> str:
    body = "\n".join(parts)
    return f'<section class="panel">\n{heading(title)}\n{body}\n</section>'


def _today(days: Sequence[Day]) -> str:
    if nothing := placeholder(days):
        return paragraph(nothing)
    today = days[-1]
    return _picture(partial(lane, today), words.whole_day(today.date, today.sums))


def _days(days: Sequence[Day]) -> str:
    return _picture(partial(columns, days), words.last_days(len(days)))


def _picture(draw: Draw, label: str) -> str:
    """Return a picture in every width, with this label for a screen reader."""
    return "\n".join(
        f'<div class="{kind}">{draw(wide, _EM, PAGE).html(label)}</div>' for kind, wide in _WIDTHS.items()
    )


def _table(days: Sequence[Day]) -> str:
    """Return the table that says the same, the newest day first."""
    shown = table(days)
    titles = "".join(f'<th scope="col">{escape(title)}</th>' for title in shown.titles)
    rows = "\n".join(_row(*cells) for cells in reversed(shown.rows))
    return (
        f"<details>\n<summary>{escape(words.as_table())}</summary>\n<table>\n<thead><tr>{titles}</tr></thead>\n"
        f"<tbody>\n{rows}\n</tbody>\n</table>\n</details>"
    )


def _row(first: str, *others: str) -> str:
    cells = "".join(f"<td>{escape(cell)}</td>" for cell in others)
    return f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>'


def _paper(days: Sequence[Day], break_length: timedelta) -> str:
    return sheet(days, break_length).html(weeks_title(-(-len(days) // 7)))


def _colours() -> str:
    """Return the colours of the pictures as a style sheet; paper has its own."""
    return (
        f":root {{ {_named(LIGHT)} }}\n@media (prefers-color-scheme: dark) {{ :root {{ {_named(DARK)} }} }}\n"
    )


def _named(paint: Paint) -> str:
    return " ".join(f"--chart-{name}: {colour};" for name, colour in paint._asdict().items())
