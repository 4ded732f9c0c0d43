"""What must be true of the history's pictures, page and sheet of paper."""

import re
import subprocess
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sitbreak.core.history import Day, Kind, Span, Sums
from sitbreak.core.words import history as words
from sitbreak.core.words import language
from sitbreak.core.words.dates import short_date
from sitbreak.core.words.language import Language
from sitbreak.pages import drawing
from sitbreak.pages.columns import columns
from sitbreak.pages.drawing import DARK, LIGHT, PAPER, Drawing, Paint, TextStyle
from sitbreak.pages.figures import figures, table
from sitbreak.pages.history import history_page
from sitbreak.pages.key import Sign, key
from sitbreak.pages.lane import lane
from sitbreak.pages.sheet import HEIGHT, WIDTH, sheet, summary
from tests.contrast import contrast
from tests.days import BUSY, STOOD, TODAY, lived, minutes, nothing, weeks
from tests.rig.programs import Home, needs
from tests.test_pages import Page

BREAK_LENGTH = minutes(2)
CET, CEST = timezone(timedelta(hours=1)), timezone(timedelta(hours=2))


def said_in(picture: Drawing) -> list[str]:
    return re.findall(r"<text [^>]*>([^<]*)", picture.shapes)


def painted(picture: Drawing, colour: str) -> list[tuple[float, float, float, float]]:
    """Return x, y, width and height of each rectangle of a colour."""
    found = re.findall(
        r'<rect x="([\d.-]+)" y="([\d.-]+)" width="([\d.]+)" height="([\d.]+)"([^>]*)', picture.shapes
    )
    return [(float(x), float(y), float(w), float(h)) for x, y, w, h, rest in found if f'"{colour}"' in rest]


def page_of(days: Sequence[Day]) -> str:
    return history_page(days, "20–30 minutes", BREAK_LENGTH)


def draw(day: Day, wide: float = 800, em: float = 13) -> Drawing:
    return lane(day, wide, em, LIGHT)


# --- a day as a lane ---------------------------------------------------------------------------------


def test_a_lane_shows_sitting_what_was_past_the_limit_and_each_break() -> None:
    picture = draw(
        lived(TODAY, "09:00", ("sit", 40), ("break", 5), ("sit", 20), ("natural", 30), ("sit", 10))
    )
    (first, second, third, _), (past, _) = painted(picture, LIGHT.sitting), painted(picture, LIGHT.past)
    assert first[2] == pytest.approx(1.5 * second[2], abs=5)
    assert first[0] + first[2] < second[0] < third[0]
    assert past[3] > first[3], "it is taller: seen without colour, too"
    assert picture.shapes.count(f'fill="{LIGHT.asked}"') == 2, "a pin and its sample in the key"
    assert picture.shapes.count(f'fill="{LIGHT.natural}"') == 2


def test_a_lane_names_what_is_on_it_and_nothing_else() -> None:
    key = ["sitting", "past 30 minutes", "standing", "break", "break without a reminder"]
    assert [said for said in said_in(draw(lived(TODAY, "09:00", ("sit", 20)))) if said in key] == ["sitting"]
    stood = lived(TODAY, "09:00", ("sit", 40), *STOOD)
    assert [said for said in said_in(draw(stood)) if said in key] == key


def test_past_the_limit_has_no_number_if_the_limit_has_changed() -> None:
    day = lived(TODAY, "09:00", ("sit", 40), ("break", 5))
    later = Span(Kind.SITTING, day.spans[-1].end, day.spans[-1].end + minutes(30), limit=minutes(20))
    assert "past the limit" in said_in(draw(Day(TODAY, (*day.spans, later))))


def test_a_long_absence_is_named_and_a_short_one_is_not() -> None:
    assert said_in(draw(lived(TODAY, "09:00", *BUSY))).count("away") == 1
    assert "away" not in said_in(draw(lived(TODAY, "09:00", ("sit", 20), ("break", 3), ("sit", 20))))


