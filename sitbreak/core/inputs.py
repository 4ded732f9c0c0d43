"""Everything that can happen: the values that may be posted to the loop.

Facts are in the past tense; wishes of the person are imperatives. None carries a time of its own: the loop
hands each to the planner together with the `Now` at which it is handled.
"""

from datetime import time, timedelta
from enum import StrEnum

from sitbreak.core.settings import Interval, Settings
from sitbreak.core.tips import Library
from sitbreak.core.values import frozen


class BusyReason(StrEnum):
    """Why a reminder may have to wait."""

    FULLSCREEN = "fullscreen"
    PRESENTATION = "presentation"
    CALL = "call"
    DO_NOT_DISTURB = "do_not_disturb"


class Shown(StrEnum):
    """What our notification is about."""

    REMINDER = "reminder"
    TIP = "tip"
    BREAK = "break"
    BREAK_END = "break_end"
    STANDING = "standing"
    PROBLEM = "problem"
    INTRODUCTION = "introduction"
    DIARY = "diary"


# --- facts ---------------------------------------------------------------------------------------


@frozen
class Ticked:
    """Time has passed: the alarm rang or the watchdog looked. Decides nothing by itself."""


@frozen
class Observed:
    """A measurement.

    Attributes:
        idle: the time since the last key or mouse input, without time asleep.
        age: how long ago that was true, on the awake clock: a measurement may be read late.
    """

    idle: timedelta
    age: timedelta = timedelta()


@frozen
class IdleSourceChanged:
    """Another idle source is in use, or the same one can or cannot measure idle now, as `known` says."""

    known: bool


@frozen
class ScreenLocked:
    """The screen of this session was locked."""


@frozen
class ScreenUnlocked:
    """The screen of this session was unlocked: someone is there."""


@frozen
class LockSourceLost:
    """The source of lock signals has vanished. That is not an unlock: it proves no return."""


@frozen
class FellAsleep:
    """The computer is about to sleep."""


@frozen
class CallChecked:
    """The answer to `CheckCall`.

    Attributes:
        call: a microphone or a camera is in use.
        film: a program keeps the screen on.
    """

    call: bool
    film: bool


@frozen
class SitbreakUsed:
    """The person has just used our menu, notification or a window: input there proves no return."""


@frozen
class BusyChecked:
    """The answer to `CheckBusy`: what the desktop is busy with."""

    reasons: frozenset[BusyReason]


@frozen
class SettingsChanged:
    """settings.toml was read again."""

    settings: Settings


@frozen
class TipsChanged:
    """The person's tips.toml was read again; `library` has every tip."""

    library: Library


class Page(StrEnum):
    """What there is to open, besides single tips."""

    SETTINGS = "settings"
    INTERVAL = "interval"
    """The settings, at the interval."""
    SETTINGS_FILE = "settings_file"
    TIPS = "tips"
    HISTORY = "history"
    DIARY = "diary"
    """The question how the back is today."""
    HELP = "help"


@frozen
class FileChecked:
    """A file of the person's was read.

    Attributes:
        page: what opens it.
        name: its name.
        version: identifies what was read.
        problems: one line for each thing in it that cannot be used.
    """

    page: Page
    name: str
    version: str
    problems: tuple[str, ...]


@frozen
class AutostartChecked:
    """Whether sitbreak starts at login; None where this computer cannot do that."""

    on: bool | None


@frozen
class IconLookedFor:
    """Whether a tray shows our icon, once it has had the time to.

    Attributes:
        shown: it does.
        is_tucked_away: the tray keeps new icons out of sight until the person moves them.
        by_right_click: its menu opens with the right button; the left one may do something else.
        has_menu: it has one.
    """

    shown: bool
    is_tucked_away: bool = False
    by_right_click: bool = False
    has_menu: bool = True


@frozen
class ButtonsLookedFor:
    """Whether our notifications have buttons here, once that is known."""

    drawn: bool


@frozen
class NotificationFailed:
    """A notification about `shown` could not be displayed."""

    shown: Shown


# --- wishes --------------------------------------------------------------------------------------


@frozen
class StartBreak:
    """I'm getting up now."""


@frozen
class Snooze:
    """Remind me `length` from now; None is the length on the button."""

    length: timedelta | None = None


