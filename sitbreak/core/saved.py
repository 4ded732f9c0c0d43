"""What outlives the process, as JSON values, and how it is restored."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, assert_never

from sitbreak.core.durations import LONGEST
from sitbreak.core.inputs import BusyReason
from sitbreak.core.now import Now
from sitbreak.core.pauses import Instant, Pause, PauseReason, Pauses
from sitbreak.core.presence import ZERO, Away, OnBreak, Presence, Sitting, TakingBreak
from sitbreak.core.reminder import REPEATS, Due, Reminder, Snoozed, State, Waiting
from sitbreak.core.rotation import TODAY_KEY, Rotation, TipsToday
from sitbreak.core.sitting import SittingClock
from sitbreak.core.values import frozen

HEARTBEAT = timedelta(minutes=1)
"""How often sitbreak records that it is alive; so the moment of a crash is known to within this."""

_FARTHEST = timedelta(days=5000)
"""A saved instant that is farther away is damaged."""


def state_to_save(
    sitting: SittingClock, reminder: Reminder, pauses: Pauses, rotation: Rotation
) -> dict[str, Any]:
    """Return what to save; equal as long as nothing but time has changed."""
    return {
        "presence": _presence_table(sitting.presence),
        "reminder": _reminder_table(reminder.state),
        "interval_from": reminder.interval_from.total_seconds(),
        "pauses": [
            {"reason": pause.reason, "start": _write(pause.start), "end": _write(pause.end)}
            for pause in pauses.own
        ],
        "on_until": _write(pauses.on_until),
        "tips": rotation.to_table(),
        TODAY_KEY: rotation.today and _write(rotation.today.until),
    }


def _write(instant: Instant | None) -> float | str | None:
    """Write a boot instant as seconds, a wall instant as text."""
    if isinstance(instant, datetime):
        return instant.isoformat()
    return None if instant is None else instant.total_seconds()


def _presence_table(presence: Presence) -> dict[str, Any]:
    match presence:
        case Sitting(counted=counted, since=since):
            return {"state": "sitting", "counted": counted.total_seconds(), "since": since.total_seconds()}
        case Away(counted=counted, left=left, asked_for=asked_for):
            return _away_table(counted, left, asked_for=asked_for)
        case TakingBreak(counted=counted, untouched=left):
            return _away_table(counted, left, asked_for=True)
        case OnBreak(since=since):
            return {"state": "break", "since": since.total_seconds()}
        case _:
            assert_never(presence)


def _away_table(counted: timedelta, left: timedelta, *, asked_for: bool) -> dict[str, Any]:
    table = {"state": "away", "counted": counted.total_seconds(), "left": left.total_seconds()}
    return {**table, "asked_for": asked_for}


def _reminder_table(state: State) -> dict[str, Any] | None:
    table: dict[str, Any]
    match state:
        case None:
            return None
        case Snoozed(until=until, was_due=was_due, shown=shown):
            table = {"state": "snoozed", "until": _write(until), "was_due": was_due, "shown": _write(shown)}
        case Due(repeats=repeats):
            table = {"state": "due", "repeats": repeats}
        case Waiting(reasons=reasons, was=was, counts_from=counts_from):
            table = {"state": "waiting", "reasons": sorted(reasons), "was": _reminder_table(was)}
            table["counts_from"] = _write(counts_from)
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
    """

    now: Now
    same_boot: bool
    by_heartbeat: bool

    def gap(self, now: Now) -> timedelta:
        """Return how long ago that was; across a restart only the wall clock knows."""
        return now.boot - self.now.boot if self.same_boot else max(now.wall - self.now.wall, ZERO)

    def died(self, now: Now, break_length: timedelta) -> bool:
        """Whether it is unknown that they kept sitting in the meantime."""
        return not (self.same_boot and self.by_heartbeat) or self.gap(now) - HEARTBEAT >= break_length


def restore(
    reader: "Reader",
    sitting: SittingClock,
    reminder: Reminder,
    pauses: Pauses,
    rotation: Rotation,
) -> list[str]:
    """Restore the saved state into newly made subjects.

    Returns:
        The names of the parts that could not be read; they keep their initial state.
    """
    state = reader.state

    def presence() -> None:
        sitting.presence = reader.presence(state["presence"])

    def reminding() -> None:
        reminder.state = reader.reminder(state["reminder"])
        reminder.interval_from = _seconds(state.get("interval_from", 0.0))

    def pausing() -> None:
        pauses.own = tuple(reader.pause(pause) for pause in state["pauses"])
        until = state["on_until"]
        pauses.on_until = None if until is None else reader.wall(until)

    def tips() -> None:
        rotation.restore(state["tips"])

    def tips_today() -> None:
        rotation.today = read_tips_today(state.get(TODAY_KEY), reader.now)

    damaged = []
    parts = {
        "presence": presence,
        "reminder": reminding,
        "pauses": pausing,
        "tips": tips,
        TODAY_KEY.removesuffix("_until"): tips_today,
    }
    for name, part in parts.items():
        try:
            part()
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            damaged.append(name)
    return damaged


