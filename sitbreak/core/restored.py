"""Restores a saved state; what cannot be read costs only itself.

Nothing is damaged because it is far from this moment: the wall clock may be wrong until the network sets it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from sitbreak.core.absence import GETTING_UP
from sitbreak.core.diary import WORST, DiaryDay
from sitbreak.core.durations import LONGEST
from sitbreak.core.entries import EntryKind
from sitbreak.core.inputs import BusyReason
from sitbreak.core.now import Now
from sitbreak.core.pauses import Instant, Pause, PauseReason
from sitbreak.core.presence import ZERO, AtDesk, Away, OnBreak, Presence, TakingBreak
from sitbreak.core.recorder import Running
from sitbreak.core.reminder import REPEATS, Due, Snoozed, State, Waiting
from sitbreak.core.rotation import TODAY_KEY, TipsToday
from sitbreak.core.saved import LastAlive, Parts
from sitbreak.core.values import frozen

_REASONS = frozenset(BusyReason)
"""A later version may know more."""

_FARTHEST = timedelta(days=5000)
"""A saved length that is longer is damaged."""

_YEARS = range(1969, 2200)
"""A saved wall instant outside these years is damaged."""


class Restoration:
    """Restores a saved state into newly made subjects.

    Attributes:
        damaged: the names of the parts that could not be read; they keep their initial state.
    """

    def __init__(self, reader: "Reader", parts: Parts) -> None:
        """Restore everything that can be read."""
        self.damaged: list[str] = []
        self._reader = reader
        self._state = reader.state
        self._sitting = parts.sitting
        self._suggestion = parts.suggestion
        self._reminder = parts.reminder
        self._pauses = parts.pauses
        self._rotation = parts.rotation
        self._recorder = parts.recorder
        self._diary = parts.diary
        self._attempt("presence", self._presence)
        self._attempt("standing", self._standing)
        self._attempt("reminder", self._reminder_state)
        self._attempt("interval", self._interval)
        self._attempt("pauses", self._own_pauses)
        self._attempt("on_today", self._on_today)
        self._attempt("tips", self._tips)
        self._attempt("no_stretches", self._tips_today)
        self._begin_spell()
        self._attempt("spell", self._spell)
        self._attempt("diary", self._diary_day)

    def _attempt(self, name: str, part: Callable[[], None]) -> None:
        try:
            part()
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            self.damaged.append(name)

    def _presence(self) -> None:
        self._sitting.presence = self._reader.presence(self._state["presence"])

    def _standing(self) -> None:
        table = self._state.get("standing")
        if table is not None:
            stood_up, self._suggestion.made = _length(table["stood_up"]), bool(table["suggested"])
            self._sitting.stood_up = stood_up

    def _reminder_state(self) -> None:
        self._reminder.state = self._reader.reminder(self._state["reminder"])

    def _interval(self) -> None:
        self._reminder.interval_from = _seconds(self._state.get("interval_from", 0.0))

    def _own_pauses(self) -> None:
        for number, table in enumerate(self._state["pauses"], 1):
            self._attempt(f"pause {number}", partial(self._add_pause, table))

    def _add_pause(self, table: Mapping[str, Any]) -> None:
        pause = self._reader.pause(table)
        if not isinstance(pause.end, datetime) or self._reader.lasts(pause.end):
            self._pauses.own += (pause,)

    def _on_today(self) -> None:
        written = self._state.get("on_until")
        until = None if written is None else read_wall(written)
        if until is not None and self._reader.lasts(until):
            self._pauses.on_until = until

    def _tips(self) -> None:
        self._rotation.restore(self._state["tips"])

    def _tips_today(self) -> None:
        limit = read_tips_today(self._state.get(TODAY_KEY))
        if limit is not None and self._reader.lasts(limit.until):
            self._rotation.limit = limit

    def _begin_spell(self) -> None:
        """Let the history go on from here, where the state has none of its own: an earlier version's, say."""
        self._recorder.begin(self._reader.now)

    def _spell(self) -> None:
        if "spell" in self._state:
            running = self._reader.spell(self._state["spell"])
            self._recorder.restore(running, self._pauses.own, self._reader.alive.now)

    def _diary_day(self) -> None:
        table = self._state.get("diary")
        if table is not None:
            day, pain = date.fromisoformat(table["day"]), table["pain"]
            if pain is not None and (isinstance(pain, bool) or pain not in range(WORST + 1)):
                raise ValueError(pain)
            self._diary.last = DiaryDay(day, bool(table["answered"]), pain)


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
        """Read a boot instant; convert one from an earlier boot to this boot's clock.

        Raises:
            ValueError: it is damaged, or nothing says when it was saved.
        """
        if self.alive.is_guess:
            raise ValueError(written)
        instant = _seconds(written)
        if self.alive.same_boot:
            return instant
        return instant - self.alive.now.boot + self.now.boot - self.alive.gap(self.now)

    def past(self, written: float) -> timedelta:
        """Read a boot instant in the past; where nothing says when it was saved, this boot's start."""
        return timedelta() if self.alive.is_guess else min(self.boot(written), self.now.boot)

    def lasts(self, until: datetime) -> bool:
        """Whether what ends at this wall instant did not end while sitbreak was dead."""
        return not self.now.has_ended(until, self.alive.gap(self.now))

    def presence(self, table: Mapping[str, Any]) -> Presence:
        """Read where the person was; they have been away since sitbreak died."""
        match table["state"]:
            case "sitting":
                since = min(_seconds(table["since"]), self.alive.now.awake)
                sitting = AtDesk(_seconds(table["counted"]), since)
                if not self.alive.died(self.now, self.break_length):
                    return sitting
                left = self.now.boot - self.alive.gap(self.now)
                return self._away(sitting.until(self.alive.now.awake), left)
            case "away":
                away = self._away(_seconds(table["counted"]), self.past(table["left"]))
                return replace(away, asked_for=bool(table["asked_for"]))
            case "taking a break":
                since, untouched = self.past(table["since"]), self.past(table["untouched"])
                noticed = self.now.awake + max(since + GETTING_UP - self.now.boot, ZERO)
                return TakingBreak(_seconds(table["counted"]), since, untouched, noticed)
            case "break":
                return OnBreak(self.past(table["since"]), self.now.awake)
        raise ValueError(table["state"])

    def _away(self, counted: timedelta, left: timedelta) -> Away:
        awake = self.now.awake
        return Away(AtDesk(counted, since=awake), left, awake, noticed=awake, measured=True)

    def reminder(self, table: Mapping[str, Any] | None) -> State:
        """Read the reminder."""
        if table is None:
            return None
        since = self.past(table["since"])
        match table["state"]:
            case "due":
                return self._due(since, table)
            case "waiting":
                reasons = _reasons(table["reasons"])
                was = table["was"] and self._due(self.past(table["was"]["since"]), table["was"])
                if was and not was.repeats:  # repeated often enough: the next one is a new reminder
                    was = replace(was, again=None)
                if not reasons:
                    raise ValueError(table["reasons"])
                counts_from, paused_at = _seconds(table.get("counts_from", 0.0)), table.get("paused_at")
                paused_at = None if paused_at is None else _seconds(paused_at)
                return Waiting(since, reasons, self.now.boot, was, counts_from, paused_at)
            case "snoozed":
                until = min(self.boot(table["until"]), self.now.boot + LONGEST)
                shown = None if table["shown"] is None else self.past(table["shown"])
                return Snoozed(since, until, was_due=bool(table["was_due"]), shown=shown)
        raise ValueError(table["state"])

    def _due(self, since: timedelta, table: Mapping[str, Any]) -> Due:
        """Read a reminder that was out; it is shown again, which is not a repetition."""
        repeats = max(0, min(int(table["repeats"]), REPEATS))
        despite = _reasons(table.get("despite", ()))
        return Due(since, repeats, again=self.now.boot, withdrawn=True, despite=despite)

    def spell(self, table: Mapping[str, Any] | None) -> Running | None:
        """Read the spell that the history does not have yet."""
        if table is None:
            return None
        counted, before = _seconds(table["counted"]), _seconds(table["before"])
        return Running(EntryKind(table["kind"]), read_wall(table["opened"]), counted, before)

    def pause(self, table: Mapping[str, Any]) -> Pause:
        """Read one of the person's own pauses."""
        reason = PauseReason(table["reason"])
        if reason is PauseReason.WORKING_HOURS:
            raise ValueError(f"{reason} is worked out from the settings")
        end = None if table["end"] is None else self._instant(table["end"], self.boot)
        start = self.past if reason is PauseReason.YOU else self.boot
        return Pause(reason, self._instant(table["start"], start), end)

    def _instant(self, written: float | str, on_boot: Callable[[float], timedelta]) -> Instant:
        return read_wall(written) if isinstance(written, str) else on_boot(written)


def read_tips_today(written: str | None) -> TipsToday | None:
    """Read until when the day's topics are limited.

    Raises:
        TypeError: it is not text.
        ValueError: it is not a wall instant.
    """
    return None if written is None else TipsToday(read_wall(written))


def read_wall(written: str) -> datetime:
    """Read a wall instant.

    Raises:
        TypeError: it is not text.
        ValueError: it is damaged.
    """
    instant = datetime.fromisoformat(written)
    if instant.tzinfo is None or instant.year not in _YEARS:
        raise ValueError(written)
    return instant.astimezone(UTC)


def _reasons(written: Iterable[str]) -> frozenset[BusyReason]:
    """Read reasons; one of a newer version is dropped."""
    return frozenset(BusyReason(reason) for reason in written if reason in _REASONS)


def _length(written: float) -> timedelta:
    """Read a length; reject a negative one."""
    if written < 0:
        raise ValueError(written)
    return _seconds(written)


def _seconds(written: float) -> timedelta:
    """Read seconds; reject a number that no clock can show."""
    if not abs(written) <= _FARTHEST.total_seconds():  # written this way, it rejects nan too
        raise ValueError(written)
    return timedelta(seconds=written)
