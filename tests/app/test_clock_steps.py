"""Stories of computers that sleep and of clocks that are set, through the whole program.

sitbreak is its own process, with the real loop, planner, APScheduler and X11. Its clocks are stepped from
outside, and what comes of it is read where people and scripts read it.
"""

import re
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

if sys.platform != "linux":
    pytest.skip("only on Linux can the clocks of a process be stepped", allow_module_level=True)

from sitbreak.app.memory import Memory
from sitbreak.core.inputs import Ticked
from sitbreak.core.now import Now
from sitbreak.core.planner import Planner
from sitbreak.core.rotation import Rotation
from sitbreak.core.settings import Settings
from sitbreak.core.tips import Library
from sitbreak.desktop.clocks import boot_id, read_clocks
from sitbreak.storage.folders import Folders
from tests.desktop.notifications.server import Server
from tests.desktop.services import InboxLoop, Service
from tests.rig.servers import SessionBus, XDisplay
from tests.running import Running
from tests.stepped_clocks import SteppedClocks
from tests.until import until

HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)
INTERVAL = 2
"""Seconds of sitting between two reminders."""

LOGIND, LOGIND_PATH = "org.freedesktop.login1", "/org/freedesktop/login1"


class Computer:
    """A computer with a keyboard, a notification daemon, a logind, and sitbreak on it."""

    def __init__(self, sitbreak: Running, bus: SessionBus, display: XDisplay, clocks: SteppedClocks) -> None:
        self.sitbreak = sitbreak
        self.clocks = clocks
        self._read = 0
        self._display = display
        self._loop, self._logind_loop = InboxLoop(), InboxLoop()
        self._daemon = Server(bus, self._loop)
        self._logind = Service(self._logind_loop, bus, (LOGIND,))
        self._logind.answer(LOGIND_PATH, "Nothing", signature="", values=())
        self._logind.appear()
        sitbreak.env |= {**display.env, **bus.env, **clocks.env}
        sitbreak.env |= {"TZ": "UTC", "DBUS_SYSTEM_BUS_ADDRESS": bus.address}

    def start(self) -> None:
        """Start sitbreak, with somebody at the keyboard."""
        self.press_a_key()
        self.sitbreak.start()
        self._logind_loop.until(lambda: self._logind.asked)
        self._logind_loop.settle()
        until(lambda: self.status["backends"]["idle"] == "x11-sync", "idle is measured")

    def press_a_key(self) -> None:
        self._display.xdotool("key", "a")

    def sleep(self, length: timedelta) -> None:
        """Sleep, with logind announcing it."""
        self._tell_of_sleep(start=True)
        self.clocks.sleep(length)
        self._tell_of_sleep(start=False)

    def _tell_of_sleep(self, *, start: bool) -> None:
        self._logind.signal(LOGIND_PATH, f"{LOGIND}.Manager", "PrepareForSleep", "b", start)
        self._logind_loop.settle()

    @property
    def status(self) -> dict[str, Any]:
        return self.sitbreak.status()

    def becomes(self, state: str) -> dict[str, Any]:
        """Wait for this state, and return the status."""
        until(lambda: self.status["state"] == state, f"they are {state}")
        return self.status

    def comes_back(self) -> dict[str, Any]:
        """Type until that proves somebody there, and return the status."""

        def type_on() -> None:
            self.press_a_key()
            time.sleep(0.5)

        until(lambda: self.status["state"] == "sitting", "they are sitting", meanwhile=type_on)
        return self.status

    @property
    def next_reminder(self) -> datetime:
        """The earliest time of the next reminder, in the reported time zone."""
        return datetime.fromisoformat(self.status["next_reminder"]["earliest"])

    def until_reminded(self) -> int:
        """Wait for the next reminder without asking anything; return the seconds of sitting in its title."""
        self._read += 1
        self._loop.until(lambda: len(self._daemon.notified) >= self._read)
        title = re.fullmatch(r"Time to get up – (\d+) seconds? of sitting", self.reminders[self._read - 1])
        assert title is not None, self.reminders
        return int(title[1])

    @property
    def reminders(self) -> list[str]:
        """The titles of all reminders so far."""
        self._loop.settle()
        return [bubble.summary for bubble in self._daemon.notified]

    def close(self) -> None:
        self._logind_loop.close()
        self._loop.close()


