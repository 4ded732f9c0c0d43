"""Pauses: a set of reasons not to remind, each with its own end."""

from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest

from sitbreak.core.inputs import Ticked
from sitbreak.core.now import Now
from sitbreak.core.words import replies
from tests.core.story import MONDAY_NINE, Story, hours, minutes, reminded, seconds


@pytest.mark.parametrize(
    ("choice", "length", "reply"),
    [
        ("30 min", minutes(30), "Paused until 09:30."),
        ("1 hour", hours(1), "Paused until 10:00."),
        ("2 hours", hours(2), "Paused until 11:00."),
        ("Until tomorrow", hours(19), "Paused until 04:00 tomorrow."),
    ],
)
def test_the_menus_pauses_end_by_themselves(choice: str, length: timedelta, reply: str) -> None:
    story = Story(interval="10m")
    story.choose("Pause reminders", choice)
    assert story.reply.text == reply
    story.sit(length - seconds(1))
    assert story.reminders == []
    story.sit(seconds(1))
    assert len(story.reminders) == 1


def test_a_pause_until_resumed_lasts_until_then() -> None:
    story = Story()
    story.choose("Pause reminders", "Until I resume")
    assert story.reply.text == "Paused until you resume."
    story.sit(hours(20))
    assert story.reminders == []
    story.choose("Resume reminders")
    assert story.reply.text == "Reminders are back on."
    assert story.reminders == ["Time to get up – 20 hours of sitting"]


@pytest.mark.parametrize(
    ("command", "reply"),
    [
        ("pause", "Paused until you resume."),
        ("pause 1h", "Paused until 10:00."),
        ("pause 45", "Paused until 09:45."),
        ("pause --until 15:00", "Paused until 15:00."),
        ("pause --until 08:59", "Paused until 08:59 tomorrow."),
        ("pause --until 09:00", "Paused until 09:00 tomorrow."),
        ("pause --until 24:00", "Paused until 00:00 tomorrow."),
        ("pause 14:00-15:00", "Paused from 14:00 until 15:00."),
        ("pause 22:00-06:00", "Paused from 22:00 until 06:00 tomorrow."),
        ("pause 08:00-08:30", "Paused from 08:00 tomorrow until 08:30 tomorrow."),
        ("pause 08:30-09:30", "Paused from 08:30 until 09:30."),
        ("pause 90s", "Paused until 09:01:30."),
        ("pause 168h", "Paused until 09:00 on 2026-03-09."),
        ("pause 48h", "Paused until 09:00 on Wednesday."),
    ],
)
def test_pauses_can_be_typed(command: str, reply: str) -> None:
    assert Story().say(command) == reply


def test_in_a_pause_the_clock_goes_on() -> None:
    story = Story()
    story.say("pause")
    story.sit(minutes(17))
    assert story.sitting == minutes(17)
    assert story.line == "Paused until you resume – sitting 17 min"
    assert story.icon.name == "paused"


def test_a_break_in_a_pause_is_a_break() -> None:
    story = Story()
    story.say("pause")
    story.sit(minutes(17))
    story.leave(minutes(3))
    assert story.state == "break"
    assert story.line == "Paused until you resume – on a break since 09:17"


def test_after_a_pause_past_the_window_one_reminder_gives_the_total() -> None:
    story = Story()
    story.say("pause 40m")
    story.sit(minutes(41))
    assert story.reminders == ["Time to get up – 40 minutes of sitting"]


def test_after_a_pause_inside_the_window_the_next_lull_reminds() -> None:
    story = Story()
    story.say("pause 22m")
    story.sit(minutes(25))
    assert story.reminders == []
    story.read(seconds(6))
    assert len(story.reminders) == 1


def test_in_a_pause_a_reminder_keeps_its_state_and_no_next_one_is_known() -> None:
    story = reminded()
    story.say("pause 10m")
    assert story.screen is None
    assert story.reminder == "due"
    assert story.status["next_reminder"] is None
    story.sit(minutes(9.9))
    assert len(story.reminders) == 1
    story.sit(minutes(0.1))
    assert story.reminders[1:] == ["Time to get up – 35 minutes of sitting"]
    assert story.reminder == "due"
    assert len(story.diary) == 1


def test_a_waiting_reminder_keeps_waiting_through_a_pause() -> None:
    story = Story()
    story.on_call = True
    story.sit(minutes(31))
    story.say("pause 10m")
    assert story.reminder == "waiting"
    story.on_call = False
    story.sit(minutes(10))
    assert story.reminders == ["Time to get up – 41 minutes of sitting"]


