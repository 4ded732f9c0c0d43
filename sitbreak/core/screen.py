"""What we have on the screen, and what our notifications say."""

from collections.abc import Callable
from datetime import timedelta

from sitbreak.core.effects import Bubble, Button, CheckBusy, Effect, PlaySound, Show, Withdraw
from sitbreak.core.inputs import ShowHow, Shown, ShowTip, Snooze, StartBreak
from sitbreak.core.presence import ZERO
from sitbreak.core.reminder import Due
from sitbreak.core.settings import Settings
from sitbreak.core.tips import Tip
from sitbreak.core.words import menu, reminder


class Screen:
    """Our one notification, and the end of a break while we ask whether it may be announced.

    Attributes:
        out: what the notification on the screen is about; None while there is none.
        tip: the tip in it.
        break_has_ended: a break is complete, and the desktop has been asked whether it is busy.
    """

    def __init__(self, emit: Callable[[Effect], None]) -> None:
        """Changes to the screen are emitted as effects."""
        self.out: Shown | None = None
        self.tip: Tip | None = None
        self.break_has_ended = False
        self._emit = emit

    def show_reminder(self, total: timedelta, tip: Tip | None, due: Due, settings: Settings) -> None:
        """Show the reminder with a tip, or change the tip of the one that is out."""
        self._show(reminder_bubble(total, tip, due, settings), tip)

    def show_tip(self, tip: Tip) -> None:
        """Show a tip that was asked for."""
        self._show(tip_bubble(tip), tip)

    def withdraw(self, shown: Shown) -> bool:
        """Withdraw our notification if it is about `shown`; return whether it was."""
        if self.out is not shown:
            return False
        self.out = None
        self._emit(Withdraw())
        return True

    # --- the end of a break --------------------------------------------------------------------

    @property
    def has_break_end(self) -> bool:
        """Whether the end of a break is announced, or about to be."""
        return self.break_has_ended or self.out is Shown.BREAK_END

    def prepare_break_end(self, settings: Settings) -> None:
        """Ask whether the desktop is busy, if the person wants an announcement; if it is, there is none."""
        if settings.announce_break_end or settings.sound:
            self.break_has_ended = True
            self._emit(CheckBusy())

    def announce_break_end(self, settings: Settings) -> None:
        """Announce the end of the break: the desktop is not busy."""
        if settings.announce_break_end:
            self._show(break_end_bubble(), None)
        if settings.sound:
            self._emit(PlaySound())

    def drop_break_end(self) -> None:
        """Cancel or withdraw the announcement: its moment has passed."""
        self.break_has_ended = False
        self.withdraw(Shown.BREAK_END)

    def _show(self, bubble: Bubble, tip: Tip | None) -> None:
        self.out, self.tip = bubble.shown, tip
        self._emit(Show(bubble))


def reminder_bubble(total: timedelta, tip: Tip | None, due: Due, settings: Settings) -> Bubble:
    """Return a reminder: the sitting time, one tip, what the person can do, and why it waits no longer."""
    buttons = [Button(menu.start_break(), StartBreak()), Button(menu.snooze_for(settings.snooze), Snooze())]
    if tip is not None:
        buttons.append(Button(menu.show_me_how(), ShowHow(tip.id)))
    body = reminder.tip_body(tip.title, tip.body, tip.caution) if tip else reminder.no_tips()
    if due.despite:
        longest = max(settings.wait_during.get(reason, ZERO) for reason in due.despite)
        body = f"{body}\n{reminder.waits_no_longer(due.despite, longest)}"
    return Bubble(Shown.REMINDER, reminder.title(total, overdue=due.overdue), body, tuple(buttons))


def tip_bubble(tip: Tip) -> Bubble:
    """Return the notification of a tip that was asked for."""
    buttons = (Button(menu.show_me_how(), ShowHow(tip.id)), Button(menu.another_tip(), ShowTip(tip.topic)))
    return Bubble(Shown.TIP, tip.title, reminder.tip_text(tip.body, tip.caution), buttons)


def break_end_bubble() -> Bubble:
    """Return the announcement that a break is complete."""
    return Bubble(Shown.BREAK_END, reminder.break_complete_title(), reminder.break_complete_body())
