"""pystray's X11 icon, repaired. Importing this module opens the display: import it late.

Such an icon has no menu: a left click runs the menu's default item.
"""

import threading
from typing import Any

from PIL import Image
from pystray import _xorg
from Xlib import X
from Xlib.error import ConnectionClosedError, DisplayError

from sitbreak.desktop.icons import Pixmap
from sitbreak.desktop.tray.live_icon import image_of

_NO_DISPLAY = (DisplayError, ConnectionClosedError, OSError)
"""What Xlib raises when the display does not answer; ConnectionClosedError is not an OSError."""

_BACKGROUND = (0x1F, 0x21, 0x27, 0xFF)
"""The icon's window is opaque; most panels that take only such icons are dark."""


class XEmbedIcon(_xorg.Icon):
    """An icon in an X11 system tray, for a select loop.

    Make it, read its events and set what it shows on one thread.

    Attributes:
        lost: the icon's tray or its display is gone; only `close` still works.
        tray_started: a system tray has started since this was last set to False.
    """

    visible: bool  # pystray's
    _systray_manager: Any

    def __init__(self, name: str) -> None:
        """Connect to the display; nothing is shown yet."""
        super().__init__(name)
        self.lost = False
        self.tray_started = False
        self._display.set_error_handler(_ignore)
        # pystray doesn't ask for button events, so it never gets a click.
        # Source: https://github.com/moses-palmer/pystray/issues/151
        self._window.change_attributes(event_mask=X.ExposureMask | X.StructureNotifyMask | X.ButtonPressMask)
        # A tray that starts announces itself on the root window.
        # Source: https://specifications.freedesktop.org/systemtray-spec/latest/
        self._display.screen().root.change_attributes(event_mask=X.StructureNotifyMask)
        self._announcement = self._display.intern_atom("MANAGER")
        self._display.flush()

    def __del__(self) -> None:
        """Do nothing, unlike pystray: `close` was called."""

    def dock(self) -> bool:
        """Show the icon in the system tray; return whether there is one."""
        if not self.visible and self._get_systray_manager():
            self.visible = True
        return bool(self.visible)

    def close(self) -> None:
        """Remove the icon and disconnect from the display."""
        try:
            self.stop()
            self._display.close()
        except _NO_DISPLAY:
            pass  # the display is gone, and the icon with it

    # --- for a select loop ----------------------------------------------------------------------

    def fileno(self) -> int:
        """Return the display's descriptor, -1 once it is gone."""
        return -1 if self.lost else int(self._display.fileno())

    def pending(self) -> bool:
        """Return whether Xlib has read events that are not handled yet."""
        try:
            return bool(self._display.pending_events())
        except _NO_DISPLAY:
            self.lost = True
            return True

    def handle_events(self) -> None:
        """Handle all pending events."""
        while self.pending() and not self.lost:
            event = self._display.next_event()
            if event.type == X.DestroyNotify:
                # The icon's window went with its tray, or is now in the middle of the screen: start again.
                self.lost = True
            elif event.type == X.ClientMessage and event.client_type == self._announcement:
                self.tray_started = self.tray_started or event.data[1][1] == self._net_system_tray_sx
            else:
                self._message_handlers.get(event.type, _ignore)(event)

    # --- pystray's methods, repaired ------------------------------------------------------------

    def _run_detached(self) -> None:
        self._thread = threading.current_thread()
        self._mark_ready()

    def _dock_window(self) -> None:
        if self._systray_manager is None:  # pystray docks again for every new picture
            super()._dock_window()


def draw_opaque(pixmaps: tuple[Pixmap, ...]) -> Image.Image:
    """Return the picture on a dark background; pystray would show the colours of transparent pixels."""
    image = image_of(pixmaps)
    return Image.alpha_composite(Image.new("RGBA", image.size, _BACKGROUND), image)


def _ignore(*_: object) -> None:
    """Ignore an event, or an X error: those are about windows that a tray took with it."""
