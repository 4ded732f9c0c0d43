"""Which of sitbreak's pictures a panel shows: the most similar one, as panels scale them."""

from functools import cache

from PIL import Image, ImageChops, ImageStat

from sitbreak.core.tray_view import RING_STEPS, IconName, TrayIcon
from sitbreak.desktop.icons import load
from tests.journeys.screen import Box, Screen

_TRAY = "wrapper-2.0"
# Source: xfce4-panel runs the tray as a program of this name, whose window it embeds.

_WITH_RING = (IconName.SITTING, IconName.WINDOW, IconName.SNOOZED, IconName.STANDING, IconName.UNKNOWN)
_PLAIN = tuple(name for name in IconName if name not in _WITH_RING)
_LEAST_EDGE = 12
_CONTRAST = 16


def find_icon(screen: Screen) -> Box | None:
    """Return where the panel's tray shows an icon, None if it does not."""
    for tray in screen.windows_of(_TRAY):
        inside = Box(tray.left + 1, tray.top + 1, tray.right - 1, tray.bottom - 1)
        ink = _ink(screen.picture(inside))
        if ink and min(ink[2] - ink[0], ink[3] - ink[1]) >= _LEAST_EDGE:
            left, top, right, bottom = ink
            return Box(inside.left + left, inside.top + top, inside.left + right, inside.top + bottom)
    return None


def state_of(icon: Image.Image) -> str:
    """Return the name of the state whose picture is most similar to an icon on the screen."""
    background = icon.getpixel((0, 0))
    assert isinstance(background, tuple)
    likeness = {
        (name, step): _difference(icon, _picture(name, step, background))
        for names, steps in ((_WITH_RING, range(RING_STEPS + 1)), (_PLAIN, (0,)))
        for name in names
        for step in steps
    }
    return min(likeness, key=lambda known: likeness[known])[0]


@cache
def _picture(name: IconName, step: int, background: tuple[int, ...]) -> Image.Image:
    """Return the largest picture of a state, cropped, on the colour of the panel."""
    pixmap = load(TrayIcon(name, step), "colour")[-1]
    alpha, red, green, blue = (
        Image.frombytes("L", (pixmap.width, pixmap.height), pixmap.argb[channel::4]) for channel in range(4)
    )
    panel = Image.new("RGB", alpha.size, background)
    panel.paste(Image.merge("RGB", (red, green, blue)), mask=alpha)
    return panel.crop(_ink(panel))


def _ink(picture: Image.Image) -> tuple[int, int, int, int] | None:
    """Return what stands out from the colour of the corner."""
    background = Image.new("RGB", picture.size, picture.getpixel((0, 0)))
    difference = ImageChops.difference(picture, background).convert("L")
    return difference.point([0] * _CONTRAST + [255] * (256 - _CONTRAST)).getbbox()


def _difference(seen: Image.Image, known: Image.Image) -> float:
    return sum(ImageStat.Stat(ImageChops.difference(seen, known.resize(seen.size))).sum)
