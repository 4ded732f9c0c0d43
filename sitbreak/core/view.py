"""What the tray shows, computed as a whole from the situation, so that no part of it can be stale."""

from datetime import timedelta

from sitbreak.core.diary import WORST
from sitbreak.core.entries import day_of
from sitbreak.core.inputs import (
    NoteBack,
    Open,
    Page,
    Pause,
    PauseUntil,
    Quit,
    Resume,
    SetAutostart,
    SetInterval,
    SetOnToday,
    SetTipsToday,
    SetTopics,
    ShowHow,
    ShowTip,
    Sit,
    Skip,
    Snooze,
    Stand,
    StartBreak,
)
from sitbreak.core.now import Now
from sitbreak.core.pauses import NEW_DAY, PauseReason
from sitbreak.core.presence import AtDesk, Away, OnBreak, TakingBreak
from sitbreak.core.reminder import Due, Snoozed, Waiting
from sitbreak.core.rotation import SORE_BACK_TOPICS
from sitbreak.core.settings import TOPICS, Interval, Settings
from sitbreak.core.situation import Situation
from sitbreak.core.tray_view import RING_STEPS, IconName, Item, MenuLine, Separator, TrayIcon, TrayView
from sitbreak.core.words import diary, menu, sore_back, status, times

SNOOZES = (5, 10, 15, 30)
PAUSES = (30, 60, 120)
FIXED_INTERVALS = (20, 25, 30)


def tray_view(situation: Situation, now: Now) -> TrayView:
    """Return what the tray shows in this situation at this moment."""
    line = first_line(situation, now)
    return TrayView(tray_icon(situation, now), line, _menu(situation, now, line))


def first_line(situation: Situation, now: Now) -> str:
    """Return the situation in one line, for the tooltip, the menu and `status`."""
    where = _where(situation, now)
    if pauses := situation.active_pauses(now):
        return status.paused_and(status.paused(pauses, now), where)
    if not isinstance(situation.presence, AtDesk):
        return where
    return status.joined(where, _what_next(situation, now))


def bar_text(situation: Situation, now: Now) -> str:
    """Return the part of the line that a status bar has room for: more only while a reminder is out."""
    if pauses := situation.active_pauses(now):
        return status.paused(pauses, now)
    is_due = situation.sits and isinstance(situation.reminder, Due)
    return first_line(situation, now) if is_due else _where(situation, now)


def tray_icon(situation: Situation, now: Now) -> TrayIcon:
    """Return the picture for this situation."""
    name, step = _picture(situation, now)
    return TrayIcon(name, step, situation.settings.tray_icon)


def _picture(situation: Situation, now: Now) -> tuple[IconName, int]:
    if situation.active_pauses(now):
        return IconName.PAUSED, 0
    match situation.presence:
        case Away():
            return IconName.AWAY, 0
        case TakingBreak() | OnBreak():
            return IconName.BREAK, 0
    if situation.stands:
        return IconName.STANDING, _step(situation.standing(now), situation.settings.standing)
    match situation.reminder:
        case Due():
            return IconName.DUE, 0
        case Waiting():
            return IconName.WAITING, 0
        case Snoozed(since=since, until=until):
            return IconName.SNOOZED, _step(now.boot - since, until - since)
    total = situation.total(now)
    step = _step(total - situation.interval_from, situation.settings.interval.end)
    if not situation.idle_known:
        return IconName.UNKNOWN, step
    return IconName.SITTING if total < situation.window.start else IconName.WINDOW, step


def _step(done: timedelta, whole: timedelta) -> int:
    return max(0, min(RING_STEPS, int(RING_STEPS * (done / whole)))) if whole else RING_STEPS


def _where(situation: Situation, now: Now) -> str:
    match situation.presence:
        case Away(left=left):
            return status.away(now.on_wall(left), now)
        case TakingBreak(untouched=untouched):
            return status.taking_break(times.break_end(untouched, situation.settings.break_length, now))
        case OnBreak(since=since):
            return status.on_break(now.on_wall(since), now)
    if situation.stands:
        line = status.standing(situation.standing(now))
    else:
        line = status.sitting(situation.total(now), idle_known=situation.idle_known)
    return line if situation.short_by is None else status.fell_short(line, situation.short_by)


def _what_next(situation: Situation, now: Now) -> str:
    if situation.stands:
        return status.change_at(now.wall + situation.settings.standing - situation.standing(now), now)
    match situation.reminder:
        case Due():
            return status.due()
        case Waiting(reasons=reasons):
            return status.waiting(reasons)
        case Snoozed(until=until):
            return status.snoozed(now.on_wall(until), now)
    between = situation.next_reminder(now)
    assert between is not None, "they are sitting and not paused, and no reminder is out"
    return status.next_reminder(between, now)


