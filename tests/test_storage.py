"""Stories about the files: what is written, what is found again, and what becomes of damaged ones."""

import logging
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sitbreak.core.now import Now
from sitbreak.core.settings import WAIT_BOUNDS, Interval, Settings, parse_settings
from sitbreak.storage.files import StorageError, write_atomically
from sitbreak.storage.folders import Folders, runtime_folder
from sitbreak.storage.log import HourlyFailures, rotate_log, start_log
from sitbreak.storage.settings_file import SettingsFile, Value
from sitbreak.storage.settings_text import as_table, find_line, parse, template
from sitbreak.storage.state import Heartbeat, Note, SignOfLife, StateFile, _with_checksum
from tests.conftest import Logged

MINUTE = timedelta(minutes=1)
posix = pytest.mark.skipif(sys.platform == "win32", reason="modes, owners and links as POSIX has them")


@pytest.fixture
def settings_file(tmp_path: Path) -> SettingsFile:
    return SettingsFile(tmp_path / "config" / "settings.toml")


def given(settings_file: SettingsFile, text: str | bytes) -> None:
    settings_file.path.parent.mkdir(exist_ok=True)
    settings_file.path.write_bytes(text if isinstance(text, bytes) else text.encode())


def set_aside(path: Path) -> list[Path]:
    return sorted(path.parent.glob(f"{path.name}.damaged-*"))


# --- writing -------------------------------------------------------------------------------------


