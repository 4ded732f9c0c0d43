"""Stories about what survives the process: a crash, a quit, damaged and unwritable files."""

import sys
from datetime import datetime, timedelta
from typing import Any

import pytest

from sitbreak.remote.protocol import FAILED
from tests.running import Running
from tests.until import until

A_SECOND = timedelta(seconds=1)


def leave(sitbreak: Running, how: str) -> None:
    if how == "crash":
        sitbreak.kill()
    else:
        sitbreak.do("quit")
        assert sitbreak.wait() == 0


def end_of_snooze(sitbreak: Running) -> datetime:
    return datetime.fromisoformat(sitbreak.status()["reminder"]["until"])


@pytest.mark.parametrize("how", ["crash", "quit"])
def test_clock_snooze_and_pause_survive(how: str, sitbreak: Running) -> None:
    sitbreak.write_settings('interval = "1s"\naway_after = "never"\n')
    sitbreak.start()
    until(lambda: sitbreak.reminder() == "due", "the reminder")
    sitbreak.do("snooze 20")
    sitbreak.do("pause 14:00-15:00")
    snoozed, pauses, sat = end_of_snooze(sitbreak), sitbreak.status()["pauses"], _sat(sitbreak)
    assert sat >= 1

    leave(sitbreak, how)
    sitbreak.start()
    assert _sat(sitbreak) >= sat
    assert abs(end_of_snooze(sitbreak) - snoozed) <= A_SECOND
    assert sitbreak.status()["pauses"] == pauses
    assert sitbreak.reminder() == "snoozed"


@pytest.mark.parametrize("how", ["crash", "quit"])
def test_who_stands_goes_on_standing(how: str, sitbreak: Running) -> None:
    sitbreak.write_settings('standing = "3s"\n')
    sitbreak.start()
    sitbreak.do("stand")
    sat = _sat(sitbreak)
    until(lambda: "Time to sit or walk" in sitbreak.printed, "the suggestion")
    leave(sitbreak, how)
    before = len(sitbreak.printed)
    sitbreak.start()
    status = sitbreak.status()
    assert (status["state"], status["sitting_seconds"]) == ("standing", sat)
    assert status["standing_seconds"] >= 3
    assert sitbreak.do("status").startswith("Standing less than a minute")
    assert "Time to sit or walk" not in sitbreak.printed[before:], "it is made once"
    assert sitbreak.do("sit") == "You're sitting again."


def test_a_reminder_on_the_screen_returns_after_a_crash(sitbreak: Running) -> None:
    sitbreak.write_settings('interval = "1s"\n')
    sitbreak.start()
    until(lambda: "Time to get up –" in sitbreak.printed, "the reminder")
    sitbreak.kill()
    before = len(sitbreak.printed)
    sitbreak.start()
    until(lambda: "Time to get up –" in sitbreak.printed[before:], "the reminder again")
    assert sitbreak.reminder() == "due"


def test_a_pause_until_resumed_survives_a_crash(sitbreak: Running) -> None:
    sitbreak.start()
    sitbreak.do("pause")
    sitbreak.kill()
    sitbreak.start()
    assert sitbreak.status()["pauses"][0]["until"] is None
    assert sitbreak.status()["next_reminder"] is None


def test_a_damaged_state_is_set_aside_and_logged_in_one_line(sitbreak: Running) -> None:
    sitbreak.start()
    sitbreak.do("pause")
    sitbreak.do("quit")
    sitbreak.wait()
    (sitbreak.state_folder / "state.json").write_text('{"half')
    sitbreak.start()
    assert sitbreak.status()["pauses"] == []
    assert sitbreak.log.count("state.json is damaged") == 1
    assert "state.json is damaged" in sitbreak.do("troubleshoot")
    assert len(list(sitbreak.state_folder.glob("state.json.damaged-*"))) == 1


def test_damaged_settings_lose_only_the_damaged_lines(sitbreak: Running) -> None:
    sitbreak.write_settings('interval = "33m"\nlull = "6s\nsnooze = 0\n')
    sitbreak.start()
    assert sitbreak.do("interval") == "Reminders come after 33 minutes."
    assert sitbreak.log.count("settings.toml:2: ") == 1
    assert sitbreak.log.count("snooze: 0 is not between") == 1


@pytest.mark.skipif(sys.platform != "linux", reason="needs a folder in which not even root can write")
def test_an_unwritable_home_is_logged_and_costs_no_reminder(sitbreak: Running) -> None:
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        sitbreak.env[name] = "/proc"
    sitbreak.start("--interval", "1s")
    until(lambda: sitbreak.reminder() == "due", "the reminder")
    for wish in ("snooze 10", "pause"):
        answer = sitbreak.ask(wish)
        assert answer.status == FAILED
        assert "It can't be saved, so a restart would lose it: " in answer.text
    nothing_logged, no_history, nothing_kept = sorted(sitbreak.complaints.splitlines(), key=_about)
    assert "so nothing is logged" in nothing_logged
    assert "the history has to wait: " in no_history
    assert "a restart would lose" in nothing_kept
    assert sitbreak.ask("quit").status == FAILED
    assert sitbreak.wait() == 0


def _about(line: str) -> int:
    return ["so nothing is logged" in line, "the history" in line, True].index(True)


def _sat(sitbreak: Running) -> Any:
    return sitbreak.status()["sitting_seconds"]
