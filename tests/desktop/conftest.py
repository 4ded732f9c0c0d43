"""A sound server for whoever listens or plays."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.sound_server import Sound
from tests.rig.programs import Home, needs


@pytest.fixture
def runtime(home: Home, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The runtime folder of somebody without a sound server."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(home.runtime))
    for name in ("PULSE_SERVER", "PULSE_RUNTIME_PATH"):
        monkeypatch.delenv(name, raising=False)
    return home.runtime


@pytest.fixture
def sound(home: Home, runtime: Path) -> Iterator[Sound]:
    needs("pulseaudio", "pactl", "parec")
    assert runtime.is_dir()
    sound = Sound(home)
    yield sound
    sound.end()
