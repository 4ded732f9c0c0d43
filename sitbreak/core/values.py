"""`@frozen`: immutable values that compare by type and fields.

It means `@dataclass(frozen=True)`; type checkers, `match`, `replace` and `fields` treat its classes that way.
But a dataclass compiles six methods for each class, which for all of ours cost half a MiB of the tray process
and a quarter of the time until the icon shows. These classes share their methods.
"""

from dataclasses import MISSING, FrozenInstanceError, dataclass, field
from operator import attrgetter
from typing import Any, NoReturn, TypeVar, dataclass_transform

_T = TypeVar("_T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[_T]) -> type[_T]:
    """Make an immutable value class from annotated fields; methods the class defines itself are kept."""
    own = frozenset(vars(cls))
    made: Any = dataclass(init=False, repr=False, eq=False)(cls)
    made.__values__ = attrgetter("__class__", *made.__match_args__)
    for name in _METHODS.keys() - own:
        setattr(made, name, _METHODS[name])
    return cls


def _init(self: Any, *args: object, **kwargs: object) -> None:
    fields = self.__dataclass_fields__
    given = dict(zip(fields, args, strict=False), **kwargs)
    if len(given) < len(args) + len(kwargs) or not given.keys() <= fields.keys():
        raise TypeError(f"{type(self).__name__}() has other fields: {', '.join(fields)}")
    for name, each in fields.items():
        if name in given:
            value = given[name]
        elif each.default is not MISSING:
            value = each.default
        elif each.default_factory is not MISSING:
            value = each.default_factory()
        else:
            raise TypeError(f"{type(self).__name__}() needs {name}")
        _set(self, name, value)


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


_set = object.__setattr__

_METHODS = {
    "__init__": _init,
    "__eq__": _eq,
    "__hash__": _hash,
    "__repr__": _repr,
    "__setattr__": _refuse,
    "__delattr__": _refuse,
}
