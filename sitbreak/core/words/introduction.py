"""The notification that introduces sitbreak: at the first start, and when it is started a second time."""

from sitbreak.core.inputs import IconLookedFor
from sitbreak.core.settings import Interval
from sitbreak.core.words import times
from sitbreak.core.words.language import _


def title(*, has_icon: bool) -> str:
    """Say where sitbreak is."""
    return _("sitbreak is in your tray") if has_icon else _("sitbreak is running")


def body(interval: Interval, icon: IconLookedFor) -> str:
    """Say what sitbreak does, and where everything else is."""
    span = times.spoken_span(interval)
    if interval.start == interval.end:
        what = _("It asks you to get up after {length} of sitting.").format(length=span)
    else:
        what = _("It asks you to get up after {length} of sitting, when you stop typing.").format(length=span)
    # Translators: what sitbreak does, and where the person finds it
    return _("{what} {where}").format(what=what, where=_where(icon))


def no_menus() -> str:
    """Say what can be done where only the old kind of tray shows the icon."""
    return _("This tray has no menus: a click shows a tip. Every menu entry is also a command: sitbreak help")


def _where(icon: IconLookedFor) -> str:
    """Say where everything else is."""
    if not icon.shown:
        return _(
            "This desktop isn't showing its icon; on GNOME, the AppIndicator extension does."
            " Reminders come anyway."
        )
    if not icon.has_menu:
        return no_menus()
    if icon.is_tucked_away:
        return _(
            "Right-click its icon for breaks, pauses and settings. If it's behind the arrow (^) on the"
            " taskbar, drag it out to keep it in sight."
        )
    if icon.by_right_click:
        return _("Right-click its icon for breaks, pauses and settings.")
    return _("Click its icon for breaks, pauses and settings.")
