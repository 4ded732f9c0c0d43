"""What the loop needs from outside, as small protocols for adapters, null parts and fakes.

Every method is called on the loop's thread unless it says otherwise, returns at once and raises nothing:
an adapter that fails logs the reason and carries on.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol

from sitbreak.core.effects import Bubble
from sitbreak.core.finding import Finding
from sitbreak.core.graphical import StartedIn
from sitbreak.core.inputs import Input
from sitbreak.core.now import Now
from sitbreak.core.presence import Watch
from sitbreak.core.tray_view import TrayIcon, TrayView

__all__ = [
    "Alarm",
    "Autostart",
    "Clock",
    "Display",
    "IdleSource",
    "Note",
    "Notifications",
    "Post",
    "Select",
    "Session",
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
        """Return the file descriptor to wait on, -1 while there is none: then only `due` counts."""

    def ready(self) -> None:
        """Read and post what has arrived. Called when the descriptor is readable or `due` has passed."""

    def due(self) -> float | None:
        """Return when to call `ready` although nothing has arrived (time.monotonic() seconds)."""


class Select(Protocol):
    """What waits for sources: the loop's `Waiter`, or Qt's event loop in the process of a window."""

    def add(self, source: Source) -> None:
        """Wait for this source too."""

    def remove(self, source: Source) -> None:
        """Stop waiting for this source; an unknown one is fine."""


class Alarm(Protocol):
    """Rings (posts `Ticked`) at wall-clock instants."""

    def set(self, at: datetime | None) -> None:
        """Ring at this aware instant, and no longer at one set before."""

    def recalculate(self) -> None:
        """Recalculate when to ring: the computer has slept, or the wall clock was stepped."""

    def close(self) -> None:
        """Never ring again."""


class Tray(Protocol):
    """The icon with its menu. It owns the main thread."""

    @property
    def name(self) -> str:
        """What shows the icon, "none" while nothing does."""

    def finding(self) -> Finding:
        """Return what shows the icon, and why nothing better does."""

    def show(self, view: TrayView) -> None:
        """Make the tray look like this; equal parts are left alone. May be called from any thread."""

    def show_time(self, icon: TrayIcon, tooltip: str) -> None:
        """Show, after `show`, what time alone has changed; the tooltip is also the menu's first line.

        A tray that refreshes its menu before it is shown may leave the menu alone. May be called from any
        thread.
        """

    def run(self, work: Callable[[], None]) -> None:
        """Show the icon while `work` runs, and return when it has returned. On the main thread.

        Toolkits keep the main thread for themselves; `work` then runs in another one.
        """


class Notifications(Protocol):
    """Our notification; there is at most one on the screen.

    Attributes:
        problem: why the last bubble could not be shown, in one line; empty if it was, or none was wanted.
    """

    problem: str

    @property
    def name(self) -> str:
        """What shows it."""

    def show(self, bubble: Bubble) -> None:
        """Show this bubble in place of the one on the screen; its buttons post their wishes."""

    def withdraw(self) -> None:
        """Remove ours from the screen, if it is there."""

    def close(self) -> None:
        """Withdraw, and release resources."""


class IdleSource(Protocol):
    """Measures idle. Each `Observed` it posts uses the watch up; the loop then sets the next one."""

    name: str

    def watch(self, watch: Watch) -> None:
        """Replace the watch; setting one that is equal and still armed costs nothing."""

    def close(self) -> None:
        """Stop measuring, and release resources."""


class Display(Protocol):
    """The display of the graphical session that this instance belongs to.

    Attributes:
        started_in: the session; names no display before `start`, or if there is none. One that turns out to
            refuse us is no longer named.
    """

    started_in: StartedIn

    def start(self) -> None:
        """Connect to the display, if there is one; report from now on that its session is over."""

    def wait_until_known(self) -> None:
        """Wait until the display has accepted us, or does not, for a second at most."""

    def is_over(self) -> bool:
        """Look whether that session is over."""

    def close(self) -> None:
        """Report nothing more, and release resources."""


class Session(Protocol):
    """Posts when the screen is locked or unlocked, and when the computer falls asleep."""

    def findings(self) -> tuple[Finding, ...]:
        """Return what reports locks and sleeps, and why other sources do not."""

    def close(self) -> None:
        """Post nothing more, and release resources."""


class Surroundings(Protocol):
    """What else is going on at the computer. Each check is answered by an input, within two seconds."""

    def check_call(self) -> None:
        """Find out whether a call or a film is on; post a `CallChecked`."""

    def check_busy(self) -> None:
        """Find out what the desktop is busy with; post a `BusyChecked`."""

    def look(self, then: Callable[[], None]) -> None:
        """Ask every source, post nothing, and call `then` when all have answered or timed out."""

    def findings(self) -> tuple[Finding, ...]:
        """Return which sources answered when they were last asked, and why the others did not."""

    def close(self) -> None:
        """Post nothing more, and release resources."""


class Sound(Protocol):
    """The soft sound at the end of a break or a hold."""

    def play(self) -> None:
        """Play it once; silent where that is not possible."""

    def findings(self) -> tuple[Finding, ...]:
        """Return what plays the sound, or why nothing does."""


class Autostart(Protocol):
    """Whether sitbreak starts at login. A method that fails raises an OSError with the reason."""

    def status(self) -> bool | None:
        """Return whether the next login starts sitbreak; None where that cannot be known."""

    def set(self, *, on: bool) -> None:
        """Switch it on or off."""

    def repair(self) -> None:
        """Point an entry whose program is gone to the present one; an entry that is off stays off."""


class Installation(Protocol):
    """sitbreak in the applications menu: an entry, icons and metadata.

    A method that fails raises an OSError with the reason in one line.
    """

    @property
    def unavailable_reason(self) -> str:
        """Why this desktop cannot have it; empty where it can."""

    def place(self) -> Path | None:
        """Return the entry that the menu shows, ours or that of a package; None if there is none."""

    def is_packaged(self) -> bool:
        """Return whether a package has put an entry there, so that it stays."""

    def install(self) -> None:
        """Write the files; what the person has added to the entry stays."""

    def remove(self) -> None:
        """Remove the files, and the folders that are empty without them."""

    def repair(self) -> None:
        """Bring what is there up to date, with a program that exists; what is not there is not made."""


class Note(Protocol):
    """A line of text that outlives the process but not the session."""

    def read(self) -> str:
        """Return the line, an empty one when there is none."""

    def write(self, line: str) -> None:
        """Keep this line; an empty one means none."""
