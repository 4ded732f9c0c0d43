"""Waiting: for what a reminder waits, how long at most, and what happens then."""

from datetime import timedelta

import pytest

from sitbreak.core import inputs
from sitbreak.core.inputs import BusyReason
from tests.core.story import Story, hours, minutes, reminded, seconds

FULLSCREEN = frozenset({BusyReason.FULLSCREEN})
CALL = frozenset({BusyReason.CALL})
DO_NOT_DISTURB = frozenset({BusyReason.DO_NOT_DISTURB})


def type_on(story: Story, length: timedelta) -> None:
    """Type for a long time; every five minutes there is a lull."""
    while length > timedelta():
        story.sit(min(length, minutes(5) - seconds(7)))
        story.read(seconds(7))
        length -= minutes(5)


# --- what it waits for -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "line"),
    [
        (BusyReason.FULLSCREEN, "waiting until you leave full screen"),
        (BusyReason.PRESENTATION, "waiting until your presentation ends"),
        (BusyReason.CALL, "waiting until your call ends"),
        (BusyReason.DO_NOT_DISTURB, "waiting until do-not-disturb ends"),
    ],
)
def test_a_reminder_waits_says_for_what_and_comes_once_within_a_minute(reason: BusyReason, line: str) -> None:
    story = Story()
    story.busy = frozenset({reason})
    story.sit(minutes(40))
    assert story.reminders == []
    assert story.line == f"Sitting 40 min – {line}"
    assert story.status["reminder"]["waiting_for"] == [reason]
    story.busy = frozenset()
    story.sit(minutes(1))
    assert len(story.reminders) == 1
    story.sit(minutes(3))
    assert len(story.reminders) == 1


@pytest.mark.parametrize("reason", list(BusyReason))
def test_a_reason_that_is_switched_off_holds_nothing_back(reason: BusyReason) -> None:
    story = Story(wait_during={reason.value: False})
    story.busy = frozenset({reason})
    story.sit(minutes(30))
    assert len(story.reminders) == 1


def test_two_reasons_are_both_named() -> None:
    story = Story()
    story.busy = FULLSCREEN | {BusyReason.DO_NOT_DISTURB}
    story.sit(minutes(31))
    assert story.line.endswith("waiting until do-not-disturb ends and you leave full screen")


def test_in_a_call_the_reminder_waits_and_then_gives_the_whole_time() -> None:
    story = Story()
    story.sit(minutes(5))
    story.call(minutes(50))
    assert story.reminders == []
    assert story.reminder == "waiting"
    story.sit(minutes(1))
    assert story.reminders == ["Time to get up – 56 minutes of sitting"]


def test_somebody_who_left_before_the_reason_ended_is_not_reminded() -> None:
    story = Story()
    story.busy = FULLSCREEN
    story.sit(minutes(40))
    story.leave(minutes(2.1))
    story.busy = frozenset()
    story.leave(minutes(5))
    assert story.reminders == []
    assert story.diary == ["natural break after 40 min of sitting"]


def test_a_repetition_waits_too() -> None:
    story = reminded()
    story.busy = FULLSCREEN
    story.sit(minutes(9))
    assert story.reminder == "waiting"
    story.busy = frozenset()
    story.sit(minutes(1))
    assert story.reminders[1:] == ["Time to get up – 35 minutes of sitting"]
    assert len(story.diary) == 1


def test_a_reminder_is_withdrawn_while_its_repetition_waits() -> None:
    story = reminded()
    story.busy = FULLSCREEN
    story.sit(minutes(5))
    assert story.screen is None
    story.busy = frozenset()
    story.sit(minutes(1))
    assert story.screen is not None


def test_a_repetition_that_waits_over_a_short_lock_is_not_counted() -> None:
    story = reminded()
    story.busy = FULLSCREEN
    story.sit(minutes(5.5))
    story.lock(seconds(10))
    story.busy = frozenset()
    story.sit(minutes(1))
    assert story.reminders[1:] == ["Time to get up – 30 minutes of sitting"]


