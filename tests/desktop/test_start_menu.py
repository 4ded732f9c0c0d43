"""sitbreak in the Start menu of Windows, and a Python from the Store."""

import sys

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows", allow_module_level=True)

import winreg
from collections.abc import Iterator
from pathlib import Path

from sitbreak.desktop import windows
from sitbreak.desktop.icons import app_icon
from sitbreak.desktop.installation.windows import APP_ID, StartMenuInstallation
from sitbreak.desktop.platforms import this_platform
from sitbreak.ports import Installation
from sitbreak.wires.windows_shell import WindowsShell
from sitbreak.wires.windows_shortcut import read_shortcut

CLASS = rf"Software\Classes\AppUserModelId\{APP_ID}"
COMMAND = [sys.executable, "-m", "sitbreak"]


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the person's part of the menu; their name has letters that ASCII lacks."""
    roaming = tmp_path / "Jürgen Łoś 慧"
    monkeypatch.setenv("APPDATA", str(roaming))
    return roaming / "Microsoft" / "Windows" / "Start Menu" / "Programs"


@pytest.fixture
def installation(programs: Path) -> Iterator[Installation]:  # noqa: ARG001 - it is where it goes
    installation = StartMenuInstallation(COMMAND)
    yield installation
    installation.remove()


def test_the_shortcut_starts_sitbreak(installation: Installation, programs: Path) -> None:
    assert installation.place() is None
    installation.install()
    assert installation.place() == programs / "sitbreak.lnk"
    assert read_shortcut(programs / "sitbreak.lnk") == (sys.executable, "-m sitbreak")
    assert not installation.is_packaged()


def test_notifications_get_a_name_and_an_icon(installation: Installation) -> None:
    installation.install()
    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, CLASS) as key:
        assert winreg.QueryValueEx(key, "DisplayName")[0] == "sitbreak"
        assert winreg.QueryValueEx(key, "IconUri")[0] == str(app_icon())


def test_it_can_be_removed_twice_and_leaves_nothing(installation: Installation, programs: Path) -> None:
    installation.install()
    for _ in range(2):
        installation.remove()
        assert list(programs.iterdir()) == []
        with pytest.raises(FileNotFoundError):
            winreg.OpenKey(winreg.HKEY_CURRENT_USER, CLASS)


def test_a_shortcut_whose_program_is_gone_starts_the_present_one(
    installation: Installation, programs: Path, tmp_path: Path
) -> None:
    gone = tmp_path / "gone.exe"
    gone.write_bytes(Path(sys.executable).read_bytes())
    StartMenuInstallation([str(gone)]).install()
    installation.repair()
    assert read_shortcut(programs / "sitbreak.lnk") == (str(gone), "")
    gone.unlink()
    installation.repair()
    assert read_shortcut(programs / "sitbreak.lnk") == (sys.executable, "-m sitbreak")


def test_what_is_not_there_is_not_made(installation: Installation) -> None:
    installation.repair()
    assert installation.place() is None


# --- the Python of the Store -------------------------------------------------------------------------


@pytest.mark.usefixtures("programs")
def test_a_python_from_the_store_says_why_nothing_can_start_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WindowsShell, "is_packaged", lambda _: True)
    installation, autostart = this_platform().make_installation(), this_platform().make_autostart()
    assert "Microsoft Store" in installation.unavailable_reason
    with pytest.raises(OSError, match="Microsoft Store"):
        installation.install()
    with pytest.raises(OSError, match="Microsoft Store"):
        autostart.set(on=True)
    assert autostart.status() is None
    [finding] = windows._limits()
    assert finding.used == "none"
    installation.repair()


def test_this_python_is_not_from_the_store() -> None:
    assert this_platform().make_installation().unavailable_reason == ""
    assert windows._limits() == ()
