"""The arithmetic of a week of hours: painting is the union of minutes, erasing the difference."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitbreak.core.pauses import WeekHours
from sitbreak.core.settings import Hours, parse_hours
from sitbreak.core.week import DAY, HOUR, STEP, WEEK, Piece, Span, Week, area, parse_day, write_day
from sitbreak.core.words import language
from sitbreak.core.words import week as words

MONDAY, FRIDAY, SATURDAY, SUNDAY = 0, 4, 5, 6
OFFICE = ("09:00-12:30", "13:30-18:00")


def week(**days: tuple[str, ...]) -> Week:
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    return Week(tuple(tuple(map(parse_hours, days.get(name, ()))) for name in names))


def written(shown: Week) -> list[str]:
    return [write_day(hours) for hours in shown.hours]


def minutes(shown: Week) -> set[int]:
    """Return every minute of a week, by the definition of working hours and without its arithmetic."""
    found = set()
    for day, ranges in enumerate(shown.hours):
        for hours in ranges:
            start, end = (clock.hour * HOUR + clock.minute for clock in (hours.start, hours.end))
            length = (end - start) % DAY or DAY
            found |= {(day * DAY + start + minute) % WEEK for minute in range(length)}
    return found


def minutes_of(areas: list[Span]) -> set[int]:
    return {minute % WEEK for start, end in areas for minute in range(start, end)}


clocks = st.builds(time, st.integers(0, 23), st.sampled_from((0, 7, 15, 30, 45, 59)))
ranges = st.builds(Hours, clocks, clocks)
weeks = st.builds(Week, st.tuples(*[st.lists(ranges, max_size=2).map(tuple)] * 7))
steps = st.integers(0, DAY // STEP).map(lambda number: number * STEP)
areas = st.builds(
    lambda days, ends: area(days, min(ends), max(ends)),
    st.sets(st.integers(0, 6)),
    st.tuples(steps, steps).filter(lambda ends: ends[0] != ends[1]),
)


# --- promises ------------------------------------------------------------------------------------


@given(weeks, areas)
def test_painting_is_the_union_of_minutes(shown: Week, painted: list[Span]) -> None:
    assert minutes(shown.paint(painted)) == minutes(shown) | minutes_of(painted)


@given(weeks, areas)
def test_erasing_is_the_difference_of_minutes(shown: Week, erased: list[Span]) -> None:
    assert minutes(shown.erase(erased)) == minutes(shown) - minutes_of(erased)


@given(weeks, areas)
def test_an_area_is_covered_when_all_its_minutes_are_painted(shown: Week, looked_at: list[Span]) -> None:
    assert shown.covers(looked_at) == (minutes_of(looked_at) <= minutes(shown))
    assert shown.paint(looked_at).covers(looked_at)


@given(weeks)
def test_what_the_days_show_is_every_minute_once(shown: Week) -> None:
    seen = [day * DAY + minute for day in range(7) for start, end, _ in shown.pieces(day)
            for minute in range(start, end)]  # fmt: skip
    assert len(seen) == len(set(seen))
    assert set(seen) == minutes(shown)
    assert {minute for minute in range(0, WEEK, 7) if minute in shown} == minutes(shown) & set(
        range(0, WEEK, 7)
    )


@given(weeks, areas)
def test_what_is_written_is_read_back(shown: Week, painted: list[Span]) -> None:
    for hours in shown.paint(painted).hours:
        assert parse_day(write_day(hours)) == hours


@given(weeks, areas)
def test_painting_and_erasing_what_was_free_changes_no_minute(shown: Week, painted: list[Span]) -> None:
    free = [span for span in painted if not minutes_of([span]) & minutes(shown)]
    assert minutes(shown.paint(free).erase(free)) == minutes(shown)


@given(weeks, st.data(), st.integers(0, WEEK // STEP))
def test_a_moved_edge_is_where_it_was_moved_to(shown: Week, data: st.DataObject, step: int) -> None:
    if not shown.spans:
        return
    span = data.draw(st.sampled_from(shown.spans))
    end = span.start + STEP + step * STEP % (WEEK - STEP)
    others = minutes(shown.erase([span]))
    to = end % WEEK
    moved = shown.move_end(span, to)
    assert minutes(moved) >= others
    if abs(end - span.end) < WEEK // 2:
        assert minutes(moved) == others | minutes_of([Span(span.start, end)])


# --- stories -------------------------------------------------------------------------------------


def test_five_days_are_painted_at_once() -> None:
    office = Week().paint(area(range(5), 9 * HOUR, 12 * HOUR + 30)).paint(area(range(5), 810, 18 * HOUR))
    assert written(office) == [", ".join(OFFICE)] * 5 + [""] * 2


def test_ranges_that_meet_become_one() -> None:
    assert written(week(mon=("09:00-12:00",)).paint(area([MONDAY], 720, 780)))[0] == "09:00-13:00"


def test_a_hole_makes_two_ranges() -> None:
    assert written(week(mon=("09:00-18:00",)).erase(area([MONDAY], 750, 810)))[0] == ", ".join(OFFICE)


def test_a_night_shift_belongs_to_the_day_on_which_it_starts() -> None:
    night = Week().paint(area([FRIDAY], 22 * HOUR, DAY)).paint(area([SATURDAY], 0, 6 * HOUR))
    assert written(night)[FRIDAY:] == ["22:00-06:00", "", ""]
    assert list(night.pieces(FRIDAY)) == [Piece(22 * HOUR, DAY, night.spans[0])]
    assert list(night.pieces(SATURDAY)) == [Piece(0, 6 * HOUR, night.spans[0])]


def test_a_night_runs_across_the_end_of_the_week() -> None:
    night = week(sun=("22:00-06:00",))
    assert [list(night.pieces(day)) != [] for day in range(7)] == [True, *[False] * 5, True]
    assert written(night.erase(area([MONDAY], 0, HOUR))) == ["01:00-06:00", *[""] * 5, "22:00-24:00"]
    assert written(Week().paint(area([SUNDAY], 1320, DAY)).paint(area([MONDAY], 0, 360))) == written(night)


def test_more_than_a_day_is_cut_at_midnight() -> None:
    long = Week().paint([Span(FRIDAY * DAY + 8 * HOUR, SUNDAY * DAY + 12 * HOUR)])
    assert written(long)[FRIDAY:] == ["08:00-24:00", "00:00-24:00", "00:00-12:00"]
    assert len(long.spans) == 1


def test_a_whole_week_is_seven_whole_days() -> None:
    always = Week().paint(area(range(7), 0, DAY))
    assert written(always) == ["00:00-24:00"] * 7
    assert always.spans == (Span(0, WEEK),)
    assert written(always.erase(area(range(7), 0, DAY))) == [""] * 7


def test_what_nobody_touched_stays_as_it_is_written() -> None:
    shown = week(mon=("09:07-12:00", "12:00-18:00"), tue=("13:30-18:00", "09:00-12:30"))
    painted = shown.paint(area([FRIDAY], 9 * HOUR, 10 * HOUR))
    assert painted.hours[:4] == shown.hours[:4]
    assert written(painted)[FRIDAY] == "09:00-10:00"


def test_hours_that_overlap_the_next_day_keep_their_minutes() -> None:
    shown = week(fri=("22:00-06:00",), sat=("05:00-10:00",))
    painted = shown.paint(area([SATURDAY], 12 * HOUR, 13 * HOUR))
    assert minutes(painted) == minutes(shown) | set(range(SATURDAY * DAY + 720, SATURDAY * DAY + 780))


def test_an_edge_is_dragged_across_midnight_and_back() -> None:
    shown = week(sun=("20:00-23:00",))
    later = shown.move_end(shown.spans[0], 2 * HOUR)
    assert written(later)[SUNDAY] == "20:00-02:00"
    assert written(later.move_end(later.spans[0], SUNDAY * DAY + 22 * HOUR))[SUNDAY] == "20:00-22:00"
    assert written(later.move_start(later.spans[0], HOUR))[MONDAY] == "01:00-02:00"


def test_an_edge_stops_at_the_other_one() -> None:
    shown = week(mon=("09:00-12:00",))
    assert written(shown.move_end(shown.spans[0], 8 * HOUR))[MONDAY] == "09:00-09:15"
    assert written(shown.move_start(shown.spans[0], 13 * HOUR))[MONDAY] == "11:45-12:00"


def test_a_day_is_copied_as_it_is_written() -> None:
    shown = week(mon=OFFICE, sun=("10:00-11:00",))
    assert written(shown.copy_to(range(5), shown.hours[MONDAY])) == [", ".join(OFFICE)] * 5 + [
        "",
        "10:00-11:00",
    ]


@pytest.mark.parametrize(
    ("text", "read_back"),
    [
        ("", ""),
        ("  ", ""),
        ("9:00-12:30,13:30 - 18:00", "09:00-12:30, 13:30-18:00"),
        ("9:00\u201312:30; 13:30-24:00,", "09:00-12:30, 13:30-24:00"),
        ("22:00-06:00", "22:00-06:00"),
    ],
)
def test_a_day_is_typed_as_in_settings_toml(text: str, read_back: str) -> None:
    assert write_day(parse_day(text)) == read_back


@pytest.mark.parametrize("text", ["nine", "09:00", "09:00-25:00", "09:00-12:30 13:30-18:00"])
def test_what_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="write it like"):
        parse_day(text)


def test_nothing_is_painted_in_an_empty_week() -> None:
    empty: WeekHours = ((),) * 7
    assert Week().hours == empty
    assert 0 not in Week()
    assert Week().spans == ()
    assert Week().covers([])


# --- words ---------------------------------------------------------------------------------------


def test_spans_are_named_by_their_days() -> None:
    night = Span(FRIDAY * DAY + 22 * HOUR, SATURDAY * DAY + 6 * HOUR)
    assert words.span(night) == "Friday, 22:00–06:00"
    assert words.span(Span(0, DAY)) == "Monday, 00:00–24:00"
    assert words.span(Span(FRIDAY * DAY + 8 * HOUR, WEEK + 12 * HOUR)) == "Friday 08:00 – Monday 12:00"
    assert words.until(6 * HOUR) == "until 06:00"


def test_days_in_a_row_are_named_by_their_ends() -> None:
    assert words.days([6, 0, 1, 2, 3]) == "Sun–Thu"
    assert words.days([5, 0, 2]) == "Sat, Mon and Wed"


def test_the_week_is_summed_up() -> None:
    assert words.only_within(60) == "Reminders come only in the marked hours: 1 hour a week."
    assert words.only_within(40 * HOUR) == "Reminders come only in the marked hours: 40 hours a week."
    assert words.only_within(90) == "Reminders come only in the marked hours: 1 h 30 min a week."


def test_midnight_is_written_as_the_persons_clock_shows_it() -> None:
    assert (words.clock(0), words.clock(DAY)) == ("00:00", "24:00")
    language.use(language.Language(has_twelve_hours=lambda: True))
    try:
        assert (words.clock(0), words.clock(DAY), words.clock(13 * HOUR)) == (
            "12:00 AM",
            "12:00 AM",
            "1:00 PM",
        )
    finally:
        language.use(language.Language())
