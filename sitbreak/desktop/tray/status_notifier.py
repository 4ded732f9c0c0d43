"""The pystray icon that pystray lacks on Linux: org.kde.StatusNotifierItem, with the whole menu, no toolkit.

Source: https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/
"""

import os
from collections.abc import Callable
from functools import partial
from typing import Any

from sitbreak.desktop.icons import Pixmap
from sitbreak.desktop.kept_bus import KeptBus
from sitbreak.desktop.tray.dbusmenu import DBusMenu, Properties
from sitbreak.desktop.tray.live_icon import Icon, MenuItem
from sitbreak.waiter import Waiter
from sitbreak.wires.dbus import NO_REPLY, Answer, Bus, CallFailed
from sitbreak.wires.dbus_messages import (
    PROPERTIES,
    Message,
    error_reply,
    interface_of,
    method,
    name_of,
    reply,
    sender_of,
    signal,
    signature_of,
)

ITEM_PATH = "/StatusNotifierItem"
MENU_PATH = "/MenuBar"
INTERFACE = "org.kde.StatusNotifierItem"
WATCHER = "org.kde.StatusNotifierWatcher"

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
    "XAyatanaOrderingIndex": ("u", 0),
}
"""Answered one by one only. Many panels read all properties once a minute, when the tooltip changes, and
these would be a third of the work. KDE's or Ayatana's own items lack each of them, so hosts do without.
`XAyatanaLabel` is not among them: mate-panel shows a label, even an empty one, in place of the icon.
"""
_PICTURE = "IconPixmap"
_OPEN_THE_MENU_THEMSELVES = frozenset({"KDE", "COSMIC", "GNOME"})
"""Desktops that open the menu when `Activate` is unknown; elsewhere that click would do nothing at all."""
_NOT_THERE_YET = frozenset(f"org.freedesktop.DBus.Error.Unknown{what}" for what in ("Method", "Object"))
"""Budgie's watcher has its name before it can be called; tried with 10.9."""
_A_MOMENT = 1.0
"""Seconds until it is called again, once."""
_NO_HOST = "no StatusNotifier host on the session bus"


