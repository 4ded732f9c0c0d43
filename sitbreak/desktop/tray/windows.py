"""The tray on Windows: pystray's icon, with what its window and its picture lack."""

from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

from pystray import _win32
from pystray._util import win32

from sitbreak.desktop.icons import as_png, notification_icon
from sitbreak.desktop.installation.windows import APP_ID
from sitbreak.desktop.tray.live_icon import Feed
from sitbreak.desktop.tray.native import Backend, NativeTray, fit_tooltip, fitting
from sitbreak.wires.windows_shell import WindowsShell

NOT_TAKEN = "the task bar has not taken the icon so far"

_NIN_BALLOONUSERCLICK = win32.WM_USER + 5
_WM_NULL = 0x0000
_WM_TIMER = 0x0113
_WM_DPICHANGED = 0x02E0
_WM_ACTIONS = 0x8000  # WM_APP

_BALLOON = 0x04 | 0x20 | 0x80  # NIIF_USER, NIIF_LARGE_ICON, NIIF_RESPECT_QUIET_TIME
_NIIF_NOSOUND = 0x10
_TIMER = 1
_SOONEST, _LATEST = 1.0, 60.0
"""Seconds between two attempts to show the icon: doubled from the first to the second."""


def windows_tray(feed: Feed) -> NativeTray:
    """Return the tray of Windows."""
    shell = WindowsShell()
    shell.draw_every_monitor_sharply()
    with suppress(OSError):
        shell.claim_name(APP_ID)
    backend = Backend(
        "windows",
        partial(WindowsIcon, shell=shell),
        on_main=WindowsIcon.on_main,
        draw=lambda pixmaps: pixmaps,
        fit_title=fit_tooltip,
        with_default=True,
        problem=lambda icon: "" if icon.is_shown else NOT_TAKEN,
    )
    return NativeTray(backend, feed)


class _Handlers(dict[int, Callable[[int, int], Any]]):
    """pystray's table of messages; what is not in it gets the answer of Windows, not 0.

    0 is a veto where Windows asks whether the session may end (WM_QUERYENDSESSION).
    """

    def __init__(
        self, known: Mapping[int, Callable[[int, int], Any]], answer: Callable[[int, int, int], int]
    ) -> None:
        super().__init__(known)
        self._answer = answer

    def get(self, message: int, default: Any = None) -> Any:  # noqa: ARG002 - pystray's answers 0
        """Return what handles a message."""
        return super().get(message) or partial(self._answer, message)


class WindowsIcon(_win32.Icon):
    """pystray's icon, changed in these ways.

    - Its menu is built when it is about to open. pystray rebuilds it at every update and destroys the old
      one, which may be open at that moment.
    - Its picture is ready-made in the size of the task bar, and comes from memory, not from a file in Temp.
    - An icon that the task bar does not take, as it happens at login, is offered again.
    - It shows balloons, and knows when one is clicked.
    - Other threads have it touched on its own one.

    Attributes:
        about_to_show: called before the menu opens.
        on_balloon_click: called when the person clicks our balloon.
        is_shown: whether the task bar has taken the icon.
    """

    about_to_show: Callable[[], None]
    _message_handlers: dict[int, Callable[[int, int], Any]]
    _icon_handle: int | None

    def __init__(self, name: str, shell: WindowsShell) -> None:
        super().__init__(name)
        self.on_balloon_click: Callable[[], None] = lambda: None
        self.is_shown = False
        self._shell = shell
        self._menu_handle: object = None
        self._balloon_icon = 0
        self._delay = _SOONEST
        self._actions: deque[Callable[[], None]] = deque()
        ours = {
            _WM_ACTIONS: self._on_actions,
            _WM_DPICHANGED: self._on_display_change,
            _WM_TIMER: self._on_timer,
        }
        self._message_handlers = _Handlers(self._message_handlers | ours, self._answer)

    def on_main(self, action: Callable[[], None]) -> None:
        """Run an action on the icon's thread, once it has a window. From any thread."""
        self._actions.append(action)
        if self._hwnd:
            self._shell.post(self._hwnd, _WM_ACTIONS)

    def show_balloon(self, title: str, body: str, *, quiet: bool) -> None:
        """Show a balloon in place of the one that is there; an empty body removes it. From any thread.

        Raises:
            OSError: the task bar has not taken our icon, from which balloons hang.
        """
        if not self._balloon_icon:
            png = notification_icon().read_bytes()
            self._balloon_icon = self._shell.icon_of_png(png, self._shell.large_icon_size())
        is_taken = self.is_shown and self._message(
            win32.NIM_MODIFY,
            win32.NIF_INFO,
            szInfoTitle=title,
            szInfo=body,
            dwInfoFlags=_BALLOON | (_NIIF_NOSOUND if quiet else 0),
            hBalloonIcon=self._balloon_icon,
        )
        if not is_taken:
            raise OSError(NOT_TAKEN)

    # --- what pystray calls ----------------------------------------------------------------------

    def _message(self, code: int, flags: int, **fields: object) -> bool:
        """Have the task bar do something with our icon; return whether it has."""
        data = win32.NOTIFYICONDATAW(
            cbSize=win32.ctypes.sizeof(win32.NOTIFYICONDATAW), hWnd=self._hwnd, uFlags=flags, **fields
        )
        accepted = bool(win32.Shell_NotifyIcon(code, data))
        if code == win32.NIM_ADD:
            self.is_shown = accepted
        return accepted

    def _show(self) -> None:
        """Show the icon, at the next attempt if the task bar is busy: it may have taken it all the same."""
        self._hide()
        super()._show()
        if self.is_shown:
            self._delay = _SOONEST
        else:
            self._shell.set_timer(self._hwnd, _TIMER, self._delay)
            self._delay = min(2 * self._delay, _LATEST)

    def _assert_icon_handle(self) -> None:
        if not self._icon_handle:
            size = self._shell.small_icon_size()
            self._icon_handle = self._shell.icon_of_png(as_png(fitting(self.icon, size)), size)

    def _update_menu(self) -> None:
        pass

    def _on_notify(self, wparam: int, lparam: int) -> None:
        if lparam == _NIN_BALLOONUSERCLICK:
            self.on_balloon_click()
            return
        if lparam == win32.WM_RBUTTONUP:
            self.about_to_show()
            super()._update_menu()
        super()._on_notify(wparam, lparam)
        if lparam == win32.WM_RBUTTONUP:
            self._shell.post(
                self._hwnd, _WM_NULL
            )  # Source: TrackPopupMenuEx, or the next menu closes at once

    def _on_display_change(self, _wparam: int, _lparam: int) -> None:
        """Draw the icon again: its size may be another one."""
        if self.visible:
            self._update_icon()

    # --- messages that pystray does not know -----------------------------------------------------

    def _answer(self, message: int, wparam: int, lparam: int) -> int:
        return int(win32.DefWindowProc(self._hwnd, message, wparam, lparam))

    def _on_actions(self, _wparam: int, _lparam: int) -> None:
        while self._actions:
            self._actions.popleft()()

    def _on_timer(self, _wparam: int, _lparam: int) -> None:
        self._shell.stop_timer(self._hwnd, _TIMER)
        if self.visible and not self.is_shown:
            self._show()
