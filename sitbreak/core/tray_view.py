"""The tray as data: which icon, which tooltip, which menu. Adapters draw it, nothing decides there."""

from enum import StrEnum

from sitbreak.core.inputs import Wish
from sitbreak.core.values import frozen

RING_STEPS = 16


class IconName(StrEnum):
    """The pictures of the tray. `SITTING`, `WINDOW`, `SNOOZED` and `UNKNOWN` have a ring."""

    SITTING = "sitting"
    WINDOW = "window"
    DUE = "due"
    SNOOZED = "snoozed"
    PAUSED = "paused"
    WAITING = "waiting"
    BREAK = "break"
    AWAY = "away"
    UNKNOWN = "unknown"


@frozen
class TrayIcon:
    """Which picture the tray shows.

    Attributes:
        name: which picture.
        step: how far the ring is filled, 0 to RING_STEPS; 0 for a picture without a ring.
        theme: one of `sitbreak.core.settings.TRAY_ICONS`.
    """

    name: IconName
    step: int = 0
    theme: str = "colour"


@frozen
class Item:
    """One line of the menu.

    Attributes:
        label: plain text.
        wish: what a click posts; None for a line that only tells something or opens `items`.
        enabled: whether it makes sense now.
        checked: None when it is not a check box or radio button.
        radio: drawn as one of several, not as a check box.
        items: the submenu; empty when there is none.
        default: the action of a click on the icon where the desktop shows no menu then.
    """

    label: str
    wish: Wish | None = None
    enabled: bool = True
    checked: bool | None = None
    radio: bool = False
    items: tuple["MenuLine", ...] = ()
    default: bool = False


@frozen
class Separator:
    """A thin line between groups of items."""


MenuLine = Item | Separator


@frozen
class TrayView:
    """The whole tray at one moment.

    Attributes:
        icon: the picture.
        tooltip: one line; the same as the first line of the menu.
        menu: top to bottom.
    """

    icon: TrayIcon
    tooltip: str
    menu: tuple[MenuLine, ...]
