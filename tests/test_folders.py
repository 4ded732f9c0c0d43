"""Stories about where the files are."""

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitbreak.disk import StorageError
from sitbreak.storage.folders import Folders, base_folder, runtime_folder

posix = pytest.mark.skipif(sys.platform == "win32", reason="modes, owners and links as POSIX has them")


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder of the person's whose path leaves room for a socket; pytest's own are too long."""
    with tempfile.TemporaryDirectory(prefix="t-") as folder:
        yield Path(folder)


@posix
def test_folders_follow_the_xdg_variables(short: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform != "linux":
        pytest.skip("XDG is for Linux")
    for name in ("CONFIG_HOME", "STATE_HOME", "RUNTIME_DIR"):
        monkeypatch.setenv(f"XDG_{name}", str(short / name))
    (short / "RUNTIME_DIR").mkdir(mode=0o700)

    folders = Folders.of_person()

    assert folders == Folders(
        config=short / "CONFIG_HOME" / "sitbreak",
        state=short / "STATE_HOME" / "sitbreak",
        runtime=short / "RUNTIME_DIR" / "sitbreak",
        log=short / "STATE_HOME" / "sitbreak" / "log" / "sitbreak.log",
    )
    assert [found.name for found in short.iterdir()] == ["RUNTIME_DIR"]


@posix
def test_on_macos_a_login_and_a_terminal_find_the_same_place_which_nobody_cleans(
    short: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sitbreak.storage.folders.sys.platform", "darwin")
    monkeypatch.setenv("HOME", str(short))
    for name in ("XDG_RUNTIME_DIR", "TMPDIR"):
        monkeypatch.setenv(name, str(short))
    folders = Folders.of_person()
    assert folders.runtime == folders.state / "runtime"
    assert stat.S_IMODE(folders.runtime.stat().st_mode) == 0o700


@pytest.mark.skipif(sys.platform != "linux", reason="XDG is for Linux")
def test_without_a_home_the_variable_to_set_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(_user: int) -> None:
        raise KeyError

    for variable in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr("pwd.getpwuid", nobody)

    for home in (None, "", "~", "somewhere", "./home", "~nobody"):
        if home is not None:
            monkeypatch.setenv("HOME", home)
        with pytest.raises(StorageError, match="there is no home folder; set HOME or XDG_CONFIG_HOME"):
            Folders.of_person()


@pytest.mark.skipif(sys.platform != "linux", reason="XDG is for Linux")
@pytest.mark.parametrize("named", ["", "config", "./config", "~/.config"])
def test_a_relative_folder_is_ignored(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("HOME", "/home/somebody")
    monkeypatch.setenv("XDG_CONFIG_HOME", named)
    assert base_folder("XDG_CONFIG_HOME", ".config") == Path("/home/somebody/.config")


@pytest.mark.skipif(sys.platform != "linux", reason="XDG is for Linux")
def test_without_home_the_system_knows_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    import pwd

    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    for home in ("", "somewhere"):
        monkeypatch.setenv("HOME", home)
        expected = Path(pwd.getpwuid(os.getuid()).pw_dir, ".config")
        assert base_folder("XDG_CONFIG_HOME", ".config") == expected


@posix
def test_folders_that_were_left_open_are_closed_to_others(tmp_path: Path) -> None:
    folders = Folders(
        tmp_path / "config", tmp_path / "state", tmp_path / "runtime", tmp_path / "state" / "log" / "x.log"
    )
    folders.close_to_others()
    for folder in (folders.config, folders.log.parent):
        folder.mkdir(parents=True)
    for folder in (folders.config, folders.state, folders.log.parent):
        folder.chmod(0o777)

    folders.close_to_others()

    modes = [
        stat.S_IMODE(folder.stat().st_mode) for folder in (folders.config, folders.state, folders.log.parent)
    ]
    assert modes == [0o755, 0o700, 0o700]


if sys.platform != "win32":

    @pytest.fixture
    def temporary(short: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A temporary folder, and a person without any other runtime folder."""
        monkeypatch.setattr("tempfile.tempdir", str(short))
        monkeypatch.setenv("XDG_RUNTIME_DIR", "/nowhere")
        monkeypatch.setenv("XDG_STATE_HOME", str(short / "state"))
        if Path(f"/run/user/{os.geteuid()}").exists():
            monkeypatch.setattr("sitbreak.storage.folders._is_only_ours", lambda _: False)
        return short / f"sitbreak-{os.geteuid()}"

    def test_without_a_runtime_folder_a_private_temporary_one_is_used(temporary: Path) -> None:
        assert runtime_folder() == temporary
        assert stat.S_IMODE(temporary.stat().st_mode) == 0o700

    def test_a_runtime_folder_left_open_to_others_is_closed(temporary: Path) -> None:
        temporary.mkdir(mode=0o755)

        assert runtime_folder() == temporary
        assert stat.S_IMODE(temporary.stat().st_mode) == 0o700

    @pytest.mark.parametrize("is_link", [False, True])
    def test_where_its_place_is_taken_one_beside_the_state_is_used(temporary: Path, *, is_link: bool) -> None:
        if is_link:
            temporary.symlink_to(temporary.parent)
        else:
            temporary.touch()
        beside_state = temporary.parent / "state" / "sitbreak" / "runtime"

        assert runtime_folder() == beside_state
        assert stat.S_IMODE(beside_state.stat().st_mode) == 0o700

        temporary.unlink()
        assert runtime_folder() == beside_state, "an instance may be there"

    def test_where_no_temporary_folder_can_be_used_one_beside_the_state_is(
        temporary: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("tempfile.tempdir", None)
        monkeypatch.setattr("tempfile._candidate_tempdir_list", list)
        assert runtime_folder() == temporary.parent / "state" / "sitbreak" / "runtime"

        monkeypatch.setattr("sitbreak.storage.folders._beside_state", lambda: None)
        with pytest.raises(StorageError, match="No usable temporary directory"):
            runtime_folder()

    def test_a_temporary_folder_in_which_others_may_rename_is_not_used(temporary: Path) -> None:
        temporary.parent.chmod(0o777)
        assert runtime_folder() == temporary.parent / "state" / "sitbreak" / "runtime"

        shutil.rmtree(temporary.parent / "state")
        temporary.parent.chmod(0o1777)
        assert runtime_folder() == temporary

    def test_without_a_home_a_taken_place_is_named(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sitbreak.storage.folders._beside_state", lambda: None)
        temporary.touch()

        with pytest.raises(StorageError, match=f"{temporary.name} cannot be used: it is not a folder of you"):
            runtime_folder()

    def test_a_runtime_folder_that_others_can_write_into_is_left_alone(
        temporary: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shared = temporary.parent / "shared"
        shared.mkdir()
        shared.chmod(0o777)
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(shared))

        assert runtime_folder() == temporary

    def test_a_runtime_folder_too_long_for_a_socket_is_passed_over(
        temporary: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("x" * 100, "\u00fc" * 40):
            long = temporary.parent / name
            long.mkdir(mode=0o700)
            monkeypatch.setenv("XDG_RUNTIME_DIR", str(long))
            assert runtime_folder() == temporary

    @pytest.mark.usefixtures("temporary")
    def test_where_every_runtime_folder_is_too_long_the_variable_to_set_is_named(
        short: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("tempfile.tempdir", str(short / ("x" * 100)))
        monkeypatch.setenv("XDG_STATE_HOME", str(short / ("x" * 100)))
        with pytest.raises(
            StorageError, match="cannot be used: its path is too long for a socket; set XDG_RUN"
        ):
            runtime_folder()
