"""sitbreak as a process of its own, and the ways in which people and scripts talk to it."""

import json
import locale
import os
import signal
import subprocess
import sys
from collections.abc import Collection, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO, Any, NamedTuple

from sitbreak.app.command_line import CheckTips, ShowHistory, Start, Text, parse
from sitbreak.core.commands import as_json
from sitbreak.remote.client import NoAnswer, NotRunning, ask
from sitbreak.remote.protocol import Answer
from sitbreak.storage.once import INTRODUCED, Once
from tests.rig.programs import Home, text_of
from tests.until import BUSY, until

_ENDING = [getattr(signal, name) for name in ("SIGINT", "SIGHUP") if os.name != "nt"]
COMMAND = (sys.executable, "-P", "-m", "tests.windows.alone" if os.name == "nt" else "sitbreak")


def request(typed: str) -> dict[str, object]:
    """Return what the client sends for a command."""
    command = parse(typed.split())
    assert not isinstance(command, Start | CheckTips | ShowHistory | Text), "the client does these alone"
    return as_json(command)


class Done(NamedTuple):
    """The result of a command."""

    status: int
    out: str
    err: str


class Running:
    """One person's sitbreak; it can be killed and started again.

    Attributes:
        env: the environment in which it is started and its commands are typed.
        process: the process started last.
        command: what starts it.
        ignored: the signals that it ignores from the start, as under nohup.
        is_new: the person has never started it on a desktop, and is introduced to it.
    """

    process: subprocess.Popen[bytes]

    def __init__(self, home: Home, env: dict[str, str] | None = None) -> None:
        """Start nothing yet.

        Args:
            home: its folders.
            env: leads to a desktop, and may change before a start; without it there is no desktop.
        """
        self.home = home
        self.env = dict(home.env) if env is None else env
        self.command: Sequence[str] = COMMAND
        self.ignored: tuple[signal.Signals, ...] = ()
        self.is_new = False
        self._started: list[subprocess.Popen[bytes]] = []
        self._out = home.folder / "stdout"
        self._err = home.folder / "stderr"

    # --- starting and ending -------------------------------------------------------------------

    def start(self, *options: str, typing: bool = False, out: int | IO[bytes] | None = None) -> None:
        """Start it and wait until it answers.

        Args:
            options: of the command line.
            typing: whether `type` is to reach it.
            out: where its output goes instead of to `printed`.
        """
        self.spawn(*options, typing=typing, out=out)
        until(lambda: self.answers() or self.has_ended(), "sitbreak answers")
        assert not self.has_ended(), self.complaints

    def spawn(self, *options: str, typing: bool = False, out: int | IO[bytes] | None = None) -> None:
        """Start it, and do not wait."""
        self.execute(
            [*self.command, *options], stdin=subprocess.PIPE if typing else subprocess.DEVNULL, stdout=out
        )

    def execute(
        self,
        command: Sequence[str],
        *,
        stdin: int = subprocess.DEVNULL,
        stdout: int | IO[bytes] | None = None,
        stderr: int | IO[bytes] | None = None,
    ) -> subprocess.Popen[bytes]:
        """Start a program that becomes sitbreak, in a session of its own; every start goes through here."""
        # A test run in the background of a script ignores SIGINT, under nohup SIGHUP; children inherit that.
        is_deaf = any(signal.getsignal(number) is signal.SIG_IGN for number in _ENDING)
        reset = partial(_ignore, self.ignored) if is_deaf or self.ignored else None
        on_desktop = os.name == "nt" or {"DISPLAY", "WAYLAND_DISPLAY"} & self.env.keys()
        if on_desktop and not self.is_new:
            with suppress(OSError):
                Once(self.state_folder).record(INTRODUCED)
        with self._out.open("ab") as usual_out, self._err.open("ab") as usual_err:
            self.process = subprocess.Popen(
                command,
                env=self.env,
                cwd=self.home.folder,
                stdin=stdin,
                stdout=usual_out if stdout is None else stdout,
                stderr=usual_err if stderr is None else stderr,
                start_new_session=True,
                preexec_fn=reset,  # noqa: PLW1509 - it only resets signals
            )
        self._started.append(self.process)
        return self.process

    def has_ended(self) -> bool:
        """Return whether it no longer runs."""
        return self.process.poll() is not None

    def wait(self) -> int:
        """Wait until it has ended by itself and return its exit status."""
        return self.process.wait(BUSY)

    def kill(self) -> None:
        """Kill it, and its windows, in the middle of everything."""
        _kill(self.process)
        self.process.wait(BUSY)

    def end(self) -> None:
        """Leave nothing of it behind."""
        for process in self._started:
            _kill(process)
            process.communicate()

    # --- talking to it -------------------------------------------------------------------------

    def type(self, text: str) -> None:
        """Type text into its terminal."""
        assert self.process.stdin is not None
        self.process.stdin.write(text.encode())
        self.process.stdin.flush()

    def end_of_input(self) -> None:
        """Close the terminal's input."""
        assert self.process.stdin is not None
        self.process.stdin.close()

    def ask(self, words: str, patience: float = 5) -> Answer:
        """Ask the running instance; it gets this many seconds to answer."""
        return ask(self.runtime, request(words), patience)

    def answers(self) -> bool:
        """Return whether an instance answers."""
        try:
            return self.ask("status").status == 0
        except (NotRunning, NoAnswer):
            return False

    def do(self, words: str) -> str:
        """Give the running instance a command and return its reply."""
        answer = self.ask(words, BUSY)
        assert answer.status == 0, answer
        return answer.text

    def run(self, *words: str) -> Done:
        """Type a command in another terminal."""
        done = subprocess.run(
            [*COMMAND, *words],
            env=self.env,
            cwd=self.home.folder,
            capture_output=True,
            encoding=locale.getencoding(),  # whatever that of the tests themselves is
            timeout=20,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def status(self) -> dict[str, Any]:
        """Read `status --json`."""
        status: dict[str, Any] = json.loads(self.do("status --json"))
        return status

    def reminder(self) -> str | None:
        """Return the state of the reminder."""
        reminder = self.status()["reminder"]
        return None if reminder is None else str(reminder["state"])

    # --- what it leaves behind --------------------------------------------------------------------

    @property
    def printed(self) -> str:
        """What it has printed so far."""
        return text_of(self._out)

    @property
    def complaints(self) -> str:
        """What it has written to standard error so far."""
        return text_of(self._err)

    @property
    def runtime(self) -> Path:
        """The folder of its socket."""
        if os.name == "nt":
            return self.state_folder / "runtime"
        return Path(self.env["XDG_RUNTIME_DIR"]) / "sitbreak"

    @property
    def config(self) -> Path:
        """The folder of its settings."""
        return self.home.config / "sitbreak"

    @property
    def settings(self) -> str:
        """The text of settings.toml."""
        return text_of(self.config / "settings.toml")

    @property
    def state_folder(self) -> Path:
        """The folder of what outlives it."""
        return Path(self.env["XDG_STATE_HOME"]) / "sitbreak"

    @property
    def log(self) -> str:
        """What it has logged so far."""
        return text_of(self.state_folder / ("Logs" if os.name == "nt" else "log") / "sitbreak.log")

    def write_settings(self, text: str) -> None:
        """Edit settings.toml by hand."""
        self.config.mkdir(parents=True, exist_ok=True)
        (self.config / "settings.toml").write_text(text)

    def record_opened(self) -> Path:
        """Put an xdg-open on the PATH that records what it opens; return the file in which it does."""
        programs, opened = self.home.folder / "bin", self.home.folder / "opened"
        programs.mkdir()
        script = programs / "xdg-open"
        script.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" >> "{opened}"\n')
        script.chmod(0o755)
        self.env["PATH"] = f"{programs}{os.pathsep}{self.env['PATH']}"
        return opened


def _ignore(ignored: Collection[signal.Signals]) -> None:
    for number in _ENDING:
        signal.signal(number, signal.SIG_IGN if number in ignored else signal.SIG_DFL)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and those that it started, if it still runs."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        process.kill()
        return
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


# --- in a terminal -----------------------------------------------------------------------------------

_IN_A_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
"""
FOREGROUND = _IN_A_TERMINAL + 'os.execv(sys.executable, [sys.executable, "-m", "sitbreak", *sys.argv[1:]])'
BACKGROUND = _IN_A_TERMINAL + (
    'import subprocess; subprocess.run([sys.executable, "-m", "sitbreak"], process_group=0)'
)


class Terminal:
    """A terminal with a keyboard."""

    def __init__(self) -> None:
        self._keyboard, self._line = os.openpty()
        self._shown = b""

    def run(self, sitbreak: Running, script: str, *options: str) -> subprocess.Popen[bytes]:
        """Run a Python script as the terminal's session."""
        command = [sys.executable, "-c", script, *options]
        return sitbreak.execute(command, stdin=self._line, stdout=self._line, stderr=self._line)

    def type(self, keys: str) -> None:
        os.write(self._keyboard, keys.encode())

    def hang_up(self) -> None:
        """Close the window of the terminal."""
        os.close(self._keyboard)
        os.close(self._line)
        self._keyboard = self._line = -1

    def shows(self, text: str) -> bool:
        os.set_blocking(self._keyboard, False)
        with suppress(BlockingIOError):
            self._shown += os.read(self._keyboard, 65536)
        return text in self.text

    @property
    def text(self) -> str:
        """What it has shown so far."""
        return self._shown.decode(errors="replace")  # a character may not have come wholly yet

    def close(self) -> None:
        if self._keyboard >= 0:
            self.hang_up()
