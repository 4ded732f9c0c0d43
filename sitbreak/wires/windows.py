"""System calls of Windows: idle, lock and sleep, as Python functions.

Source: Microsoft Learn, the page of each function, structure and message named here.
"""

import ctypes
import sys
from collections.abc import Callable
from ctypes import (
    POINTER,
    Structure,
    byref,
    c_int,
    c_long,
    c_longlong,
    c_ssize_t,
    c_ushort,
    c_void_p,
    cast,
    sizeof,
)
from ctypes.wintypes import BOOL, DWORD, HANDLE, HWND, LPARAM, LPCWSTR, LPVOID, MSG, UINT, ULONG, WPARAM

from sitbreak.wires.libraries import Load, Signatures, load_typed, load_windows_library, windows_function

WM_CLOSE = 0x0010
WM_ENDSESSION = 0x0016
WM_WTSSESSION_CHANGE = 0x02B1
WTS_SESSION_LOCK = 7
WTS_SESSION_UNLOCK = 8
PBT_APMSUSPEND = 4
PBT_APMRESUMEAUTOMATIC = 18

_ERROR_SUCCESS = 0
_NOTIFY_FOR_THIS_SESSION = 0
_DEVICE_NOTIFY_CALLBACK = 2
_WTS_CURRENT_SESSION = 0xFFFFFFFF
_WTS_SESSION_INFO_EX = 25
_WTS_SESSIONSTATE_LOCK = 0
_WINDOW_CLASS = "session-notifications"

WindowProcedure = windows_function(c_ssize_t, HWND, UINT, WPARAM, LPARAM)
DeviceNotifyCallback = windows_function(ULONG, LPVOID, ULONG, LPVOID)


class LastInputInfo(Structure):
    """LASTINPUTINFO."""

    _fields_ = (("size", UINT), ("time", DWORD))


class WindowClass(Structure):
    """WNDCLASSW."""

    _fields_ = (
        ("style", UINT),
        ("procedure", WindowProcedure),
        ("class_extra", c_int),
        ("window_extra", c_int),
        ("instance", HANDLE),
        ("icon", HANDLE),
        ("cursor", HANDLE),
        ("background", HANDLE),
        ("menu_name", LPCWSTR),
        ("class_name", LPCWSTR),
    )


class SubscribeParameters(Structure):
    """DEVICE_NOTIFY_SUBSCRIBE_PARAMETERS."""

    _fields_ = (("callback", DeviceNotifyCallback), ("context", LPVOID))


class _SessionInfoLevel1(Structure):
    """The beginning of WTSINFOEX_LEVEL1_W, aligned as the times at its end require."""

    _fields_ = (
        ("session", ULONG),
        ("state", c_int),
        ("flags", c_long),
        ("_time", c_longlong),
    )


class SessionInfo(Structure):
    """The beginning of WTSINFOEXW."""

    _fields_ = (("level", DWORD), ("data", _SessionInfoLevel1))


_SIGNATURES: Signatures = {
    "user32": {
        "GetLastInputInfo": (BOOL, (POINTER(LastInputInfo),)),
        "RegisterClassW": (c_ushort, (POINTER(WindowClass),)),
        "UnregisterClassW": (BOOL, (LPCWSTR, HANDLE)),
        "CreateWindowExW": (
            HWND,
            (DWORD, LPCWSTR, LPCWSTR, DWORD, c_int, c_int, c_int, c_int, HWND, HANDLE, HANDLE, LPVOID),
        ),
        "DestroyWindow": (BOOL, (HWND,)),
        "DefWindowProcW": (c_ssize_t, (HWND, UINT, WPARAM, LPARAM)),
        "GetMessageW": (BOOL, (POINTER(MSG), HWND, UINT, UINT)),
        "DispatchMessageW": (c_ssize_t, (POINTER(MSG),)),
        "PostMessageW": (BOOL, (HWND, UINT, WPARAM, LPARAM)),
        "PostQuitMessage": (None, (c_int,)),
    },
    "kernel32": {
        "GetTickCount": (DWORD, ()),
        "GetModuleHandleW": (HANDLE, (LPCWSTR,)),
    },
    "wtsapi32": {
        "WTSRegisterSessionNotification": (BOOL, (HWND, DWORD)),
        "WTSUnRegisterSessionNotification": (BOOL, (HWND,)),
        "WTSQuerySessionInformationW": (
            BOOL,
            (HANDLE, DWORD, c_int, POINTER(c_void_p), POINTER(DWORD)),
        ),
        "WTSFreeMemory": (None, (c_void_p,)),
    },
    "powrprof": {
        "PowerRegisterSuspendResumeNotification": (
            DWORD,
            (DWORD, POINTER(SubscribeParameters), POINTER(HANDLE)),
        ),
        "PowerUnregisterSuspendResumeNotification": (DWORD, (HANDLE,)),
    },
}