@frozen
class Skip:
    """Skip this break."""


@frozen
class Stand:
    """I'm standing now."""


@frozen
class Sit:
    """I'm sitting again."""


@frozen
class Pause:
    """No reminders for `length`; None is until I resume."""

    length: timedelta | None = None


@frozen
class PauseUntil:
    """No reminders until local clocks next show `clock_time`."""

    clock_time: time


@frozen
class PlanPause:
    """No reminders between two local clock times, the next time they come."""

    start: time
    end: time


@frozen
class CancelPause:
    """End or forget the pause with this number in the list."""

    number: int


@frozen
class Resume:
    """End my own pause."""


@frozen
class SetOnToday:
    """Remind me today outside working hours too (until 04:00), or stop that."""

    on: bool


@frozen
class ShowTip:
    """Show me a tip, on `topic` if one is named."""

    topic: str | None = None


class TipForm(StrEnum):
    """How the command line wants a tip."""

    TEXT = "text"
    JSON = "json"
    PAGE = "page"
    CARD = "card"


@frozen
class ReadTip:
    """Answer with a tip, on `topic` if one is named."""

    topic: str | None = None
    form: TipForm = TipForm.TEXT


@frozen
class ShowHow:
    """Open the tip with this id; None is the one shown last."""

    tip: str | None = None


@frozen
class HideTip:
    """Never show this tip again."""

    tip: str


@frozen
class UnhideTip:
    """Show this tip again."""

    tip: str


@frozen
class SetTipsToday:
    """Only tips on these topics until 04:00; None is all of mine again."""

    topics: tuple[str, ...] | None


@frozen
class NoteBack:
    """My back today: 0 (no pain) to 10; None is not today."""

    pain: int | None


@frozen
class SetInterval:
    """Remind me inside this range of sitting time."""

    interval: Interval


@frozen
class SetTopics:
    """Show tips on these topics."""

    topics: tuple[str, ...]


@frozen
class SetAutostart:
    """Start at login, or don't."""

    on: bool


@frozen
class Open:
    """Open this page, file or window."""

    page: Page


@frozen
class Introduce:
    """Show where sitbreak is and what it does, as soon as that replaces nothing that is needed."""


@frozen
class Quit:
    """Stop."""


class Asked(StrEnum):
    """What a question on the command line is about. Nothing changes by asking: it is not an input."""

    STATUS = "status"
    CHANGES = "changes"
    """The status, and again whenever it changes."""
    PAUSES = "pauses"
    INTERVAL = "interval"
    TIPS_TODAY = "tips_today"
    TIPS = "tips"
    SETTINGS = "settings"
    SETTINGS_PATH = "settings_path"
    AUTOSTART = "autostart"
    DESKTOP = "desktop"
    TROUBLESHOOT = "troubleshoot"
    HISTORY = "history"


SittingFact = (
    Observed | IdleSourceChanged | ScreenLocked | ScreenUnlocked | LockSourceLost | CallChecked | SitbreakUsed
)
"""The facts that concern the sitting clock."""

FileFact = SettingsChanged | TipsChanged | FileChecked
"""The facts about the person's files."""

ComputerFact = AutostartChecked | IconLookedFor | ButtonsLookedFor
"""The facts about what this computer can do."""

Fact = Ticked | FellAsleep | SittingFact | BusyChecked | FileFact | ComputerFact | NotificationFailed

PauseWish = Pause | PauseUntil | PlanPause | CancelPause | Resume | SetOnToday
TipWish = ReadTip | ShowHow | HideTip | UnhideTip
SettingWish = SetInterval | SetTopics | SetAutostart | Open
SharedWish = StartBreak | Snooze | Skip | Stand | Sit | ShowTip | SetTipsToday | Introduce | Quit
"""What concerns several subjects, so the planner itself fulfils it; the others are in `wishes`."""

Kept = PauseWish | HideTip | UnhideTip | SetTipsToday | StartBreak | Snooze | Skip | Stand | Sit | Quit
"""What only the saved state remembers: it is done once that is on the disk."""

Wish = PauseWish | TipWish | SettingWish | SharedWish | NoteBack

Input = Fact | Wish
"""When you add one, mypy names every place that has to handle it: each `match` ends in `assert_never`."""
