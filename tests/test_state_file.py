"""Stories about what outlives the process: the state, the heartbeat and the note."""

import json
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sitbreak.core.now import Now
from sitbreak.disk import StorageError
from sitbreak.storage.state import Heartbeat, Note, SignOfLife, StateFile, _with_checksum
from tests.conftest import Logged

MINUTE = timedelta(minutes=1)


def set_aside(path: Path) -> list[Path]:
    return sorted(path.parent.glob(f"{path.name}.damaged-*"))


def test_the_state_survives_a_round_trip(tmp_path: Path) -> None:
    file = StateFile(tmp_path / "new" / "state.json")
    assert file.read() == ({}, False)

    file.save({"snooze": "für später", "pauses": [1, None, True]})

    assert file.read() == ({"snooze": "für später", "pauses": [1, None, True]}, False)
    assert json.loads(file.path.read_text()) == file.read()[0]


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[1]", b"\0\0\0", b"\xff", b"[" * 100_000],
    ids=["empty", "brace", "list", "zeros", "not UTF-8", "deep"],
)
def test_a_damaged_state_is_set_aside(tmp_path: Path, data: bytes) -> None:
    file = StateFile(tmp_path / "state.json")
    file.path.write_bytes(data)

    assert file.read() == ({}, True)
    problem = file.set_aside(())

    [aside] = set_aside(file.path)
    assert aside.read_bytes() == data
    assert problem == f"{file.path} is damaged: it was renamed to {aside.name}, and sitbreak starts over"
    assert file.read() == ({}, False)


def test_a_damaged_state_that_cannot_be_set_aside_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_permitted(_path: Path, _new: Path) -> Path:
        raise OSError(1, "Operation not permitted")

    file = StateFile(tmp_path / "state.json")
    file.path.write_bytes(b"{")
    monkeypatch.setattr(Path, "rename", not_permitted)

    reason = f"{file.path} cannot be set aside: Operation not permitted"
    assert file.set_aside(()) == f"{file.path} is damaged, and {reason}"
    assert file.path.read_bytes() == b"{"


def test_an_unreadable_state_is_reported(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=f"^{re.escape(str(tmp_path))} cannot be read: "):
        StateFile(tmp_path).read()


NOW = Now(
    awake=timedelta(hours=3, microseconds=7),
    boot=timedelta(days=2, microseconds=1),
    wall=datetime(2026, 3, 4, 5, 6, 7, 8, tzinfo=UTC),
)

LATER = Now(NOW.awake + MINUTE, NOW.boot + MINUTE, NOW.wall + MINUTE)


def test_a_heartbeat_can_be_read_by_the_next_process(tmp_path: Path) -> None:
    Heartbeat(tmp_path / "heartbeat.json", "this boot").record_alive(NOW)

    assert Heartbeat(tmp_path / "heartbeat.json", "another boot").read() == SignOfLife(NOW, "this boot")


def test_a_heartbeat_keeps_the_instant_in_another_zone(tmp_path: Path) -> None:
    heartbeat = Heartbeat(tmp_path / "heartbeat.json", "")
    heartbeat.record_alive(Now(NOW.awake, NOW.boot, NOW.wall.astimezone(ZoneInfo("Asia/Kathmandu"))))

    assert heartbeat.read() == SignOfLife(NOW, "")


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[]", b'{"awake_us": 1, "boot_us": 1, "wall": "2026-01-01", "boot_id": ""}']
)
def test_an_implausible_heartbeat_is_ignored(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "heartbeat.json"
    for record in (data, _with_checksum(data.decode())):
        path.write_bytes(record)

        assert Heartbeat(path, "").read() is None


def test_the_next_heartbeat_overwrites_the_previous_one_in_place(tmp_path: Path) -> None:
    path = tmp_path / "heartbeat.json"
    heartbeat = Heartbeat(path, "this boot")
    heartbeat.record_alive(NOW)
    first = path.stat()
    heartbeat.record_alive(LATER)

    assert (path.stat().st_ino, path.stat().st_size) == (first.st_ino, first.st_size)
    assert list(tmp_path.iterdir()) == [path]
    assert heartbeat.read() == SignOfLife(LATER, "this boot")


def test_a_half_written_heartbeat_is_ignored(tmp_path: Path) -> None:
    path = tmp_path / "heartbeat.json"
    heartbeat = Heartbeat(path, "this boot")
    heartbeat.record_alive(NOW)
    before = path.read_bytes()
    heartbeat.record_alive(LATER)
    after = path.read_bytes()
    for place in range(1, len(after)):
        path.write_bytes(after[:place] + before[place:])
        assert heartbeat.read() in (None, SignOfLife(NOW, "this boot"), SignOfLife(LATER, "this boot"))
        path.write_bytes(after[:place])
        assert heartbeat.read() in (None, SignOfLife(LATER, "this boot"))


def test_a_heartbeat_recreates_a_folder_that_was_removed(tmp_path: Path) -> None:
    heartbeat = Heartbeat(tmp_path / "runtime" / "heartbeat.json", "this boot")
    heartbeat.record_alive(NOW)
    shutil.rmtree(tmp_path / "runtime")
    heartbeat.record_alive(LATER)

    assert heartbeat.read() == SignOfLife(LATER, "this boot")


def test_a_failing_heartbeat_is_logged_once(tmp_path: Path, logged: Logged) -> None:
    (tmp_path / "file").write_bytes(b"")
    heartbeat = Heartbeat(tmp_path / "file" / "heartbeat.json", "")

    for _ in range(3):
        heartbeat.record_alive(NOW)

    [line] = logged()
    assert "cannot be written" in line


def test_a_note_survives_a_round_trip_and_an_empty_one_removes_it(tmp_path: Path) -> None:
    note = Note(tmp_path / "runtime" / "bubble")
    assert note.read() == ""
    note.write("a line")
    assert Note(tmp_path / "runtime" / "bubble").read() == "a line"
    for _ in range(2):
        note.write("")
        assert note.read() == ""


def test_a_failing_note_is_logged_once(tmp_path: Path, logged: Logged) -> None:
    (tmp_path / "runtime").write_text("a file where the folder should be")
    note = Note(tmp_path / "runtime" / "bubble")
    for line in ("a line", "another"):
        note.write(line)
    assert note.read() == ""
    assert len(logged()) == 1
    note.write("")


def test_importing_storage_loads_nothing_heavy() -> None:
    heavy = ("platformdirs", "tomlkit", "tomllib", "tempfile", "subprocess", "asyncio")
    program = f"import sys, sitbreak.storage; print([name for name in {heavy} if name in sys.modules])"

    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert shown.stdout == "[]\n"