def test_the_first_five_minutes_do_not_look_like_a_day() -> None:
    picture = draw(lived(TODAY, "09:02", ("sit", 5), running=True))
    bar, _ = painted(picture, LIGHT.sitting)
    assert bar[2] < 800 / 30
    assert {"09:00", "13:00"} <= set(said_in(picture))


@pytest.mark.parametrize(("wide", "em"), [(300, 13), (800, 13), (800, 26), (1800, 13)])
def test_the_hours_have_room_and_stay_inside(wide: float, em: float) -> None:
    picture = draw(lived(TODAY, "06:10", *BUSY, *BUSY), wide, em)
    hours = re.findall(r'<text x="([\d.]+)" [^>]*middle"[^>]*>(\d\d:00)<', picture.shapes)
    assert len(hours) >= 2
    edges = [(float(x), drawing.width(said, 0.92 * em) / 2) for x, said in hours]
    assert edges[0][0] >= edges[0][1] - 0.1
    assert edges[-1][0] + edges[-1][1] <= wide + 0.1
    for (x, half), (next_x, next_half) in pairwise(edges):
        assert x + half < next_x - next_half


def test_the_key_begins_where_lines_of_the_language_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def places(code: str) -> list[float]:
        """Return where the meanings begin, in their order."""
        monkeypatch.setattr(language, "_language", Language(code=code))
        meanings = (Sign.ASKED, "break"), (Sign.NATURAL, "walk")
        drawn, _ = key(meanings, (10, 0), 300, TextStyle(12, "#000"), LIGHT)
        return [float(x) for x in re.findall(r'<text x="([\d.]+)"', drawn)]

    from_left, from_right = places("en"), places("ar")
    assert from_left == sorted(from_left)
    assert from_right == [10 + 310 - x for x in from_left]


def test_the_key_takes_more_lines_where_the_window_is_narrow() -> None:
    day = lived(TODAY, "09:00", ("sit", 40), *STOOD)
    assert draw(day, 300).height > draw(day, 800).height


def test_each_part_of_the_day_explains_itself() -> None:
    day = lived(
        TODAY, "09:00", ("sit", 42), ("break", 5), ("stand", 20), ("sit", 3), ("away", 1), running=True
    )
    assert [spot.sentence for spot in draw(day).spots] == [
        "09:00–09:42: sitting, 42 minutes, 12 minutes of it past the limit",
        "09:42–09:47: break, 5 minutes",
        "09:47–10:07: standing, 20 minutes",
        "10:07–10:10: sitting, 3 minutes",
        "10:10–now: away, 1 minute",
    ]


def test_the_pin_of_a_short_break_can_be_pointed_at() -> None:
    day = lived(TODAY, "08:00", ("sit", 60), ("break", 2), ("sit", 400))
    picture = draw(day)
    ((x, y),) = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', picture.shapes)[:1]
    pointed_at = [spot.sentence for spot in picture.spots if spot.box.contains(float(x) - 4, float(y))]
    assert pointed_at == ["09:00–09:02: break, 2 minutes"]


def test_a_day_can_go_on_after_midnight() -> None:
    picture = draw(lived(TODAY, "22:30", ("sit", 40), ("break", 10), ("sit", 100)))
    hours = [said for said in said_in(picture) if said.endswith(":00")]
    assert hours == ["22:00", "23:00", "00:00", "01:00", "02:00"]


def test_hours_are_those_of_local_clocks_also_once_these_have_changed() -> None:
    """The night in which summer time ends: 02:00 comes twice."""
    start = datetime(2026, 10, 24, 22, 30, tzinfo=CEST)
    change = datetime(2026, 10, 25, 1, tzinfo=CEST) + timedelta(hours=1)
    before = Span(Kind.SITTING, start, change)
    after = Span(
        Kind.SITTING, change.astimezone(CET), (change + timedelta(hours=1, minutes=50)).astimezone(CET)
    )
    picture = draw(Day(date(2026, 10, 24), (before, after)), 1200)
    hours = [said for said in said_in(picture) if said.endswith(":00")]
    assert hours == ["22:00", "23:00", "00:00", "01:00", "01:00", "02:00", "03:00"]


