"""What sitbreak remembers across a restart: the saved state, and when it last ran."""

from collections.abc import Mapping
from typing import Any

from sitbreak.core.now import Now
from sitbreak.core.planner import Planner
from sitbreak.core.saved import LastAlive
from sitbreak.core.words import files as words
from sitbreak.disk import StorageError
from sitbreak.storage.folders import Folders
from sitbreak.storage.state import Heartbeat, SignOfLife, StateFile, state_path


class Memory:
    """The state file and the heartbeat during one boot."""

    def __init__(self, folders: Folders, boot_id: str) -> None:
        self._state = StateFile(state_path(folders.state))
        self._heartbeat = Heartbeat(folders.runtime / "heartbeat.json", boot_id)
        self._boot_id = boot_id

    def recall(self, planner: Planner, now: Now) -> list[str]:
        """Restore the saved state into a new planner; return one line for each problem."""
        try:
            table, is_damaged = self._state.read()
        except StorageError as error:
            return [str(error)]
        if not table:
            return [self._state.set_aside(())] if is_damaged else []
        alive = self._last_alive(table, now)
        lost = planner.restore(table, alive)
        problems = [words.undated(self._state.path)] if alive.is_guess else []
        if lost or is_damaged:
            problems.append(self._state.set_aside(lost or [words.something()]))
        return problems

    def save(self, state: Mapping[str, Any], now: Now) -> None:
        """Save the state.

        Raises:
            StorageError: it could not be saved.
        """
        self.record_alive(now)
        try:
            self._state.save({"at": SignOfLife(now, self._boot_id).to_table(), **state})
        except StorageError as error:
            raise StorageError(words.unsaved(error)) from error

    def record_alive(self, now: Now) -> None:
        """Record that sitbreak is alive."""
        self._heartbeat.record_alive(now)

    def _last_alive(self, table: Mapping[str, Any], now: Now) -> LastAlive:
        """Return the last moment at which the saved state is known to have been true."""
        saved, beat = SignOfLife.from_table(table.get("at")), self._heartbeat.read()
        moments = [moment for moment in (saved, beat) if moment is not None]
        if not moments:
            return LastAlive(now, same_boot=False, by_heartbeat=False, is_guess=True)
        in_this_boot = [moment for moment in moments if self._is_in_this_boot(moment, now)]
        if in_this_boot:  # the wall clock may have been stepped meanwhile
            last = max(in_this_boot, key=lambda moment: moment.now.boot)
        else:
            last = max(moments, key=lambda moment: moment.now.wall)
        return LastAlive(last.now, same_boot=bool(in_this_boot), by_heartbeat=beat is not None)

    def _is_in_this_boot(self, moment: SignOfLife, now: Now) -> bool:
        return moment.boot_id == self._boot_id and moment.now.boot <= now.boot
