"""A terminal with a keyboard, in which sitbreak is started."""

import os
import subprocess
import sys
from contextlib import suppress

from tests.app.process import Sitbreak

_IN_A_TERMINAL = """
import fcntl, os, sys, termios
os.setsid()
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

    def run(self, sitbreak: Sitbreak, script: str, *options: str) -> subprocess.Popen[bytes]:
        """Run a Python script as the terminal's session."""
        process = subprocess.Popen(
            [sys.executable, "-c", script, *options],
            env=sitbreak.env,
            cwd=sitbreak.home.folder,
            stdin=self._line,
            stdout=self._line,
            stderr=self._line,
        )
        sitbreak.processes.append(process)
        return process

    def type(self, keys: str) -> None:
        os.write(self._keyboard, keys.encode())

    def shows(self, text: str) -> bool:
        os.set_blocking(self._keyboard, False)
        with suppress(BlockingIOError):
            self._shown += os.read(self._keyboard, 65536)
        return text in self._shown.decode()

    def close(self) -> None:
        os.close(self._keyboard)
        os.close(self._line)
