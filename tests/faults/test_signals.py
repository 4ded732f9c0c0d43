"""Signals at the wrong moment: SIGTERM and SIGKILL during a write, SIGSTOP for minutes. Clocks are set."""

import signal
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from threading import Thread

import pytest

from tests.faults.fault import Fault
from tests.faults.ledger import Ledger
from tests.running import Running
from tests.stepped_clocks import SteppedClocks

SOONEST, LATEST = 0.0, 0.3
"""Seconds of writing before the signal."""
TERM_LIMIT = 2.0
"""Seconds within which SIGTERM ends it."""


@pytest.mark.fault("SIGTERM during a write", "it ends within two seconds, with status 0")
def test_sigterm_during_a_write_loses_nothing(sitbreak: Running, fault: Fault) -> None:
    sitbreak.start()
    ledger = Ledger(sitbreak, fault)
    for random in fault.tries():
        signal_while_writing(sitbreak, ledger, random, signal.SIGTERM)
        fault.lasts_until(sitbreak.has_ended, "it ends")
        assert sitbreak.wait() == 0
        sitbreak.start()
        ledger.check()
    assert median(fault.seconds) < TERM_LIMIT, "a busy computer delays some"
    assert_swept(sitbreak)


@pytest.mark.fault("SIGKILL during a write", "the next start has everything that was confirmed, and sweeps")
def test_sigkill_during_a_write_loses_nothing_that_was_confirmed(sitbreak: Running, fault: Fault) -> None:
    sitbreak.start()
    ledger = Ledger(sitbreak, fault)
    for random in fault.tries():
        signal_while_writing(sitbreak, ledger, random, signal.SIGKILL)
        sitbreak.wait()
        sitbreak.start()
        ledger.check()
    assert_swept(sitbreak)


def signal_while_writing(sitbreak: Running, ledger: Ledger, random: Random, number: signal.Signals) -> None:
    """Send a signal at some moment while one wish after another is granted."""
    writer = Thread(target=ledger.wish_on, args=(Random(random.random()),))
    writer.start()
    time.sleep(random.uniform(SOONEST, LATEST))
    sitbreak.process.send_signal(number)
    writer.join(30)
    assert not writer.is_alive()


def assert_swept(sitbreak: Running) -> None:
    """Fail if a write that was interrupted has left something behind."""
    files = [*sitbreak.config.rglob("*"), *sitbreak.state_folder.rglob("*"), *sitbreak.runtime.rglob("*")]
    assert not [file for file in files if file.name.endswith(".new")]


# --- time that jumps ---------------------------------------------------------------------------------


@pytest.fixture
def clocks(sitbreak: Running, tmp_path: Path) -> Iterator[SteppedClocks]:
    """The clocks of the sitbreak that is started next."""
    clocks = SteppedClocks(tmp_path)
    sitbreak.env |= {**clocks.env, "TZ": "UTC"}
    yield clocks
    sitbreak.end()
    clocks.close()


STEPS = (
    *(timedelta(seconds=length) for length in (1, 59, 61, 3600, 86400, 366 * 86400)),
    *(timedelta(seconds=-length) for length in (1, 59, 61, 3600, 86400, 366 * 86400)),
)
ODD_TIMES = [
    datetime.fromisoformat(f"{day}T06:28:16+00:00") for day in ("1970-01-01", "2038-01-19", "2106-02-07")
]
"""What clocks show whose battery is empty, or whose seconds no longer fit 32 bits."""


@pytest.mark.fault(
    "the wall clock is set: by a second to a year either way, to 1970, 2038, 2106",
    "no count changes, a snooze keeps its length",
)
def test_a_clock_that_is_set_changes_no_count(sitbreak: Running, clocks: SteppedClocks, fault: Fault) -> None:
    sitbreak.start()
    ledger = Ledger(sitbreak, fault)
    sitbreak.do("snooze 30")
    began, due = time.monotonic(), time.monotonic() + 30 * 60
    for random in fault.tries():
        for _ in range(5):
            target = random.choice(ODD_TIMES) - clocks.now()
            clocks.step(random.choice([*STEPS, timedelta(seconds=int(target.total_seconds()))]))
            ledger.wish(random)
            status = sitbreak.status()
            assert status["sitting_seconds"] <= time.monotonic() - began + 1
            left = datetime.fromisoformat(status["reminder"]["until"]) - clocks.now()
            assert abs(left.total_seconds() - (due - time.monotonic())) < 2
            ledger.check()


@pytest.mark.fault(
    "SIGSTOP for two to sixty minutes", "the time counts as an absence, wishes are granted again"
)
def test_a_stop_of_minutes_is_an_absence(sitbreak: Running, clocks: SteppedClocks, fault: Fault) -> None:
    sitbreak.start()
    ledger = Ledger(sitbreak, fault)
    for random in fault.tries():
        ledger.wish(random)
        before = sitbreak.status()["sitting_seconds"]
        sitbreak.process.send_signal(signal.SIGSTOP)
        minutes = random.randrange(2, 61)
        clocks.pass_time(timedelta(minutes=minutes))
        sitbreak.process.send_signal(signal.SIGCONT)
        fault.lasts_until(sitbreak.answers, "it answers again")
        sat = sitbreak.status()["sitting_seconds"] - before
        assert sat < 60 * minutes, "nobody sat while it stood still"
        ledger.check()
