"""What the person can do: break, snooze, skip, tips, interval, topics and the rest."""

import json

import pytest

from sitbreak.core import effects, inputs
from sitbreak.core.inputs import BusyReason, Page, Shown
from sitbreak.core.tips import Library, Tip
from tests.core.story import LIBRARY, Story, hours, minutes, reminded, seconds

FULLSCREEN = frozenset({BusyReason.FULLSCREEN})


# --- break -------------------------------------------------------------------------------------------


def test_a_started_break_stops_the_clock() -> None:
    story = reminded()
    story.click("Start break")
    assert story.state == "break"
    stands = story.sitting
    story.leave(minutes(1))
    assert story.sitting == stands
    assert story.reply.text == ("Enjoy your break – it's done at 09:28 if you stay away until then.")


def test_two_minutes_without_input_and_a_started_break_is_done() -> None:
    story = reminded()
    story.click("Start break")
    story.leave(seconds(119))
    assert story.line == "On a break until 09:28"
    story.leave(seconds(1))
    assert story.line == "On a break since 09:25"
    assert story.sitting == seconds(0)
    assert story.diary[1:] == ["break after 25 min of sitting"]


def test_input_in_the_first_fifteen_seconds_is_the_getting_up() -> None:
    story = reminded()
    story.click("Start break")
    story.sit(seconds(14))
    story.leave(seconds(118))
    assert story.state == "break"
    assert story.sitting > minutes(25)
    story.leave(seconds(2))
    assert story.sitting == seconds(0)


def test_later_input_resumes_the_clock_and_reminds_after_repeat_every() -> None:
    story = reminded()
    story.click("Start break")
    story.leave(seconds(60))
    story.sit(seconds(3))
    assert story.state == "sitting"
    assert story.reminder == "due"
    assert story.screen is None
    story.sit(minutes(4.95))
    assert len(story.reminders) == 1
    story.sit(minutes(0.05))
    assert story.reminders[1:] == ["Time to get up – 30 minutes of sitting"]
    story.sit(minutes(15))
    assert len(story.reminders) == 5


def test_typing_on_after_start_break_means_they_never_left() -> None:
    story = reminded()
    story.click("Start break")
    story.sit(seconds(20))
    assert story.state == "sitting"


def test_with_a_break_shorter_than_the_getting_up_typing_on_is_no_break() -> None:
    story = Story(break_length="5s")
    story.sit(minutes(30))
    story.click("Start break")
    story.sit(seconds(14))
    assert story.sitting > minutes(25)
    story.leave(seconds(5))
    assert story.sitting == seconds(0)


def test_back_too_early_inside_the_window_reminds_after_repeat_every() -> None:
    story = Story()
    story.sit(minutes(22))
    story.choose("Start break")
    story.leave(minutes(1))
    story.sit(minutes(1))
    story.read(minutes(1))
    assert story.reminders == []
    story.sit(minutes(2.9))
    story.read(seconds(9))
    assert story.reminders == ["Time to get up – 27 minutes of sitting"]


def test_back_too_early_before_the_window_nothing_has_changed() -> None:
    story = Story()
    story.sit(minutes(10))
    story.choose("Start break")
    story.leave(minutes(1))
    story.sit(minutes(1.1))
    assert story.line == "Sitting 11 min – reminder between 09:21 and 09:31"


def test_back_too_early_a_snooze_keeps_its_time() -> None:
    story = reminded()
    story.click("Snooze 5 min")
    story.choose("Start break")
    story.leave(minutes(1))
    story.sit(minutes(3.9))
    assert len(story.reminders) == 1
    story.sit(minutes(0.1))
    assert len(story.reminders) == 2


def test_back_too_early_after_a_snooze_reminds_after_repeat_every() -> None:
    story = reminded()
    story.say("snooze 1")
    story.choose("Start break")
    story.leave(minutes(1.5))
    story.sit(minutes(4.9))
    assert len(story.reminders) == 1
    story.sit(minutes(0.15))
    assert len(story.reminders) == 2


