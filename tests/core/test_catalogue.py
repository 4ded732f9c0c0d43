"""A compiled catalogue says the same as the standard library's reader of it."""

from gettext import GNUTranslations
from io import BytesIO

import pytest
from babel.messages import Catalog

from sitbreak.core.words.catalogue import PLURALS, CompiledCatalogue
from translations import catalogues
from translations.catalogues import compiled

LANGUAGES = ("ar", "cs", "de", "es", "fr", "ga", "it", "ja", "lt", "nl", "pl", "pt_BR", "ru", "sl", "zh_CN")
MESSAGES = ["Close", "&Close", "Close the door", "…", "break", "Break", "a", "b", "ab"]


def made(code: str) -> bytes:
    catalog = Catalog(locale=code)
    for message in MESSAGES:
        catalog.add(message, f"{message} é")
    catalog.add("Moving", "Bewegung", context="topic")
    catalog.add("Not yet", "")
    catalog.add("Perhaps", "Vielleicht", flags=["fuzzy"])
    catalog.add(("{count} break", "{count} breaks"), tuple(f"form {n}" for n in range(catalog.num_plurals)))
    return compiled(catalog)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_message_and_plural_is_that_of_gettext(code: str) -> None:
    data = made(code)
    ours, theirs = CompiledCatalogue(data), GNUTranslations(BytesIO(data))
    for message in (*MESSAGES, "Not yet", "Perhaps", "Closet", "", "zzz"):
        if message:
            assert ours.gettext(message) == theirs.gettext(message)
    for n in (*range(1100), 123_456):
        forms = "{count} break", "{count} breaks", n
        assert ours.ngettext(*forms) == theirs.ngettext(*forms), n
        assert ours.ngettext("{count} hat", "{count} hats", n) == (
            "{count} hat" if n == 1 else "{count} hats"
        )
    assert ours.pgettext("topic", "Moving") == "Bewegung"
    assert ours.pgettext("hobby", "Moving") == "Moving"


def test_a_catalogue_without_a_table_has_the_plurals_of_english() -> None:
    catalogue = CompiledCatalogue(made("fr").replace(PLURALS.encode(), b"X-Something"[: len(PLURALS)]))
    assert [catalogue.ngettext("{count} break", "{count} breaks", n) for n in (0, 1, 100, 101)] == [
        *("form 1", "form 0", "form 1", "form 1")
    ]


@pytest.mark.parametrize("table", ["0" * 199, "x" * 200, "²" * 200])
def test_a_table_that_is_none_is_rejected(monkeypatch: pytest.MonkeyPatch, table: str) -> None:
    monkeypatch.setattr(catalogues, "table_of_plurals", lambda _rule: table)
    with pytest.raises(ValueError, match="not a table of plurals"):
        CompiledCatalogue(made("de"))


def test_a_catalogue_that_was_cut_is_rejected_wherever_that_was() -> None:
    data = made("pl").rstrip(b"\0")
    for length in range(len(data)):
        with pytest.raises(ValueError, match=r"catalogue|plurals"):
            CompiledCatalogue(data[:length])


@pytest.mark.parametrize("damage", [b"\xff\xfe", b"\0\0"])
def test_a_damaged_text_stays_english_and_costs_no_other(damage: bytes) -> None:
    data = made("de")
    at = data.index("Close the door é".encode()) + 6
    catalogue = CompiledCatalogue(data[:at] + damage + data[at + 2 :])
    assert catalogue.gettext("Close the door").startswith("Close")
    assert catalogue.gettext("Close") == "Close é"


@pytest.mark.parametrize("data", [b"", b"\xde\x12\x04\x95", b"not a catalogue, but long enough"])
def test_what_is_no_catalogue_is_rejected(data: bytes) -> None:
    with pytest.raises(ValueError, match="not a compiled catalogue"):
        CompiledCatalogue(data)