class WindowsApi:
    """The calls. Each raises OSError if Windows reports a failure, unless documented otherwise."""

    def __init__(self, load: Load = load_windows_library) -> None:
        """Load the libraries; `load` returns one by its name."""
        self._user32, self._kernel32, self._wtsapi32, self._powrprof = load_typed(load, _SIGNATURES)
        self._subscriptions: list[SubscribeParameters] = []

    # --- idle ----------------------------------------------------------------------------------

    def last_input_ms(self) -> int:
        """Return the tick count of this session's last input."""
        info = LastInputInfo(sizeof(LastInputInfo))
        _require(self._user32.GetLastInputInfo(byref(info)), "GetLastInputInfo")
        return int(info.time)

    def tick_ms(self) -> int:
        """Return the present tick count: 32 bits, it wraps around after 49.7 days."""
        return int(self._kernel32.GetTickCount())

    # --- the session ---------------------------------------------------------------------------

    def is_locked(self) -> bool:
        """Return whether this session is locked; False if Windows does not know.

        On Windows 7 the flag meant the opposite; Python 3.11 does not run there.
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

    def follow_session(
        self, on_window: Callable[[int], None], on_change: Callable[[int], None], on_end: Callable[[], None]
    ) -> None:
        """Report changes until the window is closed; occupies the calling thread.

        The window is never shown, but not message-only: such a one is not asked about the session's end.

        Args:
            on_window: gets the window's handle for `close_window`, once changes are being reported.
            on_change: gets a WTS_SESSION_... code for each change.
            on_end: called when the session ends. Windows may end the process as soon as it returns, and
                after five seconds in any case.
        """

        def handle(window: int, message: int, wparam: int, lparam: int) -> int:
            if message == WM_WTSSESSION_CHANGE:
                on_change(wparam)
            elif message == WM_ENDSESSION:
                if wparam:  # it is not called off
                    on_end()
            elif message == WM_CLOSE:
                self._user32.PostQuitMessage(0)
            else:
                return int(self._user32.DefWindowProcW(window, message, wparam, lparam))
            return 0

        instance = self._kernel32.GetModuleHandleW(None)
        window_class = WindowClass(
            procedure=WindowProcedure(handle), instance=instance, class_name=_WINDOW_CLASS
        )
        _require(self._user32.RegisterClassW(byref(window_class)), "RegisterClass")
        try:
            window = self._user32.CreateWindowExW(
                0, _WINDOW_CLASS, None, 0, 0, 0, 0, 0, None, None, instance, None
            )
            _require(window, "CreateWindowEx")
            self._pump_messages(window, on_window)
        finally:
            self._user32.UnregisterClassW(_WINDOW_CLASS, instance)

    def close_window(self, window: int) -> None:
        """Make `follow_session` return on its thread."""
        self._user32.PostMessageW(window, WM_CLOSE, 0, 0)

    def _pump_messages(self, window: int, on_window: Callable[[int], None]) -> None:
        try:
            registered = self._wtsapi32.WTSRegisterSessionNotification(window, _NOTIFY_FOR_THIS_SESSION)
            _require(registered, "WTSRegisterSessionNotification")
            on_window(window)
            message = MSG()
            while self._user32.GetMessageW(byref(message), None, 0, 0) > 0:
                self._user32.DispatchMessageW(byref(message))
            self._wtsapi32.WTSUnRegisterSessionNotification(window)
        finally:
            self._user32.DestroyWindow(window)

    # --- power ---------------------------------------------------------------------------------

    def follow_power(self, on_change: Callable[[int], None]) -> int:
        """Report suspend and resume, on threads of Windows' own; return the handle for `leave_power`.

        Args:
            on_change: gets a PBT_... code for each change.
        """

        def handle_change(_context: int | None, change: int, _setting: int | None) -> int:
            on_change(change)
            return _ERROR_SUCCESS

        parameters, handle = SubscribeParameters(DeviceNotifyCallback(handle_change)), HANDLE()
        error = self._powrprof.PowerRegisterSuspendResumeNotification(
            _DEVICE_NOTIFY_CALLBACK, byref(parameters), byref(handle)
        )
        if error != _ERROR_SUCCESS:
            raise OSError(f"PowerRegisterSuspendResumeNotification failed: error {error}")
        self._subscriptions.append(parameters)  # kept: Windows may still be calling back during `leave_power`
        assert handle.value is not None
        return handle.value

    def leave_power(self, handle: int) -> None:
        """Stop reporting suspend and resume."""
        self._powrprof.PowerUnregisterSuspendResumeNotification(handle)


def _require(succeeded: object, call: str) -> None:
    if not succeeded:
        raise OSError(f"{call} failed: error {_last_error()}")


def _last_error() -> int:
    if sys.platform == "win32":
        return ctypes.get_last_error()
    return 0
