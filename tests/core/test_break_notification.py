"""A break that they have started can be seen while it runs; what a reminder says to get them up."""

from datetime import timedelta
from typing import Any

import pytest

from sitbreak.core import effects, inputs
from sitbreak.core.inputs import NotificationFailed, Shown
from sitbreak.core.tips import Library, Tip
from sitbreak.core.tray_view import Item
from tests.core.story import LIBRARY, Story, hours, minutes, reminded, seconds

STRETCH = Tip("bow", "stretch", "Take a bow", "Push your hips back.", "Stop if it hurts.")
SEATED = Tip("sit-back", "posture", "Sit right back", "Slide your hips back.", place="chair")
IN_BED = Tip("knees", "stretch", "Hug your knees", "Lie on your back.", "Stop if it hurts.", place="home")


def on_break(**settings: Any) -> Story:
    """Return the story of somebody who has just clicked *Start break* in a reminder."""
    story = reminded(**settings)
    story.click("Start break")
    return story


def title(story: Story) -> str | None:
    return None if story.screen is None else story.screen.title


# --- from the start to the end -----------------------------------------------------------------------


def test_the_reminder_turns_into_the_break() -> None:
    story = reminded(library=Library((STRETCH,)))
    story.effects.clear()
    story.click("Start break")
    shows = [effect for effect in story.effects if isinstance(effect, effects.Show | effects.Withdraw)]
    assert len(shows) == 1, "replaced in place, never withdrawn first"
    assert story.screen is not None
    assert story.screen.shown is Shown.BREAK
    assert story.screen.title == "Break until 09:28"
    assert story.screen.body == "Take a bow. Stop if it hurts."
    assert [button.label for button in story.screen.buttons] == ["Show me how"]
    assert story.screen.lasts


@pytest.mark.parametrize("announce", [True, False])
def test_it_goes_when_the_break_is_complete(*, announce: bool) -> None:
    story = on_break(announce_break_end=announce)
    story.leave(seconds(119))
    assert title(story) == "Break until 09:28"
    story.leave(seconds(1))
    assert title(story) == ("Break complete" if announce else None)


def test_it_goes_when_they_are_back() -> None:
    story = on_break()
    story.leave(seconds(60))
    story.sit(seconds(10))
    assert story.state == "sitting"
    assert story.screen is None


def test_locking_the_screen_takes_it_off_for_the_rest_of_the_break() -> None:
    story = on_break()
    story.leave(seconds(20))
    story.lock()
    assert story.screen is None
    story.leave(minutes(1))
    assert story.screen is None
    assert story.state == "break"


def test_unlocked_while_still_getting_up_it_is_there_again() -> None:
    story = on_break()
    body = story.screen and story.screen.body
    story.lock(seconds(5))
    assert story.state == "break"
    assert title(story) == "Break until 09:28"
    assert story.screen is not None
    assert story.screen.body == body


def test_a_break_from_the_menu_brings_a_tip_along() -> None:
    story = Story(topics=["moving"])
    story.sit(minutes(5))
    story.choose("Start break")
    assert title(story) == "Break until 09:07"
    assert story.screen is not None
    assert story.screen.body == "Walk a little"
    assert story.status["tip"] == "walk"


def test_a_break_after_a_snooze_keeps_the_tip_of_the_reminder() -> None:
    story = reminded()
    tip = story.status["tip"]
    story.click("Snooze 5 min")
    story.choose("Start break")
    assert story.status["tip"] == tip


def test_without_any_tip_there_is_still_the_time() -> None:
    story = Story(library=Library())
    story.sit(minutes(30))
    assert story.screen is not None
    assert story.screen.body == "Leave your chair and move around a little."
    story.click("Start break")
    assert (story.screen.title, story.screen.body, story.screen.buttons) == ("Break until 09:32", "", ())


def test_where_idle_is_unknown_it_runs_with_the_timer() -> None:
    story = Story(idle_known=False)
    story.leave(minutes(30))
    story.click("Start break")
    story.leave(seconds(119))
    assert title(story) == "Break until 09:32"
    story.leave(seconds(1))
    assert story.screen is None


def test_a_break_started_while_away_is_shown_until_it_is_over() -> None:
    story = Story(away_after="1m", break_length="5m")
    story.sit(minutes(10))
    story.leave(minutes(2))
    assert story.state == "away"
    story.say("break")
    assert title(story) == "Break until 09:15"
    story.leave(minutes(3))
    assert story.state == "break"
    assert story.screen is None


def test_a_break_started_behind_a_locked_screen_is_not_shown() -> None:
    story = Story()
    story.sit(minutes(10))
    story.lock()
    story.say("break")
    assert story.screen is None


def test_quitting_leaves_no_break_on_the_screen() -> None:
    story = on_break()
    story.choose("Quit")
    assert story.screen is None


def test_a_break_that_cannot_be_shown_runs_all_the_same() -> None:
    story = on_break()
    story.effects.clear()
    story.wish(NotificationFailed(Shown.BREAK))
    assert story.effects == []
    story.leave(minutes(2))
    assert story.sitting == timedelta()


