"""The state in one line: the tooltip, the menu's first line and `sitbreak status`."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import assert_never

from sitbreak.core.inputs import BusyReason
from sitbreak.core.now import Now
from sitbreak.core.pauses import Pause, PauseReason, on_wall
from sitbreak.core.words import language, times
from sitbreak.core.words.language import _

_NEVER = datetime.max.replace(tzinfo=UTC)


def joined(first: str, then: str) -> str:
    """Join the two halves of the line."""
    # Translators: the two halves of the tray's tooltip: "Sitting 17 min – reminder at 14:30"
    return _("{first} – {then}").format(first=first, then=then)


def paused_and(pause: str, line: str) -> str:
    """Add to a pause what it hides."""
    return joined(pause, language.current().after_dash(line))


def sitting(total: timedelta, *, idle_known: bool) -> str:
    """Return how long the person has been sitting, or at the computer where idle is unknown: in minutes."""
    if total < timedelta(minutes=1):
        return _("Sitting less than a minute") if idle_known else _("At the computer less than a minute")
    length = times.length(total)
    if idle_known:
        return _("Sitting {length}").format(length=length)
    return _("At the computer {length}").format(length=length)


def standing(total: timedelta) -> str:
    """Return how long the person has been standing, in minutes."""
    if total < timedelta(minutes=1):
        return _("Standing less than a minute")
    return _("Standing {length}").format(length=times.length(total))


def change_at(at: datetime, now: Now) -> str:
    """Return when somebody who stands has stood long enough."""
    if at <= now.wall:
        return _("time to sit or walk")
    return _("time to sit or walk at {time}").format(time=times.clock(at, now))


def fell_short(line: str, by: timedelta) -> str:
    """Add how much the last absence lacked to be a break."""
    length = times.exact_length(timedelta(seconds=ceil(by.total_seconds())))
    # Translators: for example "Sitting 17 min, 20 s short of a break"
    return _("{sitting}, {length} short of a break").format(sitting=line, length=length)


def next_reminder(between: tuple[datetime, datetime], now: Now) -> str:
    """Return when the next reminder comes."""
    start, end = between
    if end <= now.wall:
        return _("reminder any moment")
    latest = times.clock(end, now)
    if start <= now.wall:
        return _("reminder when you stop typing, by {time} at the latest").format(time=latest)
    if start == end:
        return _("reminder at {time}").format(time=latest)
    return _("reminder between {start} and {end}").format(start=times.clock(start, now), end=latest)


def waiting(reasons: Iterable[BusyReason]) -> str:
    """Return what a reminder waits for."""
    return _("waiting until {ends}").format(ends=ends_of(reasons))


def ends_of(reasons: Iterable[BusyReason]) -> str:
    """Return what has to happen before nothing is waited for."""
    return times.listed(_end_of(reason) for reason in sorted(reasons))


def _end_of(reason: BusyReason) -> str:
    # Translators: these continue "waiting until" and "Reminders wait until"
    match reason:
        case BusyReason.FULLSCREEN:
            return _("you leave full screen")
        case BusyReason.PRESENTATION:
            return _("your presentation ends")
        case BusyReason.CALL:
            return _("your call ends")
        case BusyReason.DO_NOT_DISTURB:
            return _("do-not-disturb ends")
        case _:
            assert_never(reason)


def due() -> str:
    """Return that a reminder is out."""
    return _("time to get up")


def snoozed(until: datetime, now: Now) -> str:
    """Return when a snoozed reminder comes."""
    return _("snoozed until {time}").format(time=times.clock(until, now))


def paused(pauses: Iterable[Pause], now: Now) -> str:
    """Return why and until when no reminder comes: the pause that ends last."""
    last = max(pauses, key=lambda pause: _NEVER if pause.end is None else on_wall(pause.end, now))
    if last.end is None:
        return _("Paused until you resume")
    time = times.clock(on_wall(last.end, now), now)
    if last.reason is PauseReason.WORKING_HOURS:
        return _("Outside working hours until {time}").format(time=time)
    return _("Paused until {time}").format(time=time)


def away(since: datetime, now: Now) -> str:
    """Return since when nobody has been at the desk."""
    return _("Away since {time}").format(time=times.clock(since, now))


def taking_break(time: str) -> str:
    """Return at which time a started break is complete."""
    return _("On a break until {time}").format(time=time)


def on_break(since: datetime, now: Now) -> str:
    """Return since when a break lasts."""
    return _("On a break since {time}").format(time=times.clock(since, now))
