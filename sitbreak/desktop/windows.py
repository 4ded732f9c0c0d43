"""The desktop on Windows: pystray, plyer, winsound, WinRT, and the calls of Windows itself."""

import ctypes
import logging
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sitbreak.core.finding import Finding
from sitbreak.core.graphical import StartedIn
from sitbreak.core.words import applications_menu
from sitbreak.core.words import files as words
from sitbreak.desktop.desktop import Desktop, Wiring
from sitbreak.desktop.icons import app_icon
from sitbreak.desktop.late import LateAlarm, LateNotifications, LateSession, LateSound, LateSurroundings
from sitbreak.desktop.null import (
    NoDisplay,
    notifications_or_none,
    tray_or_none,
)
from sitbreak.ports import (
    Autostart,
    Display,
    Installation,
    Notifications,
    Session,
    Sound,
    Surroundings,
    Tray,
)

if TYPE_CHECKING:
    from sitbreak.desktop.notifications.native import Screen

_LOCALE_STIMEFORMAT = 0x1003
_SAVING = 4.0
"""Seconds that saving gets when the console closes; Windows waits for five."""

_log = logging.getLogger(__name__)


def make_desktop(wiring: Wiring) -> Desktop:
    """See `Platform`."""
    from sitbreak.desktop.idle.best import BestIdle
    from sitbreak.desktop.idle.candidates import WINDOWS

    tray = _make_tray(wiring)
    return Desktop(
        waiter=wiring.waiter,
        delays=wiring.delays,
        display=make_display(wiring),
        tray=tray,
        notifications=LateNotifications(lambda: _make_notifications(wiring, tray)),
        idle=BestIdle(WINDOWS, wiring.post, wiring.waiter, display_is_there, wiring.delays.retry),
        session=LateSession(lambda: _make_session(wiring)),
        surroundings=LateSurroundings(lambda: _make_surroundings(wiring)),
        sound=LateSound(make_sound),
        alarm=LateAlarm.of_scheduler(wiring.post),
        autostart=make_autostart(),
        hides_new_icons=True,
        limits=_limits,
    )


def _limits() -> tuple[Finding, ...]:
    reason = _store_reason()
    return (Finding.of_source("start at login", "registry", reason),) if reason else ()


def make_autostart() -> Autostart:
    """See `Platform`."""
    from sitbreak.desktop.autostart.windows import RunKeyAutostart
    from sitbreak.desktop.command import own_command

    return RunKeyAutostart(own_command(), _store_reason)


def make_installation() -> Installation:
    """See `Platform`."""
    from sitbreak.desktop.command import own_command
    from sitbreak.desktop.installation.windows import StartMenuInstallation

    return StartMenuInstallation(own_command(), _store_reason)


def _store_reason() -> str:
    """Return why what we write to registry and Start menu has no effect; "" if it has one."""
    from sitbreak.wires.windows_shell import WindowsShell

    try:
        return applications_menu.store_python() if WindowsShell().is_packaged() else ""
    except OSError:  # what cannot be asked keeps us from nothing
        return ""


def follow_console(end: Callable[[], None]) -> None:
    """See `Platform`: Ctrl-C, and the close button of the console."""
    from sitbreak.wires.windows_shell import CTRL_BREAK, CTRL_C, WindowsShell

    def on_event(event: int) -> None:
        end()
        if event not in {CTRL_C, CTRL_BREAK}:
            time.sleep(_SAVING)  # we end meanwhile; Windows would end us now

    WindowsShell().follow_console(on_event)


def display_is_there() -> bool:
    """See `Platform`: there always is."""
    return True


def make_display(_wiring: Wiring) -> Display:
    """See `Platform`."""
    return WindowsDisplay()


def open_file(path: Path) -> list[str]:
    """See `Platform`."""
    try:
        if sys.platform == "win32":  # for the type checker
            os.startfile(path.resolve())  # the Store's Python sees its files where no other program does
    except OSError as error:
        raise OSError(words.unopenable(path, error.strerror)) from error
    return []


