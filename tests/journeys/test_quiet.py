"""What a reminder waits for on a real Xfce desktop, and that it still comes."""

import os
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from sitbreak.remote.client import ask
from sitbreak.wires.dbus import CALL_TIMEOUT
from tests.desktop.sound_server import SoundServer
from tests.desktop.surroundings.window import Window
from tests.journeys.desk import REMINDER_BUTTONS, SOON, Desk
from tests.journeys.heard import Overheard
from tests.journeys.side_by_side import A_MINUTE, side_by_side, wait_for, wait_for_the_only_bubble
from tests.rig.desktop import Desktop
from tests.rig.programs import Program, needs
from tests.running import request
from tests.until import Lateness, until

pytestmark = pytest.mark.real_desktop


def see_it_wait(desk: Desk, desktop: Desktop, reason: str, until: str, end: Callable[[], None]) -> None:
    """Check that a reminder waits for a reason, and comes once, within a minute after that ends."""
    heard = Overheard(desktop)
    desk.start(SOON)
    wait_for(lambda: desk.reminder() == "waiting", "the reminder waits")
    assert desk.status()["reminder"]["waiting_for"] == [reason]
    assert desk.status_line().endswith(f" – waiting until {until}")
    assert heard.sent == []
    end()
    ended = time.monotonic()
    with Lateness() as late:
        desk.wait_for_icon("waiting")  # not before, because a full screen hides the panel
        desk.point_at_icon()
        desk.open_menu()
        desk.close_menu()
        wait_for_the_only_bubble(desk, heard)
    took = time.monotonic() - ended
    assert took < A_MINUTE + 15 + late.seconds, "the reminder, and the 10 s that it is shown"


@side_by_side
def test_a_reminder_waits_for_the_end_of_full_screen(desk: Desk, desktop: Desktop) -> None:
    desktop.start_xfce_notifyd()
    film = Window(desktop)
    film.fill()
    see_it_wait(desk, desktop, "fullscreen", "you leave full screen", lambda: film.fill(fill=False))


@side_by_side
def test_a_reminder_waits_for_the_end_of_xfces_do_not_disturb(desk: Desk, desktop: Desktop) -> None:
    desktop.start_xfce_notifyd()

    def switch(*, on: bool) -> None:
        desktop.set_xfconf("xfce4-notifyd", "/do-not-disturb", on)

    switch(on=True)
    see_it_wait(desk, desktop, "do_not_disturb", "do-not-disturb ends", lambda: switch(on=False))


@side_by_side
def test_a_reminder_waits_until_dunst_is_no_longer_paused(desk: Desk, desktop: Desktop) -> None:
    needs("dunst")
    desktop.start_dunst()
    desktop.run("dunstctl", "set-paused", "true")

    def unpause() -> None:
        desktop.run("dunstctl", "set-paused", "false")

    see_it_wait(desk, desktop, "do_not_disturb", "do-not-disturb ends", unpause)


@side_by_side
def test_a_reminder_waits_for_the_end_of_a_call(desk: Desk, desktop: Desktop) -> None:
    needs("pulseaudio", "pactl", "parec")
    desktop.start_xfce_notifyd()
    server = SoundServer(desktop.home)
    try:
        call = server.record("mic")
        see_it_wait(desk, desktop, "call", "your call ends", call.kill)
    finally:
        server.end()


# --- a notification daemon that hangs ----------------------------------------------------------------


def slowest_answer(runtime: Path, until: Callable[[], bool]) -> float:
    """Ask for the status until the condition holds; return the seconds that the slowest answer took."""
    slowest = 0.0
    while not until():
        start = time.perf_counter()
        assert ask(runtime, request("status")).status == 0
        slowest = max(slowest, time.perf_counter() - start)
        time.sleep(0.02)
    return slowest


@pytest.mark.parametrize("repair", ["it continues", "another one replaces it"])
def test_a_hanging_notification_daemon_delays_and_loses_nothing(
    desk: Desk, desktop: Desktop, xfce_panel: Program, xfce_notifyd: Program, repair: str
) -> None:
    assert xfce_panel.running
    heard = Overheard(desktop)
    runtime = desktop.home.runtime / "sitbreak"
    desk.start('interval = "5s"\n')
    until(lambda: desk.sitting_seconds() >= 3, "somebody sits")
    os.kill(xfce_notifyd.pid, signal.SIGSTOP)
    # It does not answer what it is busy with, and then not when it has to show the reminder.
    until(lambda: desk.reminder() == "due", "the reminder is due")
    hung_since = time.monotonic()
    with Lateness() as late:
        slowest = slowest_answer(runtime, lambda: time.monotonic() - hung_since > CALL_TIMEOUT + 1)
    assert slowest < CALL_TIMEOUT / 2 + late.seconds, "it waited for the daemon before it answered"
    assert desk.bubble() is None
    assert desk.reminder() == "due"
    desk.wait_for_icon("due")

    if repair == "it continues":
        os.kill(xfce_notifyd.pid, signal.SIGCONT)
    else:
        xfce_notifyd.kill()
        xfce_notifyd.start()
    desk.click_button("Snooze 5 min", of=REMINDER_BUTTONS)
    until(lambda: desk.snooze() == timedelta(minutes=5), "the reminder is snoozed")
    desk.wait_for_no_bubble()
    assert len(heard.sent) == 1
