"""A real sound server, private to a test: PulseAudio, or PipeWire in its place."""

import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sitbreak.wires import pulse
from tests.rig.programs import Home, Program
from tests.rig.servers import SessionBus
from tests.until import until

_CREATE_RECORD_STREAM = 5
_NO_SOURCE = "4294967295"


class SoundServer:
    """A PulseAudio with a silent microphone and speakers that nobody hears."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._recorders: list[Program] = []
        modules = ("module-native-protocol-unix", "module-null-source source_name=mic", "module-null-sink")
        loads = [argument for module in modules for argument in ("-L", module)]
        self.daemon = Program(
            ["pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1", *loads],
            home.env,
            home.folder / "pulseaudio.log",
            lambda: (home.runtime / "pulse/native").is_socket() and "mic" in self.pactl("list", "short"),
        )
        self.daemon.start()

    def pactl(self, *arguments: str) -> str:
        done = subprocess.run(
            ["pactl", *arguments], env=self._home.env, capture_output=True, text=True, timeout=10, check=False
        )
        return done.stdout

    @property
    def recording(self) -> Path:
        """The newest recording: 16-bit samples, little-endian, two channels, 44100 a second."""
        return self._home.folder / "recording"

    def record(self, source: str) -> Program:
        return self._record("parec", f"--device={source}", "--latency-msec=50", str(self.recording))

    def _record(self, *command: str) -> Program:
        """Start a program that records, and wait until it does."""
        count = len(self._recordings()) + 1
        log = self._home.folder / f"{command[0]}.log"
        recorder = Program(command, self._home.env, log, lambda: len(self._recordings()) == count)
        self._recorders.append(recorder)
        recorder.start()
        return recorder

    @contextmanager
    def stream(self, *, paused: bool = False, peaks: bool = False) -> Iterator[None]:
        """Record in ways that parec can't. Source: protocol-native.c, command_create_record_stream."""
        flag = {False: b"0", True: b"1"}
        nothing = b"L" + b"\xff" * 4
        spec = b"a" + struct.pack(">BBI", 3, 1, 25 if peaks else 44100) + b"m" + bytes((1, 0))
        source = nothing + b"tmic\0" + nothing + flag[paused] + nothing
        kind = b"0" * 7 + flag[peaks] + b"0" + b"PN" + nothing + b"0" * 3
        with pulse.connected("recorder", timeout=5) as client:
            client.ask(_CREATE_RECORD_STREAM, spec + source + kind)
            state = "Corked: yes" if paused else "Corked: no"  # PipeWire starts it only after a moment
            until(lambda: state in self.pactl("list", "source-outputs"), "it records")
            yield

    def _recordings(self) -> list[str]:
        """Return the streams that are connected to a source."""
        lines = self.pactl("list", "short", "source-outputs").splitlines()
        return [line for line in lines if line.split("\t")[1] != _NO_SOURCE]

    def end(self) -> None:
        for program in (*self._recorders, self.daemon):
            program.kill()


class PipeWireServer(SoundServer):
    """The same, with PipeWire and its session manager."""

    def __init__(self, home: Home, bus: SessionBus) -> None:
        self._home = home
        self._recorders = []
        env = home.env | bus.env
        sockets = {"pipewire": "pipewire-0", "wireplumber": "", "pipewire-pulse": "pulse/native"}
        self._daemons = [
            Program([name], env, home.folder / f"{name}.log", (home.runtime / socket).exists)
            for name, socket in sockets.items()
        ]
        for daemon in self._daemons:
            daemon.start()
        self.daemon = self._daemons[-1]
        self.pactl("load-module", "module-null-sink", "sink_name=mic", "media.class=Audio/Source/Virtual")
        self.pactl("load-module", "module-null-sink", "sink_name=null")
        until(lambda: "mic" in self.pactl("list", "short", "sources"), "there is a microphone")

    def record_natively(self, *options: str) -> Program:
        """Record with a program that does not speak PulseAudio's protocol."""
        return self._record("pw-record", *options, str(self.recording))

    def end(self) -> None:
        for program in reversed((*self._daemons, *self._recorders)):
            program.kill()
