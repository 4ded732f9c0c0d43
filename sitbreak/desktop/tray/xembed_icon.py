"""pystray's X11 icon, mended. Importing this module opens the display: import it where one is wanted.

Such an icon has no menu: a left click does the menu's default item.
"""

import threading
from typing import Any

from PIL import Image
from pystray import _xorg
from Xlib import X
from Xlib.error import ConnectionClosedError, DisplayError

from sitbreak.desktop.tray.images import image_of
from sitbreak.desktop.tray.pixels import Pixmap

_NO_DISPLAY = (DisplayError, ConnectionClosedError, OSError)
"""What Xlib raises when the display does not answer; ConnectionClosedError is not an OSError."""

_Base: Any = _xorg.Icon
_BACKGROUND = (0x1F, 0x21, 0x27, 0xFF)
"""The icon's window is opaque; most panels that take only such icons are dark."""


class XEmbedIcon(_Base):  # type: ignore[misc]  # pystray has no types
    """An icon in an X11 system tray, driven by somebody else's select loop.

    One thread makes it, reads its events and sets what it shows.

    Attributes:
        lost: the icon's tray or its display is gone; it is good for nothing any more but `close`.
        tray_came: a system tray has started since this was set to False.
    """

    visible: bool  # pystray's
    _systray_manager: Any

    def __init__(self, name: str) -> None:
        """Connect to the display; nothing is shown yet."""
        super().__init__(name)
        self.lost = False
        self.tray_came = False
        self._display.set_error_handler(_ignored)
        # pystray leaves ButtonPressMask out and so never hears a click.
        # Source: https://github.com/moses-palmer/pystray/issues/151
        self._window.change_attributes(event_mask=X.ExposureMask | X.StructureNotifyMask | X.ButtonPressMask)
        # A tray that starts announces itself to those who listen on the root window.
        # Source: https://specifications.freedesktop.org/systemtray-spec/latest/
        self._display.screen().root.change_attributes(event_mask=X.StructureNotifyMask)
        self._announcement = self._display.intern_atom("MANAGER")
        self._display.flush()

    def __del__(self) -> None:
        """Do nothing: `close` was called."""

    def dock(self) -> bool:
        """Show the icon in the system tray; False when there is none."""
        if not self.visible and self._get_systray_manager():
            self.visible = True
        return bool(self.visible)

    def close(self) -> None:
        """Take the icon away and leave the display."""
        try:
            self.stop()
            self._display.close()
        except _NO_DISPLAY:
            pass  # the display has gone before, and the icon with it

    # --- its place in a select loop -------------------------------------------------------------

    def fileno(self) -> int:
        """Return the display's descriptor."""
        return -1 if self.lost else int(self._display.fileno())

    def pending(self) -> bool:
        """Whether events were read already, while something was sent."""
        try:
            return bool(self._display.pending_events())
        except _NO_DISPLAY:
            self.lost = True
            return True

    def handle_events(self) -> None:
        """Handle every event that has come."""
        while self.pending() and not self.lost:
            event = self._display.next_event()
            if event.type == X.DestroyNotify:
                # The icon went with its tray, or lies in the middle of the screen now: start anew.
                self.lost = True
            elif event.type == X.ClientMessage and event.client_type == self._announcement:
                self.tray_came = self.tray_came or event.data[1][1] == self._net_system_tray_sx
            else:
                self._message_handlers.get(event.type, lambda _: None)(event)

    # --- mended parts of pystray's ---------------------------------------------------------------

    def _run_detached(self) -> None:
        self._thread = threading.current_thread()
        self._mark_ready()

    def _dock_window(self) -> None:
        if self._systray_manager is None:  # pystray asks the tray anew for every picture
            super()._dock_window()


def drawn_opaque(pixmaps: tuple[Pixmap, ...]) -> Image.Image:
    """Return the picture on a dark ground; pystray would show what transparent pixels hide."""
    image = image_of(pixmaps)
    return Image.alpha_composite(Image.new("RGBA", image.size, _BACKGROUND), image)


def _ignored(*_: object) -> None:
    """Let X errors be: they tell of windows that a tray took along when it went."""