def test_back_too_early_a_waiting_reminder_waits_for_repeat_every() -> None:
    story = Story()
    story.busy = FULLSCREEN
    story.sit(minutes(30))
    story.say("break")
    story.leave(minutes(1))
    story.busy = frozenset()
    story.sit(minutes(4.9))
    assert story.reminders == []
    story.sit(minutes(0.15))
    assert story.reminders == ["Time to get up – 35 minutes of sitting"]


def test_a_lock_in_a_started_break_is_part_of_it() -> None:
    story = reminded()
    story.click("Start break")
    story.lock()
    story.leave(minutes(2))
    assert story.sitting == seconds(0)
    story.unlock()
    assert story.state == "sitting"


def test_an_early_unlock_ends_a_started_break() -> None:
    story = reminded()
    story.click("Start break")
    story.lock(seconds(10))
    assert story.state == "break"
    story.lock(seconds(30))
    assert story.state == "sitting"
    assert story.sitting > minutes(25)


def test_a_sleep_in_a_started_break_is_part_of_it() -> None:
    story = reminded()
    story.click("Start break")
    story.leave(seconds(5))
    story.sleep(minutes(10))
    assert story.sitting == seconds(0)
    story.leave(minutes(1))
    assert story.state == "break"


def test_a_nap_in_a_started_break_neither_ends_nor_shortens_it() -> None:
    story = reminded()
    story.click("Start break")
    story.leave(seconds(5))
    story.sleep(seconds(30))
    story.leave(seconds(84))
    assert story.sitting > minutes(25)
    story.leave(seconds(1))
    assert story.sitting == seconds(0)


def test_input_of_the_getting_up_before_a_nap_is_no_return_after_it() -> None:
    story = reminded()
    story.click("Start break")
    story.sit(seconds(5))
    story.sleep(seconds(30))
    story.leave(seconds(20))
    assert story.state == "break"
    story.sit(seconds(3))
    assert story.state == "sitting"


def test_a_new_idle_source_keeps_measuring_a_started_break() -> None:
    story = reminded()
    story.click("Start break")
    story.leave(seconds(30))
    story.idle_source(known=True)
    story.leave(seconds(90))
    assert story.sitting == seconds(0)


def test_somebody_on_a_break_cannot_start_one() -> None:
    story = reminded()
    story.click("Start break")
    assert not story.item("Start break").enabled
    assert story.say("break") == "You're already on a break."
    story.leave(minutes(5))
    assert story.say("break") == "You're already on a break."
    assert story.reply.done


def test_a_break_started_while_away_began_when_they_left() -> None:
    story = reminded(3, interval="1s-1h")
    story.lock()
    story.leave(minutes(1))
    assert story.say("break").startswith("Enjoy your break – it's done at 09:05")
    story.leave(minutes(1))
    assert story.state == "break"
    assert story.diary[1:] == ["break after 3 min of sitting"]


# --- snooze ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("length", [5, 10, 15, 30])
def test_a_snooze_is_n_minutes_from_now_exactly(length: int) -> None:
    story = reminded()
    story.choose("Snooze", f"{length} min")
    assert story.screen is None
    assert story.reminder == "snoozed"
    story.sit(minutes(length) - seconds(1))
    assert len(story.reminders) == 1
    story.sit(seconds(1))
    assert story.reminders[1:] == [f"Time to get up – {25 + length} minutes of sitting"]


def test_snoozes_never_add_up() -> None:
    story = reminded()
    for _ in range(3):
        story.say("snooze 5")
    assert story.line == "Sitting 25 min – snoozed until 09:30"


def test_a_later_snooze_may_be_shorter() -> None:
    story = reminded()
    story.say("snooze 30")
    story.say("snooze 90s")
    story.sit(seconds(90))
    assert len(story.reminders) == 2


