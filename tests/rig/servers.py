"""An X server and a session bus of a test's own."""

import os
import select
import subprocess
from pathlib import Path

from tests.rig.programs import Home, Program, run
from tests.until import until

_BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  {services}
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
    {rules}
  </policy>
</busconfig>
"""


class XDisplay:
    """An X server without a screen: Xvfb."""

    def __init__(self, home: Home, *options: str) -> None:
        self._home = home
        self._number, number_in = os.pipe()
        command = ["Xvfb", "-displayfd", str(number_in), "-screen", "0", "1024x600x24"]
        self.server = Program(
            [*command, "-noreset", "-nolisten", "tcp", *options],
            home.env,
            home.folder / "Xvfb.log",
            lambda: select.select([self._number], [], [], 0)[0],
        )
        try:
            self.server.start(pass_fds=(number_in,))
            self.name = f":{os.read(self._number, 16).decode().strip()}"
        finally:
            os.close(number_in)
            os.close(self._number)
        self.env = home.env | {"DISPLAY": self.name}

    def run(self, *command: str) -> str:
        """Run a short program on this display and return what it printed."""
        return run(command, self.env)

    def xdotool(self, *arguments: str | int) -> str:
        """Type, move or click: `xdotool("key", "a")`, `xdotool("mousemove", 10, 20, "click", 1)`."""
        return self.run("xdotool", *map(str, arguments))

    def screenshot(self, path: Path) -> Path:
        """Save the screen to `path`, in the format of its suffix."""
        self.run("import", "-window", "root", str(path))
        return path


class SessionBus:
    """A message bus that starts no services, unless it is made to."""

    def __init__(self, home: Home, rules: str = "", *, has_services: bool = False) -> None:
        """Start it.

        Args:
            home: its folders.
            rules: what it forbids, in its own language; without any, nothing.
            has_services: it starts what is installed, but no notification daemon: which of them is there
                must not depend on what else is installed.
        """
        socket = home.runtime / "bus"
        config = home.folder / "bus.conf"
        services = f"<servicedir>{_services(home)}</servicedir>" if has_services else ""
        config.write_text(_BUS_CONFIG.format(socket=socket, rules=rules, services=services))
        self.address = f"unix:path={socket}"
        self.env = home.env | {"DBUS_SESSION_BUS_ADDRESS": self.address}
        self.daemon = Program(
            ["dbus-daemon", f"--config-file={config}", "--nofork"],
            home.env,
            home.folder / "dbus-daemon.log",
            lambda: self.has_owner("org.freedesktop.DBus"),
        )
        self.daemon.start()

    def has_owner(self, name: str) -> bool:
        """Return whether this bus name has an owner now."""
        bus = "org.freedesktop.DBus"
        call = ["--print-reply", f"--dest={bus}", "/", f"{bus}.NameHasOwner", f"string:{name}"]
        done = subprocess.run(
            ["dbus-send", f"--bus={self.address}", *call],
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
        return "boolean true" in done.stdout

    def wait_for(self, name: str) -> None:
        """Wait until this bus name has an owner."""
        until(lambda: self.has_owner(name), f"{name} is on the bus")


def _services(home: Home) -> Path:
    """Make a folder of everything that the bus may start."""
    folder = home.folder / "services"
    folder.mkdir()
    for service in Path("/usr/share/dbus-1/services").glob("*.service"):
        if "Name=org.freedesktop.Notifications" not in service.read_text():
            (folder / service.name).symlink_to(service)
    return folder
