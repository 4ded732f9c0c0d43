"""Runs a command in a console of its own, and ends it as a person at that console would.

    python -m tests.windows.console ctrl-c|close TRIGGER COMMAND...

When the file TRIGGER exists, Ctrl-C is pressed there, or its window is closed. The exit status is that of the
command.
"""

import ctypes
import subprocess
import sys
import time
from pathlib import Path

CTRL_C_EVENT, WM_CLOSE = 0, 0x0010


def main(how: str, trigger: Path, command: list[str]) -> int:
    """Run the command; return its exit status."""
    if sys.platform != "win32":
        raise OSError("this is not Windows")
    kernel32, user32 = ctypes.windll.kernel32, ctypes.windll.user32
    kernel32.FreeConsole()
    if not kernel32.AllocConsole():
        raise ctypes.WinError()
    window = kernel32.GetConsoleWindow()
    with subprocess.Popen(command) as process:
        while not trigger.exists() and process.poll() is None:
            time.sleep(0.05)
        if how == "close":
            kernel32.FreeConsole()  # or we would be ended, too
            user32.PostMessageW(ctypes.c_void_p(window), WM_CLOSE, 0, 0)
        else:
            kernel32.SetConsoleCtrlHandler(None, True)  # it is meant for the other one
            kernel32.GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0)
        return process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:]))
