"""*No stretches today*, for a day on which the back hurts: the menu entry, its reply and its help."""

from collections.abc import Callable

from sitbreak.core.now import Now
from sitbreak.core.rotation import TipsToday
from sitbreak.core.words import times
from sitbreak.core.words.language import _


def entry() -> str:
    """Label what leaves stretches out of today's tips."""
    return _("No stretches today (my back hurts)")


def tips_today(today: TipsToday | None, now: Now) -> str:
    """Answer `stretches`: whether today's tips leave them out."""
    if today is None:
        return _("Stretches are on: tips cover all your topics.")
    until = times.clock(today.until, now)
    return _(
        "No stretches today, only tips on posture and moving. They come back by themselves at {time}."
    ).format(time=until)


def explained(as_entry: Callable[[str], str], as_code: Callable[[str], str]) -> str:
    """Explain it on the help page.

    Args:
        as_entry: marks a menu entry up.
        as_code: marks a command up.
    """
    off, on = as_code("sitbreak stretches off"), as_code("sitbreak stretches on")
    return _(
        "Choose {entry} in the menu, or type {off}: tips are about posture and moving only. Stretches come "
        "back by themselves at four in the morning, or earlier with {on}."
    ).format(entry=as_entry(entry()), off=off, on=on)
