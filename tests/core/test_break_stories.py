"""How a break ends: complete, which may be announced, or too early, which the first line shows."""

from datetime import timedelta
from typing import Any

import pytest

from sitbreak.core.inputs import BusyReason, NotificationFailed, Shown, Ticked
from sitbreak.core.words import status
from tests.core.story import Story, hours, minutes, seconds


def reminded(**settings: Any) -> Story:
    """Return the story of somebody just reminded at a lull, who wants the end of breaks announced."""
    story = Story(**{"announce_break_end": True, "sound": True} | settings)
    story.sit(minutes(25))
    story.read(seconds(6))
    assert len(story.reminders) == 1
    return story


def announcements(story: Story) -> list[str]:
    return [bubble.title for _, bubble in story.shown if bubble.shown is Shown.BREAK_END]


def nothing_was_said(story: Story) -> bool:
    return not announcements(story) and not story.sounds


# --- complete ----------------------------------------------------------------------------------------


def test_the_end_of_a_break_after_a_reminder_is_announced_on_time() -> None:
    story = reminded()
    story.leave(seconds(119))
    assert announcements(story) == []
    story.leave(seconds(1))
    assert announcements(story) == ["Break complete"]
    assert story.screen is not None
    assert story.screen.body == "Stay away as long as you like."
    assert story.screen.buttons == ()
    assert story.sounds == [story.now]
    story.leave(hours(1))
    assert len(announcements(story)) == len(story.sounds) == 1


def test_a_break_they_started_themselves_is_announced_too() -> None:
    story = Story(announce_break_end=True)
    story.sit(minutes(5))
    story.choose("Start break")
    story.leave(minutes(2))
    assert len(announcements(story)) == 1
    assert story.sounds == []


def test_the_sound_works_without_the_notification() -> None:
    story = reminded(announce_break_end=False)
    story.leave(minutes(2))
    assert announcements(story) == []
    assert len(story.sounds) == 1


def test_the_end_of_a_break_is_not_announced_by_default() -> None:
    story = reminded(announce_break_end=False, sound=False)
    story.leave(minutes(2))
    assert story.state == "break"
    assert nothing_was_said(story)


def test_the_end_of_a_natural_break_is_not_announced() -> None:
    story = Story(announce_break_end=True, sound=True)
    story.sit(minutes(5))
    story.leave(minutes(30))
    assert story.diary == ["natural break after 5 min of sitting"]
    assert nothing_was_said(story)


def test_the_announcement_is_withdrawn_at_the_return() -> None:
    story = reminded()
    story.leave(minutes(4))
    assert story.screen is not None
    story.sit(seconds(3))
    assert story.screen is None


def test_locking_the_screen_removes_the_announcement_for_good() -> None:
    story = reminded()
    story.leave(minutes(4))
    story.lock(minutes(1))
    assert story.screen is None
    assert len(announcements(story)) == 1


def test_nothing_is_announced_behind_a_locked_screen_or_after_it() -> None:
    story = reminded()
    story.lock(minutes(2))
    story.sit(seconds(1))
    assert nothing_was_said(story)


def test_nothing_is_announced_after_a_sleep() -> None:
    story = reminded()
    story.choose("Start break")
    story.sleep(minutes(3))
    story.leave(minutes(3))
    assert story.state == "break"
    assert nothing_was_said(story)


@pytest.mark.parametrize("announced", [True, False])
def test_nothing_is_announced_after_a_sleep_noticed_late(*, announced: bool) -> None:
    story = reminded()
    story.leave(seconds(50))
    story.sleep(seconds(90), announced=announced)
    story.leave(minutes(2))
    assert story.state == "break"
    assert nothing_was_said(story)


def test_after_a_sleep_and_a_return_the_next_break_is_announced() -> None:
    story = reminded()
    story.sleep(minutes(3))
    story.sit(minutes(31))
    story.leave(minutes(2))
    assert len(announcements(story)) == 1


@pytest.mark.parametrize("reason", list(BusyReason))
def test_while_the_desktop_is_busy_the_moment_passes(reason: BusyReason) -> None:
    story = reminded()
    story.choose("Start break")
    story.busy = frozenset({reason})
    story.leave(minutes(2))
    story.busy = frozenset()
    story.leave(minutes(5))
    assert nothing_was_said(story)


def test_a_reason_that_is_switched_off_holds_no_announcement_back() -> None:
    story = reminded(wait_during={"fullscreen": False})
    story.busy = frozenset({BusyReason.FULLSCREEN})
    story.leave(minutes(2))
    assert len(announcements(story)) == 1


