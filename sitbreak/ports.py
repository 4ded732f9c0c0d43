"""What the loop needs from the outside, as small protocols; adapters and fakes fit them.

Every method is called on the loop's thread unless it says otherwise, returns at once and raises nothing:
an adapter that fails logs once, with the reason, and is forgiven.
"""

from collections.abc import Callable
from datetime import datetime, time
from typing import Protocol

from sitbreak.core.effects import Bubble
from sitbreak.core.inputs import Input
from sitbreak.core.now import Now
from sitbreak.core.presence import Watch
from sitbreak.core.tray_view import TrayIcon, TrayView

__all__ = [
    "Alarm",
    "Clock",
    "IdleSource",
    "Note",
    "Notifications",
    "Post",
    "Sound",
    "Source",
    "Surroundings",
    "Tray",
    "Watch",
]

Post = Callable[[Input], None]
"""Puts an input into the loop's inbox; may be called from any thread, returns at once."""

Clock = Callable[[], Now]
"""Reads the three clocks; may be called from any thread."""


class Source(Protocol):
    """Something the loop waits for in its one select."""

    def fileno(self) -> int:
        """Return the file descriptor to wait on; -1 while there is none: then only `due` counts."""

    def ready(self) -> None:
        """Read what has come and post it. Called when the descriptor is readable or `due` has come."""

    def due(self) -> float | None:
        """Return the time.monotonic() second at which `ready` wants to run although nothing came."""


class IdleSource(Protocol):
    """Measures idle. Each `Observed` it posts uses the watch up; the loop then sets the next one."""

    name: str

    def watch(self, watch: Watch) -> None:
        """Replace the watch; setting one that is equal and still armed costs nothing."""

    def close(self) -> None:
        """Give everything back."""


class Alarm(Protocol):
    """Rings (posts `Ticked`) at wall-clock instants."""

    def set(self, at: datetime | None) -> None:
        """Ring at this aware instant, and at no earlier-set one any more."""

    def set_daily(self, times: frozenset[time]) -> None:
        """Ring every day when local clocks show these times, and at no others."""

    def look_again(self) -> None:
        """Work out anew when to ring: the computer has slept, or the wall clock was stepped."""

    def close(self) -> None:
        """Never ring again."""


class Surroundings(Protocol):
    """What else goes on at the computer. Each question is answered by an input, within two seconds."""

    def check_call(self) -> None:
        """Find out whether a call or a film is on; post a `CallChecked`."""

    def check_busy(self) -> None:
        """Find out what the desktop is busy with; post a `BusyChecked`."""

    def look(self) -> None:
        """Ask everything and post nothing, to learn what can be asked here."""


class Tray(Protocol):
    """The icon with its menu."""

    name: str

    def show(self, view: TrayView) -> None:
        """Make the tray look like this; equal parts are left alone. May be called from any thread."""

    def show_time(self, icon: TrayIcon, tooltip: str) -> None:
        """Show, after `show`, what only time has changed: the tooltip is the menu's first line, too.

        A menu that is made fresh before it is shown may wait for that. May be called from any thread.
        """


class Sound(Protocol):
    """The soft sound at the end of a break."""

    def play(self) -> None:
        """Play it once; where that cannot be done it stays silent."""


class Note(Protocol):
    """A line of text that outlives the process but not the session."""

    def read(self) -> str:
        """Return the line, an empty one when there is none."""

    def write(self, line: str) -> None:
        """Keep this line; an empty one is none."""


class Notifications(Protocol):
    """At most one notification of ours on the screen."""

    name: str

    def show(self, bubble: Bubble) -> None:
        """Show this bubble in place of the one that is there; its buttons post their wishes."""

    def withdraw(self) -> None:
        """Take ours off the screen, if it is there."""

    def close(self) -> None:
        """Give everything back."""
