"""The C types of the calls of Windows that presence needs.

Source: Microsoft Learn, the page of each function and structure named here.
"""

import ctypes
import sys
from ctypes import POINTER, Structure, c_int, c_long, c_longlong, c_ssize_t, c_ushort, c_void_p
from ctypes.wintypes import BOOL, DWORD, HANDLE, HWND, LPARAM, LPCWSTR, LPVOID, MSG, UINT, ULONG, WPARAM

from sitbreak.wires.libraries import Signatures

if sys.platform == "win32":
    _callback = ctypes.WINFUNCTYPE  # 32-bit Windows calls back by a convention of its own
else:
    _callback = ctypes.CFUNCTYPE

WindowProcedure = _callback(c_ssize_t, HWND, UINT, WPARAM, LPARAM)
DeviceNotifyCallback = _callback(ULONG, LPVOID, ULONG, LPVOID)


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
    """The beginning of WTSINFOEX_LEVEL1_W, with the alignment that the times at its end give it."""

    _fields_ = (
        ("session", ULONG),
        ("state", c_int),
        ("flags", c_long),
        ("_time", c_longlong),
    )


class SessionInfo(Structure):
    """The beginning of WTSINFOEXW."""

    _fields_ = (("level", DWORD), ("data", _SessionInfoLevel1))


SIGNATURES: Signatures = {
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
