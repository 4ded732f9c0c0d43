"""What is published of every language: application entry, metadata for software centres, and its counts.

The first two are written in English by hand; the other languages are added here.
"""

import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from babel import Locale
from babel.messages import Catalog

from sitbreak.desktop.entries import change_keys
from sitbreak.desktop.installation.xdg import translated_keys
from translations import ROOT

METAINFO = ROOT / "sitbreak" / "desktop" / "installation" / "sitbreak.metainfo.xml"
ENTRY = ROOT / "packaging" / "sitbreak.desktop"
LANGUAGES = ROOT / "docs" / "LANGUAGES.md"
_ROW = re.compile(r"^\|[^|]*\(`(\w+)`\) \|[^|]*\|[^|]*\|(.*)\n", re.MULTILINE)
_TRANSLATED = ("summary", "p", "li", "caption")
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def messages() -> Iterator[str]:
    """Yield what the metadata says in English."""
    root = ElementTree.parse(METAINFO).getroot()  # noqa: S314  our own file
    yield from (_text(element) for element in root.iter() if _is_english(element))


def metainfo(translated: Mapping[str, Catalog]) -> str:
    """Return the metadata in all languages.

    Source: AppStream 1.0, "Translations": each translated element follows the English one.

    Args:
        translated: the catalogue of each language, by its code.
    """
    root = ElementTree.parse(METAINFO).getroot()  # noqa: S314  our own file
    for around in list(root.iter()):
        for element in [child for child in around if child.get(_LANGUAGE)]:
            around.remove(element)
        for element in [child for child in around if _is_english(child)]:
            at = list(around).index(element) + 1
            for code, catalog in reversed(list(translated.items())):
                message = catalog.get(_text(element))
                if message and message.string and not message.fuzzy:
                    other = Element(element.tag, {_LANGUAGE: code.replace("_", "-")})
                    other.text = str(message.string)
                    around.insert(at, other)
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, "unicode")}\n'


def entry() -> str:
    """Return the application entry of packages in all languages."""
    return change_keys(ENTRY.read_text("utf-8"), translated_keys())


def languages(counts: Mapping[str, tuple[int, int]]) -> str:
    """Return the page of languages with these counts; what readers wrote into the other columns stays.

    Args:
        counts: of sentences and of tips, by the language's code.
    """
    page = LANGUAGES.read_text("utf-8")
    found = list(_ROW.finditer(page))
    read_again = {row[1]: row[2] for row in found}
    names = {code: Locale.parse(code).english_name or code for code in counts}
    rows = (
        f"| {names[code]} (`{code}`) | {sentences} | {tips} |{read_again.get(code, ' — | — | — |')}\n"
        for code, (sentences, tips) in sorted(counts.items(), key=lambda it: names[it[0]])
    )
    return page[: found[0].start()] + "".join(rows) + page[found[-1].end() :]


def _is_english(element: Element) -> bool:
    return element.tag in _TRANSLATED and _LANGUAGE not in element.attrib


def _text(element: Element) -> str:
    return " ".join((element.text or "").split())
