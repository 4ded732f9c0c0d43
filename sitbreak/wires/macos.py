"""System calls of macOS: idle, lock and the graphical session, as Python functions.

Source: Apple's documentation of Core Graphics (Quartz Event Services, CGSession) and Core Foundation, the
page of each function and constant named here. CGSSessionScreenIsLocked is undocumented but widely relied on:
a locked session's dictionary has it, as a boolean or a number.
"""

import ctypes
from ctypes import byref, c_char_p, c_double, c_int, c_int32, c_long, c_ubyte, c_uint32, c_ulong, c_void_p
from datetime import timedelta
from typing import Any

from sitbreak.wires.libraries import Load, Signatures, load_typed

FRAMEWORKS = "/System/Library/Frameworks"

_HID_SYSTEM_STATE = 1
_ANY_INPUT_EVENT_TYPE = 0xFFFFFFFF
_UTF_8 = 0x08000100
_INT_TYPE = 9

_CORE_FOUNDATION: Signatures = {
    f"{FRAMEWORKS}/CoreFoundation.framework/CoreFoundation": {
        "CFStringCreateWithCString": (c_void_p, (c_void_p, c_char_p, c_uint32)),
        "CFURLCreateFromFileSystemRepresentation": (c_void_p, (c_void_p, c_char_p, c_long, c_ubyte)),
        "CFDictionaryGetValue": (c_void_p, (c_void_p, c_void_p)),
        "CFGetTypeID": (c_ulong, (c_void_p,)),
        "CFBooleanGetTypeID": (c_ulong, ()),
        "CFBooleanGetValue": (c_ubyte, (c_void_p,)),
        "CFNumberGetValue": (c_ubyte, (c_void_p, c_long, c_void_p)),
        "CFRelease": (None, (c_void_p,)),
    },
}

_SERVICES: Signatures = {
    f"{FRAMEWORKS}/ApplicationServices.framework/ApplicationServices": {
        "CGEventSourceSecondsSinceLastEventType": (c_double, (c_int32, c_uint32)),
        "CGSessionCopyCurrentDictionary": (c_void_p, ()),
    },
}


class CoreFoundation:
    """The values that the other calls take and return."""

    def __init__(self, load: Load) -> None:
        [self._library] = load_typed(load, _CORE_FOUNDATION)

    def string(self, text: bytes) -> Any:
        """Return a string; `release` it."""
        return self._library.CFStringCreateWithCString(None, text, _UTF_8)

    def file_url(self, path: bytes) -> Any:
        """Return the URL of a file; `release` it."""
        return self._library.CFURLCreateFromFileSystemRepresentation(None, path, len(path), False)

    def is_true(self, dictionary: int, key: int) -> bool:
        """Return whether a dictionary has a boolean that is true, or a number that is not 0, by this key."""
        value = self._library.CFDictionaryGetValue(dictionary, key)
        if value is None:
            return False
        if self._library.CFGetTypeID(value) == self._library.CFBooleanGetTypeID():
            return bool(self._library.CFBooleanGetValue(value))
        number = c_int()
        self._library.CFNumberGetValue(value, _INT_TYPE, byref(number))
        return bool(number.value)

    def release(self, value: int) -> None:
        """Release what a call has made or copied for us."""
        self._library.CFRelease(value)


class MacApi:
    """The calls."""

    def __init__(self, load: Load = ctypes.CDLL) -> None:
        """Load the frameworks; `load` returns one by its path."""
        [self._services] = load_typed(load, _SERVICES)
        self._foundation = CoreFoundation(load)
        self._screen_is_locked = self._foundation.string(b"CGSSessionScreenIsLocked")

    def idle(self) -> timedelta:
        """Return the time since the last key or mouse input on this computer."""
        seconds = self._services.CGEventSourceSecondsSinceLastEventType(
            _HID_SYSTEM_STATE, _ANY_INPUT_EVENT_TYPE
        )
        return timedelta(seconds=seconds)

    def is_locked(self) -> bool:
        """Return whether this session is locked.

        Raises:
            OSError: this is no graphical session.
        """
        session = self._services.CGSessionCopyCurrentDictionary()
        if session is None:
            raise OSError("this is no graphical session")
        try:
            return self._foundation.is_true(session, self._screen_is_locked)
        finally:
            self._foundation.release(session)

    def require_session(self) -> None:
        """Raise an OSError if this is no graphical session."""
        self.is_locked()
