"""The history: what is kept of a day, whatever the clocks do."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from sitbreak.core import effects
from sitbreak.core.history import Happened, Kind, Span
from sitbreak.core.presence import Outcome
from tests.core.story import MONDAY_NINE, ZONE, Story, hours, minutes, reminded, seconds

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 3, 2)


def lane(story: Story, ago: int = 0) -> list[tuple[Kind, str, str]]:
    """What the lane of a day shows: kinds, with local times."""
    spans = story.days(ago + 1)[0].spans
    return [(span.kind, f"{span.start:%H:%M}", f"{span.end:%H:%M}") for span in spans]


def a_morning() -> Story:
    """Sit 15 minutes, fetch a coffee (5 minutes), sit 10 minutes."""
    story = Story()
    story.sit(minutes(15))
    story.leave(minutes(5))
    story.sit(minutes(10))
    return story


def test_a_day_shows_sitting_breaks_and_what_goes_on() -> None:
    story = a_morning()
    assert lane(story) == [
        (Kind.SITTING, "09:00", "09:15"),
        (Kind.BREAK, "09:15", "09:20"),
        (Kind.SITTING, "09:20", "09:30"),
    ]
    assert [span.running for span in story.today.spans] == [False, False, True]


def test_the_figures_are_those_of_a_count_by_hand() -> None:
    sums = a_morning().today.sums
    assert sums.sitting == minutes(25)
    assert sums.longest == minutes(15)
    assert sums.breaks == {Outcome.NATURAL: 1}
    assert sums.past == minutes(0)


def test_a_short_absence_is_neither_sitting_nor_a_break() -> None:
    story = Story()
    story.sit(minutes(10))
    story.lock(minutes(1))
    story.sit(minutes(10))
    assert lane(story) == [
        (Kind.SITTING, "09:00", "09:10"),
        (Kind.AWAY, "09:10", "09:11"),
        (Kind.SITTING, "09:11", "09:21"),
    ]
    assert story.today.sums.longest == minutes(20)
    assert story.today.sums.breaks == {}


def test_sitting_past_the_limit_is_counted_on_the_clock_of_the_sitting() -> None:
    story = Story()
    story.sit(minutes(25))
    story.lock(minutes(1))
    story.sit(minutes(10))
    last = story.today.spans[-1]
    assert (last.before, last.limit, last.past) == (minutes(25), minutes(30), minutes(5))
    assert story.today.sums.past == minutes(5)


def test_a_break_that_was_asked_for_is_told_from_a_natural_one() -> None:
    story = reminded()
    story.leave(minutes(3))
    story.sit(minutes(5))
    story.say("break")
    story.leave(minutes(3))
    story.sit(minutes(5))
    story.leave(minutes(3))
    story.sit(minutes(5))
    assert story.today.sums.breaks == {Outcome.ASKED: 2, Outcome.NATURAL: 1}
    assert story.today.sums.taken == 3


def test_reminders_tips_skips_and_snoozes_are_marked() -> None:
    story = reminded()
    story.sit(seconds(1))
    story.say("snooze 5")
    story.sit(minutes(5))
    story.read(seconds(7))
    story.say("skip")
    story.sit(seconds(1))
    story.say("tip")
    marks = [mark.what for mark in story.today.marks]
    assert marks == [Happened.REMINDER, Happened.TIP, Happened.SNOOZED, Happened.SKIPPED, Happened.TIP]
    sums = story.today.sums
    assert (sums.reminders, sums.tips) == (1, 2)
    assert sums.breaks == {Outcome.SNOOZED: 1, Outcome.SKIPPED: 1}
    assert all(mark.tip for mark in story.today.marks if mark.what is Happened.TIP)


def test_a_snooze_before_the_reminder_answers_none() -> None:
    story = Story()
    story.sit(minutes(18))
    story.say("snooze 10")
    assert story.today.sums.breaks == {}


def test_a_started_break_that_ends_early_is_short() -> None:
    story = Story()
    story.sit(minutes(10))
    story.say("break")
    story.leave(seconds(60))
    story.sit(minutes(1))
    assert story.today.sums.breaks == {Outcome.SHORT: 1}
    assert [kind for kind, _, _ in lane(story)] == [Kind.SITTING, Kind.AWAY, Kind.SITTING]


def test_a_break_whose_end_was_taken_back_is_not_short() -> None:
    story = Story()
    story.sit(minutes(10))
    story.say("break")
    story.leave(seconds(60))
    story.sit(seconds(8))  # they reach for the menu
    story.open_menu()
    story.leave(minutes(3))
    story.sit(minutes(1))
    assert story.today.sums.breaks == {Outcome.ASKED: 1}
    assert story.today.sums.sitting == minutes(11)


def test_a_pause_is_kept_from_its_start_to_its_end() -> None:
    story = Story()
    story.sit(minutes(5))
    story.say("pause 30m")
    story.sit(minutes(10))
    story.say("resume")
    story.sit(minutes(5))
    ((start, end),) = story.today.pauses
    assert (f"{start:%H:%M}", f"{end:%H:%M}") == ("09:05", "09:15")


def test_a_pause_that_goes_on_is_shown_up_to_now() -> None:
    story = Story()
    story.say("pause")
    story.sit(minutes(7))
    ((start, end),) = story.today.pauses
    assert end - start == minutes(7)
    assert not story.history


def test_pauses_that_touch_are_one() -> None:
    story = Story()
    story.say("pause 10m")
    story.sit(minutes(5))
    story.say("pause 10m")
    story.sit(minutes(15))
    ((start, end),) = story.today.pauses
    assert end - start == minutes(15)


def test_pauses_with_time_between_them_are_two() -> None:
    story = Story()
    for _ in range(2):
        story.say("pause 10m")
        story.sit(minutes(15))
    assert [end - start for start, end in story.today.pauses] == [minutes(10), minutes(10)]


# --- the boundary of days ------------------------------------------------------------------------


def test_an_evening_that_ends_after_midnight_is_one_day() -> None:
    story = Story(at=MONDAY_NINE.replace(hour=23))
    story.sit(hours(2))
    (monday,) = story.days()
    assert monday.date == MONDAY
    assert monday.sums.sitting == hours(2)


def test_a_night_is_divided_at_four() -> None:
    story = Story(at=MONDAY_NINE.replace(hour=3))
    story.sit(hours(2))
    sunday, monday = story.days(2)
    assert (sunday.date, sunday.sums.sitting) == (date(2026, 3, 1), hours(1))
    assert (monday.date, monday.sums.sitting) == (MONDAY, hours(1))
    assert monday.sums.longest == hours(2)
    assert monday.sums.past == hours(1)
    assert lane(story) == [(Kind.SITTING, "04:00", "05:00")]


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_the_nights_in_which_clocks_change_lose_and_invent_nothing(day: date) -> None:
    start = datetime(day.year, day.month, day.day, 0, 30, tzinfo=BERLIN)
    story = Story(at=start, idle_known=False)
    story.sit(hours(6))
    before, after = story.days(2)
    assert before.sums.sitting + after.sums.sitting == hours(6)
    four = datetime(day.year, day.month, day.day, 4, tzinfo=BERLIN)
    assert before.sums.sitting == four.astimezone(UTC) - start.astimezone(UTC)
    assert after.spans[0].start == four
    assert f"{after.spans[0].start:%H:%M %z}" == f"{four:%H:%M %z}"
    assert before.date == day - timedelta(days=1)


def test_who_flies_east_has_two_days_and_all_the_sitting() -> None:
    story = Story(at=MONDAY_NINE.replace(hour=20))
    story.sit(minutes(30))
    story.move_zone(timezone(hours(9)))  # 20:30 is 04:30 of the next day there
    story.sit(minutes(30))
    sunday, monday, tuesday = story.days(3)
    assert tuesday.date == date(2026, 3, 3)
    assert sunday.sums.sitting == minutes(0)
    assert monday.sums.sitting + tuesday.sums.sitting == hours(1)


def test_a_break_over_the_boundary_belongs_to_the_day_on_which_it_began() -> None:
    story = Story(at=MONDAY_NINE.replace(hour=22))
    story.sit(minutes(15))
    story.sleep(hours(9))
    story.sit(minutes(10))
    monday, tuesday = story.days(2)
    assert monday.sums.breaks == {Outcome.NATURAL: 1}
    assert tuesday.sums.breaks == {}
    assert lane(story) == [(Kind.SITTING, "07:15", "07:25")]


def test_a_sleep_over_four_oclock_is_no_sitting() -> None:
    story = Story(at=MONDAY_NINE.replace(hour=3, minute=30))
    story.sit(minutes(10))
    story.sleep(hours(1))
    story.sit(minutes(10))
    before, after = story.days(2)
    assert (before.sums.sitting, after.sums.sitting) == (minutes(10), minutes(10))


def test_the_first_day_and_a_day_without_anything_are_empty() -> None:
    story = Story()
    earlier, today = story.days(2)
    assert earlier.sums.empty
    assert earlier.spans == ()
    assert today.sums.sitting == minutes(0)


# --- clocks that are wrong or set ----------------------------------------------------------------


@pytest.mark.parametrize("by", [timedelta(days=365), timedelta(days=-365), hours(1), hours(-1)])
def test_a_clock_that_is_set_neither_adds_to_the_sitting_nor_takes_from_it(by: timedelta) -> None:
    story = Story()
    story.sit(minutes(10))
    story.step_wall_clock(by)
    story.sit(minutes(10))
    story.leave(minutes(5))
    story.sit(minutes(5))
    entries = [entry for entries in story.history.values() for entry in entries]
    kept = sum((entry.length for entry in entries if entry.kind == "sitting"), timedelta())
    assert kept == minutes(20)
    assert story.days()[0].spans[-1].length == minutes(5)


def test_a_clock_set_back_draws_nothing_over_something_else() -> None:
    story = Story()
    story.sit(minutes(20))
    story.leave(minutes(5))
    story.step_wall_clock(-minutes(15))
    story.sit(minutes(20))
    spans = story.today.spans
    assert all(one.end <= next_one.start for one, next_one in pairwise(spans))
    assert story.today.sums.sitting == minutes(40)


def test_of_two_spells_at_the_same_time_one_is_drawn_and_both_are_counted() -> None:
    story = Story()
    story.sit(minutes(15))
    story.leave(minutes(5))
    story.step_wall_clock(-minutes(20))
    story.sit(minutes(15))
    story.leave(minutes(5))
    story.sit(minutes(1))
    assert [kind for kind, _, _ in lane(story)].count(Kind.SITTING) == 2
    assert story.today.sums.sitting == minutes(31)


def test_a_clock_without_a_battery_dates_nothing_wrongly_once_it_is_set() -> None:
    story = Story(at=datetime(1970, 1, 1, 0, 1, tzinfo=ZONE))
    story.sit(minutes(1))
    story.step_wall_clock(MONDAY_NINE - datetime(1970, 1, 1, 0, 1, tzinfo=ZONE))
    story.sit(minutes(19))
    story.leave(minutes(3))
    story.sit(minutes(1))
    assert story.today.date == MONDAY
    assert lane(story)[0] == (Kind.SITTING, "09:00", "09:20")


def test_a_sitting_before_a_reboot_with_a_wrong_clock_keeps_its_date() -> None:
    story = Story()
    story.sit(minutes(15))
    story.lock()
    story.step_wall_clock(datetime(1970, 1, 1, tzinfo=UTC) - story.now.wall)
    story.reboot(minutes(5))
    story.leave(minutes(5))
    story.step_wall_clock(MONDAY_NINE + minutes(26) - story.now.wall)
    story.unlock()
    story.sit(minutes(1))
    assert story.today.date == MONDAY
    assert lane(story)[0] == (Kind.SITTING, "09:00", "09:15")
    assert story.today.sums.sitting == minutes(16)


# --- restarts and crashes ------------------------------------------------------------------------


def test_a_restart_continues_the_spell_as_one() -> None:
    story = Story()
    story.sit(minutes(10))
    story.restart()
    story.sit(minutes(10))
    assert [kind for kind, _, _ in lane(story)] == [Kind.SITTING]
    assert minutes(20) <= story.today.sums.sitting <= minutes(20) + seconds(2)


def test_what_goes_on_is_kept_when_sitbreak_quits() -> None:
    story = Story()
    story.sit(minutes(10))
    story.say("quit")
    ((entry,),) = [entries for (kind, _), entries in story.history.items() if kind == "sitting"]
    assert entry.length == minutes(10)


def test_a_crash_costs_at_most_a_minute_of_what_went_on() -> None:
    story = Story()
    story.sit(
        minutes(
            10,
        )
        + seconds(40)
    )
    story.crash(hours(2))
    story.sit(minutes(1))
    first = story.today.spans[0]
    assert minutes(9) <= first.length <= minutes(10) + seconds(40)
    assert story.today.sums.breaks == {Outcome.NATURAL: 1}


def test_what_was_kept_just_before_a_crash_is_kept_once() -> None:
    story = Story()
    story.sit(minutes(15))
    before = story._disk
    story.leave(minutes(3))
    assert story.today.sums.breaks == {Outcome.NATURAL: 1}
    story._disk = before  # killed after the history was written, and before the state was
    story.crash()
    story.leave(minutes(4))
    story.sit(minutes(1))
    assert story.today.sums.breaks == {Outcome.NATURAL: 1}
    assert story.today.sums.sitting == minutes(16)


def test_a_state_of_an_earlier_version_begins_the_history_here() -> None:
    story = Story()
    story.sit(minutes(10))
    story.say("pause 5m")
    assert story._disk is not None
    _text, at, boot = story._disk
    table = story.state_saved
    del table["spell"]
    story._disk = json.dumps(table), at, boot
    assert story.crash() == []
    story.sit(minutes(5))
    assert story.today.sums.sitting == minutes(5)
    assert story.today.spans[-1].before == minutes(10) + seconds(2)


def test_a_damaged_spell_is_named_and_costs_only_what_it_had() -> None:
    story = Story()
    story.sit(minutes(10))
    story.say("pause 5m")
    story.damage("spell", {"kind": "flying"})
    assert story.crash() == ["spell"]
    story.sit(minutes(5))
    assert story.today.sums.sitting == minutes(5)


# --- quiet ---------------------------------------------------------------------------------------


def test_nothing_is_written_while_nothing_begins_or_ends() -> None:
    story = Story()
    story.sit(minutes(15))
    story.leave(hours(3))
    story.effects.clear()
    story.leave(hours(3))
    assert not [effect for effect in story.effects if isinstance(effect, effects.AddToHistory | effects.Save)]


def test_history_comes_before_the_state_that_no_longer_has_it() -> None:
    story = Story()
    story.sit(minutes(15))
    story.effects.clear()
    story.leave(minutes(3))
    kinds = [type(effect) for effect in story.effects]
    assert (
        kinds.index(effects.AddToHistory) == kinds.index(effects.Save, kinds.index(effects.AddToHistory)) - 1
    )


def test_a_break_that_goes_on_lasts_until_now() -> None:
    story = Story()
    story.sit(minutes(15))
    story.leave(minutes(10))
    last = story.today.spans[-1]
    assert (last.kind, last.running, last.length) == (Kind.BREAK, True, minutes(10))


def test_an_absence_that_goes_on_is_away() -> None:
    story = Story()
    story.sit(minutes(15))
    story.lock()
    story.leave(minutes(1))
    last = story.today.spans[-1]
    assert (last.kind, last.running) == (Kind.AWAY, True)


def test_spans_know_their_length() -> None:
    start = MONDAY_NINE
    assert Span(Kind.BREAK, start, start + minutes(2)).past == minutes(0)


# --- standing --------------------------------------------------------------------------------------


def test_standing_is_a_spell_of_its_own_and_no_sitting() -> None:
    story = Story()
    story.sit(minutes(10))
    story.say("stand")
    story.sit(minutes(8))
    story.say("sit")
    story.sit(minutes(5))
    assert lane(story) == [
        (Kind.SITTING, "09:00", "09:10"),
        (Kind.STANDING, "09:10", "09:18"),
        (Kind.SITTING, "09:18", "09:23"),
    ]
    sums = story.today.sums
    assert (sums.sitting, sums.standing, sums.longest) == (minutes(15), minutes(8), minutes(15))


def test_an_absence_while_standing_divides_the_standing() -> None:
    story = Story()
    story.sit(minutes(10))
    story.say("stand")
    story.sit(minutes(5))
    story.lock(minutes(1))
    story.sit(minutes(5))
    assert lane(story)[1:] == [
        (Kind.STANDING, "09:10", "09:15"),
        (Kind.AWAY, "09:15", "09:16"),
        (Kind.STANDING, "09:16", "09:21"),
    ]
    assert story.today.sums.standing == minutes(10)


def test_a_break_from_standing_is_one() -> None:
    story = Story()
    story.sit(minutes(10))
    story.say("stand")
    story.sit(minutes(5))
    story.leave(minutes(5))
    story.sit(minutes(5))
    assert [kind for kind, _, _ in lane(story)] == [Kind.SITTING, Kind.STANDING, Kind.BREAK, Kind.SITTING]
    assert story.today.sums.taken == 1
    assert story.today.spans[-1].before == minutes(0)


def test_who_stands_across_a_restart_goes_on_standing() -> None:
    story = Story()
    story.sit(minutes(10))
    story.say("stand")
    story.sit(minutes(5))
    story.restart()
    story.sit(minutes(5))
    assert [kind for kind, _, _ in lane(story)] == [Kind.SITTING, Kind.STANDING]


def test_who_says_on_the_break_that_they_will_stand_stands_from_the_return_on() -> None:
    story = Story()
    story.sit(minutes(10))
    story.leave(minutes(5))
    story.say("stand")
    story.leave(minutes(5))
    story.sit(minutes(5))
    assert lane(story) == [
        (Kind.SITTING, "09:00", "09:10"),
        (Kind.BREAK, "09:10", "09:20"),
        (Kind.STANDING, "09:20", "09:25"),
    ]