def test_two_minutes_without_input_are_the_break_while_a_repetition_waits() -> None:
    story = reminded()
    story.busy = FULLSCREEN
    story.sit(minutes(6))
    story.leave(minutes(2))
    assert story.state == "break"


# --- how long at most --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "bound", "why"),
    [
        (BusyReason.FULLSCREEN, minutes(30), "you leave full screen, but no longer than 30 minutes."),
        (BusyReason.CALL, hours(2), "your call ends, but no longer than 2 hours."),
        (BusyReason.PRESENTATION, hours(2), "your presentation ends, but no longer than 2 hours."),
        (BusyReason.DO_NOT_DISTURB, hours(4), "do-not-disturb ends, but no longer than 4 hours."),
    ],
)
def test_a_wait_ends_at_a_lull_once_its_bound_is_over(reason: BusyReason, bound: timedelta, why: str) -> None:
    story = Story()
    story.busy = frozenset({reason})
    story.sit(minutes(30) + bound - seconds(3))
    story.read(seconds(3))
    assert story.reminders == []
    story.read(seconds(3))
    assert len(story.reminders) == 1
    assert story.screen is not None
    assert story.screen.body.startswith(f"Reminders wait until {why}\n")
    assert story.reminder == "due"


def test_the_bound_counts_from_the_end_of_the_interval_not_from_the_lull() -> None:
    story = Story()
    story.busy = FULLSCREEN
    story.sit(minutes(20))
    story.read(seconds(10))
    assert story.reminder == "waiting"
    story.sit(minutes(39))
    story.read(minutes(0.5))
    assert story.reminders == []
    story.read(minutes(0.5))
    assert story.reminders == ["Time to get up – 1 hour of sitting"]


def test_past_the_bound_it_comes_at_the_first_lull() -> None:
    story = Story()
    story.busy = FULLSCREEN
    story.sit(minutes(61.3))
    assert story.reminders == []
    story.read(seconds(6))
    assert story.reminders == ["Time to get up – 1 hour 1 minute of sitting"]


@pytest.mark.parametrize("away", ["lock", "restart"])
def test_one_that_has_waited_returns_at_once_after_a_short_lock_or_a_restart(away: str) -> None:
    story = Story()
    story.busy = FULLSCREEN
    story.sit(minutes(61))
    story.read(seconds(6))
    shown = story.screen
    assert shown is not None
    if away == "lock":
        story.lock(seconds(20))
    else:
        story.restart()
    story.sit(seconds(1))
    assert story.screen is not None
    assert story.screen.body.splitlines()[0] == shown.body.splitlines()[0]
    assert len(story.reminders) == 2
    assert len(story.diary) == 1, "it is no new reminder"
    story.sit(minutes(6))
    assert story.reminder == "waiting", "its repetition waits"


def test_one_that_has_waited_for_one_reason_waits_for_another_after_a_lock() -> None:
    story = Story()
    story.busy = FULLSCREEN
    story.sit(minutes(61))
    story.read(seconds(6))
    story.busy = FULLSCREEN | CALL
    story.lock(seconds(20))
    assert story.screen is None
    assert story.reminder == "waiting"


def test_one_that_has_waited_is_an_ordinary_one_once_the_reason_is_over() -> None:
    story = Story()
    story.busy = FULLSCREEN
    story.sit(minutes(61))
    story.read(seconds(6))
    story.busy = frozenset()
    story.lock(seconds(20))
    assert story.screen is not None
    assert "no longer than" not in story.screen.body


def test_where_no_lull_comes_it_comes_an_interval_later() -> None:
    story = Story()
    story.busy = FULLSCREEN
    story.sit(minutes(89))
    assert story.reminders == []
    story.sit(minutes(1))
    assert story.reminders == ["Time to get up – 1 hour 30 minutes of sitting"]


def test_where_no_lull_can_be_seen_it_comes_at_the_bound() -> None:
    story = Story(idle_known=False)
    story.busy = FULLSCREEN
    story.sit(minutes(59))
    assert story.reminders == []
    story.sit(minutes(1))
    assert story.reminders == ["Time to get up – 1 hour of sitting"]


