"""The unit of the systemd user manager."""

import shlex
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

from manual.files import write
from tests.rig.programs import Home, needs
from tests.running import Running

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="systemd is for Linux")
UNIT = Path(__file__).resolve().parents[1] / "packaging" / "sitbreak.service"


def started() -> list[str]:
    """Return what the unit starts."""
    unit = ConfigParser(strict=False, interpolation=None)
    unit.read(UNIT)
    return shlex.split(unit["Service"]["ExecStart"].replace("$$", "$"))


def test_systemd_understands_the_unit(home: Home, tmp_path: Path) -> None:
    needs("systemd-analyze", "man")
    write(tmp_path)  # it looks for the man page, too
    env = home.env | {"MANPATH": str(tmp_path / "man")}
    command = ["systemd-analyze", "verify", "--user", str(UNIT)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    # It also reads the units of others on this machine, and complains about those.
    assert [line for line in done.stderr.splitlines() if UNIT.name in line] == []
    assert "Failed to" not in done.stderr.replace("Failed to put bus name to hashmap", "")


def test_the_unit_finds_the_persons_own_sitbreak_and_leaves_a_running_one_alone(sitbreak: Running) -> None:
    sitbreak.start()
    own = Path(sitbreak.env["HOME"], ".local", "bin", "sitbreak")  # where pipx puts it
    own.parent.mkdir(parents=True)
    own.write_text(f'#!/bin/sh\nexec {shlex.join(sitbreak.command)} "$@"\n')
    own.chmod(0o755)
    second = subprocess.run(started(), env=sitbreak.env, capture_output=True, text=True, check=False)
    assert second.returncode == 0, "systemd takes this for a success, and does not restart it"
    assert second.stdout.startswith("sitbreak is already running.")
    assert not sitbreak.has_ended()