def test_after_a_snooze_the_repetitions_start_again() -> None:
    story = reminded()
    story.sit(minutes(15))
    story.say("snooze 5")
    story.sit(minutes(30))
    assert len(story.reminders) == 4 + 4
    assert story.reminders[4] == "Time to get up – 45 minutes of sitting"


def test_before_a_reminder_is_due_a_snooze_keeps_the_window_closed() -> None:
    story = Story()
    story.sit(minutes(18))
    assert story.say("snooze 5") == "Snoozed until 09:23."
    story.read(minutes(2.5))
    story.sit(minutes(2.4))
    assert story.reminders == []
    assert story.status["next_reminder"]["latest"].startswith("2026-03-02T09:30")
    story.sit(minutes(1))
    assert story.reminders == []
    story.read(seconds(6))
    assert len(story.reminders) == 1


def test_an_early_snooze_past_the_window_rings_when_it_is_over() -> None:
    story = Story()
    story.sit(minutes(29))
    story.say("snooze 5")
    story.sit(minutes(5))
    assert story.reminders == ["Time to get up – 34 minutes of sitting"]


def test_there_is_nothing_to_snooze_when_no_reminder_comes_before_its_end() -> None:
    story = Story()
    story.sit(minutes(5))
    assert story.say("snooze 5") == "There's nothing to snooze: no reminder comes before 09:20."
    assert story.reply.done
    assert story.reminder is None


def test_a_snoozed_reminder_waits_when_it_rings_into_a_full_screen() -> None:
    story = reminded()
    story.say("snooze 5")
    story.busy = FULLSCREEN
    story.sit(minutes(7))
    assert story.reminder == "waiting"
    story.busy = frozenset()
    story.sit(minutes(1))
    assert story.reminders[1:] == ["Time to get up – 33 minutes of sitting"]
    assert len(story.diary) == 1


def test_a_waiting_reminder_that_is_snoozed_comes_as_the_first_one() -> None:
    story = Story()
    story.busy = FULLSCREEN
    story.sit(minutes(30))
    story.say("snooze 5")
    story.busy = frozenset()
    story.leave(minutes(2))
    assert story.state == "sitting"
    story.sit(minutes(3))
    assert story.reminders == ["Time to get up – 35 minutes of sitting"]
    assert story.diary == [f"reminded after 35 min with tip {story.status['tip']}"]


def test_a_snooze_that_ends_in_a_break_is_forgotten() -> None:
    story = reminded()
    story.say("snooze 5")
    story.sit(minutes(4))
    story.lock(minutes(3))
    assert story.reminder is None
    story.sit(minutes(10))
    assert len(story.reminders) == 1


def test_a_snooze_that_ends_in_a_short_absence_rings_at_the_return() -> None:
    story = reminded()
    story.say("snooze 5")
    story.sit(minutes(4.5))
    story.lock()
    story.leave(minutes(1))
    assert len(story.reminders) == 1
    story.unlock()
    assert story.reminders[1:] == ["Time to get up – 29 minutes of sitting"]


def test_a_snooze_that_ends_in_a_pause_rings_when_the_pause_ends() -> None:
    story = reminded()
    story.say("snooze 5")
    story.say("pause 10m")
    story.sit(minutes(9.9))
    assert len(story.reminders) == 1
    assert story.reminder == "snoozed"
    story.sit(minutes(0.1))
    assert len(story.reminders) == 2


def test_away_there_is_nothing_to_snooze() -> None:
    story = Story()
    story.sit(minutes(5))
    story.lock()
    assert story.say("snooze") == "There's nothing to snooze: the clock starts again when you're back."
    assert story.reply.done


def test_a_reminder_that_is_shown_at_the_return_can_be_snoozed_at_once() -> None:
    story = reminded()
    story.sleep(seconds(30))
    story.sit(seconds(5))
    story.click("Snooze 5 min")
    assert story.reminder == "snoozed"


