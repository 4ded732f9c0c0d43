"""What is shown: the tray's picture, tooltip and menu, and `status --json`."""

from datetime import timedelta
from typing import Any

import pytest

from sitbreak import __version__
from sitbreak.core.durations import parse_duration, write_duration
from sitbreak.core.inputs import BusyReason, IdleSourceChanged
from sitbreak.core.settings import parse_interval
from sitbreak.core.tray_view import RING_STEPS, Item, Separator
from sitbreak.core.view import tray_view
from sitbreak.core.words import menu, terminal, times
from tests.core.story import MONDAY_NINE, Story, hours, minutes, reminded, seconds

# --- one line and one picture for every state --------------------------------------------------------


def before_the_window() -> Story:
    story = Story()
    story.sit(minutes(17))
    return story


def inside_the_window() -> Story:
    story = Story()
    story.sit(minutes(25))
    return story


def at_a_fixed_interval() -> Story:
    story = Story(interval="25m")
    story.sit(minutes(17))
    return story


def due() -> Story:
    return reminded()


def overdue() -> Story:
    story = reminded()
    story.sit(minutes(5))
    return story


def waiting() -> Story:
    story = Story()
    story.busy = frozenset({BusyReason.PRESENTATION})
    story.sit(minutes(30))
    return story


def snoozed() -> Story:
    story = reminded()
    story.say("snooze 10")
    story.sit(minutes(5))
    return story


def paused() -> Story:
    story = before_the_window()
    story.say("pause 1h")
    return story


def outside_working_hours() -> Story:
    return Story(working_hours={"tuesday": ["08:00-12:00"]})


def away() -> Story:
    story = before_the_window()
    story.lock()
    story.leave(seconds(100))
    return story


def taking_a_break() -> Story:
    story = reminded()
    story.click("Start break")
    return story


def on_a_break() -> Story:
    story = before_the_window()
    story.leave(minutes(30))
    return story


def idle_unknown() -> Story:
    story = Story(idle_known=False)
    story.leave(minutes(15))
    return story


def about_to_remind() -> Story:
    story = Story(interval="25m")
    story.sit(minutes(22.5))
    story.leave(minutes(2.6))
    return story


@pytest.mark.parametrize(
    ("make", "line", "name", "step"),
    [
        (before_the_window, "Sitting 17 min – reminder between 09:20 and 09:30", "sitting", 9),
        (
            inside_the_window,
            "Sitting 25 min – reminder when you stop typing, by 09:30 at the latest",
            "window",
            13,
        ),
        (at_a_fixed_interval, "Sitting 17 min – reminder at 09:25", "sitting", 10),
        (due, "Sitting 25 min – time to get up", "due", 0),
        (overdue, "Sitting 30 min – time to get up", "due", 0),
        (waiting, "Sitting 30 min – waiting until your presentation ends", "waiting", 0),
        (snoozed, "Sitting 30 min – snoozed until 09:35", "snoozed", 8),
        (paused, "Paused until 10:17 – sitting 17 min", "paused", 0),
        (
            outside_working_hours,
            "Outside working hours until 08:00 tomorrow – sitting less than a minute",
            "paused",
            0,
        ),
        (away, "Away since 09:17:00", "away", 0),
        (taking_a_break, "On a break until 09:28", "break", 0),
        (on_a_break, "On a break since 09:17", "break", 0),
        (idle_unknown, "At the computer 15 min – reminder at 09:30", "unknown", 8),
        (about_to_remind, "Sitting 25 min – reminder any moment", "window", 16),
    ],
)
def test_every_state_has_its_line_and_its_picture(make: Any, line: str, name: str, step: int) -> None:
    story = make()
    assert story.line == line
    assert (story.icon.name, story.icon.step) == (name, step)
    view = tray_view(story.planner.situation, story.now)
    assert view.tooltip == line
    assert view.menu[0] == Item(line, enabled=False)


