"""Every sentence shown to people: calm, short, free of blame; times are absolute and can be read aloud."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from math import ceil

from sitbreak.core.inputs import BusyReason
from sitbreak.core.now import Now
from sitbreak.core.pauses import Pause, PauseReason, on_wall
from sitbreak.core.settings import Interval

START_BREAK = "Start break"
SHOW_ME_HOW = "Show me how"
SHOW_TIP = "Show me a tip"
ANOTHER_TIP = "Another tip"
SNOOZE = "Snooze"
SKIP = "Skip this break"
PAUSE = "Pause reminders"
UNTIL_TOMORROW = "until tomorrow"
UNTIL_I_RESUME = "until I resume"
RESUME = "Resume reminders"
ON_TODAY = "Remind me today all the same"
REMIND_ME = "Remind me"
TIPS_ABOUT = "Tips about"
NO_STRETCHES = "No stretches today (my back hurts)"
CUSTOM = "Custom..."
SETTINGS = "Settings..."
AUTOSTART = "Start at login"
HELP = "Help"
QUIT = "Quit"

TOPIC_NAMES = {"posture": "Posture", "lifting": "Lifting", "stretch": "Stretch", "moving": "Moving"}

_WAITS_FOR = {
    BusyReason.FULLSCREEN: "you leave full screen",
    BusyReason.PRESENTATION: "your presentation ends",
    BusyReason.CALL: "your call ends",
    BusyReason.DO_NOT_DISTURB: "do-not-disturb ends",
}
_FOR_EVER = datetime.max.replace(tzinfo=UTC)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def minutes(length: timedelta) -> str:
    """Write a length of time as people say it: `17 min`, `1 h 5 min`, `40 s`."""
    seconds = int(length.total_seconds())
    if seconds < 60:
        return f"{seconds} s"
    hours, left = divmod(seconds // 60, 60)
    return " ".join(
        part for part in (f"{hours} h" if hours else "", f"{left} min" if left or not hours else "") if part
    )


def clock(wall: datetime, now: Now) -> str:
    """Write a wall time as local clocks show it, with the day when it is not today."""
    local, today = now.local(wall), now.local(now.wall).date()
    label = f"{local:%H:%M}"
    if abs(wall - now.wall) < timedelta(minutes=2):
        label = f"{local:%H:%M:%S}"
    if local.date() == today:
        return label
    if local.date() == today + timedelta(days=1):
        return f"{label} tomorrow"
    if abs(local.date() - today) < timedelta(days=7):
        return f"{label} on {_DAYS[local.weekday()]}"
    return f"{label} on {local.date().isoformat()}"


# --- the tray's first line -------------------------------------------------------------------------


def sitting(total: timedelta, *, idle_known: bool) -> str:
    """Tell how long they have been sitting."""
    return f"Sitting {minutes(total)}" if idle_known else f"At the computer {minutes(total)}"


def short_of_break(by: timedelta) -> str:
    """Tell what was missing for the break: `20 s short of a break`."""
    whole, left = divmod(ceil(by.total_seconds()), 60)
    length = " ".join(f"{count} {unit}" for count, unit in ((whole, "min"), (left, "s")) if count)
    return f"{length} short of a break"


def next_reminder(between: tuple[datetime, datetime], now: Now) -> str:
    """Tell when the next reminder comes."""
    start, end = between
    if end <= now.wall:
        return "reminder any moment"
    if start <= now.wall:
        return f"reminder when you stop typing, {clock(end, now)} at the latest"
    if start == end:
        return f"reminder at {clock(end, now)}"
    return f"reminder between {clock(start, now)} and {clock(end, now)}"


def waiting(reasons: Iterable[BusyReason]) -> str:
    """Tell what a reminder waits for."""
    return "waiting until " + " and ".join(_WAITS_FOR[reason] for reason in sorted(reasons))


DUE = "time to get up"


def snoozed(until: datetime, now: Now) -> str:
    """Tell until when the reminder is snoozed."""
    return f"snoozed until {clock(until, now)}"


def paused(pauses: Iterable[Pause], now: Now) -> str:
    """Tell why and until when nobody is reminded: the pause that ends last."""
    last = max(pauses, key=lambda pause: _FOR_EVER if pause.end is None else on_wall(pause.end, now))
    until = "you resume" if last.end is None else clock(on_wall(last.end, now), now)
    if last.reason is PauseReason.WORKING_HOURS:
        return f"Outside working hours until {until}"
    return f"Paused until {until}"


def away(since: datetime, now: Now) -> str:
    """Tell since when nobody has been at the desk."""
    return f"Away since {clock(since, now)}"


def taking_break(until: datetime, now: Now) -> str:
    """Tell when a started break is long enough."""
    return f"Break - long enough at {clock(until, now)}"


def on_break(since: datetime, now: Now) -> str:
    """Tell since when a break lasts."""
    return f"On a break since {clock(since, now)}"


# --- reminders and tips ----------------------------------------------------------------------------


BREAK_END_TITLE = "Your break has been long enough"
BREAK_END_BODY = "Stay up for as long as you like."


def reminder_title(total: timedelta, *, overdue: bool) -> str:
    """Title a reminder with the sitting time."""
    length = minutes(total)
    return f"Still sitting: {length}" if overdue else f"You have been sitting for {length}"


def tip_body(title: str, body: str, caution: str) -> str:
    """Write the tip inside a reminder: what it is, then what to do, then the caution."""
    return f"{title}\n{tip_text(body, caution)}"


def tip_text(body: str, caution: str) -> str:
    """Join a tip's body and its caution."""
    return f"{body} {caution}" if caution else body


