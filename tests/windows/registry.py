"""A registry of a test's own, in place of the person's: HKEY_CURRENT_USER of this process leads there.

Source: RegOverridePredefKey, "maps a predefined registry key to the specified registry key".
"""

import ctypes
import os
import sys
from pathlib import Path

_OURS = rf"Software\sitbreak tests\{os.getpid()}"
VARIABLE = "SITBREAK_TEST_REGISTRY"
"""Names the key of a sitbreak that a test starts."""


def key_for(home: Path) -> str:
    """Return the key of somebody with this home; keys may contain slashes and colons."""
    return rf"{_OURS}\{home.as_posix()}"


if sys.platform == "win32":
    import winreg

    def redirect(key: str = rf"{_OURS}\tests") -> None:
        """Have HKEY_CURRENT_USER lead to this key of the person's."""
        _override(None)
        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as new:
            _override(int(new))

    def remove() -> None:
        """Lead HKEY_CURRENT_USER back, and remove every key that this process and those it started had."""
        _override(None)
        ctypes.windll.shlwapi.SHDeleteKeyW(ctypes.c_void_p(winreg.HKEY_CURRENT_USER), _OURS)

    def _override(key: int | None) -> None:
        user = ctypes.c_void_p(winreg.HKEY_CURRENT_USER)
        if error := ctypes.windll.advapi32.RegOverridePredefKey(user, ctypes.c_void_p(key)):
            raise OSError(error, "the registry cannot be replaced")