def _seconds(written: float) -> timedelta:
    """Read seconds; reject a number that no clock can show."""
    if not abs(written) <= _FARTHEST.total_seconds():  # written this way, it rejects nan too
        raise ValueError(written)
    return timedelta(seconds=written)


@frozen
class Reader:
    """Reads the parts of a saved state.

    Attributes:
        state: what `state_to_save` returned.
        alive: the last moment at which it is known to have been true.
        now: this moment.
        break_length: an absence of this length is a break.
    """

    state: Mapping[str, Any]
    alive: LastAlive
    now: Now
    break_length: timedelta

    def boot(self, written: float) -> timedelta:
        """Read a boot instant; convert one from an earlier boot to this boot's clock."""
        instant = _seconds(written)
        if self.alive.same_boot:
            return instant
        return instant - self.alive.now.boot + self.now.boot - self.alive.gap(self.now)

    def past(self, written: float) -> timedelta:
        """Read a boot instant in the past."""
        return min(self.boot(written), self.now.boot)

    def wall(self, written: str) -> datetime:
        """Read a wall instant."""
        return _wall(written, self.now)

    def presence(self, table: Mapping[str, Any]) -> Presence:
        """Read where the person was; they have been away since sitbreak died."""
        match table["state"]:
            case "sitting":
                since = min(_seconds(table["since"]), self.alive.now.awake)
                sitting = Sitting(_seconds(table["counted"]), since)
                if not self.alive.died(self.now, self.break_length):
                    return sitting
                left = self.now.boot - self.alive.gap(self.now)
                return self._away(sitting.until(self.alive.now.awake), left)
            case "away":
                away = self._away(_seconds(table["counted"]), self.past(table["left"]))
                return replace(away, asked_for=bool(table["asked_for"]))
            case "break":
                return OnBreak(self.past(table["since"]), self.now.awake)
        raise ValueError(table["state"])

    def _away(self, counted: timedelta, left: timedelta) -> Away:
        awake = self.now.awake
        return Away(Sitting(counted, since=awake), left, awake, noticed=awake, measured=True)

    def reminder(self, table: Mapping[str, Any] | None) -> State:
        """Read the reminder."""
        if table is None:
            return None
        since = self.past(table["since"])
        match table["state"]:
            case "due":
                return self._due(since, table)
            case "waiting":
                reasons = frozenset(BusyReason(reason) for reason in table["reasons"])
                was = table["was"] and self._due(self.past(table["was"]["since"]), table["was"])
                counted = table.get("counts_from")
                counts_from = None if counted is None else _seconds(counted)
                return Waiting(since, reasons, self.now.boot, was, counts_from)
            case "snoozed":
                until = min(self.boot(table["until"]), self.now.boot + LONGEST)
                shown = None if table["shown"] is None else self.past(table["shown"])
                return Snoozed(since, until, was_due=bool(table["was_due"]), shown=shown)
        raise ValueError(table["state"])

    def _due(self, since: timedelta, table: Mapping[str, Any]) -> Due:
        """Read a reminder that was out; it is shown again, which is not a repetition."""
        repeats = max(0, min(int(table["repeats"]), REPEATS))
        return Due(since, repeats, again=self.now.boot, withdrawn=True)

    def pause(self, table: Mapping[str, Any]) -> Pause:
        """Read one of the person's own pauses."""
        reason = PauseReason(table["reason"])
        if reason is PauseReason.WORKING_HOURS:
            raise ValueError(f"{reason} is worked out from the settings")
        end = None if table["end"] is None else self._instant(table["end"])
        return Pause(reason, self._instant(table["start"]), end)

    def _instant(self, written: float | str) -> Instant:
        return self.wall(written) if isinstance(written, str) else self.boot(written)


def read_tips_today(written: str | None, now: Now) -> TipsToday | None:
    """Read until when the day's topics are limited.

    Raises:
        TypeError: it is not text.
        ValueError: it is not a wall instant, or too far away.
    """
    return None if written is None else TipsToday(_wall(written, now))


def _wall(written: str, now: Now) -> datetime:
    instant = datetime.fromisoformat(written).astimezone(UTC)
    if abs(instant - now.wall) > _FARTHEST:
        raise ValueError(written)
    return instant
