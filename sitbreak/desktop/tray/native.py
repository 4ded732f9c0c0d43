"""pystray's own icons on Windows and macOS.

Seen by nobody of us on a real desktop yet: the logic is tested over a backend typed the same.
"""

import threading
from collections.abc import Callable
from typing import Any

from sitbreak.core.tray_view import TrayIcon, TrayView
from sitbreak.core.values import frozen
from sitbreak.desktop.tray.follower import Follower, Pictures
from sitbreak.desktop.tray.images import image_of
from sitbreak.desktop.tray.live_menu import LiveMenu
from sitbreak.ports import Post

WINDOWS_TOOLTIP = 127
"""UTF-16 units a tooltip may have: NOTIFYICONDATAW.szTip is 128 with its NUL.

Source: https://learn.microsoft.com/windows/win32/api/shellapi/ns-shellapi-notifyicondataw
"""

_WM_RBUTTONUP = 0x0205


@frozen
class Platform:
    """What differs between the platforms.

    Attributes:
        name: what `Tray.name` says.
        icon_class: the pystray icon.
        on_main: runs an action on the thread on which this platform wants its icon touched.
        title: makes a tooltip acceptable.
        with_default: whether a click on the icon does the default item instead of opening the menu.
    """

    name: str
    icon_class: Any
    on_main: Callable[[Callable[[], None]], None]
    title: Callable[[str], str] = str
    with_default: bool = False


class NativeTray:
    """Owns the main thread with a pystray icon."""

    def __init__(
        self, platform: Platform, post: Post, pictures: Pictures, fresh: Callable[[], TrayView]
    ) -> None:
        """Make a tray that shows nothing yet; see `choose_tray` for the arguments."""
        self.name = platform.name
        self._on_main = platform.on_main
        self._fresh = fresh
        self._newest: TrayView | None = None
        self._ended = False
        self._icon = platform.icon_class("sitbreak")
        self._icon.about_to_show = self._make_fresh
        menu = LiveMenu(post, with_default=platform.with_default)
        self._follower = Follower(self._icon, menu, pictures, drawn=image_of, title=platform.title)

    def show(self, view: TrayView) -> None:
        """Make the tray look like this. May be called from any thread."""
        self._newest = view
        self._on_main(self._follow)

    def show_time(self, icon: TrayIcon, tooltip: str) -> None:  # noqa: ARG002 - macOS asks before no menu
        """Show everything anew. May be called from any thread."""
        self.show(self._fresh())

    def run(self, work: Callable[[], None]) -> None:
        """Show the icon while `work` runs in a thread of its own. On the main thread."""
        self._follow()
        thread = threading.Thread(target=self._do, args=(work,), name="work", daemon=True)
        thread.start()
        if not self._ended:
            self._icon.run(setup=lambda _: self._on_main(self._begin))
        thread.join(timeout=5)

    def _do(self, work: Callable[[], None]) -> None:
        try:
            work()
        finally:
            self._ended = True
            self._on_main(self._icon.stop)

    def _begin(self) -> None:
        self._icon.visible = True
        if self._ended:  # a stop that comes before the icon runs does nothing
            self._icon.stop()

    def _follow(self) -> None:
        self._follower.show(self._newest or self._fresh())

    def _make_fresh(self) -> None:
        self._follower.show(self._fresh())


def windows() -> Platform:
    """Return what Windows needs."""
    from pystray import _win32

    return Platform(
        "windows", with_menu_made_when_shown(_win32.Icon), _now, title=fit_tooltip, with_default=True
    )


def macos() -> Platform:
    """Return what macOS needs: AppKit is touched on the main thread only."""
    from PyObjCTools import AppHelper  # type: ignore[import-not-found]
    from pystray import _darwin

    return Platform("macos", _darwin.Icon, AppHelper.callAfter)


def with_menu_made_when_shown(icon_class: Any) -> Any:
    """Return pystray's Windows icon so that its menu is made, fresh, when it is about to be shown.

    pystray makes it anew at every update, and destroys the one that may be open meanwhile.
    """

    class WindowsIcon(icon_class):  # type: ignore[misc]  # pystray has no types
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
    """Cut a tooltip to what Windows takes; pystray raises ValueError for a longer one."""
    return text.encode("utf-16-le")[: 2 * WINDOWS_TOOLTIP].decode("utf-16-le", errors="ignore")


def _now(action: Callable[[], None]) -> None:
    action()
