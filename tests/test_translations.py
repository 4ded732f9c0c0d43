"""Every language: its files are up to date, nothing is lost in it, and what is said to be complete is."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from string import Formatter

import pytest
from babel.messages import Catalog, Message

from sitbreak.core.tips import TEXT_LIMIT, TITLE_LIMIT
from sitbreak.core.words.catalogue import CompiledCatalogue
from sitbreak.tips.files import ready_made_in, written_in
from translations import catalogues, tips

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
    assert set(table["facts"]) == set(tips.english()["facts"])
    assert set(table["headings"]) == {fact["heading"] for fact in tips.english()["facts"].values()}


# --- the tips ----------------------------------------------------------------------------------------


@each_language
def test_the_ready_made_tips_match_what_is_written(code: str) -> None:
    if written_in(code).exists():
        assert ready_made_in(code).read_text("utf-8") == tips.as_json(tips.written(code)), RUN


@each_language
def test_a_translated_tip_has_the_texts_and_the_limits_of_the_english_one(code: str) -> None:
    table = tips.written(code)
    for name, tip in table["tips"].items():
        english = ENGLISH[name]
        assert set(tip) == {key for key in tips.TEXTS if key in english}, name
        assert len(tip["title"]) <= TITLE_LIMIT, name
        assert len(tip["body"]) + len(tip.get("caution", "")) < TEXT_LIMIT, name
        assert len(tip.get("steps", ())) == len(english.get("steps", ())), name
        if english["topic"] == "stretch" and name != "ask-which-suit":
            assert table["if_it_hurts"].lower() in tip["caution"].lower(), name


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
