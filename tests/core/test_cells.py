"""Cells of a table line up in a terminal, whatever is written in them."""

import pytest

from sitbreak.core.cells import at_left, at_right, columns, wrapped


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("day", 3),
        ("Tag", 3),
        ("März", 4),
        ("Ma\u0308rz", 4),
        ("–", 1),
        ("日", 2),
        ("合計 5", 6),
        ("اليوم", 5),
    ],
)
def test_a_text_takes_as_many_columns_as_a_terminal_gives_it(text: str, count: int) -> None:
    assert columns(text) == count
    assert (at_left(text, 8), at_right(text, 8)) == (text + " " * (8 - count), " " * (8 - count) + text)


def test_a_text_that_is_too_wide_stays() -> None:
    assert at_left("sitting", 3) == at_right("sitting", 3) == "sitting"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("get up and walk a little", ["get up and", "  walk a", "  little"]),
        ("Sitzen, gehen", ["Sitzen,", "  gehen"]),
        ("座った時間の記録", ["座った時間", "  の記録"]),
        ("今は立つと、歩く。", ["今は立つ", "  と、歩", "  く。"]),
        ("歩くか今「座る」", ["歩くか今", "  「座る」"]),
        ("保存は--csv で", ["保存は", "  --csv で"]),
        ("قف و\N{ARABIC DAMMA}امش قليلًا", ["قف وُامش", "  قليلًا"]),
    ],
)
def test_a_text_is_wrapped_by_columns_and_where_its_language_allows_it(text: str, lines: list[str]) -> None:
    assert wrapped(text, 10, "  ") == lines
