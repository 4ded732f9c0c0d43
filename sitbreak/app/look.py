"""What can be seen of the desktop without being the running instance."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from sitbreak.app.pages import tip_card_finding
from sitbreak.core.finding import Finding, merged
from sitbreak.core.inputs import Input
from sitbreak.desktop.display import desktop_is_there
from sitbreak.desktop.idle.best import choose
from sitbreak.desktop.idle.candidates import FREE_DESKTOPS, MACOS, WINDOWS
from sitbreak.waiter import Waiter

if TYPE_CHECKING:
    from sitbreak.wires.dbus import Answer, Bus

_TRAYS = "org.kde.StatusNotifierWatcher"
_NOTIFICATIONS = "org.freedesktop.Notifications"
_BUS = "org.freedesktop.DBus"


def look_from_here() -> tuple[Finding, ...]:
    """Find out what sitbreak would use if it were started here and now, and why not something better.

    Takes two seconds where somebody hangs.
    """
    candidates = {"win32": WINDOWS, "darwin": MACOS}.get(sys.platform, FREE_DESKTOPS)
    choice = choose(candidates, _post_nowhere, lambda: None)
    choice.source.close()
    idle = Finding("idle", choice.source.name, choice.passed_over)
    card = tip_card_finding()
    if sys.platform != "linux":
        return idle, *_elsewhere(), card
    from sitbreak.wires.dbus import session_bus, system_bus

    session, no_session = _connect(session_bus)
    system, _ = _connect(system_bus)
    names, no_names = (set(), no_session) if session is None else _names_on(session)
    tray = _by_name("tray", "status-notifier", _TRAYS, names, no_names)
    if desktop_is_there():
        notifications = _by_name("notifications", "freedesktop", _NOTIFICATIONS, names, no_names)
        of_session = _look_at_session(session, system)
    else:
        notifications, of_session = Finding("notifications", "terminal"), _without_desktop()
    for bus in (session, system):
        if bus is not None:
            bus.close()
    return tray, notifications, idle, *of_session, card


def _post_nowhere(happened: Input) -> None:
    """Take what presence and session tell: nobody wants to know."""


def _connect(connect: "Callable[[], Bus]") -> "tuple[Bus | None, str]":
    """Return a connection to a bus, or why there is none."""
    from sitbreak.wires import NoServer

    try:
        return connect(), ""
    except NoServer as error:
        return None, str(error)


def _by_name(what: str, backend: str, bus_name: str, names: set[str], why_not: str) -> Finding:
    if bus_name in names:
        return Finding(what, backend)
    return Finding(what, "none", ((backend, why_not or f"nobody on the session bus is {bus_name}"),))


def _names_on(bus: "Bus") -> tuple[set[str], str]:
    """Return the names on a bus, those included that are started when asked for; or why not."""
    from sitbreak.wires.dbus import CallFailed
    from sitbreak.wires.dbus_messages import method

    answers: list[Answer] = []
    for question in ("ListNames", "ListActivatableNames"):
        bus.call(method(_BUS, "/org/freedesktop/DBus", _BUS, question), answers.append)
    waiter = Waiter()
    waiter.add(bus)
    waiter.run(lambda: len(answers) < 2)  # each is answered in time, or fails
    waiter.close()
    names: set[str] = set()
    for answer in answers:
        if isinstance(answer, CallFailed):
            return set(), str(answer)
        names.update(answer[0])
    return names, ""


def _look_at_session(session: "Bus | None", system: "Bus | None") -> tuple[Finding, ...]:
    """Ask everything that tells of lock, sleep, calls and whatever else a reminder waits for."""
    from sitbreak.desktop.session.linux import LinuxSession
    from sitbreak.desktop.surroundings.linux import LinuxSurroundings

    watch = LinuxSession(session, system, _post_nowhere)
    watch.wait_until_known()
    surroundings = LinuxSurroundings(_post_nowhere)
    over: list[bool] = []
    surroundings.look(lambda: over.append(True))
    waiter = Waiter()
    for source in (session, system, surroundings):
        if source is not None:
            waiter.add(source)
    waiter.run(lambda: not over)  # whoever is late is told as that
    waiter.close()
    watch.close()
    surroundings.close()
    return merged((*watch.findings(), *surroundings.findings()))


def _without_desktop() -> tuple[Finding, ...]:
    from sitbreak.desktop.surroundings.signs import Sign

    why_not = (("a desktop", "neither DISPLAY nor WAYLAND_DISPLAY is set"),)
    things = sorted(("lock", "sleep", *(sign.value for sign in Sign)))
    return tuple(Finding(what, "none", why_not) for what in things)


def _elsewhere() -> tuple[Finding, ...]:
    """Look at lock and sleep on Windows and macOS."""
    from sitbreak.app.session import ElsewhereSession

    session = ElsewhereSession(_post_nowhere)
    findings = session.findings()
    session.close()
    return findings