@pytest.fixture
def computer(
    sitbreak: Running, session_bus: SessionBus, x_display: XDisplay, tmp_path: Path
) -> Iterator[Computer]:
    clocks = SteppedClocks(tmp_path)
    computer = Computer(sitbreak, session_bus, x_display, clocks)
    yield computer
    computer.close()
    sitbreak.end()
    clocks.close()


def have_sat(sitbreak: Running, length: timedelta) -> None:
    """Write what a sitbreak leaves that was killed a moment ago, after this much sitting."""
    runtime = sitbreak.home.runtime / "sitbreak"
    runtime.mkdir(mode=0o700)
    folders = Folders(sitbreak.config, sitbreak.state_folder, runtime, sitbreak.home.folder / "log")
    now, nothing = read_clocks(), Library(())
    began = Now(now.awake - length, now.boot - length, now.wall - length)
    planner = Planner(Settings(), Rotation(nothing, Random()), began)
    for minute in range(1, length // MINUTE + 1):
        passed = minute * MINUTE
        planner.handle(Ticked(), Now(began.awake + passed, began.boot + passed, began.wall + passed))
    Memory(folders, boot_id(now)).save(planner.state, now)


def test_eight_hours_asleep_are_a_break(computer: Computer) -> None:
    have_sat(computer.sitbreak, 19 * MINUTE)
    computer.start()
    assert computer.status["sitting_seconds"] == pytest.approx(19 * 60, abs=10)

    computer.sleep(8 * HOUR)
    asleep = computer.becomes("break")
    assert asleep["sitting_seconds"] == 0
    assert computer.reminders == [], "nobody is there"

    before = computer.clocks.now()
    back, after = computer.comes_back(), computer.clocks.now()
    assert back["sitting_seconds"] <= (after - before).total_seconds()
    assert before - SECOND <= computer.next_reminder - 20 * MINUTE <= after + SECOND

    computer.sitbreak.do("interval 5s")
    assert computer.until_reminded() == pytest.approx(5, abs=1)


def test_reminders_stay_on_time_through_sleep_steps_and_moves(
    computer: Computer,
) -> None:
    computer.sitbreak.write_settings(f'interval = "{INTERVAL}s"\n')
    computer.start()
    assert computer.until_reminded() == pytest.approx(INTERVAL, abs=1)

    for step in (HOUR, -HOUR):
        computer.sitbreak.do("skip")
        computer.clocks.step(step)
        sat = computer.status["sitting_seconds"]
        assert abs(computer.next_reminder - computer.clocks.now()) < (INTERVAL + 1) * SECOND
        assert computer.until_reminded() == pytest.approx(sat + INTERVAL, abs=1), f"stepped by {step}"

    computer.press_a_key()
    computer.sitbreak.do("skip")
    computer.clocks.sleep(90 * SECOND)  # which only the clocks reveal
    away = computer.becomes("away")
    assert away["reminder"] is None
    before = computer.clocks.now()
    back, after = computer.comes_back(), computer.clocks.now()
    sat_since, passed = back["sitting_seconds"] - away["sitting_seconds"], (after - before).total_seconds()
    assert -1 <= sat_since <= passed + 1, "no break, no sitting"
    assert -1 <= computer.until_reminded() - (sat + 2 * INTERVAL) <= passed + 1

    computer.sitbreak.do("skip")
    sat = computer.status["sitting_seconds"]
    computer.clocks.move("IST-5:30")
    assert computer.next_reminder.utcoffset() == 5.5 * HOUR
    assert abs(computer.next_reminder - computer.clocks.now()) < (INTERVAL + 1) * SECOND
    assert computer.until_reminded() == pytest.approx(sat + INTERVAL, abs=1)
    assert len(computer.reminders) == 5