def test_the_person_s_own_clock_is_used() -> None:
    language.use(Language(has_twelve_hours=lambda: True))
    try:
        picture = draw(lived(TODAY, "11:00", ("sit", 20), ("away", 70)))
    finally:
        language.use(Language())
    assert {"11 AM", "12 PM", "1 PM"} <= set(said_in(picture))
    assert picture.spots[0].sentence.startswith("11:00 AM–11:20 AM:")


def test_nothing_is_drawn_outside_whatever_the_day_was_like() -> None:
    for day in (
        lived(TODAY, "04:00", ("sit", 16 * 60)),
        lived(TODAY, "04:00", ("sit", 25 * 60)),
        lived(TODAY, "23:59", ("sit", 0.2)),
        lived(TODAY, "09:00", *(("sit", 1), ("break", 2)) * 150),
    ):
        picture = draw(day)
        for colour in (LIGHT.sitting, LIGHT.past, LIGHT.track):
            for x, y, wide, tall in painted(picture, colour):
                assert x >= 0
                assert y >= 0
                assert x + wide <= 800.1
                assert y + tall <= picture.height


# --- days as columns ---------------------------------------------------------------------------------


def test_columns_are_as_high_as_the_days_were_long() -> None:
    short = lived(TODAY, "09:00", ("sit", 30), ("break", 5), ("sit", 30))
    long = lived(TODAY, "09:00", *(("sit", 30), ("break", 5)) * 8)
    picture = columns([nothing(TODAY), short, long], 600, 13, LIGHT)
    first, second, _ = painted(picture, LIGHT.sitting)
    assert second[3] == pytest.approx(4 * first[3], abs=0.1)


def test_what_was_past_the_limit_is_on_top() -> None:
    picture = columns([lived(TODAY, "09:00", ("sit", 90))], 600, 13, LIGHT)
    (within, _), (past, _) = painted(picture, LIGHT.sitting), painted(picture, LIGHT.past)
    assert past[3] == pytest.approx(2 * within[3], abs=3)
    assert past[1] + past[3] <= within[1]


def test_below_each_day_stand_its_name_and_its_breaks() -> None:
    said = said_in(columns(weeks(2), 800, 13, LIGHT))
    assert [name for name in said if name in {"Sat", "Sun", "Fri"}] == ["Sat", "Sun", "Fri"] * 2
    assert [it for it in said if it.isdecimal()] == [
        str(day.sums.taken) for day in weeks(2) if day.sums.taken
    ]
    assert said[-2:] == ["sitting", "past the limit"]
    assert "back, 0–10" not in said


def test_answers_of_the_back_diary_stand_above_the_days() -> None:
    said = said_in(columns(weeks(2, pain=True), 800, 13, LIGHT))
    assert "back, 0–10" in said


def test_a_narrow_window_shortens_the_names_of_days() -> None:
    said = said_in(columns(weeks(2), 380, 13, LIGHT))
    assert {"M", "T", "W", "F", "S"} <= set(said)
    assert not {"Mon", "Tue", "Fri"} & set(said)


@pytest.mark.parametrize(
    ("sitting", "lines"),
    [(0, 4), (0.1, 4), (4, 4), (4.1, 5), (5.1, 6), (10, 10), (16, 16), (25, 30)],
)
def test_the_axis_covers_the_longest_day(sitting: float, lines: int) -> None:
    day = Day(TODAY, sums=Sums(sitting=timedelta(hours=sitting)))
    hours = [said for said in said_in(columns([day], 600, 13, LIGHT)) if said.endswith(" h")]
    assert hours[-1] == f"{lines} h"
    assert len(hours) <= 7


