"""What is still good in a damaged JSON object that was written with each entry on a line of its own."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

_NAMED = r' {%d}"(?P<name>\w+)": (?P<value>.*)'
_UNNAMED = r" {%d}(?P<name>)(?P<value>\S.*)"


def salvage(text: str) -> dict[str, Any]:
    """Return what can be read of a damaged text that `json.dumps(..., indent=1)` wrote.

    An entry is as deep as its line is indented: so a damaged one costs only itself, or two if the line break
    between them is damaged.

    Raises:
        RecursionError: it is nested too deeply.
    """
    return _object(text.split("\n"), 1)


def _object(lines: list[str], depth: int) -> dict[str, Any]:
    """Read named entries; the first of a name counts, since those below a damaged name follow it."""
    return dict(reversed(list(_entries(lines, depth, _NAMED))))


def _entries(lines: list[str], depth: int, form: str) -> Iterator[tuple[str, Any]]:
    """Yield name and value of those entries at this depth that can be read."""
    begun = [
        (number, found) for number, line in enumerate(lines) if (found := re.fullmatch(form % depth, line))
    ]
    ends = [*(number for number, _ in begun[1:]), len(lines)]
    for (start, found), end in zip(begun, ends, strict=False):
        with suppress(ValueError):
            yield found["name"], _value(found["value"], lines[start + 1 : end], depth + 1)


def _value(first: str, others: list[str], depth: int) -> Any:
    """Read a value; the lines after its first one have its entries, at this depth."""
    match first:
        case "{":
            return _object(others, depth)
        case "[":
            return [value for _, value in _entries(others, depth, _UNNAMED)]
    return json.loads(first.removesuffix(","))
