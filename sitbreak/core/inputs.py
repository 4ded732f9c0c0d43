"""What can happen: every value that may be posted to the loop.

Facts are in the past tense, wishes of the person are imperatives. All are frozen values without a time of
their own: the loop hands each to the planner together with the `Now` at which it is handled.
"""

from datetime import time, timedelta
from enum import StrEnum

from sitbreak.core.settings import Interval, Settings
from sitbreak.core.tips import Library
from sitbreak.core.values import frozen


class BusyReason(StrEnum):
    """Why a reminder waits."""

    FULLSCREEN = "fullscreen"
    PRESENTATION = "presentation"
    CALL = "call"
    DO_NOT_DISTURB = "do_not_disturb"


class Shown(StrEnum):
    """What a notification of ours is about."""

    REMINDER = "reminder"
    TIP = "tip"
    BREAK_END = "break_end"


@frozen
class Plain:
    """An input or effect whose name says it all.

    Its classes are values by inheritance: being made ones would cost each of them memory.
    """

    __slots__ = ()


# --- facts ---------------------------------------------------------------------------------------


class Ticked(Plain):
    """Time has passed: the alarm rang or the watchdog looked. Decides nothing by itself."""

    __slots__ = ()


@frozen
class Observed:
    """A measurement: `idle` is the time since the last key or mouse input, without the time asleep."""

    idle: timedelta


@frozen
class IdleSourceChanged:
    """Another presence source is in use now; `known` tells whether it can measure idle at all."""

    known: bool


class ScreenLocked(Plain):
    """The screen of this session was locked."""

    __slots__ = ()


class ScreenUnlocked(Plain):
    """The screen of this session was unlocked: somebody is there."""

    __slots__ = ()


class LockSourceLost(Plain):
    """What told that the screen is locked has vanished. That is no unlock: nobody has to be there."""

    __slots__ = ()


class FellAsleep(Plain):
    """The computer is about to sleep."""

    __slots__ = ()


@frozen
class CallChecked:
    """The answer to `CheckCall`: whether a call or a film is on."""

    on: bool


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


@frozen
class AutostartChecked:
    """Whether sitbreak starts at login; None where this computer has no such thing."""

    on: bool | None


@frozen
class NotificationFailed:
    """A notification about `shown` could not be put on the screen."""

    shown: Shown


# --- wishes --------------------------------------------------------------------------------------


class StartBreak(Plain):
    """Get up now."""

    __slots__ = ()


@frozen
class Snooze:
    """Remind me `length` from now; None is the length of the button."""

    length: timedelta | None = None


class Skip(Plain):
    """Leave this break out."""

    __slots__ = ()


@frozen
class Pause:
    """No reminders for `length`; None is until resumed."""

    length: timedelta | None = None


@frozen
class PauseUntil:
    """No reminders until local clocks show `clock_time` next."""

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


class Resume(Plain):
    """End my own pause."""

    __slots__ = ()


@frozen
class SetOnToday:
    """Remind me today although working hours are over (until 04:00), or no longer."""

    on: bool


@frozen
class ShowTip:
    """Show me a tip, of `topic` if one is named."""

    topic: str | None = None


class TipForm(StrEnum):
    """How a tip is wanted on the command line."""

    TEXT = "text"
    JSON = "json"
    PAGE = "page"
    CARD = "card"


@frozen
class ReadTip:
    """Answer with a tip, of `topic` if one is named."""

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
class SetInterval:
    """Remind me inside this window of sitting time."""

    interval: Interval


@frozen
class SetTopics:
    """Tips about these topics."""

    topics: tuple[str, ...]


@frozen
class SetStretches:
    """Leave stretches and lifting out of the tips today (until 04:00), or no longer."""

    on: bool


@frozen
class SetAutostart:
    """Start at login, or not."""

    on: bool


class Asked(StrEnum):
    """What a question on the command line is about."""

    STATUS = "status"
    PAUSES = "pauses"
    INTERVAL = "interval"
    TIPS_TODAY = "tips_today"
    TROUBLESHOOT = "troubleshoot"


class OpenSettings(Plain):
    """Let me edit the settings."""

    __slots__ = ()


class OpenHelp(Plain):
    """Explain yourself."""

    __slots__ = ()


class Quit(Plain):
    """Stop."""

    __slots__ = ()


Fact = (
    Ticked
    | Observed
    | IdleSourceChanged
    | ScreenLocked
    | ScreenUnlocked
    | LockSourceLost
    | FellAsleep
    | CallChecked
    | BusyChecked
    | SettingsChanged
    | TipsChanged
    | AutostartChecked
    | NotificationFailed
)
Wish = (
    StartBreak
    | Snooze
    | Skip
    | Pause
    | PauseUntil
    | PlanPause
    | CancelPause
    | Resume
    | SetOnToday
    | ShowTip
    | ReadTip
    | ShowHow
    | HideTip
    | UnhideTip
    | SetInterval
    | SetTopics
    | SetStretches
    | SetAutostart
    | OpenSettings
    | OpenHelp
    | Quit
)
Input = Fact | Wish
