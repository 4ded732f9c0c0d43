"""Sit and stand: the clock of sitting stands still while they stand, and standing is counted apart."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sitbreak.core import effects
from sitbreak.core.inputs import BusyReason, NotificationFailed, Shown
from tests.core.story import KEY_TO_KEY, Story, hours, minutes, reminded, seconds

NOTHING = timedelta()
PRESENTATION = frozenset({BusyReason.PRESENTATION})


def standing(sat: float = 17, stood: float = 12, **settings: Any) -> Story:
    """Return the story of somebody who has sat and then stood for so many minutes."""
    story = Story(**settings)
    story.sit(minutes(sat))
    story.say("stand")
    story.sit(minutes(stood))
    return story


def suggestions(story: Story) -> list[str]:
    """How long they have been standing, in the words of every suggestion to sit or walk."""
    bodies = [bubble.body for _, bubble in story.shown if bubble.shown is Shown.STANDING]
    return [body.removeprefix("You've been standing for ").partition(".")[0] for body in bodies]


def counts(story: Story) -> tuple[str, int, int]:
    """The state, and the minutes of sitting and of standing."""
    status = story.status
    return str(status["state"]), status["sitting_seconds"] // 60, status["standing_seconds"] // 60


# --- the two clocks ----------------------------------------------------------------------------------


def test_the_clock_of_sitting_stands_still_while_they_stand() -> None:
    story = standing()
    assert counts(story) == ("standing", 17, 12)
    story.say("sit")
    assert counts(story) == ("sitting", 17, 0)
    story.sit(minutes(2))
    assert story.sitting == minutes(19)


def test_each_standing_is_counted_from_zero() -> None:
    story = standing()
    story.say("sit")
    story.sit(minutes(1))
    story.say("stand")
    story.sit(minutes(3))
    assert counts(story) == ("standing", 18, 3)


def test_reading_while_standing_is_standing() -> None:
    story = standing()
    story.read(minutes(2.5))
    story.sit(seconds(1))
    assert counts(story) == ("standing", 17, 14)


def test_a_call_while_standing_is_standing() -> None:
    story = standing(stood=1)
    story.call(minutes(20))
    assert counts(story) == ("standing", 17, 21)


def test_where_idle_is_unknown_time_at_the_computer_is_standing() -> None:
    story = Story(idle_known=False)
    story.read(minutes(17))
    story.say("stand")
    story.read(minutes(12))
    assert counts(story) == ("standing", 17, 12)
    assert story.line == "Standing 12 min – time to sit or walk at 09:47"


@pytest.mark.parametrize("step", [hours(1), -hours(1), timedelta(days=400)])
def test_a_stepped_wall_clock_changes_no_standing(step: timedelta) -> None:
    story = standing()
    story.step_wall_clock(step)
    story.sit(minutes(1))
    assert counts(story) == ("standing", 17, 13)


def test_standing_through_the_night_the_clocks_change_counts_real_minutes() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    story = Story(at=datetime(2026, 10, 25, 2, 40, tzinfo=berlin))
    story.say("stand")
    story.sit(minutes(25))
    assert counts(story) == ("standing", 0, 25)
    assert story.line == "Standing 25 min – time to sit or walk at 02:10"
    assert story.now.wall == datetime(2026, 10, 25, 1, 5, tzinfo=UTC)


def test_somebody_who_travels_while_standing_goes_on_standing() -> None:
    story = standing()
    story.move_zone(ZoneInfo("Asia/Tokyo"))
    story.sit(minutes(1))
    assert counts(story) == ("standing", 17, 13)
    assert story.line == "Standing 13 min – time to sit or walk at 17:47"


# --- absences ----------------------------------------------------------------------------------------


def test_a_short_lock_while_standing_counts_as_nothing() -> None:
    story = standing()
    story.lock(seconds(100))
    assert counts(story) == ("standing", 17, 12)
    story.sit(minutes(1))
    assert counts(story) == ("standing", 17, 13)


def test_a_sleep_is_no_standing() -> None:
    story = standing()
    story.sleep(seconds(90))
    story.sit(seconds(10))
    assert counts(story) == ("standing", 17, 12)


def test_away_from_standing_both_clocks_stand_still() -> None:
    story = standing(break_length="10m")
    story.leave(minutes(4))
    assert counts(story) == ("away", 17, 12)
    story.sit(minutes(1))
    assert counts(story) == ("standing", 17, 13)


@pytest.mark.parametrize("end", ["leave", "lock", "sleep"])
def test_a_break_ends_the_standing(end: str) -> None:
    story = standing()
    getattr(story, end)(minutes(10))
    if end == "leave":
        assert counts(story) == ("break", 0, 0)
    story.sit(minutes(1))
    assert story.state == "sitting"
    assert story.status["standing_seconds"] == 0
    assert story.diary == ["natural break after 17 min of sitting"]


def test_a_break_they_start_while_standing_ends_it() -> None:
    story = standing()
    story.say("break")
    assert counts(story) == ("break", 17, 12)
    story.leave(minutes(2))
    story.sit(minutes(1))
    assert story.state == "sitting"
    assert story.sitting < minutes(1.01)


def test_after_a_break_that_was_too_short_they_still_stand() -> None:
    story = standing()
    story.say("break")
    story.leave(seconds(60))
    story.sit(seconds(10))
    assert story.line == "Standing 12 min, 1 min short of a break – time to sit or walk at 09:48"
    story.sit(seconds(50))
    assert counts(story) == ("standing", 17, 13)


@pytest.mark.parametrize("back_after", [minutes(1), minutes(10)])
def test_what_they_say_while_they_are_away_counts_from_their_return(back_after: timedelta) -> None:
    story = Story()
    story.sit(minutes(17))
    story.lock()
    assert story.say("stand") == "You'll count as standing when you're back."
    story.leave(back_after)
    story.unlock()
    story.sit(minutes(5))
    sat = 17 if back_after < minutes(2) else 0
    assert counts(story) == ("standing", sat, 5)


def test_said_in_a_break_it_ends_no_break() -> None:
    story = Story(standing_desk=True)
    story.sit(minutes(17))
    story.leave(minutes(20))
    story.choose("I'm standing now")
    assert counts(story) == ("break", 0, 0)
    story.leave(seconds(20))
    story.sit(minutes(5))
    assert counts(story) == ("standing", 0, 5)
    assert story.item("I'm standing now").checked


def test_said_in_a_started_break_it_holds_whether_the_break_is_long_enough_or_not() -> None:
    for away_for in (seconds(30), minutes(3)):
        story = Story()
        story.sit(minutes(17))
        story.say("break")
        story.leave(seconds(20))
        story.say("stand")
        story.leave(away_for)
        story.sit(minutes(1))
        assert story.state == "standing", away_for


def test_sitting_said_while_away_counts_from_the_return_too() -> None:
    story = standing()
    story.lock()
    assert story.say("sit") == "You'll count as sitting when you're back."
    story.leave(seconds(60))
    story.unlock()
    story.sit(minutes(1))
    assert counts(story) == ("sitting", 18, 0)


def test_a_desk_that_goes_up_by_itself_makes_nobody_sit() -> None:
    """A script may say it long after the last key: the absence is dated back to before that."""
    story = Story(break_length="10m")
    story.sit(minutes(17))
    story.read(minutes(2))
    story.say("stand")
    story.read(minutes(2))
    assert counts(story) == ("away", 17, 0)
    story.sit(minutes(5))
    assert story.state == "standing"
    assert story.sitting == minutes(17)


def test_a_script_that_says_it_in_every_state_leaves_no_doubt() -> None:
    story = Story()
    for happens in (story.sit, story.leave, story.lock):
        happens(minutes(4))
        assert story.say("stand")
        assert story.say("stand") == "You're already standing."
        assert story.say("sit")
        assert story.say("sit") == "You're already counted as sitting."


# --- reminders ---------------------------------------------------------------------------------------


def test_nobody_who_stands_is_reminded() -> None:
    story = standing(sat=19, stood=140)
    assert story.reminders == []
    assert story.status["next_reminder"] is None


def test_when_they_sit_again_the_interval_goes_on() -> None:
    story = standing(sat=17, stood=12)
    story.say("sit")
    assert story.line == "Sitting 17 min – reminder between 09:32 and 09:42"


def test_standing_up_takes_the_reminder_off_the_screen() -> None:
    story = reminded()
    story.say("stand")
    assert story.screen is None
    assert story.icon.name == "standing"


def test_to_stand_is_to_follow_the_reminder() -> None:
    story = reminded()
    story.say("stand")
    story.sit(minutes(10))
    story.say("sit")
    assert story.reminder is None
    story.sit(minutes(19))
    assert len(story.reminders) == 1
    story.sit(minutes(11))
    assert story.reminders[1] == "Time to get up – 55 minutes of sitting"


def test_to_stand_for_a_moment_only_is_not() -> None:
    story = reminded()
    story.say("stand")
    story.sit(seconds(20))
    story.say("sit")
    assert story.reminder == "due"
    assert len(story.reminders) == 1
    story.sit(minutes(5))
    assert len(story.reminders) == 2


def test_a_reminder_that_waited_for_a_call_is_followed_by_standing_in_it() -> None:
    story = Story()
    story.busy = frozenset({BusyReason.CALL})
    story.sit(minutes(31))
    assert story.reminder == "waiting"
    story.say("stand")
    story.sit(minutes(5))
    story.busy = frozenset()
    story.say("sit")
    story.sit(minutes(2))
    assert story.reminders == []
    assert story.line == "Sitting 33 min – reminder between 09:56 and 10:06"


def test_a_snoozed_reminder_is_followed_by_standing() -> None:
    story = reminded()
    story.say("snooze 5")
    story.say("stand")
    story.sit(minutes(6))
    assert len(story.reminders) == 1
    story.say("sit")
    story.sit(minutes(1))
    assert story.reminder is None


def test_standing_there_is_nothing_to_snooze_and_no_pause_is_lost() -> None:
    story = standing()
    assert story.say("snooze 10") == "There's nothing to snooze: no reminder comes while you're standing."
    assert story.reply.done
    story.say("pause 1h")
    assert story.line == "Paused until 10:29 – standing 12 min"
    assert story.icon.name == "paused"
    story.say("sit")
    assert story.line == "Paused until 10:29 – sitting 17 min"


# --- the suggestion to sit or walk -------------------------------------------------------------------


def test_after_half_an_hour_it_is_suggested_once_and_quietly() -> None:
    story = standing(stood=29.9)
    assert suggestions(story) == []
    story.sit(seconds(6))
    assert suggestions(story) == ["30 minutes"]
    assert story.screen is not None
    assert story.screen.title == "Time to sit or walk"
    assert story.screen.quiet
    assert not story.screen.lasts
    assert [button.label for button in story.screen.buttons] == ["I'm sitting again", "Start break"]
    story.sit(hours(3))
    assert len(suggestions(story)) == 1
    assert story.sounds == []


def test_the_length_is_a_setting_and_counts_at_once() -> None:
    story = standing(stood=20, standing="45m")
    story.set(standing="15m")
    story.sit(seconds(1))
    assert len(suggestions(story)) == 1


def test_its_button_says_that_they_sit() -> None:
    story = standing(stood=30)
    story.click("I'm sitting again")
    assert story.screen is None
    assert counts(story) == ("sitting", 17, 0)


def test_its_other_button_starts_a_break() -> None:
    story = standing(stood=30)
    story.click("Start break")
    assert story.screen is not None
    assert story.screen.shown is Shown.BREAK
    assert story.state == "break"


@pytest.mark.parametrize("reason", BusyReason)
def test_it_waits_for_whatever_a_reminder_waits_for(reason: BusyReason) -> None:
    story = standing(stood=29)
    story.busy = frozenset({reason})
    story.sit(minutes(100))
    assert suggestions(story) == []
    story.busy = frozenset()
    story.sit(minutes(1))
    assert suggestions(story) == ["2 hours 10 minutes"]


def test_what_a_reminder_does_not_wait_for_it_does_not_wait_for_either() -> None:
    story = standing(stood=29, wait_during={"presentation": False})
    story.busy = PRESENTATION
    story.sit(minutes(1))
    assert len(suggestions(story)) == 1


def test_sitting_down_in_time_is_all_it_wants() -> None:
    story = standing(stood=29)
    story.busy = PRESENTATION
    story.sit(minutes(3))
    story.say("sit")
    story.busy = frozenset()
    story.sit(minutes(1))
    assert suggestions(story) == []


def test_it_comes_without_an_answer_from_the_desktop() -> None:
    story = standing(stood=29)
    story.desktop_answers = False
    story.sit(minutes(1))
    assert suggestions(story) == []
    story.sit(seconds(6))
    assert len(suggestions(story)) == 1


def test_in_a_pause_it_waits_for_the_end_of_the_pause() -> None:
    story = standing(stood=20)
    story.say("pause 30")
    story.sit(minutes(29))
    assert suggestions(story) == []
    story.sit(minutes(1.1))
    assert len(suggestions(story)) == 1
    story.say("pause 30")
    assert story.screen is None


def test_outside_working_hours_nobody_is_told_to_sit() -> None:
    story = Story(working_hours={"monday": ["10:00-12:00"]})
    story.say("stand")
    story.sit(minutes(59))
    assert suggestions(story) == []
    story.sit(minutes(2))
    assert suggestions(story) == ["1 hour"]


def test_nobody_who_has_left_is_told() -> None:
    story = standing(stood=27.5)
    story.leave(minutes(2.9))
    assert suggestions(story) == []
    story.sit(seconds(1))
    assert len(suggestions(story)) == 1


def test_nobody_who_has_left_before_the_desktop_answers_is_told() -> None:
    story = standing(stood=28.05)
    story.desktop_answers = False
    story.leave(minutes(2.9))
    assert suggestions(story) == []
    story.desktop_answers = True
    story.sit(seconds(1))
    assert len(suggestions(story)) == 1


@pytest.mark.parametrize("end", ["lock", "leave"])
def test_it_is_withdrawn_when_they_go_and_does_not_come_back(end: str) -> None:
    story = standing(stood=30, break_length="10m")
    getattr(story, end)(minutes(4))
    assert story.screen is None
    story.sit(minutes(9))
    assert story.state == "standing"
    assert len(suggestions(story)) == 1


def test_it_gives_way_to_a_tip_and_stays_away() -> None:
    story = standing(stood=30)
    story.choose("Show me a tip")
    assert story.screen is not None
    assert story.screen.shown is Shown.TIP
    story.sit(minutes(60))
    assert len(suggestions(story)) == 1


def test_one_that_could_not_be_shown_is_not_tried_again() -> None:
    story = standing(stood=30)
    story.wish(NotificationFailed(Shown.STANDING))
    story.sit(minutes(30))
    assert len(suggestions(story)) == 1


# --- what is shown -----------------------------------------------------------------------------------


def test_nothing_shows_of_it_until_it_is_used() -> None:
    story = Story()
    with pytest.raises(ValueError, match="not enough values"):
        story.item("I'm standing now")
    assert story.say("stand") == "You're standing: no sitting time is counted."
    assert story.settings.standing_desk, "the person finds it in the settings, and can turn it off there"
    assert story.item("I'm standing now").checked
    story.choose("I'm standing now")
    assert not story.item("I'm standing now").checked
    story.restart()
    story.choose("I'm standing now")
    assert story.state == "standing"


def test_switched_on_in_the_settings_the_menu_has_it() -> None:
    story = Story(standing_desk=True)
    assert story.item("I'm standing now").checked is False
    story.choose("I'm standing now")
    assert not [effect for effect in story.effects if isinstance(effect, effects.ChangeSetting)]
    story.set(standing_desk=False)
    assert story.item("I'm standing now").checked, "they have to be able to sit again"


def test_the_line_and_the_ring_follow_the_standing() -> None:
    story = Story()
    story.say("stand")
    assert story.line == "Standing less than a minute – time to sit or walk at 09:30"
    story.sit(minutes(15))
    assert story.line == "Standing 15 min – time to sit or walk at 09:30"
    assert (story.icon.name, story.icon.step) == ("standing", 8)
    story.sit(minutes(16))
    assert story.line == "Standing 31 min – time to sit or walk"
    assert (story.icon.name, story.icon.step) == ("standing", 16)


def test_the_replies_say_what_was_done() -> None:
    story = Story()
    story.sit(minutes(17))
    assert story.say("stand") == "You're standing: your sitting time stays at 17 minutes."
    assert story.say("sit") == "You're sitting again, with 17 minutes so far."


# --- restarts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["restart", "crash"])
def test_standing_goes_on_over_a_restart(how: str) -> None:
    story = standing()
    assert getattr(story, how)(seconds(30)) == []
    story.sit(seconds(1))
    assert counts(story) == ("standing", 17, 12)
    story.sit(minutes(18))
    assert len(suggestions(story)) == 1
    story.restart()
    story.sit(minutes(10))
    assert len(suggestions(story)) == 1, "it is not repeated"


def test_dead_for_long_is_a_break_that_ends_the_standing() -> None:
    story = standing()
    story.restart(minutes(10))
    assert counts(story) == ("break", 0, 0)
    story.sit(minutes(1))
    assert counts(story) == ("sitting", 0, 0)
    assert story.sitting == minutes(1) - KEY_TO_KEY


def test_a_short_reboot_while_standing_loses_nothing_that_was_saved() -> None:
    story = standing()
    story.restart()
    story.reboot(seconds(50))
    story.sit(minutes(1))
    assert counts(story) == ("standing", 17, 13)


def test_said_before_a_long_restart_behind_a_lock_it_still_holds() -> None:
    story = Story()
    story.sit(minutes(17))
    story.lock()
    story.say("stand")
    story.leave(minutes(10))
    story.restart(minutes(5))
    story.unlock()
    story.sit(minutes(1))
    assert counts(story) == ("standing", 0, 1)


@pytest.mark.parametrize(
    "damage",
    [
        7,
        {},
        {"stood_up": "long", "suggested": False},
        {"stood_up": -5, "suggested": False},
        {"stood_up": float("nan"), "suggested": True},
    ],
)
def test_a_damaged_standing_costs_only_itself(damage: object) -> None:
    story = standing()
    story.damage("standing", damage)
    assert story.crash() == ["standing"]
    story.sit(seconds(1))
    assert story.state == "sitting"
    assert story.sitting >= minutes(29)


def test_a_standing_that_is_longer_than_the_time_at_the_desk_is_cut() -> None:
    story = standing()
    story.damage("standing", {"stood_up": 99999, "suggested": False})
    assert story.crash() == []
    before = story.sitting
    story.sit(minutes(5))
    assert story.sitting == before, "sitting does not grow while they stand"


def test_a_state_of_an_earlier_version_knows_no_standing() -> None:
    story = Story()
    story.sit(minutes(17))
    story.damage("standing", None)
    assert story.crash() == []
    story.sit(seconds(1))
    assert story.state == "sitting"


# --- whoever forgets to say that they sit --------------------------------------------------------------


def test_two_hours_after_the_suggestion_they_are_taken_to_sit_again() -> None:
    story = standing(stood=149)
    assert counts(story) == ("standing", 17, 149)
    story.sit(minutes(5))
    assert counts(story) == ("sitting", 21, 0)
    assert story.screen is None, "nothing tells somebody who sits to sit"
    story.sit(minutes(10))
    assert len(story.reminders) == 1


def test_even_in_a_pause_and_over_a_restart() -> None:
    story = standing(stood=100)
    story.say("pause")
    story.restart()
    story.sit(minutes(55))
    assert story.state == "sitting"


def test_the_time_is_counted_from_the_persons_own_setting() -> None:
    story = standing(stood=5, standing="4h")
    story.sit(hours(5.5))
    assert story.state == "standing"
    story.sit(hours(0.5))
    assert story.state == "sitting"


def test_saying_it_again_starts_it_again() -> None:
    story = standing(stood=155)
    story.say("stand")
    story.sit(minutes(100))
    assert story.state == "standing"
    assert len(suggestions(story)) == 2


# --- more than one thing at once -----------------------------------------------------------------------


def test_a_film_keeps_somebody_standing_until_a_reminder_was_shown() -> None:
    story = standing(stood=1)
    story.watch_film(minutes(20))
    assert counts(story) == ("standing", 17, 21)
    story = reminded()
    story.say("stand")
    story.watch_film(minutes(20))
    assert story.state == "break", "they got up, as they were asked to"


def test_where_only_locks_count_standing_goes_on_without_input() -> None:
    story = standing(away_after="never")
    story.read(minutes(15))
    assert counts(story) == ("standing", 17, 27)
    story.lock(minutes(5))
    story.sit(minutes(1))
    assert counts(story) == ("sitting", 1, 0)


def test_losing_the_idle_source_loses_no_standing() -> None:
    story = standing()
    story.idle_source(known=False)
    story.sit(minutes(10))
    assert counts(story) == ("standing", 17, 22)
    story.idle_source(known=True)
    story.sit(minutes(1))
    assert counts(story) == ("standing", 17, 23)


def test_a_stopped_sitbreak_does_not_know_whether_they_stood() -> None:
    story = standing()
    story.stand_still(seconds(100), typed=seconds(10))
    story.sit(minutes(1.1))
    assert counts(story) == ("standing", 17, 13)
    story.stand_still(minutes(20), typed=seconds(10))
    story.sit(minutes(1))
    assert story.state == "sitting"


def test_a_break_from_the_suggestion_that_is_too_short_repeats_nothing() -> None:
    story = standing(stood=30)
    story.click("Start break")
    story.leave(seconds(60))
    story.sit(minutes(10))
    assert story.state == "standing"
    assert len(suggestions(story)) == 1
    assert story.reminders == []


def test_another_interval_counts_when_they_sit_again() -> None:
    story = standing(sat=17, stood=12)
    story.say("interval 10")
    assert story.line == "Standing 12 min – time to sit or walk at 09:47"
    assert story.reminders == []
    story.say("sit")
    story.sit(seconds(1))
    assert len(story.reminders) == 1


def test_a_reminder_can_be_skipped_while_they_stand() -> None:
    story = reminded()
    story.say("stand")
    assert not story.item("Skip this break").enabled
    assert story.say("skip").startswith("Skipped.")
    story.sit(seconds(20))
    story.say("sit")
    assert story.reminder is None


def test_a_tip_on_demand_is_shown_to_somebody_who_stands() -> None:
    story = standing()
    story.choose("Show me a tip")
    assert story.screen is not None
    assert story.screen.shown is Shown.TIP
    assert counts(story) == ("standing", 17, 12)


def test_looking_at_our_menu_right_after_a_break_does_not_make_them_sit() -> None:
    story = Story()
    story.say("stand")
    story.leave(minutes(5))
    story.say("stand")
    story.sit(seconds(5))
    story.open_menu()
    assert story.state == "break", "they only reached for the menu"
    story.leave(seconds(20))
    story.sit(minutes(1))
    assert story.state == "standing"


def test_sitting_down_right_after_a_break_is_no_return_to_the_break() -> None:
    story = Story()
    story.leave(minutes(5))
    story.say("stand")
    story.sit(seconds(14))
    story.say("sit")
    story.open_menu()
    assert story.state == "sitting"


def test_a_sleep_of_the_night_ends_every_standing() -> None:
    story = standing(stood=29)
    story.sleep(hours(9))
    story.sit(minutes(5))
    assert story.state == "sitting"
    assert suggestions(story) == []


def test_a_presentation_that_is_given_standing_is_not_disturbed() -> None:
    story = Story()
    story.busy = PRESENTATION
    story.say("stand")
    story.sit(minutes(90))
    assert story.shown == []
    story.say("sit")
    story.busy = frozenset()
    story.sit(minutes(5))
    assert story.shown == []
