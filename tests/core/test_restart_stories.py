"""Restarts, crashes and reboots: at most a minute is lost."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from sitbreak.core.inputs import BusyReason, Ticked
from sitbreak.core.planner import Planner
from sitbreak.core.reminder import BUSY_ANSWER
from sitbreak.core.rotation import Rotation
from sitbreak.core.saved import LastAlive
from tests.core.story import KEY_TO_KEY, LIBRARY, Story, hours, minutes, reminded, seconds

FULLSCREEN = frozenset({BusyReason.FULLSCREEN})


# --- the sitting clock -------------------------------------------------------------------------------


@pytest.mark.parametrize("down", [seconds(1), minutes(1), minutes(2.9)])
def test_a_short_restart_loses_nothing(down: timedelta) -> None:
    story = Story()
    story.sit(minutes(17.5))
    story.restart(down)
    story.sit(minutes(1))
    assert story.sitting == minutes(18.5) + down


def test_a_crash_loses_at_most_a_minute() -> None:
    story = Story()
    story.sit(minutes(17.5))
    story.crash(seconds(5))
    story.sit(seconds(1))
    assert story.sitting >= minutes(16.5)


def test_dead_for_a_break_length_and_a_minute_they_were_away_meanwhile() -> None:
    story = Story()
    story.sit(minutes(17))
    story.restart(minutes(3))
    assert story.state == "break"
    story.sit(minutes(1))
    assert story.sitting == minutes(1) - KEY_TO_KEY


def test_the_heartbeat_dates_the_death_not_the_last_save() -> None:
    story = Story()
    story.sit(minutes(19))
    story.crash(minutes(2))
    story.sit(seconds(1))
    assert story.sitting >= minutes(20)


def test_without_a_heartbeat_they_are_away_since_the_last_save() -> None:
    story = Story()
    story.sit(minutes(19))
    story.choose("Show me a tip")
    story.sit(minutes(1))
    story.lose_heartbeat()
    story.crash(seconds(10))
    assert story.state == "away"
    assert story.sitting == minutes(19)


def test_after_a_reboot_they_were_away_for_as_long_as_the_wall_clock_says() -> None:
    story = Story()
    story.sit(minutes(10))
    story.restart()
    story.sit(minutes(9))
    story.restart()
    story.reboot(seconds(50))
    assert story.state == "away"
    story.sit(minutes(1))
    assert minutes(19) <= story.sitting <= minutes(20.1)
    story.restart()
    story.reboot(minutes(30))
    assert story.state == "break"
    assert story.sitting == seconds(0)


def test_a_wall_clock_set_back_over_a_reboot_makes_no_negative_absence() -> None:
    story = Story()
    story.sit(minutes(10))
    story.restart()
    story.reboot(-hours(1))
    assert story.state == "away"
    story.leave(minutes(2))
    assert story.state == "break"


def test_a_sleep_while_sitbreak_was_dead_is_an_absence() -> None:
    story = Story()
    story.sit(minutes(10))
    story.sleep(seconds(100), announced=False)
    story.crash(seconds(5))
    story.leave(seconds(5))
    assert story.state == "away"
    story.leave(seconds(20))
    assert story.state == "break"


def test_an_absence_goes_on_over_a_restart() -> None:
    story = Story()
    story.sit(minutes(10))
    story.lock()
    story.leave(minutes(1))
    story.restart(seconds(5))
    assert story.state == "away"
    assert story.sitting == minutes(10)
    story.leave(seconds(55))
    assert story.state == "break"
    assert story.diary == ["natural break after 10 min of sitting"]


def test_a_break_goes_on_over_a_restart() -> None:
    story = Story()
    story.sit(minutes(10))
    story.leave(minutes(10))
    story.restart(seconds(5))
    assert story.line == "On a break since 09:10"
    story.sit(seconds(5))
    assert story.sitting == seconds(5) - KEY_TO_KEY


def test_a_started_break_goes_on_over_a_restart_and_is_no_natural_one() -> None:
    story = reminded()
    story.click("Start break")
    story.leave(minutes(1))
    shown = story.screen
    story.restart(seconds(5))
    assert story.screen == shown
    assert shown is not None
    story.leave(minutes(1))
    assert story.state == "break"
    assert story.diary[1:] == ["break after 25 min of sitting"]


@pytest.mark.parametrize("kind", [{"idle_known": False}, {"away_after": "never"}], ids=str)
@pytest.mark.parametrize("crash", [Story.crash, Story.restart])
def test_a_break_on_a_timer_goes_on_over_a_restart(
    kind: dict[str, Any], crash: Callable[..., object]
) -> None:
    story = Story(**kind)
    story.sit(minutes(10))
    story.say("break")
    story.leave(minutes(1))
    crash(story, seconds(5))
    assert story.screen is not None
    assert story.screen.title == "Break until 09:12"
    story.sit(seconds(50))
    assert story.sitting == minutes(10)
    story.sit(seconds(20))
    assert story.sitting < minutes(1)
    assert story.diary == ["break after 10 min of sitting"]


def test_a_started_break_over_at_the_restart_is_complete() -> None:
    story = reminded()
    story.click("Start break")
    story.leave(minutes(1))
    story.restart(minutes(2))
    assert story.state == "break"


def test_getting_up_goes_on_over_a_restart() -> None:
    story = reminded()
    story.click("Start break")
    story.restart(seconds(2))
    story.sit(seconds(8))
    story.leave(minutes(2.1))
    assert story.state == "break"
    assert story.diary[1:] == ["break after 25 min of sitting"]


def test_a_started_break_is_still_too_short_after_a_restart() -> None:
    story = reminded()
    story.click("Start break")
    story.leave(minutes(1))
    story.restart(seconds(5))
    story.sit(minutes(4))
    assert story.line.startswith("Sitting")
    assert len(story.reminders) == 1
    story.sit(minutes(2))
    assert len(story.reminders) == 2


def test_typing_the_command_that_restarts_sitbreak_proves_presence() -> None:
    story = Story()
    story.sit(minutes(10))
    story.leave(minutes(30))
    story.sit(seconds(1))
    story.restart(minutes(10))
    story.sit(seconds(4))
    assert story.state == "sitting"


# --- reminder, pauses, tips --------------------------------------------------------------------------


def test_a_reminder_out_is_shown_again_which_is_no_repetition() -> None:
    story = reminded()
    story.restart()
    assert story.reminder == "due"
    assert story.reminders == ["Time to get up – 25 minutes of sitting"] * 2
    assert len(story.diary) == 1
    story.sit(minutes(20))
    assert len(story.reminders) == 5


def test_a_snooze_keeps_its_time_over_a_crash() -> None:
    story = reminded()
    story.say("snooze 5")
    story.crash(minutes(1))
    story.sit(minutes(3.9))
    assert len(story.reminders) == 1
    story.sit(minutes(0.1))
    assert len(story.reminders) == 2


def test_a_snooze_keeps_its_time_over_a_reboot_if_that_was_no_break() -> None:
    story = reminded()
    story.say("snooze 5")
    story.reboot(minutes(1))
    story.sit(minutes(3.9))
    assert len(story.reminders) == 1
    story.sit(minutes(0.1))
    assert len(story.reminders) == 2


def test_a_waiting_reminder_waits_on_and_says_for_what() -> None:
    story = Story()
    story.busy = FULLSCREEN
    story.sit(minutes(31))
    story.desktop_answers = False
    story.restart()
    assert story.line == "Sitting 31 min – waiting until you leave full screen"
    story.desktop_answers = True
    story.busy = frozenset()
    story.sit(minutes(1) + BUSY_ANSWER)
    assert len(story.reminders) == 1


def test_a_reason_that_only_a_later_version_knows_costs_no_other() -> None:
    story = Story()
    story.busy = FULLSCREEN
    story.sit(minutes(31))
    table = story.state_saved["reminder"]
    story.damage("reminder", table | {"reasons": ["weather", *table["reasons"]]})
    assert story.crash() == []
    assert story.reminder == "waiting"


def test_a_waiting_repetition_is_shown_again_which_is_no_repetition() -> None:
    story = reminded()
    story.busy = FULLSCREEN
    story.sit(minutes(6))
    story.restart()
    assert story.reminder == "waiting"
    story.busy = frozenset()
    story.sit(minutes(1))
    assert story.reminder == "due"
    assert len(story.diary) == 1


def test_a_restart_leaves_the_reminder_after_an_ignored_one_a_new_one() -> None:
    story = reminded()
    story.sit(minutes(20))
    story.busy = FULLSCREEN
    story.sit(minutes(30))
    assert story.reminder == "waiting"
    story.restart()
    story.busy = frozenset()
    story.sit(minutes(1))
    assert len(story.diary) == 2
    story.sit(minutes(15))
    assert len(story.reminders) == 4 + 1 + 3


def test_a_skip_outlives_a_restart() -> None:
    story = reminded()
    story.choose("Skip this break")
    story.restart(seconds(0.001))
    assert story.line == "Sitting 25 min – reminder between 09:45 and 09:55"


@pytest.mark.parametrize("reboot", [False, True])
def test_pauses_outlive_a_restart_and_a_reboot(*, reboot: bool) -> None:
    story = Story(working_hours={"tuesday": ["10:00-11:00"]})
    story.say("pause 2h")
    story.say("pause 14:00-15:00")
    story.choose("Remind me today anyway")
    before = story.status["pauses"]
    story.reboot(minutes(5)) if reboot else story.restart(minutes(5))
    assert story.status["pauses"] == before
    assert story.item("Remind me today anyway").checked


def test_a_pause_until_resumed_outlives_a_reboot() -> None:
    story = Story()
    story.say("pause")
    story.reboot(hours(10))
    assert story.line.startswith("Paused until you resume")


def test_no_tip_comes_twice_because_of_a_restart() -> None:
    story = Story()
    seen = []
    for _ in range(2):
        seen.append(story.say("tip posture"))
        story.restart()
    assert seen[0] != seen[1]


# --- a wall clock that is wrong at the start -----------------------------------------------------------

WRONG = [datetime(year, 1, 1, 0, 1, tzinfo=UTC) for year in (1970, 2022, 2099)]
"""No battery; the date at which the system was built; a flipped bit."""


def with_everything() -> Story:
    """Return a story with all that ends by a clock."""
    story = Story(working_hours={"tuesday": ["10:00-11:00"]})
    story.say("pause")
    story.say("pause 14:00-15:00")
    story.say("stretches off")
    story.choose("Remind me today anyway")
    return story


def what_lasts(story: Story) -> list[object]:
    pauses = [(pause["reason"], pause["until"]) for pause in story.status["pauses"]]
    return [pauses, story.item("Remind me today anyway").checked, story.status["no_stretches_until"]]


def set_right(story: Story, at: datetime) -> None:
    """Let the network set the clock."""
    story.step_wall_clock(at - story.now.wall)
    story.wish(Ticked())


@pytest.mark.parametrize("wrong", WRONG, ids=str)
@pytest.mark.parametrize("restarts", [0, 1, 2])
def test_a_clock_that_is_wrong_at_boot_costs_nothing(wrong: datetime, restarts: int) -> None:
    story = with_everything()
    before, right = what_lasts(story), story.now.wall + minutes(5)
    assert story.reboot(wrong - story.now.wall) == []
    for _ in range(restarts):
        story.sit(minutes(1))
        assert story.restart() == []
    assert story.line.startswith("Paused until you resume")
    set_right(story, right)
    assert what_lasts(story) == before


def test_a_clock_that_is_wrong_for_a_moment_costs_nothing() -> None:
    story = with_everything()
    before, away = what_lasts(story), timedelta(days=20_000)
    for step in (away, -2 * away, away):
        story.step_wall_clock(step)
        story.wish(Ticked())
    assert what_lasts(story) == before


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_a_pause_of_a_length_lasts_no_longer_under_a_wrong_clock(wrong: datetime) -> None:
    story = Story()
    story.say("pause 2h")
    right = story.now.wall + minutes(1)
    story.reboot(wrong - story.now.wall)
    set_right(story, right)
    story.sit(minutes(119))
    assert story.status["pauses"]
    story.sit(minutes(1))
    assert not story.status["pauses"]


def test_a_state_saved_under_a_wrong_clock_is_no_years_of_absence() -> None:
    story = Story(at=datetime(1970, 1, 1, 0, 1, tzinfo=UTC))
    story.say("pause 2h")
    story.reboot(datetime(2026, 3, 2, 9, tzinfo=UTC) - story.now.wall)
    assert story.status["pauses"]


def test_a_pause_that_ended_before_the_reboot_does_not_return() -> None:
    story = Story()
    story.say("pause --until 10:00")
    story.say("pause 10:00-11:00")
    story.sit(minutes(130))
    assert not story.status["pauses"]
    story.reboot(datetime(1970, 1, 1, 0, 1, tzinfo=UTC) - story.now.wall)
    assert not story.status["pauses"]


def test_a_pause_that_ends_while_the_computer_is_off_is_dropped() -> None:
    story = with_everything()
    story.reboot(hours(24))
    assert [pause["reason"] for pause in story.state_saved["pauses"]] == ["you"]
    assert (story.state_saved["on_until"], story.state_saved["no_stretches_until"]) == (None, None)


def test_a_length_from_nobody_knows_when_is_lost_and_nothing_else() -> None:
    story = with_everything()
    state = story.state_saved
    story.say("pause 2h")
    planner = Planner(story.settings, Rotation(LIBRARY, Random(1)), story.now)
    alive = LastAlive(story.now, same_boot=False, by_heartbeat=False, is_guess=True)
    assert planner.restore(story.state_saved, alive) == ["pause 1"]
    planner.handle(Ticked(), story.now)
    for part in ("on_until", "no_stretches_until", "tips"):
        assert planner.state[part] == state[part]
    assert [pause["reason"] for pause in planner.state["pauses"]] == ["planned"]


def test_pauses_that_are_over_do_not_pile_up() -> None:
    story = Story()
    for _ in range(5):
        story.say("pause 14:00-15:00")
        story.leave(hours(24))
    assert story.state_saved["pauses"] == []


# --- saving ------------------------------------------------------------------------------------------


def test_nothing_is_written_while_only_time_passes() -> None:
    story = Story()
    story.sit(minutes(1))
    story.effects.clear()
    story.sit(minutes(15))
    assert story.effects == []


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("presence", None),
        ("presence", {"state": "dancing"}),
        ("presence", {"state": "sitting", "counted": float("nan"), "since": 0}),
        ("presence", {"state": "sitting", "counted": 1e300, "since": 0}),
        ("reminder", {"state": "dancing", "since": 0}),
        ("reminder", {"state": "due", "since": 0, "repeats": "many"}),
        ("reminder", {"state": "waiting", "since": 0, "reasons": ["weather"], "was": None}),
        ("pauses", 5),
        ("pauses", [{"reason": "weather", "start": 0, "end": None}]),
        ("pauses", [{"reason": "you", "start": "0001-01-01T00:00:00+14:00", "end": None}]),
        ("pauses", [{"reason": "you", "start": "9999-01-01T00:00:00+00:00", "end": None}]),
        ("pauses", [{"reason": "you", "start": "yesterday", "end": None}]),
        ("pauses", [{"reason": "working_hours", "start": 0.0, "end": None}]),
        ("tips", 5),
    ],
)
def test_a_damaged_part_is_named_and_costs_only_itself(part: str, value: object) -> None:
    story = reminded()
    story.say("pause 2h")
    whole = story.state_saved
    story.damage(part, value)
    damaged = story.crash()
    is_entry = part == "pauses" and isinstance(value, list)
    assert damaged == (["pause 1"] if is_entry else [part] if part != "tips" else [])
    for other in {"reminder", "pauses"} - {part}:
        assert story.state_saved[other] == whole[other]
    story.sit(minutes(5))


@pytest.mark.parametrize(
    "odd",
    [
        {"reason": "a newer one", "start": 0.0, "end": None},
        {"reason": "you", "start": "yesterday", "end": None},
        {"reason": "planned", "start": "2026-03-02T14:00:00", "end": "2026-03-02T15:00:00"},
        {"reason": "you"},
        None,
    ],
)
def test_one_odd_pause_costs_no_other(odd: object) -> None:
    story = Story(working_hours={"tuesday": ["10:00-11:00"]})
    story.say("pause")
    story.say("pause 14:00-15:00")
    story.choose("Remind me today anyway")
    before = story.status["pauses"]
    story.damage("pauses", [odd, *story.state_saved["pauses"]])
    assert story.crash() == ["pause 1"]
    assert story.status["pauses"] == before
    assert story.item("Remind me today anyway").checked


def test_an_odd_override_costs_no_pause() -> None:
    story = Story()
    story.say("pause")
    story.damage("on_until", "tomorrow")
    assert story.crash() == ["on_today"]
    assert len(story.status["pauses"]) == 1


def test_an_empty_state_starts_over() -> None:
    story = Story()
    planner = Planner(story.settings, Rotation(LIBRARY, Random(1)), story.now)
    alive = LastAlive(story.now, same_boot=True, by_heartbeat=True)
    assert planner.restore({}, alive) == ["presence", "reminder", "pauses", "tips"]
    assert planner.situation.total(story.now) == seconds(0)


def test_instants_from_the_future_are_taken_for_the_present() -> None:
    story = reminded()
    far = story.now.boot.total_seconds() + 1e6
    story.damage("presence", {"state": "sitting", "counted": 60, "since": far})
    story.damage("reminder", {"state": "snoozed", "since": far, "until": far, "was_due": True, "shown": far})
    assert story.crash(seconds(1)) == []
    assert story.sitting == seconds(60) + seconds(1)
    story.sit(hours(4))
    assert len(story.reminders) >= 2
    story.damage("presence", {"state": "break", "since": far})
    story.crash()
    assert story.line == f"On a break since {story.now.local(story.now.wall):%H:%M:%S}"


def test_the_saved_state_is_plain_json() -> None:
    story = reminded()
    story.say("pause 14:00-15:00")
    assert json.loads(json.dumps(story.planner.state)) == story.planner.state
