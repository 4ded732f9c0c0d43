"""The servers of a real Xfce desktop are killed, stopped, continued and replaced."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from random import Random
from statistics import median

import pytest

from tests.faults.fault import Fault
from tests.faults.hasty import HASTY
from tests.faults.ledger import Ledger
from tests.journeys.desk import Desk
from tests.rig.desktop import Desktop
from tests.rig.programs import Home, Program, needs
from tests.rig.servers import SessionBus, XDisplay
from tests.running import Running
from tests.until import Lateness, until

AGAIN_AND_AGAIN = 'interval = "1s-2s"\nlull = "1s"\nrepeat_every = "2s"\n'
"""Settings with which a reminder is nearly always on the screen."""

PROMPT = 2.0
"""Seconds within which a command is answered, whatever hangs; less than one server's patience too many."""


@contextmanager
def stopped(program: Program) -> Iterator[None]:
    """Stop a program and all that it started; continue it afterwards."""
    os.killpg(program.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(program.pid, signal.SIGCONT)


def ask_now(ledger: Ledger, random: Random) -> None:
    """Have a wish granted, which takes as long as ever whatever hangs."""
    with Lateness() as late:
        start = time.monotonic()
        assert ledger.wish(random)
        took = time.monotonic() - start
    assert took - late.seconds < PROMPT


@pytest.fixture
def desk(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desktop on which sitbreak is not started yet."""
    monkeypatch.setenv(
        "XAUTHORITY", "/nonexistent"
    )  # Xlib would use the cookies of the person at this computer
    desk = Desk(desktop)
    desk.sitbreak.command = HASTY
    yield desk
    desk.end()
    assert "Traceback" not in desk.sitbreak.printed + desk.sitbreak.complaints + desk.sitbreak.log


# --- the panel ---------------------------------------------------------------------------------------


@pytest.mark.fault("the panel is killed and started again", "the icon is back on it")
def test_a_panel_started_again_shows_the_icon(desk: Desk, xfce_panel: Program, fault: Fault) -> None:
    desk.start()
    desk.wait_for_icon()
    ledger = Ledger(desk.sitbreak, fault)
    for random in fault.tries(cost=5):
        xfce_panel.kill()
        ask_now(ledger, random)
        xfce_panel.start()
        fault.lasts_until(desk.icon, "the icon is back")
        ledger.check()


@pytest.mark.fault(
    "the panel is stopped and continued", "commands are answered, and the icon shows what they did"
)
def test_a_stopped_panel_delays_nobody(desk: Desk, xfce_panel: Program, fault: Fault) -> None:
    desk.start()
    desk.wait_for_icon()
    ledger = Ledger(desk.sitbreak, fault)
    for random in fault.tries(cost=5):
        with stopped(xfce_panel):
            for _ in range(10):
                ask_now(ledger, random)
        fault.lasts_until(partial(shows_the_truth, desk), "the icon shows what was done meanwhile")
        ledger.check()


def shows_the_truth(desk: Desk) -> bool:
    return desk.icon() == ("paused" if desk.pauses() else "sitting")


@pytest.mark.fault("the panel is replaced by one with the old kind of tray, and back", "each shows the icon")
def test_a_panel_of_another_kind_shows_the_icon(
    desk: Desk, desktop: Desktop, xfce_panel: Program, fault: Fault
) -> None:
    needs("tint2")
    config = desktop.home.folder / "tint2rc"
    config.write_text("panel_items = S\n")
    xfce_panel.kill()
    old = desktop.start(["tint2", "-c", str(config)])
    desk.start()
    ledger = Ledger(desk.sitbreak, fault)
    for random in fault.tries(cost=10):
        fault.lasts_until(partial(has_tray, desk, "xembed"), "the old panel shows the icon")
        old.kill()
        ask_now(ledger, random)
        xfce_panel.start()
        fault.lasts_until(partial(has_tray, desk, "status-notifier"), "the new panel shows the icon")
        xfce_panel.kill()
        old.start()
        ledger.check()


def has_tray(desk: Desk, name: str) -> bool:
    return bool(desk.status()["backends"]["tray"] == name)


# --- the notification daemon -------------------------------------------------------------------------


@pytest.mark.fault(
    "the notification daemon is killed and started again", "the reminder is on the screen again"
)
def test_a_daemon_started_again_shows_the_reminder(desk: Desk, xfce_notifyd: Program, fault: Fault) -> None:
    desk.start(AGAIN_AND_AGAIN)
    desk.wait_for_bubble()
    ledger = Ledger(desk.sitbreak, fault, keeps_reminding=True)
    for random in fault.tries(cost=5):
        xfce_notifyd.kill()
        ask_now(ledger, random)
        xfce_notifyd.start()
        fault.lasts_until(desk.bubble, "the reminder is back")
        ledger.check()


@pytest.mark.fault(
    "the notification daemon is stopped and continued", "commands are answered; one reminder, not two"
)
def test_a_stopped_daemon_delays_nobody(desk: Desk, xfce_notifyd: Program, fault: Fault) -> None:
    desk.start(AGAIN_AND_AGAIN)
    desk.wait_for_bubble()
    ledger = Ledger(desk.sitbreak, fault, keeps_reminding=True)
    for random in fault.tries(cost=5):
        with stopped(xfce_notifyd):
            for _ in range(10):
                ask_now(ledger, random)
        fault.lasts_until(desk.bubble, "the reminder is on the screen")
        ledger.check()


@pytest.mark.fault("the notification daemon is replaced by another one, and back", "each shows the reminder")
def test_another_daemon_shows_the_reminder(
    desk: Desk, desktop: Desktop, xfce_notifyd: Program, fault: Fault
) -> None:
    needs("dunst", "dunstctl")
    xfce_notifyd.kill()
    dunst = desktop.start_dunst()
    desk.start(AGAIN_AND_AGAIN)
    for _ in fault.tries(cost=10):
        fault.lasts_until(lambda: desk.bubbles_of_dunst() == 1, "dunst shows it")
        dunst.kill()
        xfce_notifyd.start()
        fault.lasts_until(desk.bubble, "xfce4-notifyd shows it")
        xfce_notifyd.kill()
        dunst.start()


# --- the session bus ---------------------------------------------------------------------------------


@pytest.mark.fault(
    "the session bus is killed, with everything on it, and started again", "icon and reminder are back"
)
def test_a_session_bus_started_again_brings_everything_back(
    desk: Desk, desktop: Desktop, xfce_panel: Program, xfce_notifyd: Program, fault: Fault
) -> None:
    desk.start(AGAIN_AND_AGAIN)
    desk.wait_for_icon()
    ledger = Ledger(desk.sitbreak, fault, keeps_reminding=True)
    for random in fault.tries(cost=10):
        desktop.bus.daemon.kill()
        ask_now(ledger, random)
        xfce_panel.kill()
        xfce_notifyd.kill()
        desktop.bus.daemon.start()
        desktop.start_xfconf()
        xfce_notifyd.start()
        xfce_panel.start()
        fault.lasts_until(lambda: desk.icon() and desk.bubble(), "icon and reminder are back")
        ledger.check()


@pytest.mark.fault(
    "the session bus is stopped and continued", "commands are answered, icon and reminder stay"
)
def test_a_stopped_session_bus_delays_nobody(
    desk: Desk, desktop: Desktop, xfce_panel: Program, xfce_notifyd: Program, fault: Fault
) -> None:
    assert xfce_panel.running
    assert xfce_notifyd.running
    desk.start(AGAIN_AND_AGAIN)
    desk.wait_for_icon()
    ledger = Ledger(desk.sitbreak, fault, keeps_reminding=True)
    for random in fault.tries(cost=5):
        with stopped(desktop.bus.daemon):
            for _ in range(10):
                ask_now(ledger, random)
        fault.lasts_until(lambda: desk.icon() and desk.bubble(), "icon and reminder are there")
        ledger.check()


# --- the X server ------------------------------------------------------------------------------------


@pytest.mark.fault("the X server is stopped and continued", "commands are answered, icon and reminder stay")
def test_a_stopped_x_server_delays_nobody(
    desk: Desk, desktop: Desktop, xfce_panel: Program, xfce_notifyd: Program, fault: Fault
) -> None:
    assert xfce_panel.running
    assert xfce_notifyd.running
    desk.start(AGAIN_AND_AGAIN)
    desk.wait_for_icon()
    ledger = Ledger(desk.sitbreak, fault, keeps_reminding=True)
    for random in fault.tries(cost=5):
        with stopped(desktop.display.server):
            for _ in range(10):
                ask_now(ledger, random)
        fault.lasts_until(lambda: desk.icon() and desk.bubble(), "icon and reminder are there")
        ledger.check()


@pytest.mark.fault(
    "sitbreak is started while the X server or the bus is stopped, and gets SIGTERM",
    "it ends within two seconds",
)
@pytest.mark.parametrize("hangs", ["display", "bus"])
def test_sigterm_ends_it_while_a_server_hangs(
    sitbreak: Running, x_display: XDisplay, session_bus: SessionBus, fault: Fault, hangs: str
) -> None:
    sitbreak.env |= x_display.env | session_bus.env | {"XAUTHORITY": "/nonexistent"}
    server = x_display.server if hangs == "display" else session_bus.daemon
    for _ in fault.tries(cost=3):
        with stopped(server):
            sitbreak.start()
            end(sitbreak, fault)
        sitbreak.start()
        with stopped(server):
            end(sitbreak, fault)
    assert median(fault.seconds) < PROMPT, "a busy computer delays some"


def end(sitbreak: Running, fault: Fault) -> None:
    """End it with SIGTERM."""
    sitbreak.process.terminate()
    fault.lasts_until(sitbreak.has_ended, "it ends")
    assert sitbreak.wait() == 0


@pytest.mark.fault(
    "the X server is killed, and one starts in its place", "it ends with 0, and goes on after a start there"
)
def test_a_killed_x_server_ends_it_quietly(sitbreak: Running, home: Home, fault: Fault) -> None:
    needs("Xvfb")
    name = f":{20_000 + os.getpid() % 10_000}"  # a low number is soon another server's
    display = XDisplay(home, name)
    sitbreak.env |= display.env | {"XAUTHORITY": "/nonexistent"}
    sitbreak.start()
    ledger = Ledger(sitbreak, fault)
    for random in fault.tries(cost=3):
        ask_now(ledger, random)
        until(lambda: sitbreak.status()["backends"]["idle"] == "x11-sync", "idle is measured")
        display.server.kill()
        assert sitbreak.wait() == 0
        display = XDisplay(home, name)
        sitbreak.start()
        ledger.check()
    display.server.kill()
    assert sitbreak.complaints == ""
