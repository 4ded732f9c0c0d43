"""A desktop made of Xfce's parts, on a test's own display and bus."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from tests.rig.programs import Home, Program, find, run
from tests.rig.servers import SessionBus, XDisplay

NOTIFICATIONS = "org.freedesktop.Notifications"
STATUS_NOTIFIER_WATCHER = "org.kde.StatusNotifierWatcher"

_PANEL_CONFIG = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="{position}"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="32"/>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/>
        <value type="int" value="2"/>
        <value type="int" value="3"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="separator">
      <property name="expand" type="bool" value="true"/>
      <property name="style" type="uint" value="0"/>
    </property>
    <property name="plugin-2" type="string" value="systray">
      <property name="square-icons" type="bool" value="true"/>
    </property>
    <property name="plugin-3" type="string" value="{last}"/>
  </property>
</channel>
"""

# Source: xfce4-panel, SnapPosition: 6 is the top left, 8 the bottom left; the panel is as long as the screen.
_PANEL_POSITIONS = {"top": "p=6;x=0;y=0", "bottom": "p=8;x=0;y=0"}

PANEL_FILE = "xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml"
"""Where Xfce's panel reads its configuration, in the folder of settings."""


def panel_config(at: Literal["top", "bottom"] = "bottom", last: str = "clock") -> str:
    """Return the configuration of a panel with a tray and, at its end, another plugin."""
    return _PANEL_CONFIG.format(position=_PANEL_POSITIONS[at], last=last)


class Desktop:
    """A display with a window manager, a session bus and private folders; tests add further parts."""

    def __init__(self, home: Home, display: XDisplay, bus: SessionBus) -> None:
        self.home = home
        self.display = display
        self.bus = bus
        self.env = display.env | bus.env
        self._programs: list[Program] = []
        self.start(["xfwm4", "--compositor=off"], self._has_window_manager)

    def start(self, command: Sequence[str], ready: Callable[[], object] = lambda: True) -> Program:
        """Start a program on this desktop, wait until it is ready, and end it with the desktop."""
        path = find(command[0])
        assert path is not None, f"not installed: {command[0]}"
        log = self.home.folder / f"{Path(path).name}.log"
        program = Program([path, *command[1:]], self.env, log, ready)
        self._programs.append(program)
        program.start()
        return program

    def run(self, *command: str) -> str:
        """Run a short program on this desktop and return what it printed."""
        return run(command, self.env)

    def start_owner(self, bus_name: str, *command: str) -> Program:
        """Start a program that is ready once it owns this bus name."""
        return self.start(command, lambda: self.bus.has_owner(bus_name))

    def start_xfconf(self) -> None:
        """Start the daemon that keeps Xfce's settings, unless it is running."""
        if not self.bus.has_owner("org.xfce.Xfconf"):
            self.start_owner("org.xfce.Xfconf", "xfconfd")

    def set_xfconf(self, channel: str, name: str, value: bool | int) -> None:
        """Set one of Xfce's settings."""
        self.start_xfconf()
        kind = "bool" if isinstance(value, bool) else "int"
        self.run("xfconf-query", "-c", channel, "-p", name, "-n", "-t", kind, "-s", str(value).lower())

    def start_xfce_panel(self, at: Literal["top", "bottom"] = "bottom", last: str = "clock") -> Program:
        """Start a panel with a tray and, at its end, another plugin; it is ready for tray icons then."""
        config = self.home.config / PANEL_FILE
        config.parent.mkdir(parents=True, exist_ok=True)
        config.write_text(panel_config(at, last))
        self.start_xfconf()
        # Without a ready configuration or with the check it opens a dialog instead.
        return self.start_owner(STATUS_NOTIFIER_WATCHER, "xfce4-panel", "--disable-wm-check")

    def start_xfce_notifyd(self) -> Program:
        """Start Xfce's notification daemon: it draws buttons."""
        self.start_xfconf()
        return self.start_owner(NOTIFICATIONS, "xfce4-notifyd")

    def start_dunst(self) -> Program:
        """Start a notification daemon that draws no buttons."""
        return self.start_owner(NOTIFICATIONS, "dunst")

    def end(self) -> None:
        """End everything that was started here."""
        for program in reversed(self._programs):
            program.kill()

    def _has_window_manager(self) -> bool:
        return "window id" in self.display.run("xprop", "-root", "_NET_SUPPORTING_WM_CHECK")
