"""The pystray icon that pystray lacks on Linux: one thread, no toolkit, the whole menu."""

from collections.abc import Callable
from functools import partial

from sitbreak.desktop.tray.pystray_base import Icon, MenuItem
from sitbreak.desktop.tray.status_notifier.connection import Connection
from sitbreak.desktop.tray.status_notifier.item import MENU_PATH, StatusNotifierItem
from sitbreak.desktop.tray.status_notifier.menu import DBusMenu
from sitbreak.waiter import Waiter
from sitbreak.wires.dbus import Bus


class StatusNotifierIcon(Icon):  # type: ignore[misc]  # pystray has no types
    """A pystray icon for every desktop that hosts StatusNotifierItems.

    `icon` is a tuple of `Pixmap`s. pystray's setters may be called from any thread: they only wake the
    loop, which compares and tells the hosts. Nothing is ever done by a click on the icon itself, because
    hosts disagree about which button that is; both buttons open the menu.

    Attributes:
        work: runs the loop; `run` returns when it does.
        about_to_show: is called on the loop's thread before a host shows the menu.
        on_hosted: is called on the loop's thread whenever `hosted` changes.
    """

    HAS_DEFAULT_ACTION = False
    HAS_NOTIFICATION = False

    def __init__(
        self,
        name: str,
        loop: Waiter,
        connect: Callable[[], Bus],
        retry_after: float,
    ) -> None:
        """Make an icon that connects and registers itself when it runs and is visible.

        Args:
            name: the icon's Id and Title.
            loop: what the icon waits in.
            connect: opens the session bus.
            retry_after: seconds between attempts to reach a bus that is not there.
        """
        super().__init__(name)
        self._loop = loop
        self._connection = Connection(connect, self._opened, self._lost, retry_after)
        self.work: Callable[[], None] = _nothing
        self.about_to_show: Callable[[], None] = _nothing
        self.on_hosted: Callable[[], None] = _nothing
        self._item: StatusNotifierItem | None = None
        self._dbus_menu: DBusMenu | None = None
        self._publishing = False
        self._menu_changed = False

    @property
    def hosted(self) -> bool:
        """Whether a tray has taken the icon."""
        return self._item is not None and self._item.hosted

    # --- what pystray's base asks of a backend --------------------------------------------------

    def _run(self) -> None:
        self._loop.add(self._connection)
        self._mark_ready()
        try:
            self.work()
        finally:
            self._loop.remove(self._connection)
            self._connection.close()

    def _stop(self) -> None:
        pass  # it ends with its work

    def _show(self) -> None:
        self._loop.soon(self._connection.open)

    def _hide(self) -> None:
        self._loop.soon(self._connection.close)  # a host drops the icon of a connection that is gone

    def _update_icon(self) -> None:
        self._icon_valid = True
        self._publish_soon()

    def _update_title(self) -> None:
        self._publish_soon()

    def _update_menu(self) -> None:
        self._menu_changed = True
        self._publish_soon()

    def _publish_soon(self) -> None:
        """Publish once what is set together; what is set meanwhile is seen, for the mark goes first."""
        if not self._publishing:
            self._publishing = True
            self._loop.soon(self._publish)

    # --- on the loop's thread -------------------------------------------------------------------

    def _opened(self, bus: Bus) -> None:
        item = self._item = StatusNotifierItem(bus, self.name, self.on_hosted)
        self._dbus_menu = DBusMenu(bus, MENU_PATH, self._make_fresh, self._clicked)
        self._menu_changed = True
        self._publish()
        item.register()

    def _lost(self) -> None:
        self._item = self._dbus_menu = None
        self.on_hosted()

    def _publish(self) -> None:
        self._publishing = False
        item, menu = self._item, self._dbus_menu  # the first send may find out that the bus is gone
        if item is not None and menu is not None:
            item.publish(self.icon or (), self.title)
            if self._menu_changed:
                self._menu_changed = False
                menu.update(self.menu)

    def _make_fresh(self) -> None:
        self.about_to_show()
        self._publish()

    def _clicked(self, item: MenuItem) -> None:
        """Run the item's action once the host has its answer: it waits for nothing of ours."""
        self._loop.soon(partial(self._act, item))

    def _act(self, item: MenuItem) -> None:
        try:
            item(self)
        finally:
            self._publish()
            if self._dbus_menu is not None:
                self._dbus_menu.tell_marks_again(item)


def _nothing() -> None:
    pass
