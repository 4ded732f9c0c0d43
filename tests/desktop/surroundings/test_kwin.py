"""Full screens on KWin's Wayland, and what pretends to be KWin."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest

from sitbreak.desktop.surroundings import fullscreen as fullscreens
from sitbreak.desktop.surroundings.fullscreen import fullscreen
from sitbreak.desktop.surroundings.signs import NoVerdict
from sitbreak.wires import NoServer
from tests.rig.compositors import Compositor, kwin, mutter
from tests.rig.programs import Program, needs, needs_qt
from tests.rig.servers import SessionBus
from tests.until import until

WINDOW = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
application = QApplication(["window"])
application.setDesktopFileName(sys.argv[1])
window = QLabel("A film")
window.showFullScreen() if sys.argv[2] == "full" else window.show()
application.exec()
"""


@pytest.fixture
def compositor(session_bus: SessionBus, monkeypatch: pytest.MonkeyPatch) -> Iterator[Compositor]:
    needs("kwin_wayland")
    needs_qt()
    compositor = kwin(session_bus)
    session_bus.wait_for("org.kde.KWin")
    for name, value in compositor.env.items():
        monkeypatch.setenv(name, value)
    yield compositor
    compositor.end()


OpenWindow = Callable[[str, str], Program]


@contextmanager
def opening(folder: Path, platform: str = "") -> Iterator[OpenWindow]:
    """Open windows of programs, full or small, by this kind of display server, or the one in the name."""
    opened: list[Program] = []

    def open_window(name: str, size: str) -> Program:
        command = [sys.executable, "-c", WINDOW, name, size]
        env = os.environ | {"QT_QPA_PLATFORM": platform or name}
        opened.append(Program(command, env, folder / f"{name}.log", lambda: True))
        opened[-1].start()
        return opened[-1]

    yield open_window
    for program in opened:
        program.kill()


@pytest.fixture
def window(compositor: Compositor) -> Iterator[OpenWindow]:
    """Open a window of a program with this name, full or small."""
    with opening(compositor.folder, "wayland") as open_window:
        yield open_window


def test_kwin_reports_a_full_screen_as_long_as_there_is_one(window: OpenWindow) -> None:
    assert not fullscreen(), "there is no window"
    film = window("film", "full")
    until(fullscreen, "the film fills the screen")
    letter = window("letter", "small")
    until(lambda: not fullscreen(), "they write a letter")
    letter.kill()
    until(fullscreen, "the film is back")
    film.kill()
    until(lambda: not fullscreen(), "it is over")


def test_our_own_full_screens_do_not_count_on_kwin(window: OpenWindow) -> None:
    window("film", "full")
    until(fullscreen, "the film fills the screen")
    window("sitbreak", "full")
    until(lambda: not fullscreen(), "ours does, too")


@pytest.mark.usefixtures("compositor")
def test_without_kwins_bus_the_reason_names_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    with pytest.raises(NoVerdict, match=r"zwlr_foreign_toplevel.*no message bus"):
        fullscreen()


def test_a_kwin_that_hangs_gives_no_verdict(compositor: Compositor) -> None:
    with patch.object(fullscreens, "_on_wayland", side_effect=NoServer("there is no list")):
        os.kill(compositor.server.pid, signal.SIGSTOP)
        try:
            with pytest.raises(NoVerdict, match="KWin does not answer within 1 s"):
                fullscreen()
        finally:
            os.kill(compositor.server.pid, signal.SIGCONT)


def test_other_compositors_are_not_taken_for_kwin(
    session_bus: SessionBus, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs("mutter")
    compositor = mutter(session_bus)
    for name, value in compositor.env.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(NoVerdict, match="has no zwlr_foreign_toplevel_manager_v1; there is no KWin"):
        fullscreen()
    compositor.end()
