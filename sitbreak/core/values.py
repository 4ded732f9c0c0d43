"""`@frozen`: immutable values that compare by type and fields.

It means `@dataclass(frozen=True)`; type checkers, `match`, `replace` and `fields` treat its classes that way.
But a dataclass generates six methods per class, which for all our classes cost half a MiB of the tray
process. These classes share them, except `__init__`.
"""

from dataclasses import FrozenInstanceError, dataclass, field
from operator import attrgetter
from typing import Any, NoReturn, TypeVar, dataclass_transform

_T = TypeVar("_T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[_T]) -> type[_T]:
    """Make an immutable value class from annotated fields; methods the class defines itself are kept."""
    own = frozenset(vars(cls))
    made: Any = dataclass(frozen=True, repr=False, eq=False)(cls)
    made.__values__ = attrgetter("__class__", *made.__match_args__)
    for name in _METHODS.keys() - own:
        setattr(made, name, _METHODS[name])
    return cls


def _eq(self: Any, other: object) -> bool:
    values = self.__values__
    return bool(values(self) == values(other)) if type(self) is type(other) else NotImplemented


def _hash(self: Any) -> int:
    return hash(self.__values__(self))


def _repr(self: Any) -> str:
    fields = (f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
    return f"{type(self).__qualname__}({', '.join(fields)})"


def _refuse(self: object, name: str, *_: object) -> NoReturn:
    raise FrozenInstanceError(f"{type(self).__name__}.{name} cannot be changed")


_METHODS = {
    "__eq__": _eq,
    "__hash__": _hash,
    "__repr__": _repr,
    "__setattr__": _refuse,
    "__delattr__": _refuse,
}
