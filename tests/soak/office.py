"""Somebody at work with one real sitbreak, whose time the test makes pass."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sitbreak.remote.client import ask
from tests.desktop.notifications.server import Notified, Server
from tests.desktop.services import InboxLoop
from tests.desktop.tray.linux.host import Host, connect
from tests.process import Process
from tests.rig.programs import Home, needs, qt_problem
from tests.rig.servers import SessionBus
from tests.running import Running, request
from tests.soak.services import IdleMonitor, ScreenSaver
from tests.stepped_clocks import SteppedClocks
from tests.until import BUSY, until

NO_DISPLAY = ":987654321"
"""A display that nobody serves: there is a desktop, and nothing of it but what is on the bus."""

STEP = timedelta(seconds=61)
"""How much time passes at once: after more than 90 s the loop must have stood still."""

GOES_ON = timedelta(seconds=10)
"""Input so long after the first one shows that somebody is back."""

LONGEST = 20
"""Steps without a reminder: an ignored one comes again three times, then after another interval."""

LOOKS = 10
"""How often the descriptors are counted each time; the fewest count."""

MOST_THREADS = 3
"""The loop's, and two of APScheduler. Others live for as long as a question is open."""

_SETTINGS = """interval = "40s-1m"
repeat_every = "1m"
snooze = "1m"
break_length = "1m"
away_after = "5m"
"""
_EDITED = _SETTINGS + 'topics = ["moving", "posture"]\n'


@dataclass(frozen=True)
class Costs:
    """What the process has at one moment.

    Attributes:
        memory: MiB of private pages that it has written to.
        descriptors: how many are open.
        threads: how many there are.
        log: bytes of the log and of the one before.
    """

    memory: float
    descriptors: int
    threads: int
    log: int


