"""The tray on Windows: a real window, a real menu bar's icon, and the task bar's answers."""

import sys

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows", allow_module_level=True)

import ctypes
import queue
import struct
import threading
from collections.abc import Iterator
from ctypes import wintypes
from typing import NamedTuple

from pystray._util import win32

from sitbreak.core.inputs import ButtonsLookedFor, Input, ShowHow
from sitbreak.desktop.notifications.balloons import Balloons
from sitbreak.desktop.notifications.native import NativeNotifications
from sitbreak.desktop.tray import windows
from sitbreak.desktop.tray.live_icon import Feed
from sitbreak.desktop.tray.windows import NOT_TAKEN, WindowsIcon, windows_tray
from tests.desktop.notifications.bubbles import REMINDER, TIP
from tests.desktop.tray.views import a_view, pixmaps
from tests.until import BUSY, until
from tests.windows.wine import ON_WINE

WM_QUERYENDSESSION, WM_SETTINGCHANGE = 0x0011, 0x001A
NIN_BALLOONUSERCLICK = 0x0405
ABORT_IF_HUNG = 2


class TaskBar:
    """The real task bar, which can be made to refuse.

    Attributes:
        asked: the NIM_... codes it was asked to do.
        refusals: how many icons it is yet to refuse.
    """

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.refusals = 0
        self._real = win32.Shell_NotifyIcon

    def __call__(self, code: int, data: object) -> int:
        self.asked.append(code)
        if code == win32.NIM_ADD and self.refusals:
            self.refusals -= 1
            return 0
        return int(self._real(code, data))


class RunningTray:
    """The tray of Windows in a thread of its own."""

    def __init__(self) -> None:
        self.posted: queue.Queue[Input] = queue.Queue()
        self._over = threading.Event()
        self.tray = windows_tray(Feed(self.posted.put, pixmaps, a_view))
        self.icon: WindowsIcon = self.tray.icon
        self.thread = threading.Thread(target=self.tray.run, args=(lambda: self._over.wait(5 * BUSY),))

    def start(self) -> None:
        self.thread.start()
        until(lambda: self.icon.visible, "the icon was offered to the task bar")

    def send(self, window: int, message: int) -> int:
        """Return the answer of a window to a message from another thread."""
        answer = ctypes.c_size_t()
        sent = ctypes.windll.user32.SendMessageTimeoutW(
            wintypes.HWND(window), message, 0, 0, ABORT_IF_HUNG, int(1000 * BUSY), ctypes.byref(answer)
        )
        assert sent, "it answers"
        return answer.value

    def stop(self) -> None:
        self._over.set()
        self.thread.join(BUSY)
        assert not self.thread.is_alive()


@pytest.fixture
def task_bar(monkeypatch: pytest.MonkeyPatch) -> TaskBar:
    task_bar = TaskBar()
    monkeypatch.setattr(win32, "Shell_NotifyIcon", task_bar)
    return task_bar


@pytest.fixture
def running(task_bar: TaskBar) -> Iterator[RunningTray]:  # noqa: ARG001 - it is asked from now on
    running = RunningTray()
    yield running
    if running.thread.is_alive():
        running.stop()


def test_the_icon_is_shown(running: RunningTray) -> None:
    assert running.tray.name == "none"
    running.start()
    until(lambda: running.tray.name == "windows", "the task bar has taken it")
    assert running.tray.finding().tried == ()


def test_its_windows_let_the_session_end(running: RunningTray) -> None:
    running.start()
    windows_of_it = (running.icon._hwnd, running.icon._menu_hwnd)
    assert [running.send(window, WM_QUERYENDSESSION) for window in windows_of_it] == [1, 1]