def test_in_a_silent_call_it_comes_at_the_bound() -> None:
    story = Story()
    story.sit(minutes(30))
    story.click("Snooze 5 min")
    story.sit(minutes(4))
    story.busy = CALL
    story.on_call = True
    for _ in range(11):
        story.read(minutes(10))
        story.sit(minutes(1))
    assert len(story.reminders) == 1
    story.read(minutes(2))
    assert len(story.reminders) == 2
    assert story.shown[-1][0].boot - story.shown[0][0].boot == minutes(5) + hours(2) + seconds(6)


def test_it_comes_once_and_then_an_interval_and_a_bound_later() -> None:
    story = Story()
    story.busy = FULLSCREEN
    type_on(story, hours(4))
    whole = [round((now.awake - hours(5)) / minutes(1)) for now, _ in story.shown]
    assert whole == [60, 120, 180, 240]
    assert len({bubble.body for _, bubble in story.shown}) == 4, "each has a tip of its own"
    assert story.reminders[1] == "Time to get up – 2 hours of sitting"


def test_once_it_has_come_in_spite_of_a_call_it_is_repeated_after_the_call() -> None:
    story = Story()
    story.busy = CALL
    type_on(story, minutes(165))
    assert len(story.reminders) == 1
    assert story.screen is None, "it is not in the way for longer than the time until a repetition"
    story.busy = frozenset()
    story.sit(minutes(1))
    assert story.reminders[1:] == ["Time to get up – 2 hours 46 minutes of sitting"]
    assert story.screen is not None
    assert "no longer than" not in story.screen.body


def test_the_reminder_after_an_ignored_one_waits_as_well() -> None:
    story = reminded()
    story.sit(minutes(20))
    story.busy = CALL
    type_on(story, minutes(60))
    assert len(story.reminders) == 4
    assert story.reminder == "waiting"
    story.busy = frozenset()
    story.sit(minutes(1))
    assert story.reminders[4:] == ["Time to get up – 1 hour 46 minutes of sitting"]
    assert story.reminder == "due"


def test_a_lock_leaves_the_reminder_after_an_ignored_one_a_new_one() -> None:
    story = reminded()
    story.sit(minutes(20))
    story.busy = CALL
    type_on(story, minutes(30))
    story.lock(seconds(30))
    story.busy = frozenset()
    story.sit(minutes(1))
    assert len(story.diary) == 2
    assert story.reminder == "due"


def test_of_two_reasons_the_longer_bound_applies() -> None:
    story = Story()
    story.busy = FULLSCREEN | CALL
    type_on(story, minutes(140))
    assert story.reminders == []
    story.busy = FULLSCREEN
    type_on(story, minutes(5))
    assert story.reminders == ["Time to get up – 2 hours 21 minutes of sitting"]
    assert story.screen is not None
    assert "until you leave full screen, but no longer than 30 minutes.\n" in story.screen.body


def test_both_reasons_are_given_with_the_longer_bound() -> None:
    story = Story()
    story.busy = FULLSCREEN | CALL
    type_on(story, minutes(153))
    assert story.screen is not None
    assert story.screen.body.startswith(
        "Reminders wait until your call ends and you leave full screen, but no longer than 2 hours."
    )


def test_reasons_that_take_turns_share_one_bound() -> None:
    story = Story()
    for _ in range(11):
        story.busy = FULLSCREEN if story.busy == CALL else CALL
        type_on(story, minutes(10))
    assert story.reminders == ["Time to get up – 1 hour of sitting"]


def test_a_reason_that_comes_back_between_two_looks_starts_no_new_bound() -> None:
    story = Story()
    for _ in range(125):
        story.busy = FULLSCREEN
        story.sit(seconds(31))
        story.busy = frozenset() if story.reminder is None else FULLSCREEN
    story.read(seconds(6))
    assert len(story.reminders) == 1