class Office:
    """A bus with services on it, sitbreak, and the person."""

    def __init__(self, folder: Path) -> None:
        """Start everything, with nothing set but short times."""
        needs("dbus-daemon", "dbus-send", "cc")
        home = Home(folder)
        self.bus = SessionBus(home)
        self._clocks = SteppedClocks(folder)
        self._passed = 0.0
        self._loop = InboxLoop()
        self._daemon = Server(self.bus, self._loop)
        self._idle = IdleMonitor(self._loop, self.bus, self._seconds)
        self._saver = ScreenSaver(self._loop, self.bus)
        self._idle.appear()
        self._saver.appear()
        self._host = Host(connect(self.bus))
        env = {**home.env, **self.bus.env, **self._clocks.env}
        env |= {"DISPLAY": NO_DISPLAY, "QT_QPA_PLATFORM": "offscreen", "XDG_CURRENT_DESKTOP": "GNOME"}
        self._sitbreak = Running(home, env)
        self._sitbreak.write_settings(_SETTINGS)
        self._sitbreak.start()
        self.process = Process(self._sitbreak.process.pid)
        self._item = self._host.take_item()
        self._until(lambda: self._idle.watches, "idle is measured")
        self.reminders = 0
        self._seen = 0

    def close(self) -> None:
        """End everything."""
        self._sitbreak.end()
        self._host.close()
        self._loop.close()
        self._clocks.close()
        self.bus.daemon.kill()

    # --- what the person does --------------------------------------------------------------------

    def sit_until_reminded(self) -> Notified:
        """Type until a reminder comes, or comes again; return its notification."""
        for _ in range(2):
            for _ in range(LONGEST):
                self.sit(1)
                if reminder := self._newest_reminder():
                    self._seen = len(self._daemon.notified)
                    self.reminders += 1
                    return reminder
            self._come_back()  # on a busy computer the loop may have stood still: they were away meanwhile
        raise AssertionError(f"no reminder: {self._sitbreak.status()}")

    def sit(self, steps: int) -> None:
        """Type for a while."""
        for _ in range(steps):
            self._pass_time()
            self._idle.type()
            self.settle()

    def stay_away(self, steps: int) -> None:
        """Leave everything alone for a while, then type again."""
        self._leave_alone(steps)
        self._come_back()

    def _leave_alone(self, steps: int) -> None:
        for _ in range(steps):
            self._pass_time()
            self._idle.look()
            self.settle()

    def lock(self, steps: int) -> None:
        """Lock the screen for a while."""
        self._saver.lock(locked=True)
        self._leave_alone(steps)
        self._saver.lock(locked=False)
        self._come_back()

    def click(self, bubble: Notified, label: str) -> None:
        """Click the button of a notification whose label starts like this."""
        (whole,) = (name for name in bubble.keys if name.startswith(label))
        self._daemon.click(bubble, whole)
        self.settle()

    def dismiss(self, bubble: Notified) -> None:
        """Close a notification."""
        self._daemon.dismiss(bubble.id)
        self.settle()

    def open_card(self, bubble: Notified) -> None:
        """Open the tip of a notification in a window, look at it, and close that."""
        self.click(bubble, "Show me how")
        if qt_problem():
            return  # then a page is written
        self._until(lambda: self.process.children, "the card is started")
        (card,) = self.process.children
        self._until(lambda: "libQt6Widgets" in Path(f"/proc/{card}/maps").read_text(), "the card is loaded")
        os.kill(card, 15)
        self._until(lambda: not self.process.children, "the card is gone")
        self.settle()

    def look_at_menu(self) -> None:
        """Open the menu, and read all of it."""
        self._host.ask(self._item, "AboutToShow", "i", 0)
        menu = self._host.menu(self._item)
        self._host.item_properties(self._item)
        self._host.take_signals()
        assert menu.lines
        self.settle()

    def choose(self, label: str) -> None:
        """Choose a line of the menu."""
        self._host.ask(self._item, "AboutToShow", "i", 0)
        self._host.click(self._item, self._host.menu(self._item).find(label).number)
        self.settle()

    def ask(self, words: str) -> None:
        """Type a command in a terminal."""
        answer = ask(self._sitbreak.runtime, request(words), timeout=BUSY)
        assert answer.status == 0, answer

    def edit_settings(self, number: int) -> None:
        """Save settings.toml in an editor."""
        self._sitbreak.write_settings(_SETTINGS if number % 2 else _EDITED)
        self.ask("settings")
        self.settle()

    # --- what it costs -----------------------------------------------------------------------------

    def costs(self) -> Costs:
        """Measure the process while it does nothing."""
        self.settle()
        folder = Path(f"/proc/{self.process.pid}/fd")
        log = self._sitbreak.state_folder / "log"
        descriptors = []
        for _ in range(LOOKS):  # our own last command may still be open
            descriptors.append(len(list(folder.iterdir())))
            self._loop.pass_time(0.05)
        return Costs(
            self.process.written_memory,
            min(descriptors),
            len(self.process.wakeups),
            sum(file.stat().st_size for file in log.iterdir()),
        )

    @property
    def complaints(self) -> str:
        """What it has printed and logged that nobody should see."""
        said = self._sitbreak.complaints + self._sitbreak.log
        return "\n".join(line for line in said.splitlines() if "Traceback" in line or "ERROR" in line)

    def settle(self) -> None:
        """Let everything that was sent arrive, and what follows from it."""
        self.ask("status")
        self._until(lambda: len(self.process.wakeups) <= MOST_THREADS, "no question is open")
        self._loop.settle(1)
        self.ask("status")
        self._loop.settle(1)  # what follows from the last answers has been answered too

    # --- internals -------------------------------------------------------------------------------

    def _come_back(self) -> None:
        """Type on until that is seen."""
        for _ in range(LONGEST):
            self._idle.type()
            self.settle()
            if self._sitbreak.status()["state"] not in ("away", "break"):
                return
            self._pass_time(GOES_ON)
        raise AssertionError(f"not back: {self._sitbreak.status()}")

    def _seconds(self) -> float:
        return time.monotonic() + self._passed

    def _pass_time(self, length: timedelta = STEP) -> None:
        self._clocks.pass_time(length)
        self._passed += length.total_seconds()

    def _newest_reminder(self) -> Notified | None:
        new = reversed(self._daemon.notified[self._seen :])
        return next((bubble for bubble in new if "Start break" in bubble.keys), None)

    def _until(self, condition: Callable[[], object], what: str) -> None:
        until(condition, what, meanwhile=lambda: self._loop.pass_time(0.01))
