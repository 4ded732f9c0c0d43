"""Reminding: when, with what, and what happens to an ignored reminder."""

from datetime import timezone
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitbreak.core import effects, inputs
from sitbreak.core.inputs import BusyReason, Shown
from sitbreak.core.tips import Library
from sitbreak.core.words import times
from tests.core.story import Story, hours, minutes, reminded, seconds

FULLSCREEN = frozenset({BusyReason.FULLSCREEN})
BUTTONS = ["Start break", "Snooze 5 min", "Show me how"]


# --- the interval and the lull -----------------------------------------------------------------------


def test_inside_the_window_the_reminder_waits_for_a_lull() -> None:
    story = Story()
    story.sit(minutes(22))
    story.read(seconds(5))
    story.sit(minutes(1))
    assert story.reminders == []
    story.read(seconds(6))
    assert story.reminders == ["Time to get up – 23 minutes of sitting"]


def test_at_the_end_of_the_window_it_comes_anyway() -> None:
    story = Story()
    story.sit(minutes(29.9))
    assert story.reminders == []
    story.sit(minutes(0.1))
    assert story.reminders == ["Time to get up – 30 minutes of sitting"]


def test_a_lull_before_the_window_brings_nothing() -> None:
    story = Story()
    story.sit(minutes(19))
    story.read(seconds(50))
    assert story.reminders == []


def test_somebody_who_reads_as_the_window_opens_is_reminded_at_once() -> None:
    story = Story()
    story.sit(minutes(19))
    story.read(minutes(1))
    assert story.reminders == ["Time to get up – 20 minutes of sitting"]


def test_a_fixed_interval_comes_exactly_then() -> None:
    story = Story(interval="25m")
    story.sit(minutes(20))
    story.read(minutes(1))
    story.sit(minutes(4))
    assert story.reminders == ["Time to get up – 25 minutes of sitting"]
    assert story.shown[0][0] == story.now


@pytest.mark.parametrize(("interval", "lull"), [("6s-30s", "2s"), ("5s-10s", "6s")])
def test_intervals_of_seconds_work_like_those_of_minutes(interval: str, lull: str) -> None:
    story = Story(interval=interval, lull=lull)
    story.sit(seconds(8))
    story.read(seconds(3))
    assert len(story.reminders) == 1


def test_gone_at_minute_17_nobody_is_reminded_when_the_window_opens() -> None:
    story = Story()
    story.sit(minutes(17.5))
    story.leave(minutes(2.9))
    assert story.sitting > minutes(20)
    assert story.reminders == []
    story.leave(minutes(30))
    assert story.reminders == []
    assert story.state == "break"


def test_someone_who_left_is_not_reminded_at_the_windows_end() -> None:
    story = Story(interval="25m")
    story.sit(minutes(22.5))
    story.leave(minutes(2.6))
    assert story.reminders == []
    story.sit(seconds(1))
    assert story.reminders == ["Time to get up – 25 minutes of sitting"]


def test_a_new_idle_source_does_not_remind_someone_who_left() -> None:
    story = Story(working_hours={"monday": ["10:00-12:00"]})
    story.sit(minutes(35))
    story.leave(minutes(2.5))
    story.idle_source(known=True)
    story.wish(inputs.SetOnToday(on=True))
    story.idle_source(known=True)
    assert story.reminders == []


def test_a_film_is_interrupted_inside_the_window() -> None:
    story = Story()
    story.sit(minutes(5))
    story.watch_film(minutes(16))
    assert story.reminders == ["Time to get up – 20 minutes of sitting"]


# --- what it says ------------------------------------------------------------------------------------


def test_a_reminder_has_the_sitting_time_one_tip_and_three_buttons() -> None:
    story = reminded()
    assert story.screen is not None
    assert story.screen.shown is Shown.REMINDER
    assert story.screen.title == "Time to get up – 25 minutes of sitting"
    tip = story.library.find(story.status["tip"])
    assert tip is not None
    assert story.screen.body == f"{tip.title}.\n{tip.body}"
    assert [button.label for button in story.screen.buttons] == BUTTONS


def test_the_snooze_button_is_as_long_as_the_setting() -> None:
    story = reminded(snooze="10m")
    story.click("Snooze 10 min")
    assert story.reply.text == "Snoozed until 09:35."


def test_the_caution_of_a_stretch_survives_a_cut_after_the_first_line() -> None:
    story = reminded(topics=["stretch"])
    assert story.screen is not None
    assert story.screen.body.splitlines()[0].endswith("Stop if it hurts.")
    story.click("Snooze 5 min")
    story.wish(inputs.ShowTip())
    assert story.screen.body.splitlines()[0] == "Stop if it hurts."


def test_without_any_tip_they_are_reminded_anyway() -> None:
    story = Story(library=Library())
    story.sit(minutes(30))
    assert story.screen is not None
    assert story.screen.title == "Time to get up – 30 minutes of sitting"
    assert [button.label for button in story.screen.buttons] == BUTTONS[:2]
    assert story.diary == ["reminded after 30 min with tip -"]