def fill_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every further write fail."""

    def no_space(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)


def test_a_failed_write_leaves_the_old_content_and_no_debris(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    write_atomically(path, b"old")

    fill_the_disk(monkeypatch)
    with pytest.raises(StorageError, match=r"file cannot be written: No space left on device$"):
        write_atomically(path, b"new")

    assert path.read_bytes() == b"old"
    assert [found.name for found in tmp_path.iterdir()] == ["file"]


@posix
def test_writing_through_a_link_keeps_the_link_and_the_mode(tmp_path: Path) -> None:
    kept = tmp_path / "dotfiles" / "settings.toml"
    kept.parent.mkdir()
    kept.write_bytes(b"old")
    kept.chmod(0o640)
    link = tmp_path / "settings.toml"
    link.symlink_to(kept)

    write_atomically(link, b"new")

    assert link.is_symlink()
    assert kept.read_bytes() == b"new"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o640


@posix
def test_new_files_and_folders_are_private(tmp_path: Path) -> None:
    path = tmp_path / "sitbreak" / "state.json"

    write_atomically(path, b"{}")

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_leftover_from_a_crashed_write_is_replaced(tmp_path: Path) -> None:
    (tmp_path / f".file.{os.getpid()}.new").write_bytes(b"half of")

    write_atomically(tmp_path / "file", b"whole")

    assert [found.name for found in tmp_path.iterdir()] == ["file"]


# --- folders -------------------------------------------------------------------------------------


@posix
def test_folders_follow_the_xdg_variables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform != "linux":
        pytest.skip("XDG is for Linux")
    tmp_path.chmod(0o700)
    for name in ("CONFIG_HOME", "STATE_HOME", "RUNTIME_DIR"):
        monkeypatch.setenv(f"XDG_{name}", str(tmp_path / name))
    (tmp_path / "RUNTIME_DIR").mkdir(mode=0o700)

    folders = Folders.of_person()

    assert folders == Folders(
        config=tmp_path / "CONFIG_HOME" / "sitbreak",
        state=tmp_path / "STATE_HOME" / "sitbreak",
        runtime=tmp_path / "RUNTIME_DIR" / "sitbreak",
        log=tmp_path / "STATE_HOME" / "sitbreak" / "log" / "sitbreak.log",
    )
    assert [found.name for found in tmp_path.iterdir()] == ["RUNTIME_DIR"]


@pytest.mark.skipif(sys.platform != "linux", reason="XDG is for Linux")
def test_without_a_home_the_variable_to_set_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(_user: int) -> None:
        raise KeyError

    for variable in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr("pwd.getpwuid", nobody)

    with pytest.raises(StorageError, match="there is no home folder; set HOME or XDG_CONFIG_HOME"):
        Folders.of_person()


if sys.platform != "win32":

    @pytest.fixture
    def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A temporary folder, and a person without any other runtime folder."""
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        monkeypatch.setenv("XDG_RUNTIME_DIR", "/nowhere")
        if Path(f"/run/user/{os.geteuid()}").exists():
            monkeypatch.setattr("sitbreak.storage.folders._is_only_ours", lambda _: False)
        return tmp_path / f"sitbreak-{os.geteuid()}"

    def test_without_a_runtime_folder_a_private_temporary_one_is_used(temporary: Path) -> None:
        assert runtime_folder() == temporary
        assert stat.S_IMODE(temporary.stat().st_mode) == 0o700

    def test_a_runtime_folder_left_open_to_others_is_closed(temporary: Path) -> None:
        temporary.mkdir(mode=0o755)

        assert runtime_folder() == temporary
        assert stat.S_IMODE(temporary.stat().st_mode) == 0o700

    def test_another_users_runtime_folder_is_not_used(
        temporary: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        me = os.geteuid() + 1
        monkeypatch.setattr(os, "geteuid", lambda: me)
        temporary.with_name(f"sitbreak-{me}").mkdir(mode=0o700)

        with pytest.raises(StorageError, match=f"sitbreak-{me} cannot be used: it is not a folder of yours"):
            runtime_folder()

    def test_a_link_in_place_of_the_runtime_folder_is_not_followed(temporary: Path) -> None:
        temporary.symlink_to(temporary.parent)

        with pytest.raises(StorageError, match="it is not a folder of yours"):
            runtime_folder()

    def test_a_runtime_folder_that_others_can_write_into_is_left_alone(
        temporary: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shared = temporary.parent / "shared"
        shared.mkdir()
        shared.chmod(0o777)
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(shared))

        assert runtime_folder() == temporary


# --- settings ------------------------------------------------------------------------------------


def test_without_a_file_the_defaults_apply_and_none_is_created(settings_file: SettingsFile) -> None:
    assert settings_file.read_at_start() == (Settings(), [])
    assert not settings_file.path.exists()
    assert not settings_file.changed()


def test_a_bad_value_is_reported_with_its_line_and_only_it_is_lost(settings_file: SettingsFile) -> None:
    given(settings_file, '# mine\ninterval = "25m"\nsnooze = "soon"\n\n[wait_during]\ncall = "no"\n')

    settings, problems = settings_file.read_at_start()

    assert settings == Settings(interval=Interval(25 * MINUTE, 25 * MINUTE))
    assert problems == [
        "settings.toml:3: snooze: 'soon' is not a duration; write it like 90s, 25m or 1h30m",
        "settings.toml:6: wait_during.call: 'no' is neither true nor false nor a duration such as 45m",
    ]
    assert not set_aside(settings_file.path)


def test_a_damaged_file_is_kept_and_its_valid_lines_stay_in_force(
    settings_file: SettingsFile,
) -> None:
    text = 'interval = "25m"  # the best\nlull = 6s\nsnooze = "10m"\n[wait_during\n'
    given(settings_file, text)

    settings, problems = settings_file.read_at_start()

    [aside] = set_aside(settings_file.path)
    assert aside.read_text() == text
    assert settings == Settings(interval=Interval(25 * MINUTE, 25 * MINUTE), snooze=10 * MINUTE)
    [problem] = problems
    assert problem.startswith("settings.toml:2: ")
    assert problem.endswith(f"the original is kept as {aside.name}")
    assert settings_file.read_at_start() == (settings, [])
    assert 'interval = "25m"  # the best\n' in settings_file.path.read_text()


def test_a_damaged_file_that_cannot_be_copied_is_left_alone(
    settings_file: SettingsFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = 'interval = "25m"\nlull = 6s\n'
    given(settings_file, text)
    fill_the_disk(monkeypatch)

    settings, [problem] = settings_file.read_at_start()

    assert settings == Settings()
    assert problem.startswith("settings.toml:2: ")
    assert problem.endswith(" cannot be written: No space left on device")
    assert settings_file.path.read_text() == text
    assert not set_aside(settings_file.path)


@pytest.mark.parametrize(
    "data",
    [
        b"\0" * 4096,
        b"[[[" * 3000,
        b'topics = ["posture",\n\n',
        b'interval = """\n',
        b"\xff\xfe{",
        b"=\n" * 99,
    ],
    ids=["zeros", "brackets", "open list", "open text", "bytes", "many lines"],
)
def test_garbage_in_the_settings_file_never_prevents_a_start(
    settings_file: SettingsFile, data: bytes
) -> None:
    given(settings_file, data)

    settings, problems = settings_file.read_at_start()

    assert settings == Settings()
    assert len(problems) == 1
    assert [aside.read_bytes() for aside in set_aside(settings_file.path)] == [data]
    assert settings_file.read_at_start() == (Settings(), [])


def test_a_syntax_error_while_editing_changes_neither_settings_nor_file(
    settings_file: SettingsFile,
) -> None:
    given(settings_file, 'interval = "25m"\n')
    before, _ = settings_file.read_at_start()
    given(settings_file, 'interval = "25m"\nsnooze = \n')
    assert settings_file.changed()

    settings, problems = settings_file.read()

    assert settings == before
    assert problems == ["settings.toml:2: Invalid value; the previous settings stay in force"]
    assert settings_file.path.read_text() == 'interval = "25m"\nsnooze = \n'
    assert not set_aside(settings_file.path)
    assert not settings_file.changed()


def test_a_replaced_or_removed_file_counts_as_changed(settings_file: SettingsFile) -> None:
    given(settings_file, 'snooze = "5m"\n')
    settings_file.read()
    assert not settings_file.changed()

    write_atomically(settings_file.path, b'snooze = "6m"\n')
    assert settings_file.changed()

    settings_file.read()
    settings_file.path.unlink()
    assert settings_file.changed()
    assert settings_file.read() == (Settings(), [])


def test_an_unreadable_settings_file_is_reported_and_left_alone(settings_file: SettingsFile) -> None:
    settings_file.path.mkdir(parents=True)

    settings, [problem] = settings_file.read_at_start()

    assert settings == Settings()
    assert problem.startswith(f"{settings_file.path} cannot be read: ")


def test_changing_a_setting_leaves_every_other_line_alone(settings_file: SettingsFile) -> None:
    text = (
        "# mine\n\ninterval = '20m-30m' # the article's\nfuture = 1\n\n"
        "[wait_during]  # not in calls\ncall = true\n\n[other]\nx = 'y'\n"
    )
    given(settings_file, text)

    settings_file.set("interval", "25m")
    settings_file.set("wait_during.call", False)

    wanted = text.replace("'20m-30m'", '"25m"').replace("call = true", "call = false")
    assert settings_file.path.read_text() == wanted


def test_a_new_setting_goes_above_the_tables(settings_file: SettingsFile) -> None:
    given(settings_file, "# mine\n[wait_during]\ncall = false\n")

    settings_file.set("snooze", "10m")
    settings_file.set("wait_during.fullscreen", False)

    settings, problems = settings_file.read()
    assert problems == []
    bounds = {name: WAIT_BOUNDS[name] for name in ("do_not_disturb", "presentation")}
    assert settings == Settings(snooze=10 * MINUTE, wait_during=bounds)


def test_changing_a_setting_creates_the_file_if_needed(settings_file: SettingsFile) -> None:
    settings_file.set("wait_during.call", False)
    settings_file.set("topics", ["lifting"])

    assert settings_file.get("wait_during.call") is False
    assert settings_file.get("topics") == ["lifting"]
    assert settings_file.get("interval") == "20m-30m"


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("intervall", "25m", "intervall: there is no such setting"),
        ("snooze", "9h", "snooze: '9h' is not between"),
        ("wait_during.phone", False, r"wait_during\.phone: 'phone' is not one of"),
        ("snooze.long", "5m", "snooze is not a table"),
    ],
)
def test_an_invalid_change_is_refused_and_nothing_is_written(
    settings_file: SettingsFile, key: str, value: Value, reason: str
) -> None:
    given(settings_file, 'snooze = "5m"\n')

    with pytest.raises(ValueError, match=reason):
        settings_file.set(key, value)

    assert settings_file.path.read_text() == 'snooze = "5m"\n'


