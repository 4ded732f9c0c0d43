"""The back diary: when it asks, what it takes for an answer, and when it keeps quiet."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from sitbreak.core import effects
from sitbreak.core.commands import BadCommand, parse_json
from sitbreak.core.inputs import BusyReason, NoteBack, Open, Page, Shown
from sitbreak.core.tray_view import Item
from tests.core.story import MONDAY_NINE, Story, hours, minutes

QUESTION = "How is your back today?"


def asked(story: Story) -> list[str]:
    """When it has asked."""
    return [f"{now.local(now.wall):%a %H:%M}" for now, bubble in story.shown if bubble.shown is Shown.DIARY]


def kept(story: Story) -> list[tuple[str, int | None]]:
    return [(f"{it.day:%a}", it.pain) for it in story.effects if isinstance(it, effects.KeepDiary)]


def a_day(at: datetime = MONDAY_NINE, **settings: Any) -> Story:
    return Story(at=at, **{"back_diary": True, **settings})


def come_back(story: Story) -> None:
    """Sit a little, take a break, and come back."""
    story.sit(minutes(15))
    story.leave(minutes(5))
    story.sit(minutes(1))


def test_it_asks_at_the_first_return_from_a_break_after_noon() -> None:
    story = a_day()
    for _ in range(20):
        come_back(story)
    assert asked(story) == ["Mon 12:08"]


def test_the_question_offers_the_answers_and_none() -> None:
    story = a_day(MONDAY_NINE + hours(4))
    come_back(story)
    assert story.screen is not None
    assert story.screen.title == QUESTION
    assert [(it.label, it.wish) for it in story.screen.buttons] == [
        ("Answer…", Open(Page.DIARY)),
        ("Not today", NoteBack(None)),
    ]


def test_it_is_off_by_default() -> None:
    story = Story(at=MONDAY_NINE + hours(4))
    come_back(story)
    assert asked(story) == []


def test_it_asks_once_a_day_and_again_on_the_next() -> None:
    story = a_day(MONDAY_NINE + hours(4))
    for _ in range(3):
        come_back(story)
        story.leave(hours(23))
        story.sit(minutes(1))
    assert [it.split()[0] for it in asked(story)] == ["Mon", "Tue", "Wed"]


def test_who_has_answered_is_not_asked() -> None:
    story = a_day()
    assert story.say("diary 3") == "Noted for today: 3 of 10."
    for _ in range(20):
        come_back(story)
    assert asked(story) == []
    assert kept(story) == [("Mon", 3)]


def test_an_answer_takes_the_question_off_the_screen() -> None:
    story = a_day(MONDAY_NINE + hours(4))
    come_back(story)
    story.click("Not today")
    assert story.screen is None
    assert story.reply.text == "Nothing noted for today."
    assert kept(story) == [("Mon", None)]


def test_the_evening_after_midnight_belongs_to_the_day_before() -> None:
    story = a_day(MONDAY_NINE + hours(16))  # 01:00
    story.say("diary 10")
    assert kept(story) == [("Mon", 10)]
    come_back(story)
    assert asked(story) == []


@pytest.mark.parametrize(
    "reason", [BusyReason.FULLSCREEN, BusyReason.PRESENTATION, BusyReason.DO_NOT_DISTURB]
)
def test_it_waits_for_a_better_return_while_the_desktop_is_busy(reason: BusyReason) -> None:
    story = a_day(MONDAY_NINE + hours(4))
    story.busy = frozenset({reason})
    come_back(story)
    assert asked(story) == []
    story.busy = frozenset()
    come_back(story)
    assert len(asked(story)) == 1


def test_it_keeps_quiet_in_a_pause() -> None:
    story = a_day(MONDAY_NINE + hours(4))
    story.say("pause")
    come_back(story)
    assert asked(story) == []
    story.say("resume")
    come_back(story)
    assert len(asked(story)) == 1


def test_it_keeps_quiet_outside_working_hours() -> None:
    story = a_day(MONDAY_NINE + hours(4), working_hours={"monday": ["09:00-12:00"]})
    come_back(story)
    assert asked(story) == []


def test_the_question_leaves_with_the_person() -> None:
    story = a_day(MONDAY_NINE + hours(4))
    come_back(story)
    story.lock()
    assert story.screen is None


def test_a_reminder_takes_its_place() -> None:
    story = a_day(MONDAY_NINE + hours(4))
    come_back(story)
    story.sit(minutes(30))
    assert story.screen is not None
    assert story.screen.shown is Shown.REMINDER


def test_a_short_absence_is_no_moment_to_ask() -> None:
    story = a_day(MONDAY_NINE + hours(4))
    story.sit(minutes(5))
    story.lock(minutes(1))
    story.sit(minutes(1))
    assert asked(story) == []


def test_a_desktop_that_does_not_answer_is_not_asked_for_hours() -> None:
    story = a_day(MONDAY_NINE + hours(4))
    story.desktop_answers = False
    come_back(story)
    story.desktop_answers = True
    story.sit(minutes(29))
    assert asked(story) == []


def test_a_restart_does_not_ask_twice() -> None:
    story = a_day(MONDAY_NINE + hours(4))
    come_back(story)
    story.restart()
    come_back(story)
    assert len(asked(story)) == 1


@pytest.mark.parametrize("pain", [11, -1, "3", True])
def test_a_damaged_diary_costs_only_itself(pain: object) -> None:
    story = a_day(MONDAY_NINE + hours(4))
    story.say("diary 3")
    story.damage("diary", {"day": "2026-03-02", "answered": True, "pain": pain})
    assert story.crash() == ["diary"]


def test_a_clock_that_is_set_back_a_year_asks_again_for_that_day() -> None:
    story = a_day(MONDAY_NINE + hours(4))
    come_back(story)
    story.step_wall_clock(timedelta(days=-365))
    come_back(story)
    assert len(asked(story)) == 2


# --- the menu and the command --------------------------------------------------------------------------


def test_the_menu_has_every_answer_and_marks_that_of_today() -> None:
    story = a_day()
    entry = story.item("My back today")
    answers = [it for it in entry.items if isinstance(it, Item)]
    assert [it.label for it in answers] == [
        "0 – no pain", *map(str, range(1, 10)), "10 – worst pain", "Not today",
    ]  # fmt: skip
    assert not any(it.checked for it in answers)
    story.choose("My back today", "4")
    assert story.item("My back today", "4").checked
    story.choose("My back today", "Not today")
    assert story.item("My back today", "Not today").checked
    assert not story.item("My back today", "4").checked
    story.leave(hours(24))
    assert not story.item("My back today", "Not today").checked


def test_without_the_diary_nothing_of_it_is_in_the_menu() -> None:
    with pytest.raises(ValueError, match="not enough values"):
        Story().item("My back today")


@pytest.mark.parametrize("sent", [11, -1, "3", True, 2.5])
def test_what_is_no_answer_is_refused(sent: object) -> None:
    with pytest.raises(BadCommand, match="is not a number from 0 to 10"):
        parse_json({"command": "NoteBack", "pain": sent})