def _menu(situation: Situation, now: Now, line: str) -> tuple[MenuLine, ...]:
    settings, limited = situation.settings, situation.tips_today is not None
    paused = any(pause.reason is not PauseReason.WORKING_HOURS for pause in situation.active_pauses(now))
    return (
        Item(line, enabled=False),
        Item(menu.show_tip(), ShowTip(), default=True),
        *_show_how(situation),
        Item(menu.start_break(), StartBreak(), enabled=not isinstance(situation.presence, TakingBreak)),
        Item(menu.snooze(), items=_snooze_items(situation, now)),
        Item(menu.skip(), Skip(), enabled=situation.reminder is not None and situation.sits),
        *_standing(situation),
        Separator(),
        Item(menu.pause(), items=_pause_items()),
        Item(menu.resume(), Resume(), enabled=paused),
        *_on_today(situation, now),
        Separator(),
        Item(menu.remind_me(), items=_interval_items(settings.interval)),
        Item(menu.tips_about(), items=_topic_items(settings)),
        Item(sore_back.entry(), SetTipsToday(None if limited else SORE_BACK_TOPICS), checked=limited),
        *_diary(situation, now),
        Item(menu.history(), Open(Page.HISTORY)),
        Item(menu.settings(), Open(Page.SETTINGS)),
        Item(
            menu.autostart(),
            SetAutostart(on=not situation.autostart),
            enabled=situation.autostart is not None,
            checked=bool(situation.autostart),
        ),
        Item(menu.help_page(), Open(Page.HELP)),
        Item(menu.quit_sitbreak(), Quit()),
    )


def _show_how(situation: Situation) -> tuple[Item, ...]:
    """Return what a notification's button would do, where notifications have none."""
    if situation.has_buttons:
        return ()
    return (Item(menu.show_me_how(), ShowHow(), enabled=situation.tip is not None),)


def _snooze_items(situation: Situation, now: Now) -> tuple[Item, ...]:
    lengths = (timedelta(minutes=count) for count in SNOOZES)
    return tuple(
        Item(times.length(length), Snooze(length), enabled=situation.can_snooze(length, now))
        for length in lengths
    )


def _pause_items() -> tuple[Item, ...]:
    lengths = (timedelta(minutes=count) for count in PAUSES)
    return (
        *(Item(menu.pause_for(length), Pause(length)) for length in lengths),
        Item(menu.until_tomorrow(), PauseUntil(NEW_DAY)),
        Item(menu.until_i_resume(), Pause(None)),
    )


def _standing(situation: Situation) -> tuple[Item, ...]:
    """Return the entry for somebody with a desk to stand at."""
    stands = situation.stood_up is not None
    if not (stands or situation.settings.standing_desk):
        return ()
    return (Item(menu.standing(), Sit() if stands else Stand(), checked=stands),)


def _diary(situation: Situation, now: Now) -> tuple[Item, ...]:
    """Return the answers of the back diary, for somebody who keeps it."""
    if not situation.settings.back_diary:
        return ()
    last = situation.diary
    answered = last is not None and last.answered and last.day == day_of(now.wall, now)
    chosen = last.pain if last is not None and answered else -1
    items = (
        Item(diary.number(pain), NoteBack(pain), checked=pain == chosen, radio=True)
        for pain in range(WORST + 1)
    )
    none = Item(diary.not_today(), NoteBack(None), checked=chosen is None, radio=True)
    return (Item(diary.entry(), items=(*items, none)),)


def _on_today(situation: Situation, now: Now) -> tuple[Item, ...]:
    """Return the entry that overrides working hours, if any are set."""
    if not any(situation.settings.working_hours):
        return ()
    over = any(pause.reason is PauseReason.WORKING_HOURS for pause in situation.active_pauses(now))
    wish = SetOnToday(on=not situation.on_today)
    return (Item(menu.on_today(), wish, enabled=over or situation.on_today, checked=situation.on_today),)


def _interval_items(chosen: Interval) -> tuple[Item, ...]:
    offered = [Settings().interval]
    offered += [Interval(timedelta(minutes=n), timedelta(minutes=n)) for n in FIXED_INTERVALS]
    if chosen not in offered:
        offered.append(chosen)
    items = (
        Item(menu.interval(interval), SetInterval(interval), checked=interval == chosen, radio=True)
        for interval in offered
    )
    return (*items, Item(menu.custom(), Open(Page.INTERVAL)))


def _topic_items(settings: Settings) -> tuple[Item, ...]:
    return tuple(
        Item(menu.topic(topic), _toggled(topic, settings.topics), checked=topic in settings.topics)
        for topic in TOPICS
    )


def _toggled(topic: str, chosen: tuple[str, ...]) -> SetTopics:
    return SetTopics(tuple(other for other in TOPICS if (other in chosen) != (other == topic)))
