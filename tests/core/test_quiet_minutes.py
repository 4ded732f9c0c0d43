"""Minutes in which nothing happens are absorbed, not handled.

That handling them would change nothing is asserted by every story, in `Story._handle`.
"""

import cProfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from random import Random

import pytest

from sitbreak.core import inputs
from sitbreak.core.now import Now
from sitbreak.core.planner import Planner
from sitbreak.core.presence import OnBreak, Watch
from sitbreak.core.rotation import Rotation
from tests.core.story import LIBRARY, Story, hours, minutes, seconds


def after(now: Now, by: timedelta) -> Now:
    return replace(now, awake=now.awake + by, boot=now.boot + by, wall=now.wall + by)


def test_minutes_are_quiet_until_something_is_due() -> None:
    story = Story()
    story.sit(minutes(10))
    for passed in range(1, 10):
        assert story.planner.absorb_tick(after(story.now, minutes(passed)))
    assert not story.planner.absorb_tick(after(story.now, minutes(10))), "the window opens"


def test_no_minute_is_quiet_before_anything_was_handled() -> None:
    story = Story()
    planner = Planner(story.settings, Rotation(LIBRARY, Random(1)), story.now)
    assert not planner.absorb_tick(after(story.now, seconds(1)))


@pytest.mark.parametrize("clock", ["boot", "wall"])
def test_a_minute_in_which_a_clock_jumps_is_handled(clock: str) -> None:
    story = Story()
    later = after(story.now, minutes(1))
    for jump in (seconds(2), -seconds(2)):
        assert not story.planner.absorb_tick(replace(later, **{clock: getattr(later, clock) + jump}))
    trembling = timedelta(milliseconds=1)
    assert story.planner.absorb_tick(replace(later, **{clock: getattr(later, clock) + trembling}))


def test_a_minute_in_which_the_zone_changes_is_handled() -> None:
    story = Story()
    moved = replace(after(story.now, minutes(1)), zone=timezone(hours(9)))
    assert not story.planner.absorb_tick(moved)


def test_a_wall_clock_that_is_slowly_set_right_is_noticed_too() -> None:
    story = Story()
    slewed = [after(story.now, minutes(passed)) for passed in range(1, 10)]
    slewed = [replace(now, wall=now.wall + timedelta(milliseconds=3 * n)) for n, now in enumerate(slewed)]
    assert [story.planner.absorb_tick(now) for now in slewed] == [True] * 4 + [False] * 5


OFFICE_HOURS = {
    day: ["09:00-12:30", "13:30-18:00"] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")
}


def calls_in_a_quiet_minute(story: Story) -> int:
    """Return how many functions are called while a minute passes in which nothing happens."""
    story.sit(minutes(5))
    now, profile = after(story.now, minutes(1)), cProfile.Profile()
    assert profile.runcall(story.planner.absorb_tick, now)
    return sum(entry.callcount for entry in profile.getstats())


def test_a_quiet_minute_costs_the_same_with_working_hours() -> None:
    without, with_hours = Story(), Story(working_hours=OFFICE_HOURS)
    assert calls_in_a_quiet_minute(with_hours) == calls_in_a_quiet_minute(without) < 20


def test_working_hours_move_with_the_time_zone() -> None:
    story = Story(working_hours={"monday": ["09:00-17:00"]})
    moved = replace(after(story.now, minutes(1)), zone=timezone(hours(-5)))
    assert not story.planner.absorb_tick(moved)
    story.planner.handle(inputs.Ticked(), moved)
    (pause,) = story.planner.situation.active_pauses(moved)
    assert pause.end == datetime(2026, 3, 2, 14, 0, tzinfo=UTC), "nine in the morning, there"


def test_a_sleep_after_quiet_minutes_starts_at_the_last_of_them() -> None:
    story = Story()
    for passed in range(1, 6):
        last = after(story.now, minutes(passed))
        assert story.planner.absorb_tick(last)
    asleep = replace(last, boot=last.boot + hours(8), wall=last.wall + hours(8))
    assert not story.planner.absorb_tick(asleep)
    story.planner.handle(inputs.Ticked(), asleep)
    story.planner.handle(inputs.Observed(hours(8)), asleep)
    presence = story.planner.situation.presence
    assert isinstance(presence, OnBreak)
    assert presence.since == last.boot


def test_after_a_failure_the_next_minute_is_handled(monkeypatch: pytest.MonkeyPatch) -> None:
    story = Story()

    def fail(_: Planner) -> None:
        raise RuntimeError("a bug")

    with monkeypatch.context() as patch:
        patch.setattr(Planner, "_finish", fail)
        with pytest.raises(RuntimeError):
            story.planner.handle(inputs.Ticked(), story.now)
    assert not story.planner.absorb_tick(after(story.now, seconds(1)))


def test_a_reminder_shown_without_an_answer_expects_its_break() -> None:
    story = Story()
    story.sit(minutes(25))
    story.desktop_answers = False
    story.read(seconds(6) + seconds(5))
    assert story.screen is not None
    assert story.planner.deadline - story.now.wall == minutes(2)


def test_a_snooze_that_ends_while_nobody_is_there_is_forgotten_in_time() -> None:
    story = Story(break_length="10m")
    story.sit(minutes(19))
    story.say("snooze 5")
    story.read(minutes(4.5))
    assert (story.state, story.reminder) == ("away", "snoozed")
    assert story.planner.deadline - story.now.wall == seconds(30)


def test_before_the_window_opens_a_short_idle_does_not_matter() -> None:
    story = Story()
    story.sit(minutes(10))
    assert story.planner.watch == Watch(after=minutes(3))
    story.read(minutes(2.9))
    assert isinstance(story.handled[0], inputs.Ticked), "the idle source had nothing to report"
    story.read(minutes(0.1))
    assert story.state == "break"
    assert story.line.startswith("On a break since 09:10")


def test_somebody_who_left_just_before_the_window_is_not_reminded() -> None:
    story = Story()
    story.sit(minutes(17.5))
    story.read(minutes(2.5))
    assert story.handled == (inputs.Observed(minutes(2.5)), story.now), "measured at once"
    story.read(minutes(5))
    assert story.reminders == []


@pytest.mark.parametrize("interval", ["20m-30m", "25m"])
def test_where_no_lull_is_needed_a_break_is_watched_for(interval: str) -> None:
    story = Story(interval=interval)
    if interval == "20m-30m":
        story.say("pause")
    assert story.planner.watch == Watch(after=minutes(2))
