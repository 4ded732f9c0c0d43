"""sitbreak as its own process, in a home of its own."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from sitbreak.app.files import Files
from sitbreak.core.inputs import IdleSourceChanged
from sitbreak.core.planner import Planner
from sitbreak.core.rotation import Rotation
from sitbreak.core.settings import Settings
from sitbreak.core.words import language
from sitbreak.core.words.language import Language
from sitbreak.loop import Loop
from sitbreak.storage.folders import Folders
from sitbreak.waiter import Waiter
from tests.app.joined import Joined, RecordingLauncher
from tests.fakes import FakeClocks, fake_desktop
from tests.rig.programs import Home
from tests.running import Running, Terminal


@pytest.fixture
def at_home(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make the test itself live in a home of its own, without a desktop, and leave no language behind."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in home.env.items():
        monkeypatch.setenv(name, value)
    yield
    language.use(Language())


@pytest.fixture
def home_config(home: Home) -> Path:
    """The folder of configuration files of that home."""
    return home.config


@pytest.fixture
def running(sitbreak: Running) -> Running:
    """A running sitbreak without a desktop, with nobody at the terminal."""
    sitbreak.start()
    return sitbreak


@pytest.fixture
def joined(at_home: None, tmp_path: Path) -> Iterator[Joined]:  # noqa: ARG001 - login entries are in its home
    """Everything joined, on a desktop where idle cannot be measured; nothing shows notifications yet."""
    folders = Folders(tmp_path / "config", tmp_path / "state", tmp_path / "runtime", tmp_path / "log")
    clocks, waiter, library = FakeClocks(), Waiter(), Files(folders).library
    planner = Planner(Settings(), Rotation(library, Random(1)), clocks())
    loop = Loop(planner, clocks, waiter)
    joined = Joined(folders, clocks, waiter, RecordingLauncher(), loop, fake_desktop(loop.post, waiter))
    joined.desktop.surroundings.start()
    loop.handle(IdleSourceChanged(known=False))
    yield joined
    joined.close()


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    terminal = Terminal()
    yield terminal
    terminal.close()
