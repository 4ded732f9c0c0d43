"""The tray on macOS: pystray's icon, in the menu bar and not in the Dock.

Nobody has seen it on a real Mac yet; it is tested over fakes of the frameworks.

Source: Apple, NSApplication.ActivationPolicy, NSStatusBar and NSImage.isTemplate; pystray, `_darwin.py`.
AppKit may be touched on the main thread only.
"""

from collections.abc import Callable
from typing import Any

import AppKit
import Foundation
from PyObjCTools import AppHelper
from pystray import _darwin

from sitbreak.desktop.icons import Pixmap, as_png
from sitbreak.desktop.tray.live_icon import Feed
from sitbreak.desktop.tray.native import Backend, NativeTray, fitting


def macos_tray(feed: Feed) -> NativeTray:
    """Return the tray of macOS."""
    # As LSUIElement says in the Info.plist of a bundle, which a program in Python has not.
    application = AppKit.NSApplication.sharedApplication()
    application.setActivationPolicy_(AppKit.NSApplicationActivationPolicyAccessory)
    return NativeTray(Backend("macos", MacIcon, _on_main, draw=lambda pixmaps: pixmaps), feed)


class MacIcon(_darwin.Icon):
    """pystray's icon, drawn from a ready-made picture with two pixels for each point of the menu bar.

    A picture in one colour is a template, which the menu bar colours itself: dark, light or selected.
    """

    _icon_image: Any

    def _assert_image(self) -> None:
        if self._icon_image:
            return
        edge = int(self._status_bar.thickness())
        pixmap = fitting(self.icon, 2 * edge)
        png = as_png(pixmap)
        image = AppKit.NSImage.alloc().initWithData_(Foundation.NSData.dataWithBytes_length_(png, len(png)))
        image.setSize_((edge, edge))
        image.setTemplate_(has_one_colour(pixmap))
        self._icon_image = image
        self._status_item.button().setImage_(image)


def has_one_colour(pixmap: Pixmap) -> bool:
    """Return whether all pixels that can be seen have the same colour."""
    pixels = zip(*(pixmap.argb[channel::4] for channel in range(4)), strict=True)
    return len({(red, green, blue) for alpha, red, green, blue in pixels if alpha}) <= 1


def _on_main(_icon: MacIcon, action: Callable[[], None]) -> None:
    AppHelper.callAfter(action)
