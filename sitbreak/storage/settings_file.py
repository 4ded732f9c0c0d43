"""settings.toml, the person's own file: what they wrote in it, comments too, outlives all we do with it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sitbreak.core.settings import Settings, parse_settings
from sitbreak.storage.files import Signature, StorageError, name_aside, signature, write_atomically
from sitbreak.storage.settings_text import (
    Damaged,
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
    """The settings, as one TOML file that people edit by hand while sitbreak runs."""

    def __init__(self, path: Path) -> None:
        """Use this file; it need not exist."""
        self.path = path
        self._last_good = Settings()
        self._read: Signature = None

    def read_at_start(self) -> tuple[Settings, list[str]]:
        """Read the settings when sitbreak starts.

        A damaged file is copied under another name and left with the lines that are still good.

        Returns:
            As `read` does.
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
                return self._last_good, [f"{self._place(damage.line)}: {damage}, and {error}"]
            settings, problems = self.read()
            told = f"{self._place(damage.line)}: {damage}; the file as it was is called {aside.name} now"
            return settings, [told, *problems]
        return self.read()

    def read(self) -> tuple[Settings, list[str]]:
        """Read the settings again; a file that is not TOML is left alone: somebody may be editing it.

        Returns:
            The settings (the ones before where the file cannot be used as a whole, the defaults of single
            values that cannot), and one line for every problem, with the file's name and the line's number.
        """
        try:
            text = self._load()
            settings, problems = parse_settings(parse(text))
        except StorageError as error:
            return self._last_good, [f"{error}; the settings stay as they were"]
        except Damaged as damage:
            return self._last_good, [f"{self._place(damage.line)}: {damage}; the settings stay as they were"]
        self._last_good = settings
        return settings, [self._located(problem, text) for problem in problems]

    def changed(self) -> bool:
        """Tell whether the file is another one than the one that was read last."""
        return signature(self.path) != self._read

    def get(self, key: str) -> Any:
        """Return the value in use for a key such as `interval` or `wait_during.call`, as TOML holds it.

        Raises:
            KeyError: there is no such setting.
        """
        value: Any = as_table(self.read()[0])
        for part in key.split("."):
            if not isinstance(value, Mapping):
                raise KeyError(key)
            value = value[part]
        return value

    def set(self, key: str, value: Value) -> None:
        """Write one setting into the file, whose other lines stay as they are.

        Args:
            key: `interval`, or `wait_during.call` for one in a table.
            value: as TOML holds it.

        Raises:
            ValueError: there is no such setting, or it cannot have this value; nothing was written.
            StorageError: the file is not TOML, or could not be written.
        """
        import tomlkit  # 8 ms and 1 MB, for something that happens once a week
        from tomlkit.exceptions import TOMLKitError

        text = self._load()
        try:
            parse(text)
            document = tomlkit.parse(text)
        except Damaged as damage:
            raise StorageError(f"{self._place(damage.line)}: {damage}; nothing was changed") from damage
        except TOMLKitError as error:
            raise StorageError(f"{self.path.name}: {error}; nothing was changed") from error
        table: Any = document
        *tables, name = key.split(".")
        for part in tables:
            table = table.setdefault(part, tomlkit.table())
            if not isinstance(table, Mapping):
                raise ValueError(f"{key}: {part} is not a table in {self.path.name}")
        table[name] = value
        changed = tomlkit.dumps(document)
        _refuse_problem(tables[0] if tables else name, changed)
        write_atomically(self.path, encode(changed))

    def ensure(self) -> Path:
        """Make sure that there is a file to edit: one that says what can be set and sets nothing.

        Raises:
            StorageError: it could not be written.
        """
        if not self.path.exists():
            write_atomically(self.path, encode(template()))
        return self.path

    # --- inside --------------------------------------------------------------------------------

    def _load(self) -> str:
        """Return the text, an empty one where there is no file."""
        self._read = signature(self.path)
        try:
            return decode(self.path.read_bytes())
        except FileNotFoundError:
            return ""
        except OSError as error:
            raise StorageError(f"{self.path} cannot be read: {error.strerror}") from error

    def _place(self, line: int | None) -> str:
        return f"{self.path.name}:{line}" if line else self.path.name

    def _located(self, problem: str, text: str) -> str:
        return f"{self._place(find_line(text, problem.partition(':')[0]))}: {problem}"


def _refuse_problem(key: str, text: str) -> None:
    for problem in parse_settings(parse(text))[1]:
        if problem.startswith(f"{key}:"):
            raise ValueError(problem)
