"""What a command replies, typed or clicked."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import assert_never

from sitbreak.core.now import Now
from sitbreak.core.pauses import Pause, PauseReason, on_wall
from sitbreak.core.settings import Interval
from sitbreak.core.words import menu, status, times
from sitbreak.core.words.language import _


def failed() -> str:
    """Answer when something went wrong."""
    return _("That didn't work. The log says why.")


def already_running() -> str:
    """Answer a start inside a running instance."""
    return _("sitbreak is already running.")


def stopped() -> str:
    """Answer `quit`."""
    return _("sitbreak has stopped.")


# --- breaks and reminders --------------------------------------------------------------------------


def already_on_break() -> str:
    """Answer a second `break`."""
    return _("You're already on a break.")


def break_started(time: str, *, idle_known: bool) -> str:
    """Answer `break`: it is complete at this time."""
    if idle_known:
        return _("Enjoy your break – it's done at {time} if you stay away until then.").format(time=time)
    return _("Enjoy your break – it's done at {time}.").format(time=time)


def snoozed(until: datetime, now: Now) -> str:
    """Answer `snooze`."""
    return _("Snoozed until {time}.").format(time=times.clock(until, now))


def nothing_to_snooze(start: datetime, now: Now) -> str:
    """Answer a `snooze` that would end before the reminder comes anyway."""
    time = times.clock(start, now)
    return _("There's nothing to snooze: no reminder comes before {time}.").format(time=time)


def nothing_to_snooze_away() -> str:
    """Answer a `snooze` while nobody is at the desk."""
    return _("There's nothing to snooze: the clock starts again when you're back.")


def nothing_to_snooze_standing() -> str:
    """Answer a `snooze` while they stand."""
    return _("There's nothing to snooze: no reminder comes while you're standing.")


def skipped(total: timedelta) -> str:
    """Answer `skip`."""
    length = times.spoken_length(total)
    return _("Skipped. You've been sitting for {length}; a new interval starts now.").format(length=length)


def nothing_to_skip() -> str:
    """Answer a `skip` without a reminder."""
    return _("There's no reminder to skip.")


def standing(sat: timedelta) -> str:
    """Answer `stand`: the clock of sitting stands still."""
    if sat < timedelta(minutes=1):
        return _("You're standing: no sitting time is counted.")
    return _("You're standing: your sitting time stays at {length}.").format(length=times.spoken_length(sat))


def standing_later() -> str:
    """Answer a `stand` while nobody is at the desk."""
    return _("You'll count as standing when you're back.")


def already_standing() -> str:
    """Answer a second `stand`."""
    return _("You're already standing.")


def sitting_again(sat: timedelta) -> str:
    """Answer `sit`: the clock of sitting goes on."""
    if sat < timedelta(minutes=1):
        return _("You're sitting again.")
    return _("You're sitting again, with {length} so far.").format(length=times.spoken_length(sat))


def sitting_later() -> str:
    """Answer a `sit` while nobody is at the desk."""
    return _("You'll count as sitting when you're back.")


def already_sitting() -> str:
    """Answer a `sit` without a `stand` before it."""
    return _("You're already counted as sitting.")


def interval_set(interval: Interval) -> str:
    """Answer `interval`."""
    span = times.spoken_span(interval)
    if interval.start == interval.end:
        return _("Reminders come after {length}.").format(length=span)
    return _("Reminders come after {length}, when you stop typing.").format(length=span)


# --- pauses ----------------------------------------------------------------------------------------


def paused(end: datetime | None, now: Now) -> str:
    """Answer `pause`."""
    if end is None:
        return _("Paused until you resume.")
    return _("Paused until {time}.").format(time=times.clock(end, now))


def pause_planned(start: datetime, end: datetime, now: Now) -> str:
    """Answer a planned `pause`."""
    return _("Paused from {start} until {end}.").format(
        start=times.clock(start, now), end=times.clock(end, now)
    )


def pause_line(number: int, pause: Pause, now: Now) -> str:
    """Write one line of `pause list`."""
    start = times.clock(on_wall(pause.start, now), now)
    reason = _pause_reason(pause)
    if pause.end is None:
        line = _("{number}  from {start} until you resume, {reason}")
        return line.format(number=number, start=start, reason=reason)
    end = times.clock(on_wall(pause.end, now), now)
    line = _("{number}  from {start} until {end}, {reason}")
    return line.format(number=number, start=start, end=end, reason=reason)


def _pause_reason(pause: Pause) -> str:
    # Translators: these end a line of the list of pauses: "from 14:00 until 15:00, planned"
    match pause.reason:
        case PauseReason.YOU:
            return _("by you")
        case PauseReason.PLANNED:
            return _("planned")
        case PauseReason.WORKING_HOURS:
            return _("outside working hours")
        case _:
            assert_never(pause.reason)


def no_pauses() -> str:
    """Answer `pause list` when it is empty."""
    return _("There are no pauses.")


def no_such_pause(number: int) -> str:
    """Answer a `pause cancel` of nothing."""
    return _("There's no pause {number}. List them with: sitbreak pause list").format(number=number)


def pause_cancelled(number: int) -> str:
    """Answer `pause cancel`."""
    return _("Pause {number} is cancelled.").format(number=number)


def resumed() -> str:
    """Answer `resume`."""
    return _("Reminders are back on.")


def not_paused() -> str:
    """Answer a `resume` without a pause."""
    return _("Reminders aren't paused.")


def still_paused(pauses: Iterable[Pause], now: Now, *, ended: bool) -> str:
    """Answer a `resume` after which another pause holds; `ended`: one of the person's own has ended."""
    why = status.paused(pauses, now)
    if ended:
        return _("Your own pause is over. {why}.").format(why=why)
    return _("There's no pause of your own. {why}.").format(why=why)