def test_without_an_answer_from_the_desktop_nothing_is_announced() -> None:
    story = reminded()
    story.choose("Start break")
    story.desktop_answers = False
    story.leave(minutes(5))
    story.sit(seconds(1))
    assert nothing_was_said(story)


def test_nothing_is_announced_in_a_pause() -> None:
    story = reminded()
    story.say("pause")
    story.leave(minutes(3))
    assert story.diary[1:] == ["break after 25 min of sitting"]
    assert nothing_was_said(story)


def test_without_idle_a_started_break_is_announced_by_its_timer() -> None:
    story = Story(idle_known=False, announce_break_end=True, sound=True)
    story.leave(minutes(10))
    story.choose("Start break")
    story.leave(minutes(2))
    assert len(announcements(story)) == len(story.sounds) == 1
    story.lock()
    assert story.screen is None


def test_a_tip_takes_the_place_of_the_announcement() -> None:
    story = reminded()
    story.leave(minutes(2))
    story.say("tip")
    assert story.screen is not None
    story.choose("Show me a tip")
    assert story.screen is not None
    assert story.screen.shown is Shown.TIP


def test_an_announcement_that_cannot_be_shown_is_dropped() -> None:
    story = reminded()
    story.leave(minutes(2))
    story.effects.clear()
    story.wish(NotificationFailed(Shown.BREAK_END))
    assert story.effects == []


# --- too early ---------------------------------------------------------------------------------------


def test_a_started_break_that_ends_early_shows_what_is_missing() -> None:
    story = reminded()
    story.click("Start break")
    story.leave(seconds(100))
    story.sit(seconds(3))
    assert story.line == "Sitting 25 min, 20 s short of a break – time to get up"
    story.sit(seconds(59))
    assert "short of a break" in story.line
    story.sit(seconds(1))
    assert story.line == "Sitting 26 min – time to get up"


def test_the_line_changes_back_by_itself() -> None:
    story = reminded()
    story.click("Start break")
    story.leave(seconds(100))
    story.sit(seconds(3))
    assert story.planner.situation.short_by is not None
    assert story.planner.deadline <= story.now.wall + minutes(1)


def test_so_does_a_break_that_a_reminder_asked_for() -> None:
    story = reminded()
    story.leave(seconds(90))
    story.sit(seconds(1))
    assert story.line == "Sitting 26 min, 30 s short of a break – time to get up"


def test_so_does_a_locked_screen_after_a_reminder() -> None:
    story = reminded()
    story.sit(minutes(1))
    story.lock(seconds(70))
    assert story.line == "Sitting 26 min, 50 s short of a break – time to get up"


def test_less_than_half_a_break_after_a_reminder_shows_nothing() -> None:
    story = reminded()
    story.read(seconds(53))
    story.sit(seconds(1))
    story.lock(seconds(59))
    assert "short of a break" not in story.line


def test_a_started_break_always_shows_what_was_missing() -> None:
    story = reminded()
    story.click("Start break")
    story.leave(seconds(20))
    story.sit(seconds(3))
    assert ", 1 min 40 s short of a break" in story.line


def test_an_absence_that_nothing_asked_for_falls_short_of_nothing() -> None:
    story = Story()
    story.sit(minutes(10))
    story.lock(seconds(100))
    assert story.line == "Sitting 10 min – reminder between 09:21 and 09:31"


def test_what_was_missing_is_gone_after_leaving_again() -> None:
    story = reminded()
    story.click("Start break")
    story.leave(seconds(100))
    story.sit(seconds(1))
    story.say("break")
    assert story.line.startswith("On a break until")
    story.sleep(seconds(5))
    story.wish(Ticked())
    assert story.planner.situation.short_by is None


def test_what_was_missing_is_shown_in_a_pause_too() -> None:
    story = reminded()
    story.click("Start break")
    story.leave(seconds(100))
    story.say("pause")
    story.sit(seconds(3))
    assert story.line == "Paused until you resume – sitting 25 min, 20 s short of a break"


@pytest.mark.parametrize(
    ("by", "text"),
    [
        (seconds(20), "20 s short of a break"),
        (seconds(19.2), "20 s short of a break"),
        (seconds(0.1), "1 s short of a break"),
        (seconds(60), "1 min short of a break"),
        (seconds(100), "1 min 40 s short of a break"),
    ],
)
def test_what_was_missing_is_rounded_up_to_the_second(by: timedelta, text: str) -> None:
    assert status.fell_short("", by).removeprefix(", ") == text