def test_a_pause_in_the_moment_of_asking_shows_nothing() -> None:
    story = Story()
    story.desktop_answers = False
    story.sit(minutes(30))
    story.say("pause")
    story.sit(minutes(10))
    assert story.reminders == []


def test_a_new_pause_by_hand_takes_the_place_of_the_old_one() -> None:
    story = Story()
    story.say("pause 2h")
    story.say("pause 30m")
    assert len(story.status["pauses"]) == 1
    assert story.line == "Paused until 09:30 – sitting less than a minute"


def test_resume_ends_a_planned_pause_that_holds_but_none_to_come() -> None:
    story = Story()
    story.say("pause 08:00-10:00")
    story.say("pause 14:00-15:00")
    assert story.item("Resume reminders").enabled
    assert story.say("resume") == "Reminders are back on."
    assert [pause["from"][11:16] for pause in story.status["pauses"]] == ["14:00"]


def test_one_pause_ending_ends_no_other() -> None:
    story = Story(working_hours={"monday": ["12:00-18:00"]})
    story.say("pause 30m")
    story.say("pause 09:00-11:00")
    assert [pause["reason"] for pause in story.status["pauses"]] == ["you", "planned", "working_hours"]
    story.sit(minutes(30))
    assert [pause["reason"] for pause in story.status["pauses"]] == ["planned", "working_hours"]
    story.sit(minutes(90))
    assert story.line == "Outside working hours until 12:00 – sitting 2 h"
    story.sit(hours(1))
    assert story.reminders == ["Time to get up – 3 hours of sitting"]


def test_resume_ends_no_working_hours() -> None:
    story = Story(working_hours={"monday": ["12:00-18:00"]})
    story.say("pause")
    assert story.say("resume") == "Your own pause is over. Outside working hours until 12:00."
    assert not story.item("Resume reminders").enabled
    assert story.say("resume") == "There's no pause of your own. Outside working hours until 12:00."


def test_without_a_pause_there_is_nothing_to_resume() -> None:
    story = Story()
    assert not story.item("Resume reminders").enabled
    assert story.say("resume") == "Reminders aren't paused."
    assert story.reply.done


def test_the_same_planned_pause_twice_is_one() -> None:
    story = Story()
    story.say("pause 14:00-15:00")
    story.say("pause 14:00-15:00")
    assert len(story.status["pauses"]) == 1


def test_a_planned_pause_begins_and_ends_on_time() -> None:
    story = Story(interval="20m")
    story.say("pause 09:10-09:45")
    story.sit(minutes(44))
    assert story.reminders == []
    story.sit(minutes(1))
    assert story.reminders == ["Time to get up – 45 minutes of sitting"]
    assert story.status["pauses"] == []


def test_the_list_of_pauses_gives_each_a_number_a_reason_and_an_end() -> None:
    story = Story(working_hours={"tuesday": ["08:00-12:00"]})
    story.say("pause")
    story.say("pause 14:00-15:00")
    story.sit(minutes(5))
    pauses = story.planner.situation.pauses
    assert [replies.pause_line(number, pause, story.now) for number, pause in enumerate(pauses, 1)] == [
        "1  from 09:00 until you resume, by you",
        "2  from 14:00 until 15:00, planned",
        "3  from 12:00 last Tuesday until 08:00 tomorrow, outside working hours",
    ]


def test_pauses_are_cancelled_by_their_number() -> None:
    story = Story(working_hours={"monday": ["12:00-18:00"]})
    story.say("pause")
    story.say("pause 14:00-15:00")
    assert story.say("pause cancel 2") == "Pause 2 is cancelled."
    assert [pause["reason"] for pause in story.status["pauses"]] == ["you", "working_hours"]
    assert story.say("pause cancel 2") == "Pause 2 is cancelled."
    assert [pause["reason"] for pause in story.status["pauses"]] == ["you"]
    assert story.say("pause cancel 2") == "There's no pause 2. List them with: sitbreak pause list"
    assert not story.reply.done
    assert story.say("pause cancel 0") == "There's no pause 0. List them with: sitbreak pause list"


# --- what a pause survives ---------------------------------------------------------------------------


def test_a_pause_survives_lock_and_sleep_and_goes_on_meanwhile() -> None:
    story = Story()
    story.say("pause 2h")
    story.lock(minutes(1))
    assert story.line.startswith("Paused until 11:00")
    story.sleep(hours(2))
    assert story.status["pauses"] == []


