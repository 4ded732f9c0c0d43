"""Pictures as SVG, made of strings: for a browser, for Qt and for paper.

QtSvg draws SVG Tiny, so there is no style sheet, no clipping and no wrapped text here: every shape has its
own colour and its own place. What a browser would measure is estimated (`width`).
"""

from collections.abc import Callable
from typing import NamedTuple

from sitbreak.core.values import frozen

_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
"""As `html.escape` does it, which would load all of HTML's entities before a window's first paint."""

_NARROW, _WIDE = frozenset("!'(),-./:;I[]fijlrt| ·"), frozenset("MWmw%@—")

_FULL_WIDTH = "\u2e80"
"""From here on, signs are as wide as they are high: those of Chinese and Japanese."""


class Paint(NamedTuple):
    """Colours by what they are for; a page uses names that its style sheet gives a colour.

    Attributes:
        sitting: sitting, up to the limit.
        past: sitting past the limit.
        standing: standing.
        asked: pins of breaks that were asked for.
        natural: pins of breaks that nobody asked for.
        track: the ground on which a day is drawn.
        line: lines to read figures off.
        ink: figures.
        quiet: labels.
    """

    sitting: str
    past: str
    standing: str
    asked: str
    natural: str
    track: str
    line: str
    ink: str
    quiet: str


LIGHT = Paint(
    sitting="#1f8a80",
    past="#cc660c",
    standing="#6079c6",
    asked="#0f766e",
    natural="#3f6fc4",
    track="#e3e9ef",
    line="#d7dee6",
    ink="#14213d",
    quiet="#526072",
)
DARK = Paint(
    sitting="#30a99e",
    past="#f59035",
    standing="#8a9fe0",
    asked="#5fd6cb",
    natural="#86a9ee",
    track="#2d3540",
    line="#39424f",
    ink="#e9eef7",
    quiet="#a3afc0",
)
PAPER = Paint(
    sitting="#8a8a8a",
    past="#1a1a1a",
    standing="#6a6a6a",
    asked="#000000",
    natural="#000000",
    track="#eeeeee",
    line="#bbbbbb",
    ink="#000000",
    quiet="#333333",
)
PAGE = Paint(*(f"var(--chart-{name})" for name in Paint._fields))


class Box(NamedTuple):
    """A rectangle, in pixels."""

    x: float
    y: float
    width: float
    height: float

    def contains(self, x: float, y: float) -> bool:
        """Return whether a point is in it."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


@frozen
class Spot:
    """A part of a picture that can be pointed at, and the sentence that says what it means."""

    box: Box
    sentence: str


@frozen
class TextStyle:
    """How a line of text looks.

    Attributes:
        size: of the font, in pixels.
        colour: its colour.
        anchor: what its place is: its "start", "middle" or "end".
        bold: whether it is bold.
    """

    size: float
    colour: str
    anchor: str = "start"
    bold: bool = False


@frozen
class Drawing:
    """A finished picture.

    Attributes:
        width: in pixels.
        height: in pixels.
        shapes: the SVG within the outermost element.
        spots: what can be pointed at, from left to right.
    """

    width: float
    height: float
    shapes: str
    spots: tuple[Spot, ...] = ()

    def svg(self, family: str) -> str:
        """Return a whole document, with this family of fonts."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {n(self.width)} {n(self.height)}"'
            f' font-family="{escaped(family)}">{self.shapes}</svg>'
        )

    def html(self, label: str) -> str:
        """Return it as a part of a page; pointing at a spot shows its sentence.

        Args:
            label: what a screen reader says instead.
        """
        hints = "".join(_hint(spot) for spot in self.spots)
        return (
            f'<svg viewBox="0 0 {n(self.width)} {n(self.height)}" direction="ltr" role="img"'
            f' aria-label="{escaped(label)}">{self.shapes}{hints}</svg>'
        )


Draw = Callable[[float, float, Paint], Drawing]
"""Draws for a width and a size of text in pixels, in these colours."""


def _hint(spot: Spot) -> str:
    x, y, width, height = map(n, spot.box)
    area = f'x="{x}" y="{y}" width="{width}" height="{height}"'
    return f'<rect {area} fill="none" pointer-events="all"><title>{escaped(spot.sentence)}</title></rect>'


def escaped(said: str) -> str:
    """Return a text as it is written in SVG, in attributes, too."""
    return said.translate(_ESCAPED)


def n(number: float) -> str:
    """Write a number as short as it can be."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def rect(box: Box, colour: str, radius: float = 0) -> str:
    """Return a rectangle, with round corners where it is large enough for them."""
    radius = min(radius, box.width / 2, box.height / 2)
    corner = f' rx="{n(radius)}"' if radius > 0.1 else ""
    x, y, width, height = map(n, box)
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}"{corner} fill="{colour}"/>'


def line(start: tuple[float, float], end: tuple[float, float], colour: str, width: float = 1) -> str:
    """Return a line from one point to another."""
    (x1, y1), (x2, y2) = map(n, start), map(n, end)
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{colour}" stroke-width="{n(width)}"/>'


def disc(x: float, y: float, radius: float, colour: str) -> str:
    """Return a disc around a point."""
    return f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(radius)}" fill="{colour}"/>'


def diamond(x: float, y: float, radius: float, colour: str) -> str:
    """Return a square that stands on its corner, around a point."""
    points = ((x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y))
    corners = " ".join(f"{n(a)},{n(b)}" for a, b in points)
    return f'<polygon points="{corners}" fill="{colour}"/>'


def text(x: float, y: float, said: str, style: TextStyle) -> str:
    """Return a line of text; `y` is its base line."""
    anchor = "" if style.anchor == "start" else f' text-anchor="{style.anchor}"'
    weight = ' font-weight="600"' if style.bold else ""
    look = f'font-size="{n(style.size)}"{anchor}{weight} fill="{style.colour}"'
    return f'<text x="{n(x)}" y="{n(y)}" {look}>{escaped(said)}</text>'


def width(said: str, size: float) -> float:
    """Estimate the width of a text: rather too wide, in the fonts that desktops use."""
    return size * sum(
        0.36 if c in _NARROW else 0.95 if c in _WIDE else 0.62 if c < _FULL_WIDTH else 1 for c in said
    )