def test_show_me_how_opens_the_tip_of_the_reminder() -> None:
    story = reminded()
    story.click("Show me how")
    assert effects.OpenTip(story.status["tip"]) in story.effects
    assert story.reply.text == "Opening the tip."


# --- withdrawn and shown again -----------------------------------------------------------------------


def test_two_minutes_without_input_after_a_reminder_are_its_break() -> None:
    story = reminded()
    story.leave(seconds(119))
    assert story.screen is not None
    story.leave(seconds(1))
    assert story.state == "break"
    assert story.screen is None
    assert story.diary[1:] == ["break after 25 min of sitting"]


def test_snoozed_too_two_minutes_without_input_are_the_break() -> None:
    story = reminded()
    story.click("Snooze 5 min")
    story.sit(minutes(1))
    story.leave(minutes(2))
    assert story.state == "break"
    assert story.reminder is None


def test_overdue_too_two_minutes_without_input_are_the_break() -> None:
    story = reminded()
    story.sit(minutes(5))
    assert story.reminder == "overdue"
    story.leave(minutes(2))
    assert story.state == "break"
    assert story.reminder is None


def test_reading_on_before_the_showing_does_not_count_towards_the_break() -> None:
    story = Story(interval="25m", away_after="10m")
    story.sit(minutes(23.5))
    story.read(minutes(3.4))
    assert story.reminders == ["Time to get up – 25 minutes of sitting"]
    assert story.state == "sitting"
    story.read(minutes(0.2))
    assert story.state == "break"


def test_in_a_call_a_reminder_shown_does_not_make_a_silent_listener_go() -> None:
    story = reminded()
    story.on_call = True
    story.read(minutes(10))
    assert story.state == "sitting"


def test_a_reminder_goes_at_a_lock_and_returns_at_the_unlock_uncounted() -> None:
    story = reminded()
    story.sit(minutes(1))
    story.lock()
    assert story.screen is None
    story.leave(minutes(1))
    story.unlock()
    assert story.screen is not None
    assert story.screen.title == "Time to get up – 26 minutes of sitting"
    assert story.reminder == "due"
    assert story.diary == ["reminded after 25 min with tip feet-flat"]


def test_a_lock_as_long_as_a_break_takes_the_reminder_away_for_good() -> None:
    story = reminded()
    story.lock(minutes(2))
    story.sit(minutes(1))
    assert story.screen is None
    assert story.reminder is None


def test_a_reminder_is_shown_again_after_a_short_sleep() -> None:
    story = reminded()
    story.sleep(seconds(30))
    assert story.screen is None
    story.leave(seconds(5))
    story.sit(seconds(4))
    assert story.reminders[1:] == ["Time to get up – 25 minutes of sitting"]


def test_a_reminder_takes_the_place_of_a_tip() -> None:
    story = Story()
    story.choose("Show me a tip")
    story.sit(minutes(30))
    assert story.screen is not None
    assert story.screen.shown is Shown.REMINDER
    assert effects.Withdraw() not in story.effects


# --- overdue -----------------------------------------------------------------------------------------


def test_an_ignored_reminder_is_repeated_three_times_and_then_starts_an_interval() -> None:
    story = reminded()
    story.sit(minutes(45))
    assert story.reminders == [
        "Time to get up – 25 minutes of sitting",
        "Time to get up – 30 minutes of sitting",
        "Time to get up – 35 minutes of sitting",
        "Time to get up – 40 minutes of sitting",
        "Time to get up – 1 hour 10 minutes of sitting",
    ]
    times = [now.wall for now, _ in story.shown]
    assert [later - earlier for earlier, later in pairwise(times)] == [minutes(n) for n in (5, 5, 5, 30)]


def test_between_the_last_repetition_and_the_next_reminder_the_icon_stays_red() -> None:
    story = reminded()
    for _ in range(8):
        story.sit(minutes(5))
        assert story.icon.name == "due"
        assert story.line.endswith(" – time to get up")


def test_after_the_last_repetition_the_next_reminder_comes_at_a_lull_of_the_new_interval() -> None:
    story = reminded()
    story.sit(minutes(15))
    story.read(seconds(50))
    story.sit(minutes(21))
    assert len(story.reminders) == 4
    story.read(seconds(6))
    assert story.reminders[4:] == ["Time to get up – 1 hour 2 minutes of sitting"]
    assert story.reminder == "due"
    assert len(story.diary) == 2, "it is a reminder of its own, with a tip of its own"
    assert story.shown[-1][1].body != story.shown[0][1].body


def test_after_the_last_repetition_two_minutes_without_input_are_still_the_break() -> None:
    story = reminded()
    story.sit(minutes(17))
    story.leave(minutes(2))
    assert story.state == "break"


def test_a_reminder_ignored_all_day_comes_again_and_again() -> None:
    story = reminded()
    story.sit(hours(8))
    gaps = [later.boot - earlier.boot for (earlier, _), (later, _) in pairwise(story.shown)]
    assert gaps[:8] == [minutes(n) for n in (5, 5, 5, 30)] * 2
    assert len(story.shown) == 44