def test_a_day_explains_itself_in_a_line() -> None:
    days = [nothing(TODAY), lived(TODAY, "09:00", ("sit", 60)), lived(TODAY, "09:00", *STOOD, pain=3)]
    friday, stood = "Friday 20 November", "1 h 3 min of sitting · 45 min of standing"
    assert [spot.sentence for spot in columns(days, 600, 13, LIGHT).spots] == [
        f"{friday} · nothing recorded",
        f"{friday} · 1 h of sitting · 30 min past the limit · at most 1 h without a break · 0 breaks",
        f"{friday} · {stood} · at most 28 min without a break · 2 breaks · back 3 of 10",
    ]


# --- the figures -------------------------------------------------------------------------------------


def test_the_figures_of_a_day_and_the_table_say_the_same() -> None:
    days = weeks(2, pain=True, stands=True)
    shown = table(days)
    assert len(shown.rows) == 14
    for day, row in zip(days, shown.rows, strict=True):
        if day.sums.sitting:
            values = {figure.value for figure in figures(day)}
            assert values <= set(row) | {words.length(timedelta())}
        else:
            assert set(row[1:]) == {"–"}


def test_no_figure_is_shown_in_seconds_where_there_is_nothing() -> None:
    assert [figure.value for figure in figures(nothing(TODAY))] == ["0 min", "0", "0 min", "0 min"]


# --- the sheet ---------------------------------------------------------------------------------------


def test_the_sheet_begins_with_sums_in_words_counted_by_hand() -> None:
    days = [
        lived(
            TODAY - timedelta(days=2), "09:00", ("sit", 40), ("break", 5), ("sit", 20), ("natural", 5), pain=2
        ),
        nothing(TODAY - timedelta(days=1)),
        lived(TODAY, "09:00", ("sit", 30), ("break", 5), ("stand", 90), ("sit", 30), pain=5),
    ]
    assert summary(days) == [
        "2 hours of sitting on 2 days: 1 hour a day on average.",
        "10 minutes of it came after 30 minutes without a break.",
        "Longest without a break: 40 minutes, on Wednesday 18 November.",
        "3 breaks, 1 of them without a reminder: 1.5 a day on average.",
        "1 hour 30 minutes of standing at the desk.",
        "“How is your back today?” (0 good, 10 bad): 3.5 on average, 2 to 5.",
    ]


def test_weeks_without_anything_say_so() -> None:
    assert summary([nothing(TODAY)]) == ["Nothing was recorded in these weeks."]


@pytest.mark.parametrize(
    "days", [weeks(), weeks(pain=True, stands=True), weeks(1), weeks(5), (nothing(TODAY),)]
)
def test_everything_on_the_sheet_is_on_the_sheet(days: Sequence[Day]) -> None:
    picture = sheet(days, BREAK_LENGTH)
    for x, y, size, rest, said in re.findall(
        r'<text x="([\d.]+)" y="([\d.]+)" font-size="([\d.]+)"([^>]*)>([^<]*)', picture.shapes
    ):
        wide = drawing.width(said, float(size))
        left = float(x) - (wide if "end" in rest else wide / 2 if "middle" in rest else 0)
        assert left >= -6, said
        assert left + wide <= WIDTH + 6, said
        assert float(y) <= HEIGHT


def test_the_sheet_has_a_row_for_each_day() -> None:
    said = said_in(sheet(weeks(), BREAK_LENGTH))
    assert [short_date(day.date) for day in weeks()] == [
        it for it in said if re.match(r"\w{3} \d+ \w{3}$", it)
    ]


# --- the page ----------------------------------------------------------------------------------------

PAGES = {
    "weeks": weeks(),
    "everything": weeks(pain=True, stands=True),
    "first day": (nothing(TODAY - timedelta(days=1)), lived(TODAY, "09:00", ("sit", 5), running=True)),
    "nothing yet": tuple(nothing(TODAY - timedelta(days=ago)) for ago in range(27, -1, -1)),
    "empty today": (*weeks()[:-1], nothing(TODAY)),
}


