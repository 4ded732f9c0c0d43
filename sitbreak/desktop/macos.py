"""The desktop on macOS: pystray, plyer, PyObjC, and the calls of macOS itself.

Nobody has seen it on a real Mac yet; its parts are tested over fakes of the frameworks.
"""

import logging
import time
from collections.abc import Callable
from pathlib import Path

from sitbreak.core.finding import Finding
from sitbreak.core.words import applications_menu
from sitbreak.desktop.desktop import Desktop, Wiring
from sitbreak.desktop.late import LateAlarm, LateNotifications, LateSession, LateSound, LateSurroundings
from sitbreak.desktop.null import NoDisplay, NoInstallation, NoSession, notifications_or_none, tray_or_none
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

_log = logging.getLogger(__name__)


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
        session=LateSession(lambda: _make_session(wiring)),
        surroundings=LateSurroundings(lambda: _make_surroundings(wiring)),
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
    """See `Platform`: not over SSH, where AppKit would end the process.

    Source: Apple, CGSessionCopyCurrentDictionary.
    """
    from sitbreak.wires.macos import MacApi

    try:
        MacApi().require_session()
    except OSError:
        return False
    return True


def make_display(_wiring: Wiring) -> Display:
    """See `Platform`: the system ends its programs with the session."""
    return NoDisplay()


def follow_console(_end: Callable[[], None]) -> None:
    """See `Platform`: a terminal ends us with a signal."""


def open_file(path: Path) -> list[str]:
    """See `Platform`. Source: open(1); -t is the text editor, as no program claims TOML on a new Mac."""
    return ["/usr/bin/open", *(["-t"] if path.suffix == ".toml" else []), str(path)]


def has_twelve_hours() -> bool:
    """See `Platform`: what the system settings say. What launchd starts has no locale in its environment.

    Source: Apple, dateFormatFromTemplate:options:locale:; Unicode TS 35: `j` stands for the hours that the
    person prefers, and `a` for their AM and PM.
    """
    try:
        from Foundation import NSDateFormatter, NSLocale
    except ImportError:
        from sitbreak.desktop.language import locale_has_twelve_hours

        return locale_has_twelve_hours()
    here = NSLocale.currentLocale()
    return "a" in NSDateFormatter.dateFormatFromTemplate_options_locale_("j", 0, here)


def language() -> str:
    """See `Platform`. Source: NSLocale, preferredLanguages; pystray needs PyObjC, too."""
    try:
        from Foundation import NSLocale
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
        if not display_is_there():
            raise OSError("this is no graphical session")
        from sitbreak.desktop.tray.macos import macos_tray

        return macos_tray(wiring.feed())

    return tray_or_none(make)


def _make_notifications(wiring: Wiring) -> Notifications:
    def make() -> Notifications:
        from sitbreak.desktop.notifications.macos import macos_screen
        from sitbreak.desktop.notifications.native import NativeNotifications

        return NativeNotifications(wiring.post_use, lambda: macos_screen(wiring.post_use), "macos")

    return notifications_or_none(wiring.post_use, make)


def _make_session(wiring: Wiring) -> Session:
    try:
        from sitbreak.desktop.session.macos import MacSession

        return MacSession(wiring.post, wiring.on_over)
    except (ImportError, OSError) as error:
        _log.warning("a locked screen goes unnoticed, and a sleep may be noticed late: %s", error)
        reason = str(error)
        return NoSession(
            Finding.of_source("lock", "macos-session", reason),
            Finding.of_source("sleep", "macos-workspace", reason),
        )


def _make_surroundings(wiring: Wiring) -> Surroundings:
    from sitbreak.desktop.surroundings.macos import macos_surroundings

    surroundings = macos_surroundings(wiring.post)
    wiring.waiter.add(surroundings)
    return surroundings


def make_sound() -> Sound:
    """Return what plays the sound."""
    from sitbreak.desktop.sound.player import macos_player

    return macos_player()
