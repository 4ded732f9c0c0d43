"""System calls of Windows about its screen, its shell and its programs, as Python functions.

Source: Microsoft Learn, the page of each function and structure named here. All of them exist since Windows
10, version 1703.
"""

from collections.abc import Callable
from ctypes import POINTER, byref, c_char_p, c_int, c_ssize_t, c_void_p
from ctypes.wintypes import BOOL, DWORD, HANDLE, HWND, LPARAM, LPCWSTR, LPWSTR, UINT, ULONG, WPARAM
from typing import Any

from sitbreak.wires.libraries import Load, Signatures, load_typed, load_windows_library, windows_function

CTRL_C, CTRL_BREAK = 0, 1
"""What a console reports that leaves it open."""

QUNS_BUSY, QUNS_D3D_FULL_SCREEN, QUNS_PRESENTATION_MODE, QUNS_QUIET_TIME, QUNS_APP = 2, 3, 4, 6, 7
"""States of QUERY_USER_NOTIFICATION_STATE in which no program should show a notification."""

_APPMODEL_ERROR_NO_PACKAGE = 15700
_ES_DISPLAY_REQUIRED = 2
_ICON_VERSION = 0x00030000
_PER_MONITOR_AWARE_V2 = -4
_SM_CXICON, _SM_CXSMICON = 11, 49
_SYSTEM_EXECUTION_STATE = 16
_TASK_BAR = "Shell_TrayWnd"

ConsoleHandler = windows_function(BOOL, DWORD)

_HANDLERS: list[Any] = []
"""Kept: Windows calls them for as long as the process lives."""


_SIGNATURES: Signatures = {
    "user32": {
        "CreateIconFromResourceEx": (HANDLE, (c_char_p, DWORD, BOOL, DWORD, c_int, c_int, UINT)),
        "FindWindowW": (HWND, (LPCWSTR, LPCWSTR)),
        "GetDpiForSystem": (UINT, ()),
        "GetDpiForWindow": (UINT, (HWND,)),
        "GetSystemMetricsForDpi": (c_int, (c_int, UINT)),
        "KillTimer": (BOOL, (HWND, c_ssize_t)),
        "PostMessageW": (BOOL, (HWND, UINT, WPARAM, LPARAM)),
        "SetProcessDpiAwarenessContext": (BOOL, (c_ssize_t,)),
        "SetTimer": (c_ssize_t, (HWND, c_ssize_t, UINT, c_void_p)),
    },
    "kernel32": {
        "GetCurrentPackageFullName": (c_int, (POINTER(UINT), LPWSTR)),
        "GetCurrentProcessId": (DWORD, ()),
        "ProcessIdToSessionId": (BOOL, (DWORD, POINTER(DWORD))),
        "SetConsoleCtrlHandler": (BOOL, (ConsoleHandler, BOOL)),
    },
    "shell32": {
        "SHQueryUserNotificationState": (c_int, (POINTER(c_int),)),
        "SetCurrentProcessExplicitAppUserModelID": (c_int, (LPCWSTR,)),
    },
    "powrprof": {
        "CallNtPowerInformation": (c_int, (c_int, c_void_p, ULONG, c_void_p, ULONG)),
    },
}


