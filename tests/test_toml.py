"""Stories about TOML that people write, at its worst: the work stays in proportion to the text."""

import sys
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from sitbreak import toml

WORST: dict[str, Callable[[int], str]] = {
    "one word": lambda size: "a" * size,
    "quotes": lambda size: '"' * size,
    "two kinds of quotes": lambda size: "\"'" * (size // 2),
    "texts without an end": lambda size: 'x = """\n' * (size // 8),
    "brackets": lambda size: "[" * size,
    "headers": lambda size: "[\n" * (size // 2),
    "no keys": lambda size: "=\n" * (size // 2),
    "spaces": lambda size: " " * size + "x",
    "a deep key": lambda size: "a" + ".a" * (size // 2) + " = 1",
    "a deep list": lambda size: "x = " + "[" * size,
    "a deep table": lambda size: "x = " + "{a=" * (size // 3),
    "good keys and a typo": lambda size: "".join(f"k{n} = 1\n" for n in range(size // 9)) + "x = yes",
    "good tables and a typo": lambda size: "[[tip]]\nid = 1\n" * (size // 15) + "x = yes",
    "typos": lambda size: "".join(f"k{n} = yes\n" for n in range(size // 11)),
}


@pytest.mark.parametrize("whole_tables", [True, False])
@pytest.mark.parametrize("text", WORST.values(), ids=WORST)
def test_twice_the_text_is_about_twice_the_work(text: Callable[[int], str], *, whole_tables: bool) -> None:
    def work(size: int) -> int:
        """Count the lines of Python that are run."""
        lines = count()

        def trace(*_: object) -> Any:
            next(lines)
            return trace

        written = text(size)
        before = sys.gettrace()
        sys.settrace(trace)
        try:
            read = toml.read(written, whole_tables=whole_tables)
        finally:
            sys.settrace(before)
        assert read.mistakes or "tip" in read.table or not written.strip()
        return next(lines)

    small, large = work(400), work(1600)
    assert large < 8 * small + 2000


def test_a_text_full_of_mistakes_is_given_up() -> None:
    read = toml.read("[\n" * 20_000 + '[[tip]]\nid = "late"\n', whole_tables=True)
    assert len(read.mistakes) == 5002
    assert read.mistakes[-1].reason == "too many mistakes: the rest was not read"
    assert read.table == {}


def test_only_good_lines_are_searched_for_places() -> None:
    read = toml.read('[[tip]]\nid = \n[[tip]]\nid = "b"\n[[tip]]\nid = "c"\n', whole_tables=True)
    assert read.table == {"tip": [{"id": "b"}, {"id": "c"}]}
    assert list(read.find_lines(["tip.1.id", "tip.2.id", "tip.2.title", "nowhere", ""])) == [
        4,
        6,
        5,
        None,
        None,
    ]


def test_the_same_array_of_tables_goes_on_after_a_mistake() -> None:
    text = '[facts.a]\nfact = "a"\n[facts.b]\nfact = \n[facts.c]\nfact = "c"\n[facts.a]\nfact = "d"\n'
    read = toml.read(text, whole_tables=True)
    assert read.table == {"facts": {"a": {"fact": "a"}, "c": {"fact": "c"}}}
    assert [(mistake.line, mistake.key) for mistake in read.mistakes] == [(4, "fact"), (7, "facts.a")]


def test_problems_are_cut_and_counted() -> None:
    assert toml.first_problems(["a"] * 20) == ["a"] * 20
    assert toml.first_problems(["a"] * 21) == [*["a"] * 20, "and 1 more problem"]
    assert toml.first_problems(["x" * 2000]) == ["x" * 1000 + "…"]