def test_a_stepped_wall_clock_moves_no_snooze() -> None:
    story = reminded()
    story.say("snooze 5")
    story.step_wall_clock(hours(1))
    story.sit(minutes(4.9))
    assert len(story.reminders) == 1
    story.sit(minutes(1))
    assert len(story.reminders) == 2


# --- skip --------------------------------------------------------------------------------------------


def test_a_skip_starts_a_new_window_and_keeps_the_sitting_time() -> None:
    story = reminded()
    story.choose("Skip this break")
    assert story.screen is None
    assert story.reply.text == "Skipped. You've been sitting for 25 minutes; a new interval starts now."
    assert story.line == "Sitting 25 min – reminder between 09:45 and 09:55"
    story.sit(minutes(25))
    story.read(seconds(6))
    assert story.reminders[1:] == ["Time to get up – 50 minutes of sitting"]
    assert story.diary[1] == "skipped after 25 min"


def test_a_skip_empties_the_ring() -> None:
    story = reminded()
    story.choose("Skip this break")
    assert (story.icon.name, story.icon.step) == ("sitting", 0)


def test_without_a_reminder_there_is_nothing_to_skip() -> None:
    story = Story()
    assert not story.item("Skip this break").enabled
    assert story.say("skip") == "There's no reminder to skip."
    assert story.reply.done


def test_a_break_makes_a_skip_forgotten() -> None:
    story = reminded()
    story.choose("Skip this break")
    story.leave(minutes(5))
    story.sit(minutes(1))
    assert story.line == "Sitting 1 min – reminder between 09:50 and 10:00"


def test_a_skip_counts_from_the_clock_even_after_they_left() -> None:
    story = Story(break_length="10m")
    story.sit(minutes(28))
    story.film = True
    story.read(minutes(2))
    story.film = False
    assert story.reminder == "due"
    story.read(minutes(0.9))
    story.say("skip")
    story.leave(minutes(1))
    assert story.state == "away"
    story.sit(minutes(1))
    assert story.sitting == minutes(29)
    assert story.line == "Sitting 29 min – reminder between 09:51 and 10:01"


# --- tips --------------------------------------------------------------------------------------------


def test_a_tip_on_demand_comes_without_a_break() -> None:
    story = Story()
    story.sit(minutes(5))
    story.choose("Show me a tip")
    assert story.screen is not None
    assert story.screen.shown is Shown.TIP
    assert [button.label for button in story.screen.buttons] == ["Show me how", "Another tip"]
    assert story.state == "sitting"
    assert story.reply.text == story.screen.title


def test_another_tip_goes_on_with_the_rotation_of_all_topics() -> None:
    story = Story(topics=["posture", "lifting", "stretch", "moving"])
    story.wish(inputs.ShowTip("lifting"))
    topics = []
    for _ in range(8):
        story.click("Another tip")
        topics.append(topic_of(story))
    assert topics == ["posture", "lifting", "stretch", "moving"] * 2


def test_another_tip_and_reminders_share_one_rotation() -> None:
    story = Story(topics=["posture", "lifting", "stretch"])
    story.choose("Show me a tip")
    story.click("Another tip")
    story.sit(minutes(30))
    assert topic_of(story) == "stretch"


def topic_of(story: Story) -> str:
    tip = story.library.find(story.status["tip"])
    assert tip is not None
    return tip.topic


def test_while_a_reminder_is_out_a_tip_changes_only_its_body() -> None:
    story = reminded()
    assert story.screen is not None
    title, body = story.screen.title, story.screen.body
    story.choose("Show me a tip")
    assert story.screen.title == title
    assert story.screen.body != body
    assert story.screen.shown is Shown.REMINDER
    assert story.reminder == "due"


def test_a_tip_that_could_not_be_shown_opens_as_a_page() -> None:
    story = Story()
    story.choose("Show me a tip")
    story.wish(inputs.NotificationFailed(Shown.TIP))
    assert effects.OpenTip(story.status["tip"]) in story.effects


