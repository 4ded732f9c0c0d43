"""The planner: the state machine. Inputs in, effects out; `now` is always an argument.

After every `handle` read `deadline` (when to tick next), `watch` (what to watch for next) and `situation`
(what to show), and carry out the effects. Nothing in here waits, reads a clock or touches the outside world.

Every step is the same: `_begin` advances time to `now`, `_apply` handles the input, and `_finish` does what
is due. Each subject (the sitting clock, the reminder, the pauses, the rotation of tips, the screen) decides
what happens inside it; the planner decides what one of them means for another.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, assert_never

from sitbreak.core import effects, inputs
from sitbreak.core.diary import Diary
from sitbreak.core.effects import Effect, Reply
from sitbreak.core.entries import Entry, EntryKind
from sitbreak.core.inputs import BusyReason, Input, Shown, Wish
from sitbreak.core.mistakes import Mistakes
from sitbreak.core.now import Now
from sitbreak.core.pauses import NEW_DAY, Pauses
from sitbreak.core.presence import (
    ZERO,
    AtDesk,
    BreakTaken,
    CallCheckNeeded,
    CameBack,
    Event,
    FellShort,
    Left,
    OnBreak,
    Watch,
)
from sitbreak.core.recorder import Recorder
from sitbreak.core.reminder import Reminder
from sitbreak.core.reminding import Reminding
from sitbreak.core.restored import Reader, Restoration
from sitbreak.core.rotation import Rotation, TipsToday
from sitbreak.core.saved import LastAlive, Parts, state_to_save
from sitbreak.core.screen import Screen
from sitbreak.core.settings import Settings
from sitbreak.core.sitting import SittingClock
from sitbreak.core.situation import Situation
from sitbreak.core.standing import Standing
from sitbreak.core.suggestion import Suggestion
from sitbreak.core.wishes import change_pauses, change_settings, choose_tip, draw_tip
from sitbreak.core.words import diary, log, replies, sore_back

SLEEP_LEAST = timedelta(seconds=2)
"""A shorter gap between the awake and the boot clock is only the time it takes to read them."""

STANDSTILL = timedelta(seconds=90)
"""The loop reads the clocks once a minute; after clearly more than that it must have stood still."""

SHORT_SHOWN = timedelta(minutes=1)
"""How long the first line says that a break was too short."""

_READING_TIME = timedelta(milliseconds=10)
"""Clocks that differ by less have run evenly: reading them one after the other takes time."""


class Planner:
    """Decides when to remind. It owns all its state; nothing else changes it."""

    def __init__(self, settings: Settings, rotation: Rotation, now: Now) -> None:
        self._settings = settings
        self._rotation = rotation
        self._now = now
        self._ran_at = now.awake
        """Awake instant at which the clocks were last read."""
        self._sitting = SittingClock(settings, AtDesk(ZERO, since=now.awake))
        self._suggestion = Suggestion()
        self._reminder = Reminder(settings)
        self._pauses = Pauses(settings.working_hours, now)
        self._screen = Screen(self._emit)
        self._mistakes = Mistakes()
        self._recorder = Recorder(self._sitting, now)
        self._diary = Diary()
        self._parts = Parts(
            self._sitting,
            self._suggestion,
            self._reminder,
            self._pauses,
            self._rotation,
            self._mistakes,
            self._recorder,
            self._diary,
        )
        self._reminding = Reminding(self._parts, self._screen, self._emit)
        self._standing = Standing(self._parts, self._screen, self._emit)
        self._autostart: bool | None = None
        self._icon: inputs.IconLookedFor | None = None
        self._has_buttons = True
        self._introduces = False
        """Whether sitbreak is to introduce itself once nothing else is on the screen."""
        self._short: tuple[timedelta, timedelta] | None = None
        """What was missing for the last break, and the boot instant until which that is shown."""
        self._effects: list[Effect] = []
        self._saved: Mapping[str, Any] | None = None
        self._quiet: tuple[Now, datetime] | None = None
        """When the last input was handled, and the deadline until which time alone changes nothing."""

    def restore(self, state: Mapping[str, Any], alive: LastAlive) -> list[str]:
        """Continue from a saved state, before anything is handled.

        Args:
            state: what `Save` carried.
            alive: the last moment at which it is known to have been true.

        Returns:
            The names of the parts that could not be read; they keep their initial state.
        """
        reader = Reader(state, alive, self._now, self._settings.break_length)
        if alive.same_boot:
            self._now = alive.now
        self._mistakes.restore(state.get("mistakes_shown"))
        return Restoration(reader, self._parts).damaged

    def handle(self, happened: Input, now: Now) -> list[Effect]:
        """Handle one input at one moment; return what to do, in order."""
        self._effects.clear()
        self._quiet = None
        self._begin(now)
        self._apply(happened)
        self._finish()
        self._record()
        state = self.state
        if state != self._saved or effects.End() in self._effects:
            self._saved = state
            self._effects.insert(0, effects.Save(state))
        if entries := self._recorder.take():  # before the state: if killed in between, it is recorded again
            self._effects.insert(0, effects.AddToHistory(entries))
        self._quiet = now, self._find_deadline()
        return self._effects.copy()

    def save_again(self) -> None:
        """Save with the next input, within a minute: the last state could not be saved."""
        self._saved = None

    def absorb_tick(self, now: Now) -> bool:
        """Advance time without a step, if time alone changes nothing – as in nearly every minute.

        Returns:
            Whether it did: the clocks have run evenly, in one time zone, the deadline has not come, and
            nothing has to be saved. Otherwise a `Ticked` has to be handled.
        """
        if self._quiet is None or self._saved is None:
            return False
        then, deadline = self._quiet
        awake = now.awake - then.awake
        uneven = max(abs(now.boot - then.boot - awake), abs(now.wall - then.wall - awake))
        if uneven > _READING_TIME or now.wall >= deadline or now.zone != then.zone or self._stood_still(now):
            return False
        self._now, self._ran_at = now, now.awake
        return True

    # --- what can be read after every step -------------------------------------------------------

    @property
    def state(self) -> dict[str, Any]:
        """What has to outlive this process, as JSON values; equal as long as only time has passed."""
        return state_to_save(self._parts)

    @property
    def situation(self) -> Situation:
        """What can be shown, as one immutable value."""
        return Situation(
            settings=self._settings,
            presence=self._sitting.presence,
            stood_up=self._sitting.stood_up,
            idle_known=self._sitting.idle_known,
            reminder=self._reminder.state,
            window=self._reminder.window,
            interval_from=self._reminder.interval_from,
            pauses=self._pauses.all(self._now),
            on_today=self._pauses.on_today(self._now),
            tip=self._rotation.last,
            tips_today=self._rotation.today,
            has_buttons=self._has_buttons,
            autostart=self._autostart,
            short_by=self._short and self._short[0],
            diary=self._diary.last,
        )

    @property
    def has_looked_for_icon(self) -> bool:
        """Whether a tray has had the time to show the icon."""
        return self._icon is not None

    @property
    def deadline(self) -> datetime:
        """The wall time (UTC) at which to tick next, later than the last `now`."""
        return self._find_deadline() if self._quiet is None else self._quiet[1]

    @property
    def watch(self) -> Watch:
        """What the idle source should watch for next."""
        if not self._may_remind:  # a pause may end after they have left
            return self._sitting.watch(self._now, self._settings.break_length)
        return self._sitting.watch(self._now, self._reminder.wanted_idle(self._sitting.desk(self._now)))

    @property
    def hidden_tips(self) -> frozenset[str]:
        """The ids of the tips that are never shown."""
        return frozenset(self._rotation.hidden)

    @property
    def _total(self) -> timedelta:
        """How long they have been sitting."""
        return self._sitting.total(self._now)

    @property
    def _may_remind(self) -> bool:
        """Whether a reminder may be shown at all: they are sitting, and nothing is paused."""
        return self._sitting.sits and not self._pauses.active(self._now)

    @property
    def _may_suggest(self) -> bool:
        """Whether somebody who stands may be disturbed: they are there, and nothing is paused."""
        return self._sitting.stands and not self._pauses.active(self._now)

    @property
    def _may_announce(self) -> bool:
        """Whether the end of a break may be announced: they are not back, and nothing is locked or paused."""
        maybe_away = isinstance(self._sitting.presence, OnBreak) or not self._sitting.sees_absence
        return maybe_away and not self._sitting.locked and not self._pauses.active(self._now)

    def _find_deadline(self) -> datetime:
        """Return the wall time (UTC) of the next moment at which time alone may change something."""
        now = self._now
        boot = [*self._sitting.deadlines(now), self._reminder.forgets_at, self._short and self._short[1]]
        if self._may_remind:
            boot += self._reminder.deadlines(self._sitting.desk(now), now)
        if self._may_suggest:
            boot += self._suggestion.deadlines(self._sitting.standing_left(now), now)
        walls = [now.on_wall(at) for at in boot if at is not None and at > now.boot]
        walls += [at for at in self._pauses.deadlines(now) if at > now.wall]
        walls += [self._rotation.today.until] if self._rotation.today else []
        return min(walls, default=now.next_local(NEW_DAY))

    # --- a step: time, the input, what is due ----------------------------------------------------

    def _begin(self, now: Now) -> None:
        """Advance time to `now`; a sleep in between is noticed here."""
        elapsed = now.boot - self._now.boot
        asleep = elapsed - (now.awake - self._now.awake)
        if self._stood_still(now):
            self._sitting.missed(self._now, now, asleep=ZERO)
        elif asleep >= SLEEP_LEAST:
            self._sitting.missed(self._now, now, asleep)
        self._now, self._ran_at = now, now.awake
        self._pauses.begin(now, elapsed)
        self._rotation.begin(now, elapsed)
        self._reminder.begin(now)
        self._settle()

    def _stood_still(self, now: Now) -> bool:
        return now.awake - self._ran_at > STANDSTILL

    def _finish(self) -> None:
        """Do what is due now that everything known about this moment has been recorded."""
        if effects.End() in self._effects:
            return
        self._drain()
        self._settle()
        self._show_mistakes()
        self._introduce()
        if self._may_suggest:
            self._standing.ask_if_due(self._now)
        if self._may_remind:
            self._reminding.ask_if_due(self._now)

    def _settle(self) -> None:
        """Apply the transitions that time alone causes."""
        self._sitting.reminded = self._reminder.shown_at
        self._sitting.settle(self._now)
        self._drain()
        if self._short and self._now.boot >= self._short[1]:
            self._short = None
        if self._sitting.seems_to_sit(self._now):
            self._standing.sit_down(self._now)
        if not self._may_remind:
            self._reminder.asked = None
            self._reminding.withdraw(self._now)
        if not self._may_suggest:
            self._suggestion.asked = None
            self._screen.withdraw(Shown.STANDING)
        if self._pauses.active(self._now):
            self._reminder.pause(self._total)
        self._reminding.show_running_break(self._now)
        if self._screen.has_break_end and not self._may_announce:
            self._screen.drop_break_end()

    def _drain(self) -> None:
        """Handle what the sitting clock has reported."""
        events, self._sitting.events = self._sitting.events, []
        for event in events:
            self._handle_event(event)

    def _handle_event(self, event: Event) -> None:
        match event:
            case CallCheckNeeded():
                self._emit(effects.CheckCall())
            case Left():
                self._short = None
                self._screen.withdraw(Shown.DIARY)
                self._reminding.withdraw(self._now)
            case BreakTaken(after=after, natural=natural, visible=visible):
                self._reminder.break_taken()
                self._suggestion.start_again()
                if after:
                    self._emit(effects.Record(log.took_break(after, natural=natural)))
                self._recorder.take_break(event, self._now)
                if visible and not natural and self._may_announce:
                    self._screen.prepare_break_end(self._settings)
            case FellShort(by=by):
                self._short = by, self._now.boot + SHORT_SHOWN
                self._recorder.note(EntryKind.SHORT, self._now)
            case CameBack(sat=sat, stood=stood, early=early):
                self._recorder.come_back(event, self._now)
                if self._settings.back_diary and not (sat or stood) and self._diary.came_back(self._now):
                    self._emit(effects.CheckBusy())
                self._reminder.came_back(self._sitting.desk(self._now), self._now, early=early)
            case _:
                assert_never(event)

    def _apply(self, happened: Input) -> None:
        match happened:
            case inputs.Ticked() | inputs.FellAsleep():
                pass  # only time has passed: `_begin` and `_finish` do everything
            case (
                inputs.Observed()
                | inputs.IdleSourceChanged()
                | inputs.ScreenLocked()
                | inputs.ScreenUnlocked()
                | inputs.LockSourceLost()
                | inputs.CallChecked()
                | inputs.SitbreakUsed()
            ):
                self._sitting.record(happened, self._now)
            case inputs.BusyChecked(reasons=reasons):
                self._record_busy(reasons)
            case inputs.SettingsChanged() | inputs.TipsChanged() | inputs.FileChecked():
                self._record_file(happened)
            case inputs.AutostartChecked(on=on):
                self._autostart = on
            case inputs.IconLookedFor():
                self._icon = happened
            case inputs.ButtonsLookedFor(drawn=drawn):
                self._has_buttons = drawn
            case inputs.NotificationFailed(shown=shown):
                if shown is Shown.TIP and self._rotation.last_tip is not None:
                    self._emit(effects.OpenTip(self._rotation.last_tip.id))
            case _:
                self._carry_out(happened)

    def _record_file(self, read: inputs.FileFact) -> None:
        """Use what was read from a file of the person's."""
        match read:
            case inputs.SettingsChanged(settings=settings):
                self._use(settings)
            case inputs.TipsChanged(library=library):
                self._rotation.library = library
            case inputs.FileChecked():
                self._mistakes.record(read)
                if not self._mistakes.has_any:
                    self._screen.withdraw(Shown.PROBLEM)
            case _:
                assert_never(read)

    # --- wishes --------------------------------------------------------------------------------

    def _carry_out(self, wish: Wish) -> None:
        if isinstance(wish, inputs.PauseWish):
            self._emit(change_pauses(self._pauses, wish, self._now))
        elif isinstance(wish, inputs.TipWish):
            self._emit(*choose_tip(self._rotation, wish, self._settings.topics, self._now))
            if isinstance(wish, inputs.ShowHow):
                self._screen.keep_break()
        elif isinstance(wish, inputs.NoteBack):
            self._record_back(wish.pain)
        elif isinstance(wish, inputs.SettingWish):
            self._emit(*change_settings(wish))
        else:
            self._carry_out_shared(wish)

    def _carry_out_shared(self, wish: inputs.SharedWish) -> None:
        match wish:
            case inputs.StartBreak():
                self._reminding.start_break(self._now)
            case inputs.Snooze(length=length):
                self._reminding.snooze(length or self._settings.snooze, self._now)
            case inputs.Skip():
                self._reminding.skip(self._now)
            case inputs.Stand():
                self._standing.stand(self._now)
            case inputs.Sit():
                self._standing.sit(self._now)
            case inputs.ShowTip(topic=topic):
                self._show_tip(topic)
            case inputs.SetTipsToday(topics=topics):
                self._limit_tips(topics)
            case inputs.Introduce():
                self._introduces = True
                self._emit(Reply(replies.already_running()))
            case inputs.Quit():
                self._screen.withdraw(Shown.REMINDER)
                self._screen.withdraw(Shown.BREAK)
                self._emit(Reply(replies.stopped()), effects.End())
            case _:
                assert_never(wish)

    def _show_tip(self, topic: str | None) -> None:
        """Show a tip; a reminder or a running break keeps its notification and gets the tip."""
        keeps, topics = self._screen.keeps_notification, self._settings.topics
        tip = draw_tip(self._rotation, topic, topics, self._now, for_reminder=keeps)
        if isinstance(tip, Reply):
            self._emit(tip)
            return
        if keeps:
            self._screen.change_tip(tip)
        else:
            self._screen.show_tip(tip)
        self._emit(Reply(tip.title))

    def _limit_tips(self, topics: tuple[str, ...] | None) -> None:
        """Limit tips to some topics for today, including the tip on the screen; None lifts the limit."""
        rotation, screen = self._rotation, self._screen
        until = self._now.next_local(NEW_DAY) if topics else None
        rotation.limit_today(TipsToday(until, topics) if topics and until else None)
        if screen.out and screen.tip and not rotation.allows(screen.tip.topic):
            if screen.keeps_notification:
                screen.change_tip(self._rotation.next_for_reminder(self._settings.topics))
            else:
                screen.withdraw(screen.out)
        self._emit(Reply(sore_back.tips_today(rotation.today, self._now)))

    def _use(self, settings: Settings) -> None:
        """Use these settings from now on; the reminder window of the current sitting moves with them."""
        speaks_otherwise = settings.language != self._settings.language
        self._settings = self._sitting.settings = self._reminder.settings = settings
        self._pauses.use(settings.working_hours, self._now)
        self._reminder.interval_changed(self._total)
        if self._reminder.state is None:
            self._reminding.withdraw(self._now)
        if speaks_otherwise:
            self._reminding.show_in_other_words(self._now)

    # --- history -------------------------------------------------------------------------------

    def unfinished(self, now: Now) -> tuple[Entry, ...]:
        """Return what the history does not have yet because it goes on, as if it ended now."""
        return tuple(self._recorder.unfinished(now))

    def _record(self) -> None:
        """Record what this step has not recorded where it happened; at the end, what goes on, too."""
        for tip in self._rotation.take_drawn():
            self._recorder.note(EntryKind.TIP, self._now, tip)
        self._recorder.follow_pauses(self._pauses.own, self._now)
        if effects.End() in self._effects:
            self._recorder.entries += self.unfinished(self._now)

    # --- reminding -----------------------------------------------------------------------------

    def _record_busy(self, found: frozenset[BusyReason]) -> None:
        """Record what the desktop is busy with; show what was waiting for the answer."""
        if BusyReason.CALL in found:
            self._sitting.seen_in_call(self._now)
        if self._screen.break_has_ended:
            self._screen.break_has_ended = False
            if not self._reminder.reasons_to_wait(found):
                self._screen.announce_break_end(self._settings)
        if self._diary.take_moment(self._now) and not self._reminder.reasons_to_wait(found):
            self._ask_about_back()
        if self._reminder.asked is not None:
            self._reminding.wait_or_show(found, self._now)
        if self._suggestion.asked is not None:
            self._standing.wait_or_suggest(found, self._now)

    def _ask_about_back(self) -> None:
        """Ask how the back is today, outside pauses, if nothing else needs the screen."""
        if self._is_seen and self._screen.may_introduce and not self._pauses.active(self._now):
            self._diary.asked(self._now)
            self._screen.ask_about_back()

    def _record_back(self, pain: int | None) -> None:
        """Keep an answer of the back diary."""
        self._screen.withdraw(Shown.DIARY)
        said = diary.noted_not_today() if pain is None else diary.noted(pain)
        self._emit(effects.KeepDiary(self._diary.answer(pain, self._now), pain), Reply(said))

    @property
    def _is_seen(self) -> bool:
        """Whether somebody sees what is shown."""
        return isinstance(self._sitting.presence, AtDesk) and not self._sitting.locked

    def _introduce(self) -> None:
        """Say where sitbreak is: to somebody, once it is known, and in place of a tip at most."""
        icon = self._icon
        if icon and self._introduces and self._is_seen and self._screen.may_introduce:
            self._introduces = False
            self._screen.show_introduction(self._settings, icon=icon, starts_at_login=self._autostart)

    def _show_mistakes(self) -> None:
        """Show what is wrong in the person's files: to somebody, and in place of nothing that is needed."""
        if not (self._is_seen and self._screen.is_free):
            return
        if new := self._mistakes.take(again=self._screen.out is Shown.PROBLEM):
            self._screen.show_mistakes(new)

    def _emit(self, *wanted: Effect) -> None:
        self._effects += wanted
