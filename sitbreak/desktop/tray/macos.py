"""The tray on macOS: pystray's icon, in the menu bar and not in the Dock.

Nobody has seen it on a real Mac yet; it is tested over fakes of the frameworks.

Source: Apple, NSApplication.ActivationPolicy, NSStatusBar, NSImage.isTemplate, NSMenuDelegate; pystray,
`_darwin.py`.
AppKit may be touched on the main thread only.
"""

import signal
from collections.abc import Callable
from typing import Any

import AppKit
import Foundation
from PyObjCTools import MachSignals
from pystray import _darwin

from sitbreak.desktop.icons import Pixmap, as_png
from sitbreak.desktop.main_thread import on_main
from sitbreak.desktop.tray.live_icon import Feed
from sitbreak.desktop.tray.native import Backend, NativeTray, fitting

_POINTS = 16
"""The edge of the icon: that of the pictures beside it, which leave some of the bar's 22 points free."""


def macos_tray(feed: Feed) -> NativeTray:
    """Return the tray of macOS."""
    # As LSUIElement says in the Info.plist of a bundle, which a program in Python has not.
    application = AppKit.NSApplication.sharedApplication()
    application.setActivationPolicy_(AppKit.NSApplicationActivationPolicyAccessory)
    return NativeTray(Backend("macos", MacIcon, _on_main, draw=lambda pixmaps: pixmaps), feed)


class SitbreakMenuDelegate(Foundation.NSObject):
    """What AppKit asks before a menu opens.

    Attributes:
        fill: fills it.
    """

    fill: Callable[[], None]

    def menuNeedsUpdate_(self, _menu: Any) -> None:  # noqa: N802 - Apple's name
        """Fill the menu."""
        self.fill()


class MacIcon(_darwin.Icon):
    """pystray's icon, with what that lacks on macOS.

    It is drawn from a ready-made picture with two pixels for each point. A picture in one colour is a
    template, which the menu bar colours itself: dark, light or selected.

    Its menu is filled when it opens, and left alone while it is open: pystray makes a new one for every
    change, and a click on the old one then runs whatever stands at the same place of the new one.

    Attributes:
        about_to_show: called before the menu opens.
    """

    _icon_image: Any

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.about_to_show: Callable[[], None] = lambda: None
        self._delegate_of_menu = SitbreakMenuDelegate.alloc().init()
        self._delegate_of_menu.fill = self._fill_menu
        menu = AppKit.NSMenu.alloc().initWithTitle_(name)
        menu.setAutoenablesItems_(False)
        menu.setDelegate_(self._delegate_of_menu)
        self._menu_handle: tuple[Any, list[Callable[..., None]]] = (menu, [])
        self._status_item.setMenu_(menu)
        # App Nap would delay the reminders of a program that has no window.
        # Source: Apple, NSProcessInfo.beginActivity; the computer may still fall asleep.
        self._activity = Foundation.NSProcessInfo.processInfo().beginActivityWithOptions_reason_(
            Foundation.NSActivityUserInitiatedAllowingIdleSystemSleep, "reminders come in time"
        )

    def _update_menu(self) -> None:
        """Do nothing: it is filled when it opens."""

    def _fill_menu(self) -> None:
        self.about_to_show()
        menu, callbacks = self._menu_handle
        menu.removeAllItems()
        callbacks.clear()
        for item in self.menu:
            menu.addItem_(self._create_menu_item(item, callbacks))
            callbacks.append(self._handler(item))

    def _run(self) -> None:
        """Run AppKit's loop, in which Python's own signal handlers would wait for the next event.

        pystray's own handler of Ctrl-C ends the process at once, with exit(3).
        """
        self._mark_ready()
        for number in signal.valid_signals():
            handler = signal.getsignal(number)
            if callable(handler):
                MachSignals.signal(number, handler)
        try:
            self._app.run()
        finally:
            self._status_bar.removeStatusItem_(self._status_item)

    def _assert_image(self) -> None:
        if self._icon_image:
            return
        pixmap = fitting(self.icon, 2 * _POINTS)
        png = as_png(pixmap)
        image = AppKit.NSImage.alloc().initWithData_(Foundation.NSData.dataWithBytes_length_(png, len(png)))
        image.setSize_((_POINTS, _POINTS))
        image.setTemplate_(has_one_colour(pixmap))
        self._icon_image = image
        self._status_item.button().setImage_(image)


def has_one_colour(pixmap: Pixmap) -> bool:
    """Return whether all pixels that can be seen have the same colour."""
    pixels = zip(*(pixmap.argb[channel::4] for channel in range(4)), strict=True)
    return len({(red, green, blue) for alpha, red, green, blue in pixels if alpha}) <= 1


def _on_main(_icon: MacIcon, action: Callable[[], None]) -> None:
    on_main("updating the icon", action)
