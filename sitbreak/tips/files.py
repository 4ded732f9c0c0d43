"""Tips files, sitbreak's own and the person's. Every problem names file, line and field."""

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

from sitbreak.core.tips import Fact, Library, Problem, Tip, parse_tips
from sitbreak.tips.pictures import picture_problem

SHIPPED = Path(__file__).with_name("tips.toml")
READY_MADE = SHIPPED.with_suffix(".json")
"""The same tips, written and checked beforehand (`python3 dev.py art`): starting needs no TOML parser."""

_HEADER = r"\s*\[{1,2}\s*(?P<name>[^\[\]]+?)\s*\]{1,2}\s*(#.*)?"
_KEY = r"""\s*["']?(?P<key>[A-Za-z0-9_-]+)["']?\s*="""
_ERROR_LINE = r"at line (\d+)"


def load_library(user_file: Path | None) -> tuple[Library, list[str]]:
    """Read sitbreak's tips and the person's own as one library.

    Args:
        user_file: the person's tips.toml; it need not exist.

    Returns:
        The library with every good tip, and one line for each problem.
    """
    library, problems = _load_shipped(), list[str]()
    if user_file is not None:
        library, own_problems = _read(user_file, library, may_be_missing=True)
        problems += own_problems
    return library, problems


def check_file(path: Path) -> list[str]:
    """Return one line for each problem in a person's tips file; none if all tips are valid."""
    return _read(path, _load_shipped())[1]


def _load_shipped() -> Library:
    table = json.loads(READY_MADE.read_text("utf-8"))
    facts = {name: Fact(id=name, **fields) for name, fields in table["facts"].items()}
    tips = [Tip(**{key: _unchanging(value) for key, value in fields.items()}) for fields in table["tip"]]
    return Library(tuple(tips), facts)


def _unchanging(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _read(path: Path, shipped: Library, *, may_be_missing: bool = False) -> tuple[Library, list[str]]:
    """Read one file of the person's; one that cannot be read adds nothing to `shipped`."""
    try:
        # Windows editors add a byte order mark, which TOML does not allow.
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        missing = isinstance(error, FileNotFoundError) and may_be_missing
        return shipped, [] if missing else [f"{path}: {error.strerror or error}"]
    except UnicodeDecodeError:
        return shipped, [f"{path}: not UTF-8 text"]
    table, lines, broken = _parse(text.split("\n"))
    library, problems = parse_tips(table, shipped, lambda name: _find_picture(path.parent, name))
    places = _find_places(lines) if problems else {}
    located = [*broken, *((_line_of(problem, places), str(problem)) for problem in problems)]
    return library, [
        f"{path}, line {line}: {message}" if line else f"{path}: {message}"
        for line, message in sorted(located)
    ]


def _find_picture(folder: Path, name: str) -> tuple[str, str]:
    """Return the full path of a picture named by a tips file in `folder`, and why it cannot be shown."""
    path = folder.absolute() / name
    return str(path), picture_problem(path)


def _parse(lines: list[str]) -> tuple[dict[str, Any], list[str], list[tuple[int, str]]]:
    """Parse TOML, leaving out tips and facts with syntax errors, so that one never hides the others.

    Returns:
        The table, the lines (empty where something was left out), and line and message of each syntax error.
    """
    import tomllib  # only for tips of the person's own

    try:
        return tomllib.loads("\n".join(lines)), lines, []
    except tomllib.TOMLDecodeError:
        pass
    headers = [number for number, line in enumerate(lines) if line.lstrip().startswith("[")]
    table: dict[str, Any] = {}
    kept: list[str] = []
    broken = []
    for start, end in pairwise([0, *headers, len(lines)]):
        try:
            table = tomllib.loads("\n".join(kept + lines[start:end]))
            kept += lines[start:end]
        except tomllib.TOMLDecodeError as error:
            found = re.search(_ERROR_LINE, str(error))
            broken.append((int(found[1]) if found else start + 1, str(error).partition(" (at ")[0]))
            kept += [""] * (end - start)
    return table, kept, broken


def _find_places(lines: list[str]) -> dict[tuple[str, str], int]:
    """Find the line of every header and field, by the place and field that a problem names.

    Handles the layout people write (a header, then lines of `key = value`), not all of TOML: a problem whose
    place it does not find is reported without a line.
    """
    places: dict[tuple[str, str], int] = {}
    place, tips = "", 0
    in_text = False
    for number, line in enumerate(lines, 1):
        header, key = re.fullmatch(_HEADER, line), re.match(_KEY, line)
        if header and not in_text:
            name = re.sub(r"[\s\"']", "", header["name"])
            tips += name == "tip"
            place = f"tip {tips}" if name == "tip" else name
            places.setdefault(("", name.partition(".")[0]), number)
            places.setdefault((place, ""), number)
        elif key and not in_text:
            places.setdefault((place, key["key"]), number)
        if (line.count('"""') + line.count("'''")) % 2:
            in_text = not in_text
    return places


def _line_of(problem: Problem, places: dict[tuple[str, str], int]) -> int:
    """Return the line of the problem's field, or else of its tip or fact; 0 if neither is found."""
    return places.get((problem.place, problem.field)) or places.get((problem.place, ""), 0)
