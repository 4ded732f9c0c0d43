"""Full screens on KWin's Wayland, where only KWin's own scripts see the windows.

For each look a script is loaded, reports once, and is unloaded. Its file has no name: KWin reads it below
/proc, from our own folder there.

Source: KWin 5.27 and 6.3, scripting/scripting.cpp: `loadScript` returns the number of the script, and that
object is at the first of the paths below in 5.27, at the second in 6; its API's `workspace` and `callDBus`.
"""

import os
from contextlib import closing
from functools import partial

from sitbreak.desktop.dialogs import nameless_file
from sitbreak.desktop.surroundings.signs import NoVerdict, Verdict
from sitbreak.waiter import Waiter
from sitbreak.wires.dbus import Answer, Bus, CallFailed, session_bus
from sitbreak.wires.dbus_messages import Message, query, reply

_KWIN = "org.kde.KWin"
_SCRIPTING = "org.kde.kwin.Scripting"
_SCRIPT_PATHS = "/{number}", "/Scripting/Script{number}"
_NOBODY = "org.freedesktop.DBus.Error.NameHasNoOwner", "org.freedesktop.DBus.Error.ServiceUnknown"
_REPORTS = "/fullscreen"
"""Where the script reports, on our connection."""

_TIMEOUT = 1.0
"""Seconds that KWin gets for everything."""

_SCRIPT = """
var active = workspace.activeWindow === undefined ? workspace.activeClient : workspace.activeWindow;
var isOurs = active && String(active.desktopFileName) == "sitbreak";
callDBus("{us}", "{reports}", "{interface}", "Report", Boolean(active && active.fullScreen && !isOurs));
"""


def fullscreen() -> bool:
    """Return whether the active window fills its screen; our own do not count.

    Raises:
        NoVerdict: KWin is not there, or does not answer.
        NoServer: there is no session bus.
    """
    with closing(session_bus()) as bus, closing(Waiter()) as waiter, nameless_file() as script:
        look = _Look(bus)
        waiter.add(bus)
        bus.after(_TIMEOUT, partial(look.finish, f"KWin does not answer within {_TIMEOUT:g} s"))
        waiter.run(lambda: not bus.unique_name and look.unfinished)
        script.write(_SCRIPT.format(us=bus.unique_name, reports=_REPORTS, interface=_SCRIPTING).encode())
        script.flush()
        look.start(f"/proc/{os.getpid()}/fd/{script.fileno()}")
        waiter.run(lambda: look.unfinished)
        look.unload()
    if isinstance(look.result, str):
        raise NoVerdict(look.result)
    return look.result


class _Look:
    """A script on its way through KWin.

    Attributes:
        result: what it has reported, or why it has not.
    """

    def __init__(self, bus: Bus) -> None:
        self.result: Verdict = ""
        self._bus = bus
        self._name = ""
        bus.export(_REPORTS, self._record)
        bus.on_close(partial(self.finish, "the session bus is gone"))

    @property
    def unfinished(self) -> bool:
        return self.result == ""

    def start(self, file: str) -> None:
        """Have KWin load and run the script."""
        self._name = f"sitbreak{self._bus.unique_name}"  # of nobody else on this bus
        load = query(_KWIN, "/Scripting", _SCRIPTING, "loadScript", "ss", file, self._name)
        self._bus.call(load, "i", self._run)

    def unload(self) -> None:
        """Unload the script."""
        self._bus.send(query(_KWIN, "/Scripting", _SCRIPTING, "unloadScript", "s", self._name))

    def finish(self, result: Verdict) -> None:
        """Keep the first result."""
        if self.unfinished:
            self.result = result

    def _run(self, answer: Answer) -> None:
        if isinstance(answer, CallFailed):
            self.finish("there is no KWin" if answer.name in _NOBODY else str(answer))
            return
        for path in _SCRIPT_PATHS:
            self._bus.send(query(_KWIN, path.format(number=answer[0]), "org.kde.kwin.Script", "run"))

    def _record(self, report: Message) -> Message:
        match report.body:
            case (bool(is_full),):
                self.finish(is_full)
            case unknown:
                self.finish(f"KWin reports {unknown!r}")
        return reply(report)
