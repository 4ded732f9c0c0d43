"""Three palettes: for light backgrounds, for dark ones, and a reduced one for print and high contrast."""

from functools import cache

from art.figures.shapes import Paint

RGB = tuple[int, int, int]

BACKGROUNDS = {"light": "#f5f7f9", "dark": "#20262f", "mono": "#ffffff"}
"""The backgrounds the pictures are designed for; the pictures themselves are transparent."""

_LIGHT = {
    "skin": "#e8a27c",
    "skin_far": "#cf8b67",
    "neck": "#d18d69",
    "ear": "#d9926d",
    "hair": "#4a3b36",
    "shirt": "#1f8a82",
    "shirt_far": "#176860",
    "trousers": "#2c3e5c",
    "trousers_far": "#50658a",
    "shoe": "#16213a",
    "shoe_far": "#384a6c",
    "seat": "#b9c3cf",
    "seat_side": "#a9b4c2",
    "leg": "#9aa6b5",
    "table": "#c3ccd7",
    "table_side": "#a9b4c2",
    "box_top": "#ebc68c",
    "box_front": "#d9a05b",
    "box_side": "#b78445",
    "device": "#3c4657",
    "device_side": "#2b3342",
    "book_a": "#c9727b",
    "book_b": "#7d8fb3",
    "mat": "#c5cfe0",
    "mat_side": "#a9b4c2",
    "shadow": "#dde2e9",
    "accent": "#f2643a",
    "accent_rim": "#93504a",
    "spine": "#ffffff",
    "good": "#2f9e58",
    "bad": "#d64545",
    "mark": "#ffffff",
}
_DARK = _LIGHT | {
    "skin": "#f0ae88",
    "skin_far": "#c68a68",
    "neck": "#cf9270",
    "ear": "#d99a76",
    "hair": "#8c6f64",
    "shirt": "#37b3a8",
    "shirt_far": "#26857d",
    "trousers": "#7090c0",
    "trousers_far": "#4d6690",
    "shoe": "#b0c0de",
    "shoe_far": "#7f90b0",
    "seat": "#596374",
    "seat_side": "#4c5565",
    "leg": "#4c5565",
    "table": "#5d6778",
    "table_side": "#4c5565",
    "device": "#98a4b6",
    "device_side": "#7f90b0",
    "mat": "#4d5a78",
    "mat_side": "#3c4a63",
    "shadow": "#2d3541",
    "accent": "#ff7a50",
    "accent_rim": "#b98287",
    "good": "#4cc27c",
    "bad": "#f06a6a",
    "mark": "#20262f",
}
_MONO = _LIGHT | {
    **dict.fromkeys(("skin", "neck", "ear", "hair", "shirt", "trousers", "shoe"), "#1f2a3a"),
    **dict.fromkeys(("skin_far", "shirt_far", "trousers_far", "shoe_far"), "#7b8796"),
    "accent_rim": "#87473a",
    "box_top": "#cfd6df",
    "box_front": "#b3bcc9",
    "box_side": "#98a3b2",
    "device": "#6d7888",
    "device_side": "#5a6575",
    "book_a": "#8a95a5",
    "book_b": "#b3bcc9",
}


_TOUCHING = (
    ("skin", "hair"),
    ("skin", "neck"),
    ("skin", "shirt"),
    ("neck", "shirt"),
    ("shirt", "trousers"),
    ("shoe", "trousers"),
    ("trousers", "accent_rim"),
    ("accent", "accent_rim"),
    ("seat", "seat_side"),
    ("seat", "leg"),
    ("leg", "shadow"),
    ("shoe", "shadow"),
    ("table", "table_side"),
    ("device", "device_side"),
    ("box_top", "box_front"),
    ("box_front", "box_side"),
)
"""Colours that often touch: the border between them is an even mix."""


def _rgb(text: str) -> RGB:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


PALETTES = {
    name: {colour: _rgb(text) for colour, text in colours.items()}
    for name, colours in (("light", _LIGHT), ("dark", _DARK), ("mono", _MONO))
}


def mixed(palette: str, paint: Paint) -> RGB:
    """Return the colour of a paint."""
    colours = PALETTES[palette]
    start, end = colours[paint.name], colours[paint.other or paint.name]
    red, green, blue = (round(a + (b - a) * paint.share) for a, b in zip(start, end, strict=True))
    return red, green, blue


@cache
def all_colours(palette: str) -> tuple[RGB, ...]:
    """Return every colour a finished picture may have: the palette and the even mixes of two."""
    colours = PALETTES[palette]
    sides = [(name, f"{name}_far") for name in colours if f"{name}_far" in colours]
    halves = [mixed(palette, Paint(name, other, 0.5)) for name, other in (*sides, *_TOUCHING)]
    return (*colours.values(), *halves)
