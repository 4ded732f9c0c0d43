"""What we have on the screen, and what our notifications say."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from sitbreak.core.effects import Bubble, Button, CheckBusy, Effect, PlaySound, Show, Withdraw
from sitbreak.core.inputs import (
    FileChecked,
    IconLookedFor,
    NoteBack,
    Open,
    Page,
    SetAutostart,
    ShowHow,
    Shown,
    ShowTip,
    Sit,
    Snooze,
    StartBreak,
)
from sitbreak.core.presence import ZERO
from sitbreak.core.reminder import Due
from sitbreak.core.settings import Settings
from sitbreak.core.tips import Tip
from sitbreak.core.words import diary, introduction, language, menu, mistakes, reminder

_BODY = 250
"""Characters of a body that the mistakes in files share."""

_REPLACEABLE = (None, Shown.TIP, Shown.STANDING, Shown.PROBLEM, Shown.INTRODUCTION, Shown.DIARY)
"""What another notification of ours may replace: it has been seen, or can be had again."""


class Screen:
    """Our one notification, and the end of a break while we ask whether it may be announced.

    Attributes:
        tip: the tip in the notification.
        break_has_ended: a break is complete, and the desktop has been asked whether it is busy.
    """

    def __init__(self, emit: Callable[[Effect], None]) -> None:
        """Changes to the screen are emitted as effects."""
        self.tip: Tip | None = None
        self.break_has_ended = False
        self._bubble: Bubble | None = None
        self._emit = emit

    @property
    def out(self) -> Shown | None:
        """What the notification on the screen is about; None while there is none."""
        return None if self._bubble is None else self._bubble.shown

    def show_reminder(self, total: timedelta, tip: Tip | None, due: Due, settings: Settings) -> None:
        """Show the reminder with a tip."""
        self._show(reminder_bubble(total, tip, due, settings), tip)

    def show_tip(self, tip: Tip) -> None:
        """Show a tip that was asked for."""
        self._show(tip_bubble(tip), tip)

    def show_break(self, title: str, tip: Tip | None) -> None:
        """Show that a break runs, with the first words of a tip."""
        self._show(break_bubble(title, tip), tip)

    def suggest_change(self, standing: timedelta) -> None:
        """Suggest to somebody who stands that they sit or walk."""
        self._show(sit_or_walk_bubble(standing), None)

    def ask_about_back(self) -> None:
        """Ask how the back is today."""
        self._show(diary_bubble(), None)

    def keep_break(self) -> None:
        """Show a running break again: many daemons close a notification whose button is clicked."""
        if self._bubble is not None and self._bubble.shown is Shown.BREAK:
            self._emit(Show(self._bubble))

    def retitle(self, title: str) -> None:
        """Change the title of the notification, if the new one differs."""
        if self._bubble is not None and title != self._bubble.title:
            self._show(replace(self._bubble, title=title), self.tip)

    @property
    def keeps_notification(self) -> bool:
        """Whether another tip only changes the body: a reminder is out, or a break runs."""
        return self.out in (Shown.REMINDER, Shown.BREAK)

    def change_tip(self, tip: Tip | None) -> None:
        """Change the tip of a reminder or of a break; the title and what the person can do stay."""
        assert self._bubble is not None, "there is something to change"
        kept = [button for button in self._bubble.buttons if not isinstance(button.wish, ShowHow)]
        self._show(replace(self._bubble, body=_in_full(tip), buttons=(*kept, *_show_how(tip))), tip)

    def withdraw(self, shown: Shown) -> bool:
        """Withdraw our notification if it is about `shown`; return whether it was."""
        if self.out is not shown:
            return False
        self._bubble = None
        self._emit(Withdraw())
        return True

    # --- what is wrong in a file -----------------------------------------------------------------

    @property
    def is_free(self) -> bool:
        """Whether another notification may take the place of ours, if there is one."""
        return not self.break_has_ended and self.out in _REPLACEABLE

    def show_mistakes(self, found: Sequence[FileChecked]) -> None:
        """Show what is wrong in files."""
        self._show(mistakes_bubble(found), None)

    # --- the introduction ------------------------------------------------------------------------

    @property
    def may_introduce(self) -> bool:
        """Whether an introduction may take the place of our notification, if there is one."""
        return self.is_free and self.out is not Shown.PROBLEM

    def show_introduction(
        self, settings: Settings, *, icon: IconLookedFor, starts_at_login: bool | None
    ) -> None:
        """Show where sitbreak is, and what it does."""
        self._show(introduction_bubble(settings, icon=icon, starts_at_login=starts_at_login), None)

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
        self._bubble, self.tip = bubble, tip
        self._emit(Show(bubble))


def reminder_bubble(total: timedelta, tip: Tip | None, due: Due, settings: Settings) -> Bubble:
    """Return a reminder: the sitting time, one tip, what the person can do, and why it waits no longer."""
    snooze = Button(menu.snooze_for(settings.snooze), Snooze(), menu.snooze_shortly())
    body = _in_full(tip)
    if due.despite:
        longest = max(settings.wait_during.get(reason, ZERO) for reason in due.despite)
        why = reminder.waits_no_longer(due.despite, longest)
        body = _with_reason(why, tip) if tip else why
    return Bubble(Shown.REMINDER, reminder.title(total), body, (_start_break(), snooze, *_show_how(tip)))


def tip_bubble(tip: Tip) -> Bubble:
    """Return the notification of a tip that was asked for."""
    buttons = (*_show_how(tip), Button(menu.another_tip(), ShowTip(), menu.another_tip_shortly()))
    return Bubble(Shown.TIP, tip.title, reminder.cautioned(tip.body, tip.caution), buttons)


def break_bubble(title: str, tip: Tip | None) -> Bubble:
    """Return the notification of a break that runs: until when, and the first words of a tip for it."""
    return Bubble(Shown.BREAK, title, _first_words(tip) if tip else "", _show_how(tip), lasts=True)


def diary_bubble() -> Bubble:
    """Return the question of the back diary."""
    buttons = (Button(diary.answer(), Open(Page.DIARY)), Button(diary.not_today(), NoteBack(None)))
    return Bubble(Shown.DIARY, diary.question(), diary.explained(), buttons)


def break_end_bubble() -> Bubble:
    """Return the announcement that a break is complete."""
    return Bubble(Shown.BREAK_END, reminder.break_complete_title(), reminder.break_complete_body())


def sit_or_walk_bubble(standing: timedelta) -> Bubble:
    """Return the suggestion to sit or walk."""
    buttons = (Button(menu.sitting_again(), Sit(), menu.sitting_again_shortly()), _start_break())
    title, body = reminder.sit_or_walk_title(), reminder.sit_or_walk_body(standing)
    return Bubble(Shown.STANDING, title, body, buttons, quiet=True)


def mistakes_bubble(found: Sequence[FileChecked]) -> Bubble:
    """Return the notification of what is wrong in files: the first problem of each, and what opens them."""
    body = language.lines(*(mistakes.first(file.problems, _BODY // len(found)) for file in found))
    buttons = tuple(
        Button(menu.open_file(file.name if len(found) > 1 else ""), Open(file.page)) for file in found
    )
    return Bubble(Shown.PROBLEM, mistakes.title([file.name for file in found]), body, buttons)


def introduction_bubble(settings: Settings, *, icon: IconLookedFor, starts_at_login: bool | None) -> Bubble:
    """Return the notification that introduces sitbreak, and offers to start it at login unless it does."""
    buttons = (Button(menu.autostart(), SetAutostart(on=True)),) if starts_at_login is False else ()
    body = introduction.body(settings.interval, icon)
    return Bubble(Shown.INTRODUCTION, introduction.title(has_icon=icon.shown), body, buttons)


def _start_break() -> Button:
    return Button(menu.start_break(), StartBreak(), menu.start_break_shortly())


def _show_how(tip: Tip | None) -> tuple[Button, ...]:
    if tip is None:
        return ()
    return (Button(menu.show_me_how(), ShowHow(tip.id), menu.show_me_how_shortly()),)


def _in_full(tip: Tip | None) -> str:
    return reminder.tip_body(_title(tip), tip.body, tip.caution) if tip else reminder.without_tip()


def _with_reason(why: str, tip: Tip) -> str:
    """Return why a reminder comes, and the first words of its tip; a caution has to survive a cut."""
    words = _first_words(tip)
    return language.lines(words, why) if tip.caution else language.lines(why, words)


def _first_words(tip: Tip) -> str:
    return reminder.first_words(_title(tip), tip.caution)


def _title(tip: Tip) -> str:
    return reminder.tip_title(tip.title, seated=tip.place == "chair")
