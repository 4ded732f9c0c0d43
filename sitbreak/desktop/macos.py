"""The desktop on macOS: pystray and plyer; idle and lock are polled."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from sitbreak.core.finding import Finding
from sitbreak.core.words import applications_menu
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
from sitbreak.ports import Autostart, Display, Installation, Notifications, Sound, Tray


def make_desktop(wiring: Wiring) -> Desktop:
    """See `Platform`."""
    from sitbreak.desktop.idle.best import BestIdle
    from sitbreak.desktop.idle.candidates import MACOS

    return Desktop(
        waiter=wiring.waiter,
        delays=wiring.delays,
        display=make_display(wiring),
        tray=_make_tray(wiring),
        notifications=LateNotifications(lambda: _make_notifications(wiring)),
        idle=BestIdle(MACOS, wiring.post, wiring.waiter, display_is_there, wiring.delays.retry),
        session=LateSession(MacSession),
        surroundings=LateSurroundings(lambda: NoSurroundings(wiring.post)),
        sound=LateSound(make_sound),
        alarm=LateAlarm.of_scheduler(wiring.post),
        autostart=make_autostart(),
    )


def make_autostart() -> Autostart:
    """See `Platform`."""
    from sitbreak.desktop.autostart.macos import LaunchAgentAutostart
    from sitbreak.desktop.command import own_command

    return LaunchAgentAutostart(own_command())


def make_installation() -> Installation:
    """See `Platform`."""
    return NoInstallation(applications_menu.no_applications_menu())


def display_is_there() -> bool:
    """See `Platform`: there always is."""
    return True


def make_display(_wiring: Wiring) -> Display:
    """See `Platform`: the system ends its programs with the session."""
    return NoDisplay()


def follow_console(_end: Callable[[], None]) -> None:
    """See `Platform`: a terminal ends us with a signal."""


def open_file(path: Path) -> list[str]:
    """See `Platform`."""
    return ["/usr/bin/open", str(path)]


def has_twelve_hours() -> bool:
    """See `Platform`."""
    from sitbreak.desktop.language import locale_has_twelve_hours

    return locale_has_twelve_hours()


def language() -> str:
    """See `Platform`. Source: NSLocale, preferredLanguages; pystray needs PyObjC, too."""
    try:
        from Foundation import NSLocale  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        return ""
    return next(iter(NSLocale.preferredLanguages()), "")


def awake_ns() -> int:
    """See `Platform`. Source: time.monotonic() reads mach_absolute_time, which stands still in sleep."""
    return time.monotonic_ns()


def boot_ns() -> int:
    """See `Platform`. Source: clock_gettime(3) of macOS, whose CLOCK_MONOTONIC counts sleep."""
    return time.clock_gettime_ns(time.CLOCK_MONOTONIC)


def _make_tray(wiring: Wiring) -> Tray:
    def make() -> Tray:
        from sitbreak.desktop.tray.macos import macos_tray

        return macos_tray(wiring.feed())

    return tray_or_none(make)


def _make_notifications(wiring: Wiring) -> Notifications:
    def make() -> Notifications:
        from sitbreak.desktop.notifications import native

        screen = partial(native.macos_screen, app_icon())
        return native.NativeNotifications(wiring.post_use, screen)

    return notifications_or_none(wiring.post_use, make)


def make_sound() -> Sound:
    """Return what plays the sound."""
    from sitbreak.desktop.sound.player import silent_player

    return silent_player("macOS")


class MacSession:
    """The `Session` of macOS: only `findings`, as the idle source checks the lock too.

    The core notices a sleep from the clocks, and a wake-up proves no return.
    """

    def findings(self) -> tuple[Finding, ...]:
        """Return what reports locks and sleeps."""
        return Finding.of_source("lock", "macos-session"), Finding.of_source("sleep", "clocks")

    def close(self) -> None:
        """Do nothing."""
