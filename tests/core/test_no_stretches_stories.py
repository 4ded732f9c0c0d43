"""A day on which the back hurts: tips on posture and moving only."""

import json
from datetime import timedelta, timezone
from typing import Any

import pytest

from sitbreak.core import effects, inputs
from sitbreak.core.inputs import Shown
from sitbreak.core.tips import Library
from tests.core.story import LIBRARY, Story, hours, minutes, seconds

LABEL = "No stretches today (my back hurts)"
GENTLE = ("shoulders", "feet-flat", "walk")


def left_out(story: Story) -> bool:
    return bool(story.item(LABEL).checked)


def topics_read(story: Story, count: int = 8) -> set[str]:
    return {json.loads(story.say("tip --json"))["topic"] for _ in range(count)}


def reminded_with(tip_id: str, **settings: Any) -> Story:
    """A reminder is out, with this tip."""
    story = Story(**settings)
    for tip in LIBRARY.tips:
        if tip.id != tip_id:
            story.say(f"tips hide {tip.id}")
    story.sit(minutes(30))
    assert story.status["tip"] == tip_id
    for tip in LIBRARY.tips:
        story.say(f"tips unhide {tip.id}")
    return story


@pytest.mark.parametrize("by_command", [True, False])
def test_it_is_a_check_mark_in_the_menu_and_a_command(*, by_command: bool) -> None:
    story = Story()
    assert not left_out(story)
    story.say("stretches off") if by_command else story.choose(LABEL)
    assert story.reply.text == (
        "No stretches today, only tips on posture and moving. They come back by themselves at 04:00 tomorrow."
    )
    assert left_out(story)
    assert story.status["no_stretches_until"] == "2026-03-03T04:00:00+01:00"
    story.say("stretches on") if by_command else story.choose(LABEL)
    assert story.reply.text == "Stretches are on: tips cover all your topics."
    assert not left_out(story)
    assert story.status["no_stretches_until"] is None


@pytest.mark.parametrize(
    "topics", [["posture", "lifting", "stretch"], ["stretch", "moving"], ["lifting"], ["posture"]]
)
def test_whatever_their_topics_are_posture_and_moving_come_that_day(topics: list[str]) -> None:
    story = Story(topics=topics)
    story.say("stretches off")
    assert topics_read(story) == {"posture", "moving"}
    story.say("stretches on")
    assert topics_read(story) == set(topics)
    assert not any(isinstance(effect, effects.ChangeSetting) for effect in story.effects)


def test_with_their_gentle_tips_hidden_the_other_gentle_topic_comes() -> None:
    story = Story()
    story.say("tips hide shoulders")
    story.say("tips hide feet-flat")
    story.say("stretches off")
    assert topics_read(story) == {"moving"}


@pytest.mark.parametrize("topic", ["stretch", "lifting"])
def test_a_stretch_that_is_asked_for_is_refused_with_the_reason(topic: str) -> None:
    story = Story()
    story.say("stretches off")
    assert story.say(f"tip {topic}").startswith("No stretches today")
    assert not story.reply.done
    story.wish(inputs.ShowTip(topic))
    assert story.screen is None
    assert json.loads(story.say("tip moving --json"))["id"] == "walk"


@pytest.mark.parametrize("tip", ["hamstring", "lift-knees"])
def test_a_stretch_in_a_reminder_that_is_out_is_replaced(tip: str) -> None:
    story = reminded_with(tip)
    story.say("stretches off")
    assert story.screen is not None
    assert story.screen.shown is Shown.REMINDER
    assert story.screen.title == "Time to get up – 30 minutes of sitting"
    assert story.status["tip"] in GENTLE
    assert story.reminder == "due"


def test_a_stretch_in_a_reminder_is_replaced_even_if_another_tip_was_read() -> None:
    story = reminded_with("hamstring")
    story.say("tip posture")
    story.say("stretches off")
    assert story.screen is not None
    assert "Reach forward" not in story.screen.body


def test_a_gentle_tip_in_a_reminder_that_is_out_stays() -> None:
    story = reminded_with("walk", topics=["moving"])
    shown = len(story.shown)
    story.say("stretches off")
    assert len(story.shown) == shown


def test_a_stretch_that_was_shown_on_demand_is_taken_off_the_screen() -> None:
    story = Story()
    story.wish(inputs.ShowTip("stretch"))
    story.say("stretches off")
    assert story.screen is None
    story.sit(minutes(30))
    assert story.status["tip"] in GENTLE


def test_the_repetition_of_a_snoozed_stretch_brings_another_tip() -> None:
    story = reminded_with("hamstring")
    story.say("snooze 5")
    story.say("stretches off")
    story.sit(minutes(5))
    assert story.status["tip"] in GENTLE
    assert story.reminder == "due"


def test_it_ends_by_itself_at_four_in_the_morning() -> None:
    story = Story()
    story.say("stretches off")
    story.lock(hours(19) - seconds(1))
    assert left_out(story)
    story.lock(seconds(1))
    assert not left_out(story)
    assert "stretch" in topics_read(story)


def test_after_midnight_it_ends_the_same_night() -> None:
    story = Story()
    story.lock(hours(17))
    assert "at 04:00." in story.say("stretches off")
    story.lock(hours(2))
    assert not left_out(story)


@pytest.mark.parametrize("how", ["restart", "crash", "reboot"])
def test_it_outlives_a_restart_but_not_the_day(how: str) -> None:
    story = Story()
    story.say("stretches off")
    getattr(story, how)(hours(1))
    assert story.status["no_stretches_until"] == "2026-03-03T04:00:00+01:00"
    assert topics_read(story) == {"posture", "moving"}
    getattr(story, how)(hours(20))
    assert not left_out(story)


def test_its_end_is_an_instant_whatever_the_zone() -> None:
    story = Story()
    story.say("stretches off")
    story.move_zone(timezone(hours(-5)))
    assert story.status["no_stretches_until"] == "2026-03-02T22:00:00-05:00"
    story.lock(hours(19))
    assert not left_out(story)


@pytest.mark.parametrize("nonsense", [5, "tomorrow", "9999-01-01T00:00:00+00:00"])
def test_a_damaged_end_is_named_and_stretches_come_again(nonsense: object) -> None:
    story = Story()
    story.say("stretches off")
    story.damage("no_stretches_until", nonsense)
    assert story.crash() == ["no_stretches"]
    assert not left_out(story)


def test_where_every_gentle_tip_is_hidden_a_reminder_comes_without_a_tip() -> None:
    story = Story(library=Library(tuple(tip for tip in LIBRARY.tips if tip.topic == "stretch")))
    story.say("stretches off")
    assert not story.reply.text.startswith("There's no tip")
    story.sit(minutes(30))
    assert story.reminders == ["Time to get up – 30 minutes of sitting"]
    story.say("stretches off")
    assert story.screen is not None
    assert "Reach forward" not in story.screen.body
    assert timedelta() < story.sitting
