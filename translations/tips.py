"""The tips in each language: what people write in TOML, and its ready-made form, for a quick start.

Parsing TOML takes fifty times longer than JSON.
"""

import json
import tomllib
from pathlib import Path
from typing import Any

from sitbreak.tips.files import SHIPPED, written_in
from sitbreak.tips.pictures import TITLES
from translations import catalogues

TEXTS = ("title", "body", "caution", "steps")
"""What a language says of each tip; everything else is the same in all languages."""

_HEAD = """\
# The tips as a physiotherapist would say them in this language: whole texts, never word for word.
# The limits of tips.toml apply: a title has at most 60 characters, body and caution together 199.

# The words of "if it hurts", as every caution of a stretch has them; a test looks for them.
if_it_hurts = ""

# --- the article's headings, which the card quotes ---

[headings]
"""


def write_ready_made() -> None:
    """Write the ready-made form of the tips in every language."""
    for code in ("en", *catalogues.codes()):
        if code == "en" or written_in(code).exists():
            ready_made_of(code).write_text(ready_made(code), "utf-8")


def ready_made_of(code: str) -> Path:
    """Return the file for the ready-made form of the tips in a language."""
    return SHIPPED.with_suffix(".json" if code == "en" else f".{code}.json")


def ready_made(code: str) -> str:
    """Return what belongs into the ready-made file of a language."""
    table = english() | {"pictures": titles()}
    return as_json(table if code == "en" else in_language(table, written(code)))


def in_language(table: dict[str, Any], texts: dict[str, Any]) -> dict[str, Any]:
    """Return the tips with translated texts in place of the English ones, as far as there are any.

    Args:
        table: the English tips, and what their pictures show.
        texts: what is written in the language.
    """

    def fact(name: str, fields: dict[str, Any]) -> dict[str, Any]:
        heading = texts["headings"].get(fields["heading"], fields["heading"])
        return fields | {"heading": heading, "fact": texts["facts"].get(name, fields["fact"])}

    return {
        "facts": {name: fact(name, fields) for name, fields in table["facts"].items()},
        "tip": [tip | texts["tips"].get(tip["id"], {}) for tip in table["tip"]],
        "pictures": {name: texts["pictures"].get(name, title) for name, title in table["pictures"].items()},
    }


def written(code: str) -> dict[str, Any]:
    """Return what is written in a language: `headings`, `facts`, `pictures` and `tips` by their names."""
    return tomllib.loads(written_in(code).read_text("utf-8"))


def as_json(table: dict[str, Any]) -> str:
    """Return a table in its ready-made form."""
    return json.dumps(table, ensure_ascii=False, indent=1) + "\n"


def count(code: str) -> int:
    """Return how many tips a language has."""
    return len(written(code)["tips"]) if written_in(code).exists() else 0


def begin(file: Path) -> None:
    """Write the English texts where those of a language belong, each behind a comment sign."""
    table = english()
    lines = [_HEAD]
    lines += [f'# "{it}" = ""' for it in dict.fromkeys(fact["heading"] for fact in table["facts"].values())]
    lines += ["", "# --- what the article says ---", "", "[facts]"]
    lines += [f"# {name} = {_quoted(fact['fact'])}" for name, fact in table["facts"].items()]
    lines += ["", "# --- what the pictures show, for a screen reader ---", "", "[pictures]"]
    lines += [f"# {name} = {_quoted(title)}" for name, title in titles().items()]
    lines += ["", "# --- tips: take the # away once a tip is translated ---", "", "[tips]"]
    for tip in table["tip"]:
        lines += ["", f"# [tips.{tip['id']}]"]
        lines += [f"# {line}" for key in TEXTS if key in tip for line in _lines(key, tip[key])]
    file.write_text("\n".join((*lines, "")), "utf-8")


def english() -> dict[str, Any]:
    """Return what tips.toml has."""
    return tomllib.loads(SHIPPED.read_text("utf-8"))


def titles() -> dict[str, str]:
    """Return what our pictures show, by their names."""
    return dict(json.loads(TITLES.read_text("utf-8")))


def _lines(key: str, value: str | list[str]) -> list[str]:
    if isinstance(value, str):
        return [f"{key} = {_quoted(value)}"]
    return [f"{key} = [", *(f"    {_quoted(item)}," for item in value), "]"]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
