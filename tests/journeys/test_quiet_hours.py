"""Pauses, working hours and a snooze on a real Xfce desktop, in a time zone that the story picks."""

from datetime import datetime, timedelta
from datetime import time as clock

import pytest

from tests.journeys.desk import SOON, Desk
from tests.journeys.heard import Overheard
from tests.journeys.side_by_side import side_by_side, wait_for, wait_for_the_only_bubble
from tests.journeys.zone import Zone
from tests.rig.desktop import Desktop
from tests.until import Lateness

pytestmark = pytest.mark.real_desktop

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def set_clocks_before(due: clock, desk: Desk, desktop: Desktop) -> Zone:
    """Make the clocks of this desktop show that a time of day is due in `desk.lead`."""
    zone = Zone(due, desk.lead)
    desktop.env["TZ"] = zone.name
    return zone


def working_hours(day: datetime, hours: str) -> str:
    return f'[working_hours]\n{DAYS[day.weekday()]} = ["{hours}"]\n'


def pause_reasons(desk: Desk) -> list[str]:
    return [pause["reason"] for pause in desk.status()["pauses"]]


def ends_of(pauses: list[dict[str, str]]) -> list[tuple[str, str]]:
    """Return when each pause begins and ends, on the clock."""
    return [
        (f"{datetime.fromisoformat(it['from']):%H:%M:%S}", f"{datetime.fromisoformat(it['until']):%H:%M:%S}")
        for it in pauses
    ]


@side_by_side
def test_a_planned_pause_follows_the_clock_then_the_reminder_comes(desk: Desk, desktop: Desktop) -> None:
    desktop.start_xfce_notifyd()
    heard = Overheard(desktop)
    zone = set_clocks_before(clock(14), desk, desktop)
    desk.start(f'interval = "{desk.lead + 10}s"\n')
    assert desk.command("pause", "14:00-14:01") == "Paused from 14:00:00 until 14:01:00."
    [pause] = desk.status()["pauses"]
    assert pause["reason"] == "planned"
    assert ends_of([pause]) == [("14:00:00", "14:01:00")]
    assert desk.status_line().startswith("Sitting – reminder at 14:00:")

    wait_for(lambda: zone.now().hour == 14, "it is two o'clock")
    desk.wait_for_icon("paused")
    assert desk.status_line() == "Paused until 14:01:00 – sitting"
    desk.point_at_icon()
    desk.open_menu()
    desk.close_menu()
    assert pause_reasons(desk) == ["planned"]
    wait_for(lambda: desk.sitting_seconds() >= desk.lead + 15, "they have sat past the interval's end")
    assert heard.sent == []
    wait_for(lambda: zone.now().minute == 1, "it is a minute past two")
    wait_for_the_only_bubble(desk, heard)
    assert pause_reasons(desk) == []


@side_by_side
def test_a_snooze_survives_a_crash_and_ends_on_time(desk: Desk, desktop: Desktop) -> None:
    desktop.start_xfce_notifyd()
    heard = Overheard(desktop)
    desk.start(SOON)
    desk.wait_for_bubble()
    desk.command("snooze", f"{desk.lead}s")
    desk.wait_for_no_bubble()
    before = desk.status()["reminder"]
    until = datetime.fromisoformat(before["until"])
    words = f"Sitting – snoozed until {until:%H:%M:%S}"
    assert desk.status_line() == words
    desk.sitbreak.kill()
    desk.sitbreak.start()
    assert desk.status()["reminder"] == before
    assert before["state"] == "snoozed"
    desk.wait_for_icon("snoozed")
    assert desk.status_line() == words
    with Lateness() as late:
        wait_for(lambda: len(heard.sent) == 2, "the reminder is back")
    assert timedelta() <= datetime.now(until.tzinfo) - until < timedelta(seconds=2 + late.seconds)
    assert desk.reminder() == "due"


@side_by_side
def test_reminders_wait_for_working_hours_to_begin(desk: Desk, desktop: Desktop) -> None:
    desktop.start_xfce_notifyd()
    heard = Overheard(desktop)
    zone = set_clocks_before(clock(22), desk, desktop)
    desk.start(SOON + working_hours(zone.now(), "22:00-06:00"))
    desk.wait_for_icon("paused")
    assert desk.status_line() == "Outside working hours until 22:00:00 – sitting"
    assert pause_reasons(desk) == ["working_hours"]
    wait_for(lambda: desk.sitting_seconds() >= 5, "they have sat past the interval's end")
    assert zone.now().hour == 21
    assert heard.sent == []
    wait_for(lambda: zone.now().hour == 22, "working hours begin")
    wait_for_the_only_bubble(desk, heard)
    assert pause_reasons(desk) == []


@side_by_side
def test_working_hours_continue_past_midnight(desk: Desk, desktop: Desktop) -> None:
    desktop.start_xfce_notifyd()
    heard = Overheard(desktop)
    zone = set_clocks_before(clock(0), desk, desktop)
    today = zone.now().date()
    desk.start(SOON + f'repeat_every = "{desk.lead}s"\n' + working_hours(zone.now(), "22:00-06:00"))
    desk.wait_for_bubble()
    assert zone.now().date() == today
    wait_for(lambda: zone.now().date() > today, "midnight is over")
    assert pause_reasons(desk) == []
    wait_for(lambda: len(heard.sent) == 2, "the reminder is repeated")
    assert zone.now().date() > today
    assert desk.reminder() == "overdue"
    desk.wait_for_icon("due")
    assert heard.withdrawn == 0


@side_by_side
def test_a_reminder_is_withdrawn_when_last_nights_hours_end(desk: Desk, desktop: Desktop) -> None:
    desktop.start_xfce_notifyd()
    heard = Overheard(desktop)
    zone = set_clocks_before(clock(6), desk, desktop)
    yesterday = zone.now() - timedelta(days=1)
    desk.start(working_hours(yesterday, "22:00-06:00"))
    wait_for(lambda: zone.now().second >= 53, "it is nearly six")  # before six it must not go by itself
    desk.sitbreak.do("interval 3s")
    desk.wait_for_bubble()
    assert zone.now().hour == 5
    wait_for(lambda: zone.now().hour == 6, "working hours are over")
    desk.wait_for_no_bubble()
    assert heard.withdrawn == 1
    desk.wait_for_icon("paused")
    assert desk.status_line() == f"Outside working hours until 22:00 on {yesterday:%A} – sitting"
    assert pause_reasons(desk) == ["working_hours"]
