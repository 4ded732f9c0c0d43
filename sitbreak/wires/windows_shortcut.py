"""Shortcuts of Windows, written and read by its own COM object.

Source: Microsoft Learn, IShellLinkW, IPersistFile, IPropertyStore and System.AppUserModel.ID; the order of
their methods is that of shobjidl_core.h, objidl.h and propsys.h.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import POINTER, Structure, byref, c_int, c_long, c_void_p, cast
from ctypes.wintypes import BOOL, DWORD, LPCWSTR, LPWSTR
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sitbreak.wires.libraries import load_windows_library, windows_function

_CLSID_SHELL_LINK = UUID("00021401-0000-0000-C000-000000000046")
_IID_SHELL_LINK = UUID("000214F9-0000-0000-C000-000000000046")
_IID_PERSIST_FILE = UUID("0000010B-0000-0000-C000-000000000046")
_IID_PROPERTY_STORE = UUID("886D8EEB-8CF2-4446-8D02-CDBA1DBDCF99")
_APP_ID = (UUID("9F4C2855-9F79-4B39-A8D0-E1D42DE1D5F3"), 5)

_CLSCTX_INPROC_SERVER = 1
_COINIT_APARTMENTTHREADED = 2
_LONGEST = 32_768
"""UTF-16 units of a command line, at most."""
_VT_LPWSTR = 31

# Methods: their place in the interface, and the types of their arguments.
_QUERY_INTERFACE = (0, (c_void_p, POINTER(c_void_p)))
_RELEASE = (2, ())
_GET_PATH = (3, (LPWSTR, c_int, c_void_p, DWORD))
_SET_DESCRIPTION = (7, (LPCWSTR,))
_GET_ARGUMENTS = (10, (LPWSTR, c_int))
_SET_ARGUMENTS = (11, (LPCWSTR,))
_SET_ICON_LOCATION = (17, (LPCWSTR, c_int))
_SET_PATH = (20, (LPCWSTR,))
_LOAD = (5, (LPCWSTR, DWORD))
_SAVE = (6, (LPCWSTR, BOOL))
_SET_VALUE = (6, (c_void_p, c_void_p))
_COMMIT = (7, ())


class _Guid(Structure):
    """GUID."""

    _fields_ = (("bytes", ctypes.c_ubyte * 16),)


class _PropertyKey(Structure):
    """PROPERTYKEY."""

    _fields_ = (("format", _Guid), ("id", DWORD))


class _Text(Structure):
    """PROPVARIANT of type VT_LPWSTR; its union has room for two pointers."""

    _fields_ = (("type", ctypes.c_ushort), ("_", ctypes.c_ushort * 3), ("text", LPCWSTR), ("_rest", c_void_p))


@dataclass(frozen=True)
class Shortcut:
    """What a shortcut says.

    Attributes:
        target: the program that it starts.
        arguments: those of the program, as they are typed.
        description: what people read who point at it.
        icon: an .ico file.
        app_id: the AppUserModelID of its windows and notifications.
    """

    target: str
    arguments: str
    description: str
    icon: Path
    app_id: str


def write_shortcut(path: Path, shortcut: Shortcut) -> None:
    """Write a shortcut to a folder that exists.

    Raises:
        OSError: Windows cannot do it.
    """
    with _shell_link() as link:
        _call(link, _SET_PATH, shortcut.target)
        _call(link, _SET_ARGUMENTS, shortcut.arguments)
        _call(link, _SET_DESCRIPTION, shortcut.description)
        _call(link, _SET_ICON_LOCATION, str(shortcut.icon), 0)
        with _interface(link, _IID_PROPERTY_STORE) as store:
            format_id, number = _APP_ID
            key, value = _PropertyKey(_guid(format_id), number), _Text(_VT_LPWSTR, text=shortcut.app_id)
            _call(store, _SET_VALUE, byref(key), byref(value))
            _call(store, _COMMIT)
        with _interface(link, _IID_PERSIST_FILE) as file:
            _call(file, _SAVE, str(path), True)


def read_shortcut(path: Path) -> tuple[str, str]:
    """Return the program that a shortcut starts, and its arguments.

    Raises:
        OSError: it is none.
    """
    target, arguments = (ctypes.create_unicode_buffer(_LONGEST) for _ in range(2))
    with _shell_link() as link:
        with _interface(link, _IID_PERSIST_FILE) as file:
            _call(file, _LOAD, str(path), 0)
        _call(link, _GET_PATH, target, _LONGEST, None, 0)
        _call(link, _GET_ARGUMENTS, arguments, _LONGEST)
    return target.value, arguments.value


@contextmanager
def _shell_link() -> Iterator[c_void_p]:
    ole32 = load_windows_library("ole32")
    is_ours = ole32.CoInitializeEx(None, _COINIT_APARTMENTTHREADED) >= 0  # or this thread has COM already
    try:
        link = c_void_p()
        _check(
            ole32.CoCreateInstance(
                byref(_guid(_CLSID_SHELL_LINK)),
                None,
                _CLSCTX_INPROC_SERVER,
                byref(_guid(_IID_SHELL_LINK)),
                byref(link),
            )
        )
        try:
            yield link
        finally:
            _call(link, _RELEASE)
    finally:
        if is_ours:
            ole32.CoUninitialize()


@contextmanager
def _interface(of: c_void_p, wanted: UUID) -> Iterator[c_void_p]:
    interface = c_void_p()
    _call(of, _QUERY_INTERFACE, byref(_guid(wanted)), byref(interface))
    try:
        yield interface
    finally:
        _call(interface, _RELEASE)


def _call(interface: c_void_p, method: tuple[int, tuple[Any, ...]], *arguments: object) -> None:
    """Call a method of a COM interface; raise an OSError if it fails."""
    place, types = method
    functions = cast(interface, POINTER(POINTER(c_void_p))).contents
    address = functions[place]
    assert address is not None
    _check(windows_function(c_long, c_void_p, *types)(address)(interface, *arguments))


def _check(status: int) -> None:
    if status < 0:
        raise OSError(f"the shortcut cannot be made: 0x{status & 0xFFFFFFFF:08X}")


def _guid(value: UUID) -> _Guid:
    return _Guid.from_buffer_copy(value.bytes_le)
