"""What happens once per person is remembered, and whatever is wrong with the file costs only that."""

import json
import stat
import sys
from pathlib import Path

import pytest

from sitbreak.storage.once import IN_BACKGROUND, IN_MENU, INTRODUCED, Once
from tests.conftest import Logged


def test_answers_are_remembered_each_under_its_name(tmp_path: Path) -> None:
    once = Once(tmp_path)
    assert once.answer(INTRODUCED) is None
    once.record(INTRODUCED)
    once.record(IN_MENU, answer=False)
    again = Once(tmp_path)
    assert [again.answer(name) for name in (INTRODUCED, IN_MENU, IN_BACKGROUND)] == [True, False, None]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"\xff", b'{"menu": "no", "introduced": 1}', b"[" * 4000, b" " * 5000],
    ids=lambda content: repr(content[:20]),
)
def test_a_damaged_file_is_no_answer_and_is_written_again(tmp_path: Path, content: bytes) -> None:
    once = Once(tmp_path)
    once.path.write_bytes(content)
    assert once.answer(IN_MENU) is once.answer(INTRODUCED) is None
    once.record(IN_MENU)
    assert once.answer(IN_MENU) is True


def test_what_another_version_has_recorded_is_kept(tmp_path: Path) -> None:
    once = Once(tmp_path)
    once.path.write_text('{"theirs": 3}')
    once.record(INTRODUCED)
    assert json.loads(once.path.read_text()) == {"theirs": 3, "introduced": True}


@pytest.mark.skipif(sys.platform == "win32", reason="modes of Unix")
def test_the_file_is_private(tmp_path: Path) -> None:
    once = Once(tmp_path / "state")
    once.record(INTRODUCED)
    assert stat.S_IMODE(once.path.stat().st_mode) == 0o600


def test_what_cannot_be_recorded_is_logged(tmp_path: Path, logged: Logged) -> None:
    (tmp_path / "state").touch()
    once = Once(tmp_path / "state")
    once.record(INTRODUCED)
    assert once.answer(INTRODUCED) is None
    [line] = logged()
    assert "first-start.json cannot be written: " in line