def test_the_ring_fills_towards_the_end_of_the_interval() -> None:
    story = Story()
    steps = []
    for _ in range(30):
        steps.append(story.icon.step)
        story.sit(minutes(1))
    assert steps == sorted(steps)
    assert steps[0] == 0
    assert steps[-1] == RING_STEPS - 1


def test_what_is_shown_stays_equal_while_only_minutes_pass() -> None:
    story = Story()
    story.sit(minutes(3))
    before = story.planner.situation.without_measurements
    story.read(minutes(2))
    story.sit(minutes(3))
    assert story.planner.situation.without_measurements == before
    story.lock()
    away = story.planner.situation
    assert away.without_measurements == away != before


def test_the_icon_carries_the_theme_of_the_settings() -> None:
    assert Story(tray_icon="dark").icon.theme == "dark"


# --- the menu ----------------------------------------------------------------------------------------


def test_the_menu_has_its_entries_in_order() -> None:
    menu = tray_view(Story().planner.situation, Story().now).menu
    labels = [line.label if isinstance(line, Item) else "-" for line in menu]
    assert labels[1:] == [
        "Show me a tip",
        "Start break",
        "Snooze",
        "Skip this break",
        "-",
        "Pause reminders",
        "Resume reminders",
        "-",
        "Remind me",
        "Tips about",
        "No stretches today (my back hurts)",
        "History…",
        "Settings…",
        "Start at login",
        "Help",
        "Quit",
    ]


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("Snooze", ["5 min", "10 min", "15 min", "30 min"]),
        ("Pause reminders", ["30 min", "1 hour", "2 hours", "Until tomorrow", "Until I resume"]),
        (
            "Remind me",
            [
                "After 20–30 min, when I stop typing",
                "After 20 min",
                "After 25 min",
                "After 30 min",
                "Custom…",
            ],
        ),
        ("Tips about", ["Posture", "Lifting", "Stretching", "Moving"]),
    ],
)
def test_each_submenu_has_its_entries_in_order(label: str, lines: list[str]) -> None:
    story = Story()
    assert [line.label for line in story.item(label).items if isinstance(line, Item)] == lines


def test_the_only_default_action_shows_a_tip() -> None:
    menu = tray_view(Story().planner.situation, Story().now).menu
    assert [line.label for line in menu if isinstance(line, Item) and line.default] == ["Show me a tip"]


def test_topics_are_check_boxes_and_intervals_radio_buttons() -> None:
    story = Story(topics=["posture", "lifting", "stretch"])
    assert [story.item("Tips about", topic).checked for topic in ("Posture", "Moving")] == [True, False]
    chosen = story.item("Remind me", "After 20–30 min, when I stop typing")
    assert chosen.radio
    assert chosen.checked
    assert story.item("Remind me", "Custom…").checked is None


def test_entries_without_sense_now_are_disabled_not_removed() -> None:
    def shape(story: Story) -> list[str]:
        menu = tray_view(story.planner.situation, story.now).menu
        return ["-" if isinstance(line, Separator) else line.label for line in menu[1:]]

    stories = (
        before_the_window,
        due,
        waiting,
        snoozed,
        paused,
        away,
        taking_a_break,
        on_a_break,
        idle_unknown,
    )
    assert len({tuple(shape(make())) for make in stories}) == 1


@pytest.mark.parametrize("idle_known", [True, False])
def test_a_sitting_is_shown_in_minutes_from_the_first_second(*, idle_known: bool) -> None:
    story = Story(idle_known=idle_known)
    lines = set()
    for _ in range(59):
        lines.add(story.line.partition(" – ")[0])
        story.sit(seconds(1))
    begins = "Sitting" if idle_known else "At the computer"
    assert lines == {f"{begins} less than a minute"}
    story.sit(seconds(1))
    assert story.line.startswith(f"{begins} 1 min – ")


# --- status --json -----------------------------------------------------------------------------------


