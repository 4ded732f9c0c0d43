"""The history of the running instance: what happens is added at once, or as soon as that is possible."""

import logging
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sitbreak import disk
from sitbreak.core.entries import Entry
from sitbreak.core.now import Now
from sitbreak.core.planner import Planner
from sitbreak.core.presence import AtDesk
from sitbreak.core.words import files as words
from sitbreak.disk import StorageError
from sitbreak.waiter import Waiter

if TYPE_CHECKING:
    from sitbreak.core.days import Known, Ongoing
    from sitbreak.core.history import Day
    from sitbreak.storage.history import HistoryFile

_MOST_WAITING = 1000
"""Entries that wait for a disk to be of use again; some hundred fit into a day."""

_log = logging.getLogger(__name__)


class History:
    """Adds to the history. A failure is logged and never costs the wish that has led to it.

    Attributes:
        waiting: what could not be added yet.
    """

    def __init__(self, folder: Path, keep_days: Callable[[], int]) -> None:
        """Add nothing yet.

        Args:
            folder: the person's for the state.
            keep_days: returns for how many days everything is kept; of older ones only the sums are.
        """
        self.waiting: tuple[Entry, ...] = ()
        self._folder = folder
        self._keep_days = keep_days
        self._shortened: date | None = None
        self._waiter: Waiter | None = None

    def add(self, entries: Iterable[Entry]) -> None:
        """Add entries; those that cannot be added now wait."""
        self.waiting = (*self.waiting, *entries)[-_MOST_WAITING:]
        self.try_again()

    def try_again(self) -> None:
        """Add what is waiting, if anything is."""
        if not self.waiting:
            return
        from sitbreak.storage.history import Damaged

        try:
            self._file.add(self.waiting)
            today, self.waiting = max(entry.day for entry in self.waiting), ()
            self._shorten(today)
        except Damaged as damage:
            _log.warning("%s", damage)
            self._set_aside()
        except StorageError as error:
            _log.warning("%s", words.history_waits(error))

    def ongoing(self, planner: Planner, now: Now) -> "Ongoing":
        """Return what is not in the database yet."""
        from sitbreak.core.days import Ongoing

        entries = (*self.waiting, *planner.unfinished(now))
        return Ongoing(entries, isinstance(planner.situation.presence, AtDesk))

    def days(self, count: int, planner: Planner, now: Now) -> "tuple[Day, ...]":
        """Return this many days; the last one is today.

        Raises:
            StorageError: the database cannot be read.
        """
        from sitbreak.storage.history import LOOP_PATIENCE, history_path, read_days

        return read_days(history_path(self._folder), count, self.ongoing(planner, now), now, LOOP_PATIENCE)

    def answer(self, day: date, pain: int | None) -> None:
        """Keep the back diary's answer of a day; None is *not today*.

        Raises:
            StorageError: it could not be kept.
        """
        self._file.answer(day, pain)

    def check(self, waiter: Waiter) -> None:
        """Look in the background for damage; a damaged database is set aside."""
        from sitbreak.storage.history import is_damaged

        self._waiter = waiter
        path = self._file.path
        looked_at = disk.signature(path)

        def set_aside(damaged: bool) -> None:  # noqa: FBT001  what the work in the background returns
            found = disk.signature(path)
            is_the_same = looked_at is not None and found is not None and found[2] == looked_at[2]
            if damaged and is_the_same:  # an entry may have met the damage first
                self._set_aside()

        waiter.background(lambda: is_damaged(path), set_aside)

    def _set_aside(self) -> None:
        """Set a damaged database aside, and keep what can still be read of it."""
        from sitbreak.storage.history import salvage

        try:
            aside = self._file.set_aside()
        except StorageError as error:
            _log.warning("%s", error)
            return
        _log.warning("%s", words.damaged_history(self._file.path, aside.name))
        if self._waiter is not None:
            self._waiter.background(lambda: salvage(aside), self._add_salvaged)

    def _add_salvaged(self, known: "Known") -> None:
        try:
            self._file.add_salvaged(known)
        except StorageError as error:
            _log.warning("%s", error)

    def close(self) -> None:
        """Release the database."""
        if "_file" in vars(self):
            self._file.close()

    @cached_property
    def _file(self) -> "HistoryFile":
        from sitbreak.storage.history import HistoryFile, history_path  # not on the way to the icon

        return HistoryFile(history_path(self._folder))

    def _shorten(self, today: date) -> None:
        """Once a day, keep only the sums of the days that have become old."""
        if today != self._shortened:
            self._shortened = today
            self._file.shorten(today - timedelta(days=self._keep_days() - 1), today)
