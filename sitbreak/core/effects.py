"""What the planner wants done, once each. Everything that lasts is derived from its state instead."""

from sitbreak.core.inputs import Plain, Shown, Wish
from sitbreak.core.values import frozen


@frozen
class Button:
    """A button of a notification: its label and the wish that a click on it is."""

    label: str
    wish: Wish


@frozen
class Bubble:
    """One notification, as plain text.

    Attributes:
        shown: what it is about.
        title: plain text, at most 64 characters.
        body: plain text, at most 262 characters (a tip with its title before it); no markup.
        buttons: shown where the desktop has buttons, in this order.
    """

    shown: Shown
    title: str
    body: str
    buttons: tuple[Button, ...] = ()


@frozen
class Show:
    """Put this notification on the screen, in place of the one that is there."""

    bubble: Bubble


class Withdraw(Plain):
    """Take our notification off the screen."""

    __slots__ = ()


class PlaySound(Plain):
    """Play the soft sound of a break that has been long enough."""

    __slots__ = ()


class Save(Plain):
    """Write the planner's state down: something in it changed."""

    __slots__ = ()


@frozen
class Record:
    """Write one line into the diary of what happened."""

    text: str


class CheckCall(Plain):
    """Find out whether a call or a film is on; the answer is a `CallChecked`."""

    __slots__ = ()


class CheckBusy(Plain):
    """Find out what the desktop is busy with; the answer is a `BusyChecked`."""

    __slots__ = ()


@frozen
class ChangeSetting:
    """Write one setting into settings.toml, as TOML would hold it."""

    key: str
    value: str | bool | list[str]


@frozen
class ChangeAutostart:
    """Switch starting at login on or off; the answer is an `AutostartChecked`."""

    on: bool


@frozen
class OpenTip:
    """Open a tip.

    Attributes:
        tip: its id.
        page: its page is wanted, not its card.
        focused: the person has asked for a window: it may take the focus.
    """

    tip: str
    page: bool = False
    focused: bool = False


class OpenSettingsFile(Plain):
    """Open settings.toml for editing."""

    __slots__ = ()


class OpenHelpPage(Plain):
    """Open the help page."""

    __slots__ = ()


@frozen
class Reply:
    """Answer whoever asked: one or more lines, and whether the wish was done (exit status 0 or 1)."""

    text: str
    done: bool = True


class End(Plain):
    """Stop the program."""

    __slots__ = ()


Effect = (
    Show
    | Withdraw
    | PlaySound
    | Save
    | Record
    | CheckCall
    | CheckBusy
    | ChangeSetting
    | ChangeAutostart
    | OpenTip
    | OpenSettingsFile
    | OpenHelpPage
    | Reply
    | End
)
