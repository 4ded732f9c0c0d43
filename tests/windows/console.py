"""Runs a command in a console of its own, and does there what a person at that console would.

    python -m tests.windows.console ctrl-c|close TRIGGER COMMAND...
    python -m tests.windows.console type KEYS COMMAND...

When the file TRIGGER exists, Ctrl-C is pressed there, or its window is closed. Or KEYS are typed, and what
the console shows in the end is printed. The exit status is that of the command.
"""

import ctypes
import msvcrt
import os
import subprocess
import sys
import time
from ctypes import wintypes
from pathlib import Path

assert sys.platform == "win32"

CTRL_C_EVENT, WM_CLOSE = 0, 0x0010
_KEY_EVENT, _VK_RETURN = 1, 0x0D
_COLUMNS, _LINES = 80, 25


class _Key(ctypes.Structure):
    """INPUT_RECORD with a KEY_EVENT_RECORD in it."""

    _fields_ = (
        ("type", wintypes.WORD),
        ("is_down", wintypes.BOOL),
        ("count", wintypes.WORD),
        ("key", wintypes.WORD),
        ("scan_code", wintypes.WORD),
        ("character", wintypes.WCHAR),
        ("state", wintypes.DWORD),
    )


def main(how: str, what: str, command: list[str]) -> int:
    """Run the command; return its exit status."""
    kernel32 = ctypes.windll.kernel32
    kernel32.FreeConsole()
    if not kernel32.AllocConsole():
        raise ctypes.WinError()
    if how == "type":
        return _type(what, command)
    return _end(how, Path(what), command)


def _end(how: str, trigger: Path, command: list[str]) -> int:
    kernel32, user32 = ctypes.windll.kernel32, ctypes.windll.user32
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


def _type(keys: str, command: list[str]) -> int:
    """Type everything at once: a console keeps it until it is read."""
    kernel32 = ctypes.windll.kernel32
    keyboard, screen = (os.open(name, os.O_RDWR) for name in ("CONIN$", "CONOUT$"))
    for key in keys:
        code = _VK_RETURN if key == "\r" else ord(key.upper())
        for is_down in (True, False):
            record = _Key(_KEY_EVENT, is_down, 1, code, 0, key, 0)
            kernel32.WriteConsoleInputW(
                _handle(keyboard), ctypes.byref(record), 1, ctypes.byref(wintypes.DWORD())
            )
    status = subprocess.call(command, stdin=keyboard, stdout=screen, stderr=screen)
    for line in range(_LINES):
        text = ctypes.create_unicode_buffer(_COLUMNS + 1)
        start = wintypes._COORD(0, line)
        read = wintypes.DWORD()
        kernel32.ReadConsoleOutputCharacterW(_handle(screen), text, _COLUMNS, start, ctypes.byref(read))
        print(text.value.rstrip())
    return status


def _handle(descriptor: int) -> ctypes.c_void_p:
    return ctypes.c_void_p(msvcrt.get_osfhandle(descriptor))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
