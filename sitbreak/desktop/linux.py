"""The desktop on Linux: D-Bus, X11, Wayland and PulseAudio. Other free systems are similar."""

import logging
import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sitbreak.core.finding import Finding
from sitbreak.core.words import files as words
from sitbreak.core.words import terminal
from sitbreak.desktop.desktop import Desktop, Wiring
from sitbreak.desktop.icons import notification_icon
from sitbreak.desktop.late import LateAlarm, LateNotifications, LateSession, LateSound, LateSurroundings
from sitbreak.desktop.null import NoInstallation, notifications_or_none, tray_or_none
from sitbreak.ports import Autostart, Display, Installation, Notifications, Session, Sound, Surroundings, Tray
from sitbreak.waiter import Waiter

if TYPE_CHECKING:
    from sitbreak.desktop.kept_bus import KeptBus
    from sitbreak.wires.dbus import Answer, Bus

_BUS = "org.freedesktop.DBus"
_WATCHER = "org.kde.StatusNotifierWatcher"
_NOTIFICATIONS = "org.freedesktop.Notifications"


def make_desktop(wiring: Wiring) -> Desktop:
    """See `Platform`; without a display it is the terminal."""
    if not display_is_there():
        from sitbreak.desktop.terminal import make_desktop as make_terminal

        return make_terminal(wiring, lambda: _preview()[0])
    from sitbreak.desktop.idle.best import BestIdle
    from sitbreak.desktop.idle.candidates import FREE_DESKTOPS
    from sitbreak.desktop.kept_bus import KeptBus
    from sitbreak.desktop.session.display import LinuxDisplay
    from sitbreak.wires import dbus

    retry = wiring.delays.retry
    session_bus = KeptBus(dbus.session_bus, retry, logging.WARNING)
    system_bus = KeptBus(dbus.system_bus, retry)
    idle = BestIdle(FREE_DESKTOPS, wiring.post, wiring.waiter, display_is_there, retry)
    tray = _make_tray(wiring)
    notifications = LateNotifications(lambda: _make_notifications(session_bus, wiring, tray))

    def watch_session() -> Session:
        session = _watch_session(session_bus, system_bus, wiring)
        session_bus.on_connect(lambda bus: _notify_over(bus, notifications))
        session_bus.on_connect(lambda _: idle.look_for_better())  # it may have been measured over the bus
        return session

    display = LinuxDisplay(wiring.waiter, wiring.on_over)

    def miss_bus() -> None:
        if session_bus.bus is None and not display.started_in.display:
            display.end()

    session_bus.on_lost(lambda: wiring.waiter.later(wiring.delays.over, miss_bus))

    def missing() -> str:  # the variables that name a display may be left over
        return terminal.desktop_out_of_reach() if session_bus.bus is None and idle.name == "none" else ""

    return Desktop(
        waiter=wiring.waiter,
        delays=wiring.delays,
        display=display,
        tray=tray,
        notifications=notifications,
        idle=idle,
        session=LateSession(watch_session),
        surroundings=LateSurroundings(lambda: _make_surroundings(wiring)),
        sound=LateSound(make_sound),
        alarm=LateAlarm.of_scheduler(wiring.post),
        autostart=make_autostart(),
        missing=missing,
        preview=_preview,
        buses=(session_bus, system_bus),
    )


def make_autostart() -> Autostart:
    """See `Platform`. From a Flatpak, nothing reaches the folder of login entries.

    Source: Flatpak's documentation, "Sandbox Permissions"; its processes have FLATPAK_ID.
    """
    if "FLATPAK_ID" in os.environ:
        from sitbreak.desktop.autostart.portal import PortalAutostart

        return PortalAutostart(["sitbreak"])
    from sitbreak.desktop.autostart.xdg import XdgAutostart
    from sitbreak.desktop.command import own_command

    return XdgAutostart(own_command())


def make_installation() -> Installation:
    """See `Platform`. Flatpak itself puts what it installs into the menu."""
    if "FLATPAK_ID" in os.environ:
        from sitbreak.core.words.applications_menu import in_menu_by_flatpak

        return NoInstallation(in_menu_by_flatpak())
    from sitbreak.desktop.command import own_command
    from sitbreak.desktop.installation.xdg import XdgInstallation

    return XdgInstallation(own_command())


def make_display(wiring: Wiring) -> Display:
    """See `Platform`."""
    from sitbreak.desktop.session.display import LinuxDisplay

    return LinuxDisplay(wiring.waiter, wiring.on_over)


def display_is_there() -> bool:
    """See `Platform`."""
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def follow_console(_end: Callable[[], None]) -> None:
    """See `Platform`: a terminal ends us with a signal."""


