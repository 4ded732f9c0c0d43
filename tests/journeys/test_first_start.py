"""From `pip install` to an icon that comes back at the next login, on an Xfce new to sitbreak."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from sitbreak.core.words import first_start as asked
from tests.journeys.desk import Desk
from tests.journeys.heard import Overheard
from tests.journeys.side_by_side import desk_of_its_own
from tests.rig.desktop import Desktop
from tests.rig.programs import Home, give_up, needs
from tests.running import FOREGROUND, Terminal
from tests.until import BUSY, until

ROOT = Path(__file__).parents[2]
START_AT_LOGIN = ("Start at login",)
INTRODUCTION = "sitbreak is in your tray"


@pytest.fixture
def installed(home: Home) -> Path:
    """`pip install` of this checkout into an environment of its own; the command that it makes.

    What sitbreak needs is borrowed from the environment of the tests, so nothing is downloaded.
    """
    needs("gio", "Xvfb", "xfce4-panel")
    venv = home.folder / "my apps" / "venv"
    base = getattr(sys, "_base_executable", sys.executable)
    subprocess.run([base, "-m", "venv", "--without-pip", str(venv)], check=True)
    [packages] = venv.glob("lib/python*/site-packages")
    (packages / "borrowed.pth").write_text("".join(f"{path}\n" for path in sys.path if "-packages" in path))
    pip = [base, "-m", "pip", "--python", str(venv / "bin/python"), "--disable-pip-version-check"]
    options = ["--no-deps", "--no-index", "--no-build-isolation", "--force-reinstall"]
    done = subprocess.run([*pip, "install", *options, str(ROOT)], capture_output=True, text=True, check=False)
    if done.returncode:
        give_up(f"pip could not install sitbreak: {(done.stderr or done.stdout).strip().splitlines()[-1]}")
    return venv / "bin" / "sitbreak"


def data_of(home: Home) -> list[str]:
    """Return the files of ours below the folder where desktops look for programs."""
    data = Path(home.env["XDG_DATA_HOME"])
    return sorted(str(path.relative_to(data)) for path in data.rglob("*sitbreak*"))


def enter(desk: Desk, terminal: Terminal, command: Path) -> None:
    """Type the command in a terminal, and press Enter at each question."""
    start = terminal.run(desk.sitbreak, FOREGROUND.replace('"-m", "sitbreak"', repr(str(command))))
    for question in (asked.add_to_menu(), asked.keep_running()):
        until(lambda: terminal.shows(f"{question} "), question)  # noqa: B023 - called before the next
        terminal.type("\n")
    assert start.wait(BUSY) == 0
    until(lambda: terminal.shows(asked.runs_in_tray()), "it says where it is")


def launch(entry: Path, desktop: Desktop) -> None:
    """Start the program of an entry as a desktop does; it keeps the output that it gets."""
    nowhere = subprocess.DEVNULL
    subprocess.run(["gio", "launch", str(entry)], env=desktop.env, stdout=nowhere, stderr=nowhere, check=True)


def wait_for_the_end(desk: Desk) -> None:
    until(lambda: not desk.sitbreak.answers(), "sitbreak has ended")


@pytest.mark.real_desktop
def test_sitbreak_comes_back_at_the_next_login_and_goes_without_a_trace(
    home: Home, installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XAUTHORITY", "/nonexistent")
    with desk_of_its_own(home) as (desk, desktop):
        first_session(desk, desktop, installed)
    wait_for_the_end(desk)
    with desk_of_its_own(home) as (desk, desktop):
        next_session(desk, desktop, installed)
    assert data_of(home) == []
    assert not (home.config / "autostart" / "sitbreak.desktop").exists()


def first_session(desk: Desk, desktop: Desktop, command: Path) -> None:
    """Start it in a terminal, close that, and have it start at login."""
    desktop.start_xfce_notifyd()
    desktop.set_xfconf("xfce4-notifyd", "/expire-timeout", 3600)
    heard = Overheard(desktop)
    terminal = Terminal()
    desk.sitbreak.is_new = True
    enter(desk, terminal, command)
    desk.wait_for_icon("sitting")
    terminal.hang_up()
    desk.click_button("Start at login", of=START_AT_LOGIN)
    until(lambda: desk.command("autostart") == "sitbreak starts at login.", "it starts at login")
    assert [bubble.title for bubble in heard.sent] == [INTRODUCTION]
    assert len(data_of(desktop.home)) == 5, "the application entry, three icons and metadata"
    desk.wait_for_icon("sitting")


def next_session(desk: Desk, desktop: Desktop, command: Path) -> None:
    """Log in: the desktop runs the login entry. Start it from the menu, too, and take everything away."""
    desktop.start_xfce_notifyd()
    heard = Overheard(desktop)
    assert len(heard.sent) == 1, "that of the first session"
    entry = desktop.home.config / "autostart" / "sitbreak.desktop"
    launch(entry, desktop)
    desk.wait_for_icon("sitting")
    silence = time.monotonic() + 3
    until(lambda: time.monotonic() > silence, "it has had the time to introduce itself again")
    assert len(heard.sent) == 1

    menu = Path(desktop.home.env["XDG_DATA_HOME"]) / "applications" / "sitbreak.desktop"
    launch(menu, desktop)
    desk.wait_for_bubble()
    assert [bubble.title for bubble in heard.sent] == [INTRODUCTION] * 2

    removed = subprocess.run(
        [command, "desktop", "remove"], env=desktop.env, capture_output=True, text=True, check=False
    )
    assert removed.stderr == ""
    assert "won't start at login" in removed.stdout
    wait_for_the_end(desk)
    desk.wait_for_no_icon()
