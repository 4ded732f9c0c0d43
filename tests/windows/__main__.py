"""The tests on Windows, under Wine: `python3 dev.py windows [PYTEST WORDS]`.

Makes a Windows Python once (see `python.py`), gives it a display without a screen, and runs pytest there on
this checkout, which it sees as drive W:. What Wine gets wrong is in `wine.py`.
"""

import fcntl
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.rig.programs import Home, find
from tests.rig.servers import XDisplay
from tests.windows.python import CHECKOUT, WindowsPython, unavailable_reason


def main(words: list[str]) -> int:
    """Run pytest with these words; return its exit status."""
    if problem := unavailable_reason() or ("" if find("Xvfb") else "needs Xvfb: apt-get install xvfb"):
        sys.exit(f"dev.py windows {problem}")
    python = WindowsPython(CHECKOUT / ".windows")
    with one_at_a_time(python.folder.with_suffix(".lock")):
        try:
            python.make()
        except subprocess.CalledProcessError as error:
            sys.exit(f"{error.stdout}\n{' '.join(map(str, error.cmd))} failed, see above.")
        with tempfile.TemporaryDirectory(prefix="sitbreak-") as folder:
            display = XDisplay(Home(Path(folder)))
            try:
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


def run(python: WindowsPython, arguments: list[str], display: str) -> int:
    """Run that Python in the checkout and print its output; return its exit status."""
    with subprocess.Popen(
        python.command(*arguments),
        env=python.env(DISPLAY=display, PYTHONUNBUFFERED="1", PYTHONUTF8="1"),
        cwd=CHECKOUT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        assert process.stdout is not None
        while data := process.stdout.read1(4096):  # type: ignore[attr-defined]
            sys.stdout.buffer.write(data)
            sys.stdout.flush()
    return process.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
