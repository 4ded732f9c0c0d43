"""The `history` command: the numbers are those of a count by hand, in every form."""

import csv
import io
import json
import re
import signal
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sitbreak.app.command_line import HistoryForm, ShowHistory
from sitbreak.app.files import Files
from sitbreak.app.show_history import show
from sitbreak.core.days import Ongoing
from sitbreak.core.presence import AtDesk
from sitbreak.remote.protocol import DONE, FAILED, USAGE_ERROR
from sitbreak.storage.folders import Folders
from sitbreak.storage.history import HistoryFile, history_path, read
from tests.app.joined import Joined
from tests.conftest import Logged
from tests.core.story import Story, hours, minutes, seconds
from tests.running import Running
from tests.test_history_file import sitting
from tests.until import until


class Recorded:
    """A story whose history is in a real database."""

    def __init__(self, folder: Path, story: Story) -> None:
        self.story = story
        self.folders = Folders(folder / "config", folder / "state", folder / "run", folder / "log")
        file = HistoryFile(history_path(self.folders.state))
        for entries in filter(None, story.history.values()):
            file.add(entries)
        file.close()

    def show(self, form: HistoryForm, days: int = 14, file: Path | None = None) -> str:
        there = isinstance(self.story.planner.situation.presence, AtDesk)
        ongoing = Ongoing(self.story.planner.unfinished(self.story.now), there)
        ongoing = Ongoing.from_table(json.loads(json.dumps(ongoing.to_table())))
        answer = show(ShowHistory(days, form, file), Files(self.folders), ongoing, self.story.now)
        assert answer.status == DONE
        return answer.text


@pytest.fixture
def morning(tmp_path: Path) -> Recorded:
    """Monday from 09:00 on.

    09:00 sits 15 min; 09:15 away 5 min, unasked; 09:20 sits 25 min, is reminded at a lull, and at 09:45 gets
    up for 4 min; 09:49 sits 35 min without a lull: reminded at the end of the interval, and snoozes; 10:24
    locks the screen for 1 min, half of the break that was asked for; 10:25 sits 5 min; 10:30 stands 5 min,
    and goes on.
    """
    story = Story()
    story.sit(minutes(15))
    story.leave(minutes(5))
    story.sit(minutes(25))
    story.leave(minutes(4))
    story.sit(minutes(32))
    story.say("snooze 10")
    story.sit(minutes(3))
    story.lock(minutes(1))
    story.sit(minutes(5))
    story.say("stand")
    story.sit(minutes(5))
    return Recorded(tmp_path, story)


BY_HAND = {
    "sitting_seconds": (15 + 25 + 35 + 5) * 60,
    "past_limit_seconds": (40 - 30) * 60,
    "standing_seconds": 5 * 60,
    "longest_seconds": 40 * 60,
    "breaks": {"asked": 1, "natural": 1, "short": 1, "skipped": 0, "snoozed": 1},
    "reminders": 2,
    "tips": 2,
}


def today(text: str) -> dict[str, Any]:
    day: dict[str, Any] = json.loads(text)["days"][-1]
    return day


def test_the_json_has_the_numbers_of_a_count_by_hand(morning: Recorded) -> None:
    day = today(morning.show(HistoryForm.JSON))
    assert {name: day[name] for name in BY_HAND} == BY_HAND
    assert [(span["kind"], span["start"][11:16], span["end"][11:16]) for span in day["spans"]] == [
        ("sitting", "09:00", "09:15"),
        ("break", "09:15", "09:20"),
        ("sitting", "09:20", "09:45"),
        ("break", "09:45", "09:49"),
        ("sitting", "09:49", "10:24"),
        ("away", "10:24", "10:25"),
        ("sitting", "10:25", "10:30"),
        ("standing", "10:30", "10:35"),
    ]
    assert [span["running"] for span in day["spans"]].index(True) == 7


def test_the_lines_of_the_csv_add_up_to_the_same(morning: Recorded) -> None:
    rows = list(csv.DictReader(io.StringIO(morning.show(HistoryForm.CSV))))
    lengths, counts = Counter[str](), Counter[str]()
    for row in rows:
        lengths[row["what"]] += int(row["seconds"] or 0)
        counts[f"{row['what']} {row['detail']}".strip()] += int(row["count"])
    assert lengths["sitting"] == BY_HAND["sitting_seconds"]
    assert lengths["standing"] == BY_HAND["standing_seconds"]
    assert (counts["break asked"], counts["break natural"]) == (1, 1)
    assert (counts["snoozed"], counts["reminder"]) == (1, 2)
    assert {row["day"] for row in rows} == {"2026-03-02"}


