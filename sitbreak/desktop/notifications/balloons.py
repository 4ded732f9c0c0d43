"""Balloons on Windows: on our own icon, so without a second one, and without a window that waits for them.

Source: Microsoft Learn, NOTIFYICONDATAW; NIIF_RESPECT_QUIET_TIME: none is shown in the first hour of a new
account. Windows 10 and 11 show a balloon as a toast, without buttons.
"""

from collections.abc import Callable
from typing import Any, Protocol

from plyer.facades import Notification

from sitbreak.core.effects import Bubble
from sitbreak.core.inputs import SitbreakUsed
from sitbreak.core.outside import printable
from sitbreak.desktop.utf16 import cut
from sitbreak.ports import Post

TITLE, BODY = 63, 255
"""The longest texts in UTF-16 units; ctypes raises ValueError for longer ones.

Source: NOTIFYICONDATAW: szInfoTitle and szInfo hold 64 and 256 units, with the final NUL.
"""


class Icon(Protocol):
    """What shows balloons: the tray's icon.

    Attributes:
        on_balloon_click: called when one is clicked, on any thread.
    """

    on_balloon_click: Callable[[], None]

    def show_balloon(self, title: str, body: str, *, quiet: bool) -> None:
        """Show a balloon in place of the one that is there; an empty body removes it. From any thread.

        Raises:
            OSError: there is nothing from which it could hang.
        """


class Balloons(Notification):
    """A `Screen`, and a plyer `Notification`. A click opens what the bubble's buttons would open."""

    name = "balloon"
    has_buttons = False

    def __init__(self, icon: Icon, post: Post) -> None:
        """Show balloons on this icon; post the wish of a click."""
        self._icon = icon
        self._post = post
        self._bubble: Bubble | None = None
        icon.on_balloon_click = self._click

    def present(self, bubble: Bubble) -> None:
        """See `Screen`."""
        self._bubble = bubble
        self.notify(bubble.title, bubble.body)

    def remove(self) -> None:
        """See `Screen`."""
        self._bubble = None
        self._icon.show_balloon("", "", quiet=True)

    def _notify(self, **fields: Any) -> None:
        """Show plyer's fields; without a body the title takes its place, since Windows needs one."""
        title, body = printable(fields["title"]), printable(fields["message"])
        quiet = self._bubble is not None and (self._bubble.quiet or self._bubble.lasts)
        self._icon.show_balloon(cut(title, TITLE) if body else "", cut(body or title, BODY), quiet=quiet)

    def _click(self) -> None:
        buttons = () if self._bubble is None else self._bubble.buttons
        wishes = [button.wish for button in buttons if button.only_opens]
        self._post(wishes[0] if wishes else SitbreakUsed())