@pytest.mark.parametrize("step", [hours(1), -hours(1)])
def test_a_pause_of_two_hours_lasts_two_hours_whatever_the_wall_clock_does(step: timedelta) -> None:
    story = Story()
    story.say("pause 2h")
    story.step_wall_clock(step)
    story.sit(hours(2) - minutes(1))
    assert story.reminders == []
    story.sit(minutes(1))
    assert len(story.reminders) == 1


def test_a_pause_until_a_time_of_day_ends_when_the_wall_clock_says_so() -> None:
    story = Story()
    story.say("pause --until 15:00")
    story.step_wall_clock(hours(5.9))
    story.sit(minutes(5))
    assert story.line.startswith("Paused until 15:00")
    story.sit(minutes(2))
    assert story.status["pauses"] == []


def test_a_pause_survives_a_move_to_another_zone_its_end_is_an_instant() -> None:
    story = Story()
    story.say("pause --until 15:00")
    story.move_zone(timezone(hours(-5)))
    assert story.line.startswith("Paused until 09:00")


# --- clock times -------------------------------------------------------------------------------------


SPRING = datetime(2026, 3, 29, 1, tzinfo=UTC)
AUTUMN = datetime(2026, 10, 25, 1, tzinfo=UTC)


class SummerTime(tzinfo):
    """Central Europe in 2026, without a time zone database."""

    def utcoffset(self, moment: datetime | None) -> timedelta:
        """Return the offset; in a skipped hour that of before, in a repeated one as `fold` says."""
        assert moment is not None
        as_winter, as_summer = (moment.replace(tzinfo=UTC) - hours(offset) for offset in (1, 2))
        if as_winter < SPRING + hours(1):
            skipped = as_winter >= SPRING
            return hours(1) if not skipped or moment.fold == 0 else hours(2)
        return (
            hours(2)
            if as_summer < AUTUMN or (as_winter < AUTUMN + hours(1) and not moment.fold)
            else hours(1)
        )

    def dst(self, moment: datetime | None) -> timedelta:
        return self.utcoffset(moment) - hours(1)

    def tzname(self, moment: datetime | None) -> str:
        return f"+{self.utcoffset(moment)}"

    def fromutc(self, moment: datetime) -> datetime:
        utc = moment.replace(tzinfo=UTC)
        repeated = AUTUMN <= utc < AUTUMN + hours(1)
        return moment.replace(fold=int(repeated)) + hours(2 if SPRING <= utc < AUTUMN else 1)


@pytest.mark.parametrize(
    ("at", "clock_time", "expected"),
    [
        ("2026-03-28T20:00", time(4), "2026-03-29T02:00"),
        ("2026-03-28T20:00", time(2, 30), "2026-03-29T01:30"),  # skipped: 03:30 summer time
        ("2026-03-29T12:00", time(4), "2026-03-30T02:00"),
        ("2026-10-24T20:00", time(2, 30), "2026-10-25T00:30"),  # repeated: the first
        ("2026-10-25T00:45", time(2, 30), "2026-10-26T01:30"),
        ("2026-10-24T20:00", time(4), "2026-10-25T03:00"),
    ],
)
def test_clock_times_are_found_around_daylight_saving(at: str, clock_time: time, expected: str) -> None:
    wall = datetime.fromisoformat(at).replace(tzinfo=UTC)
    now = Now(hours(1), hours(1), wall, SummerTime())
    assert now.next_local(clock_time) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


def test_until_tomorrow_is_four_in_the_morning_on_the_night_of_a_change() -> None:
    story = Story(at=datetime(2026, 3, 28, 22, 0, tzinfo=SummerTime()))
    story.choose("Pause reminders", "Until tomorrow")
    story.sit(hours(5) - seconds(1))
    assert story.reminders == []
    story.sit(seconds(1))
    assert len(story.reminders) == 1


def test_working_hours_ring_on_the_hour_after_the_change_to_summer_time() -> None:
    story = Story(
        at=datetime(2026, 3, 29, 0, 0, tzinfo=SummerTime()),
        interval="1h",
        working_hours={"sunday": ["9:00-18:00"]},
    )
    story.sit(hours(8) - seconds(1))
    assert story.reminders == []
    story.sit(seconds(1))
    assert story.reminders == ["Time to get up – 8 hours of sitting"]


