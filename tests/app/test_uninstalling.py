"""A sitbreak that is uninstalled while it runs."""

import shutil
import sys
from pathlib import Path

import pytest

from sitbreak.app import instance
from sitbreak.app.instance import Instance
from sitbreak.desktop.terminal import TerminalOutput
from sitbreak.storage.folders import Folders
from tests.running import Running
from tests.until import until

ROOT = Path(__file__).resolve().parents[2]
QUICK_MINUTES = """
import sys
import sitbreak.desktop.alarm  # half a second later it would not be there
from sitbreak.loop import Loop
Loop.__init__.__defaults__ = None, 0.2
from sitbreak.cli import main
sys.exit(main(["--foreground"]))
"""


def test_without_its_files_it_saves_and_ends(sitbreak: Running, tmp_path: Path) -> None:
    program = tmp_path / "program"
    for folder in ("sitbreak", "icons"):
        shutil.copytree(ROOT / folder, program / folder, ignore=shutil.ignore_patterns("__pycache__"))
    sitbreak.env["PYTHONPATH"] = str(program)
    sitbreak.execute([sys.executable, "-P", "-c", QUICK_MINUTES])
    until(sitbreak.answers, "it runs")
    sitbreak.do("snooze 30")
    shutil.rmtree(program)
    assert sitbreak.wait() == 0
    assert "sitbreak was uninstalled, so it ends." in sitbreak.printed
    del sitbreak.env["PYTHONPATH"]
    sitbreak.start()
    assert sitbreak.reminder() == "snoozed"


@pytest.mark.parametrize(
    ("looks", "ends"),
    [("+ - -", True), ("+ - + - + -", False), ("- - - -", False), ("- + - -", True)],
    ids=["uninstalled", "upgraded again and again", "in a zip file", "installed late"],
)
def test_only_files_that_stay_away_were_uninstalled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, looks: str, *, ends: bool
) -> None:
    file = tmp_path / "instance.py"
    monkeypatch.setattr(instance, "__file__", str(file))
    folders = Folders(tmp_path, tmp_path, tmp_path, tmp_path / "log")
    running = Instance(folders, None, TerminalOutput(None))
    for look in looks.split():
        if look == "+":
            file.touch()
        else:
            file.unlink(missing_ok=True)
        found = running._is_uninstalled()
    assert found is ends
    running.waiter.close()
