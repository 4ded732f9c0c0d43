"""The operating system's own libraries, called through ctypes; shared by Windows and macOS."""

from collections.abc import Callable
from typing import Any

Signatures = dict[str, dict[str, tuple[Any, tuple[Any, ...]]]]
"""For each library its functions, each with the C type that it returns and those of its arguments."""

Load = Callable[[str], Any]
"""Returns a library by its name; raises OSError."""


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
