"""What outlives the process, as JSON values, and the last moment at which it was true."""

from datetime import datetime, timedelta
from typing import Any, assert_never

from sitbreak.core.diary import Diary, DiaryDay
from sitbreak.core.mistakes import Mistakes
from sitbreak.core.now import Now
from sitbreak.core.pauses import Instant, Pauses
from sitbreak.core.presence import ZERO, AtDesk, Away, OnBreak, Presence, TakingBreak
from sitbreak.core.recorder import Recorder
from sitbreak.core.reminder import Due, Reminder, Snoozed, State, Waiting
from sitbreak.core.rotation import TODAY_KEY, Rotation
from sitbreak.core.sitting import SittingClock
from sitbreak.core.suggestion import Suggestion
from sitbreak.core.values import frozen

HEARTBEAT = timedelta(minutes=1)
"""How often sitbreak records that it is alive; so the moment of a crash is known to within this."""

_LONGEST_OFF = timedelta(days=366)
"""A computer that was off for longer by its wall clock had a wrong clock then, or has one now."""


@frozen
class Parts:
    """The subjects whose state outlives the process."""

    sitting: SittingClock
    suggestion: Suggestion
    reminder: Reminder
    pauses: Pauses
    rotation: Rotation
    mistakes: Mistakes
    recorder: Recorder
    diary: Diary


def state_to_save(parts: Parts) -> dict[str, Any]:
    """Return what to save; equal as long as nothing but time has changed."""
    sitting, reminder, pauses, rotation = parts.sitting, parts.reminder, parts.pauses, parts.rotation
    return {
        "presence": _presence_table(sitting.presence),
        "standing": _standing_table(sitting.stood_up, parts.suggestion),
        "reminder": _reminder_table(reminder.state),
        "interval_from": reminder.interval_from.total_seconds(),
        "pauses": [
            {"reason": pause.reason, "start": _write(pause.start), "end": _write(pause.end)}
            for pause in pauses.own
        ],
        "on_until": _write(pauses.on_until),
        "tips": rotation.to_table(),
        TODAY_KEY: rotation.limit and _write(rotation.limit.until),
        "mistakes_shown": parts.mistakes.to_table(),
        "spell": parts.recorder.to_table(),
        "diary": _diary_table(parts.diary.last),
    }


def _write(instant: Instant | None) -> float | str | None:
    """Write a length, a boot or an awake instant as seconds, a wall instant as text."""
    if isinstance(instant, datetime):
        return instant.isoformat()
    return None if instant is None else instant.total_seconds()


def _presence_table(presence: Presence) -> dict[str, Any]:
    table: dict[str, Any]
    match presence:
        case AtDesk(counted=counted, since=since):
            return {"state": "sitting", "counted": _write(counted), "since": _write(since)}
        case Away(counted=counted, left=left, asked_for=asked_for):
            table = {"state": "away", "counted": _write(counted), "left": _write(left)}
            return {**table, "asked_for": asked_for}
        case TakingBreak(counted=counted, since=since, untouched=untouched):
            table = {"state": "taking a break", "counted": _write(counted)}
            return {**table, "since": _write(since), "untouched": _write(untouched)}
        case OnBreak(since=since):
            return {"state": "break", "since": _write(since)}
        case _:
            assert_never(presence)


def _diary_table(last: DiaryDay | None) -> dict[str, Any] | None:
    if last is None:
        return None
    return {"day": last.day.isoformat(), "answered": last.answered, "pain": last.pain}


def _standing_table(stood_up: timedelta | None, suggestion: Suggestion) -> dict[str, Any] | None:
    return None if stood_up is None else {"stood_up": _write(stood_up), "suggested": suggestion.made}


def _reminder_table(state: State) -> dict[str, Any] | None:
    table: dict[str, Any]
    match state:
        case None:
            return None
        case Snoozed(until=until, was_due=was_due, shown=shown):
            table = {"state": "snoozed", "until": _write(until), "was_due": was_due, "shown": _write(shown)}
        case Due(repeats=repeats, despite=despite):
            table = {"state": "due", "repeats": repeats, "despite": sorted(despite)}
        case Waiting(reasons=reasons, was=was, counts_from=counts_from, paused_at=paused_at):
            table = {"state": "waiting", "reasons": sorted(reasons), "was": _reminder_table(was)}
            table |= {"counts_from": _write(counts_from), "paused_at": _write(paused_at)}
        case _:
            assert_never(state)
    return {**table, "since": _write(state.since)}


@frozen
class LastAlive:
    """The last moment at which sitbreak is known to have been alive.

    Attributes:
        now: that moment.
        same_boot: the computer has not been restarted since.
        by_heartbeat: a heartbeat says so, not only the last save.
        is_guess: nothing says when it was; `now` is this moment.
    """

    now: Now
    same_boot: bool
    by_heartbeat: bool
    is_guess: bool = False

    def gap(self, now: Now) -> timedelta:
        """Return how long ago that was.

        Across a restart only the wall clock knows. It is not believed where it stands before that moment
        or more than a year after it: then what is certain is how long this boot has lasted.
        """
        if self.same_boot:
            return now.boot - self.now.boot
        by_wall = now.wall - self.now.wall
        return max(by_wall, now.boot) if ZERO <= by_wall <= _LONGEST_OFF else now.boot

    def died(self, now: Now, break_length: timedelta) -> bool:
        """Whether it is unknown that they kept sitting in the meantime."""
        return not (self.same_boot and self.by_heartbeat) or self.gap(now) - HEARTBEAT >= break_length
