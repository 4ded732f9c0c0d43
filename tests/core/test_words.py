"""Every sentence can be translated, and times are written as the person's clock shows them."""

import ast
import importlib
import inspect
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from string import Formatter
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sitbreak.core.words
from sitbreak.core.inputs import BusyReason
from sitbreak.core.now import Now
from sitbreak.core.settings import parse_interval
from sitbreak.core.words import (
    card,
    instance,
    language,
    menu,
    own_tips,
    page,
    reminder,
    replies,
    status,
    times,
)
from sitbreak.core.words.language import English, Language
from tests.core.story import hours, minutes, seconds

FOLDER = Path(sitbreak.core.words.__file__).parent
SUBJECTS = sorted(
    path.stem for path in FOLDER.glob("*.py") if path.stem not in {"__init__", "language", "log"}
)
MARKS = {"_": 0, "ngettext": 0, "pgettext": 1}
"""What marks a text for translation, and which of its arguments the text is."""


class Shouting(English):
    """A language in which everything is said in capitals, as far as it went through the catalogue."""

    def gettext(self, message: str) -> str:
        return _shout(message)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return _shout(super().ngettext(singular, plural, n))

    def pgettext(self, context: str, message: str) -> str:
        return _shout(super().pgettext(context, message))


def _shout(text: str) -> str:
    return re.sub(r"(?<!{)\b\w+\b(?!})", lambda word: word[0].upper(), text)


@pytest.fixture
def use() -> Iterator[Callable[[Language], None]]:
    yield language.use
    language.use(Language())


def module(subject: str) -> ModuleType:
    return importlib.import_module(f"sitbreak.core.words.{subject}")


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_text_of_a_sentence_is_a_literal_with_named_placeholders(subject: str) -> None:
    for call in ast.walk(ast.parse((FOLDER / f"{subject}.py").read_text(encoding="utf-8"))):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in MARKS):
            continue
        text = call.args[MARKS[call.func.id]]
        assert isinstance(text, ast.Constant), ast.unparse(call)
        assert isinstance(text.value, str)
        names = [name for _, name, _, _ in Formatter().parse(text.value) if name is not None]
        assert all(name.isidentifier() for name in names), text.value


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_sentence_goes_through_the_catalogue(use: Callable[[Language], None], subject: str) -> None:
    sentences = [
        function
        for _, function in inspect.getmembers(module(subject), inspect.isfunction)
        if function.__module__ == f"sitbreak.core.words.{subject}"
        and not function.__name__.startswith("_")
        and not inspect.signature(function).parameters
        and inspect.signature(function).return_annotation is str
    ]
    plain = [sentence() for sentence in sentences]
    use(Language(Shouting()))
    assert [sentence() for sentence in sentences] == [_shout(text) for text in plain]


def test_every_word_of_a_length_is_translated(use: Callable[[Language], None]) -> None:
    use(Language(Shouting()))
    assert times.length(hours(1) + minutes(5)) == "1 H 5 MIN"
    assert times.spoken_length(minutes(1)) == "1 MINUTE"
    assert menu.pause_for(hours(2)) == "2 HOURS"
    assert menu.topic("stretch") == "STRETCHING"


# --- times -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clock", "twelve", "twenty_four"),
    [
        ((0, 5), "12:05 AM", "00:05"),
        ((9, 0), "9:00 AM", "09:00"),
        ((12, 30), "12:30 PM", "12:30"),
        ((16, 44), "4:44 PM", "16:44"),
    ],
)
def test_a_time_is_what_the_persons_clock_shows(
    use: Callable[[Language], None], clock: tuple[int, int], twelve: str, twenty_four: str
) -> None:
    now = Now(timedelta(), timedelta(), datetime(2024, 3, 4, 3, tzinfo=UTC), UTC)
    wall = datetime(2024, 3, 4, *clock, tzinfo=UTC)
    assert times.clock(wall, now) == twenty_four
    use(Language(has_twelve_hours=lambda: True))
    assert times.clock(wall, now) == twelve


