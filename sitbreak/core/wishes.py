"""What the person can do: the same wishes from the tray, a notification, the command line and a terminal."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sitbreak.core import effects, inputs
from sitbreak.core.effects import Reply
from sitbreak.core.inputs import Shown, TipForm
from sitbreak.core.keeper import Keeper
from sitbreak.core.pauses import NEW_DAY, on_wall
from sitbreak.core.presence import Away, OnBreak, Sitting, TakingBreak
from sitbreak.core.screen import tip_bubble
from sitbreak.core.tips import Library, Tip, tell
from sitbreak.core.words import log, reminder, replies


def start_break(keeper: Keeper, _wish: inputs.StartBreak) -> None:
    """Let the clock stand still until they come back."""
    match keeper.clock.presence:
        case TakingBreak() | OnBreak():
            keeper.do(Reply(replies.already_on_break()))
            return
        case Away(left=left):
            start = left
        case _:
            start = keeper.now.boot
    keeper.clock.start_break(keeper.now)
    until = keeper.now.on_wall(start + keeper.settings.break_length)
    keeper.do(Reply(replies.break_started(until, keeper.now, idle_known=keeper.clock.idle_known)))


def snooze(keeper: Keeper, wish: inputs.Snooze) -> None:
    """Put the reminder off."""
    length = wish.length or keeper.settings.snooze
    if not isinstance(keeper.clock.presence, Sitting):
        keeper.do(Reply(replies.nothing_to_snooze_away()))
    elif keeper.reminder.snooze(length, keeper.desk, keeper.now):
        keeper.withdraw_reminder()
        keeper.do(Reply(replies.snoozed(keeper.now.wall + length, keeper.now)))
    else:
        start = keeper.now.wall + (keeper.reminder.window.start - keeper.total)
        keeper.do(Reply(replies.nothing_to_snooze(start, keeper.now)))


def skip(keeper: Keeper, _wish: inputs.Skip) -> None:
    """Leave this break out; the sitting clock goes on."""
    if keeper.reminder.state is None:
        keeper.do(Reply(replies.nothing_to_skip()))
        return
    keeper.reminder.skip(keeper.total)
    keeper.withdraw_reminder()
    keeper.do(effects.Record(log.skipped(keeper.total)))
    keeper.do(Reply(replies.skipped(keeper.total)))


def pause(keeper: Keeper, wish: inputs.Pause) -> None:
    """Pause for a length, or until resumed."""
    end = None if wish.length is None else keeper.now.boot + wish.length
    keeper.pauses.pause(end, keeper.now)
    label = None if end is None else keeper.now.on_wall(end)
    keeper.do(Reply(replies.paused(label, keeper.now)))


def pause_until(keeper: Keeper, wish: inputs.PauseUntil) -> None:
    """Pause until a time of day."""
    end = keeper.now.next_local(wish.clock_time)
    keeper.pauses.pause(end, keeper.now)
    keeper.do(Reply(replies.paused(end, keeper.now)))


def plan_pause(keeper: Keeper, wish: inputs.PlanPause) -> None:
    """Plan a pause between two times of day."""
    planned = keeper.pauses.plan(wish.start, wish.end, keeper.now)
    assert planned.end is not None, "a planned pause has an end"
    start, end = on_wall(planned.start, keeper.now), on_wall(planned.end, keeper.now)
    keeper.do(Reply(replies.pause_planned(start, end, keeper.now)))


def cancel_pause(keeper: Keeper, wish: inputs.CancelPause) -> None:
    """End or forget one pause of the list."""
    pauses = keeper.pauses.all(keeper.now)
    if not 1 <= wish.number <= len(pauses):
        keeper.do(Reply(replies.no_such_pause(wish.number), done=False))
        return
    keeper.pauses.cancel(pauses[wish.number - 1], keeper.now)
    keeper.do(Reply(replies.pause_cancelled(wish.number)))


def resume(keeper: Keeper, _wish: inputs.Resume) -> None:
    """End the person's own pause, and no other."""
    ended = keeper.pauses.resume(keeper.now)
    others = keeper.pauses.active(keeper.now)
    if others:
        keeper.do(Reply(replies.still_paused(others, keeper.now, ended=ended)))
    else:
        keeper.do(Reply(replies.resumed() if ended else replies.not_paused()))


def set_on_today(keeper: Keeper, wish: inputs.SetOnToday) -> None:
    """Overrule the working hours until the day is over, or no longer."""
    keeper.pauses.overrule_hours(keeper.now, on=wish.on)
    keeper.do(Reply(replies.on_today(on=wish.on)))


def show_tip(keeper: Keeper, wish: inputs.ShowTip) -> None:
    """Show a tip; a reminder that is out keeps its notification and gets the tip as its body."""
    tip = _draw(keeper, wish.topic)
    if tip is None:
        return
    if keeper.out is Shown.REMINDER:
        keeper.show_reminder_with(tip)
    else:
        keeper.out, keeper.tip_out = Shown.TIP, tip
        keeper.do(effects.Show(tip_bubble(tip)))
    keeper.do(Reply(tip.title))


