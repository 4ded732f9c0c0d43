"""The sitting clock: who is sitting, who is away, what is a break."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from sitbreak.core import effects, inputs
from tests.core.story import KEY_TO_KEY, Story, hours, minutes, reminded, seconds

NOTHING = timedelta()


def test_typing_is_sitting() -> None:
    story = Story()
    story.sit(minutes(17))
    assert story.sitting == minutes(17)
    assert story.state == "sitting"


def test_less_than_three_minutes_without_input_is_sitting() -> None:
    story = Story()
    story.sit(minutes(10))
    story.read(minutes(2.9))
    assert story.state == "sitting"
    story.sit(minutes(1))
    assert story.sitting == minutes(13.9)


def test_three_minutes_without_input_are_a_break_at_once() -> None:
    story = Story()
    story.sit(minutes(10))
    story.leave(minutes(3))
    assert story.state == "break"
    assert story.sitting == NOTHING
    assert story.diary == ["natural break after 10 min of sitting"]


def test_two_and_a_half_locked_minutes_are_a_break() -> None:
    story = Story()
    story.sit(minutes(10))
    story.lock()
    assert story.state == "away"
    story.leave(minutes(2.5))
    assert story.state == "break"
    assert story.sitting == NOTHING


def test_the_clock_reads_zero_once_the_absence_is_long_enough() -> None:
    story = Story()
    story.sit(minutes(10))
    story.lock()
    story.leave(seconds(119))
    assert story.sitting == minutes(10)
    story.leave(seconds(1))
    assert story.sitting == NOTHING


def test_with_a_long_break_length_idle_is_away_first_and_a_break_later() -> None:
    story = Story(break_length="5m")
    story.sit(minutes(10))
    story.leave(minutes(4))
    assert story.state == "away"
    assert story.sitting == minutes(10)
    story.leave(minutes(1))
    assert story.state == "break"


def test_an_absence_shorter_than_a_break_counts_as_nothing() -> None:
    story = Story(break_length="5m")
    story.sit(minutes(10))
    story.leave(minutes(4))
    story.sit(minutes(1))
    assert story.state == "sitting"
    assert story.sitting == minutes(11)
    assert story.diary == []


def test_a_lock_of_one_second_changes_nothing() -> None:
    story = Story()
    story.sit(minutes(10))
    story.lock(seconds(1))
    story.sit(minutes(5))
    assert story.state == "sitting"
    assert story.sitting == minutes(15)
    assert story.diary == []


def test_a_lock_of_ten_minutes_is_a_break() -> None:
    story = Story()
    story.sit(minutes(10))
    story.lock(minutes(10))
    assert story.state == "sitting"
    assert story.sitting == NOTHING
    assert story.diary == ["natural break after 10 min of sitting"]


def test_a_lock_that_is_signalled_twice_is_one_lock() -> None:
    story = Story()
    story.sit(minutes(10))
    story.lock()
    story.lock(minutes(1))
    story.wish(inputs.ScreenUnlocked())
    assert story.sitting == minutes(10)


def test_locking_after_100_idle_seconds_is_away_since_the_last_input() -> None:
    story = Story()
    story.sit(minutes(10))
    story.leave(seconds(100))
    story.lock()
    assert story.state == "away"
    assert story.sitting == minutes(10)
    story.leave(seconds(20))
    assert story.state == "break"


def test_the_minutes_before_the_conclusion_never_count_as_sitting() -> None:
    story = Story(break_length="10m")
    story.sit(minutes(10))
    story.leave(minutes(3))
    assert story.sitting == minutes(10)


def test_a_screen_that_locks_by_itself_after_a_break_changes_nothing() -> None:
    story = Story()
    story.sit(minutes(10))
    story.leave(minutes(5))
    story.lock(minutes(5))
    assert story.state == "sitting"
    assert story.sitting == NOTHING
    assert len(story.diary) == 1


def test_typing_a_wrong_password_is_no_return() -> None:
    story = Story()
    story.sit(minutes(10))
    story.lock()
    story.sit(minutes(1))
    assert story.state == "away"


@pytest.mark.parametrize("length", [minutes(1), minutes(10)])
def test_a_screen_saver_that_dies_behind_a_locked_screen_is_no_return(length: timedelta) -> None:
    story = Story()
    story.sit(minutes(10))
    story.lock()
    story.leave(length)
    story.lose_lock_source()
    assert story.state != "sitting"
    story.leave(minutes(30))
    assert story.state == "break"
    story.sit(minutes(1))
    assert story.sitting == minutes(1)


def test_a_bus_that_restarts_behind_a_locked_screen_changes_nothing() -> None:
    story = Story()
    story.sit(minutes(10))
    story.lock()
    story.leave(minutes(1))
    story.lose_lock_source()
    story.leave(seconds(10))
    story.lock(seconds(20))
    assert story.state == "sitting"
    assert story.sitting == minutes(10)
    story.lock()
    story.lose_lock_source()
    story.lock(minutes(3))
    assert story.sitting == NOTHING


def test_a_wrong_password_before_the_screen_saver_died_is_no_return_either() -> None:
    story = Story()
    story.sit(minutes(10))
    story.lock()
    story.sit(seconds(10))
    story.leave(seconds(30))
    story.lose_lock_source()
    assert story.state == "away"
    story.sit(minutes(1))
    assert story.sitting == minutes(11) - KEY_TO_KEY


def test_a_screen_saver_that_dies_in_a_started_break_does_not_end_it() -> None:
    story = Story()
    story.sit(minutes(20))
    story.choose("Start break")
    story.leave(seconds(20))
    story.lock()
    story.sit(seconds(5))
    story.leave(seconds(30))
    story.lose_lock_source()
    assert story.state == "break"
    story.leave(minutes(2))
    assert story.diary[-1] == "break after 20 min of sitting"


def test_a_lock_source_lost_while_sitting_changes_nothing() -> None:
    story = Story()
    story.sit(minutes(5))
    story.lose_lock_source()
    story.sit(minutes(5))
    assert story.sitting == minutes(10)


def test_without_idle_only_the_lock_source_can_prove_the_return() -> None:
    story = Story(idle_known=False)
    story.leave(minutes(5))
    story.lock()
    story.leave(minutes(1))
    story.lose_lock_source()
    story.leave(minutes(1))
    assert story.sitting == minutes(6)


# --- sleep and clocks --------------------------------------------------------------------------------


@pytest.mark.parametrize("announced", [True, False])
def test_a_night_asleep_is_a_break_and_waking_proves_nothing(*, announced: bool) -> None:
    story = Story()
    story.sit(minutes(19))
    story.read(seconds(5))
    story.sleep(hours(8), announced=announced)
    story.leave(minutes(1))
    assert story.state == "break"
    assert story.sitting == NOTHING
    story.sit(minutes(1))
    assert story.state == "sitting"
    assert story.sitting == minutes(1)


def test_the_click_that_sent_the_computer_to_sleep_is_no_return_after_it() -> None:
    story = Story()
    story.sit(minutes(19))
    story.sleep(hours(8))
    story.leave(minutes(5))
    assert story.state == "break"


def test_a_lid_closed_for_90_seconds_is_no_break_and_no_sitting() -> None:
    story = Story()
    story.sit(minutes(19))
    story.sleep(seconds(90))
    assert story.state == "away"
    story.leave(seconds(5))
    story.sit(minutes(1))
    assert story.state == "sitting"
    assert story.sitting == minutes(20)


def test_a_sleep_noticed_late_starts_at_the_last_moment_sitbreak_was_awake() -> None:
    story = Story()
    story.sit(minutes(10))
    story.sit(seconds(50))
    story.sleep(seconds(110), announced=False)
    story.leave(seconds(10))
    assert story.state == "break"
    assert story.line.startswith("On a break since 09:10")


def test_a_sleep_noticed_late_starts_at_the_last_input_before_it() -> None:
    story = Story(interval="25m")
    story.sit(minutes(10))
    story.read(seconds(125))
    story.sleep(seconds(5), announced=False)
    story.sit(minutes(1))
    assert story.sitting == minutes(1) - KEY_TO_KEY
    assert story.diary == ["natural break after 10 min of sitting"]


def test_newer_input_proves_the_return_when_the_sleep_is_noticed() -> None:
    story = Story()
    story.sit(minutes(10))
    story.sleep(hours(1), announced=False)
    story.sit(minutes(2))
    assert story.state == "sitting"
    assert story.sitting == minutes(1) - KEY_TO_KEY


def test_a_nap_while_away_adds_to_the_absence() -> None:
    story = Story()
    story.sit(minutes(10))
    story.lock()
    story.sleep(seconds(130))
    assert story.state == "break"
    story.sleep(hours(1))
    assert story.state == "break"
    story.unlock()
    assert story.sitting == NOTHING


def test_two_short_naps_are_two_short_absences() -> None:
    story = Story()
    story.sit(minutes(10))
    for _ in range(2):
        story.sleep(seconds(70))
        story.leave(seconds(3))
        story.sit(minutes(1))
    assert story.sitting == minutes(12)


@pytest.mark.parametrize("step", [hours(1), -hours(1), timedelta(days=400), -seconds(3)])
def test_a_changed_wall_clock_changes_no_count(step: timedelta) -> None:
    story = Story()
    story.sit(minutes(10))
    story.step_wall_clock(step)
    story.sit(minutes(9))
    assert story.sitting == minutes(19)
    story.leave(minutes(1))
    story.step_wall_clock(step)
    story.leave(minutes(1.9))
    assert story.state == "sitting"
    story.leave(minutes(0.2))
    assert story.state == "break"


def test_another_time_zone_changes_labels_only() -> None:
    story = Story()
    story.sit(minutes(10))
    assert story.line == "Sitting 10 min – reminder between 09:20 and 09:30"
    story.move_zone(timezone(timedelta(hours=-5)))
    assert story.line == "Sitting 10 min – reminder between 03:20 and 03:30"


@pytest.mark.parametrize("step", [hours(1), -hours(1)])
def test_a_stepped_wall_clock_delays_nothing_by_more_than_a_minute(step: timedelta) -> None:
    story = Story()
    story.sit(minutes(15))
    story.step_wall_clock(step)
    story.sit(minutes(15))
    assert story.reminders == ["Time to get up – 30 minutes of sitting"]


# --- calls and films ---------------------------------------------------------------------------------


def test_a_call_of_50_minutes_without_a_key_pressed_is_sitting() -> None:
    story = Story()
    story.sit(minutes(1))
    story.call(minutes(50))
    assert story.state == "sitting"
    assert story.sitting == minutes(51)


def test_a_call_to_an_empty_chair_ends_the_sitting_when_last_seen() -> None:
    story = Story(interval="4h")
    story.sit(minutes(1))
    story.call(minutes(10))
    story.leave(minutes(3))
    assert story.state == "break"
    # Asked every three minutes without input: last seen at minute 10.
    assert story.line.startswith("On a break since 09:10")


def test_a_film_is_sitting() -> None:
    story = Story(interval="4h")
    story.sit(minutes(1))
    story.watch_film(minutes(90))
    assert story.state == "sitting"
    assert story.sitting == minutes(91)


def test_calls_are_checked_only_when_idle_is_about_to_become_away() -> None:
    story = Story(interval="4h")
    story.sit(minutes(60))
    assert effects.CheckCall() not in story.effects
    story.watch_film(minutes(30))
    assert story.effects.count(effects.CheckCall()) == 10


@pytest.mark.parametrize("verb", ["lock", "sleep"])
def test_lock_and_sleep_win_over_a_call(verb: str) -> None:
    story = Story()
    story.sit(minutes(5))
    story.on_call = True
    story.lock() if verb == "lock" else story.sleep(minutes(2))
    story.leave(minutes(2))
    assert story.state == "break"


def test_a_call_proves_nothing_after_two_hours_without_input() -> None:
    story = Story(interval="4h")
    story.sit(minutes(5))
    story.watch_film(minutes(118))
    assert story.state == "sitting"
    story.watch_film(minutes(6))
    assert story.state == "break"


def test_a_reminder_that_waits_for_a_call_does_not_make_it_prove_longer() -> None:
    story = Story()
    story.sit(minutes(5))
    story.call(hours(2.1))
    assert story.state == "break"
    assert story.reminders == []


def test_a_call_check_that_is_never_answered_counts_as_no() -> None:
    story = Story()
    story.desktop_answers = False
    story.sit(minutes(5))
    story.leave(minutes(3))
    assert story.state == "sitting"
    story.leave(seconds(10))
    assert story.state == "break"


def test_a_late_answer_about_calls_sends_nobody_away() -> None:
    story = Story()
    story.desktop_answers = False
    story.sit(minutes(5))
    story.leave(minutes(3))
    story.sit(seconds(1))
    story.wish(inputs.CallChecked(call=False, film=False))
    story.read(seconds(30))
    assert story.state == "sitting"
    story.wish(inputs.CallChecked(call=True, film=False))
    assert story.sitting > minutes(8)


def test_a_late_answer_about_calls_brings_nobody_back() -> None:
    story = Story()
    story.sit(minutes(5))
    story.lock()
    story.wish(inputs.CallChecked(call=True, film=False))
    assert story.state == "away"


# --- start, and where idle cannot be known -----------------------------------------------------------


def test_started_while_already_idle_they_are_away() -> None:
    story = Story(idle=minutes(10))
    assert story.state == "break"
    assert story.diary == []
    story.sit(minutes(1))
    assert story.sitting == minutes(1) - KEY_TO_KEY


def test_without_input_since_the_start_they_are_away_after_three_minutes() -> None:
    story = Story(idle=minutes(1))
    story.leave(minutes(2))
    assert story.state == "break"


def test_where_idle_cannot_be_known_time_at_the_computer_is_sitting() -> None:
    story = Story(idle_known=False)
    story.leave(minutes(17))
    assert story.state == "sitting"
    assert story.line == "At the computer 17 min – reminder at 09:30"
    assert story.status["next_reminder"]["earliest"] == story.status["next_reminder"]["latest"]


def test_without_idle_a_reminder_comes_at_the_end_of_the_interval() -> None:
    story = Story(idle_known=False)
    story.leave(minutes(29))
    assert story.reminders == []
    story.leave(minutes(1))
    assert story.reminders == ["Time to get up – 30 minutes of sitting"]


def test_where_idle_cannot_be_known_a_started_break_runs_on_a_timer() -> None:
    story = Story(idle_known=False)
    story.leave(minutes(20))
    story.choose("Start break")
    story.leave(seconds(119))
    assert story.state == "break"
    story.leave(seconds(1))
    assert story.state == "sitting"
    assert story.sitting == NOTHING


def test_where_idle_cannot_be_known_a_nap_does_not_stop_the_timer() -> None:
    story = Story(idle_known=False)
    story.leave(minutes(20))
    story.choose("Start break")
    story.sleep(seconds(60))
    assert story.state == "break"
    story.leave(seconds(60))
    assert story.state == "sitting"
    assert story.sitting == NOTHING


def test_where_idle_cannot_be_known_lock_and_sleep_are_still_absences() -> None:
    story = Story(idle_known=False)
    story.leave(minutes(10))
    story.lock(minutes(1))
    assert story.sitting == minutes(10)
    story.lock()
    story.leave(minutes(3))
    assert story.state == "break"
    story.unlock()
    assert story.sitting == NOTHING
    story.leave(minutes(4))
    story.sleep(minutes(1))
    assert story.sitting == minutes(4)
    story.sleep(hours(1))
    assert story.state == "sitting"
    assert story.sitting == NOTHING


def test_an_idle_source_that_dies_sends_nobody_away() -> None:
    story = Story()
    story.sit(minutes(5))
    story.read(minutes(2))
    story.idle_source(known=False)
    story.leave(minutes(10))
    assert story.sitting == minutes(17)


def test_an_idle_source_that_dies_while_away_restarts_the_clock() -> None:
    story = Story()
    story.sit(minutes(5))
    story.leave(minutes(30))
    story.idle_source(known=False)
    story.leave(minutes(1))
    assert story.state == "sitting"
    assert story.sitting == minutes(1)


def test_an_idle_source_that_dies_behind_a_lock_brings_nobody_back() -> None:
    story = Story()
    story.sit(minutes(5))
    story.lock()
    story.idle_source(known=False)
    story.leave(minutes(30))
    assert story.state == "break"
    story.unlock()
    assert story.state == "sitting"


def test_an_idle_source_that_comes_back_measures_again() -> None:
    story = Story(idle_known=False)
    story.leave(minutes(15))
    story.idle_source(known=True)
    assert story.state == "break"


def test_at_the_change_to_summer_time_the_clock_goes_on() -> None:
    story = Story(at=datetime(2026, 3, 29, 0, 50, tzinfo=UTC))
    story.sit(minutes(5))
    story.move_zone(timezone(timedelta(hours=2)))
    story.sit(minutes(5))
    assert story.sitting == minutes(10)


# --- what proves that they are there, or back --------------------------------------------------------


@pytest.mark.parametrize("plays_on", ["film", "on_call"])
@pytest.mark.parametrize("absence", [minutes(2), minutes(10)])
def test_getting_up_after_a_reminder_is_a_break_whatever_film_plays_on(
    plays_on: str, absence: timedelta
) -> None:
    story = reminded(wait_during={"call": False})
    setattr(story, plays_on, True)
    story.leave(absence)
    assert story.state == "break"
    assert story.diary[1:] == ["break after 25 min of sitting"]
    assert len(story.reminders) == 1, "no repetition to an empty chair"
    assert story.screen is None


@pytest.mark.parametrize("command", ["snooze 5", "pause 1h", None])
def test_after_a_reminder_a_film_proves_nothing_whatever_becomes_of_it(command: str | None) -> None:
    story = reminded()
    story.say(command) if command else story.restart()
    story.film = True
    story.sit(seconds(5))
    story.leave(minutes(2))
    assert story.diary[1:] == ["break after 25 min of sitting"]


def test_a_film_proves_presence_again_once_the_reminder_is_skipped() -> None:
    story = reminded()
    story.choose("Skip this break")
    story.watch_film(minutes(15))
    assert story.state == "sitting"


def test_a_film_proves_presence_until_the_reminder_is_shown() -> None:
    story = Story(interval="25m")
    story.sit(minutes(1))
    story.watch_film(minutes(23.9))
    assert story.reminders == []
    story.watch_film(minutes(0.1))
    assert len(story.reminders) == 1
    story.watch_film(minutes(1.9))
    assert story.state == "sitting"
    story.watch_film(minutes(0.2))
    assert story.state == "break"


def test_five_walks_in_four_hours_of_a_film_are_five_breaks() -> None:
    story = Story()
    story.film = True
    for _ in range(5):
        story.sit(minutes(38))
        story.leave(minutes(10))
    assert len([line for line in story.diary if line.startswith("break after")]) == 5


def test_a_call_holds_somebody_there_after_a_reminder() -> None:
    story = reminded()
    story.call(minutes(60))
    assert story.state == "sitting"


@pytest.mark.parametrize("gap", [seconds(31), seconds(45), minutes(2), minutes(7)])
def test_a_mouse_that_nobody_touches_ends_no_absence(gap: timedelta) -> None:
    story = Story()
    story.sit(minutes(10))
    story.leave(minutes(3))
    for _ in range(10):
        story.knock()
        story.leave(gap)
        assert story.line.startswith("On a break since 09:10")


@pytest.mark.parametrize("gap", [seconds(1), seconds(2.9), seconds(31), seconds(50), minutes(1)])
def test_a_started_break_is_completed_over_single_touches(gap: timedelta) -> None:
    story = reminded()
    story.click("Start break")
    story.leave(seconds(20))
    knocks = 2 if gap < seconds(3) else 4
    for _ in range(knocks):
        story.knock()
        story.leave(gap)
    story.leave(minutes(2))
    assert story.line.startswith("On a break since 09:25")
    assert story.diary[1:] == ["break after 25 min of sitting"]


@pytest.mark.parametrize("second", [seconds(3), seconds(10), seconds(30)])
def test_input_that_goes_on_is_a_return_at_its_first_touch(second: timedelta) -> None:
    story = Story()
    story.sit(minutes(10))
    story.leave(minutes(20))
    story.knock()
    story.leave(second)
    assert story.state == "break"
    story.knock()
    assert story.state == "sitting"
    assert story.sitting == second


def test_a_touch_during_a_short_absence_does_not_end_it() -> None:
    story = Story(break_length="10m")
    story.sit(minutes(10))
    story.leave(minutes(5))
    assert story.state == "away"
    story.knock()
    story.leave(minutes(5))
    assert story.line.startswith("On a break since 09:10")


@pytest.mark.parametrize("goes_on", [True, False])
def test_a_touch_just_before_a_break_is_complete_decides_it(*, goes_on: bool) -> None:
    story = reminded()
    story.click("Start break")
    story.leave(seconds(118))
    story.knock()
    story.sit(seconds(10)) if goes_on else story.leave(seconds(30))
    if goes_on:
        assert story.line == "Sitting 25 min, 2 s short of a break – time to get up"
    else:
        assert story.line == "On a break since 09:25"


def test_an_unlock_after_the_break_length_ends_a_break_that_a_touch_left_open() -> None:
    story = reminded()
    story.click("Start break")
    story.leave(seconds(110))
    story.knock()
    story.leave(seconds(5))
    story.lock(seconds(10))
    assert story.sitting == NOTHING
    assert story.diary[1:] == ["break after 25 min of sitting"]


def test_an_unlock_is_a_return_at_once() -> None:
    story = Story()
    story.sit(minutes(10))
    story.lock(minutes(10))
    assert story.state == "sitting"
    assert story.sitting == NOTHING


def test_a_started_break_runs_its_time_while_idle_cannot_be_measured() -> None:
    story = reminded()
    story.click("Start break")
    story.leave(seconds(25))
    story.idle_source(known=False)
    story.leave(seconds(94))
    assert story.state == "break"
    story.leave(seconds(1))
    assert story.diary[1:] == ["break after 25 min of sitting"]


def test_two_touches_and_no_more_just_after_leaving_do_not_end_a_started_break() -> None:
    story = reminded()
    story.click("Start break")
    story.leave(seconds(16))
    story.knock()
    story.leave(seconds(2))
    story.knock()
    story.leave(seconds(102))
    assert story.line.startswith("On a break since 09:25")


# --- sitbreak itself ---------------------------------------------------------------------------------


def test_looking_at_the_menu_does_not_end_a_started_break() -> None:
    story = reminded()
    story.click("Start break")
    story.leave(seconds(60))
    story.look_at_menu()
    assert story.line == "On a break until 09:28"
    story.leave(seconds(50))
    assert story.line == "On a break since 09:25"


def test_typing_on_after_a_look_at_the_menu_ends_a_started_break() -> None:
    story = reminded()
    story.click("Start break")
    story.leave(seconds(60))
    story.look_at_menu()
    story.sit(seconds(20))
    assert story.state == "sitting"


def test_using_the_card_on_a_break_again_and_again_does_not_end_it() -> None:
    story = reminded()
    story.click("Start break")
    for _ in range(10):
        story.leave(seconds(40))
        story.look_at_menu()
        assert story.state == "break"
    assert story.diary[1:] == ["break after 25 min of sitting"]


def test_using_sitbreak_at_the_desk_changes_nothing() -> None:
    story = Story()
    story.sit(minutes(10))
    story.look_at_menu()
    assert story.sitting == minutes(10) + seconds(10)
    story.lock(minutes(5))
    story.look_at_menu()
    assert story.state == "sitting"


# --- measurements that arrive late -------------------------------------------------------------------


@pytest.mark.parametrize("typed", [minutes(0), minutes(10)])
def test_an_hour_in_which_sitbreak_was_stopped_is_a_break(typed: timedelta) -> None:
    story = Story()
    story.sit(minutes(10))
    story.stand_still(minutes(60), typed=typed)
    assert story.line.startswith("On a break since 09:10")
    assert story.sitting == NOTHING
    story.sit(minutes(5))
    assert story.sitting == minutes(5) - KEY_TO_KEY
    assert story.reminders == []


def test_a_standstill_shorter_than_a_break_is_an_absence_that_counts_as_nothing() -> None:
    story = Story(break_length="5m")
    story.sit(minutes(10))
    story.stand_still(minutes(3))
    assert story.state == "away"
    story.sit(minutes(1))
    assert story.sitting == minutes(11) - KEY_TO_KEY


def test_a_standstill_while_away_proves_no_return() -> None:
    story = Story()
    story.sit(minutes(10))
    story.leave(minutes(10))
    story.stand_still(minutes(30), typed=minutes(10))
    assert story.line.startswith("On a break since 09:10")


@pytest.mark.parametrize("typed", [seconds(0), seconds(10)])
def test_a_measurement_that_arrives_late_is_dated_by_when_it_was_true(typed: timedelta) -> None:
    story = Story(break_length="20s", away_after="20s")
    story.sit(minutes(10))
    story.stand_still(seconds(60), typed=typed)
    assert story.line.startswith("On a break since 09:10:00")
    story.sit(seconds(10))
    assert story.sitting == seconds(10) - KEY_TO_KEY


def test_a_minute_that_is_a_little_late_is_no_standstill() -> None:
    story = Story()
    story.sit(minutes(10))
    story.stand_still(seconds(80), typed=seconds(80))
    assert story.sitting == minutes(10) + seconds(80)


@pytest.mark.parametrize("after_the_key", [seconds(0.1), seconds(1), seconds(2)])
def test_a_key_just_before_an_unannounced_sleep_is_no_return(after_the_key: timedelta) -> None:
    story = Story()
    story.sit(minutes(10))
    story.leave(after_the_key)
    story.sleep(hours(1), announced=False)
    story.wish(inputs.Ticked())
    story.leave(minutes(5))
    assert story.line.startswith("On a break since 09:10")


@pytest.mark.parametrize("nap", [seconds(5), seconds(45), seconds(110)])
def test_typing_between_short_unannounced_sleeps_counts(nap: timedelta) -> None:
    story = Story(interval="4h")
    for _ in range(10):
        story.sit(minutes(2))
        story.sleep(nap, announced=False)
    story.sit(seconds(1))
    assert minutes(20) - seconds(10) <= story.sitting <= minutes(20) + seconds(1)


def test_a_short_sleep_after_minutes_without_input_is_part_of_that_absence() -> None:
    story = Story()
    story.sit(minutes(10))
    story.leave(seconds(100))
    story.sleep(seconds(30), announced=False)
    story.leave(minutes(1))
    assert story.line.startswith("On a break since 09:10")


# --- away_after = "never" ----------------------------------------------------------------------------


def test_where_nobody_is_ever_away_hours_beside_the_keyboard_are_sitting() -> None:
    story = Story(away_after="never")
    story.sit(minutes(5))
    story.read(minutes(20))
    assert story.sitting == minutes(25)
    assert story.reminders[0] == "Time to get up – 20 minutes of sitting", "at the first lull"
    story.read(minutes(30))
    assert story.state == "sitting"
    assert effects.CheckCall() not in story.effects


def test_where_nobody_is_ever_away_lock_and_sleep_still_are_absences() -> None:
    story = Story(away_after="never")
    story.read(minutes(10))
    story.lock(minutes(1))
    assert story.sitting == minutes(10)
    story.lock(minutes(3))
    assert story.sitting == NOTHING
    story.read(minutes(10))
    story.sleep(hours(1))
    assert story.sitting == NOTHING


@pytest.mark.parametrize("verb", ["lock", "sleep", "stand_still"])
def test_where_nobody_is_ever_away_an_absence_starts_when_it_is_noticed(verb: str) -> None:
    story = Story(away_after="never")
    story.sit(minutes(5))
    story.read(minutes(16))
    getattr(story, verb)(minutes(1.6))
    story.read(minutes(1))
    assert story.sitting == minutes(22)


def test_where_nobody_is_ever_away_a_started_break_runs_on_a_timer() -> None:
    story = Story(away_after="never", announce_break_end=True)
    story.read(minutes(10))
    story.choose("Start break")
    story.sit(seconds(119))
    assert story.state == "break"
    story.sit(seconds(1))
    assert (story.state, story.sitting) == ("sitting", NOTHING)
    assert story.screen is not None


def test_somebody_away_is_there_once_nobody_is_ever_away() -> None:
    story = Story()
    story.sit(minutes(10))
    story.leave(minutes(10))
    story.set(away_after="never")
    story.read(minutes(5))
    assert story.sitting == minutes(5)