def on_today(*, on: bool) -> str:
    """Answer the override of the working hours."""
    if on:
        return _("You'll be reminded today, outside working hours too.")
    return _("Reminders follow your working hours again.")


# --- tips ------------------------------------------------------------------------------------------


def opening_tip() -> str:
    """Answer what opens a tip in a window."""
    return _("Opening the tip.")


def opening_page() -> str:
    """Answer what opens a tip in the browser."""
    return _("Opening the tip in your browser.")


def opening_settings() -> str:
    """Answer what opens the settings in a window."""
    return _("Opening the settings.")


def opening_settings_file() -> str:
    """Answer what opens the settings in the person's editor."""
    return _("Opening the settings file.")


def no_settings_window(reason: str) -> str:
    """Explain why the settings open as a file."""
    return _("The settings can't open in a window here: {reason}.").format(reason=reason)


def no_window(reason: str) -> str:
    """Explain why a tip opens in the browser."""
    return _("Tips can't open in a window here: {reason}.").format(reason=reason)


def no_tip_yet() -> str:
    """Answer a wish for the last tip when there was none."""
    return _("No tip has been shown yet.")


def no_such_tip(tip: str) -> str:
    """Answer a wish for an unknown tip."""
    return _("There's no tip {tip!r}. List them with: sitbreak tips list").format(tip=tip)


def tip_hidden(tip: str) -> str:
    """Answer `tips hide`."""
    return _("{tip} is hidden. Show it again with: sitbreak tips unhide {tip}").format(tip=tip)


def tip_unhidden(tip: str) -> str:
    """Answer `tips unhide`."""
    return _("{tip} is shown again.").format(tip=tip)


def tip_not_hidden(tip: str) -> str:
    """Answer a `tips unhide` of a tip that is shown anyway."""
    return _("{tip} isn't hidden.").format(tip=tip)


def hidden() -> str:
    """Mark a hidden tip in a list."""
    return _("hidden")


def all_tips_valid(path: object) -> str:
    """Answer a `tips check` that found nothing."""
    return _("{path}: all tips are valid.").format(path=path)


def topics_set(topics: Iterable[str]) -> str:
    """Answer a change of topics."""
    return _("Tips about: {topics}.").format(topics=times.enumerated(map(menu.topic, topics)))


def last_topic() -> str:
    """Answer an attempt to switch the last topic off."""
    return _("Keep at least one topic.")


# --- settings --------------------------------------------------------------------------------------


def no_such_setting(key: str) -> str:
    """Answer a `settings` of an unknown name."""
    return _("There's no setting {key!r}. List them with: sitbreak settings").format(key=key)


def autostart(on: bool | None) -> str:  # noqa: FBT001  a state, not a switch
    """Answer `autostart`; None where programs cannot start at login."""
    if on is None:
        return _("This computer can't start programs at login.")
    return _("sitbreak starts at login.") if on else _("sitbreak doesn't start at login.")
