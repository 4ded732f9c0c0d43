"""When a program's icon appears in the tray, whichever of the two kinds it is."""

import select
import sys
from contextlib import suppress

from Xlib import X
from Xlib.display import Display
from Xlib.error import XError
from Xlib.protocol.rq import Event

from sitbreak.wires.dbus import Bus
from sitbreak.wires.dbus_messages import Message, signal_rule
from tests.rig.desktop import STATUS_NOTIFIER_WATCHER, Desktop
from tests.until import until

PATIENCE = 30.0


class Icons:
    """Reports the icons that appear on a desktop.

    A StatusNotifierItem has appeared when the panel reports that it is registered, an XEmbed icon when the
    panel takes its window from the root window.
    """

    def __init__(self, desktop: Desktop) -> None:
        self._bus = Bus(desktop.bus.address.removeprefix("unix:path="))
        self._bus.listen(
            signal_rule(STATUS_NOTIFIER_WATCHER, "StatusNotifierItemRegistered"), "s", self._count
        )
        until(lambda: self._bus.unique_name, "the bus lets us in", meanwhile=self._bus.ready)
        self._display = Display(desktop.display.name)
        self._display.screen().root.change_attributes(event_mask=X.SubstructureNotifyMask)
        self._embeds = self._display.intern_atom("_XEMBED_INFO")
        self._display.sync()
        self._seen = 0

    def wait_for_next(self, of: str) -> None:
        """Wait for an icon that has not been waited for; end the bench if the program shows none."""
        while not self._has_new():
            if not select.select([self._bus, self._display], [], [], PATIENCE)[0]:
                sys.exit(f"the icon of {of} did not appear")
        self._seen = 0

    def close(self) -> None:
        """Disconnect from the desktop."""
        self._bus.close()
        self._display.close()

    def _has_new(self) -> bool:
        """Handle what has arrived; return whether there is a new icon."""
        self._bus.ready()
        while self._display.pending_events():
            self._handle(self._display.next_event())
        return self._seen > 0

    def _count(self, _: Message) -> None:
        self._seen += 1

    def _handle(self, event: Event) -> None:
        """Count a window that says it can be embedded, and has just been."""
        if event.type != X.ReparentNotify:
            return
        with suppress(XError):  # it is gone again
            if event.window.get_full_property(self._embeds, X.AnyPropertyType) is not None:
                self._seen += 1
