"""Microphones on real sound servers, sound cards as the kernel shows them, cameras that are open."""

import os
import signal
import socket
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from sitbreak.desktop.surroundings import devices
from sitbreak.desktop.surroundings.devices import camera_in_use, microphone_in_use
from sitbreak.desktop.surroundings.signs import NoVerdict
from sitbreak.wires import pulse
from tests.desktop.sound_server import PipeWireServer, SoundServer
from tests.desktop.surroundings.conftest import server_that_answers
from tests.until import until

# --- microphones -----------------------------------------------------------------------------------


NO_CARDS = Path("/nowhere")
"""A kernel that shows no sound cards, so that only the sound server can answer."""


@pytest.fixture(params=["PulseAudio", "PipeWire"])
def any_sound_server(request: pytest.FixtureRequest) -> SoundServer:
    """Each server that speaks the protocol."""
    name = "sound_server" if request.param == "PulseAudio" else "pipewire"
    server = request.getfixturevalue(name)
    assert isinstance(server, SoundServer)
    return server


@pytest.mark.real_desktop
def test_a_recording_program_uses_a_microphone_until_it_ends(any_sound_server: SoundServer) -> None:
    assert not microphone_in_use(NO_CARDS)
    recorder = any_sound_server.record("mic")
    until(lambda: microphone_in_use(NO_CARDS), "it records")
    recorder.kill()
    until(lambda: not microphone_in_use(NO_CARDS), "the recording has ended")


@pytest.mark.real_desktop
def test_monitors_and_the_servers_own_streams_are_no_microphone(any_sound_server: SoundServer) -> None:
    any_sound_server.record("null.monitor")
    any_sound_server.pactl("load-module", "module-loopback", "source=mic", "sink=null")
    until(lambda: "loopback" in any_sound_server.pactl("list", "source-outputs"), "the loopback is there")
    assert not microphone_in_use(NO_CARDS)


@pytest.mark.real_desktop
@pytest.mark.parametrize(
    ("kind", "in_use"),
    [({}, True), ({"paused": True}, False), ({"peaks": True}, False)],
    ids=["a recording", "paused", "level meter"],
)
def test_paused_recordings_and_level_meters_use_no_microphone(
    any_sound_server: SoundServer, kind: dict[str, bool], in_use: bool
) -> None:
    with any_sound_server.stream(**kind):
        assert microphone_in_use(NO_CARDS) is in_use


@pytest.mark.real_desktop
@pytest.mark.parametrize(
    ("options", "in_use"),
    [(["--target=mic"], True), (["--target=null", "--properties={stream.capture.sink=true}"], False)],
    ids=["microphone", "speakers"],
)
def test_programs_that_know_only_pipewire_are_seen_too(
    pipewire: PipeWireServer, options: list[str], in_use: bool
) -> None:
    recorder = pipewire.record_natively(*options)
    assert microphone_in_use(NO_CARDS) is in_use
    recorder.kill()
    until(lambda: not microphone_in_use(NO_CARDS), "the recording has ended")