def test_the_status_of_a_person_who_sits() -> None:
    assert before_the_window().status == {
        "version": __version__,
        "state": "sitting",
        "sitting_seconds": 1020,
        "standing_seconds": 0,
        "reminder": None,
        "next_reminder": {"earliest": "2026-03-02T09:20:00+01:00", "latest": "2026-03-02T09:30:00+01:00"},
        "pauses": [],
        "tip": None,
        "no_stretches_until": None,
        "can_snooze": True,
        "backends": {"tray": "none", "notifications": "none", "idle": "none"},
        "text": "Sitting 17 min",
        "tooltip": "Sitting 17 min – reminder between 09:20 and 09:30",
        "alt": "sitting",
        "class": "sitting",
        "percentage": 56,
    }


@pytest.mark.parametrize(
    ("make", "kind", "text"),
    [
        (due, "due", "Sitting 25 min – time to get up"),
        (overdue, "due", "Sitting 30 min – time to get up"),
        (waiting, "waiting", "Sitting 30 min"),
        (snoozed, "snoozed", "Sitting 30 min"),
        (away, "away", "Away since 09:17:00"),
        (taking_a_break, "break", "On a break until 09:28"),
        (paused, "paused", "Paused until 10:17"),
        (idle_unknown, "unknown", "At the computer 15 min"),
    ],
)
def test_a_status_bar_shows_the_part_that_counts(make: Any, kind: str, text: str) -> None:
    table = make().status
    assert (table["text"], table["alt"], table["class"]) == (text, kind, kind)


@pytest.mark.parametrize(
    ("make", "state"),
    [(away, "away"), (on_a_break, "break"), (taking_a_break, "break"), (idle_unknown, "sitting")],
)
def test_the_states_have_three_names(make: Any, state: str) -> None:
    assert make().status["state"] == state


@pytest.mark.parametrize(
    ("make", "snooze"),
    [(due, True), (overdue, True), (waiting, True), (snoozed, True), (away, False), (taking_a_break, False)],
)
def test_the_status_says_whether_there_is_something_to_snooze(make: Any, *, snooze: bool) -> None:
    assert make().status["can_snooze"] is snooze


@pytest.mark.parametrize("make", [away, on_a_break, taking_a_break, due, overdue, waiting, paused])
def test_an_unknown_next_reminder_is_null(make: Any) -> None:
    assert make().status["next_reminder"] is None


@pytest.mark.parametrize(
    ("make", "reminder"),
    [
        (due, {"state": "due", "since": "09:25:06", "until": None, "waiting_for": []}),
        (overdue, {"state": "overdue", "since": "09:25:06", "until": None, "waiting_for": []}),
        (waiting, {"state": "waiting", "since": "09:30:00", "until": None, "waiting_for": ["presentation"]}),
        (snoozed, {"state": "snoozed", "since": "09:25:06", "until": "09:35:06", "waiting_for": []}),
    ],
)
def test_the_status_of_a_reminder(make: Any, reminder: dict[str, Any]) -> None:
    table = make().status["reminder"]
    assert {
        key: value[11:19] if key in ("since", "until") and value else value for key, value in table.items()
    } == (reminder)


def test_a_snoozed_reminder_comes_exactly_then() -> None:
    assert snoozed().status["next_reminder"] == {
        "earliest": "2026-03-02T09:35:06+01:00",
        "latest": "2026-03-02T09:35:06+01:00",
    }


def test_without_idle_a_snooze_ends_with_the_interval() -> None:
    story = Story(idle_known=False)
    story.leave(minutes(18))
    story.say("snooze 5")
    assert story.status["next_reminder"]["earliest"] == "2026-03-02T09:30:00+01:00"


