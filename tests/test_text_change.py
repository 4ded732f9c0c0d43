"""Undoing a change of ours to a text that somebody else has edited since."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitbreak.storage.text_change import TextChange

LINES = st.lists(st.sampled_from(["a", "b", "", "# a"])).map("\n".join)


@given(LINES, LINES)
def test_right_after_it_any_change_is_undone_exactly(before: str, after: str) -> None:
    assert TextChange(before, after).undone_in(after) == before


@pytest.mark.parametrize(
    ("before", "after", "now", "undone"),
    [
        ("a\nb\nc", "a\nB\nc", "A\nB\nc\nd", "A\nb\nc\nd"),
        ("a\nb\nc", "a\nB\nc", "new\nnew\na\nB\nc", "new\nnew\na\nb\nc"),
        ("a\nc", "a\nb\nc", "c\na\nb", "c\na"),
        ("a\nb\nc", "a\nB\nc", "a\nB\nc\nB", "a\nb\nc\nB"),
        ("a\nb\nc\nd", "a\nB\nc\nD", "x\nB\nc\nD", "x\nb\nc\nd"),
        ("a\nb\nc", "a\nB\nc", "A\r\nB\r\nc", "A\r\nb\r\nc"),
        ("a\r\nb\r\nc", "a\r\nB\r\nc", "A\nB\nc", "A\nb\nc"),
    ],
    ids=[
        *("others changed", "moved down", "a line added", "the nearest of two", "two lines apart"),
        *("saved by an editor of Windows", "saved by one of another system"),
    ],
)
def test_only_its_own_lines_go_back(before: str, after: str, now: str, undone: str) -> None:
    assert TextChange(before, after).undone_in(now) == undone


@pytest.mark.parametrize(
    ("before", "after", "now"),
    [("a\nb", "a\nB", "a\nBB"), ("a\nb", "a\nB", ""), ("a\nb", "a", "a\nc")],
    ids=["changed again", "emptied", "a removal, which leaves nothing to be recognized by"],
)
def test_what_somebody_has_changed_since_is_theirs(before: str, after: str, now: str) -> None:
    assert TextChange(before, after).undone_in(now) is None
