"""How Windows ends sitbreak: with the session, with Ctrl-C, and with the console's close button."""

import sys

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows", allow_module_level=True)

import ctypes
from collections.abc import Callable
from ctypes import wintypes
from pathlib import Path

from sitbreak.core.words import instance as words
from sitbreak.desktop import windows
from sitbreak.wires.windows_shell import WindowsShell
from tests.running import COMMAND, Running
from tests.until import BUSY, until

WM_QUERYENDSESSION, WM_ENDSESSION = 0x0011, 0x0016
SEND_NORMALLY = 0


def top_level_windows(process: int) -> list[int]:
    """Return the windows to which Windows says that the session ends."""
    found: list[int] = []

    def look(window: int, _: int) -> bool:
        owner = wintypes.DWORD()
        ctypes.windll.user32.GetWindowThreadProcessId(wintypes.HWND(window), ctypes.byref(owner))
        if owner.value == process:
            found.append(window)
        return True

    prototype = ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)
    ctypes.windll.user32.EnumWindows(prototype(look), 0)
    return found


def class_of(window: int) -> str:
    name = ctypes.create_unicode_buffer(80)
    ctypes.windll.user32.GetClassNameW(wintypes.HWND(window), name, len(name))
    return name.value


def send(window: int, message: int, wparam: int) -> int:
    answer = ctypes.c_size_t()
    assert ctypes.windll.user32.SendMessageTimeoutW(
        wintypes.HWND(window), message, wparam, 0, SEND_NORMALLY, int(1000 * BUSY), ctypes.byref(answer)
    )
    return answer.value


def last_sign_of_life(sitbreak: Running) -> str:
    return next(sitbreak.state_folder.rglob("heartbeat*")).read_text("utf-8")


def test_the_end_of_the_session_is_not_vetoed_and_saves_first(sitbreak: Running) -> None:
    sitbreak.start()
    process = sitbreak.process.pid
    until(
        lambda: "session-notifications" in map(class_of, top_level_windows(process)),
        "it listens for the end of the session",
    )
    before = last_sign_of_life(sitbreak)
    asked = top_level_windows(process)
    assert {send(window, WM_QUERYENDSESSION, 0) for window in asked} == {1}
    assert not sitbreak.has_ended(), "another program may yet refuse"
    [listening] = [window for window in asked if class_of(window) == "session-notifications"]
    send(listening, WM_ENDSESSION, 1)
    # Windows may end it from here on.
    assert words.session_over() in sitbreak.log
    assert last_sign_of_life(sitbreak) != before
    assert sitbreak.process.wait(BUSY) == 0


@pytest.mark.parametrize("how", ["ctrl-c", "close"])
def test_the_console_ends_it_and_everything_is_saved(sitbreak: Running, tmp_path: Path, how: str) -> None:
    trigger = tmp_path / "now"
    sitbreak.command = [sys.executable, "-P", "-m", "tests.windows.console", how, str(trigger), *COMMAND]
    sitbreak.start("--foreground")
    before = last_sign_of_life(sitbreak)
    trigger.touch()
    assert sitbreak.process.wait(BUSY) == 0, sitbreak.complaints
    assert last_sign_of_life(sitbreak) != before


@pytest.mark.parametrize(("event", "waits"), [(0, False), (1, False), (2, True), (5, True), (6, True)])
def test_only_an_event_that_ends_the_process_waits_for_the_end(
    monkeypatch: pytest.MonkeyPatch, event: int, waits: bool
) -> None:
    handlers: list[Callable[[int], None]] = []
    done: list[str] = []
    monkeypatch.setattr(WindowsShell, "follow_console", lambda _, on_event: handlers.append(on_event))
    monkeypatch.setattr(windows.time, "sleep", lambda seconds: done.append(f"slept {seconds:g}"))
    windows.follow_console(lambda: done.append("ended"))
    handlers[0](event)
    assert done == ["ended", "slept 4"][: 1 + waits]
