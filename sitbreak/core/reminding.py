"""The reminder on the screen, and what the person answers: a break, a snooze or a skip.

`Reminder` decides when it comes and what becomes of it; here it is shown and withdrawn.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import assert_never

from sitbreak.core import effects
from sitbreak.core.effects import Effect, Reply
from sitbreak.core.entries import EntryKind
from sitbreak.core.inputs import BusyReason, Shown
from sitbreak.core.now import Now
from sitbreak.core.presence import AtDesk, Away, OnBreak, TakingBreak
from sitbreak.core.reminder import Due, Waiting, has_been_due
from sitbreak.core.saved import Parts
from sitbreak.core.screen import Screen
from sitbreak.core.tips import Tip
from sitbreak.core.words import log, reminder, replies
from sitbreak.core.words.times import break_end


class Reminding:
    """Carries out what the reminder decides. Every method takes the moment at which it is called."""

    def __init__(self, parts: Parts, screen: Screen, emit: Callable[[Effect], None]) -> None:
        """Everything that changes is one of the planner's parts, or emitted as an effect."""
        self._sitting = parts.sitting
        self._reminder = parts.reminder
        self._rotation = parts.rotation
        self._recorder = parts.recorder
        self._screen = screen
        self._emit = emit

    # --- on the screen ---------------------------------------------------------------------------

    def ask_if_due(self, now: Now) -> None:
        """Ask what the desktop is busy with if a reminder is due, and do without an answer in the end."""
        if self._reminder.answer_overdue(now):
            self.wait_or_show(self._reminder.known_reasons, now)
        elif self._reminder.is_due(self._sitting.desk(now), now):
            self._reminder.asked = now.boot
            self._emit(effects.CheckBusy())

    def wait_or_show(self, found: frozenset[BusyReason], now: Now) -> None:
        """Show the reminder that is due, unless what was found keeps it waiting."""
        desk = self._sitting.desk(now)
        despite = self._reminder.record_busy(found, desk, now)
        if despite is None:  # one that is out is now in the way
            self._screen.withdraw(Shown.REMINDER)
        elif self._reminder.is_due(desk, now):  # they may have left since the desktop was asked
            self._show(despite, now)

    def _show(self, despite: frozenset[BusyReason], now: Now) -> None:
        settings, total = self._reminder.settings, self._sitting.total(now)
        new = self._reminder.record_shown(despite, self._sitting.desk(now), now)
        self._sitting.reminded = self._reminder.shown_at
        tip = self._next_tip() if new else self._tip_again()
        if new:
            self._recorder.note(EntryKind.REMINDER, now)
            self._emit(effects.Record(log.reminded(total, tip.id if tip else "-")))
        due = self._reminder.state
        assert isinstance(due, Due), "it has just been shown"
        self._screen.show_reminder(total, tip, due, settings)

    def show_in_other_words(self, now: Now) -> None:
        """Show what stays for long, a reminder or a running break, in the language that is spoken now."""
        tip = self._screen.tip and self._rotation.library.find(self._screen.tip.id)
        if self._screen.out is Shown.REMINDER and isinstance(due := self._reminder.state, Due):
            self._screen.show_reminder(self._sitting.total(now), tip, due, self._reminder.settings)
        elif self._screen.out is Shown.BREAK and isinstance(taken := self._sitting.presence, TakingBreak):
            self._screen.show_break(self._break_title(taken, now), tip)

    def withdraw(self, now: Now) -> None:
        """Take a reminder off the screen; one that is still due comes back as soon as it may."""
        if self._screen.withdraw(Shown.REMINDER) or isinstance(self._reminder.state, Waiting):
            self._reminder.bring_back(now)

    def show_running_break(self, now: Now) -> None:
        """Show a started break for as long as it runs, and its end where that has moved."""
        presence = self._sitting.presence
        if isinstance(presence, TakingBreak) and not self._sitting.locked:
            title = self._break_title(presence, now)
            if self._screen.out is Shown.BREAK:
                self._screen.retitle(title)
            else:
                self._screen.show_break(title, self._tip_again())
        elif not isinstance(presence, Away) or self._sitting.locked:
            self._screen.withdraw(Shown.BREAK)

    def _break_title(self, taken: TakingBreak, now: Now) -> str:
        return reminder.break_until(break_end(taken.untouched, self._reminder.settings.break_length, now))

    # --- wishes ----------------------------------------------------------------------------------

    def start_break(self, now: Now) -> None:
        """Stop the clock, and turn the notification into one that says until when the break runs."""
        match self._sitting.presence:
            case TakingBreak() | OnBreak():
                self._emit(Reply(replies.already_on_break()))
                return
            case Away(left=left):
                start = left
            case AtDesk():
                start = now.boot
            case _:
                assert_never(self._sitting.presence)
        time = break_end(start, self._reminder.settings.break_length, now)
        tip = self._tip_again() if self._reminder.shown_at is not None else self._next_tip()
        if self._screen.out is Shown.REMINDER:
            self._reminder.bring_back(now)
        self._sitting.start_break(now)
        if not self._sitting.locked:
            self._screen.show_break(reminder.break_until(time), tip)
        self._emit(Reply(replies.break_started(time, idle_known=self._sitting.sees_absence)))

    def snooze(self, length: timedelta, now: Now) -> None:
        """Delay the reminder that is due, or the next one."""
        desk = self._sitting.desk(now)
        if self._sitting.stands:
            self._emit(Reply(replies.nothing_to_snooze_standing()))
        elif not self._sitting.sits:
            self._emit(Reply(replies.nothing_to_snooze_away()))
        elif self._reminder.snooze(length, desk, now):
            self.withdraw(now)
            if has_been_due(self._reminder.state):
                self._recorder.note(EntryKind.SNOOZED, now)
            self._emit(Reply(replies.snoozed(now.wall + length, now)))
        else:
            start = now.wall + (self._reminder.window.start - desk.total)
            self._emit(Reply(replies.nothing_to_snooze(start, now)))

    def skip(self, now: Now) -> None:
        """Start a new interval in place of the break that the reminder asks for."""
        if self._reminder.state is None:
            self._emit(Reply(replies.nothing_to_skip()))
            return
        total = self._sitting.total(now)
        self._reminder.skip(total)
        self.withdraw(now)
        self._recorder.note(EntryKind.SKIPPED, now)
        self._emit(effects.Record(log.skipped(total)))
        self._emit(Reply(replies.skipped(total)))

    # --- tips ------------------------------------------------------------------------------------

    def _next_tip(self) -> Tip | None:
        return self._rotation.next_for_reminder(self._reminder.settings.topics)

    def _tip_again(self) -> Tip | None:
        return self._rotation.again_for_reminder(self._reminder.settings.topics)
