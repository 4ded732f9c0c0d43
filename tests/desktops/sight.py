"""Looks at a screen as a person does: what has changed, what is written there, and where our icon is."""

import csv
import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from io import BytesIO, StringIO
from itertools import combinations, pairwise

from PIL import Image, ImageChops, ImageFilter, ImageOps, ImageStat

from sitbreak.core.tray_view import RING_STEPS, IconName, TrayIcon
from sitbreak.desktop.icons import load
from tests.journeys.screen import Box

_NOISE = 12
"""Levels by which a pixel may differ from another one that a person calls the same colour."""
_ENLARGED = 3
"""Tesseract reads text best that is two or three times as large as a screen's."""
_AROUND = 7
"""Side of the square, in triples of pixels, whose usual colour is the background of what is in its middle."""
_SAME_ROW = 5
"""Pixels from the middle of a word to that of the next lower one in its row; rows are further apart."""
_NUMBER = re.compile(r"\d+")
_LIKE = 0.75
"""How much of a text has to be read correctly for it to be that text."""


def around(boxes: Iterable[Box]) -> Box:
    """Return the smallest box that contains all of these."""
    lefts, tops, rights, bottoms = zip(*(box.edges for box in boxes), strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


# --- what has changed ------------------------------------------------------------------------------


def change(before: Image.Image, after: Image.Image, outside: Iterable[Box] = ()) -> Box | None:
    """Return where two pictures differ, outside of these parts."""
    mask = ImageChops.difference(before, after).convert("L").point([0] * _NOISE + [255] * (256 - _NOISE))
    for box in outside:
        mask.paste(0, box.edges)
    found = mask.getbbox()
    return Box(*found) if found else None


# --- what is written there -------------------------------------------------------------------------


@dataclass(frozen=True)
class Word:
    """A word, and where it is."""

    text: str
    box: Box


@dataclass(frozen=True)
class Line:
    """Words beside each other."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """What is written."""
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        """Where it is."""
        return around(word.box for word in self.words)


def read(picture: Image.Image, part: Box) -> list[Line]:
    """Return the text in a part of a picture, from top to bottom."""
    ink = _ink(picture.crop(part.edges).convert("L"))
    large = ink.resize((ink.width * _ENLARGED, ink.height * _ENLARGED), Image.Resampling.LANCZOS)
    words = [
        Word(it.text, Box(*(edge // _ENLARGED for edge in it.box.edges)).moved(part.left, part.top))
        for it in _words(ImageOps.autocontrast(large, cutoff=1))
    ]
    return [line for row in _rows(words) for line in _lines(row)]


def _ink(grey: Image.Image) -> Image.Image:
    """Return dark text on white for text on any background, or on several: Tesseract takes one for all."""
    small = grey.reduce(_ENLARGED).filter(ImageFilter.MedianFilter(_AROUND))
    background = small.resize(grey.size, Image.Resampling.BOX)
    return ImageOps.invert(ImageChops.difference(grey, background))


def line_like(text: str, lines: Iterable[Line]) -> Line | None:
    """Return the line, or the words in one, that say this; a letter or two may be read wrongly."""
    found = [part for line in lines if (part := _words_like(text, line))]
    return max(found, key=lambda line: _likeness(line.text, text), default=None)


def says(text: str, lines: Iterable[Line]) -> bool:
    """Return whether this is written there, however it is wrapped; letters alone are parts of a picture."""
    whole = "".join(letters for line in lines if len(letters := _letters(line.text)) > 2)
    wanted = _letters(text)
    matching = SequenceMatcher(None, whole, wanted, autojunk=False).get_matching_blocks()
    start = max(matching, key=lambda block: block.size)
    first = max(start.a - start.b, 0)
    return SequenceMatcher(None, whole[first : first + len(wanted)], wanted, autojunk=False).ratio() > 0.85


def _words(picture: Image.Image) -> Iterator[Word]:
    """Read with Tesseract.

    Source: tesseract(1): page segmentation mode 11 finds as much text as possible, in no order.
    """
    png = BytesIO()
    picture.save(png, "PNG", compress_level=1)
    done = subprocess.run(
        ["tesseract", "-", "-", "--psm", "11", "tsv"],
        input=png.getvalue(),
        capture_output=True,
        check=True,
        env=dict(os.environ) | {"OMP_THREAD_LIMIT": "1"},
    )
    for row in csv.DictReader(StringIO(done.stdout.decode()), delimiter="\t", quoting=csv.QUOTE_NONE):
        if (text := row["text"] or "").strip():
            left, top, width, height = (int(row[name]) for name in ("left", "top", "width", "height"))
            yield Word(text, Box(left, top, left + width, top + height))


def _rows(words: Iterable[Word]) -> Iterator[list[Word]]:
    """Group words by the row that they are in."""
    rows: list[list[Word]] = []
    lowest = -2 * _SAME_ROW
    for word in sorted(words, key=lambda word: word.box.middle[1]):
        middle = word.box.middle[1]
        if middle > lowest + _SAME_ROW:
            rows.append([])
        rows[-1].append(word)
        lowest = middle
    for row in rows:
        yield sorted(row, key=lambda word: word.box.left)


def _lines(row: list[Word]) -> Iterator[Line]:
    """Part a row where words are further apart than in one text."""
    parts = [[row[0]]]
    for before, word in pairwise(row):
        if word.box.left - before.box.right > 2 * max(before.box.height, 8):
            parts.append([])
        parts[-1].append(word)
    for part in parts:
        yield Line(tuple(part))


def _words_like(text: str, line: Line) -> Line | None:
    """Return the words in a line that are most like a text, if they are like enough."""
    ends = range(len(line.words) + 1)
    runs = (Line(line.words[first:last]) for first, last in combinations(ends, 2))
    best = max(runs, key=lambda run: (_likeness(run.text, text), -len(run.words)))
    return best if _likeness(best.text, text) >= _LIKE else None


def _likeness(seen: str, text: str) -> float:
    """Return how much of a text was read correctly; every number has to be right."""
    if _NUMBER.findall(seen) != _NUMBER.findall(text):
        return 0
    return SequenceMatcher(None, _letters(seen), _letters(text)).ratio()


def _letters(text: str) -> str:
    """Return only what Tesseract reads well, in lower case."""
    return "".join(letter for letter in text.casefold() if letter.isalnum() or letter in "&<>")


# --- our icon --------------------------------------------------------------------------------------

_WITH_RING = (IconName.SITTING, IconName.WINDOW, IconName.SNOOZED, IconName.STANDING, IconName.UNKNOWN)
_SIZES = range(12, 49)
_LEAST_INK = 4
"""Pixels that the coloured part of an icon is wide and high at least."""
_GAP = 3
"""Pixels between parts of one icon in the same colour, at most."""
_STANDS_OUT = 16
"""Levels by which a ring stands out from the panel."""
_MOST_DIFFERENT = 0.45
"""How much of an icon's ink may be missing or in another place: panels scale icons, each in its own way."""
_NEUTRAL = ((255, 255, 255), (128, 136, 148))
"""Colours of several of our icons: figures on discs, and chairs."""

Colour = tuple[int, ...]


@dataclass(frozen=True)
class SeenIcon:
    """One of our icons on the screen."""

    name: IconName
    box: Box


def find_icon(picture: Image.Image, part: Box) -> SeenIcon | None:
    """Return our icon in a part of a picture: the same shape in the same colours, at any size."""
    area = picture.crop(part.edges)
    found = [
        (_difference(area.crop(box.edges), ours), SeenIcon(name, box.moved(part.left, part.top)))
        for colour, known in _icons_by_colour().items()
        for box in _outlines(area, colour)
        for name, ours in known
    ]
    difference, icon = min(found, key=lambda one: one[0], default=(1.0, None))
    return icon if difference < _MOST_DIFFERENT else None


@cache
def _icons_by_colour() -> dict[Colour, list[tuple[IconName, Image.Image]]]:
    """Return the largest of all our pictures by their main colour."""
    known: dict[Colour, list[tuple[IconName, Image.Image]]] = {}
    for name in IconName:
        for step in range(RING_STEPS + 1) if name in _WITH_RING else (0,):
            pixmap = load(TrayIcon(name, step), "colour")[-1]
            size = pixmap.width, pixmap.height
            channels = [Image.frombytes("L", size, pixmap.argb[channel::4]) for channel in range(4)]
            picture = Image.merge("RGBA", (*channels[1:], channels[0]))
            solid = {it: count for it, count in _colours(picture) if it[3] == 255 and it[:3] not in _NEUTRAL}
            main = max(solid, key=lambda it: solid[it])[:3]
            known.setdefault(main, []).append((name, picture.crop(picture.getbbox())))
    return known


def _colours(picture: Image.Image) -> Iterator[tuple[Colour, int]]:
    """Return each colour of a picture, and how many pixels have it."""
    for count, colour in picture.getcolors(picture.width * picture.height) or ():
        assert isinstance(colour, tuple)
        yield colour, count


def _mask(picture: Image.Image, colour: Colour, levels: int = _NOISE) -> Image.Image:
    """Return white where the picture has this colour."""
    red, green, blue = ImageChops.difference(picture, Image.new("RGB", picture.size, colour)).split()
    worst = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return worst.point([255] * levels + [0] * (256 - levels))


def _outlines(area: Image.Image, colour: Colour) -> Iterator[Box]:
    """Return what something of this colour belongs to: everything around it that is not background."""
    mask = _mask(area, colour)
    for left, right in _runs(_columns(mask), _GAP):
        ink = mask.crop((left, 0, right, area.height)).getbbox()
        assert ink is not None
        if min(right - left, ink[3] - ink[1]) < _LEAST_INK:
            continue
        first, last = max(left - _SIZES[-1], 0), min(right + _SIZES[-1], area.width)
        around = _foreground(area.crop((first, 0, last, area.height)))
        for start, end in _runs(_columns(around), 0):
            if first + start <= left < first + end:
                box = around.crop((start, 0, end, around.height)).getbbox()
                assert box is not None
                outline = Box(first + start, box[1], first + end, box[3])
                yield outline
                yield from _without_frame(area, outline)


def _without_frame(area: Image.Image, outline: Box) -> Iterator[Box]:
    """Return what is on a panel that is not wider than the icon, or on a button."""
    picture = area.crop(outline.edges)
    corner = picture.getpixel((_GAP, _GAP)) if min(picture.size) > _GAP else (0, 0, 0)
    assert isinstance(corner, tuple)
    inside = ImageChops.invert(_mask(picture, corner, _STANDS_OUT)).crop(
        (1, 1, picture.width - 1, picture.height - 1)
    )
    if box := inside.getbbox():
        yield Box(*box).moved(outline.left + 1, outline.top + 1)


def _foreground(picture: Image.Image) -> Image.Image:
    """Return white where a pixel is not what most of its row is: a panel may have an edge and a gradient."""
    background = Image.new("RGB", (1, picture.height))
    for y in range(picture.height):
        row = _colours(picture.crop((0, y, picture.width, y + 1)))
        background.putpixel((0, y), max(row, key=lambda it: it[1])[0])
    difference = ImageChops.difference(picture, background.resize(picture.size)).convert("L")
    return difference.point([0] * _STANDS_OUT + [255] * (256 - _STANDS_OUT))


def _columns(mask: Image.Image) -> list[int]:
    """Return the columns in which something is white."""
    return [x for x in range(mask.width) if mask.crop((x, 0, x + 1, mask.height)).getbbox()]


def _runs(places: list[int], gap: int) -> list[tuple[int, int]]:
    """Return first and one past last of every run; gaps of up to `gap` do not end one."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and place - runs[-1][1] <= gap:
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    return runs


def _difference(seen: Image.Image, ours: Image.Image) -> float:
    """Return how much of our ink is missing or elsewhere: 0 for the same picture, 1 for an empty one."""
    if not {seen.width, seen.height} <= set(_SIZES) or abs(seen.width - seen.height) > _GAP:
        return 1
    scaled = ours.resize(seen.size, Image.Resampling.BOX)
    empty = Image.new("RGB", seen.size, seen.getpixel((0, 0)))
    expected = empty.copy()
    expected.paste(scaled.convert("RGB"), mask=scaled.getchannel("A"))
    return _distance(seen, expected) / _distance(empty, expected)


def _distance(one: Image.Image, other: Image.Image) -> float:
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).sum)
