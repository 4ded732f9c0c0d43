"""The sound at the end of a break: how it is made, and how it is heard."""

import array
import os
import signal
import sys
import threading
import time
import types
from pathlib import Path

import pytest

from sitbreak.desktop.sound import choose, pulse, windows
from sitbreak.desktop.sound.tone import RATE, TONE, read_tone, render
from tests.conftest import Logged
from tests.desktop.sound_server import Sound
from tests.until import until

LOUDEST = 32767


def samples(data: bytes) -> list[int]:
    """Read little-endian 16-bit samples; a half one at the end is still to come."""
    read = array.array("h", data[: len(data) // 2 * 2])
    if sys.byteorder == "big":
        read.byteswap()
    return read.tolist()


def peak(part: list[int]) -> float:
    return max(map(abs, part), default=0) / LOUDEST


# --- how it is made --------------------------------------------------------------------------------


def test_the_file_that_ships_is_the_one_that_the_code_makes() -> None:
    made, ships = samples(render()), samples(read_tone())
    assert len(made) == len(ships)
    assert max(abs(one - other) for one, other in zip(made, ships, strict=True)) <= 1, "not made anew"


def test_it_is_short_soft_and_begins_and_ends_without_a_click() -> None:
    tone = samples(read_tone())
    assert len(tone) <= 1.5 * RATE
    assert 0.02 < peak(tone) < 0.25
    assert peak(tone[:8]) < 0.005
    assert peak(tone[-8:]) < 0.005
    assert TONE.stat().st_size < 50_000


# --- how it is heard -------------------------------------------------------------------------------


@pytest.mark.real_desktop
def test_it_comes_out_of_the_speakers_of_a_real_sound_server(sound: Sound) -> None:
    sound.record("null.monitor")
    until(lambda: sound.recording.stat().st_size, "the recording has begun", 5)
    assert peak(samples(sound.recording.read_bytes())) == 0
    pulse.play_tone()
    after = 44100 * 2 * 2 // 5
    heard: list[int] = []

    def is_over() -> bool:
        heard[:] = samples(sound.recording.read_bytes())
        return peak(heard) > 0 and peak(heard[-after // 2 :]) < 0.002

    until(is_over, "the sound has been heard and is over")
    loud = [number for number, sample in enumerate(heard[::2]) if abs(sample) > 0.01 * LOUDEST]
    assert abs(peak(heard) - peak(samples(read_tone()))) < 0.02
    assert 0.5 < (loud[-1] - loud[0]) / 44100 < 1.5
    assert sound.pactl("list", "short", "sink-inputs") == "", "nothing is left behind"


@pytest.mark.real_desktop
def test_playing_waits_for_nobody_and_plays_one_at_a_time(sound: Sound) -> None:
    player = choose.choose("linux")
    began = time.monotonic()
    for _ in range(3):
        player.play()
    assert time.monotonic() - began < 0.3
    until(lambda: sound.pactl("list", "short", "sink-inputs"), "it plays", 5)
    assert len(sound.pactl("list", "short", "sink-inputs").splitlines()) == 1
    until(lambda: not _players(), "it has been played")


def _players() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "sound"]


def test_without_a_sound_server_a_break_ends_in_silence_which_is_told_once(
    runtime: Path, logged: Logged
) -> None:
    player = choose.choose("linux")
    for _ in range(2):
        player.play()
        until(lambda: not _players(), "it has tried", 5)
    [line] = logged()
    assert line.startswith(f"the end of a break was silent: the sound server at {runtime}/pulse/native plays")


@pytest.mark.real_desktop
def test_a_sound_server_that_hangs_is_given_up(
    sound: Sound, logged: Logged, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulse, "_PATIENCE", 0.2)
    os.kill(sound.daemon.pid, signal.SIGSTOP)
    choose.choose("linux").play()
    until(lambda: not _players(), "it is given up", 5)
    os.kill(sound.daemon.pid, signal.SIGCONT)
    assert "timed out" in logged()[0]


def test_windows_plays_it_with_the_standard_library(monkeypatch: pytest.MonkeyPatch, logged: Logged) -> None:
    played: list[tuple[str, int]] = []
    winsound = types.ModuleType("winsound")
    vars(winsound).update(SND_FILENAME=1, SND_NODEFAULT=2, PlaySound=lambda *words: played.append(words))
    monkeypatch.setitem(sys.modules, "winsound", winsound)
    monkeypatch.setattr(sys, "platform", "win32")
    windows.play_tone()
    assert played == [(str(TONE), 3)]

    def refuse(*_words: object) -> None:
        raise RuntimeError("Failed to play sound")

    vars(winsound)["PlaySound"] = refuse
    player = choose.choose("win32")
    player.play()
    until(lambda: not _players(), "it has tried", 5)
    assert logged() == ["the end of a break was silent: Failed to play sound"]


def test_what_plays_it_can_be_told_without_playing_it(runtime: Path) -> None:
    assert choose.state("linux").tried == (
        ("pulseaudio", f"there is no sound server at {runtime}/pulse/native"),
    )
    assert choose.state("win32").used == "winsound"
    assert choose.state("darwin").used == "none"


def test_on_macos_a_break_ends_in_silence_which_is_told(logged: Logged) -> None:
    choose.choose("darwin").play()
    until(lambda: not _players(), "it has tried", 5)
    assert "nothing plays sounds on" in logged()[0]
