"""Uses the folder for people without Python: `python -m tests.windows.folder FOLDER`, on Windows."""

import locale
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.rig.programs import Home
from tests.until import until
from tests.windows import desk


def main(folder: Path) -> int:
    """Start sitbreak, see its icon, read a tip in its window, and quit; raises AssertionError."""
    console, windowed = folder / "sitbreak.exe", folder / "sitbreakw.exe"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:  # the tip's window is still open
        env = Home(Path(home)).env

        def do(*words: str) -> str:
            command = [str(console), *words]
            done = subprocess.run(
                command,
                env=env,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding=locale.getencoding(),  # whatever that of the tests themselves is
                check=False,
            )
            print(*words, done.returncode, done.stdout, done.stderr, sep=" | ", flush=True)
            return done.stdout if done.returncode == 0 else ""

        assert do("--version").startswith("sitbreak ")
        with subprocess.Popen([str(windowed)], env=env, cwd=home) as started:
            try:
                until(lambda: do("status"), "it answers")
                until(
                    lambda: '"tray": "windows"' in do("status", "--json"), "the task bar has taken its icon"
                )
                until(desk.shows_icon, "the icon is on the task bar")
                assert do("tip", "--card")
                assert "PySide6" not in do("troubleshoot"), "it has Qt"
                assert do("quit")
                assert started.wait() == 0
                log = Path(env["LOCALAPPDATA"], "sitbreak", "Logs", "sitbreak.log").read_text()
                assert "projection table" not in log, "WinRT's parts are complete"
            finally:
                started.kill()  # unless it has ended
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
