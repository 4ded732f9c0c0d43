"""The fallback on X11: an XEmbed icon, shown only while there is no StatusNotifierWatcher."""

import logging
import os
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from sitbreak.core.tray_view import TrayView
from sitbreak.desktop.tray.live_icon import Feed, LiveIcon

if TYPE_CHECKING:
    from sitbreak.desktop.tray.xembed_icon import XEmbedIcon

_COMMANDS = "every menu entry is also a command, see `sitbreak help`"
_log = logging.getLogger(__name__)


class XEmbedFallback:
    """A `Source` that shows an XEmbed icon while it is enabled and the display has a system tray."""

    def __init__(self, feed: Feed, patience: float, on_change: Callable[[], None]) -> None:
        """Make a disabled fallback.

        Args:
            feed: what it shows, and where its clicks go.
            patience: seconds between being enabled, or a tray's start, and docking.
            on_change: called whenever `docked` may have changed.
        """
        self._feed = feed
        self._patience = patience
        self._on_change = on_change
        self._enabled = False
        self._view: TrayView | None = None
        self._icon: XEmbedIcon | None = None
        self._live: LiveIcon | None = None
        self._look_at: float | None = None
        self._logged: set[str] = set()

    @property
    def docked(self) -> bool:
        """Whether the icon is in a system tray."""
        return self._icon is not None and bool(self._icon.visible)

    def enable(self) -> None:
        """Show an icon after some seconds, if there is a tray for it."""
        if not self._enabled:
            self._enabled = True
            self._look_later()
        self._on_change()

    def disable(self) -> None:
        """Remove the icon at once."""
        self._enabled = False
        self._look_at = None
        self._drop()
        self._on_change()

    def show(self, view: TrayView) -> None:
        """Show this view."""
        self._view = view
        if self._live is not None:
            self._live.show(view)

    # --- as a source ----------------------------------------------------------------------------

    def fileno(self) -> int:
        """Return the display's descriptor, -1 while none is open."""
        return -1 if self._icon is None else self._icon.fileno()

    def due(self) -> float | None:
        """Return when to look for a tray: now, if events have already been read."""
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

    # --- internals -------------------------------------------------------------------------------

    def _handle_events(self, icon: "XEmbedIcon") -> None:
        icon.handle_events()
        if icon.lost:
            self._drop()
        if icon.tray_started or icon.lost:
            icon.tray_started = False
            self._look_later()

    def _look_later(self) -> None:
        self._look_at = time.monotonic() + self._patience

    def _look(self) -> None:
        """Dock, if this display has a tray."""
        if self._icon is None:
            self._icon = self._connect()
        if self._icon is None:
            return
        if self._icon.dock():
            self._warn_once(
                f"this kind of tray has no menus: a click on the icon runs the default entry; {_COMMANDS}"
            )
        else:
            self._warn_no_icon("no system tray is running on this display")

    def _connect(self) -> "XEmbedIcon | None":
        if os.environ.get("WAYLAND_DISPLAY") or not os.environ.get("DISPLAY"):
            self._warn_no_icon("there is no X11 display with another kind of tray")
            return None
        try:
            # Late: the import opens the display and loads Pillow.
            from sitbreak.desktop.tray.xembed_icon import XEmbedIcon, draw_opaque

            icon = XEmbedIcon("sitbreak")
        except Exception as error:  # Xlib's errors have no common base
            self._warn_no_icon(f"the X11 display does not answer ({error})")
            return None
        self._live = LiveIcon(icon, self._feed, with_default=True, draw=draw_opaque)
        if self._view is not None:
            self._live.show(self._view)
        icon.run_detached(setup=lambda _: None)
        return icon

    def _drop(self) -> None:
        if self._icon is not None:
            self._icon.close()
        self._icon = self._live = None

    def _warn_no_icon(self, reason: str) -> None:
        self._warn_once(f"no tray icon yet: no StatusNotifier host on the session bus, {reason}; {_COMMANDS}")

    def _warn_once(self, text: str) -> None:
        if text not in self._logged:
            self._logged.add(text)
            _log.warning("%s", text)