def snooze_button(length: timedelta) -> str:
    """Label the snooze button."""
    return f"Snooze {minutes(length)}"


# --- menu ------------------------------------------------------------------------------------------


def in_minutes(count: int) -> str:
    """Label a length in a menu."""
    return f"{count} minutes"


def pause_label(length: timedelta) -> str:
    """Label the length of a pause in the menu."""
    hours = length // timedelta(hours=1)
    if not hours:
        return in_minutes(length // timedelta(minutes=1))
    return "1 hour" if hours == 1 else f"{hours} hours"


def interval_label(interval: Interval) -> str:
    """Label an interval in the menu."""
    return f"after {_span(interval, 'I')}"


def _span(interval: Interval, who: str) -> str:
    """Write an interval; `who` is the one that stops typing."""
    if interval.start == interval.end:
        return minutes(interval.end)
    start, end = minutes(interval.start), minutes(interval.end)
    if start.partition(" ")[2] == end.partition(" ")[2]:  # 20-30 min, but 50 min-1 h 10 min
        start = start.partition(" ")[0]
    return f"{start}-{end}, when {who} stop typing"


# --- replies ---------------------------------------------------------------------------------------

ALREADY_ON_BREAK = "You are on a break already."
NOTHING_TO_SKIP = "There is no reminder to skip."
NOT_PAUSED = "Reminders are not paused."
NO_TIPS = "There is no tip left to show: every tip of these topics is hidden."
NO_TIP_YET = "No tip has been shown yet."
NO_AUTOSTART = "This computer has no place for programs that start at login."
STOPPED = "sitbreak has stopped."
STARTS = "sitbreak starts at login."
STARTS_NOT = "sitbreak does not start at login."
NOT_RUNNING = "sitbreak is not running; start it with `sitbreak`."
FAILED = "That did not work; the log says why."
ON_TODAY_SET = "Reminders come today although working hours are over."
OFF_TODAY_SET = "Working hours count again."
PAGE_OPENED = "The tip is opening in your browser."
TIP_OPENED = "The tip is opening."


def break_started(until: datetime, now: Now) -> str:
    """Answer `break`."""
    return f"Enjoy your break. It is long enough at {clock(until, now)}, if nothing is typed until then."


def snoozed_reply(until: datetime, now: Now) -> str:
    """Answer `snooze`."""
    return f"Snoozed until {clock(until, now)}."


def nothing_to_snooze(start: datetime, now: Now) -> str:
    """Answer a `snooze` that would end before the reminder comes anyway."""
    return f"There is nothing to snooze: no reminder comes before {clock(start, now)}."


NOTHING_TO_SNOOZE_AWAY = "There is nothing to snooze: the clock starts again when you are back."


def skipped(total: timedelta) -> str:
    """Answer `skip`."""
    return f"Skipped. You have been sitting for {minutes(total)}; a new interval starts now."


def paused_reply(end: datetime | None, now: Now) -> str:
    """Answer `pause`."""
    return "Paused until you resume." if end is None else f"Paused until {clock(end, now)}."


def planned_reply(start: datetime, end: datetime, now: Now) -> str:
    """Answer a planned `pause`."""
    return f"Paused from {clock(start, now)} until {clock(end, now)}."


_PAUSED_BY = {
    PauseReason.YOU: "by you",
    PauseReason.PLANNED: "planned",
    PauseReason.WORKING_HOURS: "outside working hours",
}


def pause_line(number: int, pause: Pause, now: Now) -> str:
    """Write one line of `pause list`."""
    reason = _PAUSED_BY[pause.reason]
    start = clock(on_wall(pause.start, now), now)
    end = "you resume" if pause.end is None else clock(on_wall(pause.end, now), now)
    return f"{number}  from {start} until {end}, {reason}"


NO_PAUSES = "There are no pauses."


def no_such_pause(number: int) -> str:
    """Answer a `pause cancel` of nothing."""
    return f"There is no pause {number}; `sitbreak pause list` shows them."


def pause_cancelled(number: int) -> str:
    """Answer `pause cancel`."""
    return f"Pause {number} is cancelled."


RESUMED = "Reminders go on."


def still_paused(pauses: Iterable[Pause], now: Now, *, ended: bool) -> str:
    """Answer a `resume` after which another pause holds; `ended` tells whether one of their own is over."""
    own = "Your own pause is over" if ended else "There is no pause of your own"
    return f"{own}. {paused(pauses, now)}."


def interval_set(interval: Interval) -> str:
    """Answer `interval`."""
    return f"Reminders come after {_span(interval, 'you')}."


def topics_set(topics: Iterable[str]) -> str:
    """Answer a change of topics."""
    return "Tips about: " + ", ".join(topics) + "."


LAST_TOPIC = "One topic has to stay."


def tips_today(no_stretches_until: datetime | None, now: Now) -> str:
    """Answer `stretches`: whether they are left out today."""
    if no_stretches_until is None:
        return "Stretches are not left out: tips are about all your topics."
    until = clock(no_stretches_until, now)
    return f"No stretches until {until}, only tips about posture and moving. It ends by itself."


def tip_hidden(tip: str) -> str:
    """Answer `tips hide`."""
    return f"{tip} is hidden; `sitbreak tips unhide {tip}` shows it again."


def tip_unhidden(tip: str) -> str:
    """Answer `tips unhide`."""
    return f"{tip} is shown again."


def tip_not_hidden(tip: str) -> str:
    """Answer a `tips unhide` of a tip that is shown anyway."""
    return f"{tip} is not hidden."


def no_such_tip(tip: str) -> str:
    """Answer a wish for an unknown tip."""
    return f"There is no tip {tip!r}; `sitbreak tips list` shows them."


SETTINGS_USAGE = "settings: write `get KEY`, `set KEY VALUE`, `path`, or nothing after it"
AUTOSTART_USAGE = "autostart: write `on`, `off`, `status`, or nothing after it"


def no_such_setting(key: str) -> str:
    """Answer a `settings` of an unknown name."""
    return f"{key}: there is no such setting; `sitbreak settings` shows them"


def every_tip_is_good(path: object) -> str:
    """Answer a `tips check` that has found nothing."""
    return f"{path}: every tip in it can be used."


# --- troubleshooting ---------------------------------------------------------------------------------

_BUSY_WITH = {
    BusyReason.FULLSCREEN: "A full screen has been open",
    BusyReason.PRESENTATION: "A presentation has been on",
    BusyReason.CALL: "A call has been on",
    BusyReason.DO_NOT_DISTURB: "Do-not-disturb has been on",
}


def disbelieved(reason: BusyReason, since: datetime, now: Now) -> str:
    """Name a reason that is too old to be waited for, and what can be done about it."""
    return (
        f"{_BUSY_WITH[reason]} since {clock(since, now)} without a pause: reminders come all the same."
        f" Switch it off, or never wait for it: sitbreak settings set wait_during.{reason} false"
    )


def no_window(why: str) -> str:
    """Tell why a tip comes as a page."""
    return f"There is no window for tips here: {why}."


# --- the diary -------------------------------------------------------------------------------------


def recorded_reminder(total: timedelta, tip: str) -> str:
    """Write down a first showing."""
    return f"reminded after {minutes(total)} with tip {tip}"


def recorded_skip(total: timedelta) -> str:
    """Write down a skip."""
    return f"skipped after {minutes(total)}"


def recorded_break(sat: timedelta, *, natural: bool) -> str:
    """Write down a break."""
    return f"{'natural break' if natural else 'break'} after {minutes(sat)} of sitting"


# --- the terminal ------------------------------------------------------------------------------------

WHAT_IT_IS = "sitbreak gets you out of your chair after 20-30 minutes of sitting, with a tip for your back."
NO_DESKTOP = (
    "There is no desktop here (DISPLAY and WAYLAND_DISPLAY are not set): reminders are printed below."
)
NO_DESKTOP_ANSWERS = (
    "The desktop that DISPLAY or WAYLAND_DISPLAY names does not answer: reminders are printed below."
)
TYPE_COMMANDS = "Commands, typed here or in another terminal after `sitbreak`:"
IN_THE_TRAY = "sitbreak is in your tray. Its menu is there as commands, too: sitbreak help."
IN_NO_TRAY = "No tray has taken the icon so far. Its menu is there as commands: sitbreak help."
CTRL_C_STOPS = "Ctrl-C stops it."


def running_already(line: str) -> str:
    """Tell a second start that there is one already, and its status."""
    return f"sitbreak is running already. {line}."


def interval_stays(interval: Interval) -> str:
    """Tell a second start that its interval changes nothing."""
    return f"Its interval is as it was; `sitbreak interval {interval}` changes it."


def cannot_start(error: Exception) -> str:
    """Tell why sitbreak does not start."""
    return f"sitbreak cannot start: {error}"


def had_to_stop(log: object) -> str:
    """Tell that sitbreak ended by a bug."""
    return f"sitbreak had to stop; the log says why: {log}"
