"""What our notifications say."""

from datetime import timedelta

from sitbreak.core import words
from sitbreak.core.effects import Bubble, Button
from sitbreak.core.inputs import ShowHow, Shown, ShowTip, Snooze, StartBreak
from sitbreak.core.tips import Tip


def reminder_bubble(total: timedelta, tip: Tip | None, snooze: timedelta, *, overdue: bool) -> Bubble:
    """Make a reminder: how long they have been sitting, one tip, and what they can do."""
    buttons = [Button(words.START_BREAK, StartBreak()), Button(words.snooze_button(snooze), Snooze())]
    if tip is not None:
        buttons.append(Button(words.SHOW_ME_HOW, ShowHow(tip.id)))
    body = words.tip_body(tip.title, tip.body, tip.caution) if tip else words.NO_TIPS
    return Bubble(Shown.REMINDER, words.reminder_title(total, overdue=overdue), body, tuple(buttons))


BREAK_END = Bubble(Shown.BREAK_END, words.BREAK_END_TITLE, words.BREAK_END_BODY)


def tip_bubble(tip: Tip) -> Bubble:
    """Make the notification of a tip on demand."""
    buttons = (Button(words.SHOW_ME_HOW, ShowHow(tip.id)), Button(words.ANOTHER_TIP, ShowTip(tip.topic)))
    return Bubble(Shown.TIP, tip.title, words.tip_text(tip.body, tip.caution), buttons)
