"""What sitbreak remembers over a restart: the saved state, and when it was last alive."""

from random import Random

from sitbreak.core.keeper import Keeper
from sitbreak.core.now import Now
from sitbreak.core.planner import Planner
from sitbreak.core.saved import LastAlive, take_up
from sitbreak.storage.folders import Folders
from sitbreak.storage.heartbeat import Beat, Heartbeat
from sitbreak.storage.state_file import StateFile


class Memory:
    """The state file and the heartbeat of one run of the computer."""

    def __init__(self, folders: Folders, boot_id: str) -> None:
        self._state = StateFile(folders.state / "state.json")
        self._heartbeat = Heartbeat(folders.runtime / "heartbeat.json", boot_id)
        self._boot_id = boot_id

    def recall(self, keeper: Keeper, now: Now, random: Random) -> list[str]:
        """Fill a new keeper with what was saved; return one line for everything that could not be used."""
        table, problem = self._state.load()
        if table is None:
            return [problem] if problem else []
        saved, beat = Beat.from_table(table.get("at")), self._heartbeat.read()
        last = max(
            (moment for moment in (saved, beat) if moment), key=lambda moment: moment.now.wall, default=None
        )
        if last is None:
            return [f"{self._state.path}: it does not say when it was written; sitbreak starts afresh"]
        same_boot = last.boot_id == self._boot_id and last.now.boot <= now.boot
        alive = LastAlive(last.now, same_boot=same_boot, beating=beat is not None)
        damaged = take_up(keeper, table, alive, now, random)
        return [f"{self._state.path}: {part} could not be read and starts afresh" for part in damaged]

    def save(self, planner: Planner, now: Now) -> None:
        """Write the state down.

        Raises:
            StorageError: it could not be written.
        """
        self._state.save({"at": Beat(now, self._boot_id).to_table(), **planner.kept})
        self.beat(now)

    def beat(self, now: Now) -> None:
        """Say that sitbreak is alive."""
        self._heartbeat.beat(now)
