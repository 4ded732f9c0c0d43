"""Microphones on a real PulseAudio, sound cards as the kernel shows them, cameras held open by a process."""

import os
import signal
from pathlib import Path

import pytest

from sitbreak.desktop.surroundings import microphone
from sitbreak.desktop.surroundings.camera import camera_in_use
from sitbreak.desktop.surroundings.microphone import card_records, microphone_in_use
from sitbreak.desktop.surroundings.signs import CannotTell
from sitbreak.wires import pulse
from tests.desktop.sound_server import Sound
from tests.desktop.surroundings.conftest import server_that_answers
from tests.until import until

# --- microphones -----------------------------------------------------------------------------------


@pytest.mark.real_desktop
def test_a_program_that_records_from_a_microphone_is_heard_of_until_it_ends(sound: Sound) -> None:
    assert not microphone_in_use()
    recorder = sound.record("mic")
    assert microphone_in_use()
    recorder.kill()
    until(lambda: not microphone_in_use(), "the recording has ended", 5)


@pytest.mark.real_desktop
def test_recording_what_the_speakers_play_and_the_servers_own_streams_are_no_microphone(
    sound: Sound,
) -> None:
    sound.record("null.monitor")
    sound.pactl("load-module", "module-loopback", "source=mic", "sink=null")
    assert "loopback" in sound.pactl("list", "short", "source-outputs")
    assert not microphone_in_use()


@pytest.mark.real_desktop
@pytest.mark.parametrize(
    ("kind", "in_use"),
    [({}, True), ({"paused": True}, False), ({"peaks": True}, False)],
    ids=["a recording", "paused", "level meter"],
)
def test_a_paused_recording_and_a_level_meter_are_no_microphone(
    sound: Sound,
    kind: dict[str, bool],
    in_use: bool,  # noqa: FBT001 - a column of a table
) -> None:
    with sound.stream(**kind):
        assert len(sound.pactl("list", "short", "source-outputs").splitlines()) == 1
        assert microphone_in_use() is in_use


@pytest.mark.real_desktop
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PULSE_SERVER", "{0123abc}unix:{runtime}/pulse/native"),
        ("PULSE_SERVER", "{runtime}/pulse/native"),
        ("PULSE_RUNTIME_PATH", "{runtime}/pulse"),
    ],
)
def test_the_server_is_found_where_the_environment_says(
    sound: Sound, runtime: Path, name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sound.daemon.running
    monkeypatch.setenv(name, value.replace("{runtime}", str(runtime)))
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/nowhere")
    assert not pulse.microphone_in_use()


@pytest.mark.real_desktop
def test_a_sound_server_that_hangs_is_given_up(sound: Sound, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulse, "_TIMEOUT", 0.1)
    os.kill(sound.daemon.pid, signal.SIGSTOP)
    with pytest.raises(CannotTell, match="timed out"):
        pulse.microphone_in_use()


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\xff" * 20,
        (12).to_bytes(4, "big") + b"\xff" * 4 + bytes(12) + b"?" * 12,
        (10).to_bytes(4, "big") + b"\xff" * 4 + bytes(12) + b"L" + bytes(4) + b"L" + bytes(4),
    ],
    ids=["hangs up", "too much", "no values", "refused, and no reason"],
)
def test_a_sound_server_that_talks_nonsense_cannot_tell(runtime: Path, answer: bytes) -> None:
    with (
        server_that_answers(runtime / "pulse/native", answer),
        pytest.raises(CannotTell, match="no answer from the sound server"),
    ):
        pulse.microphone_in_use()


def test_without_a_sound_server_the_sound_cards_are_looked_at(
    runtime: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not (runtime / "pulse").exists()
    cards = tmp_path / "asound"
    monkeypatch.setattr(microphone, "card_records", lambda: card_records(cards))
    with pytest.raises(CannotTell, match=r"sound server.*asound"):
        microphone_in_use()
    for device in ("card0/pcm0c/sub0", "card0/pcm0p/sub0", "card1/pcm0c/sub0"):
        (cards / device).mkdir(parents=True)
        (cards / device / "status").write_text("closed\n")
    (cards / "card0/pcm0p/sub0/status").write_text("state: RUNNING\nowner_pid   : 12\n")  # it plays
    assert not microphone_in_use()
    (cards / "card1/pcm0c/sub0/status").write_text("state: RUNNING\nowner_pid   : 12\n")
    assert microphone_in_use()


# --- cameras ---------------------------------------------------------------------------------------


@pytest.fixture
def camera(tmp_path: Path) -> Path:
    """Something that looks like a camera."""
    (tmp_path / "dev").mkdir()
    camera = tmp_path / "dev" / "video0"
    camera.touch()
    return camera


def test_a_camera_that_a_program_has_open_is_in_use(camera: Path) -> None:
    assert not camera_in_use(devices=camera.parent)
    with camera.open():
        assert camera_in_use(devices=camera.parent)
    assert not camera_in_use(devices=camera.parent)


def test_files_are_looked_through_only_when_somebody_has_a_camera_open(camera: Path, tmp_path: Path) -> None:
    users = tmp_path / "classes" / "video0" / "device/driver/module/refcnt"
    users.parent.mkdir(parents=True)
    with camera.open():
        for count, in_use in (("0\n", False), ("1\n", True), ("what?", True)):
            users.write_text(count)
            found = camera_in_use(devices=camera.parent, classes=tmp_path / "classes")
            assert found is in_use, count


def test_what_keeps_cameras_open_for_others_does_not_count(camera: Path, tmp_path: Path) -> None:
    process = tmp_path / "proc" / "4711"
    (process / "fd").mkdir(parents=True)
    (process / "fd" / "5").symlink_to(camera)
    (process / "fd" / "6").touch()  # as if closed between two looks: no link any more
    (tmp_path / "proc" / "4712").mkdir()  # as if ended between two looks: nothing is in it any more
    for name, in_use in (("wireplumber\n", False), ("pipewire\n", False), ("firefox\n", True)):
        (process / "comm").write_text(name)
        assert camera_in_use(tmp_path / "proc", camera.parent) is in_use, name


def test_without_cameras_or_processes(tmp_path: Path) -> None:
    assert not camera_in_use(devices=tmp_path)
    with pytest.raises(CannotTell):
        camera_in_use(proc=tmp_path / "proc")
