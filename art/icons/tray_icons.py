"""Every state of the tray icon: a ring or a disc with a glyph inside, in three themes.

A picture is a list of layers from top to bottom. Layers share the area of a pixel instead of blending: an
upper layer takes its part first, so there is neither a seam nor a fringe between two layers.
"""

from dataclasses import dataclass
from functools import cache

from art.icons import glyphs
from art.icons.shapes import Disc, Mask, Sector, coverage, in_steps, union
from sitbreak.core.tray_view import RING_STEPS, IconName, TrayIcon

Paint = tuple[int, int, int, int]
"""Red, green, blue and straight alpha, 0 to 255."""

Layer = tuple[Paint, Mask]
"""A paint and the pixels it covers."""

COLOURS: dict[str, Paint] = {
    "teal": (0x10, 0x95, 0x87, 255),
    "amber": (0xCB, 0x74, 0x00, 255),
    "red": (0xE5, 0x53, 0x2B, 255),
    "green": (0x2E, 0x9B, 0x4D, 255),
    "slate": (0x78, 0x86, 0x98, 255),
    "blue": (0x5B, 0x86, 0xD6, 255),
    "violet": (0x8F, 0x6F, 0xD0, 255),
    "track": (0x80, 0x88, 0x94, 130),
    "furniture": (0x80, 0x88, 0x94, 255),
    "on disc": (255, 255, 255, 255),
}
"""The theme `colour`. Everything that shows the state has a contrast of at least 3:1 on all panels."""

_INK = {"light": (0xF2, 0xF2, 0xF2), "dark": (0x1F, 0x21, 0x27)}
_INK_ALPHA = {"track": 90, "furniture": 150, "on disc": 0}
"""In the one-colour themes the faint parts are translucent, and the glyph of a disc is cut out."""


@dataclass(frozen=True)
class _Look:
    colour: str
    inside: tuple[tuple[str, glyphs.Glyph], ...]
    full_disc: bool = False
    has_steps: bool = False


_LOOKS = {
    IconName.SITTING: _Look("teal", (("teal", glyphs.seated), ("furniture", glyphs.chair)), has_steps=True),
    IconName.WINDOW: _Look("amber", (("amber", glyphs.hand_up), ("furniture", glyphs.chair)), has_steps=True),
    IconName.DUE: _Look("red", (("on disc", glyphs.arrow),), full_disc=True),
    IconName.SNOOZED: _Look("amber", (("amber", glyphs.letter_z),), has_steps=True),
    IconName.STANDING: _Look(
        "green", (("green", glyphs.standing), ("furniture", glyphs.high_desk)), has_steps=True
    ),
    IconName.PAUSED: _Look("slate", (("slate", glyphs.bars),)),
    IconName.WAITING: _Look("blue", (("blue", glyphs.dots),)),
    IconName.BREAK: _Look("green", (("on disc", glyphs.arms_up),), full_disc=True),
    IconName.AWAY: _Look("green", (("green", glyphs.empty_chair),)),
    IconName.UNKNOWN: _Look("violet", (("violet", glyphs.question_mark),), has_steps=True),
}

_MARGIN_AND_WIDTH = {
    16: (0, 2),
    20: (0, 2),
    22: (1, 2),
    24: (1, 3),
    32: (1, 3),
    48: (1, 5),
    64: (2, 6),
    96: (2, 10),
    256: (2, 24),
}
"""For each picture size, the margin around the ring and the width of the ring, in pixels."""


def icons() -> list[TrayIcon]:
    """Return every picture the tray may show."""
    return [
        TrayIcon(name, step)
        for name, look in _LOOKS.items()
        for step in range(RING_STEPS + 1 if look.has_steps else 1)
    ]


def paint_of(colour: str, theme: str) -> Paint:
    """Return the paint for a name in COLOURS in a theme."""
    if theme == "colour":
        return COLOURS[colour]
    return (*_INK[theme], _INK_ALPHA.get(colour, 255))


def draw(icon: TrayIcon, size: int, theme: str) -> bytes:
    """Return the pixels of a picture, straight ARGB, row by row."""
    look = _LOOKS[icon.name]
    layers = [(paint_of(colour, theme), glyph_mask(glyph, size)) for colour, glyph in look.inside]
    if look.full_disc:
        layers.append((paint_of(look.colour, theme), disc_mask(size)))
    else:
        done, rest = ring_masks(size, icon.step if look.has_steps else RING_STEPS)
        layers += [(paint_of(look.colour, theme), done), (paint_of("track", theme), rest)]
    return composed(layers)


@cache
def glyph_mask(glyph: glyphs.Glyph, size: int) -> Mask:
    """Return the coverage of a glyph in a picture of `size` pixels."""
    return union([coverage(shape, size) for shape in glyph(glyphs.grid(size))])


@cache
def disc_mask(size: int) -> Mask:
    """Return the coverage of the full disc."""
    margin, _ = _MARGIN_AND_WIDTH[size]
    return coverage(Disc(size / 2, size / 2, size / 2 - margin), size)


@cache
def hole_mask(size: int) -> Mask:
    """Return the coverage of the inside of the ring."""
    margin, width = _MARGIN_AND_WIDTH[size]
    return coverage(Disc(size / 2, size / 2, size / 2 - margin - width), size)


@cache
def ring_masks(size: int, step: int) -> tuple[Mask, Mask]:
    """Return the coverage of the filled part of the ring, clockwise from the top, and of the rest."""
    ring = [outer - inner for outer, inner in zip(disc_mask(size), hole_mask(size), strict=True)]
    part = coverage(Sector(size / 2, step), size) if step < RING_STEPS else [1.0] * (size * size)
    done = [in_steps(here * share) for here, share in zip(ring, part, strict=True)]
    return done, [here - filled for here, filled in zip(ring, done, strict=True)]


def composed(layers: list[Layer]) -> bytes:
    """Compose layers, the first on top, into straight ARGB pixels."""
    paints = tuple(paint for paint, _ in layers)
    return b"".join([_pixel(paints, shares) for shares in zip(*(mask for _, mask in layers), strict=True)])


@cache
def _pixel(paints: tuple[Paint, ...], shares: tuple[float, ...]) -> bytes:
    free = 1.0
    alpha = red = green = blue = 0.0
    for paint, share in zip(paints, shares, strict=True):
        taken = min(share, free)
        free -= taken
        weight = taken * paint[3]
        alpha += weight
        red, green, blue = red + weight * paint[0], green + weight * paint[1], blue + weight * paint[2]
    if alpha < 0.5:
        return bytes(4)
    return bytes(int(value + 0.5) for value in (alpha, red / alpha, green / alpha, blue / alpha))
