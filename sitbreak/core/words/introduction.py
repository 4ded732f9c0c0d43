"""The notification that introduces sitbreak: at the first start, and when it is started a second time."""

from sitbreak.core.settings import Interval
from sitbreak.core.words import times
from sitbreak.core.words.language import _


def title(*, has_icon: bool) -> str:
    """Say where sitbreak is."""
    return _("sitbreak is in your tray") if has_icon else _("sitbreak is running")


def body(
    interval: Interval, *, has_icon: bool, is_tucked_away: bool = False, by_right_click: bool = False
) -> str:
    """Say what sitbreak does, and where everything else is."""
    span = times.spoken_span(interval)
    if interval.start == interval.end:
        what = _("It asks you to get up after {length} of sitting.").format(length=span)
    else:
        what = _("It asks you to get up after {length} of sitting, when you stop typing.").format(length=span)
    if has_icon and is_tucked_away:
        where = _(
            "Right-click its icon for breaks, pauses and settings. If it's behind the arrow (^) on the"
            " taskbar, drag it out to keep it in sight."
        )
    elif has_icon and by_right_click:
        where = _("Right-click its icon for breaks, pauses and settings.")
    elif has_icon:
        where = _("Click its icon for breaks, pauses and settings.")
    else:
        where = _(
            "This desktop isn't showing its icon; on GNOME, the AppIndicator extension does."
            " Reminders come anyway."
        )
    # Translators: what sitbreak does, and where the person finds it
    return _("{what} {where}").format(what=what, where=where)
