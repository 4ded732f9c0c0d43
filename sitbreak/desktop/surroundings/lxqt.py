"""Do-not-disturb on LXQt, which keeps it in a settings file and answers nobody who asks.

Its daemon takes a reminder then, shows nothing, and says that all is well.

Source: lxqt-notificationd 1.2, notifyd.cpp: `doNotDisturb` in the general group of notifications.conf, which
lxqt-panel's button and lxqt-config-notificationd write.
"""

from sitbreak import disk
from sitbreak.desktop.surroundings.questions import desktops
from sitbreak.desktop.surroundings.signs import NoVerdict
from sitbreak.storage.folders import base_folder

_LARGEST = 1_000_000
"""Bytes of the file, at most; it has some hundred."""


def do_not_disturb() -> bool:
    """Read the setting; one that was never set means no.

    Raises:
        NoVerdict: this is another desktop, or the file cannot be read.
    """
    if "LXQt" not in desktops():
        raise NoVerdict("this desktop keeps do-not-disturb elsewhere")
    path = base_folder("XDG_CONFIG_HOME", ".config") / "lxqt" / "notifications.conf"
    try:
        written = disk.read(path, _LARGEST)
    except OSError as failure:
        raise NoVerdict(str(failure)) from failure
    return written is not None and _is_on(written.decode(errors="replace"))


def _is_on(written: str) -> bool:
    group, value = "General", "false"
    for line in map(str.strip, written.splitlines()):
        if line.startswith("["):
            group = line.strip("[]")
        elif group == "General" and line.partition("=")[0].strip() == "doNotDisturb":
            value = line.partition("=")[2].strip()
    return value == "true"
