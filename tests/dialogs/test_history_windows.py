"""The history window as a process, on a real X server with a window manager."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("X11 is for Linux", allow_module_level=True)

from sitbreak.core.history import Day
from sitbreak.core.words import history as words
from sitbreak.desktop.dialogs import SHOWN
from sitbreak.pages.figures import figures, table
from sitbreak.storage.history import HistoryFile, history_path
from tests.days import day_now, entries, nothing, weeks
from tests.dialogs.histories import content_of, open_history
from tests.dialogs.screen_reader import LAUNCHER, Part, ScreenReader
from tests.dialogs.test_windows import focused_title, windows
from tests.rig.desktop import Desktop
from tests.rig.programs import needs, needs_qt
from tests.until import BUSY, until

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(desktop: Desktop, runtime: Path) -> Iterator[Start]:
    """Open the history of two weeks that end today, and wait for the first paint."""
    needs_qt()
    started: list[subprocess.Popen[str]] = []
    file = HistoryFile(history_path(runtime))
    file.add(entries(_days()))
    file.close()

    def open_window(**variables: str) -> subprocess.Popen[str]:
        process = open_history(
            content_of(weeks(2, until=day_now()), runtime), runtime, desktop.env | variables
        )
        started.append(process)
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline().strip() == SHOWN, process.stderr.read()
        return process

    yield open_window
    for process in started:
        process.kill()
        process.communicate()


def test_a_second_request_raises_the_open_window(desktop: Desktop, start: Start, runtime: Path) -> None:
    window = start()
    until(lambda: windows(desktop) == [words.title()], "the window is on the screen")
    until(lambda: len(list((runtime / "history").iterdir())) > 1, "it listens, not only holds its lock")
    assert start().wait(BUSY) == 0
    assert window.poll() is None
    assert windows(desktop) == [words.title()]


def test_escape_closes_it(desktop: Desktop, start: Start) -> None:
    window = start()
    until(lambda: focused_title(desktop) == words.title(), "the window has the focus")
    desktop.display.xdotool("key", "Escape")
    assert window.wait(BUSY) == 0


def test_a_screen_reader_gets_figures_pictures_and_the_table(desktop: Desktop, start: Start) -> None:
    needs(LAUNCHER)
    desktop.start_owner("org.a11y.Bus", LAUNCHER, "--launch-immediately")
    start(QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1")
    days = _days()
    until(lambda: focused_title(desktop) == words.title(), "the window has the focus")
    reader = ScreenReader(desktop.bus.address)
    try:
        until(lambda: named(reader, words.last_days(14), "graphic"), "the pictures are there")
        desktop.display.xdotool("key", "alt+t")
        parts = until(lambda: named(reader, words.as_table(), "table"), "the table is there")
    finally:
        reader.close()

    found = [(part.role, part.name) for part in parts]
    headings = [name for role, name in found if role == "heading"]
    assert headings == [words.title(), words.today(), words.last_days(14)]
    names = [name for _, name in found]
    for value, label in figures(days[-1]):
        assert names[names.index(label) - 1] == value
    assert ("graphic", words.today()) in found
    cells = [name for role, name in found if role == "cell"]
    shown = table(days)
    assert cells == [cell for row in reversed(shown.rows) for cell in row]
    rows = [name for role, name in found if role == "row header"]
    assert rows == [day for day, *_ in reversed(shown.rows)]
    assert [name for role, name in found if role == "column header"] == list(shown.titles)


def _days() -> tuple[Day, ...]:
    """Return two weeks that end today, of which there is nothing yet."""
    return weeks(2, until=day_now(), today=nothing(day_now()))


def named(reader: ScreenReader, name: str, role: str) -> list[Part]:
    """Return all parts once there is one with this name and role."""
    parts = reader.parts_of("sitbreak")
    return parts if any((part.name, part.role) == (name, role) for part in parts) else []
