"""Which platform this is. Nothing else in `desktop/` asks."""

import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sitbreak.core.finding import Finding
from sitbreak.ports import Autostart, Display, Installation, Sound
from sitbreak.waiter import Waiter

if TYPE_CHECKING:
    from sitbreak.desktop.desktop import Desktop, Wiring


class Platform(Protocol):
    """What the module of a platform has."""

    def make_desktop(self, wiring: "Wiring") -> "Desktop":
        """Compose the desktop; nothing is connected, measured or shown yet."""

    def make_autostart(self) -> Autostart:
        """Return what starts sitbreak at login the way it was started now."""

    def make_installation(self) -> Installation:
        """Return what puts sitbreak into the desktop's menu, to be started the way it was started now."""

    def display_is_there(self) -> bool:
        """Return whether there is a screen to show things on, before any part of the desktop is asked."""

    def make_display(self, wiring: "Wiring") -> Display:
        """Return the display of the graphical session that this process is in; not connected yet."""

    def follow_console(self, end: Callable[[], None]) -> None:
        """Call `end`, on any thread, when the terminal ends us in a way that is no signal of Python's."""

    def make_sound(self) -> Sound:
        """Return what plays the sound."""

    def open_file(self, path: Path) -> list[str]:
        """Return the command that opens a file with the person's program for it; empty if it is open already.

        Raises:
            OSError: nothing opens it; the message names the file and says why.
        """

    def has_twelve_hours(self) -> bool:
        """Return whether the person's clock is one of 12 hours."""

    def language(self) -> str:
        """Return the person's language where no variable of the environment names it; empty if unknown."""

    def awake_ns(self) -> int:
        """Read the clock that stands still while the computer sleeps, in nanoseconds."""

    def boot_ns(self) -> int:
        """Read the clock that runs on while the computer sleeps, in nanoseconds."""


@cache
def this_platform(name: str = sys.platform) -> Platform:
    """Return the module of the platform with this name; free systems of other names are like Linux."""
    if name == "win32":
        from sitbreak.desktop import windows

        return windows
    if name == "darwin":
        from sitbreak.desktop import macos

        return macos
    from sitbreak.desktop import linux

    return linux


def survey() -> tuple[Finding, ...]:
    """Return what sitbreak would use if it were started here and now, and why nothing better.

    Shows nothing. Takes two seconds if a service hangs.
    """
    from sitbreak.desktop.desktop import Wiring

    waiter = Waiter()
    findings = this_platform().make_desktop(Wiring(waiter=waiter)).survey()
    waiter.close()
    return findings
