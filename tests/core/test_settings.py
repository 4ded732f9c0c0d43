"""The settings: names, defaults, limits and problems."""

from dataclasses import asdict
from datetime import time
from typing import Any

import pytest

from sitbreak.core.settings import Hours, Interval, Settings, parse_interval, parse_settings
from tests.core.story import hours, minutes, seconds


def test_the_defaults_are_those_of_the_handbook() -> None:
    assert asdict(Settings()) == {
        "interval": {"start": minutes(20), "end": minutes(30)},
        "lull": seconds(6),
        "repeat_every": minutes(5),
        "snooze": minutes(5),
        "standing": minutes(30),
        "standing_desk": False,
        "break_length": minutes(2),
        "away_after": minutes(3),
        "topics": ("posture", "lifting", "stretch", "moving"),
        "tray_icon": "colour",
        "language": "",
        "moving_pictures": True,
        "announce_break_end": False,
        "sound": False,
        "wait_during": {
            "fullscreen": minutes(30),
            "call": hours(2),
            "do_not_disturb": hours(4),
            "presentation": hours(2),
        },
        "working_hours": ((),) * 7,
        "history": {"keep_days": 730},
        "back_diary": False,
    }


def test_an_empty_file_is_all_defaults() -> None:
    assert parse_settings({}) == (Settings(), [])


@pytest.mark.parametrize(
    ("name", "written", "value"),
    [
        ("interval", "20m-30m", Interval(minutes(20), minutes(30))),
        ("interval", "20-30", Interval(minutes(20), minutes(30))),
        ("interval", "20m\u201330m", Interval(minutes(20), minutes(30))),
        ("interval", "25m", Interval(minutes(25), minutes(25))),
        ("interval", 1500, Interval(minutes(25), minutes(25))),
        ("interval", "6s-30s", Interval(seconds(6), seconds(30))),
        ("lull", "1s", seconds(1)),
        ("repeat_every", "4h", hours(4)),
        ("snooze", 300, minutes(5)),
        ("standing", "45m", minutes(45)),
        ("standing_desk", True, True),
        ("break_length", "5m", minutes(5)),
        ("away_after", "1h30m", minutes(90)),
        ("away_after", "never", None),
        ("topics", ["moving", "posture"], ("posture", "moving")),
        ("tray_icon", "dark", "dark"),
        ("moving_pictures", False, False),
        ("announce_break_end", True, True),
        ("sound", True, True),
        ("back_diary", True, True),
        ("history", {"keep_days": 30}, {"keep_days": 30}),
        ("history", {"keep_days": "365"}, {"keep_days": 365}),
        (
            "wait_during",
            {"call": False, "fullscreen": True, "presentation": "45m"},
            {"fullscreen": minutes(30), "do_not_disturb": hours(4), "presentation": minutes(45)},
        ),
        (
            "working_hours",
            {"monday": ["09:00-12:30", "13:30-18:00"], "sunday": ["22:00-06:00"]},
            (
                (Hours(time(9), time(12, 30)), Hours(time(13, 30), time(18))),
                *((),) * 5,
                (Hours(time(22), time(6)),),
            ),
        ),
    ],
)
def test_every_setting_is_read(name: str, written: object, value: object) -> None:
    settings, problems = parse_settings({name: written})
    assert problems == []
    assert getattr(settings, name) == value