def test_a_tip_that_could_not_be_shown_and_is_gone_meanwhile_costs_nothing() -> None:
    story = Story()
    story.wish(inputs.NotificationFailed(Shown.TIP))
    assert not any(isinstance(effect, effects.OpenTip) for effect in story.effects)


def test_tips_can_be_read_as_text_as_json_as_a_page_and_as_a_card() -> None:
    story = Story()
    assert story.say("tip lifting") == "Bend your knees\nLift with your legs.\n  1. Squat.\n  2. Rise."
    assert json.loads(story.say("tip stretch --json"))["caution"] == "Stop if it hurts."
    assert story.say("tip moving --page") == "Opening the tip in your browser."
    assert story.effects.count(effects.OpenTip("walk", page=True)) == 1
    assert story.say("tip moving --card") == "Opening the tip."
    assert story.effects.count(effects.OpenTip("walk", focused=True)) == 1
    assert story.say("tip").startswith(("Let your shoulders", "Feet flat"))
    assert story.screen is None


def test_show_me_how_without_a_tip_yet_says_so() -> None:
    story = Story()
    story.wish(inputs.ShowHow())
    assert story.reply == effects.Reply("No tip has been shown yet.", done=False)
    story.wish(inputs.ShowHow("nonsense"))
    assert story.reply.text == "There's no tip 'nonsense'. List them with: sitbreak tips list"
    story.say("tip lifting")
    story.wish(inputs.ShowHow())
    assert effects.OpenTip("lift-knees") in story.effects


def test_a_hidden_tip_never_comes_again_until_it_is_shown_again() -> None:
    story = Story()
    assert (
        story.say("tips hide lift-knees")
        == "lift-knees is hidden. Show it again with: sitbreak tips unhide lift-knees"
    )
    assert story.planner.hidden_tips == {"lift-knees"}
    assert story.say("tip lifting") == "No tips left to show: all tips on these topics are hidden."
    assert not story.reply.done
    story.wish(inputs.ShowTip("lifting"))
    assert story.screen is None
    assert story.say("tips unhide lift-knees") == "lift-knees is shown again."
    assert story.say("tip lifting").startswith("Bend your knees")
    assert story.say("tips unhide lift-knees") == "lift-knees isn't hidden."
    assert story.reply.done


def test_edited_tips_are_used_at_once_and_the_round_is_remembered() -> None:
    story = Story()
    story.say("tips hide feet-flat")
    assert story.say("tip posture").startswith("Let your shoulders drop")
    own = (Tip("mine", "posture", "Chin back", "A little."), Tip("hands", "moving", "Shake", "Both hands."))
    story.library = Library((*LIBRARY.tips, *own), LIBRARY.facts)
    story.wish(inputs.TipsChanged(story.library))
    assert story.say("tip posture").startswith("Chin back")
    assert {story.say("tip moving").split()[0] for _ in range(2)} == {"Walk", "Shake"}
    story.wish(inputs.TipsChanged(LIBRARY))
    assert story.say("tip posture").startswith("Let your shoulders drop")
    assert story.planner.hidden_tips == {"feet-flat"}


@pytest.mark.parametrize("command", ["tips hide nonsense", "tips unhide nonsense"])
def test_an_unknown_tip_is_named(command: str) -> None:
    story = Story()
    assert story.say(command) == "There's no tip 'nonsense'. List them with: sitbreak tips list"
    assert not story.reply.done


# --- interval, topics, and the rest ------------------------------------------------------------------


def test_a_new_interval_counts_for_the_sitting_that_runs() -> None:
    story = Story()
    story.sit(minutes(15))
    story.choose("Remind me", "After 20 min")
    assert story.line == "Sitting 15 min – reminder at 09:20"
    assert story.reply.text == "Reminders come after 20 minutes."
    assert effects.ChangeSetting("interval", "20m") in story.effects
    story.sit(minutes(5))
    assert story.reminders == ["Time to get up – 20 minutes of sitting"]


