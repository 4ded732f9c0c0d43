"""Libraries of the system, called through ctypes."""

from collections.abc import Callable
from typing import Any

Signatures = dict[str, dict[str, tuple[Any, tuple[Any, ...]]]]
"""For each library its functions, with the C type that they return and those that they take."""

Load = Callable[[str], Any]
"""Returns a library by its name; raises OSError."""


def load_typed(load: Load, signatures: Signatures) -> list[Any]:
    """Load the libraries and declare their functions' types; raises OSError."""
    libraries = []
    for library_name, functions in signatures.items():
        library = load(library_name)
        for name, (returns, takes) in functions.items():
            function = getattr(library, name)
            function.restype = returns
            function.argtypes = takes
        libraries.append(library)
    return libraries
