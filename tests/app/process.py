"""Starts sitbreak as its own process and talks to it as people and scripts do."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import IO, Any, NamedTuple

from sitbreak.remote.client import NoAnswer, NotRunning, ask
from sitbreak.remote.protocol import Answer
from tests.rig import Home
from tests.until import until

COMMAND = [sys.executable, "-m", "sitbreak"]


class Done(NamedTuple):
    """What became of a command."""

    status: int
    out: str
    err: str


class Sitbreak:
    """One person's sitbreak; it can be killed and started again.

    Attributes:
        env: the environment in which it is started and its commands are typed.
        typing: what is typed in its terminal goes in here.
    """

    def __init__(self, home: Home) -> None:
        self.home = home
        self.env = dict(home.env)
        self.processes: list[subprocess.Popen[bytes]] = []
        self.typing: IO[bytes] | None = None
        self._out = home.folder / "stdout"
        self._err = home.folder / "stderr"

    # --- starting and ending -------------------------------------------------------------------

    def start(self, *options: str, typing: bool = False, out: int | IO[bytes] | None = None) -> None:
        """Start it and wait until it answers."""
        self.spawn(*options, typing=typing, out=out)
        until(lambda: self.answers() or self.has_ended(), "sitbreak answers")
        assert not self.has_ended(), self.complaints

    def spawn(self, *options: str, typing: bool = False, out: int | IO[bytes] | None = None) -> None:
        """Start it."""
        with self._out.open("ab") as usual, self._err.open("ab") as err:
            process = subprocess.Popen(
                [*COMMAND, *options],
                env=self.env,
                cwd=self.home.folder,
                stdin=subprocess.PIPE if typing else subprocess.DEVNULL,
                stdout=usual if out is None else out,
                stderr=err,
            )
        self.processes.append(process)
        self.typing = process.stdin

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The one that was started last."""
        return self.processes[-1]

    def has_ended(self) -> bool:
        """Whether it is not running any more."""
        return self.process.poll() is not None

    def wait(self, seconds: float = 5) -> int:
        """Wait until it has ended by itself and return its exit status."""
        return self.process.wait(seconds)

    def kill(self) -> None:
        """Let it die in the middle of everything."""
        self.process.kill()
        self.process.wait(5)

    def end(self) -> None:
        """Make sure that nothing of it is left."""
        for process in self.processes:
            process.kill()
            process.communicate()

    # --- talking to it -------------------------------------------------------------------------

    def type(self, line: str) -> None:
        """Type a line into its terminal."""
        assert self.typing is not None
        self.typing.write(line.encode() + b"\n")
        self.typing.flush()

    def ask(self, words: str) -> Answer:
        """Ask the running instance."""
        return ask(Path(self.env["XDG_RUNTIME_DIR"]) / "sitbreak", words.split())

    def answers(self) -> bool:
        """Whether an instance answers."""
        try:
            return self.ask("status").status == 0
        except (NotRunning, NoAnswer):
            return False

    def do(self, words: str) -> str:
        """Have the running instance do something and return what it says."""
        answer = self.ask(words)
        assert answer.status == 0, answer
        return answer.text

    def run(self, *words: str) -> Done:
        """Type a command in another terminal."""
        done = subprocess.run(
            [*COMMAND, *words],
            env=self.env,
            cwd=self.home.folder,
            capture_output=True,
            text=True,
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

    # --- what is left of it --------------------------------------------------------------------

    @property
    def printed(self) -> str:
        """What it has printed so far."""
        return _text(self._out)

    @property
    def complaints(self) -> str:
        """What it has written to standard error so far."""
        return _text(self._err)

    @property
    def config(self) -> Path:
        """The folder of its settings."""
        return self.home.config / "sitbreak"

    @property
    def settings(self) -> str:
        """What settings.toml holds."""
        return _text(self.config / "settings.toml")

    @property
    def state_folder(self) -> Path:
        """The folder of what outlives it."""
        return Path(self.env["XDG_STATE_HOME"]) / "sitbreak"

    @property
    def log(self) -> str:
        """What it has logged so far."""
        return _text(self.state_folder / "log" / "sitbreak.log")

    def write_settings(self, text: str) -> None:
        """Edit settings.toml by hand."""
        self.config.mkdir(parents=True, exist_ok=True)
        (self.config / "settings.toml").write_text(text)

    def give_browser(self) -> Path:
        """Put an xdg-open on the PATH that writes down what it is asked to open; return where."""
        programs, opened = self.home.folder / "bin", self.home.folder / "opened"
        programs.mkdir()
        script = programs / "xdg-open"
        script.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" >> "{opened}"\n')
        script.chmod(0o755)
        self.env["PATH"] = f"{programs}{os.pathsep}{self.env['PATH']}"
        return opened


def _text(path: Path) -> str:
    return path.read_text(errors="replace") if path.exists() else ""
