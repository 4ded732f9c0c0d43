"""A sitbreak that is uninstalled or updated while it runs."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from sitbreak.app.own_files import Found, OwnFiles
from sitbreak.core.words.terminal import ctrl_c_stops
from sitbreak.remote.client import NoAnswer, NotRunning
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


@pytest.fixture
def program(sitbreak: Running, tmp_path: Path) -> Iterator[Path]:
    """A sitbreak of its own, which runs and has something to lose."""
    program = tmp_path / "program"
    for folder in ("sitbreak", "icons"):
        shutil.copytree(ROOT / folder, program / folder, ignore=shutil.ignore_patterns("__pycache__"))
    sitbreak.env["PYTHONPATH"] = str(program)
    sitbreak.write_settings('away_after = "never"\n')
    sitbreak.execute([sys.executable, "-P", "-c", QUICK_MINUTES])
    if sys.platform == "win32":  # where it prints nothing, since there always is a desktop
        until(lambda: "idle is measured by" in sitbreak.log, "it has all that it needs to go on")
    else:
        until(
            lambda: ctrl_c_stops() in sitbreak.printed, "it has printed all: it needs nothing more for that"
        )
    sitbreak.do("snooze 30")
    yield program
    if sitbreak.answers():  # on Windows its new version is another process
        sitbreak.do("quit")
        until(lambda: not sitbreak.answers(), "it has ended")


def replace(program: Path, text: str) -> None:
    """Replace the file that has the version, as an upgrade does."""
    new = program / "new"
    new.write_text(text)
    until(lambda: is_replaced(new, program / "sitbreak" / "__init__.py"), "nobody reads the file on Windows")


def is_replaced(new: Path, old: Path) -> bool:
    """Whether the new file is in its place: Windows refuses that while a file is open."""
    with suppress(PermissionError):
        new.replace(old)
    return not new.exists()


def version(sitbreak: Running) -> object:
    """Return the version that answers; None while one takes over from the other."""
    try:
        return sitbreak.status()["version"]
    except (NotRunning, NoAnswer):
        return None


def wait_a_minute(sitbreak: Running) -> None:
    heartbeat = sitbreak.runtime / "heartbeat.json"
    last = heartbeat.read_bytes()
    until(lambda: heartbeat.read_bytes() != last, "a minute goes by")


def test_without_its_files_it_saves_and_ends(sitbreak: Running, program: Path) -> None:
    shutil.rmtree(program)
    assert sitbreak.wait() == 0
    assert "sitbreak was uninstalled, so it ends." in sitbreak.printed
    del sitbreak.env["PYTHONPATH"]
    sitbreak.start()
    assert sitbreak.reminder() == "snoozed"


def test_after_an_update_the_new_version_goes_on(sitbreak: Running, program: Path) -> None:
    process = sitbreak.process.pid
    replace(program, '__version__ = "999"\n')
    until(lambda: version(sitbreak) == "999", "the new version answers")
    if sys.platform != "win32":  # which replaces no process
        assert sitbreak.process.pid == process
        assert sitbreak.process.poll() is None
    assert sitbreak.reminder() == "snoozed"
    assert "sitbreak was updated" in sitbreak.printed


def test_an_update_that_does_not_start_changes_nothing(sitbreak: Running, program: Path) -> None:
    replace(program, "raise RuntimeError('half an update')\n")
    until(lambda: "half an update" in sitbreak.log, "the new version was tried")
    assert sitbreak.log.count("half an update") == 1
    assert sitbreak.reminder() == "snoozed"
    replace(program, '__version__ = "999"\n')
    until(lambda: version(sitbreak) == "999", "the whole update answers")


def test_nothing_on_the_screen_is_taken_away_by_an_update(sitbreak: Running, program: Path) -> None:
    sitbreak.do("break")
    replace(program, '__version__ = "999"\n')
    for _ in range(5):
        wait_a_minute(sitbreak)
    assert version(sitbreak) != "999"


@pytest.mark.parametrize(
    ("looks", "found"),
    [
        ("1 - -", Found.GONE),
        ("1 - 1 - 1 -", Found.OURS),
        ("- - - -", Found.OURS),
        ("- 1 - -", Found.GONE),
        ("1 2 2", Found.NEWER),
        ("1 2 3", Found.OURS),
        ("1 - 2 2", Found.NEWER),
        ("1 2 1 1", Found.OURS),
    ],
    ids=[
        "uninstalled",
        "installed again and again",
        "in a zip file",
        "installed late",
        "updated",
        "half updated",
        "updated slowly",
        "updated and back",
    ],
)
def test_what_two_looks_agree_on_counts(tmp_path: Path, looks: str, found: Found) -> None:
    file = tmp_path / "__init__.py"
    versions = {version: tmp_path / version for version in "123"}
    for version, path in versions.items():
        path.write_text(version)
    own_files = OwnFiles(file)
    for look in looks.split():
        file.unlink(missing_ok=True)
        if look != "-":
            file.hardlink_to(versions[look])
        last = own_files.look()
    assert last is found


def test_a_folder_that_is_closed_to_us_was_not_uninstalled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path, **_: object) -> None:
        raise PermissionError

    file = tmp_path / "__init__.py"
    file.touch()
    own_files = OwnFiles(file)
    own_files.look()
    monkeypatch.setattr(Path, "stat", refuse)
    monkeypatch.setattr(Path, "exists", lambda _path: False)  # as Python 3.14 answers
    assert [own_files.look() for _ in range(3)] == [Found.OURS] * 3
