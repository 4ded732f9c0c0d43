"""`status --json`, which status bars and scripts read. Times are ISO 8601 with offset.

The last five fields are what a bar shows, named as waybar reads them.
Source: waybar-custom(5), "return-type" and "format-icons".
"""

from datetime import datetime
from typing import Any, assert_never

from sitbreak import __version__
from sitbreak.core.now import Now
from sitbreak.core.pauses import on_wall
from sitbreak.core.presence import AtDesk, Away, OnBreak, TakingBreak
from sitbreak.core.reminder import Due, Snoozed, State, Waiting
from sitbreak.core.rotation import TODAY_KEY
from sitbreak.core.situation import Situation
from sitbreak.core.tray_view import RING_STEPS
from sitbreak.core.view import bar_text, first_line, tray_icon

BACKENDS = ("tray", "notifications", "idle")
"""The parts whose backends the status names."""


def status(situation: Situation, now: Now, backends: dict[str, str]) -> dict[str, Any]:
    """Return the status as JSON values; `backends` names those of the tray, notifications and idle."""
    between, today = situation.next_reminder(now), situation.tips_today
    icon = tray_icon(situation, now)
    return {
        "version": __version__,
        "state": _state(situation),
        "sitting_seconds": int(situation.total(now).total_seconds()),
        "standing_seconds": int(situation.standing(now).total_seconds()),
        "reminder": _reminder(situation.reminder, now),
        "next_reminder": between and {"earliest": _iso(between[0], now), "latest": _iso(between[1], now)},
        "pauses": [
            {
                "reason": pause.reason,
                "from": _iso(on_wall(pause.start, now), now),
                "until": None if pause.end is None else _iso(on_wall(pause.end, now), now),
            }
            for pause in situation.pauses
        ],
        "tip": situation.tip,
        "backends": backends,
        TODAY_KEY: today and _iso(today.until, now),
        "can_snooze": situation.can_snooze(situation.settings.snooze, now),
        **_bar(icon.name, bar_text(situation, now), first_line(situation, now), icon.step),
    }


def status_when_stopped(text: str, tooltip: str) -> dict[str, Any]:
    """Return the same fields where no instance answers, and why; what only an instance knows is null."""
    return {
        "version": __version__,
        "state": "stopped",
        "sitting_seconds": None,
        "standing_seconds": None,
        "reminder": None,
        "next_reminder": None,
        "pauses": [],
        "tip": None,
        "backends": dict.fromkeys(BACKENDS, "none"),
        TODAY_KEY: None,
        "can_snooze": False,
        **_bar("stopped", text, tooltip),
    }


def what_changes(situation: Situation, table: dict[str, Any]) -> tuple[object, ...]:
    """Return what makes a status differ from another one: the minutes that pass, but not their seconds."""
    shown = (table[field] for field in ("tooltip", "class", "can_snooze", "backends"))
    return situation.without_measurements, *shown


def _bar(kind: str, text: str, tooltip: str, step: int = 0) -> dict[str, Any]:
    percentage = round(100 * step / RING_STEPS)
    return {"text": text, "tooltip": tooltip, "alt": kind, "class": kind, "percentage": percentage}


def _state(situation: Situation) -> str:
    match situation.presence:
        case AtDesk():
            return "standing" if situation.stands else "sitting"
        case Away():
            return "away"
        case TakingBreak() | OnBreak():
            return "break"
        case _:
            assert_never(situation.presence)


def _reminder(state: State, now: Now) -> dict[str, Any] | None:
    match state:
        case Due(since=since):
            name, until, waits = "overdue" if state.overdue else "due", None, []
        case Waiting(since=since, reasons=reasons):
            name, until, waits = "waiting", None, sorted(reasons)
        case Snoozed(since=since, until=until):
            name, waits = "snoozed", []
        case None:
            return None
        case _:
            assert_never(state)
    return {
        "state": name,
        "since": _iso(now.on_wall(since), now),
        "until": None if until is None else _iso(now.on_wall(until), now),
        "waiting_for": [str(reason) for reason in waits],
    }


def _iso(wall: datetime, now: Now) -> str:
    return now.local(wall).isoformat(timespec="seconds")
