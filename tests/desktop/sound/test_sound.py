"""What plays the sound at the end of a break: what all promise, and how each does it."""

import os
import signal
import sys
import threading
import types
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from sitbreak.core.finding import Finding
from sitbreak.desktop.sound.player import TONE, SoundPlayer, macos_player, pulse_player, windows_player
from sitbreak.dialogs import sound as window_sound
from sitbreak.ports import Sound
from sitbreak.wires.macos_devices import MacDevices
from tests.conftest import Logged
from tests.desktop.idle.fake_macos import FakeMacOS
from tests.desktop.sound.samples import LOUDEST, peak, read_samples
from tests.desktop.sound_server import SoundServer
from tests.fakes import FakeSound
from tests.until import until

EVERY: dict[str, Callable[[], Sound]] = {
    "fake": FakeSound,
    "pulseaudio": pulse_player,
    "winsound": windows_player,
    "audiotoolbox": lambda: macos_player(MacDevices(FakeMacOS().load)),
}


@dataclass
class Winsound:
    """A fake of the standard library's module."""

    played: list[tuple[str, int]] = field(default_factory=list)
    is_broken: bool = False

    def play(self, path: str, flags: int) -> None:
        if self.is_broken:
            raise RuntimeError("Failed to play sound")
        self.played.append((path, flags))


@pytest.fixture
def winsound(monkeypatch: pytest.MonkeyPatch) -> Winsound:
    winsound = Winsound()
    module = types.ModuleType("winsound")
    vars(module).update(SND_FILENAME=1, SND_NODEFAULT=2, PlaySound=winsound.play)
    monkeypatch.setitem(sys.modules, "winsound", module)
    return winsound


def wait_until_over() -> None:
    until(lambda: all(thread.name != "sound" for thread in threading.enumerate()), "the player's thread ends")


# --- what all promise ------------------------------------------------------------------------------


@pytest.mark.usefixtures("runtime", "winsound")
@pytest.mark.parametrize("name", EVERY)
def test_every_sound_names_its_source_and_plays_without_failing(name: str) -> None:
    sound = EVERY[name]()
    [finding] = sound.findings()
    assert finding.what == "sound"
    for _ in range(2):
        sound.play()
        wait_until_over()


def test_findings_come_without_playing(runtime: Path) -> None:
    assert pulse_player().findings()[0].tried == (
        ("pulseaudio", f"there is no sound server at {runtime}/pulse/native"),
    )
    assert windows_player().findings()[0].used == "winsound"
    assert macos_player().findings()[0].used == "audiotoolbox"


def test_playing_returns_at_once_and_plays_one_at_a_time() -> None:
    over, played = threading.Event(), 0

    def play() -> None:
        nonlocal played
        played += 1
        assert over.wait(60)

    sound = SoundPlayer(play, lambda: Finding("sound", "a long one"))
    for _ in range(3):
        sound.play()
    assert not over.is_set(), "nobody has waited for the end"
    over.set()
    wait_until_over()
    assert played == 1


# --- PulseAudio ------------------------------------------------------------------------------------


@pytest.mark.real_desktop
def test_a_real_sound_server_plays_it(sound_server: SoundServer) -> None:
    sound_server.record("null.monitor")
    until(lambda: sound_server.recording.stat().st_size, "the recording starts")
    assert peak(read_samples(sound_server.recording.read_bytes())) == 0
    pulse_player().play()
    after = 44100 * 2 * 2 // 5
    heard: list[int] = []

    def is_over() -> bool:
        heard[:] = read_samples(sound_server.recording.read_bytes())
        return peak(heard) > 0 and peak(heard[-after // 2 :]) < 0.002

    until(is_over, "the sound was heard and is over")
    loud = [number for number, sample in enumerate(heard[::2]) if abs(sample) > 0.01 * LOUDEST]
    assert abs(peak(heard) - peak(read_samples(TONE.read_bytes()[44:]))) < 0.02
    assert 0.5 < (loud[-1] - loud[0]) / 44100 < 1.5
    wait_until_over()
    assert sound_server.pactl("list", "short", "sink-inputs") == "", "nothing is left behind"


@pytest.mark.real_desktop
def test_a_window_plays_it_on_the_same_server(sound_server: SoundServer) -> None:
    assert window_sound.unavailable_reason() == ""
    sound_server.record("null.monitor")
    until(lambda: sound_server.recording.stat().st_size, "the recording starts")
    window_sound.play()
    until(lambda: peak(read_samples(sound_server.recording.read_bytes())) > 0, "it is heard")
    wait_until_over()


def test_a_window_says_why_nothing_would_be_heard(runtime: Path) -> None:
    assert window_sound.unavailable_reason() == f"there is no sound server at {runtime}/pulse/native"


@pytest.mark.real_desktop
def test_playing_waits_for_no_server_and_plays_one_at_a_time(sound_server: SoundServer) -> None:
    os.kill(sound_server.daemon.pid, signal.SIGSTOP)
    sound = pulse_player()
    for _ in range(3):
        sound.play()
    os.kill(sound_server.daemon.pid, signal.SIGCONT)
    until(lambda: sound_server.pactl("list", "short", "sink-inputs"), "it plays")
    assert len(sound_server.pactl("list", "short", "sink-inputs").splitlines()) == 1
    wait_until_over()


def test_a_missing_sound_server_is_logged_once(runtime: Path, logged: Logged) -> None:
    sound = pulse_player()
    for _ in range(2):
        sound.play()
        wait_until_over()
    [line] = logged()
    server = f"{runtime}/pulse/native"
    assert line.startswith(f"the sound could not be played: no answer from the sound server at {server}")


@pytest.mark.real_desktop
def test_a_sound_server_that_hangs_is_abandoned(sound_server: SoundServer, logged: Logged) -> None:
    os.kill(sound_server.daemon.pid, signal.SIGSTOP)
    pulse_player(patience=0.2).play()
    wait_until_over()
    os.kill(sound_server.daemon.pid, signal.SIGCONT)
    assert "timed out" in logged()[0]


# --- Windows and macOS -----------------------------------------------------------------------------


def test_windows_plays_it_with_the_standard_library(winsound: Winsound, logged: Logged) -> None:
    sound = windows_player()
    sound.play()
    until(lambda: sound._thread is not None and not sound._thread.is_alive(), "it would play the next one")
    assert winsound.played == [(str(TONE), 3)]
    winsound.is_broken = True
    sound.play()
    wait_until_over()
    assert logged() == ["the sound could not be played: Failed to play sound"]


def test_macos_reads_the_sound_once_and_plays_it(logged: Logged) -> None:
    mac = FakeMacOS()
    sound = macos_player(MacDevices(mac.load))
    for count in (1, 2):
        sound.play()
        wait_until_over()
        assert mac.played == [str(TONE)] * count
    assert mac.unreleased == 0
    assert logged() == []


def test_a_sound_that_macos_refuses_is_logged(logged: Logged) -> None:
    mac = FakeMacOS()
    mac.broken = {"sound"}
    macos_player(MacDevices(mac.load)).play()
    wait_until_over()
    assert logged() == ["the sound could not be played: AudioServicesCreateSystemSoundID failed: error -1500"]
    assert mac.unreleased == 0