def test_an_icon_that_is_not_taken_is_offered_again(
    running: RunningTray, task_bar: TaskBar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(windows, "_SOONEST", 0.05)
    running.icon._delay = 0.05
    task_bar.refusals = 3
    running.start()
    until(lambda: task_bar.asked.count(win32.NIM_ADD) == 2, "it is offered again")
    if task_bar.refusals:
        assert running.tray.finding().tried == (("windows", NOT_TAKEN),)
    until(lambda: running.tray.name == "windows", "it is taken in the end")
    assert task_bar.asked.count(win32.NIM_ADD) == 4
    assert running.icon._delay == 0.05


def test_the_icon_returns_with_a_restarted_task_bar(running: RunningTray, task_bar: TaskBar) -> None:
    running.start()
    task_bar.asked.clear()
    running.send(running.icon._hwnd, win32.WM_TASKBARCREATED)
    assert task_bar.asked == [win32.NIM_DELETE, win32.NIM_ADD]
    assert running.icon.is_shown


def test_the_picture_has_the_size_of_the_task_bar(
    running: RunningTray, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell, drawn = running.icon._shell, list[tuple[int, int]]()

    def record(png: bytes, size: int) -> int:
        drawn.append((*struct.unpack(">I", png[16:20]), size))
        return real(png, size)

    real = shell.icon_of_png
    monkeypatch.setattr(shell, "icon_of_png", record)
    running.start()
    assert shell.small_icon_size() == 16, "at 96 dots per inch"
    monkeypatch.setattr(shell, "small_icon_size", lambda: 24)
    running.send(running.icon._hwnd, win32.WM_DISPLAYCHANGE)
    assert drawn == [(16, 16), (24, 24)]


def test_a_balloon_brings_neither_an_icon_nor_a_window_of_its_own(
    running: RunningTray, task_bar: TaskBar
) -> None:
    running.start()
    until(lambda: running.icon.is_shown, "the task bar has taken it")
    before = windows_of_this_process()
    task_bar.asked.clear()
    balloons = Balloons(running.icon, running.posted.put)
    for bubble in (REMINDER, TIP, REMINDER):
        balloons.present(bubble)
    assert task_bar.asked == [win32.NIM_MODIFY] * 3
    assert windows_of_this_process() == before
    for window in before:
        running.send(window, WM_SETTINGCHANGE)
    balloons.remove()


def test_a_thousand_reminders_leave_nothing_behind(running: RunningTray) -> None:
    running.start()
    until(lambda: running.icon.is_shown, "the task bar has taken it")
    balloons = Balloons(running.icon, running.posted.put)
    notifications = NativeNotifications(running.posted.put, lambda: balloons)

    def remind(times: int) -> Resources:
        for _ in range(times):
            for step in (lambda: notifications.show(REMINDER), notifications.withdraw):
                step()
                until(lambda: notifications._worker is None, "its thread has ended")
        return resources()

    before = remind(20)
    after = remind(1000)
    assert after.threads == before.threads
    assert after.handles <= before.handles
    assert after.gui_objects <= before.gui_objects
    assert notifications.problem == ""
    assert list(running.posted.queue) == [ButtonsLookedFor(drawn=False)], "none has failed"


def test_a_click_on_the_balloon_opens_its_tip(running: RunningTray) -> None:
    running.start()
    until(lambda: running.icon.is_shown, "the task bar has taken it")
    Balloons(running.icon, running.posted.put).present(REMINDER)
    # Wine itself never reports such a click.
    ctypes.windll.user32.PostMessageW(
        wintypes.HWND(running.icon._hwnd), win32.WM_NOTIFY, 0, NIN_BALLOONUSERCLICK
    )
    assert running.posted.get(timeout=BUSY) == ShowHow("hamstring")


def test_without_an_icon_there_is_no_balloon(running: RunningTray) -> None:
    with pytest.raises(OSError, match=NOT_TAKEN):
        Balloons(running.icon, running.posted.put).present(REMINDER)


def test_other_threads_have_the_icon_touched_on_its_own(
    running: RunningTray, monkeypatch: pytest.MonkeyPatch
) -> None:
    touched: list[str] = []
    real = running.icon._update_title
    monkeypatch.setattr(
        running.icon, "_update_title", lambda: (touched.append(threading.current_thread().name), real())
    )
    running.start()
    running.tray.show(a_view(18))
    until(lambda: running.icon.title == "Sitting 18 min", "it is shown")
    assert set(touched) == {running.thread.name}


class Resources(NamedTuple):
    """What this process has open."""

    threads: int
    handles: int
    gui_objects: int


def resources() -> Resources:
    process = wintypes.HANDLE(ctypes.windll.kernel32.GetCurrentProcess())
    gdi, user = (ctypes.windll.user32.GetGuiResources(process, kind) for kind in (0, 1))
    return Resources(threading.active_count(), open_handles(process), gdi + user)


def open_handles(process: wintypes.HANDLE) -> int:
    """Return how many handles are open; under Wine, which counts none, the first free place among them."""
    if ON_WINE:
        event: int = ctypes.windll.kernel32.CreateEventW(None, True, False, None)
        ctypes.windll.kernel32.CloseHandle(wintypes.HANDLE(event))
        return event // 4
    count = wintypes.DWORD()
    assert ctypes.windll.kernel32.GetProcessHandleCount(process, ctypes.byref(count))
    return count.value


def windows_of_this_process() -> set[int]:
    """Return the top-level windows of this process, without those of the input method."""
    found: set[int] = set()

    def look(window: int, _: int) -> bool:
        process = wintypes.DWORD()
        ctypes.windll.user32.GetWindowThreadProcessId(wintypes.HWND(window), ctypes.byref(process))
        name = ctypes.create_unicode_buffer(80)
        ctypes.windll.user32.GetClassNameW(wintypes.HWND(window), name, len(name))
        if process.value == ctypes.windll.kernel32.GetCurrentProcessId() and name.value != "IME":
            found.add(window)
        return True

    prototype = ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)
    ctypes.windll.user32.EnumWindows(prototype(look), 0)
    return found
