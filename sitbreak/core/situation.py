"""The planner's state at one moment as one immutable value, for everything that shows it."""

from dataclasses import field, replace
from datetime import datetime, timedelta

from sitbreak.core.inputs import BusyReason
from sitbreak.core.now import Now
from sitbreak.core.pauses import Pause
from sitbreak.core.presence import ZERO, Presence, Sitting, sitting_time
from sitbreak.core.reminder import Snoozed, State
from sitbreak.core.settings import Interval, Settings
from sitbreak.core.values import frozen


@frozen
class Situation:
    """What the tray, `status` and the replies are made from. Safe to hand to any thread.

    Attributes:
        settings: those in force.
        presence: where the person is.
        idle_known: whether idle can be measured here.
        reminder: what has become of the reminder.
        window: the window of sitting time in which the next one comes.
        skipped_at: the sitting time at which that window was started by a skip; zero without one.
        pauses: all that hold or are to come.
        on_today: the person wants reminders although working hours are over.
        tip: id of the tip shown last.
        no_stretches_until: until when (UTC) tips are about posture and moving only; None: they are not.
        autostart: whether sitbreak starts at login; None when that is not known.
        short_by: what was missing for a break that was asked for, for a while after it ended too early.
        disbelieved: what a reminder does not wait for any more, each with the boot instant of its beginning.
    """

    settings: Settings
    presence: Presence
    idle_known: bool = True
    reminder: State = None
    window: Interval = field(default_factory=lambda: Settings().interval)
    skipped_at: timedelta = ZERO
    pauses: tuple[Pause, ...] = ()
    on_today: bool = False
    tip: str | None = None
    no_stretches_until: datetime | None = None
    autostart: bool | None = None
    short_by: timedelta | None = None
    disbelieved: tuple[tuple[BusyReason, timedelta], ...] = ()

    def total(self, now: Now) -> timedelta:
        """Return how long they have been sitting."""
        return sitting_time(self.presence, now.awake)

    @property
    def without_measurements(self) -> "Situation":
        """Itself, equal as long as nothing that is shown has changed but the time."""
        match self.presence:
            case Sitting(counted=counted, since=since):
                return replace(self, presence=Sitting(counted, since))
        return self

    def active_pauses(self, now: Now) -> tuple[Pause, ...]:
        """Return the pauses that hold."""
        return tuple([pause for pause in self.pauses if pause.active(now)])

    def next_reminder(self, now: Now) -> tuple[datetime, datetime] | None:
        """Return between which two wall times (UTC) the next reminder comes if they sit on; None: not known.

        It is not known while they are not sitting, while paused, while it waits, and while it is out.
        """
        if not isinstance(self.presence, Sitting) or self.active_pauses(now):
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