def test_an_interval_they_have_outsat_already_reminds_at_once() -> None:
    story = Story(interval="40m")
    story.sit(minutes(35))
    story.say("interval 20")
    assert story.reminders == ["Time to get up – 35 minutes of sitting"]


def test_a_longer_interval_withdraws_a_reminder_that_is_too_early() -> None:
    story = reminded()
    story.say("interval 40-50")
    assert story.screen is None
    assert story.reminder is None
    assert story.line == "Sitting 25 min – reminder between 09:40 and 09:50"


def test_a_longer_interval_keeps_a_reminder_that_is_still_due() -> None:
    story = reminded()
    story.say("interval 25")
    assert story.screen is not None
    assert story.reminder == "due"


def test_a_snooze_keeps_its_time_whatever_the_interval() -> None:
    story = reminded()
    story.say("snooze 5")
    story.say("interval 60")
    story.sit(minutes(5))
    assert story.reminders[1:] == ["Time to get up – 30 minutes of sitting"]


def test_a_custom_interval_is_offered_and_chosen() -> None:
    story = Story(interval="50m-55m")
    assert story.item("Remind me", "After 50–55 min, when I stop typing").checked
    assert not story.item("Remind me", "After 20–30 min, when I stop typing").checked
    story.choose("Remind me", "Custom…")
    assert effects.OpenPage(Page.INTERVAL) in story.effects


def test_settings_changed_by_hand_count_at_once() -> None:
    story = Story()
    story.sit(minutes(15))
    story.set(interval="16m")
    story.sit(minutes(1))
    assert story.reminders == ["Time to get up – 16 minutes of sitting"]


def test_topics_are_switched_on_and_off_but_one_has_to_stay() -> None:
    story = Story()
    story.choose("Tips about", "Moving")
    assert effects.ChangeSetting("topics", ["posture", "lifting", "stretch"]) in story.effects
    story.choose("Tips about", "Moving")
    assert effects.ChangeSetting("topics", ["posture", "lifting", "stretch", "moving"]) in story.effects
    for topic in ("Posture", "Lifting", "Stretching"):
        story.choose("Tips about", topic)
    assert story.reply.text == "Tips about: Moving."
    assert story.item("Tips about", "Moving").checked
    assert not story.item("Tips about", "Posture").checked
    story.choose("Tips about", "Moving")
    assert story.reply == effects.Reply("Keep at least one topic.", done=False)
    story.choose("Show me a tip")
    assert story.status["tip"] == "walk"


def test_start_at_login_shows_the_real_state() -> None:
    story = Story()
    assert not story.item("Start at login").enabled
    story.wish(inputs.AutostartChecked(on=False))
    story.choose("Start at login")
    assert effects.ChangeAutostart(on=True) in story.effects
    assert not story.item("Start at login").checked
    story.wish(inputs.AutostartChecked(on=True))
    assert story.item("Start at login").checked
    story.choose("Start at login")
    assert effects.ChangeAutostart(on=False) in story.effects


def test_settings_history_and_help_open() -> None:
    story = Story()
    story.choose("Settings…")
    story.choose("History…")
    story.choose("Help")
    assert effects.OpenPage(Page.HISTORY) in story.effects
    assert effects.OpenPage(Page.SETTINGS) in story.effects
    assert effects.OpenPage(Page.HELP) in story.effects


def test_quitting_leaves_no_reminder_on_the_screen() -> None:
    story = reminded()
    story.choose("Quit")
    assert story.screen is None
    assert story.ended
    assert story.effects[-2:] == [effects.Reply("sitbreak has stopped."), effects.End()]


def test_a_tip_on_the_screen_outlives_a_quit() -> None:
    story = Story()
    story.choose("Show me a tip")
    story.choose("Quit")
    assert story.screen is not None