def test_another_clock_leaves_the_language_as_it_is() -> None:
    shouting = Language(Shouting(), code="ar")
    other = shouting.with_clock(has_twelve_hours=True)
    assert (other.catalogue, other.code, other.has_twelve_hours) == (shouting.catalogue, "ar", True)


def test_near_times_have_seconds_and_far_ones_their_day(use: Callable[[Language], None]) -> None:
    now = Now(timedelta(), timedelta(), datetime(2024, 3, 4, 16, 44, tzinfo=UTC), UTC)
    use(Language(has_twelve_hours=lambda: True))
    assert times.clock(now.wall + seconds(70), now) == "4:45:10 PM"
    assert times.clock(now.wall + hours(12), now) == "4:44 AM tomorrow"
    assert times.clock(now.wall + hours(48), now) == "4:44 PM on Wednesday"
    assert times.clock(now.wall + hours(24 * 8), now) == "4:44 PM on 2024-03-12"
    assert times.clock(now.wall - hours(24), now) == "4:44 PM yesterday"
    assert times.clock(now.wall - hours(48), now) == "4:44 PM last Saturday"
    assert times.clock(now.wall - hours(24 * 7), now) == "4:44 PM on 2024-02-26"


@pytest.mark.parametrize(
    ("length", "short", "spoken"),
    [
        (seconds(0), "0 s", "0 seconds"),
        (seconds(1), "1 s", "1 second"),
        (seconds(40), "40 s", "40 seconds"),
        (seconds(61), "1 min", "1 minute"),
        (minutes(17), "17 min", "17 minutes"),
        (hours(1), "1 h", "1 hour"),
        (hours(2) + minutes(1), "2 h 1 min", "2 hours 1 minute"),
    ],
)
def test_lengths_are_short_in_menus_and_spelled_out_in_sentences(
    length: timedelta, short: str, spoken: str
) -> None:
    assert times.length(length) == short
    assert times.spoken_length(length) == spoken


@pytest.mark.parametrize(
    ("interval", "spoken"),
    [
        ("20-30", "20–30 minutes"),
        ("25", "25 minutes"),
        ("50m-1h10m", "50 minutes – 1 hour 10 minutes"),
    ],
)
def test_an_interval_is_written_as_a_range(interval: str, spoken: str) -> None:
    assert times.spoken_span(parse_interval(interval)) == spoken


def test_lists_end_with_and() -> None:
    assert [times.listed(items) for items in (["a"], ["a", "b"], ["a", "b", "c"])] == [
        "a",
        "a and b",
        "a, b and c",
    ]


# --- limits ------------------------------------------------------------------------------------------


def test_the_longest_title_fits_into_a_notification() -> None:
    assert len(reminder.title(hours(23) + minutes(59))) <= 64


def test_the_longest_status_fits_into_a_tooltip(use: Callable[[Language], None]) -> None:
    use(Language(has_twelve_hours=lambda: True))
    now = Now(timedelta(), timedelta(), datetime(2024, 3, 4, 22, 22, tzinfo=UTC), UTC)
    sits = status.fell_short(status.sitting(hours(23) + minutes(59), idle_known=True), seconds(3599))
    between = (now.wall + hours(2), now.wall + hours(3))
    assert len(status.joined(sits, status.next_reminder(between, now))) <= 127


def test_every_reason_that_is_waited_for_no_longer_has_a_sentence_of_its_own() -> None:
    sentences = {reminder.waits_no_longer([reason], hours(2)) for reason in BusyReason}
    assert len(sentences) == len(BusyReason)


@pytest.mark.parametrize(
    ("written", "said"),
    [("Stop if it hurts.", "stop if it hurts."), ("MRI first, then this.", "MRI first, then this.")],
)
def test_what_follows_a_colon_begins_small_unless_it_is_an_acronym(written: str, said: str) -> None:
    assert card.caution(written) == f"Take care: {said}"
    assert f"{page.take_care()} {page.caution(written)}" == f"Take care: {said}"
    assert reminder.tip_title(written, seated=True) == f"When you sit down again: {said}"


def test_an_unknown_topic_has_no_name() -> None:
    with pytest.raises(ValueError, match="lunch"):
        menu.topic("lunch")


