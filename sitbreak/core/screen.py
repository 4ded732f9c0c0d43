"""What our notifications say."""

from datetime import timedelta

from sitbreak.core.effects import Bubble, Button
from sitbreak.core.inputs import ShowHow, Shown, ShowTip, Snooze, StartBreak
from sitbreak.core.tips import Tip
from sitbreak.core.words import menu, reminder


def reminder_bubble(total: timedelta, tip: Tip | None, snooze: timedelta, *, overdue: bool) -> Bubble:
    """Make a reminder: how long they have been sitting, one tip, and what they can do."""
    buttons = [Button(menu.start_break(), StartBreak()), Button(menu.snooze_for(snooze), Snooze())]
    if tip is not None:
        buttons.append(Button(menu.show_me_how(), ShowHow(tip.id)))
    body = reminder.tip_body(tip.title, tip.body, tip.caution) if tip else reminder.no_tips()
    return Bubble(Shown.REMINDER, reminder.title(total, overdue=overdue), body, tuple(buttons))


def break_end_bubble() -> Bubble:
    """Make the notification of a break that is complete."""
    return Bubble(Shown.BREAK_END, reminder.break_complete_title(), reminder.break_complete_body())


def tip_bubble(tip: Tip) -> Bubble:
    """Make the notification of a tip on demand."""
    buttons = (Button(menu.show_me_how(), ShowHow(tip.id)), Button(menu.another_tip(), ShowTip(tip.topic)))
    return Bubble(Shown.TIP, tip.title, reminder.tip_text(tip.body, tip.caution), buttons)