def test_the_status_names_every_pause_with_its_reason_and_its_end() -> None:
    story = Story(working_hours={"tuesday": ["08:00-12:00"]})
    story.say("pause")
    story.say("pause 14:00-15:00")
    assert story.status["pauses"] == [
        {"reason": "you", "from": "2026-03-02T09:00:00+01:00", "until": None},
        {"reason": "planned", "from": "2026-03-02T14:00:00+01:00", "until": "2026-03-02T15:00:00+01:00"},
        {
            "reason": "working_hours",
            "from": "2026-02-24T12:00:00+01:00",
            "until": "2026-03-03T08:00:00+01:00",
        },
    ]


# --- words -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (seconds(0), "0 s"),
        (seconds(59.9), "59 s"),
        (minutes(1), "1 min"),
        (minutes(59.9), "59 min"),
        (hours(1), "1 h"),
        (hours(1.5), "1 h 30 min"),
    ],
)
def test_lengths_are_written_for_menus(length: timedelta, words: str) -> None:
    assert times.length(length) == words


def test_times_of_another_day_name_the_day() -> None:
    story = Story(at=MONDAY_NINE)
    story.sit(minutes(1))
    story.sleep(hours(24))
    assert story.line == "On a break since 09:01 yesterday"
    story.sleep(hours(24 * 7))
    assert story.line == "On a break since 09:01 on 2026-03-02"


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("90s", seconds(90)),
        ("25m", minutes(25)),
        ("25min", minutes(25)),
        ("1h30m", minutes(90)),
        ("1H 30M", minutes(90)),
        ("25 min", minutes(25)),
        (" 25 ", minutes(25)),
        ("1h30m20s", seconds(5420)),
    ],
)
def test_durations_are_parsed_as_people_write_them(text: str, length: timedelta) -> None:
    assert parse_duration(text) == length


@pytest.mark.parametrize(
    "text", ["", "m", "soon", "-5m", "1.5h", "30m1h", "99999999999h", "\u0663m", "20 30"]
)
def test_a_bad_duration_is_rejected_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="write it like 90s, 25m or 1h30m"):
        parse_duration(text)


@pytest.mark.parametrize("text", ["0s", "59s", "1m", "1m30s", "1h", "1h30m", "4h"])
def test_a_written_duration_is_parsed_back(text: str) -> None:
    assert write_duration(parse_duration(text)) == text


def test_a_tick_without_effect_changes_nothing() -> None:
    story = before_the_window()
    story.effects.clear()
    story.wish(IdleSourceChanged(known=True))
    assert story.effects == []


def test_a_snooze_that_delays_nothing_is_disabled() -> None:
    story = Story()
    story.sit(minutes(10))
    assert [line.enabled for line in story.item("Snooze").items if isinstance(line, Item)] == [
        False,
        False,
        True,
        True,
    ]
    story.leave(minutes(5))
    assert not any(line.enabled for line in story.item("Snooze").items if isinstance(line, Item))


def test_a_reminder_that_is_out_can_be_snoozed_by_any_length() -> None:
    story = Story(interval="1m")
    story.sit(minutes(2))
    assert all(line.enabled for line in story.item("Snooze").items if isinstance(line, Item))


@pytest.mark.parametrize(
    ("interval", "label"),
    [
        ("20m-30m", "After 20–30 min, when I stop typing"),
        ("25m", "After 25 min"),
        ("5s-10s", "After 5–10 s, when I stop typing"),
        ("50m-1h10m", "After 50 min – 1 h 10 min, when I stop typing"),
    ],
)
def test_an_interval_has_its_label(interval: str, label: str) -> None:
    assert menu.interval(parse_interval(interval)) == label


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (terminal.already_running("Away since 09:00"), "sitbreak is already running. Away since 09:00."),
        (
            terminal.interval_unchanged(parse_interval("25m")),
            "The interval was not changed. Change it with: sitbreak interval 25m",
        ),
        (terminal.cannot_start(OSError("no room")), "sitbreak can't start: no room"),
        (terminal.crashed("a.log"), "sitbreak crashed. The log says why: a.log"),
    ],
)
def test_a_failed_start_says_so_in_one_line(said: str, text: str) -> None:
    assert said == text
