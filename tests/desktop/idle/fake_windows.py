"""Windows, as far as sitbreak calls it."""

import ctypes
import math
import queue
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sitbreak.core.now import Now
from sitbreak.wires.windows import WM_WTSSESSION_CHANGE, DeviceNotifyCallback, SessionInfo, WindowProcedure
from tests.desktop.idle.libraries import Library

WM_QUERYENDSESSION, WM_QUIT, WM_ENDSESSION = 0x0011, 0x0012, 0x0016
WINDOW = 0x30F2A
ALL_TICKS = 1 << 32
_STEPS = 64


class FakeWindows:
    """A computer that runs Windows, and a session on it.

    Attributes:
        now: returns seconds on the clock that runs on in suspend.
        asleep: for how many of them the computer has slept.
        started: milliseconds on the tick count when `now` is zero.
        broken: the names of the functions that fail.
        calls: the names of the functions called, without those of the message loop.
    """

    def __init__(self, now: Callable[[], float] = lambda: 0.0) -> None:
        self.now = now
        self.asleep = 0.0
        self.started = 12_345
        self.broken: set[str] = set()
        self.calls: list[str] = []
        self.flags = 1
        self.level = 1
        self.window_class: str | None = None
        self.power: Callable[[int], None] | None = None
        self._input_tick = self._tick()
        self._procedure: Any = None
        self._messages: queue.Queue[tuple[int, int]] = queue.Queue()
        self._info = SessionInfo()

    # --- what happens --------------------------------------------------------------------------

    def type(self, *, ticks_ahead: int = 0) -> None:
        self._input_tick = (self._tick() + ticks_ahead) % ALL_TICKS

    def change_session(self, change: int) -> None:
        self._messages.put((WM_WTSSESSION_CHANGE, change))

    def end_session(self, *, called_off: bool = False) -> bool:
        """Return whether the session ends, on the thread of the window."""
        answer = self._procedure(WINDOW, WM_QUERYENDSESSION, 0, 0)
        self._procedure(WINDOW, WM_ENDSESSION, int(bool(answer) and not called_off), 0)
        return bool(answer)

    def send(self, message: int) -> None:
        self._messages.put((message, 0))

    def clock(self) -> Now:
        awake = math.floor((self.now() - self.asleep) * _STEPS) / _STEPS
        return Now(
            timedelta(seconds=awake),
            timedelta(seconds=awake + self.asleep),
            datetime(2026, 3, 2, 9, tzinfo=UTC),
        )

    def load(self, _name: str) -> Library:
        return Library(self)

    def _tick(self) -> int:
        return (self.started + math.floor(self.now() * _STEPS) * 1000 // _STEPS) % ALL_TICKS

    def _did(self, name: str) -> bool:
        self.calls.append(name)
        return name not in self.broken

    # --- user32 and kernel32 -------------------------------------------------------------------

    def GetTickCount(self) -> int:
        return self._tick()

    def GetLastInputInfo(self, info: Any) -> bool:
        assert info.contents.size == ctypes.sizeof(info.contents)
        info.contents.time = self._input_tick
        return self._did("GetLastInputInfo")

    def GetModuleHandleW(self, name: str | None) -> int:
        assert name is None
        return 0x400000

    def RegisterClassW(self, window_class: Any) -> int:
        assert self.window_class is None, "a class of that name is there already"
        if not self._did("RegisterClassW"):
            return 0
        self.window_class = window_class.contents.class_name
        self._procedure = WindowProcedure.from_buffer_copy(window_class.contents.procedure)
        return 1

    def UnregisterClassW(self, name: str, _instance: int) -> bool:
        assert self.window_class == name
        self.window_class = None
        return self._did("UnregisterClassW")

    def CreateWindowExW(self, *args: Any) -> int:
        assert args[1] == self.window_class
        assert (args[3], args[8]) == (0, None), "never shown, but asked about the end of the session"
        return WINDOW if self._did("CreateWindowExW") else 0

    def DestroyWindow(self, window: int) -> bool:
        assert window == WINDOW
        self._procedure(window, 2, 0, 0)
        return self._did("DestroyWindow")

    def DefWindowProcW(self, _window: int, message: int, _wparam: int, _lparam: int) -> int:
        return int(message == WM_QUERYENDSESSION)

    def PostMessageW(self, window: int, message: int, _wparam: int, _lparam: int) -> bool:
        assert window == WINDOW
        self.send(message)
        return True

    def PostQuitMessage(self, _code: int) -> None:
        self.send(WM_QUIT)

    def GetMessageW(self, message: Any, _window: int, _first: int, _last: int) -> int:
        message.contents.message, message.contents.wParam = self._messages.get(timeout=10)
        return int(message.contents.message != WM_QUIT)

    def DispatchMessageW(self, message: Any) -> int:
        what = message.contents
        return int(self._procedure(WINDOW, what.message, what.wParam, what.lParam))

    # --- wtsapi32 and powrprof -----------------------------------------------------------------

    def WTSRegisterSessionNotification(self, window: int, flags: int) -> bool:
        assert (window, flags) == (WINDOW, 0)
        return self._did("WTSRegisterSessionNotification")

    def WTSUnRegisterSessionNotification(self, window: int) -> bool:
        assert window == WINDOW
        return self._did("WTSUnRegisterSessionNotification")

    def WTSQuerySessionInformationW(
        self, server: int | None, session: int, info_class: int, answer: Any, size: Any
    ) -> bool:
        assert (server, session & 0xFFFFFFFF, info_class) == (None, 0xFFFFFFFF, 25)
        self._info.level, self._info.data.flags = self.level, self.flags
        answer[0], size[0] = ctypes.addressof(self._info), ctypes.sizeof(self._info)
        return self._did("WTSQuerySessionInformationW")

    def WTSFreeMemory(self, memory: int) -> None:
        assert memory == ctypes.addressof(self._info)
        self._did("WTSFreeMemory")

    def PowerRegisterSuspendResumeNotification(self, flags: int, parameters: Any, handle: Any) -> int:
        assert flags == 2
        if not self._did("PowerRegisterSuspendResumeNotification"):
            return 87
        callback = DeviceNotifyCallback.from_buffer_copy(parameters.contents.callback)
        self.power = lambda change: callback(None, change, None)
        handle[0] = 0xBEEF
        return 0

    def PowerUnregisterSuspendResumeNotification(self, handle: int) -> int:
        assert handle == 0xBEEF
        self.power = None
        return 0