def test_a_bound_of_their_own_counts() -> None:
    story = Story(wait_during={"fullscreen": "5m", "call": "1s"})
    story.busy = FULLSCREEN
    story.sit(minutes(36))
    story.read(seconds(6))
    assert story.reminders == ["Time to get up – 36 minutes of sitting"]
    story.leave(minutes(3))
    story.busy = CALL
    story.sit(minutes(31))
    story.read(seconds(6))
    assert len(story.reminders) == 2


def test_a_bound_that_is_shortened_while_it_waits_counts_at_once() -> None:
    story = Story()
    story.busy = DO_NOT_DISTURB
    story.sit(hours(1))
    story.set(wait_during={"do_not_disturb": "10m"})
    story.read(seconds(6))
    assert len(story.reminders) == 1


def test_a_reason_that_is_switched_off_while_it_waits_is_no_reason() -> None:
    story = Story()
    story.busy = DO_NOT_DISTURB
    story.sit(hours(1))
    story.set(wait_during={"do_not_disturb": False})
    story.sit(minutes(1))
    assert len(story.reminders) == 1
    assert story.screen is not None
    assert "no longer than" not in story.screen.body


def test_nobody_who_left_is_reminded_when_the_bound_is_over() -> None:
    story = Story()
    story.busy = FULLSCREEN
    story.sit(minutes(57.9))
    story.leave(minutes(10))
    assert story.reminders == []
    assert story.state == "break"


def test_after_a_snooze_the_bound_counts_from_its_end() -> None:
    story = Story()
    story.sit(minutes(30))
    story.say("snooze 30")
    story.sit(minutes(25))
    story.busy = FULLSCREEN
    type_on(story, minutes(30))
    assert len(story.reminders) == 1
    assert story.reminder == "waiting"
    type_on(story, minutes(10))
    assert story.reminders[1:] == ["Time to get up – 1 hour 30 minutes of sitting"]


def test_after_a_pause_the_bound_counts_from_its_end() -> None:
    story = Story()
    story.busy = FULLSCREEN
    story.sit(minutes(25))
    story.say("pause 1h")
    type_on(story, minutes(85))
    assert story.reminders == []
    type_on(story, minutes(10))
    assert story.reminders == ["Time to get up – 1 hour 55 minutes of sitting"]


@pytest.mark.parametrize("restarts", [False, True])
def test_a_pause_while_it_waits_does_not_count(*, restarts: bool) -> None:
    story = Story()
    story.busy = FULLSCREEN
    story.sit(minutes(45))
    story.say("pause 1h")
    type_on(story, minutes(30))
    if restarts:
        story.restart()
    type_on(story, minutes(40))
    assert story.reminders == []
    assert story.reminder == "waiting"
    type_on(story, minutes(10))
    assert story.reminders == ["Time to get up – 2 hours of sitting"]


def test_a_pause_before_the_interval_ends_takes_nothing_from_the_bound() -> None:
    story = Story()
    story.busy = FULLSCREEN
    story.sit(minutes(20))
    story.read(seconds(10))
    assert story.reminder == "waiting"
    story.say("pause 5")
    type_on(story, minutes(35))
    assert story.reminders == []
    type_on(story, minutes(10))
    assert story.reminders == ["Time to get up – 1 hour of sitting"]


def test_outside_working_hours_the_bound_counts_from_their_beginning() -> None:
    story = Story(working_hours={"monday": ["10:00-12:00"]})
    story.busy = FULLSCREEN
    type_on(story, minutes(85))
    assert story.reminders == []
    type_on(story, minutes(10))
    assert story.reminders == ["Time to get up – 1 hour 30 minutes of sitting"]


def test_a_short_lock_does_not_start_the_bound_again() -> None:
    story = Story()
    story.busy = FULLSCREEN
    for _ in range(4):
        story.sit(minutes(15))
        story.lock(seconds(30))
    story.read(seconds(6))
    assert len(story.reminders) == 1


