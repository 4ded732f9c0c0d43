"""The tests on Windows, under Wine: `python3 dev.py windows [PYTEST WORDS | --build | --bench]`.

Makes a Windows Python once (see `python.py`), gives it a display without a screen, and runs pytest there on
this checkout, which it sees as drive W:. `--build` makes the folder for people without Python instead, and
uses what is in it; `--bench` measures the tray process. What Wine gets wrong is in `wine.py`.
"""

import fcntl
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import IO

from tests.rig.programs import Home
from tests.rig.servers import XDisplay
from tests.windows import bench
from tests.windows.python import CHECKOUT, PACKAGES, WindowsPython, unavailable_reason

_PYINSTALLER = ("pyinstaller>=6.11,<7", "pefile>=2022.5.30", "pywin32-ctypes>=0.2.1")
"""It, and what it needs on Windows, which pip on Linux does not see."""

_LAST_WORDS = 5.0
"""Seconds for what a process has printed before its end."""


def main(words: list[str]) -> int:
    """Run pytest with these words, or build, or measure; return the exit status."""
    if words == ["--packages"]:
        print(*PACKAGES)
        return 0
    if problem := unavailable_reason():
        sys.exit(f"dev.py windows {problem}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # leave nothing running
    python = WindowsPython(CHECKOUT / ".windows")
    with one_at_a_time(python.folder.with_suffix(".lock")):
        try:
            python.make()
            if words == ["--build"]:
                python.add(*_PYINSTALLER)
        except subprocess.CalledProcessError as error:
            sys.exit(f"{error.stdout}\n{' '.join(map(str, error.cmd))} failed, see above.")
        with tempfile.TemporaryDirectory(prefix="sitbreak-") as folder:
            display = XDisplay(Home(Path(folder)))
            try:
                if words == ["--build"]:
                    return build(python, display.name)
                if words == ["--bench"]:
                    return bench.show(bench.run(python, python.env(DISPLAY=display.name)))
                return run(python, ["-m", "pytest", "-p", "no:cacheprovider", *words], display.name)
            finally:
                python.end()
                display.server.end()


@contextmanager
def one_at_a_time(lock: Path) -> Iterator[None]:
    """Wait until nobody else runs this Python: they would share its desktop, and end each other."""
    with lock.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def build(python: WindowsPython, display: str) -> int:
    """Build the folder with everything in it, and use it; return the exit status."""
    from sitbreak import __version__

    dist = r"C:\dist"
    made = run(python, [r"packaging\windows\folder.py", dist, __version__], display)
    return made or run(python, ["-P", "-m", "tests.windows.folder", rf"{dist}\pyinstaller\sitbreak"], display)


def run(python: WindowsPython, arguments: list[str], display: str) -> int:
    """Run that Python in the checkout and print its output; return its exit status."""
    process = subprocess.Popen(
        python.command(*arguments),
        env=python.env(DISPLAY=display, PYTHONUNBUFFERED="1", PYTHONUTF8="1"),
        cwd=CHECKOUT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert process.stdout is not None
    # Its output ends only with the last program that it has started, and one may be left over.
    printing = Thread(target=pass_on, args=(process.stdout,), daemon=True)
    printing.start()
    status = process.wait()
    printing.join(_LAST_WORDS)
    return status


def pass_on(output: IO[bytes]) -> None:
    """Print what can be read from there, as soon as it is there."""
    while data := output.read1(4096):  # type: ignore[attr-defined]
        sys.stdout.buffer.write(data)
        sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
