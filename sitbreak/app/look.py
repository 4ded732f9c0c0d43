"""What can be seen of the desktop without being the running instance."""

import os
import sys
from typing import TYPE_CHECKING

from sitbreak.app.troubleshoot import Finding
from sitbreak.desktop.presence.choose import choose
from sitbreak.waiter import Waiter

if TYPE_CHECKING:
    from sitbreak.desktop.dbus import Answer

_TRAYS = "org.kde.StatusNotifierWatcher"
_NOTIFICATIONS = "org.freedesktop.Notifications"
_BUS = "org.freedesktop.DBus"


def desktop_is_there() -> bool:
    """Whether there is a screen to show things on; Windows and macOS always have one."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def look_from_here() -> tuple[Finding, ...]:
    """Find out what sitbreak would use if it were started here and now, and why not something better."""
    choice = choose(lambda _input: None, lambda: None)
    choice.presence.close()
    idle = Finding("idle", choice.presence.name, choice.passed_over)
    if sys.platform != "linux":
        return (idle,)
    names, why_not = _names_on_bus()
    tray = _by_name("tray", "status-notifier", _TRAYS, names, why_not)
    if not desktop_is_there():
        return tray, Finding("notifications", "terminal"), idle
    return tray, _by_name("notifications", "freedesktop", _NOTIFICATIONS, names, why_not), idle


def _by_name(what: str, backend: str, bus_name: str, names: set[str], why_not: str) -> Finding:
    if bus_name in names:
        return Finding(what, backend)
    return Finding(what, "none", ((backend, why_not or f"nobody on the session bus is {bus_name}"),))


def _names_on_bus() -> tuple[set[str], str]:
    """Return the names on the session bus, those included that are started when asked for; or why not."""
    from sitbreak.desktop.dbus import BusUnavailable, CallFailed, method, session_bus  # noqa: PLC0415

    try:
        bus = session_bus()
    except BusUnavailable as error:
        return set(), str(error)
    answers: list[Answer] = []
    for question in ("ListNames", "ListActivatableNames"):
        bus.call(method(_BUS, "/org/freedesktop/DBus", _BUS, question), answers.append)
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