def read_tip(keeper: Keeper, wish: inputs.ReadTip) -> None:
    """Answer with a tip."""
    tip = _draw(keeper, wish.topic)
    if tip is None:
        return
    if wish.form is TipForm.PAGE:
        keeper.do(effects.OpenTip(tip.id, page=True))
        keeper.do(Reply(replies.opening_page()))
    elif wish.form is TipForm.CARD:
        keeper.do(effects.OpenTip(tip.id, focused=True))
        keeper.do(Reply(replies.opening_tip()))
    else:
        keeper.do(Reply(write_tip(tip, keeper.library, wish.form)))


def write_tip(tip: Tip, library: Library, form: TipForm) -> str:
    """Write a tip out, for people or (as JSON) for scripts."""
    if form is TipForm.JSON:
        return json.dumps(tell(tip, library), ensure_ascii=False)
    steps = (f"  {number}. {step}" for number, step in enumerate(tip.steps, 1))
    return "\n".join((tip.title, reminder.tip_text(tip.body, tip.caution), *steps))


def show_how(keeper: Keeper, wish: inputs.ShowHow) -> None:
    """Open a tip."""
    tip = keeper.library.find(wish.tip) if wish.tip else keeper.last_tip
    if tip is None:
        keeper.do(Reply(replies.no_such_tip(wish.tip) if wish.tip else replies.no_tip_yet(), done=False))
        return
    keeper.rotation.read(tip.id)
    keeper.do(effects.OpenTip(tip.id))
    keeper.do(Reply(replies.opening_tip()))


def hide_tip(keeper: Keeper, wish: inputs.HideTip) -> None:
    """Never show a tip again."""
    known = keeper.rotation.hide(wish.tip)
    keeper.do(Reply(replies.tip_hidden(wish.tip) if known else replies.no_such_tip(wish.tip), done=known))


def unhide_tip(keeper: Keeper, wish: inputs.UnhideTip) -> None:
    """Show a tip again."""
    if keeper.rotation.unhide(wish.tip):
        keeper.do(Reply(replies.tip_unhidden(wish.tip)))
    elif keeper.library.find(wish.tip) is not None:
        keeper.do(Reply(replies.tip_not_hidden(wish.tip)))
    else:
        keeper.do(Reply(replies.no_such_tip(wish.tip), done=False))


def set_interval(keeper: Keeper, wish: inputs.SetInterval) -> None:
    """Change the interval, for the sitting that runs too."""
    keeper.do(effects.ChangeSetting("interval", str(wish.interval)))
    keeper.use(replace(keeper.settings, interval=wish.interval))
    keeper.do(Reply(replies.interval_set(wish.interval)))


def set_topics(keeper: Keeper, wish: inputs.SetTopics) -> None:
    """Change what tips are about."""
    if not wish.topics:
        keeper.do(Reply(replies.last_topic(), done=False))
        return
    keeper.do(effects.ChangeSetting("topics", list(wish.topics)))
    keeper.use(replace(keeper.settings, topics=wish.topics))
    keeper.do(Reply(replies.topics_set(wish.topics)))


def set_stretches(keeper: Keeper, wish: inputs.SetStretches) -> None:
    """Leave stretches and lifting out of the tips until the day is over, or no longer."""
    keeper.leave_out_stretches(None if wish.on else keeper.now.next_local(NEW_DAY))
    keeper.do(Reply(replies.tips_today(keeper.no_stretches_until, keeper.now)))


def set_autostart(keeper: Keeper, wish: inputs.SetAutostart) -> None:
    """Start at login, or not."""
    keeper.do(effects.ChangeAutostart(wish.on))


def open_settings(keeper: Keeper, _wish: inputs.OpenSettings) -> None:
    """Open settings.toml."""
    keeper.do(effects.OpenSettingsFile())


def open_help(keeper: Keeper, _wish: inputs.OpenHelp) -> None:
    """Open the help page."""
    keeper.do(effects.OpenHelpPage())


def end(keeper: Keeper, _wish: inputs.Quit) -> None:
    """Stop, leaving no reminder on the screen."""
    keeper.take_off_reminder()
    keeper.do(Reply(replies.stopped()))
    keeper.do(effects.End())


def _draw(keeper: Keeper, topic: str | None) -> Tip | None:
    if topic and not keeper.suits_today(topic):
        keeper.do(Reply(replies.tips_today(keeper.no_stretches_until, keeper.now), done=False))
        return None
    tip = keeper.rotation.next_of(topic) if topic else keeper.next_tip()
    if tip is None:
        keeper.do(Reply(reminder.no_tips(), done=False))
    return tip


GRANTED: dict[type, Callable[[Keeper, Any], None]] = {
    inputs.StartBreak: start_break,
    inputs.Snooze: snooze,
    inputs.Skip: skip,
    inputs.Pause: pause,
    inputs.PauseUntil: pause_until,
    inputs.PlanPause: plan_pause,
    inputs.CancelPause: cancel_pause,
    inputs.Resume: resume,
    inputs.SetOnToday: set_on_today,
    inputs.ShowTip: show_tip,
    inputs.ReadTip: read_tip,
    inputs.ShowHow: show_how,
    inputs.HideTip: hide_tip,
    inputs.UnhideTip: unhide_tip,
    inputs.SetInterval: set_interval,
    inputs.SetTopics: set_topics,
    inputs.SetStretches: set_stretches,
    inputs.SetAutostart: set_autostart,
    inputs.OpenSettings: open_settings,
    inputs.OpenHelp: open_help,
    inputs.Quit: end,
}
"""Which function grants which wish."""
