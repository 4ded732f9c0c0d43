"""The texts of the application entry and of the metadata for software centres, in every language.

Both files are written in English by hand; the other languages are added here.
"""

from collections.abc import Iterator, Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from babel.messages import Catalog

from sitbreak.desktop.entries import change_keys
from sitbreak.desktop.installation.xdg import translated_keys
from translations import ROOT

METAINFO = ROOT / "sitbreak" / "desktop" / "installation" / "sitbreak.metainfo.xml"
ENTRY = ROOT / "packaging" / "sitbreak.desktop"
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


def _is_english(element: Element) -> bool:
    return element.tag in _TRANSLATED and _LANGUAGE not in element.attrib


def _text(element: Element) -> str:
    return " ".join((element.text or "").split())