def test_a_wrong_line_does_not_keep_another_of_its_table_from_being_changed(
    settings_file: SettingsFile,
) -> None:
    given(settings_file, '[wait_during]\ncall = "no"\n')

    settings_file.set("wait_during.fullscreen", "45m")

    settings, [problem] = settings_file.read()
    assert settings.wait_during["fullscreen"] == 45 * MINUTE
    assert problem.startswith("settings.toml:2: wait_during.call: ")


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("a = 1\nb = 2\n", "b", 2),
        ("wait_during.fullscreen = 1\nwait_during.call = 2\n", "wait_during.call", 2),
        ("[wait_during]\nfullscreen = 1\n'call' = 2\n", "wait_during.call", 3),
        ("[other]\ncall = 1\n[ wait_during ] # x\ncall = 2\n", "wait_during.call", 4),
        ("[wait_during]\n", "wait_during.call", 1),
        ("a = 1\nwait_during = { call = 2 }\n", "wait_during.call", 2),
        ("a = 1\nwait_during.call = 2\n", "wait_during", 2),
        ("# wait_during.call = 2\n", "wait_during.call", None),
    ],
)
def test_a_problem_is_found_at_its_line(text: str, key: str, line: int | None) -> None:
    assert find_line(text, key) == line


def test_all_settings_are_written_as_they_stand_in_the_file(settings_file: SettingsFile) -> None:
    given(settings_file, "[wait_during]\ncall = '45m'\n[working_hours]\nmonday = ['09:00-12:00']\n")

    text = "\n".join(settings_file.lines())

    assert 'wait_during.call = "45m"\n' in text
    assert 'working_hours.monday = ["09:00-12:00"]' in text
    assert parse_settings(parse(text)) == settings_file.read()


