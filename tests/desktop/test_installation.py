"""sitbreak among the desktop's programs: real files, read by the desktops' own tools."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sitbreak.desktop.entries import read_keys, read_program, unescape
from sitbreak.desktop.icons import app_icon
from sitbreak.desktop.installation.xdg import NAME, XdgInstallation
from sitbreak.desktop.notifications import freedesktop
from sitbreak.desktop.platforms import this_platform
from sitbreak.disk import StorageError
from sitbreak.ports import Installation
from tests.desktop.test_autostart import program
from tests.rig.programs import needs, run

PACKAGED = Path(__file__).parents[2] / "packaging" / NAME

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="free desktops are not on Windows")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path / "usr" / "share"))
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


@pytest.fixture
def sitbreak(tmp_path: Path) -> Path:
    return program(tmp_path / "venv" / "bin" / "sitbreak")


@pytest.fixture
def installation(data: Path, sitbreak: Path) -> XdgInstallation:
    installation = XdgInstallation([str(sitbreak)])
    assert installation.path == data / "applications" / "sitbreak.desktop"
    return installation


def tree(folder: Path) -> dict[str, bytes | None]:
    """Return everything below a folder: the content of files, None for folders."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


FILES = [
    "applications/sitbreak.desktop",
    "icons/hicolor/256x256/apps/sitbreak.png",
    "icons/hicolor/48x48/apps/sitbreak.png",
    "icons/hicolor/scalable/apps/sitbreak.svg",
    "metainfo/sitbreak.metainfo.xml",
]


def test_installing_writes_an_entry_icons_and_metadata(installation: XdgInstallation, data: Path) -> None:
    assert installation.place() is None
    assert not installation.is_packaged()
    installation.install()
    assert [path for path, content in tree(data).items() if content is not None] == FILES
    assert installation.place() == installation.path


def test_removing_leaves_what_others_have_put_there(installation: XdgInstallation, data: Path) -> None:
    for other in ("applications/other.desktop", "icons/hicolor/48x48/apps/other.png", "icons/mine/x.png"):
        (data / other).parent.mkdir(parents=True, exist_ok=True)
        (data / other).write_text("theirs")
    before = tree(data)
    installation.install()
    installation.remove()
    assert tree(data) == before
    installation.remove()
    assert tree(data) == before, "nothing more the second time"


@pytest.mark.parametrize("name", FILES)
def test_what_a_killed_process_has_left_is_swept_up(
    installation: XdgInstallation, data: Path, name: str
) -> None:
    left = (data / name).with_name(f".{Path(name).name}.999999999.new")
    for do in (installation.install, installation.remove):
        left.parent.mkdir(parents=True, exist_ok=True)
        left.touch()
        do()
        assert not left.exists()
    assert tree(data) == {}


def test_removing_leaves_no_folder_of_ours(installation: XdgInstallation, data: Path) -> None:
    installation.install()
    installation.install()
    installation.remove()
    assert tree(data) == {}