# --- the time ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("length", "shown"), [("2m", "09:28"), ("119s", "09:27:05"), ("10m", "09:36"), ("30s", "09:25:36")]
)
def test_the_time_is_never_too_early_and_stays(length: str, shown: str) -> None:
    story = on_break(break_length=length)
    assert title(story) == f"Break until {shown}"
    assert story.line == f"On a break until {shown}"
    assert f"it's done at {shown}" in story.reply.text
    count = len(story.shown)
    story.leave(seconds(29))
    assert title(story) == f"Break until {shown}"
    assert len(story.shown) == count


def test_getting_up_slowly_moves_the_end() -> None:
    story = reminded()
    story.sit(seconds(50))
    story.click("Start break")
    assert title(story) == "Break until 09:28"
    story.sit(seconds(14))
    story.leave(seconds(10))
    assert title(story) == "Break until 09:29"
    assert story.line == "On a break until 09:29"


def test_a_clock_that_is_set_moves_the_end() -> None:
    story = on_break()
    story.step_wall_clock(hours(1))
    story.leave(minutes(1))
    assert title(story) == "Break until 10:28"


def test_in_a_break_there_is_nothing_to_skip_or_snooze_in_the_menu() -> None:
    story = on_break()
    assert not story.item("Skip this break").enabled
    assert not story.item("Start break").enabled
    assert not any(isinstance(line, Item) and line.enabled for line in story.item("Snooze").items)


# --- using sitbreak ----------------------------------------------------------------------------------


def test_opening_our_menu_ends_no_break() -> None:
    story = on_break()
    story.leave(seconds(60))
    story.open_menu()
    assert story.state == "break"
    assert title(story) == "Break until 09:28"


@pytest.mark.parametrize("entry", ["Show me a tip", "Help", "Settings…"])
def test_choosing_from_our_menu_ends_no_break(entry: str) -> None:
    story = on_break()
    story.leave(seconds(60))
    story.choose(entry)
    story.leave(seconds(1))
    assert story.state == "break"
    assert title(story) == "Break until 09:28"


def test_show_me_how_in_the_break_opens_its_tip() -> None:
    story = on_break(library=Library((STRETCH,)))
    story.leave(seconds(30))
    story.click("Show me how")
    assert effects.OpenTip("bow") in story.effects
    assert story.state == "break"
    assert title(story) == "Break until 09:28"


# --- what else can be shown ---------------------------------------------------------------------------


def test_a_tip_on_demand_comes_with_the_break() -> None:
    story = on_break(library=Library((STRETCH, IN_BED, SEATED)), topics=["stretch", "posture"])
    for _ in range(4):
        story.choose("Show me a tip")
        assert story.screen is not None
        assert title(story) == "Break until 09:28"
        assert story.screen.body in (
            "Take a bow. Stop if it hurts.\nPush your hips back.",
            "When you sit down again: sit right back.\nSlide your hips back.",
        )
        assert [button.label for button in story.screen.buttons] == ["Show me how"]


def test_on_a_day_without_stretches_the_tip_of_the_break_changes() -> None:
    story = reminded(library=Library((STRETCH, LIBRARY.tips[-1])), topics=["stretch"])
    story.click("Start break")
    story.say("stretches off")
    assert story.screen is not None
    assert story.screen.body == "Walk a little.\nOnce around the room."
    assert title(story) == "Break until 09:28"


# --- tips for somebody who is about to get up --------------------------------------------------------


def test_a_seated_tip_is_for_when_they_sit_down_again() -> None:
    story = reminded(library=Library((SEATED,)))
    assert story.screen is not None
    assert story.screen.body == "When you sit down again: sit right back.\nSlide your hips back."
    story.click("Start break")
    assert story.screen.body == "When you sit down again: sit right back"


def test_a_seated_tip_on_demand_is_for_now() -> None:
    story = Story(library=Library((SEATED,)))
    story.choose("Show me a tip")
    assert story.screen is not None
    assert (story.screen.title, story.screen.body) == ("Sit right back", "Slide your hips back.")


def test_no_reminder_brings_a_tip_for_home_not_even_again() -> None:
    story = reminded(library=Library((STRETCH, IN_BED)), topics=["stretch"])
    for _ in range(3):
        story.wish(inputs.ShowHow("knees"))
        story.sit(minutes(5))
        assert story.screen is not None
        assert story.screen.body.startswith("Take a bow")
    story.wish(inputs.ShowHow("knees"))
    story.click("Start break")
    assert story.screen is not None
    assert story.screen.body.startswith("Take a bow")


def test_a_tip_for_home_comes_on_demand() -> None:
    story = Story(library=Library((IN_BED,)), topics=["stretch"])
    story.choose("Show me a tip")
    assert title(story) == "Hug your knees"
    story.sit(minutes(30))
    assert story.screen is not None
    assert story.screen.body == "Leave your chair and move around a little."


@pytest.mark.parametrize("length", [1, 60, 110])
def test_after_a_short_lock_the_reminder_is_there_again(length: float) -> None:
    story = reminded()
    before = story.screen
    story.lock(seconds(length))
    assert story.screen is not None
    assert story.screen.shown is Shown.REMINDER
    assert before is not None
    assert story.screen.body == before.body
    story.sit(minutes(20))
    assert len([bubble for _, bubble in story.shown if bubble.shown is Shown.REMINDER]) >= 2 + 3
