"""The icon itself: org.kde.StatusNotifierItem, its properties, signals and registration.

Source: https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/
"""

import logging
import os
from collections.abc import Callable
from itertools import count
from typing import Any

from jeepney import DBusAddress, HeaderFields, Message, message_bus, new_error, new_method_return, new_signal

from sitbreak.desktop.tray.pixels import Pixmap
from sitbreak.wires.dbus import Answer, Bus, CallFailed, PackedReply, join_packed, method, pack

ITEM_PATH = "/StatusNotifierItem"
MENU_PATH = "/MenuBar"
INTERFACE = "org.kde.StatusNotifierItem"
WATCHER = "org.kde.StatusNotifierWatcher"

Properties = dict[str, tuple[str, Any]]
"""D-Bus variants by name: (signature, value)."""

_DO_NOT_QUEUE = 4
_LARGEST = 48
"""Pixels: panels take no larger ones, which are half of all bytes at each change of the icon."""
_NO_PIXMAPS: tuple[str, Any] = ("a(iiay)", [])
_NO_TEXT = ("s", "")
_ABSENT: Properties = {
    "WindowId": ("i", 0),
    "IconName": _NO_TEXT,
    "IconThemePath": _NO_TEXT,
    "OverlayIconName": _NO_TEXT,
    "OverlayIconPixmap": _NO_PIXMAPS,
    "AttentionIconName": _NO_TEXT,
    "AttentionIconPixmap": _NO_PIXMAPS,
    "AttentionMovieName": _NO_TEXT,
    # The GNOME extension asks for these too and fills the journal with errors when they are missing.
    "AttentionAccessibleDesc": _NO_TEXT,
    "XAyatanaLabel": _NO_TEXT,
    "XAyatanaLabelGuide": _NO_TEXT,
    "XAyatanaOrderingIndex": ("u", 0),
}
_numbers = count(1)
_log = logging.getLogger(__name__)


class StatusNotifierItem:
    """One icon on one bus.

    Attributes:
        hosted: whether there is a watcher that has not refused the icon.
    """

    def __init__(self, bus: Bus, name: str, on_hosted: Callable[[], None]) -> None:
        """Offer the icon, with nothing to show yet; `on_hosted` is called at each change of `hosted`."""
        self.hosted = False
        self._bus = bus
        self._name = name
        self._on_hosted = on_hosted
        self._pixmaps: tuple[Pixmap, ...] = ()
        self._tooltip = ""
        self._packed_fixed = pack("a{sv}", self._fixed())
        self._packed: bytes | None = None
        """All properties as bytes: hosts ask for them once for each signal."""
        self._emitter = DBusAddress(ITEM_PATH, interface=INTERFACE)
        self._bus_name = f"{INTERFACE}-{os.getpid()}-{next(_numbers)}"
        self._watcher = ""
        bus.export(ITEM_PATH, self._answer)

    def register(self) -> None:
        """Take the icon's bus name and register it with the watcher, now or whenever one comes."""
        self._bus.call(message_bus.RequestName(self._bus_name, _DO_NOT_QUEUE), lambda _: None)
        self._bus.watch_name(WATCHER, self._watcher_is)

    def publish(self, pixmaps: tuple[Pixmap, ...], tooltip: str) -> None:
        """Show this; hosts hear only of what differs, in one go: then they ask in one go as well."""
        news = [
            name
            for name, differs in (
                ("NewIcon", pixmaps != self._pixmaps),
                ("NewToolTip", tooltip != self._tooltip),
            )
            if differs
        ]
        if news:
            self._pixmaps, self._tooltip, self._packed = pixmaps, tooltip, None
            self._bus.send(*(new_signal(self._emitter, name) for name in news))

    # --- the watcher ---------------------------------------------------------------------------

    def _watcher_is(self, owner: str) -> None:
        if owner == self._watcher:
            return  # told twice: by the answer and by the signal
        self._watcher = owner
        self._set_hosted(bool(owner))  # told first: another kind of icon has to be gone by then
        if owner:
            call = method(
                owner, "/StatusNotifierWatcher", WATCHER, "RegisterStatusNotifierItem", "s", self._bus_name
            )
            self._bus.call(call, lambda answer: self._registered(owner, answer))

    def _registered(self, owner: str, answer: Answer) -> None:
        if owner == self._watcher and isinstance(answer, CallFailed):
            _log.warning("the desktop's tray does not take the icon: %s", answer)
            self._set_hosted(False)

    def _set_hosted(self, hosted: bool) -> None:  # noqa: FBT001 - a value, not a switch
        if hosted != self.hosted:
            self.hosted = hosted
            self._on_hosted()

    # --- what hosts ask ------------------------------------------------------------------------

    def _answer(self, call: Message) -> Message:
        fields = call.header.fields
        asked = (fields.get(HeaderFields.interface), fields.get(HeaderFields.member))
        if asked == ("org.freedesktop.DBus.Properties", "GetAll"):
            self._packed = self._packed or join_packed(self._packed_fixed, pack("a{sv}", self._changing()))
            return PackedReply(call, "a{sv}", self._packed)
        if asked == ("org.freedesktop.DBus.Properties", "Get"):
            value = self._properties().get(call.body[1])
            if value is None:
                return new_error(call, "org.freedesktop.DBus.Error.UnknownProperty")
            return new_method_return(call, "v", (value,))
        # Activate too is unknown on purpose: Plasma and COSMIC then open the menu on a left click.
        return new_error(call, "org.freedesktop.DBus.Error.UnknownMethod")

    def _properties(self) -> Properties:
        return self._fixed() | self._changing()

    def _fixed(self) -> Properties:
        return _ABSENT | {
            "Category": ("s", "ApplicationStatus"),
            "Id": ("s", self._name),
            "Title": ("s", self._name),
            "Status": ("s", "Active"),
            "ItemIsMenu": ("b", True),
            "Menu": ("o", MENU_PATH),
        }

    def _changing(self) -> Properties:
        pixmaps = [
            (pixmap.width, pixmap.height, pixmap.argb) for pixmap in self._pixmaps if pixmap.width <= _LARGEST
        ]
        return {
            "IconPixmap": ("a(iiay)", pixmaps),
            "IconAccessibleDesc": ("s", self._tooltip),
            "ToolTip": ("(sa(iiay)ss)", ("", [], self._tooltip, "")),
        }
