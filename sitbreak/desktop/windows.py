"""The desktop on Windows: pystray, plyer, winsound, and the calls of Windows itself."""

import ctypes
import os
import sys
import time
from functools import partial
from pathlib import Path

from sitbreak.core.words import applications_menu
from sitbreak.core.words import files as words
from sitbreak.desktop.desktop import Desktop, Wiring
from sitbreak.desktop.icons import app_icon
from sitbreak.desktop.late import LateAlarm, LateNotifications, LateSession, LateSound, LateSurroundings
from sitbreak.desktop.null import (
    NoDisplay,
    NoInstallation,
    NoSurroundings,
    notifications_or_none,
    tray_or_none,
)
from sitbreak.ports import Autostart, Display, Installation, Notifications, Session, Sound, Tray

_LOCALE_STIMEFORMAT = 0x1003


def make_desktop(wiring: Wiring) -> Desktop:
    """See `Platform`."""
    from sitbreak.desktop.idle.best import BestIdle
    from sitbreak.desktop.idle.candidates import WINDOWS

    return Desktop(
        waiter=wiring.waiter,
        delays=wiring.delays,
        display=make_display(wiring),
        tray=_make_tray(wiring),
        notifications=LateNotifications(lambda: _make_notifications(wiring)),
        idle=BestIdle(WINDOWS, wiring.post, wiring.waiter, display_is_there, wiring.delays.retry),
        session=LateSession(lambda: _make_session(wiring)),
        surroundings=LateSurroundings(lambda: NoSurroundings(wiring.post)),
        sound=LateSound(make_sound),
        alarm=LateAlarm.of_scheduler(wiring.post),
        autostart=make_autostart(),
    )


def make_autostart() -> Autostart:
    """See `Platform`."""
    from sitbreak.desktop.autostart.windows import RunKeyAutostart
    from sitbreak.desktop.command import own_command

    return RunKeyAutostart(own_command())


def make_installation() -> Installation:
    """See `Platform`."""
    return NoInstallation(applications_menu.no_start_menu())


def display_is_there() -> bool:
    """See `Platform`: there always is."""
    return True


def make_display(_wiring: Wiring) -> Display:
    """See `Platform`: the system ends its programs with the session."""
    return NoDisplay()


def open_file(path: Path) -> list[str]:
    """See `Platform`."""
    try:
        if sys.platform == "win32":  # for the type checker
            os.startfile(path)
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
        from sitbreak.desktop.tray import native

        return native.windows_tray(wiring.feed())

    return tray_or_none(make)


def _make_notifications(wiring: Wiring) -> Notifications:
    def make() -> Notifications:
        from sitbreak.desktop.notifications import native

        presenter = partial(native.balloon_presenter, app_icon())
        return native.NativeNotifications(wiring.post_use, presenter)

    return notifications_or_none(wiring.post_use, make)


def _make_session(wiring: Wiring) -> Session:
    from sitbreak.desktop.session.windows import WindowsSession

    return WindowsSession(wiring.post)


def make_sound() -> Sound:
    """Return what plays the sound."""
    from sitbreak.desktop.sound.player import windows_player

    return windows_player()