def test_what_keeps_a_command_from_an_answer_is_said() -> None:
    assert replies.autostart(None) == "This computer can't start programs at login."
    assert instance.not_running() == "sitbreak isn't running. Start it with: sitbreak"
    assert "0.1.0 is running, but 0.2.0 asked" in instance.other_version("0.1.0", "0.2.0")


# --- lengths in fields -----------------------------------------------------------------------------


@given(st.integers(1, 4 * 3600))
def test_a_length_in_a_field_is_read_as_it_is_written(length: int) -> None:
    assert times.parse_length(times.exact_length(seconds(length))) == seconds(length)


@pytest.mark.parametrize(
    ("typed", "length"),
    [
        ("25", minutes(25)),
        (" 25 min ", minutes(25)),
        ("25 Minutes", minutes(25)),
        ("1 hour 30 minutes", minutes(90)),
        ("1h30m", minutes(90)),
        ("90 s", seconds(90)),
        ("90 sec", seconds(90)),
        ("1 minute 1 second", seconds(61)),
    ],
)
def test_a_length_is_read_as_people_type_it(typed: str, length: timedelta) -> None:
    assert times.parse_length(typed) == length


@pytest.mark.parametrize("typed", ["", "soon", "-5", "5 parsecs", "1:30", "2.5 h", "min"])
def test_what_is_no_length_is_not_read_as_one(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        times.parse_length(typed)


def test_a_length_is_read_in_the_language_that_it_is_written_in(use: Callable[[Language], None]) -> None:
    class German(English):
        def gettext(self, message: str) -> str:
            return {"{count} h": "{count} Std", "{count} s": "{count} Sek"}.get(message, message)

    use(Language(German()))
    assert times.exact_length(hours(1) + seconds(5)) == "1 Std 5 Sek"
    assert times.parse_length("1 Std 5 Sek") == hours(1) + seconds(5)


@pytest.mark.parametrize(
    ("texts", "written"),
    [
        (("Go twice", "Carry less"), "Go twice.\nCarry less"),
        (("Heavy?", "Ask!", "Lift it (twice)", "so"), "Heavy?\nAsk!\nLift it (twice).\nso"),
        (("Set it down…", "slowly"), "Set it down…\nslowly"),
        (("重い", "半分"), "重い.\n半分"),
        (("Er sagt „ja“", "„Nein.“", "« oui »", "c"), "Er sagt „ja“.\n„Nein.“\n« oui ».\nc"),
        (("alone",), "alone"),
    ],
)
def test_lines_stay_apart_where_a_line_break_is_a_space(texts: tuple[str, ...], written: str) -> None:
    assert language.lines(*texts) == written


@pytest.mark.parametrize(
    ("code", "text", "mark"),
    [
        ("ar", "Stop if it hurts.", "\u200e"),
        ("ar", "~/.config/sitbreak/settings.toml", "\u200e"),
        ("ar", "(Łydka) – 50%!", "\u200e"),
        ("ar", "توقف إذا آلمك.", ""),
        ("ar", "يعمل sitbreak الآن.", ""),
        ("ar", "sitbreak يعمل.", ""),
        ("ar", "10:00–12:30.", ""),
        ("ar", "", ""),
        ("en", "توقف إذا آلمك.", "\u200f"),
        ("en", "Stop if it hurts.", ""),
        ("en", "Say شكرًا to it.", ""),
        ("ja", "痛ければ止めましょう。", ""),
    ],
)
def test_a_text_that_runs_the_other_way_keeps_its_full_stop(code: str, text: str, mark: str) -> None:
    assert Language(code=code).facing(text) == f"{mark}{text}{mark}"


def test_what_the_person_wrote_keeps_its_full_stop_among_our_words() -> None:
    language.use(Language(code="ar"))
    try:
        for said in (
            card.caution("Stop!"),
            card.from_source("Stop!"),
            reminder.tip_title("Stop!", seated=True),
            own_tips.in_list("Stop!", "topic", ""),
            own_tips.not_shown("Stop!"),
            own_tips.saved("Stop!"),
        ):
            assert "\u200estop!\u200e" in said.lower()
    finally:
        language.use(Language())