class WindowsShell:
    """The calls. Each raises OSError if Windows reports a failure, unless documented otherwise."""

    def __init__(self, load: Load = load_windows_library) -> None:
        """Load the libraries; `load` returns one by its name."""
        self._user32, self._kernel32, self._shell32, self._powrprof = load_typed(load, _SIGNATURES)

    # --- the screen ----------------------------------------------------------------------------

    def draw_every_monitor_sharply(self) -> None:
        """Draw this process's menus in the pixels of each monitor, before its first window is made.

        Fails without a word where that has been decided already, by a manifest for example.
        """
        self._user32.SetProcessDpiAwarenessContext(_PER_MONITOR_AWARE_V2)

    def small_icon_size(self) -> int:
        """Return the edge of an icon in the task bar, in pixels of the monitor that it is on."""
        return self._icon_size(_SM_CXSMICON)

    def large_icon_size(self) -> int:
        """Return the edge of an icon in a balloon of the task bar, in pixels."""
        return self._icon_size(_SM_CXICON)

    def icon_of_png(self, png: bytes, size: int) -> int:
        """Return the handle of an icon with this edge in pixels, drawn from a PNG file."""
        handle = self._user32.CreateIconFromResourceEx(png, len(png), True, _ICON_VERSION, size, size, 0)
        if not handle:
            raise OSError("CreateIconFromResourceEx failed")
        return int(handle)

    def _icon_size(self, metric: int) -> int:
        task_bar = self._user32.FindWindowW(_TASK_BAR, None)
        dpi = (task_bar and self._user32.GetDpiForWindow(task_bar)) or self._user32.GetDpiForSystem()
        return int(self._user32.GetSystemMetricsForDpi(metric, dpi))

    # --- windows -------------------------------------------------------------------------------

    def post(self, window: int, message: int) -> None:
        """Post a message to a window, of any thread; one that is gone gets none."""
        self._user32.PostMessageW(window, message, 0, 0)

    def set_timer(self, window: int, number: int, seconds: float) -> None:
        """Have WM_TIMER sent to a window of this thread, again and again."""
        self._user32.SetTimer(window, number, int(1000 * seconds), None)

    def stop_timer(self, window: int, number: int) -> None:
        """Have it sent no longer."""
        self._user32.KillTimer(window, number)

    # --- what the desktop is busy with -----------------------------------------------------------

    def notification_state(self) -> int:
        """Return the QUNS_... code of what the person is doing."""
        state = c_int()
        _check(self._shell32.SHQueryUserNotificationState(byref(state)), "SHQueryUserNotificationState")
        return state.value

    def screen_is_kept_on(self) -> bool:
        """Return whether a program keeps the screen on."""
        state = ULONG()
        status = self._powrprof.CallNtPowerInformation(_SYSTEM_EXECUTION_STATE, None, 0, byref(state), 4)
        _check(status, "CallNtPowerInformation")
        return bool(state.value & _ES_DISPLAY_REQUIRED)

    # --- this program ----------------------------------------------------------------------------

    def claim_name(self, app_id: str) -> None:
        """Group the windows of this process under this AppUserModelID, and not with other Pythons."""
        status = self._shell32.SetCurrentProcessExplicitAppUserModelID(app_id)
        _check(status, "SetCurrentProcessExplicitAppUserModelID")

    def session(self) -> int:
        """Return the number of the session that this process is in; 0 also if Windows does not say."""
        number = DWORD()
        self._kernel32.ProcessIdToSessionId(self._kernel32.GetCurrentProcessId(), byref(number))
        return number.value

    def is_packaged(self) -> bool:
        """Return whether this Python is from the Store, so that its files and registry are its own copies."""
        length = UINT(0)
        status = self._kernel32.GetCurrentPackageFullName(byref(length), None)
        return bool(status != _APPMODEL_ERROR_NO_PACKAGE)

    def follow_console(self, on_event: Callable[[int], None]) -> None:
        """Report Ctrl-C and the end of the console, on threads of Windows' own, until the process ends.

        Args:
            on_event: gets a CTRL_... code. If it is neither `CTRL_C` nor `CTRL_BREAK`, Windows ends the
                process as soon as it returns, and after five seconds in any case.
        """

        def handle(event: int) -> bool:
            on_event(event)
            return True

        handler = ConsoleHandler(handle)
        _HANDLERS.append(handler)
        self._kernel32.SetConsoleCtrlHandler(handler, True)


def _check(status: int, call: str) -> None:
    """Raise an OSError for an HRESULT or an NTSTATUS that says failure."""
    if status < 0:
        raise OSError(f"{call} failed: 0x{status & 0xFFFFFFFF:08X}")
