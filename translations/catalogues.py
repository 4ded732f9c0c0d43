"""Catalogues of messages: those in the source, and those of each language.

The files have neither dates nor numbers of lines, so they change only when a message does, and merge well.
"""

import ast
import gettext
import re
import struct
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from sitbreak.core.words.catalogue import PERIOD, PLURALS
from translations import ROOT
from translations.published import METAINFO, messages

FOLDER = ROOT / "sitbreak" / "locale"
TEMPLATE = FOLDER / "sitbreak.pot"

_MARKS = {"_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
_USELESS = re.compile(
    rb'^"(?:Project|Report|POT|PO-|Last|Language-Team|MIME|Content-Transfer|Generated).*\\n"\n', re.MULTILINE
)
"""Lines of a header that name people, dates and programs, and change without a message."""
_PUBLISHED = "What software centres show of sitbreak."
_HEADER = """\
# {name} translation of sitbreak. How to translate: docs/CONTRIBUTING.md, "A language".
# Status: in progress
"""
_COMPLETE = re.compile(r"^# Status: complete$", re.MULTILINE)


def source_of(code: str) -> Path:
    """Return where a language is translated."""
    return FOLDER / code / "LC_MESSAGES" / "sitbreak.po"


def compiled_of(code: str) -> Path:
    """Return what sitbreak reads."""
    return source_of(code).with_suffix(".mo")


def codes() -> list[str]:
    """Return all languages, by their codes."""
    return sorted(path.parts[-3] for path in FOLDER.glob("*/LC_MESSAGES/sitbreak.po"))


def extract() -> Catalog:
    """Return every message in the source, and in the metadata for software centres."""
    catalog = Catalog(
        fuzzy=False, header_comment="# What sitbreak says. Made by: python3 dev.py translations\n#"
    )
    found = extract_from_dir(
        ROOT / "sitbreak",
        [("core/words/**.py", "python")],
        keywords=_MARKS,
        comment_tags=("Translators:",),
        strip_comment_tags=True,
    )
    for file, line, message, comments, context in sorted(found, key=lambda it: it[:2]):
        where = f"sitbreak/{Path(file).as_posix()}"
        catalog.add(
            message, None, [(where, 1)], auto_comments=[*_said_of(where, line), *comments], context=context
        )
    where = METAINFO.relative_to(ROOT).as_posix()
    for message in messages():
        catalog.add(message, None, [(where, 1)], auto_comments=[_PUBLISHED])
    return catalog


def _said_of(file: str, line: int) -> list[str]:
    """Return the first line of what the function around a message says of it."""
    functions = [it for it in _functions(file) if it.lineno <= line <= (it.end_lineno or 0)]
    text = (ast.get_docstring(functions[-1]) or "") if functions else ""
    return text.splitlines()[:1]


@cache
def _functions(file: str) -> list[ast.FunctionDef]:
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return [it for it in ast.walk(tree) if isinstance(it, ast.FunctionDef)]


def read(code: str) -> Catalog:
    """Return what is translated into a language."""
    with source_of(code).open("rb") as file:
        return read_po(file, locale=code)


def new(code: str) -> Catalog:
    """Return an empty catalogue of a language.

    Raises:
        babel.UnknownLocaleError: there is no such language.
    """
    locale = Locale.parse(code)
    return Catalog(locale=locale, fuzzy=False, header_comment=_HEADER.format(name=locale.english_name))


def updated(catalog: Catalog, template: Catalog) -> Catalog:
    """Return a catalogue with the messages of the template; what resembles an old one is marked as fuzzy.

    Only a fuzzy message keeps the old one: Babel reads it as a comment, which would stay for good.
    """
    for message in catalog:
        if not message.fuzzy:
            message.user_comments = [it for it in message.user_comments if not it.startswith("| ")]
    catalog.update(template, update_header_comment=False)
    return catalog


def as_source(catalog: Catalog) -> bytes:
    """Return a catalogue as people edit it."""
    out = BytesIO()
    write_po(out, catalog, width=100, include_previous=True, include_lineno=False)
    return _USELESS.sub(b"", out.getvalue())


def compiled(catalog: Catalog) -> bytes:
    """Return a catalogue as sitbreak reads it: sorted, and without what is fuzzy or not translated.

    Babel's own writer sorts without the contexts, so only a program that reads everything finds them all.

    Source: the GNU gettext manual, "The Format of GNU MO Files".
    """
    header = (
        f"Content-Type: text/plain; charset=UTF-8\nPlural-Forms: {catalog.plural_forms}\n"
        f"{PLURALS}: {table_of_plurals(catalog.plural_expr)}\n"
    )
    texts = {b"": header.encode()}
    for message in catalog:
        if message.id and message.string and not message.fuzzy and is_translated(message):
            key = "\0".join(_forms(message.id))
            texts[(f"{message.context}\4{key}" if message.context else key).encode()] = "\0".join(
                _forms(message.string)
            ).encode()
    pairs = sorted(texts.items())
    tables, body, at = [b"", b""], b"", 28 + 16 * len(pairs)
    for number in (0, 1):
        for pair in pairs:
            tables[number] += struct.pack("<2I", len(pair[number]), at + len(body))
            body += pair[number] + b"\0"
    return (
        struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0) + b"".join(tables) + body
    )


def table_of_plurals(rule: str) -> str:
    """Return the form of each number by a rule of plurals, an expression of C."""
    form_of = gettext.c2py(rule)
    return "".join(str(form_of(n)) for n in range(2 * PERIOD))


def is_complete(code: str) -> bool:
    """Return whether a language is said to be complete."""
    return bool(_COMPLETE.search(source_of(code).read_text("utf-8")))


def untranslated(catalog: Catalog) -> list[str]:
    """Return the messages that are shown in English."""
    messages = (message for message in catalog if message.id)
    return [_forms(it.id)[0] for it in messages if it.fuzzy or not is_translated(it)]


def is_translated(message: Message) -> bool:
    """Return whether every form of a message has a text."""
    return bool(message.string) and all(_forms(message.string))


def _forms(it: str | Sequence[str] | None) -> Sequence[str]:
    return (it,) if isinstance(it, str) else it or ()