def open_file(path: Path) -> list[str]:
    """See `Platform`."""
    from shutil import which  # brings lzma and bz2

    if not display_is_there():
        raise OSError(words.no_desktop_for(path))
    if xdg_open := which("xdg-open"):
        return [xdg_open, str(path)]
    if gio := which("gio"):
        return [gio, "open", str(path)]
    raise OSError(words.no_program_for(path))


def has_twelve_hours() -> bool:
    """See `Platform`."""
    from sitbreak.desktop.language import locale_has_twelve_hours

    return locale_has_twelve_hours()


def language() -> str:
    """See `Platform`: the environment names it, or nothing does."""
    return ""


def awake_ns() -> int:
    """See `Platform`. Source: clock_gettime(2); CLOCK_MONOTONIC is what time.monotonic() reads."""
    return time.monotonic_ns()


def boot_ns() -> int:
    """See `Platform`. Source: clock_gettime(2)."""
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME)


# --- the parts -------------------------------------------------------------------------------------


def _make_tray(wiring: Wiring) -> Tray:
    def make() -> Tray:
        from sitbreak.desktop.tray.linux import LinuxTray

        return LinuxTray(wiring.feed(), wiring.waiter, delays=wiring.delays)

    return tray_or_none(make)


def _watch_session(session_bus: "KeptBus", system_bus: "KeptBus", wiring: Wiring) -> Session:
    """Connect to both buses, and watch on them for lock and sleep."""
    from sitbreak.desktop.session.linux import LinuxSession

    for bus in (session_bus, system_bus):
        bus.open()
        wiring.waiter.add(bus)
    session = LinuxSession(session_bus.bus, system_bus.bus, wiring.post)
    session.wait_until_known()
    session_bus.on_connect(session.attach_session_bus)
    system_bus.on_connect(session.attach_system_bus)
    return session


def _make_notifications(session_bus: "KeptBus", wiring: Wiring, tray: Tray) -> Notifications:
    """Make what the session bus allows for: notifications with buttons, or those of notify-send."""
    icon, bus = notification_icon(), session_bus.bus

    def make() -> Notifications:
        if bus is None:
            from sitbreak.desktop.notifications import native

            return native.NativeNotifications(wiring.post_use, partial(native.notify_send_screen, icon))
        from sitbreak.desktop.notifications.freedesktop import FreedesktopNotifications

        freedesktop = FreedesktopNotifications(bus, wiring.post_use, icon, wiring.bubble_note)
        freedesktop.has_icon = lambda: tray.name != "none"
        return freedesktop

    return notifications_or_none(wiring.post_use, make)


def _notify_over(bus: "Bus", notifications: LateNotifications) -> None:
    """Show notifications over a new connection to the session bus."""
    from sitbreak.desktop.notifications.freedesktop import FreedesktopNotifications

    if isinstance(notifications.used, FreedesktopNotifications):
        notifications.used.attach(bus)
    else:
        notifications.remake()


def _make_surroundings(wiring: Wiring) -> Surroundings:
    from sitbreak.desktop.surroundings.linux import linux_surroundings

    surroundings = linux_surroundings(wiring.post)
    wiring.waiter.add(surroundings)
    return surroundings


def make_sound() -> Sound:
    """Return what plays the sound."""
    from sitbreak.desktop.sound.player import pulse_player

    return pulse_player()


# --- what would be used ----------------------------------------------------------------------------


def _preview() -> tuple[Finding, Finding]:
    """Return which tray and notifications would be used, by the names on the session bus."""
    names, unavailable_reason = _names_on_session_bus()

    def finding(what: str, backend: str, name: str) -> Finding:
        reason = unavailable_reason or f"nobody owns {name} on the session bus"
        return Finding.of_source(what, backend, "" if name in names else reason)

    return (
        finding("tray", "status-notifier", _WATCHER),
        finding("notifications", "freedesktop", _NOTIFICATIONS),
    )


def _names_on_session_bus() -> tuple[set[str], str]:
    """Return the names on the bus, with those that are started on demand; or why they are not known."""
    from sitbreak.wires import NoServer
    from sitbreak.wires.dbus import CallFailed, session_bus
    from sitbreak.wires.dbus_messages import method

    try:
        bus = session_bus()
    except NoServer as error:
        return set(), str(error)
    answers: list[Answer] = []
    for question in ("ListNames", "ListActivatableNames"):
        bus.call(method(_BUS, "/org/freedesktop/DBus", _BUS, question), "as", answers.append)
    waiter = Waiter()
    waiter.add(bus)
    waiter.run(lambda: len(answers) < 2)  # each is answered in time, or fails
    waiter.close()
    bus.close()
    names: set[str] = set()
    for answer in answers:
        if isinstance(answer, CallFailed):
            return set(), str(answer)
        names.update(answer[0])
    return names, ""
