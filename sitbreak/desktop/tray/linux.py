"""The tray on Linux and other free desktops: StatusNotifierItem first, XEmbed where there is nothing else."""

from collections.abc import Callable
from dataclasses import replace

from sitbreak.core.tray_view import TrayIcon, TrayView
from sitbreak.core.values import frozen
from sitbreak.desktop.tray.follower import Follower, Pictures
from sitbreak.desktop.tray.live_menu import LiveMenu
from sitbreak.desktop.tray.status_notifier.icon import StatusNotifierIcon
from sitbreak.desktop.tray.xembed import XEmbedFallback
from sitbreak.ports import Post
from sitbreak.waiter import Waiter
from sitbreak.wires.dbus import Bus, session_bus


@frozen
class Waits:
    """How patient the tray is, in seconds.

    Attributes:
        watcher: what a StatusNotifierWatcher gets to come first, before an XEmbed tray is looked for:
            a panel that starts offers its old kind of tray earlier.
        bus: between two attempts to reach a session bus that is not there.
    """

    watcher: float = 5.0
    bus: float = 60.0


_WAITS = Waits()


class LinuxTray:
    """Waits in the loop of the planner: a thread of its own would cost 0.4 MB, and two wake-ups for one.

    Attributes:
        name: what shows the icon at this moment: `status-notifier`, `xembed` or `none`.
    """

    def __init__(  # noqa: PLR0913, PLR0917  the last two are for tests
        self,
        post: Post,
        pictures: Pictures,
        fresh: Callable[[], TrayView],
        waiter: Waiter,
        connect: Callable[[], Bus] = session_bus,
        waits: Waits = _WAITS,
    ) -> None:
        """Make a tray that shows nothing yet; see `choose_tray` for the first four arguments.

        Args:
            post: gets the wishes that clicks are.
            pictures: finds the pixels of an icon.
            fresh: tells the view of this moment.
            waiter: what the tray waits in.
            connect: opens the session bus.
            waits: how patient it is.
        """
        self.name = "none"
        self._waiter = waiter
        self._fresh = fresh
        self._newest: TrayView | None = None
        self._icon = StatusNotifierIcon("sitbreak", waiter, connect, waits.bus)
        self._icon.about_to_show = self._make_fresh
        self._icon.on_hosted = self._hosted
        self._follower = Follower(self._icon, LiveMenu(post, with_default=False), pictures)
        self._fallback = XEmbedFallback(post, pictures, waits.watcher, self._set_name)

    def show(self, view: TrayView) -> None:
        """Make the tray look like this. May be called from any thread."""
        self._newest = view
        self._waiter.soon(self._follow)

    def show_time(self, icon: TrayIcon, tooltip: str) -> None:
        """Show icon and tooltip; hosts ask before they show the menu. May be called from any thread."""
        if self._newest is not None:
            self.show(replace(self._newest, icon=icon, tooltip=tooltip))

    def run(self, work: Callable[[], None]) -> None:
        """Show the icon while `work` runs, which has to run the waiter; without any tray, wait for one."""
        self._follow()
        self._fallback.want(True)
        self._waiter.add(self._fallback)
        self._icon.work = work
        try:
            self._icon.run()
        finally:
            self._icon.stop()
            self._fallback.close()
            self._waiter.remove(self._fallback)

    def _follow(self) -> None:
        self._show_now(self._newest or self._fresh())

    def _make_fresh(self) -> None:
        self._show_now(self._fresh())

    def _show_now(self, view: TrayView) -> None:
        self._follower.show(view)
        self._fallback.show(view)

    def _hosted(self) -> None:
        self._fallback.want(not self._icon.hosted)

    def _set_name(self) -> None:
        xembed = "xembed" if self._fallback.docked else "none"
        self.name = "status-notifier" if self._icon.hosted else xembed
