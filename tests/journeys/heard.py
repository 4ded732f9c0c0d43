"""What sitbreak has sent to the notification daemon, overheard on the session bus."""

import re
from typing import NamedTuple

from tests.rig.desktop import Desktop
from tests.rig.programs import needs

_SENT = re.compile(
    r"^method call time=(?P<at>[\d.]+) .* member=Notify\n"
    r'   string "sitbreak"\n   uint32 (?P<replaces>\d+)\n   string ".*"\n   string "(?P<title>.*)"$',
    re.MULTILINE,
)
_WITHDRAWN = re.compile(r"^method call .* member=CloseNotification$", re.MULTILINE)


class Sent(NamedTuple):
    """A notification as it was sent.

    Attributes:
        at: when, as `time.time` tells it.
        replaces: the number of the one in whose place it comes; 0 for none.
        title: what it says first.
    """

    at: float
    replaces: int
    title: str


class Overheard:
    """Listens on a desktop's session bus from now on."""

    def __init__(self, desktop: Desktop) -> None:
        needs("dbus-monitor")
        rule = "type='method_call',interface='org.freedesktop.Notifications'"
        log = desktop.home.folder / "dbus-monitor.log"
        # It tells that it has got its own name and lost it to become a monitor: after that it hears all.
        self._monitor = desktop.start(
            ["dbus-monitor", "--session", rule], lambda: "member=NameLost" in log.read_text()
        )

    @property
    def sent(self) -> list[Sent]:
        """Every notification so far."""
        return [
            Sent(float(it["at"]), int(it["replaces"]), it["title"])
            for it in _SENT.finditer(self._monitor.log)
        ]

    @property
    def withdrawn(self) -> int:
        """How many have been taken back."""
        return len(_WITHDRAWN.findall(self._monitor.log))
