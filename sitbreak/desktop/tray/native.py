"""The tray on Windows and macOS, over pystray's own icons."""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sitbreak.core.finding import Finding
from sitbreak.core.inputs import SitbreakUsed
from sitbreak.core.tray_view import TrayIcon, TrayView
from sitbreak.core.values import frozen
from sitbreak.desktop.icons import Pixmap
from sitbreak.desktop.tray.live_icon import Feed, LiveIcon, image_of
from sitbreak.desktop.utf16 import cut

WINDOWS_TOOLTIP = 127
"""The longest tooltip in UTF-16 units: NOTIFYICONDATAW.szTip holds 128 with its NUL.

Source: https://learn.microsoft.com/windows/win32/api/shellapi/ns-shellapi-notifyicondataw
"""


@frozen
class Backend:
    """What differs between the two platforms.

    Attributes:
        name: the tray's name.
        make_icon: makes the pystray icon of this name.
        on_main: runs an action on the thread on which the icon must be touched.
        draw: converts pixmaps to what the icon accepts.
        fit_title: shortens a tooltip to what the platform accepts.
        with_default: a click on the icon runs the default item instead of opening the menu.
        problem: returns why the icon is not shown; "" if it is, as far as that can be known.
    """

    name: str
    make_icon: Callable[[str], Any]
    on_main: Callable[[Any, Callable[[], None]], None]
    draw: Callable[[tuple[Pixmap, ...]], object] = image_of
    fit_title: Callable[[str], str] = str
    with_default: bool = False
    problem: Callable[[Any], str] = lambda _icon: ""


class NativeTray:
    """A tray whose pystray icon owns the main thread.

    Attributes:
        icon: that icon.
    """

    def __init__(self, backend: Backend, feed: Feed) -> None:
        """Make a tray that shows nothing yet."""
        self._backend = backend
        self._view = feed.view
        self._post = feed.post
        self._newest: TrayView | None = None
        self._begun = False
        self._ended = False
        self.icon = backend.make_icon("sitbreak")
        self.icon.about_to_show = self._refresh
        self._live = LiveIcon(
            self.icon,
            feed,
            with_default=backend.with_default,
            draw=backend.draw,
            fit_title=backend.fit_title,
        )

    @property
    def name(self) -> str:
        """See `Tray`."""
        return self.finding().used

    def finding(self) -> Finding:
        """See `Tray`."""
        return Finding.of_source("tray", self._backend.name, self._backend.problem(self.icon))

    def show(self, view: TrayView) -> None:
        """Show this view. May be called from any thread."""
        self._newest = view
        self._on_main(self._update)

    def show_time(self, icon: TrayIcon, tooltip: str) -> None:
        """Show both; the menu is refreshed before it opens. From any thread."""
        self.show(replace(self._newest or self._view(), icon=icon, tooltip=tooltip))

    def run(self, work: Callable[[], None]) -> None:
        """Show the icon while `work` runs in a thread of its own. Call it on the main thread."""
        self._update()
        thread = threading.Thread(target=self._work, args=(work,), name="work", daemon=True)
        thread.start()
        if not self._ended:
            self.icon.run(setup=lambda _: self._on_main(self._begin))
        thread.join(timeout=5)

    def _on_main(self, action: Callable[[], None]) -> None:
        self._backend.on_main(self.icon, action)

    def _work(self, work: Callable[[], None]) -> None:
        try:
            work()
        finally:
            self._ended = True
            if self._begun:
                self._on_main(self.icon.stop)

    def _begin(self) -> None:
        self.icon.visible = True
        self._begun = True
        if self._ended:  # an icon that isn't running yet cannot be stopped
            self.icon.stop()

    def _update(self) -> None:
        self._live.show(self._newest or self._view())

    def _refresh(self) -> None:
        """The menu is about to open: refresh it."""
        self._post(SitbreakUsed())
        self._live.show(self._view())


def fit_tooltip(text: str) -> str:
    """Cut a tooltip to the length Windows accepts; pystray raises ValueError for a longer one."""
    return cut(text, WINDOWS_TOOLTIP)


def fitting(pixmaps: tuple[Pixmap, ...], size: int) -> Pixmap:
    """Return the smallest pixmap of at least this edge in pixels, or the largest."""
    return min(pixmaps, key=lambda pixmap: (pixmap.width < size, abs(pixmap.width - size)))