@pytest.mark.parametrize(
    ("name", "written", "problem"),
    [
        ("intervall", "25m", "there is no such setting"),
        ("interval", "30m-20m", "'30m-20m' ends before it starts"),
        ("interval", "5h", "'5h' is not between 1 s and 4 h"),
        ("interval", "0s-10s", "'0s-10s' is not between 1 s and 4 h"),
        ("interval", "-10", "'-10' is not an interval; write it like 20m-30m or 25m"),
        ("interval", "20-", "'20-' is not an interval; write it like 20m-30m or 25m"),
        ("interval", "20 30", "'20 30' is not an interval; write it like 20m-30m or 25m"),
        ("lull", "5h", "'5h' is not between 1 s and 4 h"),
        ("interval", True, "True is not text in quotes"),
        ("interval", 0, "0 is not between 1 s and 4 h"),
        ("lull", "soon", "'soon' is not a duration; write it like 90s, 25m or 1h30m"),
        ("lull", 1.5, "1.5 is not a duration; write it like 90s, 25m or 1h30m"),
        ("lull", False, "False is not a duration; write it like 90s, 25m or 1h30m"),
        ("lull", -5, "'-5s' is not a duration; write it like 90s, 25m or 1h30m"),
        ("topics", "posture", '\'posture\' is not a list such as ["posture", "moving"]'),
        ("topics", [], '[] is not a list such as ["posture", "moving"]'),
        ("topics", ["yoga"], "'yoga' is not one of posture, lifting, stretch, moving"),
        ("topics", [["posture"]], "['posture'] is not one of posture, lifting, stretch, moving"),
        ("moving_pictures", "no", "'no' is neither true nor false"),
        ("tray_icon", "pink", "'pink' is not one of colour, light, dark"),
        ("sound", "loud", "'loud' is neither true nor false"),
        ("announce_break_end", 1, "1 is neither true nor false"),
        ("wait_during", True, "this is a table: set wait_during.fullscreen, for example"),
        ("away_after", "soon", "'soon' is neither a duration such as 3m nor never"),
        ("away_after", False, "False is neither a duration such as 3m nor never"),
        ("working_hours", "9-5", "this is a table: set working_hours.monday, for example"),
    ],
)
def test_a_wrong_value_is_named_and_costs_only_itself(name: str, written: object, problem: str) -> None:
    table: dict[str, Any] = {"repeat_every": "7m", name: written, "snooze": "4m"}
    settings, problems = parse_settings(table)
    assert len(problems) == 1
    assert problems[0].startswith(f"{name}: {problem}")
    assert settings == Settings(repeat_every=minutes(7), snooze=minutes(4))


@pytest.mark.parametrize(
    ("table", "entry", "written", "problem"),
    [
        ("wait_during", "rain", True, "'rain' is not one of fullscreen, call, do_not_disturb"),
        ("wait_during", "call", "no", "'no' is neither true nor false nor a duration such as 45m"),
        ("wait_during", "call", ["1h"], "['1h'] is neither true nor false nor a duration such as 45m"),
        ("wait_during", "call", "5h", "'5h' is not between 1 s and 4 h"),
        ("wait_during", "call", 0, "0 is not between 1 s and 4 h"),
        ("working_hours", "someday", [], "'someday' is not one of monday, tuesday"),
        ("working_hours", "monday", "9-5", "'9-5' is not a list such as"),
        ("working_hours", "monday", [9], "9 is not text in quotes"),
        ("working_hours", "monday", ["9:00"], "'9:00' is not a range of times; write it like 09:00-12:30"),
        ("working_hours", "monday", ["9-5"], "'9' is not a time of day; write it like 14:05"),
        ("working_hours", "monday", ["09:00-25:00"], "'25:00' is not a time of day"),
        ("working_hours", "monday", ["09:00-12:60"], "'12:60' is not a time of day"),
    ],
)
def test_a_wrong_entry_of_a_table_is_named(table: str, entry: str, written: object, problem: str) -> None:
    settings, problems = parse_settings({table: {entry: written}})
    assert len(problems) == 1
    assert problems[0].startswith(f"{table}.{entry}: {problem}")
    assert settings == Settings()


def test_a_wrong_wait_costs_only_itself() -> None:
    table = {"wait_during": {"call": "no", "fullscreen": "45m", "nap time": True, "presentation": False}}
    settings, problems = parse_settings(table)
    assert [problem.partition(": ")[0] for problem in problems] == [
        "wait_during.call",
        'wait_during."nap time"',
    ]
    assert settings.wait_during == {
        "fullscreen": minutes(45),
        "call": hours(2),
        "do_not_disturb": hours(4),
    }


def test_a_wrong_day_costs_no_reminder_on_that_day() -> None:
    table = {"working_hours": {"monday": ["9-5"], "tuesday": ["09:00-17:00"]}}
    settings, _ = parse_settings(table)
    assert settings.working_hours == Settings().working_hours


def test_midnight_may_be_written_as_24_hours() -> None:
    settings, _ = parse_settings({"working_hours": {"friday": ["18:00-24:00"]}})
    assert settings.working_hours[4] == (Hours(time(18), time(0)),)


@pytest.mark.parametrize("text", ["20m-30m", "25m", "6s-30s", "1h", "1h-1h30m"])
def test_an_interval_is_written_as_it_is_read(text: str) -> None:
    assert str(parse_interval(text)) == text


def test_a_wrong_number_of_days_costs_only_itself() -> None:
    settings, problems = parse_settings({"history": {"keep_days": 0, "keep_weeks": 3}})
    assert settings == Settings()
    assert problems == [
        "history.keep_days: 0 is not a number of days between 1 and 36500",
        "history.keep_weeks: 'keep_weeks' is not one of keep_days",
    ]
