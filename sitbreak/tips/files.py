"""Tips files, sitbreak's own and the person's. Every problem names file, line and field."""

import os
import re
from errno import ENOENT
from pathlib import Path
from typing import Any

from sitbreak import disk, toml
from sitbreak.core.tips import Fact, Library, Problem, Tip, parse_tips
from sitbreak.core.words import files as words
from sitbreak.core.words import language
from sitbreak.core.words import tips_file as tip_words
from sitbreak.disk import StorageError
from sitbreak.tips.pictures import picture_problem, ready_made

SHIPPED = Path(__file__).with_name("tips.toml")
LARGEST = 1_000_000
"""Bytes: some thousand tips; the parser needs a second for them."""


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
    table = ready_made(language.current().code)
    facts = {name: Fact(id=name, **fields) for name, fields in table["facts"].items()}
    tips = [Tip(**{key: _unchanging(value) for key, value in fields.items()}) for fields in table["tip"]]
    return Library(tuple(tips), facts)


def written_in(code: str) -> Path:
    """Return where the texts of our tips are written in a language, for those who translate them."""
    return SHIPPED.with_suffix(f".{code}.toml")


def _unchanging(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _read(path: Path, shipped: Library, *, may_be_missing: bool = False) -> tuple[Library, list[str]]:
    """Read one file of the person's; one that cannot be read adds nothing to `shipped`."""
    try:
        data = disk.read(path, LARGEST)
    except StorageError as error:
        return shipped, [str(error)]
    if data is None:
        return shipped, [] if may_be_missing else [f"{path}: {os.strerror(ENOENT)}"]
    # Windows editors add a byte order mark, which TOML does not allow.
    text = data.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    read = toml.read(text, whole_tables=True)
    library, problems = parse_tips(read.table, shipped, lambda name: find_picture(path.parent, name))
    lines = read.find_lines(map(_key, problems))
    located = [(line or 0, str(problem)) for line, problem in zip(lines, problems, strict=True)]
    located += [(mistake.line, mistake.reason) for mistake in read.mistakes]
    if _is_in_another_encoding(text):
        located.append((0, words.not_utf_8()))
    return library, toml.first_problems(
        [
            tip_words.in_line(path, line, message) if line else f"{path}: {message}"
            for line, message in sorted(located)
        ]
    )


def _is_in_another_encoding(text: str) -> bool:
    return re.search("[\udc80-\udcff]", text) is not None


def _key(problem: Problem) -> str:
    """Return the key of what a problem is about, as a text of TOML has it."""
    return ".".join(part for part in (problem.place.replace(" ", "."), problem.field) if part)


def find_picture(folder: Path, name: str) -> tuple[str, str]:
    """Return the full path of a picture named by a tips file in `folder`, and why it cannot be shown."""
    path = folder.absolute() / os.path.expanduser(name)  # noqa: PTH111  Path's raises without a home
    return str(path), picture_problem(path)