def test_a_damaged_file_is_never_overwritten(settings_file: SettingsFile) -> None:
    given(settings_file, "snooze = \n")

    with pytest.raises(StorageError, match=r"settings\.toml:1: .*; nothing was changed"):
        settings_file.set("interval", "25m")

    assert settings_file.path.read_text() == "snooze = \n"


@pytest.mark.parametrize("key", ["nothing", "wait_during.nothing", "snooze.nothing"])
def test_reading_an_unknown_setting_raises_a_key_error(settings_file: SettingsFile, key: str) -> None:
    with pytest.raises(KeyError):
        settings_file.get(key)


def test_comments_in_another_encoding_and_crlf_survive(settings_file: SettingsFile) -> None:
    given(settings_file, b"\xef\xbb\xbf# f\xfcr mich\r\nsnooze = '5m'\r\n")

    settings_file.set("snooze", "10m")

    assert settings_file.path.read_bytes() == b'# f\xfcr mich\r\nsnooze = "10m"\r\n'


def test_the_initial_file_explains_every_setting_and_sets_none(settings_file: SettingsFile) -> None:
    path = settings_file.ensure()

    assert settings_file.read() == (Settings(), [])
    lines = [line[1:] for line in path.read_text().splitlines() if line[:1] == "#" and line[:2] != "# "]
    table = parse("\n".join(lines))
    settings, problems = parse_settings({**table, "working_hours": {}})
    assert (settings, problems) == (Settings(), [])
    assert set(table) == {field.name for field in fields(Settings)}


def test_a_setting_chosen_in_the_tray_joins_the_initial_file(settings_file: SettingsFile) -> None:
    settings_file.ensure()

    settings_file.set("interval", "25m")
    settings_file.set("wait_during.call", False)

    assert settings_file.path.read_text().startswith(template())
    settings, problems = settings_file.read()
    assert problems == []
    assert settings.interval == Interval(25 * MINUTE, 25 * MINUTE)
    assert "call" not in settings.wait_during


