"""The operating system's own libraries, called through ctypes; shared by Windows and macOS."""

import ctypes
import sys
from collections.abc import Callable
from typing import Any

Signatures = dict[str, dict[str, tuple[Any, tuple[Any, ...]]]]
"""For each library its functions, each with the C type that it returns and those of its arguments."""

Load = Callable[[str], Any]
"""Returns a library by its name; raises OSError."""

if sys.platform == "win32":
    windows_function = ctypes.WINFUNCTYPE  # 32-bit Windows has a calling convention of its own
else:
    windows_function = ctypes.CFUNCTYPE  # for tests with fakes


def load_windows_library(name: str) -> Any:
    """Load a library of Windows, whose errors `ctypes.get_last_error` then returns; raises OSError."""
    if sys.platform == "win32":
        return ctypes.WinDLL(name, use_last_error=True)
    raise OSError("this is not Windows")


def load_typed(load: Load, signatures: Signatures) -> list[Any]:
    """Load the libraries and declare the types of their functions; raises OSError."""
    libraries = []
    for library_name, functions in signatures.items():
        library = load(library_name)
        for name, (returns, arguments) in functions.items():
            function = getattr(library, name)
            function.restype = returns
            function.argtypes = arguments
        libraries.append(library)
    return libraries
