"""The second choice on X11: an XEmbed icon, only while no StatusNotifierWatcher is there."""

import logging
import os
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from sitbreak.core.tray_view import TrayView
from sitbreak.desktop.tray.follower import Follower, Pictures
from sitbreak.desktop.tray.live_menu import LiveMenu
from sitbreak.ports import Post

if TYPE_CHECKING:
    from sitbreak.desktop.tray.xembed_icon import XEmbedIcon

_ELSEWHERE = "everything is also done by commands such as `sitbreak break`; see `sitbreak help`"
_log = logging.getLogger(__name__)


class XEmbedFallback:
    """A `Source` that shows an XEmbed icon while it is wanted and a system tray is there."""

    def __init__(
        self, post: Post, pictures: Pictures, patience: float, on_change: Callable[[], None]
    ) -> None:
        """Wait `patience` seconds whenever it becomes wanted, or a tray starts, before docking.

        `on_change` is called whenever `docked` may have changed.
        """
        self._post = post
        self._pictures = pictures
        self._patience = patience
        self._on_change = on_change
        self._wanted = False
        self._view: TrayView | None = None
        self._icon: XEmbedIcon | None = None
        self._follower: Follower | None = None
        self._look_at: float | None = None
        self._said: set[str] = set()

    @property
    def docked(self) -> bool:
        """Whether the icon is in a system tray."""
        return self._icon is not None and bool(self._icon.visible)

    def want(self, wanted: bool) -> None:  # noqa: FBT001 - a value, not a switch
        """Show an icon if there is a tray for it, from some seconds from now on, or take it away at once."""
        if wanted != self._wanted:
            self._wanted = wanted
            self._drop()
            self._look_at = time.monotonic() + self._patience if wanted else None
        self._on_change()

    def show(self, view: TrayView) -> None:
        """Make the icon look like this."""
        self._view = view
        if self._follower is not None:
            self._follower.show(view)

    def close(self) -> None:
        """Take the icon away."""
        self.want(False)

    # --- as a source ----------------------------------------------------------------------------

    def fileno(self) -> int:
        """Return the display's descriptor, -1 while none is open."""
        return -1 if self._icon is None else self._icon.fileno()

    def due(self) -> float | None:
        """Return when to look for a tray; now if events have been read already."""
        if self._icon is not None and self._icon.pending():
            return 0.0
        return self._look_at

    def ready(self) -> None:
        """Handle X events, or look for a tray."""
        if self._icon is not None:
            self._handle_events(self._icon)
        if self._look_at is not None and self._look_at <= time.monotonic():
            self._look_at = None
            self._look()
        self._on_change()

    # --- inside ---------------------------------------------------------------------------------

    def _handle_events(self, icon: "XEmbedIcon") -> None:
        icon.handle_events()
        if icon.lost:
            self._drop()
        if icon.tray_came or icon.lost:
            icon.tray_came = False
            self._look_at = time.monotonic() + self._patience

    def _look(self) -> None:
        """Dock, if there is a tray on this display."""
        if self._icon is None:
            self._icon = self._connected()
        if self._icon is None:
            return
        if self._icon.dock():
            self._say(f"this tray has no menus: a click on the icon does one thing; {_ELSEWHERE}")
        else:
            self._say_none("no system tray is running on this display")

    def _connected(self) -> "XEmbedIcon | None":
        if os.environ.get("WAYLAND_DISPLAY") or not os.environ.get("DISPLAY"):
            self._say_none("no X11 display to look for another kind of tray on")
            return None
        try:
            # Late: the import opens the display and loads Pillow.
            from sitbreak.desktop.tray.xembed_icon import XEmbedIcon, drawn_opaque

            icon = XEmbedIcon("sitbreak")
        except Exception as error:  # Xlib's errors have no common base
            self._say_none(f"the X11 display does not answer ({error})")
            return None
        menu = LiveMenu(self._post, with_default=True)
        self._follower = Follower(icon, menu, self._pictures, drawn=drawn_opaque)
        if self._view is not None:
            self._follower.show(self._view)
        icon.run_detached(setup=lambda _: None)
        return icon

    def _drop(self) -> None:
        if self._icon is not None:
            self._icon.close()
        self._icon = self._follower = None

    def _say_none(self, why: str) -> None:
        self._say(f"no tray icon yet: no StatusNotifier host on the session bus, and {why}; {_ELSEWHERE}")

    def _say(self, text: str) -> None:
        if text not in self._said:
            self._said.add(text)
            _log.warning("%s", text)
