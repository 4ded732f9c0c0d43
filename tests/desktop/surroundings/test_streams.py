"""Microphones, cameras and shared screens on a real PipeWire, and servers that send nonsense."""

import shutil
import socket
import struct
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
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
from sitbreak.wires.wayland import WaylandConnection, unpack_string
from tests.desktop.services import InboxLoop
from tests.desktop.sound_server import PipeWireServer
from tests.desktop.surroundings.conftest import server_that_answers
from tests.rig.compositors import kwin, mutter
from tests.rig.programs import Home, Program, find, needs
from tests.rig.servers import SessionBus
from tests.until import BUSY, until

NO_CARDS = Path("/nowhere")
"""A kernel that shows no sound cards."""

pytestmark = pytest.mark.real_desktop

Start = Callable[..., Program]
Offer = Callable[..., int]


@pytest.fixture
def start(home: Home) -> Iterator[Start]:
    """Start a program that records or provides something."""
    started: list[Program] = []

    def start_program(*command: str, pass_fds: tuple[int, ...] = ()) -> Program:
        needs(command[0])
        log = home.folder / f"{len(started)}.log"
        started.append(Program(command, home.env, log, lambda: True))
        started[-1].start(pass_fds)
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


@pytest.fixture
def offer(pipewire: PipeWireServer, home: Home, start: Start) -> Offer:
    """Offer pictures that say this about themselves; return the number of the node."""
    assert pipewire.daemon.running

    def offer_pictures(*says: str) -> int:
        properties = ",".join(("properties", "media.class=Video/Source", "node.name=pictures", *says))
        sink = "pipewiresink", "mode=provide", f"stream-properties={properties}"
        start("gst-launch-1.0", "videotestsrc", "!", "video/x-raw", "!", *sink)
        return until(partial(number_of, "pictures", home), "there are pictures")

    return offer_pictures


def test_a_camera_is_in_use_while_a_program_gets_its_pictures(offer: Offer, start: Start) -> None:
    number = offer("media.role=Camera")
    assert not camera_in_use()
    call = start(*watch(number))
    until(camera_in_use, "a call is on")
    assert not screen_is_shared()
    call.kill()
    until(lambda: not camera_in_use(), "the call is over")


def test_pictures_of_nothing_that_is_called_a_camera_are_a_shared_screen(offer: Offer, start: Start) -> None:
    """Source: xdg-desktop-portal-wlr, pipewire_screencast.c: they are a source of video, and nothing else."""
    call = start(*watch(offer()))
    until(screen_is_shared, "it is shared")
    assert not camera_in_use()
    call.kill()
    until(lambda: not screen_is_shared(), "it is no longer shared")


def test_a_remote_desktop_over_a_connection_of_the_portal_shares_no_screen(
    offer: Offer, start: Start, home: Home
) -> None:
    number = offer()
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(home.runtime / "pipewire-0"))
        connection.sendall(introduction("xdg-desktop-portal"))
        remote = connection.fileno()
        program, source, *rest = watch(number)
        command = named(program, "krdpserver", home), source, f"fd={remote}", *rest
        start(*command, pass_fds=(remote,))
    until(partial(is_watched_by, "krdpserver"), "they work from another computer")
    assert not screen_is_shared()


def introduction(name: str) -> bytes:
    """Return what a program with this name sends first. Source: see `pipewire.py`."""
    update = properties(application_name=name)
    return message(struct_of(number(3))) + message(struct_of(update), sender=1, event=2)


def named(program: str, name: str, home: Home) -> str:
    """Return the path of a program that is called like this."""
    copied = home.folder / name
    shutil.copy(find(program) or "", copied)
    return str(copied)


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


@pytest.fixture(params=["mutter", "kwin_wayland"])
def cast(
    request: pytest.FixtureRequest,
    pipewire: PipeWireServer,
    session_bus: SessionBus,
    home: Home,
    loop: InboxLoop,
) -> Iterator[int]:
    """The number of the node at which a compositor offers its screen."""
    needs(request.param)
    assert pipewire.daemon.running
    start_compositor = mutter if request.param == "mutter" else kwin
    compositor = start_compositor(session_bus, PIPEWIRE_REMOTE=str(home.runtime / "pipewire-0"))
    try:
        if request.param == "mutter":
            yield cast_screen(loop, loop.connect(session_bus))
        else:
            with closing(compositor.connect()) as connection:
                yield cast_screen_of_kwin(connection)
    finally:
        compositor.end()


