"""Every language: its files are up to date, nothing is lost in it, and what is said to be complete is."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from string import Formatter
from textwrap import wrap

import pytest
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po

from sitbreak.core.now import Now
from sitbreak.core.settings import Interval
from sitbreak.core.tips import TEXT_LIMIT, TITLE_LIMIT
from sitbreak.core.words import language, reminder, replies, status, times
from sitbreak.core.words.catalogue import CompiledCatalogue
from sitbreak.core.words.reminder import first_words, tip_text
from sitbreak.desktop.language import speaking, use_language
from sitbreak.desktop.terminal import first_screen, tray_screen
from sitbreak.tips.files import written_in
from tests.test_shipped_tips import GNOME_LINE, MAKO_LINE, MAKO_LINES
from translations import catalogues, published, tips
from translations.__main__ import counts

RUN = "run: python3 dev.py translations"
ENGLISH = {tip["id"]: tip for tip in tips.english()["tip"]}

each_language = pytest.mark.parametrize("code", catalogues.codes())


def forms(it: str | Sequence[str] | None) -> Sequence[str]:
    return (it,) if isinstance(it, str) else it or ()


def translated(code: str) -> Iterator[tuple[Message, str]]:
    """Yield every translation that is shown, with its message."""
    for message in catalogues.read(code):
        if message.id and not message.fuzzy:
            yield from ((message, form) for form in forms(message.string) if form)


def placeholders(text: str) -> set[str]:
    return {
        f"{name}{'!' if how else ''}{how or ''}{':' if spec else ''}{spec or ''}"
        for _, name, spec, how in Formatter().parse(text)
        if name is not None
    }


# --- the messages ------------------------------------------------------------------------------------


def test_the_template_has_every_sentence() -> None:
    assert catalogues.TEMPLATE.read_bytes() == catalogues.as_source(catalogues.extract()), RUN


@each_language
def test_a_language_has_every_message_of_the_template(code: str) -> None:
    current = catalogues.updated(catalogues.read(code), catalogues.extract())
    assert catalogues.source_of(code).read_bytes() == catalogues.as_source(current), RUN


def test_a_message_forgets_what_it_resembled_once_it_is_translated() -> None:
    template = Catalog(fuzzy=False)
    template.add("Pause all reminders")
    catalog = Catalog(locale="de", fuzzy=False)
    catalog.add("Pause reminders", "Erinnerungen aussetzen")
    resembling = catalogues.as_source(catalogues.updated(catalog, template))
    assert b'| msgid "Pause reminders"' in resembling
    done = read_po(BytesIO(resembling.replace(b"#, fuzzy\n", b"")), locale="de")
    assert b"| msgid" not in catalogues.as_source(catalogues.updated(done, template))


@each_language
def test_what_sitbreak_reads_is_what_was_translated(code: str) -> None:
    data = catalogues.compiled_of(code).read_bytes()
    assert data == catalogues.compiled(catalogues.read(code)), RUN
    read = CompiledCatalogue(data)
    for message, form in translated(code):
        if isinstance(message.id, str):
            found = (
                read.pgettext(message.context, message.id) if message.context else read.gettext(message.id)
            )
            assert found == form


@each_language
def test_no_placeholder_is_lost(code: str) -> None:
    for message, form in translated(code):
        english = [placeholders(text) for text in forms(message.id)]
        said = placeholders(form)
        # A form for one may do without the number, as English does in "Once."
        assert said <= set.union(*english), (message.id, form)
        if len(english) == 1 or form == forms(message.string)[-1]:
            assert said == english[-1], (message.id, form)


@each_language
def test_access_keys_stay(code: str) -> None:
    def keys(text: str) -> int:
        return len(re.findall(r"&[^\s&]", text.replace("&&", "")))

    for message, form in translated(code):
        assert keys(form) == keys(forms(message.id)[0]), (message.id, form)


@each_language
def test_the_ends_of_a_message_stay(code: str) -> None:
    def ends(text: str) -> tuple[bool, bool, int]:
        return text[:1].isspace(), text[-1:].isspace(), text.count("\n")

    for message, form in translated(code):
        assert ends(form) == ends(forms(message.id)[0]), (message.id, form)


@each_language
def test_a_complete_language_lacks_nothing(code: str) -> None:
    if not catalogues.is_complete(code):
        pytest.skip(f"{code} is in progress")
    assert catalogues.untranslated(catalogues.read(code)) == []
    table = tips.written(code)
    assert set(table["tips"]) == set(ENGLISH)
    assert set(table["pictures"]) == set(tips.titles())
    assert set(table["facts"]) == set(tips.english()["facts"])
    assert set(table["headings"]) == {fact["heading"] for fact in tips.english()["facts"].values()}


def test_the_application_entry_and_the_metadata_have_every_language() -> None:
    translated = {code: catalogues.read(code) for code in catalogues.codes()}
    assert published.METAINFO.read_text("utf-8") == published.metainfo(translated), RUN
    assert published.ENTRY.read_text("utf-8") == published.entry(), RUN
    assert "GenericName=Break Reminder\n" in published.entry()
    assert "GenericName[de]=Pausenerinnerung\n" in published.entry()


def test_the_page_of_languages_has_each_with_its_counts() -> None:
    translated = {code: catalogues.read(code) for code in catalogues.codes()}
    assert published.LANGUAGES.read_text("utf-8") == published.languages(counts(translated)), RUN


# --- the tips ----------------------------------------------------------------------------------------


@each_language
def test_the_ready_made_tips_match_what_is_written(code: str) -> None:
    if written_in(code).exists():
        assert tips.ready_made_of(code).read_text("utf-8") == tips.ready_made(code), RUN


def test_what_is_not_translated_stays_english() -> None:
    english = tips.english() | {"pictures": tips.titles()}
    texts = {"title": "Aufstehen", "body": "Bitte.", "steps": ["Eins.", "Zwei.", "Drei."]}
    translated = tips.in_language(
        english,
        {
            "headings": {"Physical Therapy": "Physiotherapie"},
            "facts": {"get-up": "Alle 20 bis 30 Minuten."},
            "pictures": {"walk": "Jemand geht."},
            "tips": {"walk-a-little": texts, "a-tip-that-is-gone": texts},
        },
    )
    before = {tip["id"]: tip for tip in english["tip"]}
    after = {tip["id"]: tip for tip in translated["tip"]}
    assert after == before | {"walk-a-little": before["walk-a-little"] | texts}
    assert translated["facts"]["get-up"]["fact"] == "Alle 20 bis 30 Minuten."
    headings = {fact["heading"] for fact in translated["facts"].values()}
    assert headings > {"Physiotherapie", "Yoga and Stretching"}
    assert translated["pictures"] == english["pictures"] | {"walk": "Jemand geht."}


@each_language
def test_a_translated_tip_has_the_texts_and_the_limits_of_the_english_one(code: str) -> None:
    wrong = []
    for name, tip in tips.written(code)["tips"].items():
        english = ENGLISH[name]
        assert set(tip) == {key for key in tips.TEXTS if key in english}, name
        assert len(tip.get("steps", ())) == len(english.get("steps", ())), name
        text = tip_text(tip["body"], tip.get("caution", ""))
        if len(tip["title"]) > TITLE_LIMIT or len(text) > TEXT_LIMIT:
            wrong.append((name, len(tip["title"]), len(text)))
    assert wrong == []


@each_language
def test_a_caution_survives_the_cut_in_a_reminder(code: str) -> None:
    """GNOME shows one line until the mouse is over it, mako three short ones."""
    table, wrong = tips.written(code), []
    for name, tip in table["tips"].items():
        if "hurts" in ENGLISH[name].get("caution", ""):
            stop = table["if_it_hurts"].lower()
            first = first_words(tip["title"], tip["caution"])
            at_home = ENGLISH[name].get("place") == "home"
            is_seen = at_home or (
                stop in first.lower()[:GNOME_LINE] and len(wrap(first, MAKO_LINE)) <= MAKO_LINES
            )
            if not stop or stop not in first.lower() or not is_seen:
                wrong.append(first)
    assert wrong == []


@each_language
def test_no_title_of_a_reminder_is_too_long(code: str) -> None:
    use_language(code)
    try:
        assert len(reminder.title(timedelta(hours=23, minutes=59))) <= 64
        now = Now(timedelta(), timedelta(), datetime(2024, 3, 4, 22, 22, tzinfo=UTC), UTC)
        sits = status.sitting(timedelta(hours=23, minutes=59), idle_known=True)
        line = status.fell_short(sits, timedelta(seconds=3599))
        between = now.wall + timedelta(hours=2), now.wall + timedelta(hours=3)
        assert len(status.joined(line, status.next_reminder(between, now))) <= 127
        for length in (1, 59, 60, 61, 90, 119, 120, 121, 3599, 3600, 3661, 7200, 14400):
            time = timedelta(seconds=length)
            assert times.parse_length(times.exact_length(time)) == time
    finally:
        language.use(language.Language())


def test_no_file_belongs_to_a_language_without_a_catalogue() -> None:
    found = {path.name.split(".")[1] for path in Path(written_in("xx")).parent.glob("tips.*.toml")}
    assert found <= set(catalogues.codes())


def test_a_new_language_begins_with_every_message_and_tip(tmp_path: Path) -> None:
    catalog = catalogues.updated(catalogues.new("pl"), catalogues.extract())
    assert isinstance(catalog, Catalog)
    assert len(catalogues.untranslated(catalog)) == len(catalog) > 700
    assert b"nplurals=4" in catalogues.as_source(catalog) or b"nplurals=3" in catalogues.as_source(catalog)
    file = tmp_path / "tips.pl.toml"
    tips.begin(file)
    assert file.read_text("utf-8").count("# [tips.") == len(ENGLISH)


@pytest.mark.parametrize("code", ["ja", "zh_CN"])
def test_what_is_printed_at_the_start_has_the_full_stops_of_the_language(code: str) -> None:
    with speaking(code):
        for printed in (tray_screen("休憩", "none"), first_screen("", "休憩", "")):
            assert "休憩。\n" in printed


def test_lengths_of_time_are_sentences_of_the_language() -> None:
    with speaking("ar"):
        assert times.spoken_length(timedelta(minutes=100)) == "ساعة واحدة و40 دقيقة"
        assert times.parse_length("1 س 5 د") == times.parse_length("1 س و5 د") == timedelta(minutes=65)
    with speaking("pl"):  # a verb before them would have another ending for each of 1, 2 and 5
        after = timedelta(minutes=22)
        assert replies.interval_set(Interval(after, after)).endswith(": 22\xa0minuty.")
