"""The fallback on X11: an XEmbed icon, shown only while no StatusNotifier host shows the other one."""

import logging
import os
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from sitbreak.core.tray_view import TrayView
from sitbreak.desktop.tray.live_icon import Feed, LiveIcon
from sitbreak.waiter import Waiter
from sitbreak.wires import NoServer

if TYPE_CHECKING:
    from sitbreak.desktop.tray.xembed_icon import XEmbedIcon

_COMMANDS = "every menu entry is also a command, see `sitbreak help`"
_log = logging.getLogger(__name__)


class XEmbedFallback:
    """A `Source` that shows an XEmbed icon while it is enabled and the display has a system tray."""

    def __init__(self, feed: Feed, waiter: Waiter, patience: float, on_change: Callable[[], None]) -> None:
        """Make a disabled fallback.

        Args:
            feed: what it shows, and where its clicks go.
            waiter: what it waits in.
            patience: seconds between being enabled, or a tray's start, and docking; and again until the icon
                counts as not shown.
            on_change: called whenever `docked` may have changed.
        """
        self._feed = feed
        self._waiter = waiter
        self._patience = patience
        self._on_change = on_change
        self._enabled = False
        self._reason = ""
        self._is_connecting = False
        self._view: TrayView | None = None
        self._icon: XEmbedIcon | None = None
        self._live: LiveIcon | None = None
        self._look_at: float | None = None
        self._no_icon_reason = ""
        self._logged: set[str] = set()

    @property
    def docked(self) -> bool:
        """Whether a system tray shows the icon."""
        return self._icon is not None and self._icon.shown

    def tried(self) -> tuple[tuple[str, str], ...]:
        """Return why there is no icon, as in a `Finding`; nothing if there is one, or it isn't known."""
        if self.docked or not self._no_icon_reason:
            return ()
        return (("xembed", self._no_icon_reason),)

    def enable(self, reason: str) -> None:
        """Show an icon after some seconds, if there is a tray for it.

        Args:
            reason: why it is needed: what keeps the better kind of icon away.
        """
        self._reason = reason
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
        """Return when to look for a tray, or whether it has taken the icon."""
        return self._look_at

    def ready(self) -> None:
        """Handle X events, or look for a tray."""
        if self._icon is not None:
            self._icon.read()
        if self._look_at is not None and self._look_at <= time.monotonic():
            self._look_at = None
            self._look()
        self._on_change()

    # --- internals -------------------------------------------------------------------------------

    def _look_later(self) -> None:
        self._look_at = time.monotonic() + self._patience

    def _look(self) -> None:
        """Dock, if this display has a tray; connect to the display first."""
        if self._icon is not None:
            self._warn_no_icon("the system tray on this display has not taken the icon")
        elif os.environ.get("WAYLAND_DISPLAY") or not os.environ.get("DISPLAY"):
            self._warn_no_icon("there is no X11 display with another kind of tray")
        elif not self._is_connecting:
            self._is_connecting = True
            self._waiter.background(self._connect, self._use)

    def _connect(self) -> "XEmbedIcon | NoServer":
        """Return an icon, or why there can be none. Waits for the server, in the background."""
        from sitbreak.desktop.tray.xembed_icon import XEmbedIcon  # few need it

        try:
            return XEmbedIcon("sitbreak", lambda: self._waiter.soon(self._lose))
        except NoServer as reason:
            return reason

    def _use(self, icon: "XEmbedIcon | NoServer") -> None:
        self._is_connecting = False
        if isinstance(icon, NoServer):
            self._warn_no_icon(f"the X11 display does not answer ({icon})")
        elif not self._enabled:
            icon.close()
        else:
            icon.on_dock = self._handle_dock
            icon.on_tray_started = lambda: self._waiter.soon(self._begin_again)
            self._icon, self._live = icon, LiveIcon(icon, self._feed, with_default=True)
            if self._view is not None:
                self._live.show(self._view)
            icon.dock()

    def _handle_dock(self) -> None:
        assert self._icon is not None
        if self.docked:
            self._look_at = None
            self._warn_once(
                f"this kind of tray has no menus: a click on the icon runs the default entry; {_COMMANDS}"
            )
        elif self._icon.visible:
            self._no_icon_reason = "the system tray on this display has not taken the icon yet"
            self._look_later()
        else:
            self._warn_no_icon("no system tray is running on this display")
        self._on_change()

    def _begin_again(self) -> None:
        """A tray has started: it gets a new icon, unless another one shows ours."""
        if not self.docked:
            self._lose()

    def _lose(self) -> None:
        """Start again without the icon: its tray or its display is gone."""
        if self._icon is not None:
            self._drop()
            self._look_later()
            self._on_change()

    def _drop(self) -> None:
        if self._icon is not None:
            self._icon.close()
        self._icon = self._live = None

    def _warn_no_icon(self, reason: str) -> None:
        self._no_icon_reason = reason
        self._warn_once(f"no tray icon yet: {self._reason}; {reason}; {_COMMANDS}")

    def _warn_once(self, text: str) -> None:
        if text not in self._logged:
            self._logged.add(text)
            _log.warning("%s", text)
