"""The tray on Linux and other free desktops: StatusNotifierItem first, XEmbed where nothing else is there."""

from collections.abc import Callable
from dataclasses import replace

from sitbreak.core.finding import Finding
from sitbreak.core.inputs import SitbreakUsed
from sitbreak.core.tray_view import TrayIcon, TrayView
from sitbreak.desktop.desktop import DELAYS, Delays
from sitbreak.desktop.kept_bus import KeptBus
from sitbreak.desktop.tray.live_icon import Feed, LiveIcon
from sitbreak.desktop.tray.status_notifier import StatusNotifierIcon
from sitbreak.desktop.tray.xembed import XEmbedFallback
from sitbreak.waiter import Waiter
from sitbreak.wires.dbus import Bus, session_bus


class LinuxTray:
    """A tray that shares the loop's waiter: a thread of its own would cost 0.4 MB and twice the wake-ups.

    Attributes:
        name: what shows the icon at the moment: `status-notifier`, `xembed` or `none`.
    """

    def __init__(
        self,
        feed: Feed,
        waiter: Waiter,
        connect: Callable[[], Bus] = session_bus,
        delays: Delays = DELAYS,
    ) -> None:
        """Make a tray that shows nothing yet.

        Args:
            feed: what it shows, and where its clicks go.
            waiter: what it waits in; the work of `run` runs it.
            connect: opens the session bus.
            delays: how long it waits for a bus and a tray.
        """
        self.name = "none"
        self._waiter = waiter
        self._view = feed.view
        self._post = feed.post
        self._newest: TrayView | None = None
        self._icon = StatusNotifierIcon("sitbreak", waiter, KeptBus(connect, delays.retry), delays.host)
        self._icon.about_to_show = self._refresh
        self._icon.on_change = self._choose_kind
        self._live = LiveIcon(self._icon, feed, with_default=True)
        self._fallback = XEmbedFallback(feed, waiter, delays.watcher, self._set_name)

    def finding(self) -> Finding:
        """See `Tray`."""
        if self._icon.shown:
            return Finding("tray", self.name)
        return Finding("tray", self.name, (("status-notifier", self._icon.problem), *self._fallback.tried()))

    def show(self, view: TrayView) -> None:
        """Show this view. May be called from any thread."""
        self._newest = view
        self._waiter.soon(self._update)

    def show_time(self, icon: TrayIcon, tooltip: str) -> None:
        """Show both; hosts ask for the menu before they open it. May be called from any thread."""
        if self._newest is not None:
            self.show(replace(self._newest, icon=icon, tooltip=tooltip))

    def run(self, work: Callable[[], None]) -> None:
        """Show the icon while `work` runs, which must run the waiter. Without any tray, wait for one."""
        self._update()
        self._choose_kind()
        self._waiter.add(self._fallback)
        self._icon.work = work
        try:
            self._icon.run()
        finally:
            self._icon.stop()
            self._fallback.disable()
            self._waiter.remove(self._fallback)

    def _update(self) -> None:
        self._show(self._newest or self._view())

    def _refresh(self) -> None:
        """A host is about to show the menu: refresh it."""
        self._post(SitbreakUsed())
        self._show(self._view())

    def _show(self, view: TrayView) -> None:
        self._live.show(view)
        self._fallback.show(view)

    def _choose_kind(self) -> None:
        if self._icon.shown or self._icon.pending:
            self._fallback.disable()
        else:
            self._fallback.enable(self._icon.problem)

    def _set_name(self) -> None:
        xembed = "xembed" if self._fallback.docked else "none"
        self.name = "status-notifier" if self._icon.shown else xembed
