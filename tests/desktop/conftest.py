"""A sound server for tests that play or record, and the frameworks of macOS."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.frameworks import Frameworks, pretended
from tests.desktop.sound_server import SoundServer
from tests.rig.programs import Home, needs


@pytest.fixture
def runtime(home: Home, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The runtime folder of somebody without a sound server."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(home.runtime))
    for name in ("PULSE_SERVER", "PULSE_RUNTIME_PATH"):
        monkeypatch.delenv(name, raising=False)
    return home.runtime


@pytest.fixture
def sound_server(home: Home, runtime: Path) -> Iterator[SoundServer]:
    needs("pulseaudio", "pactl", "parec")
    assert runtime.is_dir()
    server = SoundServer(home)
    yield server
    server.end()


@pytest.fixture
def frameworks() -> Iterator[Frameworks]:
    """What AppKit, Foundation and the others are asked; the real ones are only on a Mac."""
    with pretended() as frameworks:
        yield frameworks
