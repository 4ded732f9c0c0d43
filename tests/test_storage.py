"""Stories about the files: what is written, what is found again, and what becomes of damaged ones."""

import logging
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sitbreak.core.now import Now
from sitbreak.core.settings import Interval, Settings, parse_settings
from sitbreak.storage.files import StorageError, write_atomically
from sitbreak.storage.folders import Folders, runtime_folder
from sitbreak.storage.heartbeat import Beat, Heartbeat, _sealed
from sitbreak.storage.log import start_log
from sitbreak.storage.note import Note
from sitbreak.storage.settings_file import SettingsFile, Value
from sitbreak.storage.settings_text import as_table, parse, template
from sitbreak.storage.state_file import StateFile

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


def test_a_write_that_fails_leaves_the_old_content_and_no_rubbish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    write_atomically(path, b"old")

    def no_space(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(StorageError, match=r"file cannot be written: No space left on device$"):
        write_atomically(path, b"new")

    assert path.read_bytes() == b"old"
    assert [found.name for found in tmp_path.iterdir()] == ["file"]


@posix
def test_a_file_that_is_a_link_stays_one_and_keeps_its_mode(tmp_path: Path) -> None:
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
def test_what_sitbreak_creates_is_the_persons_alone(tmp_path: Path) -> None:
    path = tmp_path / "sitbreak" / "state.json"

    write_atomically(path, b"{}")

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_new_file_left_by_a_crash_does_not_get_in_the_way(tmp_path: Path) -> None:
    (tmp_path / f".file.{os.getpid()}.new").write_bytes(b"half of")

    write_atomically(tmp_path / "file", b"whole")

    assert [found.name for found in tmp_path.iterdir()] == ["file"]


# --- folders -------------------------------------------------------------------------------------


@posix
def test_the_folders_are_where_xdg_variables_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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


if sys.platform != "win32":

    @pytest.fixture
    def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A temporary folder, and a person without any other runtime folder."""
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        monkeypatch.setenv("XDG_RUNTIME_DIR", "/nowhere")
        if Path(f"/run/user/{os.geteuid()}").exists():
            monkeypatch.setattr("sitbreak.storage.folders._is_only_ours", lambda _: False)
        return tmp_path / f"sitbreak-{os.geteuid()}"

    def test_without_a_runtime_folder_there_is_a_private_one_in_the_temporary_folder(temporary: Path) -> None:
        assert runtime_folder() == temporary
        assert stat.S_IMODE(temporary.stat().st_mode) == 0o700

    def test_a_runtime_folder_left_open_to_others_is_closed(temporary: Path) -> None:
        temporary.mkdir(mode=0o755)

        assert runtime_folder() == temporary
        assert stat.S_IMODE(temporary.stat().st_mode) == 0o700

    def test_somebody_elses_runtime_folder_is_not_used(
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


def test_without_a_file_the_settings_are_the_defaults_and_none_is_made(settings_file: SettingsFile) -> None:
    assert settings_file.read_at_start() == (Settings(), [])
    assert not settings_file.path.exists()
    assert not settings_file.changed()


def test_a_bad_value_costs_only_itself_and_is_named_with_its_line(settings_file: SettingsFile) -> None:
    given(settings_file, '# mine\ninterval = "25m"\nsnooze = "soon"\n\n[wait_during]\ncall = "no"\n')

    settings, problems = settings_file.read_at_start()

    assert settings == Settings(interval=Interval(25 * MINUTE, 25 * MINUTE))
    assert problems == [
        "settings.toml:3: snooze: 'soon' is not a duration; write it like 90s, 25m or 1h30m",
        "settings.toml:5: wait_during: call is 'no', neither true nor false",
    ]
    assert not set_aside(settings_file.path)


def test_a_damaged_file_is_set_aside_at_the_start_and_what_is_good_of_it_goes_on(
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
    assert problem.endswith(f"the file as it was is called {aside.name} now")
    assert settings_file.read_at_start() == (settings, [])
    assert 'interval = "25m"  # the best\n' in settings_file.path.read_text()


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
def test_rubbish_instead_of_settings_never_keeps_sitbreak_from_starting(
    settings_file: SettingsFile, data: bytes
) -> None:
    given(settings_file, data)

    settings, problems = settings_file.read_at_start()

    assert settings == Settings()
    assert len(problems) == 1
    assert [aside.read_bytes() for aside in set_aside(settings_file.path)] == [data]
    assert settings_file.read_at_start() == (Settings(), [])


def test_a_slip_while_editing_by_hand_keeps_the_settings_and_leaves_the_file_alone(
    settings_file: SettingsFile,
) -> None:
    given(settings_file, 'interval = "25m"\n')
    before, _ = settings_file.read_at_start()
    given(settings_file, 'interval = "25m"\nsnooze = \n')
    assert settings_file.changed()

    settings, problems = settings_file.read()

    assert settings == before
    assert problems == ["settings.toml:2: Invalid value; the settings stay as they were"]
    assert settings_file.path.read_text() == 'interval = "25m"\nsnooze = \n'
    assert not set_aside(settings_file.path)
    assert not settings_file.changed()


def test_a_change_is_noticed_even_when_the_file_is_replaced_or_removed(settings_file: SettingsFile) -> None:
    given(settings_file, 'snooze = "5m"\n')
    settings_file.read()
    assert not settings_file.changed()

    write_atomically(settings_file.path, b'snooze = "6m"\n')
    assert settings_file.changed()

    settings_file.read()
    settings_file.path.unlink()
    assert settings_file.changed()
    assert settings_file.read() == (Settings(), [])


def test_a_file_that_cannot_be_read_is_told_and_left_alone(settings_file: SettingsFile) -> None:
    settings_file.path.mkdir(parents=True)

    settings, [problem] = settings_file.read_at_start()

    assert settings == Settings()
    assert problem.startswith(f"{settings_file.path} cannot be read: ")


def test_a_setting_is_written_without_touching_anything_else(settings_file: SettingsFile) -> None:
    text = (
        "# mine\n\ninterval = '20m-30m' # the article's\nfuture = 1\n\n"
        "[wait_during]  # not in calls\ncall = true\n\n[other]\nx = 'y'\n"
    )
    given(settings_file, text)

    settings_file.set("interval", "25m")
    settings_file.set("wait_during.call", False)

    wanted = text.replace("'20m-30m'", '"25m"').replace("call = true", "call = false")
    assert settings_file.path.read_text() == wanted


def test_a_setting_that_was_not_there_goes_above_the_tables(settings_file: SettingsFile) -> None:
    given(settings_file, "# mine\n[wait_during]\ncall = false\n")

    settings_file.set("snooze", "10m")
    settings_file.set("wait_during.fullscreen", False)

    settings, problems = settings_file.read()
    assert problems == []
    assert settings == Settings(snooze=10 * MINUTE, wait_during=frozenset({"do_not_disturb", "presentation"}))


def test_a_setting_can_be_written_where_there_is_no_file_yet(settings_file: SettingsFile) -> None:
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
        ("wait_during.phone", False, "wait_during: 'phone' is none of"),
        ("snooze.long", "5m", "snooze is not a table"),
    ],
)
def test_what_cannot_be_set_is_refused_and_nothing_written(
    settings_file: SettingsFile, key: str, value: Value, reason: str
) -> None:
    given(settings_file, 'snooze = "5m"\n')

    with pytest.raises(ValueError, match=reason):
        settings_file.set(key, value)

    assert settings_file.path.read_text() == 'snooze = "5m"\n'


def test_a_damaged_file_is_never_written_over(settings_file: SettingsFile) -> None:
    given(settings_file, "snooze = \n")

    with pytest.raises(StorageError, match=r"settings\.toml:1: .*; nothing was changed"):
        settings_file.set("interval", "25m")

    assert settings_file.path.read_text() == "snooze = \n"


@pytest.mark.parametrize("key", ["nothing", "wait_during.nothing", "snooze.nothing"])
def test_asking_for_a_setting_that_does_not_exist_says_so(settings_file: SettingsFile, key: str) -> None:
    with pytest.raises(KeyError):
        settings_file.get(key)


def test_comments_in_another_encoding_and_windows_line_ends_survive(settings_file: SettingsFile) -> None:
    given(settings_file, b"\xef\xbb\xbf# f\xfcr mich\r\nsnooze = '5m'\r\n")

    settings_file.set("snooze", "10m")

    assert settings_file.path.read_bytes() == b'# f\xfcr mich\r\nsnooze = "10m"\r\n'


def test_the_first_settings_file_explains_every_setting_and_sets_none(settings_file: SettingsFile) -> None:
    path = settings_file.ensure()

    assert settings_file.read() == (Settings(), [])
    lines = [line[1:] for line in path.read_text().splitlines() if line[:1] == "#" and line[:2] != "# "]
    table = parse("\n".join(lines))
    settings, problems = parse_settings({**table, "working_hours": {}})
    assert (settings, problems) == (Settings(), [])
    assert set(table) == {field.name for field in fields(Settings)}


def test_a_setting_chosen_in_the_tray_joins_the_explained_ones(settings_file: SettingsFile) -> None:
    settings_file.ensure()

    settings_file.set("interval", "25m")
    settings_file.set("wait_during.call", False)

    assert settings_file.path.read_text().startswith(template())
    settings, problems = settings_file.read()
    assert problems == []
    assert settings.interval == Interval(25 * MINUTE, 25 * MINUTE)
    assert "call" not in settings.wait_during


def test_making_sure_of_a_settings_file_never_changes_one(settings_file: SettingsFile) -> None:
    given(settings_file, "# mine\n")

    settings_file.ensure()

    assert settings_file.path.read_text() == "# mine\n"


def test_settings_come_back_from_the_table_they_are_written_as() -> None:
    settings, problems = parse_settings(
        {
            "interval": "25m-1h",
            "topics": ["moving"],
            "wait_during": {"call": False},
            "working_hours": {"friday": ["22:00-06:00"]},
        }
    )
    assert problems == []

    assert parse_settings(as_table(settings)) == (settings, [])


# --- state and heartbeat -------------------------------------------------------------------------


def test_the_state_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    file = StateFile(tmp_path / "new" / "state.json")
    assert file.load() == (None, None)

    file.save({"snooze": "für später", "pauses": [1, None, True]})

    assert file.load() == ({"snooze": "für später", "pauses": [1, None, True]}, None)


@pytest.mark.parametrize("data", [b"", b"{", b"[1]", b"\0\0\0", b"\xff", b"[" * 100_000], ids=repr)
def test_a_damaged_state_is_set_aside_and_sitbreak_starts_afresh(tmp_path: Path, data: bytes) -> None:
    file = StateFile(tmp_path / "state.json")
    file.path.write_bytes(data)

    state, problem = file.load()

    [aside] = set_aside(file.path)
    assert aside.read_bytes() == data
    assert state is None
    assert problem == f"{file.path} is damaged: it is called {aside.name} now, and sitbreak starts afresh"
    assert file.load() == (None, None)


def test_two_damaged_files_in_one_second_are_both_kept(tmp_path: Path) -> None:
    file = StateFile(tmp_path / "state.json")
    for data in (b"one", b"two", b"three"):
        file.path.write_bytes(data)
        file.load()

    assert {aside.read_bytes() for aside in set_aside(file.path)} == {b"one", b"two", b"three"}


def test_a_state_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    file = StateFile(tmp_path)

    assert file.load()[0] is None
    assert str(file.load()[1]).startswith(f"{tmp_path} cannot be read: ")


NOW = Now(
    awake=timedelta(hours=3, microseconds=7),
    boot=timedelta(days=2, microseconds=1),
    wall=datetime(2026, 3, 4, 5, 6, 7, 8, tzinfo=UTC),
)

LATER = Now(NOW.awake + MINUTE, NOW.boot + MINUTE, NOW.wall + MINUTE)


def test_the_heartbeat_tells_the_next_start_when_sitbreak_was_last_alive(tmp_path: Path) -> None:
    Heartbeat(tmp_path / "heartbeat.json", "this boot").beat(NOW)

    assert Heartbeat(tmp_path / "heartbeat.json", "another boot").read() == Beat(NOW, "this boot")


def test_a_wall_clock_in_another_zone_beats_the_same_instant(tmp_path: Path) -> None:
    heartbeat = Heartbeat(tmp_path / "heartbeat.json", "")
    heartbeat.beat(Now(NOW.awake, NOW.boot, NOW.wall.astimezone(ZoneInfo("Asia/Kathmandu"))))

    assert heartbeat.read() == Beat(NOW, "")


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[]", b'{"awake_us": 1, "boot_us": 1, "wall": "2026-01-01", "boot_id": ""}']
)
def test_a_heartbeat_that_makes_no_sense_is_none(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "heartbeat.json"
    for record in (data, _sealed(data.decode())):
        path.write_bytes(record)

        assert Heartbeat(path, "").read() is None


def test_the_next_heartbeat_takes_the_place_of_the_one_before_in_the_same_file(tmp_path: Path) -> None:
    path = tmp_path / "heartbeat.json"
    heartbeat = Heartbeat(path, "this boot")
    heartbeat.beat(NOW)
    first = path.stat()
    heartbeat.beat(LATER)

    assert (path.stat().st_ino, path.stat().st_size) == (first.st_ino, first.st_size)
    assert list(tmp_path.iterdir()) == [path]
    assert heartbeat.read() == Beat(LATER, "this boot")


def test_a_heartbeat_that_was_written_by_half_is_none(tmp_path: Path) -> None:
    path = tmp_path / "heartbeat.json"
    heartbeat = Heartbeat(path, "this boot")
    heartbeat.beat(NOW)
    before = path.read_bytes()
    heartbeat.beat(LATER)
    after = path.read_bytes()
    for place in range(1, len(after)):
        path.write_bytes(after[:place] + before[place:])
        assert heartbeat.read() in (None, Beat(NOW, "this boot"), Beat(LATER, "this boot"))
        path.write_bytes(after[:place])
        assert heartbeat.read() in (None, Beat(LATER, "this boot"))


def test_a_heartbeat_goes_on_after_its_folder_was_cleaned_away(tmp_path: Path) -> None:
    heartbeat = Heartbeat(tmp_path / "runtime" / "heartbeat.json", "this boot")
    heartbeat.beat(NOW)
    shutil.rmtree(tmp_path / "runtime")
    heartbeat.beat(LATER)

    assert heartbeat.read() == Beat(LATER, "this boot")


def test_a_heartbeat_that_cannot_be_written_is_told_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_bytes(b"")
    heartbeat = Heartbeat(tmp_path / "file" / "heartbeat.json", "")

    for _ in range(3):
        heartbeat.beat(NOW)

    assert len(caplog.records) == 1
    assert "cannot be written" in caplog.text


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
def test_the_log_never_grows_beyond_two_small_files(tmp_path: Path) -> None:
    path = tmp_path / "log" / "sitbreak.log"
    assert start_log(path) is None

    for _ in range(700):
        logging.getLogger("sitbreak.test").info("x" * 1000)

    sizes = {found.name: found.stat().st_size for found in path.parent.iterdir()}
    assert sorted(sizes) == ["sitbreak.log", "sitbreak.log.1"]
    assert max(sizes.values()) <= 256 * 1024


@pytest.mark.usefixtures("root_logger")
def test_a_terminal_sees_warnings_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    start_log(tmp_path / "sitbreak.log", terminal=sys.stderr)

    logging.getLogger("sitbreak.test").info("all is well")
    logging.getLogger("sitbreak.test").warning("no tray here")

    assert capsys.readouterr().err == "no tray here\n"
    assert "all is well" in (tmp_path / "sitbreak.log").read_text()


@pytest.mark.usefixtures("root_logger")
def test_a_log_that_cannot_be_written_is_told_and_sitbreak_goes_on(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    problem = start_log(tmp_path / "file" / "sitbreak.log")

    assert str(problem).startswith(str(tmp_path / "file" / "sitbreak.log"))
    logging.getLogger("sitbreak.test").info("nowhere")


def test_importing_storage_loads_nothing_heavy() -> None:
    heavy = ("platformdirs", "tomlkit", "tomllib", "logging.handlers", "tempfile", "subprocess", "asyncio")
    program = f"import sys, sitbreak.storage; print([name for name in {heavy} if name in sys.modules])"

    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert shown.stdout == "[]\n"


# --- the note ------------------------------------------------------------------------------------


def test_a_note_is_read_as_it_was_written_and_gone_when_it_is_empty(tmp_path: Path) -> None:
    note = Note(tmp_path / "runtime" / "bubble")
    assert note.read() == ""
    note.write("a line")
    assert Note(tmp_path / "runtime" / "bubble").read() == "a line"
    for _ in range(2):
        note.write("")
        assert note.read() == ""


def test_a_note_that_cannot_be_written_is_told_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "runtime").write_text("a file where the folder should be")
    note = Note(tmp_path / "runtime" / "bubble")
    for line in ("a line", "another", ""):
        note.write(line)
    assert note.read() == ""
    assert len(caplog.records) == 1
