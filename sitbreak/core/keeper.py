"""What lasts, and what time alone brings: sitting clock, reminder, pauses and tips, joined."""

from datetime import datetime, time, timedelta

from sitbreak.core import effects
from sitbreak.core.effects import Effect
from sitbreak.core.inputs import BusyReason, Shown
from sitbreak.core.now import Now
from sitbreak.core.pauses import Pauses
from sitbreak.core.presence import ZERO, OnBreak, Sitting, Watch
from sitbreak.core.reminder import Desk, Due, Reminder, Waiting
from sitbreak.core.rotation import GENTLE_TOPICS, Rotation
from sitbreak.core.screen import break_end_bubble, reminder_bubble
from sitbreak.core.settings import Settings
from sitbreak.core.sitting import (
    SLEEP_LEAST,
    BreakTaken,
    CallInQuestion,
    FellShort,
    Left,
    SittingClock,
    Turn,
)
from sitbreak.core.situation import Situation
from sitbreak.core.tips import Library, Tip
from sitbreak.core.words import log

SHORT_TOLD = timedelta(minutes=1)
"""For how long they are told that a break was too short."""


class Keeper:
    """The planner's memory at the moment `now`; wishes and facts are applied to it elsewhere."""

    def __init__(self, settings: Settings, library: Library, rotation: Rotation, now: Now) -> None:
        self.settings = settings
        self.library = library
        self.rotation = rotation
        self.now = now
        self.clock = SittingClock(settings, Sitting(ZERO, since=now.awake))
        self.reminder = Reminder(settings)
        self.pauses = Pauses(settings)
        self.autostart: bool | None = None
        self.no_stretches_until: datetime | None = None
        """Until when (UTC) stretches and lifting are left out of the tips."""
        self.out: Shown | None = None
        """What our notification on the screen is about."""
        self.tip_out: Tip | None = None
        """The tip in it."""
        self.break_has_ended = False
        """A break has just been long enough; the desktop was asked whether it may be said."""
        self.short: tuple[timedelta, timedelta] | None = None
        """What was missing for the last break, and the boot instant until which that is told."""
        self.effects: list[Effect] = []

    # --- derived -------------------------------------------------------------------------------

    @property
    def total(self) -> timedelta:
        """How long they have been sitting."""
        return self.clock.total(self.now)

    @property
    def desk(self) -> Desk:
        """What the reminder needs to know."""
        return Desk(self.total, self.clock.idle(self.now), self.clock.unseen(self.now))

    @property
    def may_remind(self) -> bool:
        """Whether a reminder may be shown at all: they sit, and nothing is paused."""
        return isinstance(self.clock.presence, Sitting) and not self.pauses.active(self.now)

    @property
    def may_announce(self) -> bool:
        """Whether the end of a break may be said: they are not back, nothing is locked or paused."""
        maybe_away = isinstance(self.clock.presence, OnBreak) or not self.clock.idle_known
        return maybe_away and not self.clock.locked and not self.pauses.active(self.now)

    @property
    def situation(self) -> Situation:
        """The state as one immutable value."""
        return Situation(
            settings=self.settings,
            presence=self.clock.presence,
            idle_known=self.clock.idle_known,
            reminder=self.reminder.state,
            window=self.reminder.window,
            skipped_at=self.reminder.skipped_at,
            pauses=self.pauses.all(self.now),
            on_today=self.pauses.on_until is not None,
            tip=self.rotation.last,
            no_stretches_until=self.no_stretches_until,
            autostart=self.autostart,
            short_by=self.short and self.short[0],
            disbelieved=self.reminder.disbelieved,
        )

    @property
    def deadline(self) -> datetime:
        """The wall time (UTC) of the next moment at which time alone may change something."""
        boot = [self.clock.deadline(self.now), self.reminder.forgets_at, self.short and self.short[1]]
        if self.may_remind:
            boot += self.reminder.deadlines(self.desk, self.now)
        walls = [self.now.on_wall(at) for at in boot if at is not None and at > self.now.boot]
        walls += [at for at in self.pauses.deadlines(self.now) if at > self.now.wall]
        walls += [self.no_stretches_until] if self.no_stretches_until else []
        return min(walls, default=self.now.next_local(min(self.clock_times)))

    @property
    def clock_times(self) -> frozenset[time]:
        """The local times of day at which to tick every day."""
        return self.pauses.clock_times()

    @property
    def watch(self) -> Watch:
        """What presence shall tell next."""
        if self.may_remind:
            return self.clock.watch(self.now, self.reminder.wanted_idle(self.desk))
        return self.clock.watch(self.now, self.settings.break_length)  # a pause may end after they have left

    @property
    def last_tip(self) -> Tip | None:
        """The tip shown last, if there is one still."""
        return self.library.find(self.rotation.last) if self.rotation.last else None

    def suits_today(self, topic: str) -> bool:
        """Whether tips about this topic may be shown today."""
        return self.no_stretches_until is None or topic in GENTLE_TOPICS

    # --- time ----------------------------------------------------------------------------------

    def move_to(self, now: Now) -> None:
        """Let time pass; a sleep in between is noticed here."""
        asleep = (now.boot - self.now.boot) - (now.awake - self.now.awake)
        if asleep >= SLEEP_LEAST:
            self.clock.slept(self.now, now)
        self.now = now
        self._conclude()

    def advance(self) -> None:
        """Do what is due at this moment, once everything known of it has been taken in."""
        self._conclude()
        if not self.may_remind:
            return
        if self.reminder.answer_overdue(self.now):
            self.busy_answered(frozenset())
        elif self.reminder.is_due(self.desk, self.now):
            self.reminder.asked = self.now.boot
            self.do(effects.CheckBusy())

    def _conclude(self) -> None:
        self.pauses.advance(self.now)
        if self.no_stretches_until is not None and self.now.wall >= self.no_stretches_until:
            self.no_stretches_until = None
        self.reminder.advance(self.now)
        self.clock.reminded = self.reminder.shown_at
        self.clock.advance(self.now)
        self.take_turns()
        if self.short and self.now.boot >= self.short[1]:
            self.short = None
        if not self.may_remind:
            self.reminder.asked = None
            self.withdraw_reminder()
        if (self.break_has_ended or self.out is Shown.BREAK_END) and not self.may_announce:
            self.break_has_ended = False
            self._take_off(Shown.BREAK_END)

    def take_turns(self) -> None:
        """Follow the sitting clock."""
        turns, self.clock.turns = self.clock.turns, []
        for turn in turns:
            self._follow(turn)

    def _follow(self, turn: Turn) -> None:
        match turn:
            case CallInQuestion():
                self.do(effects.CheckCall())
            case Left():
                self.short = None
                self.withdraw_reminder()
            case BreakTaken(after=after, natural=natural, visible=visible):
                self.reminder.break_taken()
                if after:
                    self.do(effects.Record(log.took_break(after, natural=natural)))
                if visible and not natural:
                    self._prepare_announcement()
            case FellShort(by=by):
                self.short = by, self.now.boot + SHORT_TOLD
            case _:
                self.reminder.came_back(self.desk, self.now, early=turn.early)

    def use(self, settings: Settings) -> None:
        """Go on with these settings; the window is computed anew for the sitting that runs."""
        self.settings = self.clock.settings = self.reminder.settings = self.pauses.settings = settings
        self.reminder.interval_changed(self.total)
        if self.reminder.state is None:
            self.withdraw_reminder()

    # --- reminding -----------------------------------------------------------------------------

    def busy_answered(self, found: frozenset[BusyReason]) -> None:
        """Take what the desktop is busy with; show the reminder if the way is free."""
        if BusyReason.CALL in found:
            self.clock.seen_in_call(self.now)
        if self.break_has_ended:
            self._announce_break_end(found)
        if self.reminder.asked is None:
            return
        free = self.reminder.busy_answered(found, self.now)
        if not free:  # one that is out may be in the way of what has begun since
            self.take_off_reminder()
        elif self.reminder.is_due(self.desk, self.now):  # they may have left since the asking
            self._show_reminder()

    def _show_reminder(self) -> None:
        first = self.reminder.shown_at is None
        self.reminder.shown(self.now)
        self.clock.reminded = self.reminder.shown_at
        tip = None if first else self.last_tip
        if tip is None or tip.id in self.rotation.hidden or not self.suits_today(tip.topic):
            tip = self.next_tip()
        if first:
            self.do(effects.Record(log.reminded(self.total, tip.id if tip else "-")))
        self.show_reminder_with(tip)

    def next_tip(self) -> Tip | None:
        """Take the tip that comes next today."""
        return self.rotation.next(self.settings.topics if self.no_stretches_until is None else GENTLE_TOPICS)

    def leave_out_stretches(self, until: datetime | None) -> None:
        """Leave stretches and lifting out of the tips, also out of the one that is on the screen."""
        self.no_stretches_until = until
        if self.out is None or self.tip_out is None or self.suits_today(self.tip_out.topic):
            return
        if self.out is Shown.REMINDER:
            self.show_reminder_with(self.next_tip())
        else:
            self.out = None
            self.do(effects.Withdraw())

    def show_reminder_with(self, tip: Tip | None) -> None:
        """Put the reminder that is out on the screen, with this tip in its body."""
        state = self.reminder.state
        overdue = isinstance(state, Due) and state.overdue
        self.out, self.tip_out = Shown.REMINDER, tip
        self.do(effects.Show(reminder_bubble(self.total, tip, self.settings.snooze, overdue=overdue)))

    def withdraw_reminder(self) -> None:
        """Take a reminder off the screen; one that is still due comes back as soon as it may."""
        if self.take_off_reminder() or isinstance(self.reminder.state, Waiting):
            self.reminder.bring_back(self.now)

    def take_off_reminder(self) -> bool:
        """Take a reminder off the screen; return whether one was there."""
        return self._take_off(Shown.REMINDER)

    # --- the end of a break --------------------------------------------------------------------

    def _prepare_announcement(self) -> None:
        """Ask the desktop first, if the person wants to be told; while it is busy the moment passes."""
        if self.may_announce and (self.settings.announce_break_end or self.settings.sound):
            self.break_has_ended = True
            self.do(effects.CheckBusy())

    def _announce_break_end(self, found: frozenset[BusyReason]) -> None:
        self.break_has_ended = False
        if self.reminder.believed(found, self.now):
            return
        if self.settings.announce_break_end:
            self.out, self.tip_out = Shown.BREAK_END, None
            self.do(effects.Show(break_end_bubble()))
        if self.settings.sound:
            self.do(effects.PlaySound())

    # --- effects -------------------------------------------------------------------------------

    def _take_off(self, shown: Shown) -> bool:
        """Take a notification off the screen if it is about this; return whether it was there."""
        if self.out is not shown:
            return False
        self.out = None
        self.do(effects.Withdraw())
        return True

    def do(self, effect: Effect) -> None:
        """Want something done."""
        self.effects.append(effect)
