"""Stories about a running sitbreak whose files are something else, or are written by others meanwhile."""

import os
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Thread

import pytest

from sitbreak.core.commands import SetSetting, as_json
from sitbreak.remote.client import ask
from sitbreak.remote.protocol import DONE, FAILED, USAGE_ERROR
from tests.running import COMMAND, Running
from tests.until import BUSY, until

if sys.platform == "win32":
    pytest.skip("pipes and modes as POSIX has them", allow_module_level=True)


# Root may look into every folder.
WITH_NO_MORE_RIGHTS_THAN_ANYBODY = (
    ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.geteuid() == 0 else ()
)


def files_of(sitbreak: Running) -> dict[str, Path]:
    """Return every file that sitbreak reads or writes."""
    return {
        "settings": sitbreak.config / "settings.toml",
        "own tips": sitbreak.config / "tips.toml",
        "state": sitbreak.state_folder / "state.json",
        "log": sitbreak.state_folder / "log" / "sitbreak.log",
        "heartbeat": sitbreak.runtime / "heartbeat.json",
        "note": sitbreak.runtime / "bubble",
        "login entry": sitbreak.home.config / "autostart" / "sitbreak.desktop",
    }


def socket_file(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as bound, tempfile.TemporaryDirectory(prefix="s-") as short:
        bound.bind(f"{short}/s")
        os.rename(f"{short}/s", path)  # noqa: PTH104 - a socket's own path would be too long


def endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, socket_file, endless])
def test_what_is_no_file_costs_one_line_and_keeps_nobody_waiting(
    sitbreak: Running, make: Callable[[Path], None]
) -> None:
    files = files_of(sitbreak)
    try:
        use_without_files(sitbreak, files, make)
    finally:  # whoever reads the log next must not wait for it
        log = files["log"]
        if log.is_dir():
            log.rmdir()
        else:
            log.unlink(missing_ok=True)


def use_without_files(sitbreak: Running, files: dict[str, Path], make: Callable[[Path], None]) -> None:
    """Use sitbreak while each of its files is something else."""
    for file in files.values():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        make(file)
    before = {name: file.lstat().st_ino for name, file in files.items()}

    sitbreak.start("--interval", "5s-10s")
    report = sitbreak.do("troubleshoot").splitlines()
    for name in ("settings", "own tips", "state", "log"):
        told = [line for line in report if line.startswith(str(files[name])) and "regular file" in line]
        assert len(told) == 1 or (name == "log" and any("nothing is logged" in line for line in report)), name
    assert sitbreak.do("settings").count("\n# ") == 1
    assert sitbreak.ask("pause").status == FAILED
    assert sitbreak.ask("interval 25").status == FAILED
    assert sitbreak.do("status").startswith("Paused")
    assert sitbreak.run("settings", "set", "snooze", "7m").status == FAILED
    sitbreak.process.terminate()
    assert sitbreak.wait() == DONE
    assert {name: file.lstat().st_ino for name, file in files.items()} == before

    alone = sitbreak.run("tips", "list")
    assert alone.status == DONE
    assert "regular file" in alone.out


