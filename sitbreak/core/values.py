"""`@frozen`: immutable values that compare by type and fields.

It means `@dataclass(frozen=True)`; type checkers, `match`, `replace` and `fields` treat its classes that way.
But a dataclass compiles six methods for each class, which for all of ours cost half a MiB of the tray process
and a quarter of the time until the icon shows. These classes share their methods.
"""

from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field
from operator import attrgetter
from typing import Any, NoReturn, TypeVar, dataclass_transform

_T = TypeVar("_T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[_T]) -> type[_T]:
    """Make an immutable value class from annotated fields; methods the class defines itself are kept."""
    own, annotated = vars(cls), cls.__annotations__
    names = tuple(dict.fromkeys((*getattr(cls, "__match_args__", ()), *annotated)))
    defaults = {name: own[name] for name in annotated if name in own}
    attributes = {
        "__match_args__": names,
        "__names__": frozenset(names),
        "__values__": attrgetter("__class__", *names),
        "__defaults__": getattr(cls, "__defaults__", {}) | defaults,
        "__dataclass_fields__": _Fields(cls),
        **{name: method for name, method in _METHODS.items() if name not in own},
    }
    for name, attribute in attributes.items():
        setattr(cls, name, attribute)
    return cls


class _Fields:
    """Stands for the fields of a class until `replace` or `fields` asks for them, for most classes never."""

    def __init__(self, cls: type) -> None:
        self._cls: Any = cls

    def __get__(self, _: object, __: type) -> Any:
        return dataclass(init=False, repr=False, eq=False)(self._cls).__dataclass_fields__


def _init(self: Any, *args: object, **kwargs: object) -> None:
    cls = type(self)
    given = dict(zip(cls.__match_args__, args, strict=False)) | kwargs
    values = cls.__defaults__ | given
    if values.keys() != cls.__names__ or len(given) < len(args) + len(kwargs):
        raise TypeError(_complaint(cls, values))
    for name, value in values.items():
        _set(self, name, _default(value) if isinstance(value, Field) else value)


def _complaint(cls: Any, values: dict[str, object]) -> str:
    missing = [name for name in cls.__match_args__ if name not in values]
    if missing:
        return f"{cls.__name__}() needs {', '.join(missing)}"
    return f"{cls.__name__}() has other fields: {', '.join(cls.__match_args__)}"


def _default(written: Any) -> Any:
    return written.default if written.default_factory is MISSING else written.default_factory()


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
