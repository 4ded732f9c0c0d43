"""Carries out the wishes that concern pauses, tips or settings alone. They return effects or a reply."""

import json
from typing import assert_never

from sitbreak.core import effects, inputs
from sitbreak.core.effects import Effect, Reply
from sitbreak.core.inputs import PauseWish, SettingWish, TipForm, TipWish
from sitbreak.core.now import Now
from sitbreak.core.pauses import Pauses, on_wall
from sitbreak.core.rotation import Rotation
from sitbreak.core.tips import Library, Tip, as_json
from sitbreak.core.words import reminder, replies, sore_back

# --- pauses --------------------------------------------------------------------------------------


def change_pauses(pauses: Pauses, wish: PauseWish, now: Now) -> Reply:
    """Carry out a wish about pauses."""
    match wish:
        case inputs.Pause(length=length):
            end = None if length is None else now.boot + length
            pauses.pause(end, now)
            return Reply(replies.paused(None if end is None else now.on_wall(end), now))
        case inputs.PauseUntil(clock_time=clock_time):
            until = now.next_local(clock_time)
            pauses.pause(until, now)
            return Reply(replies.paused(until, now))
        case inputs.PlanPause():
            return _plan(pauses, wish, now)
        case inputs.CancelPause(number=number):
            return _cancel(pauses, number, now)
        case inputs.Resume():
            return _resume(pauses, now)
        case inputs.SetOnToday(on=on):
            pauses.override_hours(now, on=on)
            return Reply(replies.on_today(on=on))
        case _:
            assert_never(wish)


def _plan(pauses: Pauses, wish: inputs.PlanPause, now: Now) -> Reply:
    planned = pauses.plan(wish.start, wish.end, now)
    assert planned.end is not None, "a planned pause has an end"
    return Reply(replies.pause_planned(on_wall(planned.start, now), on_wall(planned.end, now), now))


def _cancel(pauses: Pauses, number: int, now: Now) -> Reply:
    listed = pauses.all(now)
    if not 1 <= number <= len(listed):
        return Reply(replies.no_such_pause(number), done=False)
    pauses.cancel(listed[number - 1], now)
    return Reply(replies.pause_cancelled(number))


def _resume(pauses: Pauses, now: Now) -> Reply:
    ended = pauses.resume(now)
    if others := pauses.active(now):
        return Reply(replies.still_paused(others, now, ended=ended))
    return Reply(replies.resumed() if ended else replies.not_paused())


# --- tips ----------------------------------------------------------------------------------------


def draw_tip(
    rotation: Rotation, topic: str | None, chosen: tuple[str, ...], now: Now, *, for_reminder: bool = False
) -> Tip | Reply:
    """Take the next tip on a topic, or on any of the chosen topics; without one, reply why."""
    if topic and not rotation.allows(topic):
        return Reply(sore_back.tips_today(rotation.today, now), done=False)
    if topic:
        tip = rotation.next_of(topic, for_reminder=for_reminder)
    else:
        tip = rotation.next(chosen, for_reminder=for_reminder)
    return tip or Reply(reminder.no_tips(), done=False)


def choose_tip(rotation: Rotation, wish: TipWish, chosen: tuple[str, ...], now: Now) -> list[Effect]:
    """Carry out a wish about one tip; `chosen` are the person's topics."""
    match wish:
        case inputs.ReadTip(topic=topic, form=form):
            tip = draw_tip(rotation, topic, chosen, now)
            return _hand_over(tip, rotation.library, form) if isinstance(tip, Tip) else [tip]
        case inputs.ShowHow(tip=name):
            return _open(rotation, name)
        case inputs.HideTip(tip=name):
            known = rotation.hide(name)
            return [Reply(replies.tip_hidden(name) if known else replies.no_such_tip(name), done=known)]
        case inputs.UnhideTip(tip=name):
            return [_unhide(rotation, name)]
        case _:
            assert_never(wish)


def write_tip(tip: Tip, library: Library, form: TipForm) -> str:
    """Write a tip in full, as text or (for scripts) as JSON."""
    if form is TipForm.JSON:
        return json.dumps(as_json(tip, library))
    steps = (f"  {number}. {step}" for number, step in enumerate(tip.steps, 1))
    return "\n".join((tip.title, reminder.tip_text(tip.body, tip.caution), *steps))


def _hand_over(tip: Tip, library: Library, form: TipForm) -> list[Effect]:
    match form:
        case TipForm.PAGE:
            return [effects.OpenTip(tip.id, page=True), Reply(replies.opening_page())]
        case TipForm.CARD:
            return [effects.OpenTip(tip.id, focused=True), Reply(replies.opening_tip())]
        case TipForm.TEXT | TipForm.JSON:
            return [Reply(write_tip(tip, library, form))]
        case _:
            assert_never(form)


def _open(rotation: Rotation, name: str | None) -> list[Effect]:
    tip = rotation.library.find(name) if name else rotation.last_tip
    if tip is None:
        return [Reply(replies.no_such_tip(name) if name else replies.no_tip_yet(), done=False)]
    rotation.mark_shown(tip.id)
    return [effects.OpenTip(tip.id), Reply(replies.opening_tip())]


def _unhide(rotation: Rotation, name: str) -> Reply:
    if rotation.unhide(name):
        return Reply(replies.tip_unhidden(name))
    if rotation.library.find(name) is not None:
        return Reply(replies.tip_not_hidden(name))
    return Reply(replies.no_such_tip(name), done=False)


# --- settings ------------------------------------------------------------------------------------


def change_settings(wish: SettingWish) -> list[Effect]:
    """Carry out a wish about settings; one that is written takes effect once `SettingsChanged` says so."""
    match wish:
        case inputs.SetInterval(interval=interval):
            written = effects.ChangeSetting("interval", str(interval))
            return [written, Reply(replies.interval_set(interval))]
        case inputs.SetTopics(topics=()):
            return [Reply(replies.last_topic(), done=False)]
        case inputs.SetTopics(topics=topics):
            written = effects.ChangeSetting("topics", list(topics))
            return [written, Reply(replies.topics_set(topics))]
        case inputs.SetAutostart(on=on):
            return [effects.ChangeAutostart(on)]
        case inputs.Open(page=page):
            return [effects.OpenPage(page)]
        case _:
            assert_never(wish)
