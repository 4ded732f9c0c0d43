"""What sitbreak sends to the notification daemon, overheard on the session bus."""

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
        at: when, by `time.time`.
        replaces: the number of the notification that it replaces; 0 for none.
        title: its first line.
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
        # To become a monitor it loses its own name, and prints that: from then on it hears everything.
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
        """How many have been withdrawn."""
        return len(_WITHDRAWN.findall(self._monitor.log))
