"""*No stretches today*, for a day on which the back hurts: the menu entry and its reply."""

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
