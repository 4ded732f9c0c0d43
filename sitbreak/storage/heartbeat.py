"""When sitbreak was last alive: three clocks, once a minute, in memory and not on the disk."""

import json
import logging
import zlib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sitbreak.core.now import Now
from sitbreak.core.values import frozen
from sitbreak.storage.files import StorageError, write_atomically

_MICROSECOND = timedelta(microseconds=1)
_LENGTH = 240
"""Bytes of every record: one written over another covers it."""

_log = logging.getLogger(__name__)


@frozen
class Beat:
    """One heartbeat.

    Attributes:
        now: the clocks at that moment (the zone is not kept).
        boot_id: which run of the computer it was; with another one `awake` and `boot` cannot be compared.
    """

    now: Now
    boot_id: str

    def to_table(self) -> dict[str, Any]:
        """Write it as JSON values."""
        return {
            "awake_us": self.now.awake // _MICROSECOND,
            "boot_us": self.now.boot // _MICROSECOND,
            "wall": self.now.wall.isoformat(),
            "boot_id": self.boot_id,
        }

    @classmethod
    def from_table(cls, table: Any) -> "Beat | None":
        """Read what `to_table` wrote; None when it is something else."""
        try:
            wall = datetime.fromisoformat(table["wall"])
            if wall.tzinfo is None:
                return None
            now = Now(table["awake_us"] * _MICROSECOND, table["boot_us"] * _MICROSECOND, wall)
            return cls(now, str(table["boot_id"]))
        except (ValueError, KeyError, TypeError, OverflowError):
            return None


class Heartbeat:
    """The last moment at which sitbreak was alive."""

    def __init__(self, path: Path, boot_id: str) -> None:
        """Keep it in this file of the runtime folder; `boot_id` names this run of the computer."""
        self._path = path
        self._boot_id = boot_id
        self._failed = False

    def beat(self, now: Now) -> None:
        """Write down that sitbreak is alive now."""
        try:
            self._write(_sealed(json.dumps(Beat(now, self._boot_id).to_table())))
        except StorageError as error:
            if not self._failed:
                _log.warning("a crash now would forget the running sitting: %s", error)
            self._failed = True
        else:
            self._failed = False

    def read(self) -> Beat | None:
        """Return the last heartbeat, None when there is none that can be read."""
        try:
            return Beat.from_table(json.loads(_unsealed(self._path.read_bytes())))
        except (OSError, ValueError, RecursionError):
            return None

    def _write(self, record: bytes) -> None:
        """Write one record over the other: a new file each minute would cost ten times the CPU."""
        try:
            with self._path.open("r+b", buffering=0) as file:
                file.write(record)
        except OSError:  # most likely there is none yet
            write_atomically(self._path, record, durable=False)


def _sealed(text: str) -> bytes:
    """Fill a text up to the length of a record, with a checksum that no half-written one has."""
    data = text.encode().ljust(_LENGTH)
    return b"%s\n%08x\n" % (data, zlib.crc32(data))


def _unsealed(record: bytes) -> bytes:
    """Return what was sealed.

    Raises:
        ValueError: the record is not whole.
    """
    data, _, seal = record.partition(b"\n")
    if int(seal[:8], 16) != zlib.crc32(data):
        raise ValueError("the checksum does not fit")
    return data