def in_hours(story: Story) -> bool:
    """Whether working hours are on at this moment."""
    story.wish(Ticked())
    return not any(pause["reason"] == "working_hours" for pause in story.status["pauses"])


@pytest.mark.parametrize(
    ("evening", "length"),
    [
        (datetime(2026, 3, 28, 22, tzinfo=SummerTime()), hours(7)),
        (datetime(2026, 10, 24, 22, tzinfo=SummerTime()), hours(9)),
        (datetime(2026, 6, 6, 22, tzinfo=SummerTime()), hours(8)),
    ],
)
def test_a_night_shift_ends_at_six_also_when_the_clocks_change_in_it(
    evening: datetime, length: timedelta
) -> None:
    story = Story(at=evening - minutes(1), working_hours={"saturday": ["22:00-06:00"]})
    assert story.line.startswith("Outside working hours until 22:00:00")
    story.sit(minutes(1))
    assert in_hours(story)
    story.sit(length - seconds(1))
    assert in_hours(story)
    story.sit(seconds(1))
    assert story.line.startswith("Outside working hours until 22:00 on Saturday")


def test_hours_that_daylight_saving_skips_come_as_much_later() -> None:
    night = datetime(2026, 3, 29, 1, 59, tzinfo=SummerTime())
    story = Story(at=night, working_hours={"sunday": ["02:15-02:45"]})
    on = []
    for _ in range(120):
        if in_hours(story):
            on.append(story.now.local(story.now.wall).strftime("%H:%M"))
        story.sit(minutes(1))
    assert (on[0], on[-1], len(on)) == ("03:15", "03:44", 30)


def test_hours_that_daylight_saving_repeats_come_once() -> None:
    night = datetime(2026, 10, 25, 1, 59, tzinfo=SummerTime())
    story = Story(at=night, working_hours={"sunday": ["02:15-02:45"]})
    assert not in_hours(story)
    story.sit(minutes(16))
    assert in_hours(story)
    story.sit(minutes(30))
    assert not in_hours(story)
    story.sit(minutes(40))
    assert story.now.local(story.now.wall).strftime("%H:%M") == "02:25"
    assert not in_hours(story)


def test_a_day_may_have_many_ranges_even_overlapping_ones() -> None:
    ranges = ["09:00-09:10", "09:10-09:20", "09:30-09:50", "09:40-10:00", "10:30-11:00"]
    story = Story(working_hours={"monday": ranges, "tuesday": ["08:00-12:00"]})
    turns, was_on = [], None
    for minute in range(150):
        if (on := in_hours(story)) != was_on:
            turns.append((minute, on))
            was_on = on
        story.sit(minutes(1))
    assert turns == [(0, True), (20, False), (30, True), (60, False), (90, True), (120, False)]
    assert story.line.startswith("Outside working hours until 08:00 tomorrow")


def test_on_today_chosen_after_midnight_lasts_until_four_of_the_same_night() -> None:
    story = Story(at=MONDAY_NINE + hours(17.5), working_hours={"tuesday": ["09:00-12:00"]})
    assert story.line.startswith("Outside working hours until 09:00")
    story.choose("Remind me today anyway")
    assert in_hours(story)
    story.sit(minutes(89))
    assert in_hours(story)
    story.sit(minutes(1))
    assert story.line.startswith("Outside working hours until 09:00")


def test_days_without_working_hours_are_paused_through() -> None:
    story = Story(at=MONDAY_NINE, working_hours={"thursday": ["10:00-12:00"]})
    assert story.line == "Outside working hours until 10:00 on Thursday – sitting less than a minute"
    assert story.status["pauses"][0]["from"].startswith("2026-02-26T12:00")


def test_an_autumn_night_has_one_deadline_at_each_end_of_working_hours() -> None:
    """Clocks show 02:30 and 02:45 twice: the first counts."""
    zone = ZoneInfo("Europe/Berlin")
    story = Story(
        at=datetime(2026, 10, 25, 0, 0, tzinfo=zone),
        interval="4h",
        working_hours={"sunday": ["02:30-02:45", "02:50-03:30"]},
    )
    turns, deadline = [], story.planner.deadline
    for _ in range(3):
        story.sit(deadline - story.now.wall)
        turns.append(f"{deadline:%H:%M}")
        assert story.planner.deadline > deadline
        deadline = story.planner.deadline
    assert turns == ["00:30", "00:45", "00:50"]