@pytest.mark.real_desktop
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PULSE_SERVER", "{0123abc}unix:{runtime}/pulse/native"),
        ("PULSE_SERVER", "{runtime}/pulse/native"),
        ("PULSE_RUNTIME_PATH", "{runtime}/pulse"),
    ],
)
def test_the_environment_says_where_the_sound_server_is(
    any_sound_server: SoundServer,
    runtime: Path,
    name: str,
    value: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert any_sound_server.daemon.running
    monkeypatch.setenv(name, value.replace("{runtime}", str(runtime)))
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/nowhere")
    assert not microphone_in_use(NO_CARDS)


@pytest.mark.real_desktop
def test_a_sound_server_that_hangs_gives_no_verdict(sound_server: SoundServer) -> None:
    os.kill(sound_server.daemon.pid, signal.SIGSTOP)
    with pytest.raises(NoVerdict, match="timed out"):
        microphone_in_use(NO_CARDS)


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
def test_a_sound_server_that_sends_nonsense_gives_no_verdict(runtime: Path, answer: bytes) -> None:
    with (
        server_that_answers(runtime / "pulse/native", answer),
        pytest.raises(NoVerdict, match="no answer from the sound server"),
    ):
        microphone_in_use(NO_CARDS)


def test_properties_within_properties_are_not_followed() -> None:
    assert list(pulse._values(b"P" * 100_000)) == [{}] * 50_000


def test_a_sound_server_that_drips_has_one_patience(runtime: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "_SERVER_TIMEOUT", 0.3)
    (runtime / "pulse").mkdir()
    over = threading.Event()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(runtime / "pulse/native"))
        server.listen()

        def drip() -> None:
            accepted, _ = server.accept()
            with accepted, suppress(OSError):
                while not over.wait(0.02):
                    accepted.sendall(b"\0")

        dripping = threading.Thread(target=drip)
        dripping.start()
        with pytest.raises(NoVerdict, match="timed out"):
            microphone_in_use(NO_CARDS)
        over.set()
        dripping.join()


def test_without_a_sound_server_the_sound_cards_count(runtime: Path, tmp_path: Path) -> None:
    assert not (runtime / "pulse").exists()
    cards = tmp_path / "asound"
    with pytest.raises(NoVerdict, match=r"sound server.*asound"):
        microphone_in_use(cards)
    for device in ("card0/pcm0c/sub0", "card0/pcm0p/sub0", "card1/pcm0c/sub0"):
        (cards / device).mkdir(parents=True)
        (cards / device / "status").write_text("closed\n")
    (cards / "card0/pcm0p/sub0/status").write_text("state: RUNNING\nowner_pid   : 12\n")  # it plays
    assert not microphone_in_use(cards)
    (cards / "card1/pcm0c/sub0/status").write_text("state: RUNNING\nowner_pid   : 12\n")
    assert microphone_in_use(cards)


# --- cameras ---------------------------------------------------------------------------------------


@pytest.fixture
def camera(tmp_path: Path) -> Path:
    """A file that looks like a camera."""
    (tmp_path / "dev").mkdir()
    camera = tmp_path / "dev" / "video0"
    camera.touch()
    return camera


def test_a_camera_is_in_use_while_a_program_has_it_open(camera: Path) -> None:
    assert not camera_in_use(devices=camera.parent)
    with camera.open():
        assert camera_in_use(devices=camera.parent)
    assert not camera_in_use(devices=camera.parent)


def test_open_files_are_searched_only_while_a_camera_has_users(camera: Path, tmp_path: Path) -> None:
    users = tmp_path / "classes" / "video0" / "device/driver/module/refcnt"
    users.parent.mkdir(parents=True)
    with camera.open():
        for count, in_use in (("0\n", False), ("1\n", True), ("what?", True)):
            users.write_text(count)
            found = camera_in_use(devices=camera.parent, classes=tmp_path / "classes")
            assert found is in_use, count


def test_programs_that_keep_cameras_open_for_others_do_not_count(camera: Path, tmp_path: Path) -> None:
    process = tmp_path / "proc" / "4711"
    (process / "fd").mkdir(parents=True)
    (process / "fd" / "5").symlink_to(camera)
    (process / "fd" / "6").touch()  # no link, as if it were just closed
    (tmp_path / "proc" / "4712").mkdir()  # empty, as if it had just ended
    for name, in_use in (("wireplumber\n", False), ("pipewire\n", False), ("firefox\n", True)):
        (process / "comm").write_text(name)
        assert camera_in_use(tmp_path / "proc", camera.parent) is in_use, name


def test_without_cameras_none_is_in_use_and_proc_is_needed(tmp_path: Path) -> None:
    assert not camera_in_use(devices=tmp_path)
    with pytest.raises(NoVerdict):
        camera_in_use(proc=tmp_path / "proc")
