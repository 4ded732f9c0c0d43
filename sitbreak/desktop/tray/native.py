"""The tray on Windows and macOS, over pystray's own icons.

Not yet seen on a real desktop: the logic is tested over a fake backend with the same methods.
"""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sitbreak.core.finding import Finding
from sitbreak.core.inputs import SitbreakUsed
from sitbreak.core.tray_view import TrayIcon, TrayView
from sitbreak.core.values import frozen
from sitbreak.desktop.tray.live_icon import Feed, LiveIcon, image_of

WINDOWS_TOOLTIP = 127
"""The longest tooltip in UTF-16 units: NOTIFYICONDATAW.szTip holds 128 with its NUL.

Source: https://learn.microsoft.com/windows/win32/api/shellapi/ns-shellapi-notifyicondataw
"""

_WM_RBUTTONUP = 0x0205


@frozen
class Backend:
    """What differs between the two platforms.

    Attributes:
        name: the tray's name.
        icon_class: the pystray icon.
        on_main: runs an action on the thread on which this platform wants its icon touched.
        fit_title: shortens a tooltip to what the platform accepts.
        with_default: a click on the icon runs the default item instead of opening the menu.
    """

    name: str
    icon_class: Any
    on_main: Callable[[Callable[[], None]], None]
    fit_title: Callable[[str], str] = str
    with_default: bool = False


def windows_tray(feed: Feed) -> "NativeTray":
    """Return the tray of Windows."""
    from pystray import _win32

    icon_class = with_menu_built_on_open(_win32.Icon)
    return NativeTray(Backend("windows", icon_class, _call, fit_tooltip, with_default=True), feed)


def macos_tray(feed: Feed) -> "NativeTray":
    """Return the tray of macOS. AppKit may be touched on the main thread only."""
    from PyObjCTools import AppHelper
    from pystray import _darwin

    return NativeTray(Backend("macos", _darwin.Icon, AppHelper.callAfter), feed)


class NativeTray:
    """A tray whose pystray icon owns the main thread."""

    def __init__(self, backend: Backend, feed: Feed) -> None:
        """Make a tray that shows nothing yet."""
        self.name = backend.name
        self._on_main = backend.on_main
        self._view = feed.view
        self._post = feed.post
        self._newest: TrayView | None = None
        self._begun = False
        self._ended = False
        self._icon = backend.icon_class("sitbreak")
        self._icon.about_to_show = self._refresh
        self._live = LiveIcon(
            self._icon,
            feed,
            with_default=backend.with_default,
            draw=image_of,
            fit_title=backend.fit_title,
        )

    def finding(self) -> Finding:
        """See `Tray`."""
        return Finding("tray", self.name)

    def show(self, view: TrayView) -> None:
        """Show this view. May be called from any thread."""
        self._newest = view
        self._on_main(self._update)

    def show_time(self, icon: TrayIcon, tooltip: str) -> None:
        """Show the whole current view: macOS opens its menu without asking. From any thread."""
        self.show(replace(self._view(), icon=icon, tooltip=tooltip))

    def run(self, work: Callable[[], None]) -> None:
        """Show the icon while `work` runs in a thread of its own. Call it on the main thread."""
        self._update()
        thread = threading.Thread(target=self._work, args=(work,), name="work", daemon=True)
        thread.start()
        if not self._ended:
            self._icon.run(setup=lambda _: self._on_main(self._begin))
        thread.join(timeout=5)

    def _work(self, work: Callable[[], None]) -> None:
        try:
            work()
        finally:
            self._ended = True
            if self._begun:
                self._on_main(self._icon.stop)

    def _begin(self) -> None:
        self._icon.visible = True
        self._begun = True
        if self._ended:  # an icon that isn't running yet cannot be stopped
            self._icon.stop()

    def _update(self) -> None:
        self._live.show(self._newest or self._view())

    def _refresh(self) -> None:
        """The menu is about to open: refresh it."""
        self._post(SitbreakUsed())
        self._live.show(self._view())


def with_menu_built_on_open(icon_class: Any) -> Any:
    """Return pystray's Windows icon, changed so that its menu is built when it is about to open.

    pystray rebuilds it at every update and destroys the old one, which may be open at that moment.
    """

    class WindowsIcon(icon_class):
        about_to_show: Callable[[], None]

        def __init__(self, name: str) -> None:
            super().__init__(name)
            self._menu_handle: object = None

        def _update_menu(self) -> None:
            pass

        def _on_notify(self, wparam: int, lparam: int) -> None:
            if lparam == _WM_RBUTTONUP:
                self.about_to_show()
                super()._update_menu()
            super()._on_notify(wparam, lparam)

    return WindowsIcon


def fit_tooltip(text: str) -> str:
    """Cut a tooltip to the length Windows accepts; pystray raises ValueError for a longer one."""
    return text.encode("utf-16-le")[: 2 * WINDOWS_TOOLTIP].decode("utf-16-le", errors="ignore")


def _call(action: Callable[[], None]) -> None:
    action()