def test_a_change_of_other_settings_leaves_an_ignored_reminder_alone() -> None:
    story = reminded()
    story.sit(minutes(20))
    story.set(sound=True)
    assert story.reminder == "overdue"
    story.sit(minutes(25))
    assert len(story.reminders) == 5


def test_a_repetition_keeps_its_tip_and_is_written_down_once() -> None:
    story = reminded()
    story.sit(minutes(20))
    assert len({bubble.body for _, bubble in story.shown}) == 1
    assert len(story.diary) == 1


def test_a_tip_hidden_while_it_is_out_is_not_repeated() -> None:
    story = reminded()
    hidden = story.status["tip"]
    story.say(f"tips hide {hidden}")
    story.sit(minutes(5))
    assert story.status["tip"] != hidden
    assert len(story.reminders) == 2


def test_after_the_last_repetition_a_short_lock_shows_it_once() -> None:
    story = reminded()
    story.sit(minutes(16))
    story.lock(seconds(30))
    story.sit(minutes(29))
    assert len(story.reminders) == 5
    story.sit(minutes(1))
    assert len(story.reminders) == 6, "the new interval starts from that showing"


def test_a_notification_that_failed_is_tried_again_at_the_repetition() -> None:
    story = reminded()
    story.wish(inputs.NotificationFailed(Shown.REMINDER))
    assert story.reminder == "due"
    story.sit(minutes(5))
    assert len(story.reminders) == 2


ACTS = st.one_of(
    st.tuples(st.just("sit"), st.integers(1, 40)),
    st.tuples(st.just("busy"), st.sampled_from([0, 1])),
    st.tuples(st.just("snooze"), st.sampled_from([5, 10, 30])),
)


@settings(max_examples=60, derandomize=True)
@given(st.lists(ACTS, max_size=25))
def test_after_any_mixture_of_snooze_wait_and_repeat_the_total_is_true(acts: list[tuple[str, int]]) -> None:
    story = Story()
    began = story.now.awake
    for act, number in acts:
        seen = len(story.shown)
        match act:
            case "sit":
                story.sit(minutes(number))
            case "busy":
                story.busy = FULLSCREEN if number else frozenset()
            case _:
                story.say(f"snooze {number}")
        for now, bubble in story.shown[seen:]:
            total = times.spoken_length(now.awake - began)
            assert bubble.title == f"Time to get up – {total} of sitting"


# --- working hours -----------------------------------------------------------------------------------

MONDAY_MORNING = {"monday": ["09:00-09:15", "10:00-12:00"]}


def test_outside_working_hours_the_clock_counts_and_nobody_is_reminded() -> None:
    story = Story(working_hours=MONDAY_MORNING)
    story.sit(minutes(50))
    assert story.reminders == []
    assert story.sitting == minutes(50)
    assert story.line == "Outside working hours until 10:00 – sitting 50 min"


def test_when_working_hours_begin_they_are_reminded_once_with_the_total() -> None:
    story = Story(working_hours=MONDAY_MORNING)
    story.sit(minutes(61))
    assert story.reminders == ["Time to get up – 1 hour of sitting"]


def test_working_hours_are_off_by_default() -> None:
    assert Story().status["pauses"] == []


def test_working_hours_can_be_overridden_until_four_in_the_morning() -> None:
    story = Story(working_hours=MONDAY_MORNING)
    story.sit(minutes(35))
    assert story.reminders == []
    story.choose("Remind me today anyway")
    assert len(story.reminders) == 1
    assert story.item("Remind me today anyway").checked
    story.leave(minutes(5))
    story.sit(minutes(10))
    assert story.status["pauses"] == []
    story.sleep(hours(18))
    story.sit(minutes(20))
    assert story.line.startswith("Outside working hours until 09:00 on Monday")


def test_on_today_can_be_taken_back() -> None:
    story = Story(working_hours=MONDAY_MORNING)
    story.sit(minutes(20))
    story.choose("Remind me today anyway")
    assert story.reply.text == "You'll be reminded today, outside working hours too."
    story.choose("Remind me today anyway")
    assert story.reply.text == "Reminders follow your working hours again."
    assert story.line == "Outside working hours until 10:00 – sitting 20 min"


def test_the_menu_mentions_working_hours_only_once_some_are_set() -> None:
    with pytest.raises(ValueError, match="not enough values"):
        Story().item("Remind me today anyway")
    story = Story(working_hours=MONDAY_MORNING)
    assert not story.item("Remind me today anyway").enabled


def test_working_hours_across_midnight_belong_to_the_day_they_begin_on() -> None:
    story = Story(working_hours={"sunday": ["22:00-09:30"]})
    story.sit(minutes(25))
    assert story.line.startswith("Sitting 25 min")
    story.sit(minutes(6))
    assert story.line == "Outside working hours until 22:00 on Sunday – sitting 31 min"


def test_a_moved_zone_moves_the_working_hours() -> None:
    story = Story(working_hours=MONDAY_MORNING)
    story.move_zone(timezone(-hours(5)))
    story.sit(minutes(1))
    assert story.line == "Outside working hours until 09:00 – sitting 1 min"