@pytest.mark.parametrize("days", PAGES.values(), ids=PAGES.keys())
def test_the_page_is_complete_and_loads_nothing_from_outside(days: Sequence[Day]) -> None:
    html = page_of(days)
    page = Page(html)
    assert page.tags.count("h1") == page.tags.count("main") == 1
    assert not {"script", "link", "iframe", "object", "a", "img"} & set(page.tags)
    assert not re.search(r"https?:|//|url\(|@import|javascript|\son\w+=", html)


def test_the_page_shows_the_figures_of_today_and_the_last_two_weeks_as_a_table() -> None:
    days = weeks()
    page = Page(page_of(days))
    assert "Friday 20 November 2026 · reminders after 20–30 minutes" in page.text
    assert "Printed, it's the last four weeks on one sheet of paper." in page.text
    for figure in figures(days[-1]):
        assert f"{figure.label} {figure.value}" in page.text
    assert page.tags.count("tr") == 15
    for row in table(days[-14:]).rows:
        assert " ".join(row) in page.text


def test_a_narrow_page_has_its_own_pictures_whose_text_can_be_read() -> None:
    html = history_page(weeks(), "20–30 minutes", BREAK_LENGTH)
    for kind, wide in (("wide", 880), ("narrow", 400)):
        assert re.findall(rf'<div class="{kind}"><svg viewBox="0 0 (\d+)', html) == [str(wide)] * 2


def test_empty_days_are_met_with_a_kind_word() -> None:
    assert "Your day will appear here as you work." in Page(page_of(PAGES["nothing yet"])).text
    assert "No sitting so far today." in Page(page_of(PAGES["empty today"])).text


def test_no_text_becomes_markup() -> None:
    nasty = "<b>&\"'</b>"
    picture = Drawing(10, 10, drawing.text(0, 0, nasty, drawing.TextStyle(10, "red")), ())
    for markup in (picture.svg(nasty), picture.html(nasty)):
        parts = ElementTree.fromstring(markup)
        assert [part.text for part in parts] == [nasty]
        assert nasty in parts.attrib.values()


@pytest.mark.parametrize(
    ("paint", "behind"),
    [(LIGHT, "#f1f4f8"), (DARK, "#222932"), (PAPER, "#ffffff")],
    ids=["light", "dark", "paper"],
)
def test_everything_in_the_pictures_can_be_seen(paint: Paint, behind: str) -> None:
    for colour in (paint.sitting, paint.past, paint.standing, paint.asked, paint.natural):
        assert contrast(colour, behind) >= 3, colour
        assert paint is PAPER or contrast(colour, paint.track) >= 3, colour
    for colour in (paint.ink, paint.quiet):
        assert contrast(colour, behind) >= 4.5, colour


def test_every_colour_of_the_pictures_is_defined_for_light_and_dark() -> None:
    html = page_of(weeks(stands=True))
    for name in Paint._fields:
        assert len(re.findall(rf"--chart-{name}:", html)) == 2
    assert {f"var(--chart-{name})" for name in Paint._fields} >= set(re.findall(r"var\(--chart-\w+\)", html))


def test_a_browser_prints_one_page(tmp_path: Path) -> None:
    needs("chromium")
    for name, days in PAGES.items():
        for size in ("a4", "letter"):
            html = page_of(days)
            page, printed = tmp_path / "history.html", tmp_path / "history.pdf"
            page.write_text(html.replace("size: A4", f"size: {size}"), encoding="utf-8")
            command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
            subprocess.run(
                [*command, f"--user-data-dir={tmp_path}", f"--print-to-pdf={printed}", page.as_uri()],
                env=Home(tmp_path).env,
                capture_output=True,
                timeout=60,
                check=True,
            )
            assert len(re.findall(rb"/Type\s*/Page\b", printed.read_bytes())) == 1, f"{name} on {size}"
