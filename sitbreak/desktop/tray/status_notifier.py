"""The pystray icon that pystray lacks on Linux: org.kde.StatusNotifierItem, with the whole menu, no toolkit.

Source: https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/
"""

import logging
import os
from collections.abc import Callable
from functools import partial
from itertools import count
from typing import Any

from sitbreak.desktop.icons import Pixmap
from sitbreak.desktop.kept_bus import KeptBus
from sitbreak.desktop.tray.dbusmenu import DBusMenu, Properties
from sitbreak.desktop.tray.live_icon import Icon, MenuItem
from sitbreak.waiter import Waiter
from sitbreak.wires.dbus import Answer, Bus, CallFailed
from sitbreak.wires.dbus_messages import (
    PROPERTIES,
    Message,
    error_reply,
    interface_of,
    method,
    name_of,
    reply,
    request_name,
    signal,
    signature_of,
)

ITEM_PATH = "/StatusNotifierItem"
MENU_PATH = "/MenuBar"
INTERFACE = "org.kde.StatusNotifierItem"
WATCHER = "org.kde.StatusNotifierWatcher"

_LARGEST = 48
"""Pixels. No panel shows larger icons, and they would be half of all bytes sent at each change."""
_NO_PIXMAPS: tuple[str, Any] = ("a(iiay)", [])
_NO_TEXT = ("s", "")
_EMPTY: Properties = {
    "IconName": _NO_TEXT,
    "IconThemePath": _NO_TEXT,
    "AttentionIconName": _NO_TEXT,
}
_IF_ASKED_FOR: Properties = {
    "WindowId": ("i", 0),
    "OverlayIconName": _NO_TEXT,
    "OverlayIconPixmap": _NO_PIXMAPS,
    "AttentionIconPixmap": _NO_PIXMAPS,
    "AttentionMovieName": _NO_TEXT,
    # The GNOME extension fills the journal with errors when it asks for these in vain.
    "AttentionAccessibleDesc": _NO_TEXT,
    "XAyatanaLabel": _NO_TEXT,
    "XAyatanaLabelGuide": _NO_TEXT,
    "XAyatanaOrderingIndex": ("u", 0),
}
"""Answered one by one only. Many panels read all properties once a minute, when the tooltip changes, and
these would be a third of the work. KDE's or Ayatana's own items lack each of them, so hosts do without.
"""
_numbers = count(1)
_log = logging.getLogger(__name__)


class StatusNotifierIcon(Icon):
    """A pystray icon for every desktop that hosts StatusNotifierItems.

    `icon` is a tuple of `Pixmap`s. pystray's setters may be called from any thread: they only wake the
    waiter, which then notifies the hosts of what differs. A click on the icon itself does nothing, because
    hosts disagree about which button that is; both buttons open the menu.

    Attributes:
        work: runs the waiter; `run` returns when it does.
        about_to_show: called on the waiter's thread before a host shows the menu.
        on_hosted: called on the waiter's thread whenever `hosted` changes.
    """

    HAS_DEFAULT_ACTION = False
    HAS_NOTIFICATION = False

    def __init__(self, name: str, waiter: Waiter, bus: KeptBus) -> None:
        """Make an icon that connects and registers itself once it runs and is visible.

        Args:
            name: the icon's Id and Title.
            waiter: what the icon waits in.
            bus: its connection to the session bus; open while the icon is visible.
        """
        super().__init__(name)
        self._waiter = waiter
        self._bus = bus
        bus.on_connect(self._connected)
        bus.on_lost(self._lost)
        self.work: Callable[[], None] = _nothing
        self.about_to_show: Callable[[], None] = _nothing
        self.on_hosted: Callable[[], None] = _nothing
        self._item: StatusNotifierItem | None = None
        self._dbus_menu: DBusMenu | None = None
        self._publishing = False
        self._menu_changed = False

    @property
    def hosted(self) -> bool:
        """Whether a tray has accepted the icon."""
        return self._item is not None and self._item.hosted

    # --- what pystray's base class asks of a backend --------------------------------------------

    def _run(self) -> None:
        self._waiter.add(self._bus)
        self._mark_ready()
        try:
            self.work()
        finally:
            self._waiter.remove(self._bus)
            self._bus.close()

    def _stop(self) -> None:
        pass  # it ends with its work

    def _show(self) -> None:
        self._waiter.soon(self._bus.open)

    def _hide(self) -> None:
        self._waiter.soon(self._bus.close)  # a host removes the icon of a closed connection

    def _update_icon(self) -> None:
        self._icon_valid = True
        self._publish_soon()

    def _update_title(self) -> None:
        self._publish_soon()

    def _update_menu(self) -> None:
        self._menu_changed = True
        self._publish_soon()

    def _publish_soon(self) -> None:
        """Publish once what is set together. `_publish` clears the flag first, so it misses nothing."""
        if not self._publishing:
            self._publishing = True
            self._waiter.soon(self._publish)

    # --- on the waiter's thread -----------------------------------------------------------------

    def _connected(self, bus: Bus) -> None:
        item = self._item = StatusNotifierItem(bus, self.name, self.on_hosted)
        self._dbus_menu = DBusMenu(bus, MENU_PATH, self._refresh, self._clicked)
        self._menu_changed = True
        self._publish()
        item.register()

    def _lost(self) -> None:
        self._item = self._dbus_menu = None
        self.on_hosted()

    def _publish(self) -> None:
        self._publishing = False
        item, menu = self._item, self._dbus_menu  # kept: the first send may find that the bus is gone
        if item is not None and menu is not None:
            item.publish(self.icon or (), self.title)
            if self._menu_changed:
                self._menu_changed = False
                menu.update(self.menu)

    def _refresh(self) -> None:
        self.about_to_show()
        self._publish()

    def _clicked(self, item: MenuItem) -> None:
        """Run the item's action once the host has its answer: it must not wait for ours."""
        self._waiter.soon(partial(self._act, item))

    def _act(self, item: MenuItem) -> None:
        try:
            item(self)
        finally:
            self._publish()
            if self._dbus_menu is not None:
                self._dbus_menu.repeat_marks(item)


