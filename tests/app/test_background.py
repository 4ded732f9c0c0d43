"""Stories about a start in a terminal on a desktop: what it asks, and who outlives the terminal."""

import signal
import sys
from collections.abc import Iterator

import pytest

from sitbreak.core.words import first_start as asked
from sitbreak.core.words import terminal as said
from sitbreak.storage.once import IN_BACKGROUND, IN_MENU, INTRODUCED, Once
from tests.rig.desktop import Desktop
from tests.rig.programs import needs
from tests.running import FOREGROUND, Done, Running, Terminal
from tests.until import BUSY, until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the first start of Linux")

SLOWLY_ASKING = FOREGROUND.replace(
    "os.execv(sys.executable, [",
    'os.execvp("strace", ["strace", "-o", "/dev/null", "-e", "inject=write:delay_exit=300000", ',
)
"""What it writes is seen 0.3 s before it goes on, as on a busy computer."""


@pytest.fixture
def newcomer(desktop: Desktop) -> Iterator[Running]:
    """A sitbreak that its person has never started."""
    sitbreak = Running(desktop.home, desktop.env)
    sitbreak.is_new = True
    yield sitbreak
    if sitbreak.answers():  # in the background it is in no group that would be killed
        sitbreak.do("quit")
    sitbreak.end()


def entry(sitbreak: Running) -> str:
    """Return the application entry, empty if there is none."""
    path = sitbreak.home.folder / "home/.local/share/applications/sitbreak.desktop"
    return path.read_text() if path.exists() else ""


def answer(terminal: Terminal, question: str, typed: str) -> None:
    until(lambda: terminal.shows(f"{question} [Y/n] "), question)
    terminal.type(f"{typed}\n")


def test_the_first_start_asks_and_outlives_its_terminal(newcomer: Running, terminal: Terminal) -> None:
    start = terminal.run(newcomer, FOREGROUND)
    answer(terminal, asked.add_to_menu(), "")
    answer(terminal, asked.keep_running(), "")
    assert start.wait(BUSY) == 0
    assert terminal.shows(asked.runs_without_tray())
    lines = terminal.text.splitlines()
    assert lines[0] == said.what_it_is()
    assert any(line.startswith("Sitting less than a minute – reminder ") for line in lines)
    assert "Exec=" in entry(newcomer)
    terminal.hang_up()
    assert newcomer.answers()


def test_the_answers_are_remembered(newcomer: Running, terminal: Terminal) -> None:
    first = terminal.run(newcomer, FOREGROUND)
    answer(terminal, asked.add_to_menu(), "nope")
    answer(terminal, asked.add_to_menu(), "N")
    answer(terminal, asked.keep_running(), "Yes")
    assert first.wait(BUSY) == 0
    assert entry(newcomer) == ""
    newcomer.do("quit")
    until(lambda: not newcomer.answers(), "it has ended")
    before = terminal.text

    second = terminal.run(newcomer, FOREGROUND)
    assert second.wait(BUSY) == 0
    terminal.shows("")
    assert newcomer.answers()

    third = terminal.run(newcomer, FOREGROUND)
    assert third.wait(BUSY) == 0
    until(lambda: terminal.shows("sitbreak is already running. Sitting "), "it says so")
    assert "[Y/n]" not in terminal.text.removeprefix(before)


def test_somebody_who_wants_it_in_the_terminal_gets_that(newcomer: Running, terminal: Terminal) -> None:
    start = terminal.run(newcomer, FOREGROUND)
    answer(terminal, asked.add_to_menu(), "n")
    answer(terminal, asked.keep_running(), "n")
    until(lambda: terminal.shows(said.ctrl_c_stops()), "it runs in the terminal")
    assert asked.runs_in_foreground() in terminal.text
    terminal.type("\x03")
    assert start.wait(BUSY) == 0
    assert not newcomer.answers()

    moved = newcomer.run("--background")
    assert moved.status == 0, "whatever was answered"
    assert newcomer.answers()


def test_the_end_of_the_input_is_no_answer(newcomer: Running, terminal: Terminal) -> None:
    terminal.run(newcomer, FOREGROUND)
    until(lambda: terminal.shows("[Y/n] "), "it asks")
    terminal.type("\x04")
    until(lambda: terminal.shows(asked.keep_running()), "it asks the next")
    terminal.type("\x04")
    until(lambda: terminal.shows(said.ctrl_c_stops()), "it runs in the terminal")
    once = Once(newcomer.state_folder)
    assert once.answer(IN_MENU) is once.answer(IN_BACKGROUND) is None


@pytest.mark.parametrize("script", [FOREGROUND, SLOWLY_ASKING], ids=["waiting", "before it waits"])
def test_ctrl_c_at_a_question_starts_nothing(newcomer: Running, terminal: Terminal, script: str) -> None:
    needs("strace")
    start = terminal.run(newcomer, script)
    until(lambda: terminal.shows("[Y/n] "), "it asks")
    terminal.type("\x03")
    assert start.wait(BUSY) == -signal.SIGINT, "a shell says 130"
    assert not newcomer.answers()
    assert not terminal.shows("Traceback")


@pytest.mark.parametrize("options", [("--interval", "20m"), ("--foreground",)])
def test_somebody_who_tries_it_out_is_not_asked(
    newcomer: Running, terminal: Terminal, options: tuple[str, ...]
) -> None:
    terminal.run(newcomer, FOREGROUND, *options)
    until(lambda: terminal.shows(said.ctrl_c_stops()), "it runs in the terminal")
    assert "[Y/n]" not in terminal.text


def test_without_a_terminal_nobody_is_asked(newcomer: Running) -> None:
    newcomer.start()
    until(lambda: Once(newcomer.state_folder).answer(INTRODUCED), "it has introduced itself")
    assert newcomer.printed == ""
    assert entry(newcomer) == ""


def test_a_second_start_in_a_terminal_asks_nothing_and_says_that_it_runs(
    newcomer: Running, terminal: Terminal
) -> None:
    newcomer.start()
    second = terminal.run(newcomer, FOREGROUND)
    assert second.wait(BUSY) == 0
    until(lambda: terminal.shows("sitbreak is already running. Sitting "), "it says so")
    assert "[Y/n]" not in terminal.text


def test_in_the_background_a_start_that_fails_says_why(newcomer: Running) -> None:
    newcomer.state_folder.mkdir(parents=True)
    newcomer.runtime.mkdir()
    (newcomer.runtime / "lock").mkdir()
    failed = newcomer.run("--background")
    assert failed.status == 1
    assert "sitbreak can't start: " in failed.out + failed.err


def test_without_a_desktop_there_is_no_background(sitbreak: Running, terminal: Terminal) -> None:
    refused = sitbreak.run("--background")
    assert refused == Done(1, "", "sitbreak can't start: there's no desktop here to show reminders on\n")
    start = terminal.run(sitbreak, FOREGROUND)
    until(lambda: terminal.shows(said.ctrl_c_stops()), "the first screen")
    assert "[Y/n]" not in terminal.text
    terminal.type("\x03")
    assert start.wait(BUSY) == 0
