"""What can be shown at one moment, as one immutable value."""

from dataclasses import field, replace
from datetime import datetime, timedelta

from sitbreak.core.diary import DiaryDay
from sitbreak.core.now import Now
from sitbreak.core.pauses import Pause
from sitbreak.core.presence import ZERO, AtDesk, Presence, sitting_time, standing_time
from sitbreak.core.reminder import Snoozed, State, can_snooze
from sitbreak.core.rotation import TipsToday
from sitbreak.core.settings import Interval, Settings
from sitbreak.core.values import frozen


@frozen
class Situation:
    """What the tray and `status` are derived from. Safe to hand to any thread.

    Attributes:
        settings: the settings in force.
        presence: where the person is.
        stood_up: the time at the desk at which they stood up; None while they sit.
        idle_known: whether idle can be measured here.
        reminder: the state of the reminder.
        window: the range of sitting time in which the next one comes.
        interval_from: the sitting time from which that window is counted.
        pauses: all that are in force or to come.
        on_today: the person wants reminders today, outside working hours too.
        tip: id of the tip shown last.
        tips_today: the limit on today's topics; None without one.
        has_buttons: whether our notifications have buttons, as far as is known.
        autostart: whether sitbreak starts at login; None if that is not known.
        diary: the last day on which the back diary has asked, or was answered.
        short_by: what was missing for a break that was asked for, for a minute after it ended too early.
    """

    settings: Settings
    presence: Presence
    stood_up: timedelta | None = None
    idle_known: bool = True
    reminder: State = None
    window: Interval = field(default_factory=lambda: Settings().interval)
    interval_from: timedelta = ZERO
    pauses: tuple[Pause, ...] = ()
    on_today: bool = False
    tip: str | None = None
    tips_today: TipsToday | None = None
    has_buttons: bool = True
    autostart: bool | None = None
    short_by: timedelta | None = None
    diary: DiaryDay | None = None

    def total(self, now: Now) -> timedelta:
        """Return how long they have been sitting."""
        return sitting_time(self.presence, self.stood_up, now.awake)

    def standing(self, now: Now) -> timedelta:
        """Return how long they have been standing; zero while they sit."""
        return standing_time(self.presence, self.stood_up, now.awake)

    @property
    def sits(self) -> bool:
        """Whether they are at the desk, sitting."""
        return isinstance(self.presence, AtDesk) and self.stood_up is None

    @property
    def stands(self) -> bool:
        """Whether they are at the desk, standing."""
        return isinstance(self.presence, AtDesk) and self.stood_up is not None

    def can_snooze(self, length: timedelta, now: Now) -> bool:
        """Whether there is a reminder that a snooze of this length would delay."""
        return self.sits and can_snooze(self.reminder, length, self.total(now), self.window)

    @property
    def without_measurements(self) -> "Situation":
        """The same situation, equal as long as nothing that is shown has changed but the time."""
        match self.presence:
            case AtDesk(counted=counted, since=since):
                return replace(self, presence=AtDesk(counted, since))
            case absence:
                return replace(self, presence=replace(absence, touched=None))

    def active_pauses(self, now: Now) -> tuple[Pause, ...]:
        """Return the pauses in force."""
        return tuple(pause for pause in self.pauses if pause.active(now))

    def next_reminder(self, now: Now) -> tuple[datetime, datetime] | None:
        """Return the two wall times (UTC) between which the next reminder comes if they keep sitting.

        None while that is not known: they are not sitting, reminders are paused, or one waits or is out.
        """
        if not self.sits or self.active_pauses(now):
            return None
        total = self.total(now)
        end = now.wall + max(self.window.end - total, ZERO)
        start = now.wall + max(self.window.start - total, ZERO) if self.idle_known else end
        match self.reminder:
            case None:
                return start, end
            case Snoozed(until=until, was_due=was_due):
                rings = now.on_wall(until)
                return (rings, rings) if was_due else (max(start, rings), max(end, rings))
        return None
