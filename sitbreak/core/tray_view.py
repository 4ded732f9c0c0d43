"""The tray as data: which icon, tooltip and menu. Adapters draw it and decide nothing."""

from enum import StrEnum

from sitbreak.core.inputs import Wish
from sitbreak.core.values import frozen

RING_STEPS = 16


class IconName(StrEnum):
    """The pictures of the tray. `SITTING`, `WINDOW`, `SNOOZED`, `STANDING` and `UNKNOWN` have a ring."""

    SITTING = "sitting"
    WINDOW = "window"
    DUE = "due"
    SNOOZED = "snoozed"
    STANDING = "standing"
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
        wish: what a click posts; None for a line that only informs or opens `items`.
        enabled: whether it makes sense now.
        checked: None if it is not a check box or radio button.
        radio: drawn as a radio button, not as a check box.
        items: the submenu; empty if there is none.
        default: what a click on the icon does where that does not open the menu.
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