@pytest.mark.parametrize("value", ["", "not/absolute"])
def test_without_a_data_variable_everything_is_in_the_home_folder(
    data: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", value)
    assert XdgInstallation([]).path == data.parent / ".local/share/applications/sitbreak.desktop"


def test_an_odd_data_folder_with_spaces_works(
    data: Path, sitbreak: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = data / "my  data: & more"
    monkeypatch.setenv("XDG_DATA_HOME", str(odd))
    installation = XdgInstallation([str(sitbreak)])
    installation.install()
    assert [path for path, content in tree(odd).items() if content is not None] == FILES
    installation.remove()
    assert tree(odd) == {}


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


@pytest.mark.parametrize("mask", [0, 0o022, 0o077, 0o777])
def test_the_umask_changes_nothing(installation: XdgInstallation, data: Path, mask: int) -> None:
    with umask(mask):
        installation.install()
    modes = {path.stat().st_mode & 0o777 for path in data.rglob("*")}
    assert modes == {0o600, 0o700}


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_closed_folder_is_reported_in_one_line_and_nothing_stays(
    installation: XdgInstallation, data: Path
) -> None:
    (data / "applications").mkdir()
    (data / "applications" / "other.desktop").touch()
    (data / "applications").chmod(0o500)
    before = tree(data)
    with pytest.raises(StorageError) as refused:
        installation.install()
    assert str(refused.value) == f"{installation.path} cannot be written: Permission denied"
    assert tree(data) == before


def test_an_entry_that_cannot_be_written_leaves_no_new_folder(
    installation: XdgInstallation, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sitbreak.desktop.installation.xdg.write_entry", refuse)
    with pytest.raises(StorageError, match="no"):
        installation.install()
    assert tree(data) == {}


def refuse(path: Path, _text: str) -> None:
    path.parent.mkdir()
    raise StorageError("no")


@pytest.mark.parametrize("blocked", ["applications", "metainfo", "icons/hicolor/scalable"])
def test_a_file_in_the_place_of_a_folder_is_reported_and_nothing_stays(
    installation: XdgInstallation, data: Path, blocked: str
) -> None:
    (data / blocked).parent.mkdir(parents=True, exist_ok=True)
    (data / blocked).touch()
    before = tree(data)
    with pytest.raises(StorageError) as refused:
        installation.install()
    assert " cannot be " in str(refused.value)
    assert "\n" not in str(refused.value)
    assert tree(data) == before


def test_a_failed_upgrade_leaves_what_was_there(installation: XdgInstallation, data: Path) -> None:
    installation.install()
    before = tree(data)
    (data / "applications" / "sitbreak.desktop").unlink()
    (data / "applications" / "sitbreak.desktop").mkdir()
    with pytest.raises(StorageError):
        installation.install()
    assert set(before) == set(tree(data))
    assert (data / FILES[1]).read_bytes() == before[FILES[1]]


# --- later -----------------------------------------------------------------------------------------


def test_an_entry_whose_program_is_gone_is_repaired(
    installation: XdgInstallation, sitbreak: Path, tmp_path: Path
) -> None:
    installation.install()
    with installation.path.open("a") as entry:
        entry.write("X-My-Own=1\n[Desktop Action x]\nExec=x\n")
    new = program(tmp_path / "python 3.14" / "sitbreak")
    sitbreak.unlink()

    XdgInstallation([str(new)]).repair()

    text = installation.path.read_text()
    assert read_program(read_keys(text)["Exec"]) == unescape(read_keys(text)["TryExec"]) == str(new)
    assert read_keys(text)["X-My-Own"] == "1"
    assert text.endswith("[Desktop Action x]\nExec=x\n")


def test_a_working_entry_is_left_alone(installation: XdgInstallation, data: Path, tmp_path: Path) -> None:
    installation.install()
    before = {path: path.stat().st_mtime_ns for path in data.rglob("*")}
    XdgInstallation([str(program(tmp_path / "another" / "sitbreak"))]).repair()
    assert {path: path.stat().st_mtime_ns for path in data.rglob("*")} == before


def test_repairing_installs_nothing(installation: XdgInstallation, data: Path) -> None:
    installation.repair()
    assert tree(data) == {}


def test_an_older_entry_is_brought_up_to_date_and_starts_what_it_did(
    installation: XdgInstallation, sitbreak: Path, data: Path, tmp_path: Path
) -> None:
    installation.install()
    up_to_date = tree(data)
    text = installation.path.read_text().replace("Categories=Utility;\n", "")
    installation.path.write_text(text.replace("X-Sitbreak-Version=", "X-Sitbreak-Version=0.0.9-"))
    (data / FILES[1]).write_bytes(b"an older icon")
    (data / FILES[4]).unlink()

    XdgInstallation([str(program(tmp_path / "another" / "sitbreak"))]).repair()

    assert set(tree(data)) == set(up_to_date)
    assert (data / FILES[1]).read_bytes() == up_to_date[FILES[1]]
    keys = read_keys(installation.path.read_text())
    assert keys["Categories"] == "Utility;"
    assert keys["Exec"] == str(sitbreak)


def test_a_packages_entry_is_found_and_left_alone(installation: XdgInstallation, tmp_path: Path) -> None:
    packaged = tmp_path / "usr/share/applications" / NAME
    packaged.parent.mkdir(parents=True)
    packaged.write_text("[Desktop Entry]\n")
    assert installation.place() == packaged
    assert installation.is_packaged()
    installation.remove()
    installation.repair()
    assert packaged.read_text() == "[Desktop Entry]\n"
    installation.install()
    assert installation.place() == installation.path


def test_an_entry_whose_program_is_gone_makes_way_for_that_of_a_package(
    installation: XdgInstallation, data: Path, sitbreak: Path, tmp_path: Path
) -> None:
    installation.install()
    packaged = tmp_path / "usr/share/applications" / NAME
    packaged.parent.mkdir(parents=True)
    packaged.write_text("[Desktop Entry]\n")
    installation.repair()
    assert installation.place() == installation.path, "it still starts what they have put there themselves"
    sitbreak.unlink()
    installation.repair()
    assert installation.place() == packaged
    assert tree(data) == {}


def test_packages_have_the_entry_that_a_person_gets(installation: XdgInstallation) -> None:
    installation.install()
    own, packaged = (read_keys(path.read_text("utf-8")) for path in (installation.path, PACKAGED))
    assert own.pop("X-Sitbreak-Version")
    assert packaged == own | {"Exec": "sitbreak", "TryExec": "sitbreak"}


# --- the desktops' own tools -------------------------------------------------------------------------


AWKWARD = ["/opt/with space/sitbreak", "/opt/100 % $HOME/sit`break", "/opt/plain/sitbreak"]


@pytest.mark.real_desktop
@pytest.mark.parametrize("path", AWKWARD)
def test_the_entry_is_valid(data: Path, path: str) -> None:
    needs("desktop-file-validate")
    installation = XdgInstallation([path, "-m", "sitbreak"])
    installation.install()
    assert run(["desktop-file-validate", str(installation.path)], os.environ) == ""
    assert data in installation.path.parents


@pytest.mark.real_desktop
def test_the_metadata_is_valid_and_about_the_entry(installation: XdgInstallation, data: Path) -> None:
    needs("appstreamcli")
    installation.install()
    command = ["appstreamcli", "validate", "--no-net", str(data / FILES[4])]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert f">{NAME}<" in (data / FILES[4]).read_text()


@pytest.mark.real_desktop
def test_a_theme_with_a_stale_cache_finds_the_icon(installation: XdgInstallation, data: Path) -> None:
    needs("gtk-update-icon-cache")
    hicolor = data / "icons" / "hicolor"
    (hicolor / "48x48/apps").mkdir(parents=True)
    (hicolor / "index.theme").write_text("[Icon Theme]\nName=Hicolor\nDirectories=48x48/apps\n")
    shutil.copy(app_icon(), hicolor / "48x48/apps/other.png")
    update = ["gtk-update-icon-cache", "--quiet", str(hicolor)]
    run(update, os.environ)
    yesterday = (hicolor / "icon-theme.cache").stat().st_mtime - 24 * 3600
    for path in (hicolor, hicolor / "icon-theme.cache"):
        os.utime(path, (yesterday, yesterday))
    check = ["gtk-update-icon-cache", "--validate", str(hicolor)]
    run(check, os.environ)

    installation.install()

    assert hicolor.stat().st_mtime > (hicolor / "icon-theme.cache").stat().st_mtime


def test_notifications_name_the_entry() -> None:
    assert f"{freedesktop.DESKTOP_ENTRY}.desktop" == NAME


# --- elsewhere ---------------------------------------------------------------------------------------


def test_a_flatpak_leaves_the_menu_to_the_desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLATPAK_ID", "io.github.sitbreak.sitbreak")
    installation = this_platform("linux").make_installation()
    assert "Flatpak has put sitbreak into your" in installation.unavailable_reason


def test_elsewhere_it_says_what_there_is() -> None:
    installation: Installation = this_platform("darwin").make_installation()
    assert "sitbreak autostart on" in installation.unavailable_reason
    with pytest.raises(OSError, match="macOS has no such menu"):
        installation.install()
    silent: list[Callable[[], object]] = [installation.remove, installation.repair, installation.place]
    assert [do() for do in silent] == [None] * 3
    assert not installation.is_packaged()