def test_an_existing_settings_file_is_never_replaced_by_a_template(settings_file: SettingsFile) -> None:
    given(settings_file, "# mine\n")

    settings_file.ensure()

    assert settings_file.path.read_text() == "# mine\n"


def test_settings_survive_a_round_trip_through_toml() -> None:
    settings, problems = parse_settings(
        {
            "interval": "25m-1h",
            "topics": ["moving"],
            "wait_during": {"call": False, "fullscreen": "45m"},
            "away_after": "never",
            "working_hours": {"friday": ["22:00-06:00"]},
        }
    )
    assert problems == []

    assert parse_settings(as_table(settings)) == (settings, [])


# --- state and heartbeat -------------------------------------------------------------------------


def test_the_state_survives_a_round_trip(tmp_path: Path) -> None:
    file = StateFile(tmp_path / "new" / "state.json")
    assert file.load() == (None, None)

    file.save({"snooze": "für später", "pauses": [1, None, True]})

    assert file.load() == ({"snooze": "für später", "pauses": [1, None, True]}, None)


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[1]", b"\0\0\0", b"\xff", b"[" * 100_000],
    ids=["empty", "brace", "list", "zeros", "not UTF-8", "deep"],
)
def test_a_damaged_state_is_set_aside(tmp_path: Path, data: bytes) -> None:
    file = StateFile(tmp_path / "state.json")
    file.path.write_bytes(data)

    state, problem = file.load()

    [aside] = set_aside(file.path)
    assert aside.read_bytes() == data
    assert state is None
    assert (
        problem
        == f"{file.path} is damaged: it was renamed to {aside.name}; what can still be read in it is kept"
    )
    assert file.load() == (None, None)


def test_a_damaged_state_that_cannot_be_set_aside_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_permitted(_path: Path, _new: Path) -> Path:
        raise OSError(1, "Operation not permitted")

    file = StateFile(tmp_path / "state.json")
    file.path.write_bytes(b"{")
    monkeypatch.setattr(Path, "rename", not_permitted)

    reason = f"{file.path} cannot be set aside: Operation not permitted"
    assert file.load() == (None, f"{file.path} is damaged, and {reason}")
    assert file.path.read_bytes() == b"{"


def test_two_files_damaged_in_the_same_second_are_both_kept(tmp_path: Path) -> None:
    file = StateFile(tmp_path / "state.json")
    for data in (b"one", b"two", b"three"):
        file.path.write_bytes(data)
        file.load()

    assert {aside.read_bytes() for aside in set_aside(file.path)} == {b"one", b"two", b"three"}


def test_an_unreadable_state_is_reported(tmp_path: Path) -> None:
    file = StateFile(tmp_path)

    assert file.load()[0] is None
    assert str(file.load()[1]).startswith(f"{tmp_path} cannot be read: ")


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


# --- log -----------------------------------------------------------------------------------------


@pytest.fixture
def root_logger(monkeypatch: pytest.MonkeyPatch) -> Iterator[logging.Logger]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    monkeypatch.setattr(logging, "raiseExceptions", logging.raiseExceptions)
    yield root
    for handler in [handler for handler in root.handlers if handler not in before]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


@pytest.mark.usefixtures("root_logger")
def test_the_log_never_exceeds_two_small_files(tmp_path: Path) -> None:
    path = tmp_path / "log" / "sitbreak.log"
    assert start_log(path) is None
    logging.getLogger("sitbreak.test").info("the first line")
    rotate_log()

    for _ in range(260):
        logging.getLogger("sitbreak.test").info("x" * 900)
    assert "the first line" in path.read_text()
    for _ in range(700):
        logging.getLogger("sitbreak.test").info("x" * 1000)

    sizes = {found.name: found.stat().st_size for found in path.parent.iterdir()}
    assert sorted(sizes) == ["sitbreak.log", "sitbreak.log.1"]
    assert max(sizes.values()) <= 256 * 1024


