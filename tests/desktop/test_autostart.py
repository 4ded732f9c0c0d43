"""Stories about starting at login: real entries, read by a real desktop library; fakes of other systems."""

import plistlib
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sitbreak.desktop.autostart.macos import LaunchAgentAutostart
from sitbreak.desktop.autostart.windows import RunKeyAutostart
from sitbreak.desktop.autostart.xdg import XdgAutostart
from sitbreak.desktop.command import is_gone, own_command
from sitbreak.desktop.entries import read_keys, read_program, write_exec
from sitbreak.desktop.platforms import this_platform
from sitbreak.ports import Autostart
from tests.rig.programs import needs
from tests.until import until

if sys.platform == "win32":
    pytest.skip("scripts with an interpreter line are for POSIX", allow_module_level=True)


def program(path: Path, script: str = "#!/bin/sh\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(script)
    path.chmod(0o755)
    return path


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config"


@pytest.fixture
def sitbreak(tmp_path: Path) -> Path:
    return program(tmp_path / "venv" / "bin" / "sitbreak")


@pytest.fixture
def autostart(config: Path, sitbreak: Path) -> XdgAutostart:
    autostart = XdgAutostart([str(sitbreak)])
    assert autostart.path == config / "autostart" / "sitbreak.desktop"
    return autostart


# --- XDG -----------------------------------------------------------------------------------------


def test_autostart_can_be_switched_on_and_off(autostart: XdgAutostart) -> None:
    assert autostart.status() is False

    autostart.set(on=True)
    assert autostart.status() is True

    autostart.set(on=False)
    autostart.set(on=False)
    assert autostart.status() is False
    assert not autostart.path.exists()


def test_without_a_config_variable_the_entry_is_in_the_home_folder(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for value in ("", "not/absolute"):
        monkeypatch.setenv("XDG_CONFIG_HOME", value)
        assert XdgAutostart([]).path == config.parent / ".config" / "autostart" / "sitbreak.desktop"


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled=false", "Hidden = true"])
def test_an_entry_switched_off_by_the_desktop_stays_off(autostart: XdgAutostart, line: str) -> None:
    autostart.set(on=True)
    key = line.partition("=")[0].strip()
    lines = [kept for kept in autostart.path.read_text().splitlines() if not kept.startswith(key)]
    autostart.path.write_text("\n".join([*lines, line, "X-My-Own=1", ""]))
    assert autostart.status() is False

    autostart.repair()
    assert autostart.status() is False

    autostart.set(on=True)
    assert autostart.status() is True
    assert "X-My-Own=1" in autostart.path.read_text()


def test_an_entry_whose_program_is_gone_is_off_and_is_repaired(
    autostart: XdgAutostart, sitbreak: Path, tmp_path: Path
) -> None:
    autostart.set(on=True)
    autostart.path.write_text(
        autostart.path.read_text() + "X-GNOME-Autostart-Delay=20\n[Desktop Action x]\nExec=x\n"
    )
    new = program(tmp_path / "python 3.14" / "sitbreak")
    sitbreak.unlink()
    assert autostart.status() is False

    XdgAutostart([str(new)]).repair()

    assert autostart.status() is True
    text = autostart.path.read_text()
    assert read_program(read_keys(text)["Exec"]) == str(new)
    assert text.endswith("X-GNOME-Autostart-Delay=20\n[Desktop Action x]\nExec=x\n")


def test_a_working_entry_is_left_alone(autostart: XdgAutostart, tmp_path: Path) -> None:
    autostart.set(on=True)
    before = autostart.path.read_text(), autostart.path.stat().st_mtime_ns

    XdgAutostart([str(program(tmp_path / "another" / "sitbreak"))]).repair()

    assert (autostart.path.read_text(), autostart.path.stat().st_mtime_ns) == before


def test_repairing_makes_no_entry(autostart: XdgAutostart) -> None:
    autostart.repair()

    assert not autostart.path.exists()


def test_a_script_without_its_python_counts_as_gone(tmp_path: Path) -> None:
    python = program(tmp_path / "python")
    short = program(tmp_path / "short", f"#!{python} -E\nimport sitbreak\n")
    long = program(tmp_path / "long", f"#!/bin/sh\n'''exec' \"{python}\" \"$0\" \"$@\"\n' '''\n")
    binary = program(tmp_path / "binary", "\x7fELF")
    assert [is_gone(str(path)) for path in (short, long, binary)] == [False, False, False]

    python.unlink()

    assert [is_gone(str(path)) for path in (short, long, binary)] == [True, True, False]
    assert is_gone("")
    assert is_gone(str(tmp_path))
    assert is_gone("no-such-program-anywhere")
    if sys.platform != "win32":
        assert not is_gone("sh")


AWKWARD = [
    "plain",
    "with space",
    'double " quote',
    "single ' quote",
    "back\\slash",
    "$HOME `id`",
    "100 % %f",
    "a;b&c|d<e>f*g?h#i(j)~",
    "grün",
    "",
]


def test_a_program_is_read_as_it_was_written() -> None:
    for name in AWKWARD[:-1]:
        assert read_program(write_exec([f"/opt/{name}/sitbreak", "-m"])) == f"/opt/{name}/sitbreak"


@pytest.mark.real_desktop
@pytest.mark.skipif(sys.platform != "linux", reason="GLib reads desktop entries on Linux")
def test_a_desktop_starts_exactly_the_given_command(config: Path, tmp_path: Path) -> None:
    needs("gio")
    shown = tmp_path / "shown"
    script = program(
        tmp_path / "it's at $HOME" / "run",
        f"#!{sys.executable}\nimport os, sys\n"
        f"with open({str(tmp_path / 'new')!r}, 'w') as file: file.write(repr(sys.argv))\n"
        f"os.rename({str(tmp_path / 'new')!r}, {str(shown)!r})\n",
    )
    autostart = XdgAutostart([str(script), *AWKWARD])
    autostart.set(on=True)
    assert autostart.status() is True

    subprocess.run(["gio", "launch", str(autostart.path)], check=True, timeout=20)

    until(shown.exists, "the program has started")
    assert shown.read_text() == repr([str(script), *AWKWARD])
    assert config in autostart.path.parents


# --- the command ---------------------------------------------------------------------------------


def test_the_own_command_is_the_called_script(
    sitbreak: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = tmp_path / "bin" / "sitbreak"
    link.parent.mkdir()
    link.symlink_to(sitbreak)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["bin/sitbreak", "tip"])

    assert own_command() == [str(link)]


def test_the_own_command_in_a_virtual_environment_is_its_script(
    sitbreak: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", [str(tmp_path / "sitbreak" / "__main__.py")])
    monkeypatch.setattr(sys, "executable", str(sitbreak.with_name("python")))

    assert own_command() == [str(sitbreak)]


def test_where_there_is_no_script_the_module_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", [str(tmp_path / "__main__.py")])
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert own_command() == [str(tmp_path / "python"), "-m", "sitbreak"]

    program(tmp_path / "pythonw.exe")
    assert own_command() == [str(tmp_path / "pythonw.exe"), "-m", "sitbreak"]


# --- other systems -------------------------------------------------------------------------------


Other = type[RunKeyAutostart] | type[LaunchAgentAutostart]


class PretendedRegistry(SimpleNamespace):
    """The part of winreg that is used, over a dictionary."""

    HKEY_CURRENT_USER = "HKCU"
    KEY_SET_VALUE = 2
    REG_SZ = 1

    def __init__(self) -> None:
        super().__init__(keys={})

    def CreateKey(self, root: str, path: str) -> Any:
        self.keys.setdefault((root, path), {})
        return self.OpenKey(root, path)

    def OpenKey(self, root: str, path: str, *_: int) -> Any:
        if (root, path) not in self.keys:
            raise FileNotFoundError(path)
        return Key(self.keys[root, path])

    def QueryValueEx(self, key: "Key", name: str) -> tuple[Any, int]:
        if name not in key.values:
            raise FileNotFoundError(name)
        return key.values[name], self.REG_SZ

    def SetValueEx(self, key: "Key", name: str, _: int, kind: int, value: str) -> None:
        assert kind == self.REG_SZ
        key.values[name] = value

    def DeleteValue(self, key: "Key", name: str) -> None:
        if key.values.pop(name, None) is None:
            raise FileNotFoundError(name)


class Key:
    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values

    def __enter__(self) -> "Key":
        return self

    def __exit__(self, *_: object) -> None:
        pass


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> PretendedRegistry:
    registry = PretendedRegistry()
    monkeypatch.setitem(sys.modules, "winreg", registry)
    return registry


RUN = ("HKCU", r"Software\Microsoft\Windows\CurrentVersion\Run")
APPROVED = ("HKCU", r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run")


@pytest.fixture(params=[RunKeyAutostart, LaunchAgentAutostart])
def other(
    request: pytest.FixtureRequest,
    registry: PretendedRegistry,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Other:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert registry.keys == {}
    kind: Other = request.param
    return kind


def test_elsewhere_autostart_can_be_switched_on_and_off(other: Other, sitbreak: Path) -> None:
    autostart: Autostart = other([str(sitbreak), "-m", "sit break"])
    assert autostart.status() is False
    autostart.repair()
    autostart.set(on=False)
    assert autostart.status() is False

    autostart.set(on=True)
    assert autostart.status() is True

    autostart.set(on=False)
    assert autostart.status() is False


def test_elsewhere_an_entry_whose_program_is_gone_is_repaired(
    other: Other, sitbreak: Path, tmp_path: Path
) -> None:
    new = program(tmp_path / "new place" / "sitbreak")
    other([str(sitbreak)]).set(on=True)
    sitbreak.unlink()
    assert other([str(new)]).status() is False

    other([str(new)]).repair()

    new.rename(tmp_path / "elsewhere")
    assert other([str(new)]).status() is False
    (tmp_path / "elsewhere").rename(new)
    assert other([str(new)]).status() is True


def test_windows_gets_the_command_quoted(registry: PretendedRegistry, tmp_path: Path) -> None:
    python = program(tmp_path / "Program Files" / "pythonw.exe")

    RunKeyAutostart([str(python), "-m", "sitbreak"]).set(on=True)

    assert registry.keys[RUN] == {"sitbreak": f'"{python}" -m sitbreak'}


def test_an_entry_switched_off_by_the_task_manager_stays_off(
    registry: PretendedRegistry, sitbreak: Path
) -> None:
    autostart = RunKeyAutostart([str(sitbreak)])
    autostart.set(on=True)
    registry.keys[APPROVED] = {"sitbreak": b"\x03" + bytes(11)}
    assert autostart.status() is False

    autostart.repair()
    assert autostart.status() is False

    autostart.set(on=True)
    assert autostart.status() is True
    registry.keys[APPROVED] = {"sitbreak": b"\x02" + bytes(11)}
    assert autostart.status() is True


def test_macos_gets_a_launch_agent(tmp_path: Path, sitbreak: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    autostart = LaunchAgentAutostart([str(sitbreak), "-m", "sitbreak"])

    autostart.set(on=True)

    assert autostart.path == tmp_path / "Library" / "LaunchAgents" / "sitbreak.plist"
    assert plistlib.loads(autostart.path.read_bytes()) == {
        "Label": "sitbreak",
        "RunAtLoad": True,
        "LimitLoadToSessionType": "Aqua",
        "ProcessType": "Interactive",
        "ProgramArguments": [str(sitbreak), "-m", "sitbreak"],
    }


@pytest.mark.parametrize("content", [b"", b"<plist", b"\0\0", plistlib.dumps([1])], ids=repr)
def test_a_damaged_launch_agent_is_repaired(
    tmp_path: Path, sitbreak: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    autostart = LaunchAgentAutostart([str(sitbreak)])
    autostart.path.parent.mkdir(parents=True)
    autostart.path.write_bytes(content)
    assert autostart.status() is False

    autostart.repair()

    assert autostart.status() is True


@pytest.mark.parametrize(
    ("platform", "kind"),
    [
        ("linux", XdgAutostart),
        ("freebsd14", XdgAutostart),
        ("darwin", LaunchAgentAutostart),
        ("win32", RunKeyAutostart),
    ],
)
@pytest.mark.usefixtures("registry", "config")
def test_every_platform_has_its_own_way(platform: str, kind: type[Autostart]) -> None:
    assert isinstance(this_platform(platform).make_autostart(), kind)
