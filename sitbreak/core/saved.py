"""What outlives the process, as JSON values, and how it is taken up again."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from sitbreak.core.inputs import BusyReason
from sitbreak.core.keeper import Keeper
from sitbreak.core.now import Now
from sitbreak.core.pauses import Instant, Pause, PauseReason
from sitbreak.core.presence import ZERO, Away, OnBreak, Presence, Sitting, TakingBreak
from sitbreak.core.reminder import REPEATS, Due, Snoozed, State, Waiting
from sitbreak.core.rotation import Rotation
from sitbreak.core.settings import LONGEST, Settings
from sitbreak.core.values import frozen

BEAT = timedelta(minutes=1)
"""How often the heartbeat says that sitbreak is alive; death is not known more exactly."""

_FARTHEST = timedelta(days=5000)
"""No instant that was kept lies farther off; what does is damaged."""


def kept(keeper: Keeper) -> dict[str, Any]:
    """Return what has to be kept; equal as long as nothing but time has changed."""
    return {
        "presence": _presence_table(keeper.clock.presence),
        "reminder": _reminder_table(keeper.reminder.state),
        "skipped_at": keeper.reminder.skipped_at.total_seconds(),
        "pauses": [
            {"reason": pause.reason, "start": _write(pause.start), "end": _write(pause.end)}
            for pause in keeper.pauses.kept
        ],
        "on_until": _write(keeper.pauses.on_until),
        "tips": keeper.rotation.to_table(),
        "no_stretches_until": _write(keeper.no_stretches_until),
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
            pass
        case TakingBreak(counted=counted, untouched=left):
            asked_for = True
        case _:
            return {"state": "break", "since": presence.since.total_seconds()}
    table = {"state": "away", "counted": counted.total_seconds(), "left": left.total_seconds()}
    return {**table, "asked_for": asked_for}


def _reminder_table(state: State) -> dict[str, Any] | None:
    table: dict[str, Any]
    match state:
        case Snoozed(since=since, until=until, was_due=was_due, shown=shown):
            table = {
                "state": "snoozed",
                "until": until.total_seconds(),
                "was_due": was_due,
                "shown": _write(shown),
            }
        case Due(since=since, repeats=repeats):
            table = {"state": "due", "repeats": repeats}
        case Waiting(since=since, reasons=reasons, was=was):
            table = {"state": "waiting", "reasons": sorted(reasons), "was": _reminder_table(was)}
        case _:
            return None
    return {**table, "since": since.total_seconds()}


@frozen
class LastAlive:
    """The last moment at which sitbreak is known to have been alive.

    Attributes:
        now: that moment.
        same_boot: the computer has not been started again since.
        beating: the heartbeat says so, not only the last save.
    """

    now: Now
    same_boot: bool
    beating: bool

    def gap(self, now: Now) -> timedelta:
        """Return how long ago that was; between two boots only the wall clock can tell."""
        return now.boot - self.now.boot if self.same_boot else max(now.wall - self.now.wall, ZERO)

    def died(self, now: Now, break_length: timedelta) -> bool:
        """Whether nobody can say that they sat on meanwhile."""
        return not (self.same_boot and self.beating) or self.gap(now) - BEAT >= break_length


def take_up(
    keeper: Keeper, table: Mapping[str, Any], alive: LastAlive, now: Now, random: Random
) -> list[str]:
    """Fill a new keeper with what was kept. A part that cannot be read is named and left out.

    Args:
        keeper: as new; its `now` is moved to the last moment alive when that lies in this boot.
        table: what `kept` returned.
        alive: when that was known to be true.
        now: this moment.
        random: shuffles the tips.

    Returns:
        The names of the parts that could not be read.
    """
    reader = _Reader(keeper.settings, alive, now)
    if alive.same_boot:
        keeper.now = alive.now

    def presence() -> None:
        keeper.clock.presence = reader.presence(table["presence"])

    def reminder() -> None:
        keeper.reminder.state = reader.reminder(table["reminder"])
        keeper.reminder.skipped_at = _seconds(table["skipped_at"])

    def pauses() -> None:
        keeper.pauses.kept = tuple(reader.pause(pause) for pause in table["pauses"])
        until = table["on_until"]
        keeper.pauses.on_until = None if until is None else reader.wall(until)

    def tips() -> None:
        keeper.rotation = Rotation.from_table(table["tips"], keeper.library, random)

    def no_stretches() -> None:
        until = table.get("no_stretches_until")
        keeper.no_stretches_until = None if until is None else reader.wall(until)

    damaged = []
    for part in (presence, reminder, pauses, tips, no_stretches):
        try:
            part()
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            damaged.append(part.__name__)
    return damaged


def _seconds(written: float) -> timedelta:
    """Read seconds; a number that no clock can show is an error, before anything is counted with it."""
    if not abs(written) <= _FARTHEST.total_seconds():  # nan is no number to count with either
        raise ValueError(written)
    return timedelta(seconds=written)


@frozen
class _Reader:
    settings: Settings
    alive: LastAlive
    now: Now

    def boot(self, written: float) -> timedelta:
        """Read a boot instant; one of another boot is moved to where this boot's clock puts it."""
        instant = _seconds(written)
        if self.alive.same_boot:
            return instant
        return instant - self.alive.now.boot + self.now.boot - self.alive.gap(self.now)

    def past(self, written: float) -> timedelta:
        """Read a boot instant that has been."""
        return min(self.boot(written), self.now.boot)

    def wall(self, written: str) -> datetime:
        """Read a wall instant."""
        instant = datetime.fromisoformat(written).astimezone(UTC)
        if abs(instant - self.now.wall) > _FARTHEST:
            raise ValueError(written)
        return instant

    def presence(self, table: Mapping[str, Any]) -> Presence:
        match table["state"]:
            case "sitting":
                since = min(_seconds(table["since"]), self.alive.now.awake)
                sitting = Sitting(_seconds(table["counted"]), since)
                if not self.alive.died(self.now, self.settings.break_length):
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
        if table is None:
            return None
        since = self.past(table["since"])
        match table["state"]:
            case "due":
                return self._due(since, table)
            case "waiting":
                reasons = frozenset(BusyReason(reason) for reason in table["reasons"])
                was = table["was"] and self._due(self.past(table["was"]["since"]), table["was"])
                return Waiting(since, reasons, ask=self.now.boot, was=was)
            case "snoozed":
                until = min(self.boot(table["until"]), self.now.boot + LONGEST)
                shown = None if table["shown"] is None else self.past(table["shown"])
                return Snoozed(since, until, was_due=bool(table["was_due"]), shown=shown)
        raise ValueError(table["state"])

    def _due(self, since: timedelta, table: Mapping[str, Any]) -> Due:
        """Read a reminder that was out; it is shown again, which is no repetition."""
        repeats = max(0, min(int(table["repeats"]), REPEATS))
        return Due(since, repeats, again=self.now.boot, withdrawn=True)

    def pause(self, table: Mapping[str, Any]) -> Pause:
        reason = PauseReason(table["reason"])
        if reason is PauseReason.WORKING_HOURS:
            raise ValueError(f"{reason} is worked out from the settings")
        end = None if table["end"] is None else self._instant(table["end"])
        return Pause(reason, self._instant(table["start"]), end)

    def _instant(self, written: float | str) -> Instant:
        return self.wall(written) if isinstance(written, str) else self.boot(written)
