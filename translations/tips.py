"""The tips in each language: what people write in TOML, and its ready-made form, for a quick start.

Parsing TOML takes fifty times longer than JSON.
"""

import json
import tomllib
from pathlib import Path
from typing import Any

from sitbreak.tips.files import READY_MADE, SHIPPED, written_in
from sitbreak.tips.pictures import TITLES, ready_made_in
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
    """Write the ready-made form of every tips file."""
    READY_MADE.write_text(ready_made(), "utf-8")
    for code in catalogues.codes():
        if written_in(code).exists():
            ready_made_in(code).write_text(as_json(written(code)), "utf-8")


def ready_made() -> str:
    """Return what belongs into the ready-made file of the English tips."""
    return as_json(english())


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
