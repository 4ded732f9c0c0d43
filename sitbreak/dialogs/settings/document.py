"""What the settings window shows and changes: settings.toml, without Qt."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from sitbreak.core.settings import GROUPS, Settings
from sitbreak.disk import StorageError
from sitbreak.storage.problems import Problem
from sitbreak.storage.repair import Repair
from sitbreak.storage.settings_file import SettingsFile, Value
from sitbreak.storage.settings_text import as_table
from sitbreak.storage.text_change import TextChange

APART = frozenset({"wait_during", "history"})
"""Tables whose entries have a field each; the others are one field."""

_DEFAULTS = as_table(Settings())


def field_keys(group: str) -> list[str]:
    """Return the keys of a group's fields, such as `interval` and `wait_during.call`."""
    return [key for name in GROUPS[group] for key in _fields_of(name)]


def default(key: str) -> Any:
    """Return the default of a field, in its TOML form."""
    return _find(_DEFAULTS, key)


class Document:
    """The settings in force, and what the file says about them. The file itself is what is changed.

    Attributes:
        file: settings.toml.
    """

    def __init__(self, config: Path, values: Mapping[str, Any]) -> None:
        """Read nothing yet: a parser comes after the first paint.

        Args:
            config: the folder with settings.toml.
            values: the settings in force, in their TOML form, as far as they are known.
        """
        self.file = SettingsFile(config / "settings.toml")
        self._values: dict[str, Any] = {**_DEFAULTS, **values}
        self._repairs: dict[Problem, Repair | None] = {}
        self._changes: list[TextChange] = []

    def read(self) -> None:
        """Read the file again."""
        self._values = as_table(self.file.read()[0])
        self._repairs = {}
        with suppress(StorageError):  # it has just gone: the next look says so
            if self.file.details:
                self._repairs = dict(self.file.find_repairs())
            while self._changes and not self.file.can_undo(self._changes[-1]):
                self._changes.pop()  # somebody has changed it since: that is not ours to undo

    def value(self, key: str) -> Any:
        """Return what is in force for a field, in its TOML form."""
        return _find(self._values, key)

    # --- changes ---------------------------------------------------------------------------------

    @property
    def can_undo(self) -> bool:
        """Whether there is a change of ours to undo."""
        return bool(self._changes)

    def change(self, key: str, value: Any) -> bool:
        """Change one field; return whether there was anything to change.

        Raises:
            ValueError: the value is invalid.
            StorageError: the file could not be changed.
        """
        return self._change(_entries(key, value))

    def is_default(self, keys: Iterable[str]) -> bool:
        """Return whether these fields have their defaults, and the file says nothing wrong about them."""
        return not any(self._differs(*entry) for key in keys for entry in _entries(key, default(key)))

    def reset(self, keys: Iterable[str]) -> None:
        """Set these fields back to their defaults.

        Raises:
            StorageError: the file could not be changed.
        """
        self._change(entry for key in keys for entry in _entries(key, default(key)))

    def undo(self) -> None:
        """Take our last change back, also one that put a problem right. There has to be one.

        Raises:
            Changed: somebody has just changed the same.
            StorageError: the file could not be changed.
        """
        try:
            self.file.undo(self._changes[-1])
            self._changes.pop()
        finally:
            self.read()

    def _change(self, entries: Iterable[tuple[str, Value]]) -> bool:
        changes = {key: value for key, value in entries if self._differs(key, value)}
        if not changes:
            return False
        self._changes.append(self.file.change(changes))
        self.read()
        return True

    def _differs(self, key: str, value: Value) -> bool:
        """Return whether writing this would change something: also a wrong value to its default."""
        return self.value(key) != value or any(problem.key == key for problem in self.file.details)

    # --- problems --------------------------------------------------------------------------------

    def problem_of(self, key: str) -> Problem | None:
        """Return what is wrong with a field in the file."""
        return next((problem for problem in self.file.details if _concerns(problem, key)), None)

    def repair_of(self, problem: Problem) -> Repair | None:
        """Return what puts a problem right; None if only the person can."""
        return self._repairs.get(problem)

    def repair(self, problem: Problem) -> None:
        """Put a problem right.

        Raises:
            StorageError: the file could not be changed.
        """
        self._changes.append(self.file.repair(problem))
        self.read()

    @property
    def other_problems(self) -> list[Problem]:
        """What is wrong with the file and concerns no field."""
        keys = [key for group in GROUPS for key in field_keys(group)]
        found = [problem for problem in self.file.details if not any(_concerns(problem, key) for key in keys)]
        if self.file.problems and not self.file.details:  # the file as a whole
            found.append(Problem(0, "", self.file.problems[0]))
        return found


def _concerns(problem: Problem, key: str) -> bool:
    return problem.key == key or problem.key.startswith(f"{key}.")


def _fields_of(name: str) -> Iterator[str]:
    if name in APART:
        yield from (f"{name}.{entry}" for entry in _DEFAULTS[name])
    else:
        yield name


def _entries(key: str, value: Any) -> Iterator[tuple[str, Value]]:
    """Yield the settings of a field as they stand in the file, each on its own."""
    if isinstance(value, Mapping):
        for name, entry in value.items():
            yield from _entries(f"{key}.{name}", entry)
    else:
        yield key, value


def _find(table: Mapping[str, Any], key: str) -> Any:
    value: Any = table
    for part in key.split("."):
        value = value[part]
    return value
