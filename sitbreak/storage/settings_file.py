"""settings.toml, the person's own file: everything they wrote in it survives our changes, comments too."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sitbreak import disk
from sitbreak.core.settings import Settings, parse_settings
from sitbreak.core.words import files as words
from sitbreak.disk import Changed, Signature, StorageError, signature
from sitbreak.storage.problems import Problem, find_problems
from sitbreak.storage.settings_text import as_table, decode, encode, template
from sitbreak.toml import MOST_PROBLEMS, Damaged, first_problems, parse, with_line_ends_of

if TYPE_CHECKING:
    from sitbreak.storage.repair import Repair
    from sitbreak.storage.text_change import TextChange

Value = str | int | bool | list[str]

_LARGEST = 100_000
"""Bytes: a hundred times the initial file's settings, a tenth of a second for the parser."""

_UTF_16 = ("\udcff\udcfe", "\udcfe\udcff")
"""How a text begins that a Windows program has saved in that encoding, as `decode` leaves it."""

_BYTE_ORDER_MARK = "\ufeff"
"""How a Windows program may begin a text in UTF-8."""

_TRIES = 5
"""How often a change is made again on what another program has just saved."""


class SettingsFile:
    """The settings, in one TOML file that people may edit while sitbreak runs.

    Attributes:
        path: the file; it need not exist.
        problems: one line for each problem found when it was last read.
        details: the same problems, apart from one with the file as a whole.
        version: the version that was last read.
        in_force: the settings as they were last read.
    """

    def __init__(self, path: Path) -> None:
        """Read nothing yet."""
        self.path = path
        self.problems: list[str] = []
        self.details: list[Problem] = []
        self.version: Signature = None
        self.in_force = Settings()
        self._written: Signature = None
        self._mark = ""

    def read(self) -> tuple[Settings, list[str]]:
        """Read the settings. What is wrong costs only itself; the file is left alone, unless it is no text.

        Returns:
            The settings, and one line per problem that names file, line and key. Where a value cannot be
            used, its default is in force; if the whole file cannot be read, what was read last.
        """
        self.details = []
        self.version = signature(self.path)
        try:
            text = self._load()
        except StorageError as error:
            self.problems = [words.settings_stay(error)]
            return self.in_force, self.problems
        if text.startswith(_UTF_16):
            self.problems = [words.settings_stay(f"{self.path}: {words.not_utf_8()}")]
            return self.in_force, self.problems
        if "\0" in text:  # left by a crash of the computer
            self.in_force, self.problems = Settings(), [self._set_aside()]
            return self.in_force, self.problems
        self.in_force, self.details = find_problems(text)
        self.problems = first_problems([self._place(problem) for problem in self.details])
        return self.in_force, self.problems

    def find_repairs(self) -> list[tuple[Problem, "Repair | None"]]:
        """Return what is wrong in the file now, and what puts each problem right.

        Raises:
            StorageError: the file cannot be read.
        """
        from sitbreak.storage.repair import find_repair  # nothing for the tray, as below

        text = self._load()
        return [(problem, find_repair(text, problem)) for problem in find_problems(text)[1][:MOST_PROBLEMS]]

    def repair(self, problem: Problem) -> "TextChange":
        """Put one problem right and leave every other line untouched.

        Args:
            problem: one that `find_repairs` has returned.

        Returns:
            What `undo` takes back.

        Raises:
            Changed: it is no longer there: somebody has changed the file.
            StorageError: the file could not be read or written. Nothing was written.
        """
        from sitbreak.storage.repair import find_repair

        def repaired(text: str) -> str | None:
            repair = find_repair(text, problem) if problem in find_problems(text)[1] else None
            return None if repair is None else repair.apply(text)

        return self._rewrite(repaired)

    def can_undo(self, change: "TextChange") -> bool:
        """Return whether the lines of a change of ours still stand in the file.

        Raises:
            StorageError: the file cannot be read.
        """
        return change.undone_in(self._load()) is not None

    def undo(self, change: "TextChange") -> None:
        """Take a change of ours back, and leave every other line untouched.

        Raises:
            Changed: somebody has changed the same lines since.
            StorageError: the file could not be read or written. Nothing was written.
        """
        self._rewrite(change.undone_in)

    def changed(self) -> bool:
        """Whether the file has changed since it was last read."""
        return signature(self.path) != self.version

    def get(self, key: str) -> Any:
        """Return the value in force for a key such as `interval` or `wait_during.call`, in its TOML form.

        Raises:
            KeyError: there is no such setting.
        """
        return _find(self.read()[0], key)

    def set(self, key: str, value: Value) -> None:
        """Change one setting; see `change`."""
        self.change({key: value})

    def change(self, changes: Mapping[str, Value]) -> "TextChange":
        """Change some settings in the file, all or none, and leave every other line untouched.

        Args:
            changes: the new values in their TOML form, by keys such as `interval`, or `wait_during.call` for
                one in a table.

        Returns:
            What `undo` takes back.

        Raises:
            KeyError: there is no such setting.
            ValueError: a value is invalid.
            StorageError: the file is not valid TOML, or could not be written. Nothing was written.
        """
        for key in changes:
            _find(Settings(), key)
        return self._rewrite(lambda text: self._with(changes, text))

    def ensure(self) -> Path:
        """Return the file to edit; a new one explains every setting and sets none.

        Raises:
            StorageError: the file could not be written.
        """
        if disk.is_missing(self.path):
            disk.write(self.path, encode(template()), seen=None)
        return self.path

    # --- internals -------------------------------------------------------------------------------

    def _load(self) -> str:
        """Return the text; empty if there is no file.

        Raises:
            StorageError: it cannot be read.
        """
        text = decode(disk.read(self.path, _LARGEST) or b"")
        self._mark = _BYTE_ORDER_MARK if text.startswith(_BYTE_ORDER_MARK) else ""
        return text.removeprefix(self._mark)

    def _set_aside(self) -> str:
        """Set a file aside that is no text; return a line that says so."""
        try:
            aside = disk.set_aside(self.path)
        except StorageError as error:
            return words.damaged_settings_stay(self.path, error)
        self.version = None
        return words.damaged_settings(self.path, aside.name)

    def _rewrite(self, rewritten: Callable[[str], str | None]) -> "TextChange":
        """Change the text, again if another program has just saved it; return the change.

        Args:
            rewritten: returns the new text for the one in the file; None if that is no longer possible.

        Raises:
            Changed: it is not possible, or it was changed at the same moment, again and again.
            StorageError: the file could not be read or written. Nothing was written.
        """
        from sitbreak.storage.text_change import TextChange  # nothing for the tray on its way to the icon

        for _ in range(_TRIES):
            disk.wait_for_editor(self.path, self.version, self._written)
            seen = signature(self.path)
            before = self._load()
            after = rewritten(before)
            if after is None:
                break
            with suppress(Changed):
                self._write(after, seen)
                return TextChange(before, after)
        raise Changed(words.changed_meanwhile(self.path))

    def _with(self, changes: Mapping[str, Value], text: str) -> str:
        """Return the text with some settings changed; see `change`."""
        import tomlkit  # 8 ms and 1 MB, for something that happens once a week
        from tomlkit.exceptions import TOMLKitError

        try:
            before = parse(text)
            document = tomlkit.parse(text)
        except Damaged as damage:
            problem = Problem(damage.line, "", str(damage))
            raise StorageError(words.nothing_changed(self._place(problem))) from damage
        except TOMLKitError as error:
            raise StorageError(words.nothing_changed(self._place(Problem(0, "", str(error))))) from error
        for key, value in changes.items():
            table: Any = document
            *tables, name = key.split(".")
            for part in tables:
                table = table.setdefault(part, tomlkit.table())
                if not isinstance(table, Mapping):
                    raise ValueError(words.not_a_table(key, part, self.path.name))
            table[name] = value
        changed = with_line_ends_of(text, tomlkit.dumps(document))
        known = parse_settings(before)[1]
        for complaint in parse_settings(parse(changed))[1]:
            if complaint not in known:
                raise ValueError(complaint)
        return changed

    def _write(self, text: str, seen: Signature) -> None:
        """Write the file, unless it is no longer the one that was seen.

        Raises:
            Changed: it was changed right before or right after.
            StorageError: it could not be written.
        """
        self._written = disk.write(self.path, encode(self._mark + text), keeps_mode=True, seen=seen)
        if signature(self.path) != self._written:
            raise Changed(words.changed_meanwhile(self.path))

    def _place(self, problem: Problem) -> str:
        """Write a problem with the file's name and the line's number before it."""
        place = f"{self.path.name}:{problem.line}" if problem.line else self.path.name
        return ": ".join(part for part in (place, problem.key, problem.reason) if part)


def _find(settings: Settings, key: str) -> Any:
    """Return the value of a setting in its TOML form.

    Raises:
        KeyError: there is no such setting.
    """
    value: Any = as_table(settings)
    for part in key.split("."):
        if not isinstance(value, Mapping) or part not in value:
            raise KeyError(key)
        value = value[part]
    return value
