"""What is wrong in the person's files: shown once for each version of a file."""

from collections.abc import Mapping

from sitbreak.core.inputs import FileChecked, Page


class Mistakes:
    """Remembers what is wrong in which file, and what the person has seen of it."""

    def __init__(self) -> None:
        self._found: dict[Page, FileChecked] = {}
        self._shown: dict[Page, str] = {}

    @property
    def has_any(self) -> bool:
        """Whether anything is wrong in any file."""
        return any(found.problems for found in self._found.values())

    def record(self, found: FileChecked) -> None:
        """Record what was found when a file was read."""
        self._found[found.page] = found

    def take(self, *, again: bool) -> tuple[FileChecked, ...]:
        """Return what has not been shown yet; from now on it has.

        Args:
            again: add the files that have been shown before, since the notification about them goes.
        """
        wrong = tuple(found for found in self._found.values() if found.problems)
        new = tuple(found for found in wrong if self._shown.get(found.page) != found.version)
        self._shown |= {found.page: found.version for found in new}
        return wrong if new and again else new

    def to_table(self) -> dict[str, str]:
        """Return which versions have been shown, as JSON values."""
        return {str(page): version for page, version in self._shown.items()}

    def restore(self, table: object) -> None:
        """Restore what `to_table` returned; whatever is something else is left out."""
        if isinstance(table, Mapping):
            self._shown = {page: str(table[page]) for page in Page if page in table}