def has_twelve_hours() -> bool:
    """See `Platform`. Source: GetLocaleInfoEx, LOCALE_STIMEFORMAT; `h` counts to 12, `H` to 24."""
    time_format = ctypes.create_unicode_buffer(80)
    if sys.platform == "win32":  # for the type checker
        ctypes.windll.kernel32.GetLocaleInfoEx(None, _LOCALE_STIMEFORMAT, time_format, len(time_format))
    return "h" in time_format.value


def language() -> str:
    """See `Platform`. Source: GetUserDefaultUILanguage, LCIDToLocaleName: for example `de-CH`."""
    name = ctypes.create_unicode_buffer(85)
    if sys.platform == "win32":  # for the type checker
        kernel = ctypes.windll.kernel32
        kernel.LCIDToLocaleName(kernel.GetUserDefaultUILanguage(), name, len(name), 0)
    return name.value


def awake_ns() -> int:
    """See `Platform`. Source: QueryUnbiasedInterruptTime, in units of 100 ns."""
    count = ctypes.c_ulonglong()
    if sys.platform == "win32":  # for the type checker
        ctypes.windll.kernel32.QueryUnbiasedInterruptTime(ctypes.byref(count))
    return 100 * count.value


def boot_ns() -> int:
    """See `Platform`.

    Source: GetTickCount64 and QueryPerformanceCounter count sleep; time.monotonic() reads one of them.
    """
    return time.monotonic_ns()


def _make_tray(wiring: Wiring) -> Tray:
    def make() -> Tray:
        from sitbreak.desktop.tray.windows import windows_tray

        return windows_tray(wiring.feed())

    return tray_or_none(make)


def _make_notifications(wiring: Wiring, tray: Tray) -> Notifications:
    def make() -> Notifications:
        from sitbreak.desktop.notifications.native import NativeNotifications

        return NativeNotifications(wiring.post_use, lambda: _make_screen(wiring, tray), "windows")

    return notifications_or_none(wiring.post_use, make)


def _make_screen(wiring: Wiring, tray: Tray) -> "Screen":
    """Return toasts, or balloons on our icon where this Windows has no toasts."""
    from sitbreak.desktop.installation.windows import APP_ID, register_name
    from sitbreak.desktop.notifications.balloons import Balloons
    from sitbreak.desktop.notifications.toasts import Toasts
    from sitbreak.desktop.tray.native import NativeTray

    try:
        register_name()
        return Toasts(APP_ID, app_icon(), wiring.post_use)
    except (ImportError, OSError) as error:
        _log.info("balloons in place of toasts: %s", error)
        if not isinstance(tray, NativeTray):  # it has no icon from which balloons could hang
            raise
    return Balloons(tray.icon, wiring.post_use)


def _make_surroundings(wiring: Wiring) -> Surroundings:
    from sitbreak.desktop.surroundings.windows import windows_surroundings

    surroundings = windows_surroundings(wiring.post)
    wiring.waiter.add(surroundings)
    return surroundings


def _make_session(wiring: Wiring) -> Session:
    from sitbreak.desktop.session.windows import WindowsSession

    return WindowsSession(wiring.post, wiring.on_over)


def make_sound() -> Sound:
    """Return what plays the sound."""
    from sitbreak.desktop.sound.player import windows_player

    return windows_player()


class WindowsDisplay(NoDisplay):
    """The `Display` of Windows: a session with a number, whose programs the system ends with it.

    Source: "Application Compatibility - Session 0 Isolation": session 0 is that of services, and of those who
    come over SSH; nobody can see it.
    """

    def start(self) -> None:
        """See `Display`."""
        from sitbreak.wires.windows_shell import WindowsShell

        if number := WindowsShell().session():
            self.started_in = StartedIn(f"session {number}")
