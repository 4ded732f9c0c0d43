"""Cells and lines of text in a terminal, where signs of Chinese and Japanese are two columns wide."""

from collections.abc import Iterator

_OPENING = ("Ps", "Pi")
_CLOSING = ("Pe", "Pf", "Po", "Pd", "Lm")
"""Kinds of signs that may not end a line, and that may not begin one.

Source: JIS X 4051 and W3C's "Requirements for Chinese Text Layout", the rules on line breaks.
"""


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes.

    Source: Unicode Standard Annex 11, "East Asian Width".
    """
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width  # 1 MB of tables, for few languages

    return sum(0 if combining(sign) else 2 if east_asian_width(sign) in "FW" else 1 for sign in text)


def wrapped(text: str, width: int, indent: str = "") -> list[str]:
    """Return the lines of a text, none wider than these columns unless a single word is.

    Args:
        text: one paragraph.
        width: the columns of a line.
        indent: what each line but the first begins with.
    """
    if columns(text) == len(text):
        from textwrap import wrap  # most processes write no such text

        return wrap(text, width, subsequent_indent=indent)
    lines, has_text = [""], False
    for piece in _pieces(text):
        if has_text and columns(lines[-1] + piece.rstrip()) > width:
            lines.append(indent)
        lines[-1] += piece
        has_text = True
    return [line.rstrip() for line in lines]


def _pieces(text: str) -> Iterator[str]:
    """Yield what stays on one line: a word, or a wide sign and the punctuation beside it."""
    piece = ""
    for sign in text:
        if piece and _may_break(piece[-1], sign):
            yield piece
            piece = ""
        piece += sign
    yield piece


def _may_break(before: str, after: str) -> bool:
    if " " in (before, after):
        return after != " "
    from unicodedata import category

    may_begin_a_line = category(after) not in _CLOSING or after == "-"  # which begins an option
    return 2 in (columns(before), columns(after)) and category(before) not in _OPENING and may_begin_a_line


def at_left(text: str, width: int) -> str:
    """Return a cell of this many columns with the text at its left."""
    return text + " " * (width - columns(text))


def at_right(text: str, width: int) -> str:
    """Return a cell of this many columns with the text at its right."""
    return " " * (width - columns(text)) + text