@pytest.mark.parametrize(
    ("closed", "typed", "file"),
    [
        ("home/.local/state/sitbreak", "history", "history.sqlite3"),
        ("pages", "history --html pages/october/page.html", "october/page.html"),
        ("home/.local/share/applications", "desktop", "sitbreak.desktop"),
    ],
)
def test_a_folder_that_is_closed_to_us_is_no_empty_one(
    sitbreak: Running, closed: str, typed: str, file: str
) -> None:
    folder = sitbreak.home.folder / closed
    folder.mkdir(parents=True)
    folder.chmod(0)
    command = [*WITH_NO_MORE_RIGHTS_THAN_ANYBODY, *COMMAND, *typed.split()]
    try:
        process = sitbreak.execute(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        said = b"".join(process.communicate(timeout=BUSY)).decode()
    finally:
        folder.chmod(0o700)
    assert process.returncode == FAILED
    assert file in said
    assert said.endswith(": Permission denied\n")
    assert said.count("\n") == 1


def test_everything_is_private_whatever_the_umask(sitbreak: Running) -> None:
    for folder in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        sitbreak.env[folder] = str(sitbreak.home.folder / "new" / folder)
    config = Path(sitbreak.env["XDG_CONFIG_HOME"])
    before = os.umask(0)
    try:
        sitbreak.start()
        sitbreak.do("pause")
        sitbreak.do("settings set snooze 7m")
        sitbreak.do("autostart on")
        sitbreak.run("tip", "--page")
        sitbreak.do("quit")
        sitbreak.wait()
    finally:
        os.umask(before)

    ours = [*(sitbreak.home.folder / "new").rglob("*"), *sitbreak.runtime.rglob("*")]
    assert config / "autostart" / "sitbreak.desktop" in ours
    modes = {
        path: oct(stat.S_IMODE(path.stat().st_mode))
        for path in ours
        if path.stat().st_mode & (0o077 if path.is_file() or path.is_dir() else 0)
    }
    assert modes == {}


def test_what_a_killed_process_left_behind_is_swept(sitbreak: Running) -> None:
    left = [
        file.with_name(f".{file.name}.999999999.new")
        for name, file in files_of(sitbreak).items()
        if name not in ("own tips", "log")
    ]
    for file in left:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch()
    sitbreak.start()
    until(lambda: not any(file.exists() for file in left), "the leftovers are gone")


def test_a_runtime_folder_with_too_long_a_path_is_replaced(sitbreak: Running) -> None:
    with tempfile.TemporaryDirectory(prefix="t-") as short:
        long = sitbreak.home.folder / ("r" * 100)
        long.mkdir(mode=0o700)
        sitbreak.env |= {"XDG_RUNTIME_DIR": str(long), "TMPDIR": short}
        if Path(f"/run/user/{os.geteuid()}").exists():
            pytest.skip("there is another runtime folder")
        sitbreak.spawn()
        until(lambda: sitbreak.run("status").status == DONE, "it answers")
        assert sitbreak.run("quit").status == DONE
        assert sitbreak.wait() == DONE

        sitbreak.env |= {"TMPDIR": str(long), "XDG_STATE_HOME": str(long)}
        refused = sitbreak.run("status")
        assert refused.status == FAILED
        assert "its path is too long for a socket; set XDG_RUNTIME_DIR" in refused.err
        assert refused.err.count("\n") == 1


def save_like_vim(file: Path, number: int) -> None:
    """Save settings in an editor that writes a new file and renames it."""
    new = file.with_suffix(".swp")
    new.write_text(f"# saved {number}\nlull = {number % 10 + 1}\n")
    new.replace(file)


def test_a_save_while_the_interval_is_written_is_never_lost(running: Running) -> None:
    running.write_settings("# saved 0\n")
    file = running.config / "settings.toml"
    for number in range(1, 41):
        editor = Thread(target=partial(save_like_vim, file, number))
        editor.start()
        answer = running.ask(f"interval {10 + number}")
        editor.join()
        text = file.read_text()
        assert f"# saved {number}\n" in text
        assert answer.status == DONE or answer.text.count("\n") == 0


def test_a_refused_setting_is_neither_written_nor_in_force(running: Running) -> None:
    for key in ("history.x", "wait_during.x", "interval.x", ""):
        assert running.run("settings", "set", key, "1").status in (FAILED, USAGE_ERROR)
        answer = ask(running.runtime, as_json(SetSetting(key, "1")))  # from a window, or another version
        assert answer.status == FAILED
        assert answer.text.startswith("There's no setting ")
    assert not running.config.exists()

    running.config.write_text("a file where the folder should be")
    before = running.do("interval")
    assert running.ask("interval 25").status == FAILED
    assert running.do("interval") == before


def test_a_wrong_line_at_the_start_is_said_by_settings_and_costs_no_other(sitbreak: Running) -> None:
    text = 'interval = "33m"\nsound = yes\nlull = "soon"\n[wait_during]\ncall = false\n'
    sitbreak.write_settings(text)
    sitbreak.start()
    shown = sitbreak.do("settings")
    assert 'interval = "33m"' in shown
    assert "wait_during.call = false" in shown
    assert shown.splitlines()[-2].startswith("# settings.toml:2: sound: this line can't be read")
    assert shown.splitlines()[-1].startswith("# settings.toml:3: lull: 'soon' is not a duration")
    assert sitbreak.settings == text
    until(lambda: "Please check settings.toml" in sitbreak.printed, "it is said where reminders are")
    assert sitbreak.ask("interval 25").text.endswith("; nothing was changed")
    assert sitbreak.settings == text
    assert sitbreak.printed.count("Please check settings.toml") == 1
