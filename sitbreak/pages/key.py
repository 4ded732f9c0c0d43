"""The key of a picture: what its shapes and colours mean."""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from sitbreak.core.words import language
from sitbreak.pages.drawing import Box, Paint, TextStyle, diamond, disc, rect, text, width

_LINE = 1.9
"""Ems of a line."""


class Sign(StrEnum):
    """What a picture is made of; the names are those of its colours."""

    SITTING = "sitting"
    PAST = "past"
    STANDING = "standing"
    ASKED = "asked"
    NATURAL = "natural"


Meanings = Sequence[tuple[Sign, str]]


def key(
    meanings: Meanings, at: tuple[float, float], wide: float, style: TextStyle, paint: Paint
) -> tuple[str, float]:
    """Return the key in as many lines as it needs, and where it ends; nothing if nothing is to be explained.

    Args:
        meanings: each sign and what it means.
        at: the upper left corner.
        wide: the room to the right of that. It is filled from where the language begins its lines.
        style: how it is written.
        paint: the colours of the picture.
    """
    em, (left, top) = style.size, at
    if not meanings:
        return "", top
    begin, step = left, 1
    if language.current().is_right_to_left:
        begin, step, style = left + wide, -1, replace(style, anchor="end")
    shapes, x, y = [], 0.0, top + em
    for sign, meaning in meanings:
        needed = 1.6 * em + width(meaning, em)
        if x and x + needed > wide:
            x, y = 0.0, y + _LINE * em
        shapes.append(draw_sign(sign, begin + step * (x + em / 2), y - 0.35 * em, em, paint))
        shapes.append(text(begin + step * (x + 1.5 * em), y, meaning, style))
        x += needed + 1.2 * em
    return "".join(shapes), y + 0.5 * em


def draw_sign(sign: Sign, x: float, y: float, em: float, paint: Paint) -> str:
    """Return a sign around a point, for text of this size."""
    colour: str = getattr(paint, sign)
    if sign is Sign.ASKED:
        return disc(x, y, 0.41 * em, colour)
    if sign is Sign.NATURAL:
        return diamond(x, y, 0.5 * em, colour)
    height = {Sign.SITTING: 0.85, Sign.PAST: 1.0, Sign.STANDING: 0.4}[sign] * em
    return rect(Box(x - em / 2, y + em / 2 - height, em, height), colour, 0.2 * em)
