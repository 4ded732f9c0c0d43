"""System calls of macOS: idle and lock, as Python functions.

Source: Apple's documentation of Core Graphics (Quartz Event Services, CGSession) and Core Foundation, the
page of each function and constant named here. CGSSessionScreenIsLocked is undocumented but widely relied on:
a locked session's dictionary has it, as a boolean or a number.
"""

import ctypes
from ctypes import byref, c_char_p, c_double, c_int, c_int32, c_long, c_ubyte, c_uint32, c_ulong, c_void_p
from datetime import timedelta
from typing import Any

from sitbreak.wires.libraries import Load, Signatures, load_typed

_HID_SYSTEM_STATE = 1
_ANY_INPUT_EVENT_TYPE = 0xFFFFFFFF
_UTF_8 = 0x08000100
_INT_TYPE = 9

_FRAMEWORKS = "/System/Library/Frameworks"
_SIGNATURES: Signatures = {
    f"{_FRAMEWORKS}/ApplicationServices.framework/ApplicationServices": {
        "CGEventSourceSecondsSinceLastEventType": (c_double, (c_int32, c_uint32)),
        "CGSessionCopyCurrentDictionary": (c_void_p, ()),
    },
    f"{_FRAMEWORKS}/CoreFoundation.framework/CoreFoundation": {
        "CFStringCreateWithCString": (c_void_p, (c_void_p, c_char_p, c_uint32)),
        "CFDictionaryGetValue": (c_void_p, (c_void_p, c_void_p)),
        "CFGetTypeID": (c_ulong, (c_void_p,)),
        "CFBooleanGetTypeID": (c_ulong, ()),
        "CFBooleanGetValue": (c_ubyte, (c_void_p,)),
        "CFNumberGetValue": (c_ubyte, (c_void_p, c_long, c_void_p)),
        "CFRelease": (None, (c_void_p,)),
    },
}


class MacApi:
    """The calls."""

    def __init__(self, load: Load = ctypes.CDLL) -> None:
        """Load the frameworks; `load` returns one by its path."""
        self._services, self._foundation = load_typed(load, _SIGNATURES)
        self._screen_is_locked = self._string(b"CGSSessionScreenIsLocked")
        self._on_console = self._string(b"kCGSSessionOnConsoleKey")

    def idle(self) -> timedelta:
        """Return the time since the last key or mouse input on this computer."""
        seconds = self._services.CGEventSourceSecondsSinceLastEventType(
            _HID_SYSTEM_STATE, _ANY_INPUT_EVENT_TYPE
        )
        return timedelta(seconds=seconds)

    def is_locked(self) -> bool:
        """Return whether this session is locked, or another user's is on the screen instead.

        Raises:
            OSError: this is no graphical session.
        """
        session = self._services.CGSessionCopyCurrentDictionary()
        if session is None:
            raise OSError("this is no graphical session")
        try:
            locked = self._truth(session, self._screen_is_locked, missing=False)
            return locked or not self._truth(session, self._on_console, missing=True)
        finally:
            self._foundation.CFRelease(session)

    def _string(self, text: bytes) -> Any:
        return self._foundation.CFStringCreateWithCString(None, text, _UTF_8)

    def _truth(self, dictionary: int, key: int, *, missing: bool) -> bool:
        value = self._foundation.CFDictionaryGetValue(dictionary, key)
        if value is None:
            return missing
        if self._foundation.CFGetTypeID(value) == self._foundation.CFBooleanGetTypeID():
            return bool(self._foundation.CFBooleanGetValue(value))
        number = c_int()
        self._foundation.CFNumberGetValue(value, _INT_TYPE, byref(number))
        return bool(number.value)
