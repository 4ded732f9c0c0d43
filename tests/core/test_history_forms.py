"""The history as a table, CSV and JSON: days of every kind."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date, datetime, timedelta

from sitbreak.core.history import Day, Happened, Kind, Mark, Span, Sums
from sitbreak.core.history_forms import as_csv, as_json, as_text
from sitbreak.core.presence import Outcome
from tests.core.story import ZONE, hours, minutes

MONDAY = date(2026, 3, 2)
NINE = datetime(2026, 3, 2, 9, tzinfo=ZONE)
SUMS_ONLY = Day(
    MONDAY - timedelta(days=1),
    sums=Sums(
        sitting=hours(5),
        past=minutes(20),
        standing=hours(1),
        longest=minutes(50),
        breaks={Outcome.ASKED: 4, Outcome.NATURAL: 3, Outcome.SHORT: 1, Outcome.SKIPPED: 2},
        reminders=9,
        tips=11,
        pain=3,
    ),
)
EMPTY = Day(MONDAY)
FULL = Day(
    MONDAY,
    (
        Span(Kind.SITTING, NINE, NINE + minutes(25), limit=minutes(30)),
        Span(Kind.BREAK, NINE + minutes(25), NINE + minutes(28), outcome=Outcome.ASKED),
        Span(Kind.SITTING, NINE + minutes(28), NINE + minutes(30), running=True),
    ),
    (Mark(Happened.REMINDER, NINE + minutes(24)), Mark(Happened.TIP, NINE + minutes(24), "feet-flat")),
    ((NINE + minutes(5), NINE + minutes(6)),),
    Sums(minutes(27), longest=minutes(25), breaks={Outcome.ASKED: 1}, reminders=1, tips=1),
)


def rows(*days: Day) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(as_csv(days))))


def table(*days: Day) -> list[list[str]]:
    lines = as_text(days).split("\n\n")[1].splitlines()
    return [re.split(r"  +", line) for line in lines]


def test_the_first_day_is_kind() -> None:
    assert as_text([EMPTY]).splitlines()[0] == "Today: nothing yet."
    assert table(EMPTY)[1] == ["2026-03-02 Monday", "–", "–", "–", "–", "–"]


def test_standing_and_the_diary_have_columns_only_where_there_is_some() -> None:
    assert table(FULL)[0] == ["Day", "Sitting", "Past limit", "Longest", "Breaks", "Reminders"]
    titles, today, before = table(SUMS_ONLY, FULL)
    assert titles[-2:] == ["Standing", "Back"]
    assert today == ["2026-03-02 Monday", "27 min", "–", "25 min", "1", "1", "–", "–"]
    assert before == ["2026-03-01 Sunday", "5 h", "20 min", "50 min", "7", "9", "1 h", "3"]


def test_the_diary_of_today_is_said_first() -> None:
    today = replace(FULL, sums=replace(FULL.sums, pain=0))
    assert as_text([today]).splitlines()[:2] == [
        "Today: 27 minutes of sitting, 1 break, at most 25 minutes without one.",
        "Your back today: 0 of 10.",
    ]


def test_everything_that_happened_has_a_line_in_order() -> None:
    assert [(row["what"], row["start"][11:16], row["seconds"], row["detail"]) for row in rows(FULL)] == [
        ("sitting", "09:00", "1500", ""),
        ("reminder", "09:24", "", ""),
        ("tip", "09:24", "", "feet-flat"),
        ("break", "09:25", "180", "asked"),
        ("sitting", "09:28", "120", "running"),
        ("pause", "09:05", "60", ""),
    ]


def test_a_day_of_which_only_the_sums_are_kept_has_a_line_for_each() -> None:
    assert [(row["what"], row["seconds"], row["count"], row["detail"]) for row in rows(SUMS_ONLY)] == [
        ("back", "", "1", "3"),
        ("sitting", "18000", "", ""),
        ("standing", "3600", "", ""),
        ("break", "", "4", "asked"),
        ("break", "", "3", "natural"),
        ("short", "", "1", ""),
        ("skipped", "", "2", ""),
        ("reminder", "", "9", ""),
        ("tip", "", "11", ""),
    ]


def test_a_day_with_nothing_but_a_pause_has_its_line() -> None:
    assert [row["what"] for row in rows(Day(MONDAY, pauses=FULL.pauses))] == ["pause"]
    assert rows(EMPTY) == []


def test_the_json_names_everything() -> None:
    table = json.loads(as_json([SUMS_ONLY, FULL]))
    assert table["version"] == 1
    before, today = table["days"]
    assert (before["longest_seconds"], before["back"], before["spans"]) == (3000, 3, [])
    assert before["breaks"] == {"asked": 4, "natural": 3, "short": 1, "skipped": 2, "snoozed": 0}
    assert today["marks"][1] == {"what": "tip", "at": "2026-03-02T09:24:00+01:00", "tip": "feet-flat"}
    assert today["pauses"] == [{"start": "2026-03-02T09:05:00+01:00", "end": "2026-03-02T09:06:00+01:00"}]
