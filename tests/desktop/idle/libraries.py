"""Fake libraries of another operating system, called through ctypes like the real ones."""

import ctypes
from collections.abc import Callable
from typing import Any


class Function:
    """A function of a library: ctypes turns its arguments and its result to C and back."""

    restype: Any
    argtypes: tuple[Any, ...]

    def __init__(self, do: Callable[..., Any]) -> None:
        self._do = do

    def __call__(self, *args: object) -> Any:
        return ctypes.CFUNCTYPE(self.restype, *self.argtypes)(self._do)(*args)


class Library:
    """Every method of `system` that has a name which the system's libraries export, as a function."""

    def __init__(self, system: object) -> None:
        self._system = system
        self._functions: dict[str, Function] = {}

    def __getattr__(self, name: str) -> Function:
        if name not in self._functions:
            self._functions[name] = Function(getattr(self._system, name))
        return self._functions[name]
