"""What the planner wants done, once each. What lasts is derived from its state instead."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sitbreak.core.entries import Entry
from sitbreak.core.inputs import Open, Page, ShowHow, Shown, Wish
from sitbreak.core.values import frozen


@frozen
class Button:
    """A button of a notification.

    Attributes:
        label: what it says.
        wish: what a click on it posts.
        short: what it says where there is room for a short word; "" where the label is short already.
    """

    label: str
    wish: Wish
    short: str = ""

    @property
    def only_opens(self) -> bool:
        """Whether it only opens something, so that a click that meant to dismiss the bubble does no harm."""
        return isinstance(self.wish, Open | ShowHow)


@frozen
class Bubble:
    """One notification, as plain text.

    Attributes:
        shown: what it is about.
        title: plain text, at most 64 characters.
        body: plain text, at most 262 characters (a tip with its title before it); no markup.
        buttons: in this order, where the desktop shows buttons.
        lasts: it stays until it is withdrawn, and makes no sound.
        quiet: it makes no sound.
    """

    shown: Shown
    title: str
    body: str
    buttons: tuple[Button, ...] = ()
    lasts: bool = False
    quiet: bool = False


@frozen
class Show:
    """Show this notification, replacing the one on the screen."""

    bubble: Bubble


@frozen
class Withdraw:
    """Remove our notification from the screen."""


@frozen
class PlaySound:
    """Play the soft sound at the end of a break."""


@frozen
class Save:
    """Save this state (JSON values): something in it has changed."""

    state: Mapping[str, Any]


@frozen
class Record:
    """Write one line to the log of what happened."""

    text: str


@frozen
class AddToHistory:
    """Keep what has happened; an entry that is there already is replaced by the new one."""

    entries: tuple[Entry, ...]


@frozen
class KeepDiary:
    """Keep the back diary's answer of a day; None is *not today*."""

    day: date
    pain: int | None


@frozen
class CheckCall:
    """Check whether a call or a film is on; the answer is a `CallChecked`."""


@frozen
class CheckBusy:
    """Check what the desktop is busy with; the answer is a `BusyChecked`."""


@frozen
class ChangeSetting:
    """Write one setting to settings.toml; the answer is a `SettingsChanged`.

    Attributes:
        key: its name.
        value: in its TOML form.
        in_passing: nobody asked for it, so nobody is told if it cannot be written.
    """

    key: str
    value: str | bool | list[str]
    in_passing: bool = False


@frozen
class ChangeAutostart:
    """Switch starting at login on or off; the answer is an `AutostartChecked`."""

    on: bool


@frozen
class OpenTip:
    """Open a tip.

    Attributes:
        tip: its id.
        page: open its page, not its card.
        focused: the person asked for a window, so it may take the focus.
    """

    tip: str
    page: bool = False
    focused: bool = False


@frozen
class OpenPage:
    """Open the settings, the help or the like."""

    page: Page


@frozen
class Reply:
    """Reply to a wish: one or more lines, and whether it was carried out (exit status 0 or 1)."""

    text: str
    done: bool = True


@frozen
class End:
    """Stop the program."""


Effect = (
    Show
    | Withdraw
    | PlaySound
    | Save
    | Record
    | AddToHistory
    | KeepDiary
    | CheckCall
    | CheckBusy
    | ChangeSetting
    | ChangeAutostart
    | OpenTip
    | OpenPage
    | Reply
    | End
)
