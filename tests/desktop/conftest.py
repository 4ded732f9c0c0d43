"""A sound server for tests that play or record."""

from collections.abc import Iterator
from pathlib import Path

import pytest

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
