"""Starting at login: an XDG autostart entry; on Windows a Run value, on macOS a launch agent."""

import sys

from sitbreak.desktop.autostart.command import own_command
from sitbreak.ports import Autostart


def platform_autostart() -> Autostart:
    """Return what this computer has, for starting sitbreak the way it was started now."""
    if sys.platform == "win32":
        from sitbreak.desktop.autostart.windows import RunKeyAutostart

        return RunKeyAutostart(own_command())
    if sys.platform == "darwin":
        from sitbreak.desktop.autostart.macos import LaunchAgentAutostart

        return LaunchAgentAutostart(own_command())
    from sitbreak.desktop.autostart.xdg import XdgAutostart

    return XdgAutostart(own_command())
