"""Where the parts of a tip go on a card of any size: arithmetic on logical pixels, without Qt.

1. The card's size depends on the text size and the screen alone, never on the tip: buttons keep their places.
2. Picture and text stand side by side; on a narrow or tall card the picture is above the text.
3. On a small card the picture gives up its size first. One too small to be of use is left out, none is cut.
4. The countdown is below the picture where that stays large; otherwise it is below the text, and scrolls with
   it where the text would have too little room.
"""

from typing import NamedTuple, Protocol

PICTURE = 21.5
"""Ems of the picture's side, where there is room."""

_LETTERS = 76
"""Letters in a line of text beside the picture, where there is room."""

_SHARE, _SMALL_SHARE = 0.36, 0.31
"""Of the width, at most for the picture: with a wide margin, and with a narrow one."""

_HEIGHT = 33.3
"""Ems of the height that every tip of ours needs, where there is room."""

_LONGEST_LINE, _LINE_ALONE, _SHORTEST_LINE = 84, 62, 24
"""Letters in a line: more tire the eye, fewer are for a card with the picture above."""

_NARROWEST_COUNTDOWN = 12
"""Ems of a countdown in the panel."""

_SMALLEST_PICTURE = 5
"""Ems of a picture that still shows something."""

_LEAST_TEXT = 7
"""Ems of text above a countdown that stays in sight."""

_FULL_TITLE = 18
"""Ems of height on which a title can have its size."""

_TEXT_BELOW = 13
"""Ems of text below a picture: a picture that leaves less gets smaller."""


class Units(NamedTuple):
    """What lengths are measured in, as logical pixels: both grow with the text.

    Attributes:
        em: the height of the desktop's font.
        letter: the width of an average letter of the text.
    """

    em: float
    letter: float


class Rect(NamedTuple):
    """A rectangle, in logical pixels."""

    x: int
    y: int
    width: int
    height: int


class Places(NamedTuple):
    """Where everything goes.

    Attributes:
        panel: the frame of the picture, and of the countdown if that is below it; None without a picture.
        picture: the picture's part of it.
        text: the text, from the topic to where the tip comes from.
        countdown: the countdown; None if there is nothing to hold, or if it scrolls with the text.
        in_panel: whether the countdown is in the panel.
    """

    panel: Rect | None
    picture: Rect | None
    text: Rect
    countdown: Rect | None
    in_panel: bool


class CountdownHeight(Protocol):
    """Measures a countdown."""

    def __call__(self, width: int, *, in_panel: bool) -> int:
        """Return the height of a countdown of this width."""


def wanted_size(units: Units) -> tuple[int, int]:
    """Return the width and height that a tip should have."""
    em, letter = units
    return round(PICTURE * em + 6 * em + _LETTERS * letter), round(_HEIGHT * em)


def room_on(width: int, height: int, units: Units) -> Rect:
    """Return the room for a tip on a card of this size: without margins, and no wider than one can read."""
    em, letter = units
    margin = round(2 * em if width >= 46 * em and height >= 28 * em else em)
    widest = round(PICTURE * em + margin + _LONGEST_LINE * letter)
    wide = min(width - 2 * margin, widest)
    return Rect((width - wide) // 2, margin, wide, height - margin)


def is_low(room: Rect, units: Units) -> bool:
    """Return whether a large title would leave a room hardly any height for other text."""
    return room.height < _FULL_TITLE * units.em


def arrange(room: Rect, units: Units, *, has_picture: bool, countdown: CountdownHeight | None) -> Places:
    """Return where everything goes.

    Args:
        room: the room for it; what is above it is the card's margin.
        units: the units.
        has_picture: whether the tip has a picture.
        countdown: the height of its countdown; None without one.
    """
    em, letter = units
    if not has_picture:
        line = min(room.width, round(_LINE_ALONE * letter))
        middle = room._replace(x=room.x + (room.width - line) // 2, width=line)
        return _without_panel(middle, em, countdown)
    gap = room.y
    share = _SHARE if gap > 1.5 * em else _SMALL_SHARE
    side = round(min(PICTURE * em, share * room.width, room.height))
    text = room._replace(x=room.x + side + gap, width=room.width - side - gap)
    is_tall = room.width < 44 * em and room.height > 1.1 * room.width
    if is_tall or text.width < _SHORTEST_LINE * letter:
        return _above(room, em, countdown)
    panel = room._replace(width=side, height=min(room.height, round(1.6 * side)))
    if countdown is None:
        return Places(panel, panel, text, None, in_panel=False)
    inset = round(em)
    inside = side - 2 * inset
    picture_height = panel.height - countdown(inside, in_panel=True) - inset
    if picture_height >= 0.75 * side and inside >= _NARROWEST_COUNTDOWN * em:
        picture = panel._replace(height=picture_height)
        below = Rect(panel.x + inset, panel.y + picture_height, inside, panel.height - picture_height - inset)
        return Places(panel, picture, text, below, in_panel=True)
    return _without_panel(text, em, countdown)._replace(panel=panel, picture=panel)


def _above(room: Rect, em: float, countdown: CountdownHeight | None) -> Places:
    """Put the picture above the text."""
    held = 0 if countdown is None else countdown(room.width, in_panel=False)
    spare = room.height - held - (_TEXT_BELOW + 1.6) * em
    side = round(min(PICTURE * em, room.width, 0.4 * room.height, spare))
    if side < _SMALLEST_PICTURE * em:
        return _without_panel(room, em, countdown)
    down = side + round(em)
    text = room._replace(y=room.y + down, height=room.height - down)
    panel = room._replace(height=side)
    return _without_panel(text, em, countdown)._replace(panel=panel, picture=panel)


def _without_panel(text: Rect, em: float, countdown: CountdownHeight | None) -> Places:
    """Put the countdown below the text."""
    if countdown is None:
        return Places(None, None, text, None, in_panel=False)
    needed = countdown(text.width, in_panel=False)
    left_over = text.height - needed - round(0.6 * em)
    if left_over < _LEAST_TEXT * em:
        return Places(None, None, text, None, in_panel=False)
    below = Rect(text.x, text.y + text.height - needed, text.width, needed)
    return Places(None, None, text._replace(height=left_over), below, in_panel=False)