@pytest.mark.usefixtures("root_logger")
def test_a_terminal_shows_only_warnings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    start_log(tmp_path / "sitbreak.log", terminal=sys.stderr)

    logging.getLogger("sitbreak.test").info("all is well")
    for _ in range(2):
        logging.getLogger("sitbreak.test").warning("no tray here")

    assert capsys.readouterr().err == "no tray here\n"
    assert "all is well" in (tmp_path / "sitbreak.log").read_text()


def test_the_same_failure_is_logged_once_an_hour() -> None:
    seconds = 0.0
    hourly, logged = HourlyFailures(lambda: seconds), list[str]()

    def log(text: str, about: object, error: Exception | None = None) -> None:
        level = logging.ERROR if error else logging.WARNING
        raised = (type(error), error, None) if error else None
        record = logging.LogRecord("sitbreak", level, __file__, 1, text, (about,), raised)
        if hourly.filter(record):
            logged.append(f"{record.getMessage()}{vars(record)['repeats']}")

    for minute in range(121):
        seconds = 60.0 * minute
        log("%s failed", "the alarm", RuntimeError(f"a bug in minute {minute}"))
        log("%s failed", "the tray", RuntimeError("a bug"))
        log("%s failed", "the tray", KeyError("another"))
        log("%s could not be done", Ticks(minute), RuntimeError("a bug"))
        log("the disk is full: %s", "settings.toml")
        log("the disk is full: %s", "tips.toml")
    assert len(logged) == 3 * 6
    assert logged[:6] == [
        "the alarm failed",
        "the tray failed",
        "the tray failed",
        "Ticks(minute=0) could not be done",
        "the disk is full: settings.toml",
        "the disk is full: tips.toml",
    ]
    assert all(line.endswith("(and 59 more times since this was last logged)") for line in logged[6:])


@pytest.mark.usefixtures("root_logger")
def test_entries_and_what_is_remembered_of_them_are_short(tmp_path: Path) -> None:
    path = tmp_path / "sitbreak.log"
    start_log(path)
    logger = logging.getLogger("sitbreak")
    logger.warning("it said: %s, and no more", "x" * 20_000_000)
    error = ValueError("y" * 20_000_000)
    logger.error("it failed", exc_info=error)
    logged = path.read_text()
    assert len(logged) < 50_000
    assert "letters left out" in logged
    assert logged.splitlines()[0].endswith(", and no more")

    hourly = HourlyFailures(lambda: 0.0)
    for number in range(10_000):
        text = f"{number} " + "z" * 100_000
        hourly.filter(logging.LogRecord("sitbreak", logging.WARNING, __file__, 1, text, (), None))
    remembered = hourly._logged
    assert len(remembered) <= 200
    assert max(len(str(failure)) for failure in remembered) <= 500


def test_what_is_no_failure_is_logged_each_time() -> None:
    hourly = HourlyFailures(lambda: 0.0)
    record = logging.LogRecord("sitbreak", logging.INFO, __file__, 1, "all is well", (), None)
    assert [hourly.filter(record) for _ in range(3)] == [True] * 3


@dataclass
class Ticks:
    """Something that a failure can be about, different each time."""

    minute: int


@pytest.mark.usefixtures("root_logger")
def test_an_unwritable_log_is_reported_and_sitbreak_continues(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    problem = start_log(tmp_path / "file" / "sitbreak.log")

    assert str(problem).startswith(str(tmp_path / "file" / "sitbreak.log"))
    logging.getLogger("sitbreak.test").info("nowhere")


def test_importing_storage_loads_nothing_heavy() -> None:
    heavy = ("platformdirs", "tomlkit", "tomllib", "tempfile", "subprocess", "asyncio")
    program = f"import sys, sitbreak.storage; print([name for name in {heavy} if name in sys.modules])"

    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert shown.stdout == "[]\n"


# --- the note ------------------------------------------------------------------------------------


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
