"""The calls of Windows that presence needs, as Python sees them; nothing is decided here.

Source: Microsoft Learn, the page of each function, structure and message named here.
"""

import ctypes
import sys
from collections.abc import Callable
from ctypes import POINTER, byref, c_void_p, cast, sizeof
from ctypes.wintypes import DWORD, HANDLE, MSG
from typing import Any

from sitbreak.wires.libraries import Load, load_typed
from sitbreak.wires.windows_types import (
    SIGNATURES,
    DeviceNotifyCallback,
    LastInputInfo,
    SessionInfo,
    SubscribeParameters,
    WindowClass,
    WindowProcedure,
)

WM_CLOSE = 0x0010
WM_WTSSESSION_CHANGE = 0x02B1
WTS_SESSION_LOCK = 7
WTS_SESSION_UNLOCK = 8
PBT_APMSUSPEND = 4
PBT_APMRESUMEAUTOMATIC = 18

_ERROR_SUCCESS = 0
_HWND_MESSAGE = -3
_NOTIFY_FOR_THIS_SESSION = 0
_DEVICE_NOTIFY_CALLBACK = 2
_WTS_CURRENT_SESSION = 0xFFFFFFFF
_WTS_SESSION_INFO_EX = 25
_WTS_SESSIONSTATE_LOCK = 0
_WINDOW_CLASS = "sitbreak.session"


def _load(name: str) -> Any:
    if sys.platform == "win32":
        return ctypes.WinDLL(name, use_last_error=True)
    raise OSError("this is not Windows")


class WindowsApi:
    """The calls. Each raises OSError when Windows says that it failed, unless it says otherwise."""

    def __init__(self, load: Load = _load) -> None:
        """`load` returns a library of Windows by its name."""
        self._user32, self._kernel32, self._wtsapi32, self._powrprof = load_typed(load, SIGNATURES)
        self._subscriptions: list[SubscribeParameters] = []

    # --- idle ----------------------------------------------------------------------------------

    def last_input_ms(self) -> int:
        """Return the tick count of this session's last input."""
        info = LastInputInfo(sizeof(LastInputInfo))
        _must(self._user32.GetLastInputInfo(byref(info)), "GetLastInputInfo")
        return int(info.time)

    def tick_ms(self) -> int:
        """Return the tick count of this moment: 32 bits, it starts anew after 49.7 days."""
        return int(self._kernel32.GetTickCount())

    # --- the session ---------------------------------------------------------------------------

    def is_locked(self) -> bool:
        """Tell whether this session is locked; False when Windows does not know.

        On Windows 7 the flag said the opposite; Python 3.11 does not run there.
        """
        answer, size = c_void_p(), DWORD()
        done = self._wtsapi32.WTSQuerySessionInformationW(
            None, _WTS_CURRENT_SESSION, _WTS_SESSION_INFO_EX, byref(answer), byref(size)
        )
        if not done:
            return False
        info = cast(answer, POINTER(SessionInfo)).contents
        locked = info.level == 1 and info.data.flags == _WTS_SESSIONSTATE_LOCK
        self._wtsapi32.WTSFreeMemory(answer)
        return bool(locked)

    def follow_session(self, on_window: Callable[[int], None], on_change: Callable[[int], None]) -> None:
        """Tell of changes until the window is closed; this thread does nothing else meanwhile.

        Args:
            on_window: gets the handle of the window for `close_window`, once changes are told.
            on_change: gets a WTS_SESSION_... for each change.
        """

        def act(window: int, message: int, wparam: int, lparam: int) -> int:
            if message == WM_WTSSESSION_CHANGE:
                on_change(wparam)
            elif message == WM_CLOSE:
                self._user32.PostQuitMessage(0)
            else:
                return int(self._user32.DefWindowProcW(window, message, wparam, lparam))
            return 0

        instance = self._kernel32.GetModuleHandleW(None)
        window_class = WindowClass(
            procedure=WindowProcedure(act), instance=instance, class_name=_WINDOW_CLASS
        )
        _must(self._user32.RegisterClassW(byref(window_class)), "RegisterClass")
        try:
            window = self._user32.CreateWindowExW(
                0, _WINDOW_CLASS, None, 0, 0, 0, 0, 0, _HWND_MESSAGE, None, instance, None
            )
            _must(window, "CreateWindowEx")
            self._take_messages(window, on_window)
        finally:
            self._user32.UnregisterClassW(_WINDOW_CLASS, instance)

    def close_window(self, window: int) -> None:
        """Let `follow_session` of another thread return."""
        self._user32.PostMessageW(window, WM_CLOSE, 0, 0)

    def _take_messages(self, window: int, on_window: Callable[[int], None]) -> None:
        try:
            registered = self._wtsapi32.WTSRegisterSessionNotification(window, _NOTIFY_FOR_THIS_SESSION)
            _must(registered, "WTSRegisterSessionNotification")
            on_window(window)
            message = MSG()
            while self._user32.GetMessageW(byref(message), None, 0, 0) > 0:
                self._user32.DispatchMessageW(byref(message))
            self._wtsapi32.WTSUnRegisterSessionNotification(window)
        finally:
            self._user32.DestroyWindow(window)

    # --- power ---------------------------------------------------------------------------------

    def follow_power(self, on_change: Callable[[int], None]) -> int:
        """Tell of suspend and resume, on threads of Windows' own; return the handle of that.

        Args:
            on_change: gets a PBT_... for each change.
        """

        def act(_context: int | None, change: int, _setting: int | None) -> int:
            on_change(change)
            return _ERROR_SUCCESS

        parameters, handle = SubscribeParameters(DeviceNotifyCallback(act)), HANDLE()
        error = self._powrprof.PowerRegisterSuspendResumeNotification(
            _DEVICE_NOTIFY_CALLBACK, byref(parameters), byref(handle)
        )
        if error != _ERROR_SUCCESS:
            raise OSError(f"PowerRegisterSuspendResumeNotification failed: error {error}")
        self._subscriptions.append(parameters)  # for ever: Windows may be calling back while it is left
        assert handle.value is not None
        return handle.value

    def leave_power(self, handle: int) -> None:
        """Tell of suspend and resume no more."""
        self._powrprof.PowerUnregisterSuspendResumeNotification(handle)


def _must(succeeded: object, call: str) -> None:
    if not succeeded:
        raise OSError(f"{call} failed: error {_last_error()}")


def _last_error() -> int:
    if sys.platform == "win32":
        return ctypes.get_last_error()
    return 0
