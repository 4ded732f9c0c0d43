"""Starting at login: an XDG autostart entry; on Windows a Run value, on macOS a launch agent."""

import sys
from typing import Protocol

from sitbreak.desktop.autostart.command import own_command


class Autostart(Protocol):
    """Whether sitbreak starts at login. What fails raises OSError with the reason."""

    def status(self) -> bool | None:
        """Tell whether the next login starts sitbreak; None where that cannot be known."""

    def set(self, on: bool) -> None:  # noqa: FBT001  the only argument
        """Switch it on or off."""

    def mend(self) -> None:
        """Let an entry of ours whose program is gone start the present one; one switched off stays so."""


def platform_autostart() -> Autostart:
    """Return what this computer has, for starting sitbreak the way it was started now."""
    if sys.platform == "win32":
        from sitbreak.desktop.autostart.windows import RunKeyAutostart  # noqa: PLC0415  only needed here

        return RunKeyAutostart(own_command())
    if sys.platform == "darwin":
        from sitbreak.desktop.autostart.macos import LaunchAgentAutostart  # noqa: PLC0415  only needed here

        return LaunchAgentAutostart(own_command())
    from sitbreak.desktop.autostart.xdg import XdgAutostart  # noqa: PLC0415  only needed here

    return XdgAutostart(own_command())
