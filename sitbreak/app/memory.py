"""What sitbreak remembers across a restart: the saved state, and when it last ran."""

import logging
from collections.abc import Mapping
from typing import Any

from sitbreak.core.now import Now
from sitbreak.core.planner import Planner
from sitbreak.core.saved import LastAlive
from sitbreak.core.words import files as words
from sitbreak.storage.files import StorageError
from sitbreak.storage.folders import Folders
from sitbreak.storage.state import Heartbeat, SignOfLife, StateFile, state_path

_log = logging.getLogger(__name__)


class Memory:
    """The state file and the heartbeat during one boot."""

    def __init__(self, folders: Folders, boot_id: str) -> None:
        self._state = StateFile(state_path(folders.state))
        self._heartbeat = Heartbeat(folders.runtime / "heartbeat.json", boot_id)
        self._boot_id = boot_id

    def recall(self, planner: Planner, now: Now) -> list[str]:
        """Restore the saved state into a new planner; return one line for each loss."""
        table, problem = self._state.load()
        problems = [problem] if problem else []
        return problems if table is None else [*problems, *self._recall(table, planner, now)]

    def _recall(self, table: Mapping[str, Any], planner: Planner, now: Now) -> list[str]:
        saved, beat = SignOfLife.from_table(table.get("at")), self._heartbeat.read()
        moments = [moment for moment in (saved, beat) if moment is not None]
        if not moments:
            alive = LastAlive(now, same_boot=False, by_heartbeat=False, is_guess=True)
            return [words.undated(self._state.path), *self._restore(planner, table, alive)]
        in_this_boot = [moment for moment in moments if self._is_in_this_boot(moment, now)]
        if in_this_boot:  # the wall clock may have been stepped meanwhile
            last = max(in_this_boot, key=lambda moment: moment.now.boot)
        else:
            last = max(moments, key=lambda moment: moment.now.wall)
        alive = LastAlive(last.now, same_boot=bool(in_this_boot), by_heartbeat=beat is not None)
        return self._restore(planner, table, alive)

    def save(self, state: Mapping[str, Any], now: Now) -> None:
        """Save the state. A failure is logged; the next change tries again."""
        try:
            self._state.save({"at": SignOfLife(now, self._boot_id).to_table(), **state})
        except StorageError as error:
            _log.warning("%s", words.unsaved(error))
        self.record_alive(now)

    def record_alive(self, now: Now) -> None:
        """Record that sitbreak is alive."""
        self._heartbeat.record_alive(now)

    def _restore(self, planner: Planner, table: Mapping[str, Any], alive: LastAlive) -> list[str]:
        damaged = planner.restore(table, alive)
        return [words.part_unreadable(self._state.path, part) for part in damaged]

    def _is_in_this_boot(self, moment: SignOfLife, now: Now) -> bool:
        return moment.boot_id == self._boot_id and moment.now.boot <= now.boot
