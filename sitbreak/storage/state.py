"""What outlives the process: the saved state, the heartbeat, and the note about our notification."""

import json
import logging
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sitbreak import disk
from sitbreak.core.now import Now
from sitbreak.core.values import frozen
from sitbreak.core.words import files as words
from sitbreak.disk import StorageError

_MICROSECOND = timedelta(microseconds=1)
_RECORD_SIZE = 240
"""Bytes in every heartbeat record: a new one covers the old one completely."""

_LARGEST = 2_000_000
"""Bytes of a state: thousands of the person's own tips fit."""

_SMALL = 4096
"""Bytes of a heartbeat or a note, at most."""

_log = logging.getLogger(__name__)


def state_path(folder: Path) -> Path:
    """Return the file of the state in the person's folder for it."""
    return folder / "state.json"


class StateFile:
    """The state, as one JSON object in one file.

    Every entry, however deep, has a line of its own: damage in one of them leaves the others readable.
    """

    def __init__(self, path: Path) -> None:
        """Use this file; it need not exist."""
        self.path = path

    def save(self, table: Mapping[str, Any]) -> None:
        """Write the state.

        Raises:
            StorageError: writing failed; the previous state is intact.
        """
        disk.write(self.path, json.dumps(table, indent=1).encode())

    def read(self) -> tuple[dict[str, Any], bool]:
        """Read the state.

        Returns:
            The entries that can be read, none without a file; and whether the file is damaged.

        Raises:
            StorageError: the file cannot be read.
        """
        data = disk.read(self.path, _LARGEST)
        if data is None:
            return {}, False
        with suppress(ValueError, RecursionError):
            table = json.loads(data)
            if isinstance(table, dict):
                return table, False
        from sitbreak.storage.salvage import salvage  # hardly ever needed

        with suppress(RecursionError):
            return salvage(data.decode(errors="replace")), True
        return {}, True

    def set_aside(self, lost: Sequence[str]) -> str:
        """Set a damaged file aside before it is overwritten; return one line that says so.

        Args:
            lost: what could not be read; nothing if that is everything.
        """
        try:
            aside = disk.set_aside(self.path)
        except StorageError as error:
            return words.damaged_state_stays(self.path, error)
        return words.damaged_state(self.path, lost, aside.name)


@frozen
class SignOfLife:
    """A moment at which sitbreak was alive.

    Attributes:
        now: the clocks at that moment; the zone is not stored.
        boot_id: identifies this run of the computer; `awake` and `boot` are only comparable within one run.
    """

    now: Now
    boot_id: str

    def to_table(self) -> dict[str, Any]:
        """Return the heartbeat as JSON values."""
        return {
            "awake_us": self.now.awake // _MICROSECOND,
            "boot_us": self.now.boot // _MICROSECOND,
            "wall": self.now.wall.isoformat(),
            "boot_id": self.boot_id,
        }

    @classmethod
    def from_table(cls, table: Any) -> "SignOfLife | None":
        """Read what `to_table` returned; None if it is anything else."""
        try:
            wall = datetime.fromisoformat(table["wall"])
            if wall.tzinfo is None:
                return None
            now = Now(table["awake_us"] * _MICROSECOND, table["boot_us"] * _MICROSECOND, wall)
            return cls(now, str(table["boot_id"]))
        except (ValueError, KeyError, TypeError, OverflowError):
            return None


class Heartbeat:
    """The last moment at which sitbreak was alive: written once a minute, in memory rather than on disk."""

    def __init__(self, path: Path, boot_id: str) -> None:
        """Use this file in the runtime folder; `boot_id` identifies this run of the computer."""
        self._path = path
        self._boot_id = boot_id

    def record_alive(self, now: Now) -> None:
        """Record that sitbreak is alive now; a failure is logged."""
        try:
            self._write(_with_checksum(json.dumps(SignOfLife(now, self._boot_id).to_table())))
        except StorageError as error:
            _log.warning("a crash now would lose the current sitting time: %s", error)

    def read(self) -> SignOfLife | None:
        """Return the last heartbeat; None if there is none that can be read."""
        try:
            record = disk.read(self._path, _SMALL)
            return SignOfLife.from_table(json.loads(_verified(record))) if record else None
        except (OSError, ValueError, RecursionError):
            return None

    def _write(self, record: bytes) -> None:
        """Overwrite the record in place: a new file every minute would cost ten times the CPU."""
        try:
            disk.overwrite(self._path, record)
        except OSError:  # most likely the file does not exist yet
            disk.write(self._path, record, durable=False)


class Note:
    """One line of text in a file of the runtime folder: outlives the process, but not the login session."""

    def __init__(self, path: Path) -> None:
        """Use this file; it need not exist."""
        self._path = path

    def read(self) -> str:
        """Return the line; empty if there is none that can be read."""
        try:
            return (disk.read(self._path, _SMALL) or b"").decode()
        except (OSError, ValueError):
            return ""

    def write(self, line: str) -> None:
        """Store the line; an empty one removes the file."""
        try:
            if line:
                disk.write(self._path, line.encode(), durable=False)
            else:
                self._path.unlink(missing_ok=True)
        except OSError as error:
            _log.warning("a crash now would leave a notification on the screen: %s", error)


def _with_checksum(text: str) -> bytes:
    """Pad a text to the size of a record and append a checksum, which exposes a half-written one."""
    data = text.encode().ljust(_RECORD_SIZE)
    return b"%s\n%08x\n" % (data, zlib.crc32(data))


def _verified(record: bytes) -> bytes:
    """Return the text of a record.

    Raises:
        ValueError: the record is incomplete or damaged.
    """
    data, _, checksum = record.partition(b"\n")
    if int(checksum[:8], 16) != zlib.crc32(data):
        raise ValueError("the checksum does not match")
    return data
