"""An XEmbed system tray that, unlike tint2, leaves its icons alive when it closes."""

import select
from typing import Any

from Xlib import X, Xatom
from Xlib.display import Display
from Xlib.protocol.event import ClientMessage

from tests.until import BUSY


class XEmbedTray:
    """Owns the tray selection and takes one icon; one that blends its icons asks for translucent ones."""

    def __init__(self, display: str, *, blends: bool = False) -> None:
        self._display: Any = Display(display)
        screen = self._display.screen()
        selection = self._display.intern_atom(f"_NET_SYSTEM_TRAY_S{self._display.get_default_screen()}")
        self._window = screen.root.create_window(
            100, 100, 32, 32, 0, screen.root_depth, override_redirect=True, background_pixel=0
        )
        if blends:
            depths = {depth.depth: depth.visuals for depth in screen.allowed_depths}
            visual = self._display.intern_atom("_NET_SYSTEM_TRAY_VISUAL")
            self._window.change_property(visual, Xatom.VISUALID, 32, [depths[32][0].visual_id])
        self._window.map()
        self._window.set_selection_owner(selection, X.CurrentTime)
        announcement = self._display.intern_atom("MANAGER")
        data = (32, [X.CurrentTime, selection, self._window.id, 0, 0])
        came = ClientMessage(window=screen.root, client_type=announcement, data=data)
        screen.root.send_event(came, event_mask=X.StructureNotifyMask)
        self._display.flush()

    def take_icon(self) -> int:
        """Wait for an icon that wants to dock, and show it; return the depth of its window."""
        icon = self.wait_for_icon()
        self.show(icon)
        return int(icon.get_geometry().depth)

    def show(self, icon: Any) -> None:
        """Show this icon's window."""
        icon.change_save_set(X.SetModeInsert)
        icon.reparent(self._window, 0, 0)
        icon.configure(width=32, height=32)
        icon.map()
        self._display.flush()

    def wait_for_icon(self) -> Any:
        """Wait for an icon that wants to dock; return its window."""
        event = None
        while event is None or event.type != X.ClientMessage:
            assert self._display.pending_events() or select.select([self._display], [], [], BUSY)[0]
            event = self._display.next_event()
        return self._display.create_resource_object("window", event.data[1][2])

    def close(self) -> None:
        """Disconnect without notice; the server returns the icon to the root window."""
        self._display.close()
