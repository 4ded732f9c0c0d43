"""Microphones, cameras and shared screens on a real PipeWire, and servers that send nonsense."""

import shutil
import struct
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from sitbreak.desktop.surroundings import streams
from sitbreak.desktop.surroundings.devices import microphone_in_use
from sitbreak.desktop.surroundings.signs import NoVerdict
from sitbreak.desktop.surroundings.streams import camera_in_use, screen_is_shared
from sitbreak.wires import NoServer
from sitbreak.wires.dbus import Bus
from sitbreak.wires.dbus_messages import Message, method, signal_rule
from sitbreak.wires.pipewire import recording_streams
from tests.desktop.services import InboxLoop
from tests.desktop.sound_server import PipeWireServer
from tests.desktop.surroundings.conftest import server_that_answers
from tests.rig.compositors import mutter
from tests.rig.programs import Home, Program, find, needs
from tests.rig.servers import SessionBus
from tests.until import BUSY, until

NO_CARDS = Path("/nowhere")
"""A kernel that shows no sound cards."""

pytestmark = pytest.mark.real_desktop

Start = Callable[..., Program]


@pytest.fixture
def start(home: Home) -> Iterator[Start]:
    """Start a program that records or provides something."""
    started: list[Program] = []

    def start_program(*command: str) -> Program:
        needs(command[0])
        log = home.folder / f"{len(started)}.log"
        started.append(Program(command, home.env, log, lambda: True))
        started[-1].start()
        return started[-1]

    yield start_program
    for program in started:
        program.kill()


# --- microphones ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "in_use"),
    [
        (["--target=mic"], True),
        (["--target=null", "--properties={stream.capture.sink=true}"], False),
        (["--target=mic", "--properties={resample.peaks=true}"], False),
        (["--target=mic", "--properties={node.link-group=echo-cancel-1}"], False),
    ],
    ids=["microphone", "speakers", "level meter", "filter"],
)
def test_microphones_are_seen_where_nobody_speaks_pulseaudios_protocol(
    pipewire: PipeWireServer, options: list[str], in_use: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = pipewire.record_natively(*options)
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    until(lambda: microphone_in_use(NO_CARDS) is in_use, "it records")
    recorder.kill()
    until(lambda: not microphone_in_use(NO_CARDS), "the recording has ended")


@pytest.mark.parametrize(
    ("kind", "in_use"), [({}, True), ({"paused": True}, False), ({"peaks": True}, False)]
)
def test_paused_recordings_and_level_meters_of_programs_for_pulseaudio_do_not_count(
    pipewire: PipeWireServer, kind: dict[str, bool], in_use: bool
) -> None:
    with pipewire.stream(**kind):
        until(lambda: streams.microphone_in_use() is in_use, "it records")


# --- pictures -------------------------------------------------------------------------------------------


def watch(node: int) -> tuple[str, ...]:
    """Return the command that gets the pictures of a node."""
    return "gst-launch-1.0", "pipewiresrc", f"path={node}", "!", "video/x-raw", "!", "fakesink"


@pytest.mark.usefixtures("pipewire")
def test_a_camera_is_in_use_while_a_program_gets_its_pictures(home: Home, start: Start) -> None:
    says = "stream-properties=properties,media.class=Video/Source,media.role=Camera,node.name=camera"
    start("gst-launch-1.0", "videotestsrc", "!", "video/x-raw", "!", "pipewiresink", "mode=provide", says)
    number = until(partial(number_of, "camera", home), "there is a camera")
    assert not camera_in_use()
    call = start(*watch(number))
    until(camera_in_use, "a call is on")
    assert not screen_is_shared()
    call.kill()
    until(lambda: not camera_in_use(), "the call is over")


def number_of(name: str, home: Home) -> int:
    """Return the number of the node with this name, 0 if there is none."""
    needs("pw-cli")
    listed = subprocess.run(
        ["pw-cli", "ls", "Node"], env=home.env, capture_output=True, text=True, check=True
    )
    for node in listed.stdout.split("\tid ")[1:]:
        if f'node.name = "{name}"' in node:
            return int(node.partition(",")[0])
    return 0


SCREEN_CAST = "org.gnome.Mutter.ScreenCast"


def test_a_screen_is_shared_from_mutter_while_a_program_gets_its_pictures(
    pipewire: PipeWireServer, session_bus: SessionBus, home: Home, start: Start, loop: InboxLoop
) -> None:
    needs("mutter")
    assert pipewire.daemon.running
    compositor = mutter(session_bus, PIPEWIRE_REMOTE=str(home.runtime / "pipewire-0"))
    try:
        number = cast_screen(loop, loop.connect(session_bus))
        assert not screen_is_shared(), "nobody looks"
        call = start(*watch(number))
        until(screen_is_shared, "it is shared")
        assert not camera_in_use()
        call.kill()
        until(lambda: not screen_is_shared(), "it is no longer shared")
        program, *arguments = watch(number)
        daemon = home.folder / "gnome-remote-desktop-daemon"
        shutil.copy(find(program) or "", daemon)
        start(str(daemon), *arguments)
        until(partial(is_watched_by, daemon.name), "they work from another computer")
        assert not screen_is_shared()
    finally:
        compositor.end()


def is_watched_by(program: str) -> bool:
    """Return whether a stream of a program with this name gets pictures."""
    return any(stream.is_running and stream.program == program for stream in recording_streams(BUSY))


def cast_screen(loop: InboxLoop, bus: Bus) -> int:
    """Have Mutter offer a part of the screen, as its portal does; return the number of the node."""

    def call(path: str, interface: str, name: str, *signature_and_values: Any) -> Any:
        answers: list[Any] = []
        bus.call(method(SCREEN_CAST, path, interface, name, *signature_and_values), None, answers.append)
        loop.until(lambda: answers)
        return answers[0]

    offered: list[Message] = []
    (session,) = call(f"/{SCREEN_CAST.replace('.', '/')}", SCREEN_CAST, "CreateSession", "a{sv}", {})
    call(session, f"{SCREEN_CAST}.Session", "RecordArea", "iiiia{sv}", 0, 0, 200, 200, {})
    bus.listen(signal_rule(f"{SCREEN_CAST}.Stream", "PipeWireStreamAdded"), "u", offered.append)
    call(session, f"{SCREEN_CAST}.Session", "Start")
    loop.until(lambda: offered)
    return int(offered[0].body[0])


# --- nonsense -------------------------------------------------------------------------------------------


def message(*body: bytes, sender: int = 0, event: int = 1) -> bytes:
    data = b"".join(body)
    return struct.pack("=IIII", sender, event << 24 | len(data), 0, 0) + data


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        message()[:-4],
        message(),
        message(b"\xff" * 16),
        message(struct.pack("=II", 8, 14) * 20_000),
        message(struct.pack("=IIII", 4, 4, 7, 0), sender=2, event=0),
        struct.pack("=IIII", 0, 0xFFFFFF, 0, 0),
    ],
    ids=["hangs up", "in a message", "no value", "too long", "nested", "no global", "endless"],
)
def test_a_server_that_sends_nonsense_gives_no_verdict(runtime: Path, answer: bytes) -> None:
    with server_that_answers(runtime / "pipewire-0", answer), pytest.raises(NoVerdict, match="PipeWire"):
        camera_in_use()


def test_without_pipewire_there_is_no_verdict(runtime: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoVerdict, match=str(runtime / "pipewire-0")):
        screen_is_shared()
    monkeypatch.setenv("PIPEWIRE_REMOTE", "/nowhere/pipewire-1")
    with pytest.raises(NoServer, match="at /nowhere/pipewire-1"):
        streams.microphone_in_use()