def test_the_table_says_the_same_in_words(morning: Recorded) -> None:
    first, _, titles, monday, sunday, *_ = morning.show(HistoryForm.TEXT).splitlines()
    assert first == (
        "Today: 1 hour 20 minutes of sitting, 5 minutes of standing, 2 breaks,"
        " at most 40 minutes without one."
    )
    assert titles.split()[0] == "Day"
    assert re.split(r"  +", monday) == [
        "2026-03-02 Monday",
        *("1 h 20 min", "10 min", "40 min", "2", "2", "5 min"),
    ]
    assert re.split(r"  +", sunday) == ["2026-03-01 Sunday", *"–––––", "–"]


def test_the_page_has_the_same_numbers(morning: Recorded, tmp_path: Path) -> None:
    file = tmp_path / "sitting.html"
    assert morning.show(HistoryForm.HTML, file=file) == f"Page saved as {file}"
    html = file.read_text()
    for figure in ("1 h 20 min", "40 min", "10 min", "5 min"):
        assert figure in html


def test_days_kept_as_sums_only_add_up_in_the_csv_too(tmp_path: Path) -> None:
    story = Story()
    for _ in range(5):
        story.sit(minutes(15))
        story.leave(hours(24) - minutes(15))
    recorded = Recorded(tmp_path, story)
    before = {
        day["date"]: day["sitting_seconds"] for day in json.loads(recorded.show(HistoryForm.JSON))["days"]
    }
    file = HistoryFile(history_path(recorded.folders.state))
    file.shorten(story.today.date - timedelta(days=2), story.today.date)
    file.close()
    after = json.loads(recorded.show(HistoryForm.JSON))["days"]
    assert {day["date"]: day["sitting_seconds"] for day in after} == before
    assert [day["date"] for day in after if day["sitting_seconds"] and not day["spans"]]
    rows = list(csv.DictReader(io.StringIO(recorded.show(HistoryForm.CSV))))
    assert sum(int(row["seconds"]) for row in rows if row["what"] == "sitting") == sum(before.values())
    assert sum(int(row["count"]) for row in rows if row["what"] == "break") == 5


# --- as it is typed ----------------------------------------------------------------------------------


def test_it_works_without_an_instance_and_before_the_first_start(sitbreak: Running) -> None:
    done = sitbreak.run("history")
    assert done.status == DONE
    assert done.out.startswith("Today: nothing yet.\n\nDay ")
    assert len(done.out.splitlines()) == 2 + 1 + 14
    assert not any(path.is_file() for path in sitbreak.state_folder.rglob("*")), "asking makes no files"


def test_what_goes_on_is_there_at_once_and_what_happened_after_the_end(sitbreak: Running) -> None:
    sitbreak.start()
    sitbreak.do("tip")
    sitbreak.do("pause")
    until(lambda: sitbreak.status()["sitting_seconds"] >= 2, "two seconds of sitting")
    day = today(sitbreak.run("history", "--json", "--days", "1").out)
    assert day["sitting_seconds"] >= 2
    assert day["spans"][-1]["running"] is True
    assert day["tips"] == 2, "one was on the first screen of the terminal"
    assert len(day["pauses"]) == 1
    sitbreak.do("quit")
    sitbreak.wait()
    day = today(sitbreak.run("history", "--json").out)
    assert day["sitting_seconds"] >= 2
    assert day["spans"][-1]["running"] is False


def test_the_csv_has_lines_as_the_standard_wants_them(sitbreak: Running) -> None:
    sitbreak.start()
    out = sitbreak.home.folder / "out"
    with out.open("wb") as file:
        sitbreak.execute([*sitbreak.command, "history", "--csv"], stdout=file).wait(20)
    assert out.read_bytes().startswith(b"day,what,start,end,seconds,count,detail\r\n")
    assert b"\n" not in out.read_bytes().replace(b"\r\n", b"")


def test_the_page_is_written_where_it_was_typed(sitbreak: Running) -> None:
    done = sitbreak.run("history", "--html", "sitting.html")
    assert done.status == DONE
    assert (sitbreak.home.folder / "sitting.html").read_text().startswith("<!DOCTYPE html>")
    done = sitbreak.run("history", "--html", "nowhere/sitting.html")
    folder = sitbreak.home.folder / "nowhere"
    assert (done.status, done.err) == (
        FAILED,
        f"{Path('nowhere', 'sitting.html')} cannot be written: there is no folder {folder}\n",
    )
    assert not folder.exists()
    done = sitbreak.run("history", "--html", "nowhere/../..")
    assert done.status == FAILED
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    "wrong", ["--days 0", "--days many", "--days 99999", "--csv --json", "--html", "monday"]
)
def test_what_cannot_be_meant_is_refused(sitbreak: Running, wrong: str) -> None:
    done = sitbreak.run("history", *wrong.split())
    assert done.status == USAGE_ERROR
    assert done.err.startswith("history: ")


