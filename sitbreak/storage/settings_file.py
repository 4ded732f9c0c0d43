"""settings.toml, the person's own file: everything they wrote in it survives our changes, comments too."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sitbreak.core.settings import Settings, parse_settings
from sitbreak.core.words import files as words
from sitbreak.storage.files import Signature, StorageError, name_aside, signature, write_atomically
from sitbreak.storage.settings_text import (
    Damaged,
    as_lines,
    as_table,
    decode,
    encode,
    find_line,
    parse,
    salvage,
    template,
)

Value = str | int | bool | list[str]


class SettingsFile:
    """The settings, in one TOML file that people may edit while sitbreak runs."""

    def __init__(self, path: Path) -> None:
        """Use this file; it need not exist."""
        self.path = path
        self._last_good = Settings()
        self._read: Signature = None

    def read_at_start(self) -> tuple[Settings, list[str]]:
        """Read the settings when sitbreak starts.

        A damaged file is copied under another name and keeps only the lines that are still valid.

        Returns:
            See `read`.
        """
        try:
            text = self._load()
            parse(text)
        except StorageError:
            return self.read()
        except Damaged as damage:
            aside = name_aside(self.path)
            try:
                write_atomically(aside, encode(text))
                write_atomically(self.path, encode(salvage(text)))
            except StorageError as error:
                return self._last_good, [words.not_kept(self._located(damage), error)]
            settings, problems = self.read()
            return settings, [words.kept_as(self._located(damage), aside.name), *problems]
        return self.read()

    def read(self) -> tuple[Settings, list[str]]:
        """Read the settings. A file that is not valid TOML is left alone: somebody may be editing it.

        Returns:
            The settings, and one line per problem that names file and line. An invalid value is replaced by
            its default; if the whole file is unusable, the previous settings are returned.
        """
        try:
            text = self._load()
            settings, problems = parse_settings(parse(text))
        except StorageError as error:
            return self._last_good, [words.settings_stay(error)]
        except Damaged as damage:
            return self._last_good, [words.settings_stay(self._located(damage))]
        self._last_good = settings
        return settings, [
            self._place(find_line(text, problem.partition(": ")[0]), problem) for problem in problems
        ]

    def changed(self) -> bool:
        """Whether the file has changed since it was last read."""
        return signature(self.path) != self._read

    def get(self, key: str) -> Any:
        """Return the value in force for a key such as `interval` or `wait_during.call`, in its TOML form.

        Raises:
            KeyError: there is no such setting.
        """
        value: Any = as_table(self.read()[0])
        for part in key.split("."):
            if not isinstance(value, Mapping) or part not in value:
                raise KeyError(key)
            value = value[part]
        return value

    def lines(self) -> list[str]:
        """Return every value in force as a line of the file."""
        return as_lines(self.read()[0])

    def set(self, key: str, value: Value) -> None:
        """Change one setting in the file and leave every other line untouched.

        Args:
            key: `interval`, or `wait_during.call` for one in a table.
            value: in its TOML form.

        Raises:
            ValueError: there is no such setting, or the value is invalid; nothing was written.
            StorageError: the file is not valid TOML, or could not be written.
        """
        import tomlkit  # 8 ms and 1 MB, for something that happens once a week
        from tomlkit.exceptions import TOMLKitError

        text = self._load()
        try:
            parse(text)
            document = tomlkit.parse(text)
        except Damaged as damage:
            raise StorageError(words.nothing_changed(self._located(damage))) from damage
        except TOMLKitError as error:
            raise StorageError(words.nothing_changed(f"{self.path.name}: {error}")) from error
        table: Any = document
        *tables, name = key.split(".")
        for part in tables:
            table = table.setdefault(part, tomlkit.table())
            if not isinstance(table, Mapping):
                raise ValueError(words.not_a_table(key, part, self.path.name))
        table[name] = value
        changed = tomlkit.dumps(document)
        _refuse_problem(key, changed)
        write_atomically(self.path, encode(changed))

    def ensure(self) -> Path:
        """Return the file to edit; a new one explains every setting and sets none.

        Raises:
            StorageError: the file could not be written.
        """
        if not self.path.exists():
            write_atomically(self.path, encode(template()))
        return self.path

    # --- internals -------------------------------------------------------------------------------

    def _load(self) -> str:
        """Return the text; empty if there is no file."""
        self._read = signature(self.path)
        try:
            return decode(self.path.read_bytes())
        except FileNotFoundError:
            return ""
        except OSError as error:
            raise StorageError(words.unreadable(self.path, error.strerror)) from error

    def _located(self, damage: Damaged) -> str:
        return self._place(damage.line, str(damage))

    def _place(self, line: int | None, problem: str) -> str:
        """Put the file's name and the line's number before a problem."""
        return f"{self.path.name}:{line}: {problem}" if line else f"{self.path.name}: {problem}"


def _refuse_problem(key: str, text: str) -> None:
    for problem in parse_settings(parse(text))[1]:
        if problem.startswith(f"{key}:"):
            raise ValueError(problem)
