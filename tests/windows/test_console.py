"""`sitbreak` typed in a console of Windows: what it asks, and what outlives the console."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows", allow_module_level=True)

import subprocess

from sitbreak.core.words import first_start as asked
from sitbreak.core.words import terminal as said
from sitbreak.storage.once import IN_BACKGROUND, IN_MENU, INTRODUCED, Once
from tests.rig.programs import Home
from tests.running import COMMAND, Running
from tests.until import BUSY, until

ENTER = "\r"


@pytest.fixture
def newcomer(home: Home) -> Iterator[Running]:
    """A sitbreak that its person has never started."""
    sitbreak = Running(home)
    sitbreak.is_new = True
    yield sitbreak
    if sitbreak.answers():  # it has left the console, and is no process of ours
        sitbreak.do("quit")
        until(lambda: not sitbreak.answers(), "it has ended")


@dataclass
class Console:
    """A console of its own, with sitbreak in it; what is typed waits there until it is read."""

    sitbreak: Running
    typed: str

    def __post_init__(self) -> None:
        rig = [sys.executable, "-X", "utf8", "-P", "-m", "tests.windows.console", "type", self.typed]
        self._process = subprocess.Popen(
            [*rig, *COMMAND],
            env=self.sitbreak.env,
            cwd=self.sitbreak.home.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self._shown = ""

    def end(self) -> int:
        """Wait until the prompt is back; return the exit status."""
        self._shown = self._process.communicate(timeout=2 * BUSY)[0].decode()
        return self._process.returncode

    def shows(self, text: str) -> bool:
        """Whether it has shown this in the end; it breaks lines inside words."""
        return "".join(text.split()) in "".join(self._shown.split())


def test_the_first_start_asks_and_outlives_its_console(newcomer: Running) -> None:
    first = Console(newcomer, ENTER + ENTER)
    assert first.end() == 0
    assert first.shows(said.what_it_is())
    assert first.shows(f"{asked.add_to_menu()} [Y/n]")
    assert first.shows(f"{asked.keep_running()} [Y/n]")
    assert first.shows(asked.runs_in_tray())
    assert newcomer.answers(), "it does without the console"

    second = Console(newcomer, "")
    assert second.end() == 0
    assert second.shows("sitbreak is already running. Sitting")
    assert not second.shows("[Y/n]")


def test_somebody_who_wants_it_in_the_console_gets_that(newcomer: Running) -> None:
    console = Console(newcomer, f"n{ENTER}n{ENTER}")
    until(lambda: Once(newcomer.state_folder).answer(INTRODUCED), "it runs, and has introduced itself")
    newcomer.do("quit")
    assert console.end() == 0
    assert console.shows(asked.runs_in_foreground())
    assert console.shows(said.ctrl_c_stops())


def test_the_background_can_be_asked_for(newcomer: Running) -> None:
    started = newcomer.run("--background")
    assert started.status == 0
    assert asked.runs_in_tray() in started.out
    assert newcomer.answers()
    once = Once(newcomer.state_folder)
    assert once.answer(IN_MENU) is once.answer(IN_BACKGROUND) is None, "nobody was asked"