class StatusNotifierItem:
    """One icon on one bus.

    Attributes:
        hosted: whether there is a watcher that has not refused the icon.
    """

    def __init__(self, bus: Bus, name: str, on_hosted: Callable[[], None]) -> None:
        """Export an icon that shows nothing yet; `on_hosted` is called whenever `hosted` changes."""
        self.hosted = False
        self._bus = bus
        self._name = name
        self._on_hosted = on_hosted
        self._pixmaps: tuple[Pixmap, ...] = ()
        self._tooltip = ""
        self._questions: set[str] = set()
        """How the hosts have read properties so far: "Get", "GetAll" or both."""
        self._bus_name = f"{INTERFACE}-{os.getpid()}-{next(_numbers)}"
        self._watcher = ""
        bus.export(ITEM_PATH, self._answer)

    def register(self) -> None:
        """Own the icon's bus name and register it with the watcher, now and whenever one starts."""
        self._bus.call(request_name(self._bus_name), None, lambda _: None)
        self._bus.watch_name(WATCHER, self._set_watcher)

    def publish(self, pixmaps: tuple[Pixmap, ...], tooltip: str) -> None:
        """Show both; notify the hosts of what differs, in one write.

        Hosts that always read everything, such as Xfce's panel, would do so again for each signal.
        """
        changes = {"NewIcon": pixmaps != self._pixmaps, "NewToolTip": tooltip != self._tooltip}
        self._pixmaps, self._tooltip = pixmaps, tooltip
        signals = [signal(ITEM_PATH, INTERFACE, name) for name, changed in changes.items() if changed]
        if signals:
            self._bus.send(*(signals[:1] if self._questions == {"GetAll"} else signals))

    # --- the watcher ---------------------------------------------------------------------------

    def _set_watcher(self, owner: str) -> None:
        if owner == self._watcher:
            return  # reported twice: by the answer and by the signal
        self._watcher = owner
        self._set_hosted(hosted=bool(owner))  # before registering: the XEmbed icon must be gone first
        if owner:
            call = method(
                owner, "/StatusNotifierWatcher", WATCHER, "RegisterStatusNotifierItem", "s", self._bus_name
            )
            self._bus.call(call, None, lambda answer: self._registered(owner, answer))

    def _registered(self, owner: str, answer: Answer) -> None:
        if owner == self._watcher and isinstance(answer, CallFailed):
            _log.warning("the desktop's tray refused the icon: %s", answer)
            self._set_hosted(hosted=False)

    def _set_hosted(self, *, hosted: bool) -> None:
        if hosted != self.hosted:
            self.hosted = hosted
            self._on_hosted()

    # --- what hosts ask ------------------------------------------------------------------------

    def _answer(self, call: Message) -> Message:
        asked = (interface_of(call), name_of(call), signature_of(call))
        if asked == (PROPERTIES, "GetAll", "s"):
            self._questions.add("GetAll")
            return reply(call, "a{sv}", self._properties())
        if asked == (PROPERTIES, "Get", "ss"):
            self._questions.add("Get")
            value = (_IF_ASKED_FOR | self._properties()).get(call.body[1])
            if value is None:
                return error_reply(call, "org.freedesktop.DBus.Error.UnknownProperty")
            return reply(call, "v", value)
        # Activate is unknown on purpose: Plasma and COSMIC then open the menu on a left click.
        return error_reply(call, "org.freedesktop.DBus.Error.UnknownMethod")

    def _properties(self) -> Properties:
        pixmaps = [
            (pixmap.width, pixmap.height, pixmap.argb) for pixmap in self._pixmaps if pixmap.width <= _LARGEST
        ]
        return _EMPTY | {
            "Category": ("s", "ApplicationStatus"),
            "Id": ("s", self._name),
            "Title": ("s", self._name),
            "Status": ("s", "Active"),
            "ItemIsMenu": ("b", True),
            "Menu": ("o", MENU_PATH),
            "IconPixmap": ("a(iiay)", pixmaps),
            "IconAccessibleDesc": ("s", self._tooltip),
            "ToolTip": ("(sa(iiay)ss)", ("", [], self._tooltip, "")),
        }


def _nothing() -> None:
    pass