def test_it_can_be_typed_into_the_terminal_of_the_instance(sitbreak: Running) -> None:
    sitbreak.start(typing=True)
    sitbreak.type("history --days 1\n")
    until(lambda: "Today: " in sitbreak.printed, "the table")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot stop a process")
def test_an_instance_that_hangs_costs_only_what_goes_on(sitbreak: Running) -> None:
    sitbreak.start()
    until(lambda: "Press Ctrl-C to stop." in sitbreak.printed, "the first tip is shown")
    sitbreak.do("tip")
    sitbreak.process.send_signal(signal.SIGSTOP)
    try:
        day = today(sitbreak.run("history", "--json").out)
    finally:
        sitbreak.process.send_signal(signal.SIGCONT)
    assert day["tips"] == 2


def test_a_history_that_cannot_be_read_is_said_in_one_line(sitbreak: Running) -> None:
    history_path(sitbreak.state_folder).mkdir(parents=True)
    done = sitbreak.run("history")
    assert done.status == FAILED
    assert done.err == f"{history_path(sitbreak.state_folder)} cannot be used: it is not a regular file\n"


def test_a_damaged_history_is_set_aside_at_the_start_and_begins_again(sitbreak: Running) -> None:
    path = history_path(sitbreak.state_folder)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no database" * 1000)
    sitbreak.start()
    until(lambda: "is damaged: it was renamed to history.sqlite3.damaged-" in sitbreak.log, "the line")
    sitbreak.do("tip")
    assert today(sitbreak.run("history", "--json").out)["tips"] >= 1, (
        "where there is a terminal, it shows one"
    )
    assert sitbreak.log.count("is damaged") == 1


def test_damage_that_an_entry_meets_first_is_set_aside_once(joined: Joined, logged: Logged) -> None:
    path = history_path(joined.folders.state)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"no database" * 1000)
    joined.history.check(joined.waiter)
    until(lambda: joined.waiter._results, "the look has found it, and nobody has heard of that")
    for _ in range(2):
        joined.history.add([sitting()])
    joined.settle()
    assert len(list(path.parent.glob("history.sqlite3.damaged-*"))) == 1
    assert len([line for line in logged() if "is damaged: it was renamed" in line]) == 1
    joined.until(lambda: read(path).entries == (sitting(),), "the entry is in the new one")


# --- the back diary ------------------------------------------------------------------------------------


def test_an_answer_of_the_diary_is_in_every_form(sitbreak: Running) -> None:
    sitbreak.start()
    assert sitbreak.run("diary", "4").out == "Noted for today: 4 of 10.\n"
    assert today(sitbreak.run("history", "--json").out)["back"] == 4
    assert ",back,,,,1,4\n" in sitbreak.run("history", "--csv", "--days", "1").out
    lines = sitbreak.run("history", "--days", "1").out.splitlines()
    assert lines[1] == "Your back today: 4 of 10."
    assert lines[3].split()[-1] == "Back"
    assert lines[4].split()[-1] == "4"


def test_an_answer_can_be_given_without_an_instance(sitbreak: Running) -> None:
    assert sitbreak.run("diary", "2").out == "Noted for today: 2 of 10.\n"
    assert sitbreak.run("diary", "no").out == "Nothing noted for today.\n"
    assert today(sitbreak.run("history", "--json").out)["back"] is None


def test_an_answer_that_cannot_be_kept_is_not_confirmed(sitbreak: Running) -> None:
    history_path(sitbreak.state_folder).mkdir(parents=True)
    for _ in range(2):  # without an instance, and with one
        done = sitbreak.run("diary", "4")
        assert done.status == FAILED
        assert "history.sqlite3 cannot be used: " in done.err
        sitbreak.start()


@pytest.mark.parametrize("wrong", ["11", "-1", "many", "4.5", "", "3 4"])
def test_what_is_no_answer_is_refused(sitbreak: Running, wrong: str) -> None:
    done = sitbreak.run("diary", *wrong.split())
    assert done.status == USAGE_ERROR
    assert done.err.startswith("diary: ")


def test_seconds_stay_whole(tmp_path: Path) -> None:
    story = Story(interval="6s-10s", break_length="2s", away_after="3s")
    for _ in range(20):
        story.sit(seconds(4.6))
        story.leave(seconds(5.3))
    day = today(Recorded(tmp_path, story).show(HistoryForm.JSON))
    assert day["sitting_seconds"] == sum(
        span["seconds"] for span in day["spans"] if span["kind"] == "sitting"
    )