def test_a_screen_is_shared_while_a_program_gets_its_pictures(cast: int, home: Home, start: Start) -> None:
    assert not screen_is_shared(), "nobody looks"
    call = start(*watch(cast))
    until(screen_is_shared, "it is shared")
    assert not camera_in_use()
    call.kill()
    until(lambda: not screen_is_shared(), "it is no longer shared")
    program, *arguments = watch(cast)
    start(named(program, "gnome-remote-desktop-daemon", home), *arguments)
    until(partial(is_watched_by, "gnome-remote-desktop-daemon"), "they work from another computer")
    assert not screen_is_shared()


def is_watched_by(program: str) -> bool:
    """Return whether a stream of a program with this name gets pictures."""
    return any(stream.is_running and stream.program == program for stream in recording_streams(BUSY))


SCREEN_CAST = "org.gnome.Mutter.ScreenCast"


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


def cast_screen_of_kwin(connection: WaylandConnection) -> int:
    """Have KWin offer its screen, as its portal does; return the number of the node.

    Source: KDE's zkde-screencast-unstable-v1.xml.
    """
    stream_output, hidden_pointer, created = 0, 1, 1
    events: list[tuple[int, bytes]] = []
    output, _ = connection.bind("wl_output", 1)
    try:
        manager, _ = connection.bind("zkde_screencast_unstable_v1", 1)
    except NoServer as missing:
        pytest.skip(f"KWin: {missing}")  # KWin 6 has it in a plugin, which Debian packages apart

    def on_event(opcode: int, body: bytes) -> None:
        events.append((opcode, body))

    connection.create(on_event, manager, stream_output, output, hidden_pointer)
    until(lambda: events, "KWin answers", meanwhile=lambda: connection.round_trip(time.monotonic() + BUSY))
    [(opcode, body)] = events
    if opcode != created:
        pytest.skip(f"KWin: {unpack_string(body)[0]}")  # KWin 6 wants a graphics card
    return int(struct.unpack("=I", body)[0])


# --- nonsense -------------------------------------------------------------------------------------------


INT, STRING, STRUCT = 4, 8, 14


def pack(kind: int, body: bytes) -> bytes:
    return struct.pack("=II", len(body), kind) + body + bytes(-len(body) % 8)


def message(*body: bytes, sender: int = 0, event: int = 1) -> bytes:
    data = b"".join(body)
    return struct.pack("=IIII", sender, event << 24 | len(data), 0, 0) + data


def number(value: int) -> bytes:
    return pack(INT, struct.pack("=i", value))


def text(value: str) -> bytes:
    return pack(STRING, value.encode() + b"\0")


def struct_of(*values: bytes) -> bytes:
    return pack(STRUCT, b"".join(values))


def properties(**named: str) -> bytes:
    pairs = [text(part) for name, value in named.items() for part in (name.replace("_", "."), value)]
    return struct_of(number(len(named)), *pairs)


def test_a_stream_whose_state_changes_while_it_is_looked_at_keeps_its_name(runtime: Path) -> None:
    """Such a change is reported without properties. Source: protocol-native.c, node_marshal_info."""

    def listed(identity: int, kind: str, said: bytes) -> bytes:
        values = number(identity), number(0), text(f"PipeWire:Interface:{kind}"), number(3), said
        return message(struct_of(*values), sender=2, event=0)

    def reported(said: bytes, state: int) -> bytes:
        return message(struct_of(number(7), number(state), text(""), said, struct_of()), sender=3, event=0)

    def handled(sent: int) -> bytes:
        return message(struct_of(number(0), number(sent)))

    stream = properties(media_class="Stream/Input/Video", client_id="5")
    answer = (
        listed(7, "Node", stream),
        listed(5, "Client", properties(application_name="krdpserver")),
        handled(3),
        reported(stream, state=2),
        reported(properties(), state=3),
        handled(6),
    )
    with server_that_answers(runtime / "pipewire-0", b"".join(answer)):
        [found] = recording_streams(1)
    assert (found.program, found.is_running) == ("krdpserver", True)


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
