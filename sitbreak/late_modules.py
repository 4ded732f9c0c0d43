"""Modules that a library imports and seldom uses, imported only once it does."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType

Names = Mapping[str, object]
"""What a library asks of a module while it is imported, and what it gets."""


@contextmanager
def imported_when_used(modules: Mapping[str, Names]) -> Iterator[None]:
    """Import in this block without these modules, unless they are imported already.

    Args:
        modules: by their full names, each with what the block asks of it. Whatever else is asked of it,
            then or later, imports it.
    """
    late = {name: _LateModule(name, given) for name, given in modules.items() if name not in sys.modules}
    sys.modules.update(late)
    try:
        yield
    finally:
        for module in late.values():
            module.step_aside()


class _LateModule(ModuleType):
    """Takes the place of a module until it is imported."""

    def __init__(self, name: str, given: Names) -> None:
        super().__init__(name)
        vars(self).update(given)

    def __getattr__(self, name: str) -> object:
        """Return what the module itself has; the import system asks for dunder names of its own."""
        if name.startswith("__"):
            raise AttributeError(name)
        self.step_aside()
        return getattr(import_module(self.__name__), name)

    def step_aside(self) -> None:
        """Let `import` find the module itself from now on."""
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
