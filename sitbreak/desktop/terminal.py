"""A terminal as the desktop: reminders are printed, typed lines are commands."""

import logging
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TextIO

from sitbreak.core.cells import wrapped
from sitbreak.core.effects import Bubble
from sitbreak.core.finding import Finding
from sitbreak.core.outside import printable
from sitbreak.core.words import language, times
from sitbreak.core.words import terminal as words
from sitbreak.desktop.clocks import read_clocks
from sitbreak.desktop.desktop import Desktop, Wiring
from sitbreak.desktop.late import LateAlarm, LateNotifications, LateSession, LateSound, LateSurroundings
from sitbreak.desktop.null import NoDisplay, NoSession, NoSurroundings, NoTray
from sitbreak.ports import Notifications

_WIDTH = 78
_INDENT = " " * 7
_log = logging.getLogger(__name__)


def make_desktop(wiring: Wiring, preview_tray: Callable[[], Finding]) -> Desktop:
    """Compose what there is without a display; idle may still be measured.

    Args:
        wiring: what the parts are connected to.
        preview_tray: returns which tray there would be.
    """
    from sitbreak.desktop.idle.best import BestIdle
    from sitbreak.desktop.idle.candidates import FREE_DESKTOPS
    from sitbreak.desktop.linux import make_autostart, make_sound
    from sitbreak.desktop.surroundings.signs import Sign

    def make_notifications() -> Notifications:
        return TerminalNotifications(wiring.say)

    reason = (("a desktop", "neither DISPLAY nor WAYLAND_DISPLAY is set"),)
    unknown = sorted(("lock", "sleep", *(sign.value for sign in Sign)))
    return Desktop(
        waiter=wiring.waiter,
        delays=replace(wiring.delays, icon=0),
        display=NoDisplay(),
        tray=NoTray("there is no desktop"),
        notifications=LateNotifications(make_notifications),
        idle=BestIdle(FREE_DESKTOPS, wiring.post, wiring.waiter, has_desktop=lambda: False),
        session=LateSession(NoSession),
        surroundings=LateSurroundings(lambda: NoSurroundings(wiring.post)),
        sound=LateSound(make_sound),
        alarm=LateAlarm.of_scheduler(wiring.post),
        autostart=make_autostart(),
        missing=words.no_desktop,
        preview=lambda: (preview_tray(), Finding("notifications", TerminalNotifications.name)),
        lacks=tuple(Finding(what, "none", reason) for what in unknown),
    )


def first_screen(missing: str, line: str, tip: str) -> str:
    """Return what to print without a desktop: what sitbreak is, what is missing, a tip, and what to type.

    Args:
        missing: what keeps sitbreak from using a desktop, in one line.
        line: the status.
        tip: a first tip, as text.
    """
    from sitbreak.core.words.command_line import explained  # only needed without a desktop

    summaries = {name: it.summary for name, it in explained().items() if name and " " not in name}
    width = max(map(len, summaries))
    listed = (f"  {name:{width}}  {summary}" for name, summary in summaries.items())
    return "\n".join(
        (words.what_it_is(), missing, "", _wrapped(tip), "", language.current().ended(line), "",
         words.type_commands(), *listed, "", words.ctrl_c_stops())
    )  # fmt: skip


def tray_screen(line: str, tray: str) -> str:
    """Return what to print in a terminal where there is a desktop; `tray` is what shows the icon."""
    where = words.in_no_tray() if tray == "none" else words.in_tray()
    return f"{language.current().ended(line)}\n{where} {words.ctrl_c_stops()}"


def _wrapped(text: str) -> str:
    return "\n".join(
        "\n".join(wrapped(line, _WIDTH, " " * 5 if line.startswith(" ") else ""))
        for line in text.splitlines()
    )


class TerminalOutput:
    """Standard output. Once it can no longer be written to, everything printed is silently lost."""

    def __init__(self, stream: TextIO | None) -> None:
        """Write to this stream; None if the process was started without one."""
        self._stream = stream

    @property
    def is_terminal(self) -> bool:
        """Whether a person may be watching."""
        return self._stream is not None and self._stream.isatty()

    def say(self, text: str) -> bool:
        """Print it; return whether that was possible."""
        if self._stream is None:
            return False
        try:
            print(printable(text), file=self._stream, flush=True)
        except (OSError, ValueError) as error:
            _log.warning("standard output can no longer be written to: %s", error)
            self._discard(self._stream)
            return False
        return True

    def _discard(self, stream: TextIO) -> None:
        """Redirect it to nowhere: at exit, flushing what Python has buffered would fail."""
        self._stream = None
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)


class TerminalNotifications:
    """Prints what would be a notification; nothing printed can be withdrawn."""

    name = "terminal"

    def __init__(self, say: Callable[[str], bool]) -> None:
        """Print with `say`, which returns whether that was possible."""
        self.problem = ""
        self._say = say

    def show(self, bubble: Bubble) -> None:
        """Print it, with the time of day; what would stay on a screen is in the reply to the command."""
        if bubble.lasts:
            return
        now = read_clocks()
        lines = bubble.body.split("\n")
        body = "\n".join("\n".join(wrapped(_INDENT + line, _WIDTH, _INDENT)) for line in lines)
        printed = self._say(f"\n{times.clock(now.wall, now)}  {bubble.title}\n{body}")
        self.problem = "" if printed else "standard output can no longer be written to"

    def withdraw(self) -> None:
        """Leave what is printed."""

    def close(self) -> None:
        """Leave what is printed."""


class TerminalInput:
    """Reads the commands typed on standard input; a `Source`. The end of the input only ends the reading."""

    def __init__(self, descriptor: int, on_command: Callable[[list[str]], None]) -> None:
        """Read lines from this descriptor."""
        self._descriptor = descriptor
        self._on_command = on_command
        self._begun = b""

    def fileno(self) -> int:
        """Return the descriptor, -1 after the end of the input."""
        return self._descriptor

    def due(self) -> float | None:
        """Return None: it waits for input only."""
        return None

    def ready(self) -> None:
        """Read what was typed."""
        try:
            data = os.read(self._descriptor, 4096)
        except OSError:
            data = b""
        if not data:
            self._descriptor = -1
            data = b"\n"  # the last line may have no end
        data = data.replace(b"\0", b"")  # as a shell does: no file's name has one
        *lines, self._begun = (self._begun + data).split(b"\n")
        for line in lines:
            if command := _split(line.decode(errors="replace")):
                self._on_command(command)


def _split(line: str) -> list[str]:
    """Split a line like a shell, without the program's own name, which may be typed in front."""
    import shlex

    try:
        arguments = shlex.split(line)
    except ValueError:
        arguments = line.split()
    return arguments[1:] if arguments[:1] == ["sitbreak"] else arguments