def test_a_restart_does_not_start_the_bound_again() -> None:
    story = Story()
    story.busy = FULLSCREEN
    story.sit(minutes(55))
    story.restart()
    type_on(story, minutes(10))
    assert len(story.reminders) == 1


def test_a_break_ends_the_wait() -> None:
    story = Story()
    story.busy = FULLSCREEN
    story.sit(minutes(55))
    story.leave(minutes(5))
    type_on(story, minutes(55))
    assert story.reminders == []
    type_on(story, minutes(10))
    assert story.reminders == ["Time to get up – 1 hour of sitting"]


def test_a_days_work_in_a_full_screen_editor_is_not_unreminded() -> None:
    story = Story()
    story.busy = FULLSCREEN
    for _ in range(3):
        for _ in range(2):
            type_on(story, hours(4.1))
            story.leave(minutes(45))
        story.sleep(hours(14.3))
    assert len(story.reminders) == 3 * 2 * 4


# --- the desktop's answer ----------------------------------------------------------------------------


def test_a_desktop_that_does_not_answer_holds_no_reminder_back() -> None:
    story = Story()
    story.desktop_answers = False
    story.sit(minutes(30) + seconds(4))
    assert story.reminders == []
    story.sit(seconds(1))
    assert len(story.reminders) == 1


def test_a_desktop_that_stops_answering_ends_no_wait_before_its_bound() -> None:
    story = Story()
    story.busy = CALL
    story.sit(minutes(40))
    story.desktop_answers = False
    type_on(story, minutes(109))
    assert story.reminders == []
    assert story.reminder == "waiting"
    type_on(story, minutes(5))
    story.read(seconds(6) + seconds(5))
    assert len(story.reminders) == 1


def test_an_answer_that_comes_after_they_left_shows_nothing() -> None:
    story = Story()
    story.desktop_answers = False
    story.sit(minutes(30))
    story.lock()
    story.wish(inputs.BusyChecked(frozenset()))
    assert story.reminders == []


def test_a_late_answer_to_an_empty_chair_shows_nothing() -> None:
    story = Story(interval="25m")
    story.desktop_answers = False
    story.sit(minutes(23) + seconds(2))
    story.read(minutes(2) + seconds(5))
    assert story.reminders == []
    story.desktop_answers = True
    story.sit(seconds(1))
    assert len(story.reminders) == 1


def test_an_answer_overdue_at_an_empty_chair_shows_nothing() -> None:
    story = Story(interval="25m", away_after="5m")
    story.desktop_answers = False
    story.sit(minutes(23) + seconds(5))
    story.read(minutes(2))
    assert story.reminders == []


def test_an_answer_that_comes_when_they_type_again_waits_for_the_next_lull() -> None:
    story = Story()
    story.desktop_answers = False
    story.sit(minutes(25))
    story.read(seconds(6))
    story.sit(seconds(1))
    story.desktop_answers = True
    story.wish(inputs.BusyChecked(frozenset()))
    assert story.reminders == []
    story.read(seconds(6))
    assert len(story.reminders) == 1


def test_an_answer_that_comes_after_a_snooze_shows_nothing() -> None:
    story = Story()
    story.desktop_answers = False
    story.sit(minutes(30))
    story.say("snooze 5")
    story.wish(inputs.BusyChecked(frozenset()))
    story.sit(minutes(4.9))
    assert story.reminders == []


def test_an_answer_after_the_interval_grew_shows_nothing() -> None:
    story = Story()
    story.desktop_answers = False
    story.sit(minutes(30))
    story.set(interval="50m")
    story.wish(inputs.BusyChecked(frozenset()))
    story.sit(minutes(10))
    assert story.reminders == []


def test_the_caution_of_a_stretch_stands_before_the_reason() -> None:
    story = Story(topics=["stretch"])
    story.busy = FULLSCREEN
    story.sit(minutes(60))
    story.read(seconds(6))
    assert story.screen is not None
    first, why = story.screen.body.splitlines()
    assert first.endswith(" Stop if it hurts.")
    assert why.startswith("Reminders wait until you leave full screen")
