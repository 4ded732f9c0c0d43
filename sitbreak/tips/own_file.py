"""The person's own tips.toml as a window changes it: only the lines of one tip at a time.

Every other line stays byte for byte: comments, other tips, and what cannot be read. A file that somebody else
changes at the same moment is read again; what they have changed stays.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from sitbreak import disk, toml
from sitbreak.core.own_tips import Checked, Conflict, Table, check, in_order, merged, new_id
from sitbreak.core.tips import Library, parse_tips
from sitbreak.core.values import frozen
from sitbreak.core.words import files
from sitbreak.core.words import own_tips as words
from sitbreak.disk import Changed, Signature, StorageError, signature
from sitbreak.tips import own_text
from sitbreak.tips.files import LARGEST, find_picture, load_library
from sitbreak.tips.own_text import tables_of, tips_in

_TRIES = 5
"""How often a change is made again in what another program has just saved."""

_BYTE_ORDER_MARK = "\ufeff"


@frozen
class OwnTip:
    """A tip in the file.

    Attributes:
        table: everything it has.
        checked: what is wrong with it.
    """

    table: Table
    checked: Checked


@frozen
class OwnTips:
    """What is in the file.

    Attributes:
        tips: in their order.
        library: the shipped tips and every fact, also those of the file.
        mistakes: what cannot be read at all, each with its line.
        problem: why the file cannot be read; nothing if it can.
    """

    tips: tuple[OwnTip, ...]
    library: Library
    mistakes: tuple[str, ...] = ()
    problem: str = ""


@frozen
class Removed:
    """What is needed to put a removed tip back.

    Attributes:
        before: the file's text before.
        after: the text without the tip.
        lines: the lines of the tip.
    """

    before: str
    after: str
    lines: tuple[str, ...]


class OwnTipsFile:
    """The person's tips.toml.

    Attributes:
        path: the file; it need not exist.
        version: the version that was read or written last.
    """

    def __init__(self, path: Path) -> None:
        """Read nothing yet."""
        self.path = path
        self.version: Signature = None
        self._written: Signature = None

    def changed(self) -> bool:
        """Whether the file has changed since it was last read."""
        return signature(self.path) != self.version

    def read(self) -> OwnTips:
        """Read all tips, also those with mistakes."""
        shipped = load_library(None)[0]
        try:
            text = self._load()
        except StorageError as error:
            return OwnTips((), shipped, problem=str(error))
        found = toml.read(text.removeprefix(_BYTE_ORDER_MARK), whole_tables=True)
        facts = parse_tips({"facts": found.table.get("facts", {})}, shipped)[0].facts
        library = Library(shipped.tips, facts)
        tables = tips_in(found.table)
        return OwnTips(
            tuple(OwnTip(table, self._check(number, tables, library)) for number, table in enumerate(tables)),
            library,
            tuple(toml.first_problems([words.unread(wrong.line, wrong.reason) for wrong in found.mistakes])),
        )

    def check(self, table: Table, library: Library) -> Checked:
        """Check a tip as if it were in the file."""
        return check(table, library, self._find_picture)

    def picture_path(self, name: str) -> str:
        """Return the full path of a picture that a tip names; empty if it cannot be shown."""
        path, problem = self._find_picture(name) if name else ("", "")
        return "" if problem else path

    # --- changes -----------------------------------------------------------------------------------

    def add(self, table: Table) -> Table:
        """Write a new tip at the end of the file, with an id of its own; return it.

        Raises:
            StorageError: the file cannot be written. Nothing was written.
        """
        added: dict[str, Any] = {}

        def change(text: str) -> str:
            nonlocal added
            added = in_order({**table, "id": new_id(str(table["title"]), _ids(tables_of(text)))})
            return own_text.added(text or words.file_head(), added)

        self._change(change, lambda before: [*before, added])
        return added

    def change(self, seen: Table, wanted: Table) -> Table:
        """Change a tip, and nothing else; return what it is now.

        Args:
            seen: the tip as it was read.
            wanted: the same with what the person has changed.

        Raises:
            StorageError: the tip has been removed or changed in the same place by somebody else, its lines
                are not written as a table of their own, or the file cannot be written. Nothing was written.
        """
        result: dict[str, Any] = {}
        place = 0

        def change(text: str) -> str:
            nonlocal result, place
            tables = tables_of(text)
            place = _find(tables, seen)
            try:
                result = merged(tables[place], seen, wanted)
            except Conflict as conflict:
                raise StorageError(words.changed_elsewhere(conflict.field)) from conflict
            others = _ids([*tables[:place], *tables[place + 1 :]])
            if not _is_valid_id(result.get("id")) or result["id"] in others:
                result["id"] = new_id(str(result.get("title", "")), others)
            return own_text.changed(text, place, result)

        self._change(change, lambda before: [*before[:place], result, *before[place + 1 :]])
        return result

    def remove(self, seen: Table) -> Removed:
        """Remove a tip, and nothing else.

        Raises:
            StorageError: as for `change`.
        """
        removed = Removed("", "", ())
        place = 0

        def change(text: str) -> str:
            nonlocal removed, place
            place = _find(tables_of(text), seen)
            left, lines = own_text.removed(text, place)
            removed = Removed(text, left, lines)
            return left

        self._change(change, lambda before: [*before[:place], *before[place + 1 :]])
        return removed

    def restore(self, removed: Removed) -> None:
        """Put a removed tip back: where it was, or if the file has changed since, at its end.

        Raises:
            StorageError: the file cannot be written.
        """

        def change(text: str) -> str:
            return removed.before if text == removed.after else own_text.appended(text, removed.lines)

        self._change(change, None)

    # --- internals -----------------------------------------------------------------------------------

    def _check(self, number: int, tables: Sequence[Table], library: Library) -> Checked:
        """Check one tip of the file; one whose id an earlier one has is wrong."""
        checked = self.check(tables[number], library)
        own = tables[number].get("id")
        if any(own == other.get("id") for other in tables[:number]):
            return Checked(is_usable=False, problems={**checked.problems, "id": words.same_id()})
        return checked

    def _find_picture(self, name: str) -> tuple[str, str]:
        return find_picture(self.path.parent, name)

    def _load(self) -> str:
        """Return the text, with a byte order mark if there is one; empty without a file.

        Raises:
            StorageError: it cannot be read.
        """
        self.version = signature(self.path)
        text = (disk.read(self.path, LARGEST) or b"").decode("utf-8", "surrogateescape")
        if "\0" in text:  # UTF-16, or left by a crash
            raise StorageError(files.unreadable(self.path, files.not_utf_8()))
        return text

    def _change(
        self, change: Callable[[str], str], expect: Callable[[list[Table]], list[Table]] | None
    ) -> None:
        """Change the text, and write it if it then holds what is expected."""
        for last in reversed(range(_TRIES)):
            disk.wait_for_editor(self.path, self.version, self._written)
            text = self._load()
            mark = _BYTE_ORDER_MARK if text.startswith(_BYTE_ORDER_MARK) else ""
            before = text.removeprefix(mark)
            after = change(before)
            if expect is not None and tables_of(after) != expect(tables_of(before)):
                raise StorageError(words.only_by_hand())
            try:
                data = (mark + after).encode("utf-8", "surrogateescape")
            except UnicodeEncodeError as error:
                raise StorageError(files.unwritable(self.path, files.not_utf_8())) from error
            if len(data) > LARGEST:
                raise StorageError(words.too_large())
            try:
                self._written = disk.write(self.path, data, keeps_mode=True, seen=self.version)
                self.version = self._written
            except Changed:
                if not last:
                    raise
            else:
                return


def _ids(tables: Iterable[Table]) -> set[str]:
    """Return the ids that are taken: those of some tips, and of the shipped ones."""
    return {str(tip.get("id")) for tip in tables} | {tip.id for tip in load_library(None)[0].tips}


def _is_valid_id(name: object) -> bool:
    return isinstance(name, str) and re.fullmatch("[a-z0-9-]+", name) is not None


def _find(tables: Sequence[Table], seen: Table) -> int:
    """Return which tip is the one that was seen: the same, or the one with its id.

    Raises:
        StorageError: there is none.
    """
    same = [number for number, table in enumerate(tables) if table == seen]
    if not same and "id" in seen:
        same = [number for number, table in enumerate(tables) if table.get("id") == seen["id"]]
    if not same:
        raise StorageError(words.no_longer_there())
    return same[0]