class StatusNotifierIcon(Icon):
    """A pystray icon for every desktop that hosts StatusNotifierItems.

    `icon` is a tuple of `Pixmap`s. pystray's setters may be called from any thread: they only wake the
    waiter, which then notifies the hosts of what differs. Both buttons open the menu, except on hosts that
    have another use for the left one: there it runs the default item.

    Attributes:
        work: runs the waiter; `run` returns when it does.
        about_to_show: called on the waiter's thread before a host shows the menu.
        on_change: called on the waiter's thread whenever `shown`, `pending` or `problem` has changed.
    """

    HAS_NOTIFICATION = False

    def __init__(self, name: str, waiter: Waiter, bus: KeptBus, patience: float) -> None:
        """Make an icon that connects and registers itself once it runs and is visible.

        Args:
            name: the icon's Id and Title.
            waiter: what the icon waits in.
            bus: its connection to the session bus; open while the icon is visible.
            patience: see `StatusNotifierItem`.
        """
        super().__init__(name)
        self._waiter = waiter
        self._bus = bus
        self._patience = patience
        bus.on_connect(self._connected)
        bus.on_lost(self._lost)
        self.work: Callable[[], None] = _nothing
        self.about_to_show: Callable[[], None] = _nothing
        self.on_change: Callable[[], None] = _nothing
        self._item: StatusNotifierItem | None = None
        self._dbus_menu: DBusMenu | None = None
        self._publishing = False
        self._menu_changed = False

    @property
    def shown(self) -> bool:
        """See `StatusNotifierItem`."""
        return self._item is not None and self._item.shown

    @property
    def pending(self) -> bool:
        """See `StatusNotifierItem`."""
        return self._item is not None and self._item.pending

    @property
    def problem(self) -> str:
        """See `StatusNotifierItem`."""
        return _NO_HOST if self._item is None else self._item.problem

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
        item = StatusNotifierItem(bus, self.name, self.on_change, self._activate, self._patience)
        self._item = item
        self._dbus_menu = DBusMenu(bus, MENU_PATH, self._refresh, self._clicked)
        self._menu_changed = True
        self._publish()
        item.register()

    def _lost(self) -> None:
        self._item = self._dbus_menu = None
        self.on_change()

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

    def _activate(self) -> None:
        """Run the default item once the host has its answer, as `_clicked` does."""
        self._waiter.soon(self)

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

    A tray that has accepted an icon may still not show it, and none says so. But a host that shows it has
    read its picture; so the icon counts as shown by the first to read it, while that one is on the bus.

    Attributes:
        shown: whether a host shows the icon.
        pending: whether there is a watcher whose host may still read the picture.
        problem: why the icon is not shown; "" if it is.
    """

    def __init__(
        self,
        bus: Bus,
        name: str,
        on_change: Callable[[], None],
        activate: Callable[[], None],
        patience: float,
    ) -> None:
        """Export an icon that shows nothing yet.

        Args:
            bus: the connection.
            name: the icon's Id and Title.
            on_change: called whenever `shown`, `pending` or `problem` has changed.
            activate: called when the icon itself is clicked; must return at once.
            patience: seconds until an icon whose picture nobody has read is not shown.
        """
        self.shown = self.pending = False
        self.problem = _NO_HOST
        self._bus = bus
        self._name = name
        self._on_change = on_change
        self._activate = activate
        self._patience = patience
        self._pixmaps: tuple[Pixmap, ...] = ()
        self._tooltip = ""
        self._questions: set[str] | None = None
        """How hosts have read what a signal announced: "Get", "GetAll" or both; None: no signal so far."""
        self._watcher = self._reader = ""
        self._stop_watching_reader = self._cancel_timeout = _nothing
        bus.export(ITEM_PATH, self._answer)

    def register(self) -> None:
        """Register the icon with the watcher, now and whenever one starts."""
        self._bus.watch_name(WATCHER, self._set_watcher)

    def publish(self, pixmaps: tuple[Pixmap, ...], tooltip: str) -> None:
        """Show both; notify the hosts of what differs, in one write.

        Hosts that read everything after a signal, such as Xfce's panel, would do so again for each. How one
        reads a new icon says nothing about that: MATE's panel reads everything then, later what is named.
        """
        changes = {"NewIcon": pixmaps != self._pixmaps, "NewToolTip": tooltip != self._tooltip}
        self._pixmaps, self._tooltip = pixmaps, tooltip
        signals = [signal(ITEM_PATH, INTERFACE, name) for name, changed in changes.items() if changed]
        if signals:
            self._bus.send(*(signals[:1] if self._questions == {"GetAll"} else signals))
            if self.shown and self._questions is None:
                self._questions = set()

    # --- the watcher and its hosts --------------------------------------------------------------

    def _set_watcher(self, owner: str) -> None:
        if owner == self._watcher:
            return  # reported twice: by the answer and by the signal
        self._watcher = owner
        if not owner:
            self._set(problem=_NO_HOST)
            return
        self._wait_for_reader()  # before registering: the XEmbed icon must be gone first
        self._register(owner)

    def _register(self, owner: str, *, is_first: bool = True) -> None:
        """Register with a watcher, unless another one has taken its place meanwhile."""
        if owner != self._watcher:
            return
        # By our unique name. Sandboxes refuse to own others, and for those GNOME's extension waits once more,
        # forgetting what it has read.
        # Source: https://github.com/ubuntu/gnome-shell-extension-appindicator/issues/386
        name = self._bus.unique_name
        call = method(owner, "/StatusNotifierWatcher", WATCHER, "RegisterStatusNotifierItem", "s", name)
        self._bus.call(call, None, lambda answer: self._registered(owner, answer, is_first=is_first))

    def _registered(self, owner: str, answer: Answer, *, is_first: bool) -> None:
        if owner == self._watcher and isinstance(answer, CallFailed) and not self.shown:
            if is_first and answer.name in _NOT_THERE_YET:
                self._bus.after(_A_MOMENT, lambda: self._register(owner, is_first=False))
                return
            did = "does not answer" if answer.name == NO_REPLY else "refused the icon"
            self._set(problem=f"the desktop's tray {did}: {answer}")

    def _wait_for_reader(self) -> None:
        self._set(pending=True, problem="the desktop's tray has not read the icon yet")
        self._cancel_timeout = self._bus.after(self._patience, self._time_out)

    def _time_out(self) -> None:
        self._set(problem="the desktop's tray has accepted the icon, but nothing has read its picture")

    def _record_reader(self, reader: str) -> None:
        if self.shown or not self._watcher:
            return
        self._set(shown=True)
        if reader != self._reader:
            self._stop_watching_reader()
            self._reader = reader
            self._stop_watching_reader = self._bus.watch_name(reader, partial(self._check_reader, reader))

    def _check_reader(self, reader: str, owner: str) -> None:
        if reader == self._reader and self.shown and not owner:
            self._wait_for_reader()
            self._bus.send(signal(ITEM_PATH, INTERFACE, "NewIcon"))  # another host reads the picture again

    def _set(self, *, shown: bool = False, pending: bool = False, problem: str = "") -> None:
        self._cancel_timeout()
        if not shown:
            self._questions = None  # another host may read in another way
        self.shown, self.pending, self.problem = shown, pending, problem
        self._on_change()

    # --- what hosts ask ------------------------------------------------------------------------

    def _answer(self, call: Message) -> Message:
        asked = (interface_of(call), name_of(call), signature_of(call))
        if asked == (PROPERTIES, "GetAll", "s"):
            self._record_question("GetAll")
            self._record_reader(sender_of(call))
            return reply(call, "a{sv}", self._properties())
        if asked == (PROPERTIES, "Get", "ss"):
            self._record_question("Get")
            if call.body[1] == _PICTURE:
                self._record_reader(sender_of(call))
            value = (_IF_ASKED_FOR | self._properties()).get(call.body[1])
            if value is None:
                return error_reply(call, "org.freedesktop.DBus.Error.UnknownProperty")
            return reply(call, "v", value)
        if asked == (INTERFACE, "Activate", "ii") and not _menu_opens_itself():
            self._activate()
            return reply(call)
        return error_reply(call, "org.freedesktop.DBus.Error.UnknownMethod")

    def _record_question(self, name: str) -> None:
        if self._questions is not None:
            self._questions.add(name)

    def _properties(self) -> Properties:
        pixmaps = [(pixmap.width, pixmap.height, pixmap.argb) for pixmap in self._pixmaps]
        return _EMPTY | {
            "Category": ("s", "ApplicationStatus"),
            "Id": ("s", self._name),
            "Title": ("s", self._name),
            "Status": ("s", "Active"),
            "ItemIsMenu": ("b", True),
            "Menu": ("o", MENU_PATH),
            _PICTURE: ("a(iiay)", pixmaps),
            "IconAccessibleDesc": ("s", self._tooltip),
            "ToolTip": ("(sa(iiay)ss)", ("", [], self._tooltip, "")),
        }


def _menu_opens_itself() -> bool:
    """Return whether this desktop opens the menu if we cannot be activated."""
    desktops = os.environ.get("XDG_CURRENT_DESKTOP", "").split(":")
    return not _OPEN_THE_MENU_THEMSELVES.isdisjoint(desktops)


def _nothing() -> None:
    pass
