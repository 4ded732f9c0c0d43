"""The computer's three clocks, its time zone, and an id of the current boot."""

import os
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

from sitbreak.core.now import Now
from sitbreak.desktop.platforms import this_platform

_LOCALTIME = Path("/etc/localtime")
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_BOOT_TIME_STEP = 600


class SystemZone(tzinfo):
    """The computer's time zone, with what the C library knows of it: daylight saving of other days, too.

    Two are equal if the computer is in the same zone with the same rules. The C library only knows the zone
    the computer is in now, so an older one can only be compared.
    """

    def __init__(self, identity: tuple[object, ...]) -> None:
        """Make a zone that is equal to others of this identity."""
        self._identity = identity

    def __eq__(self, other: object) -> bool:
        return self._identity == other._identity if isinstance(other, SystemZone) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._identity)

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        """Return local time minus UTC; in the hour that comes twice, `fold` decides."""
        if moment is None:
            return None
        local = moment.replace(tzinfo=None, microsecond=0)
        # not local.astimezone().utcoffset(): for a time that daylight saving skips, that is the one after
        return local - datetime.fromtimestamp(local.timestamp(), UTC).replace(tzinfo=None)

    def dst(self, moment: datetime | None) -> None:
        """Return None: the C library does not say how much of the offset it is, and nothing asks."""

    def tzname(self, moment: datetime | None) -> str | None:
        """Return the zone's abbreviation at that moment."""
        return None if moment is None else moment.replace(tzinfo=None).astimezone().tzname()

    def fromutc(self, moment: datetime) -> datetime:
        """Convert a UTC time that carries this zone to local time."""
        local = moment.replace(tzinfo=UTC).astimezone()
        here = local.replace(tzinfo=self)
        return here if here.utcoffset() == local.utcoffset() else here.replace(fold=1)

    def __repr__(self) -> str:
        return f"SystemZone{self._identity}"


def system_zone(localtime: Path = _LOCALTIME) -> SystemZone:
    """Return the time zone that the computer is in now; this costs a look at the file `localtime`.

    The C library of Windows reads the zone only once, so a move is noticed there after a restart.

    Source: tzset(3). Names and offsets are compared as well, for where the zone is not in that file.
    """
    if hasattr(time, "tzset"):
        time.tzset()  # 2.5 us: reads /etc/localtime again only when that has changed
    name, file = os.environ.get("TZ"), None
    if name is None:
        with suppress(OSError):
            status = localtime.stat()
            file = status.st_dev, status.st_ino, status.st_mtime_ns
    return SystemZone((name, file, time.tzname, time.timezone, time.altzone))


def read_clocks() -> Now:
    """Read the three clocks, and the time zone the computer is in."""
    platform = this_platform()
    awake, boot = platform.awake_ns() // 1000, platform.boot_ns() // 1000
    return Now(timedelta(microseconds=awake), timedelta(microseconds=boot), datetime.now(UTC), system_zone())


def boot_id(now: Now, file: Path = _BOOT_ID) -> str:
    """Return an id of the current boot: it stays the same until the computer is started again.

    Where the kernel has no such `file`, it is the time of the start, rounded to ten minutes: a wall clock
    stepped by more than that looks like another boot, which at worst loses the current sitting.

    Source: random(4).
    """
    try:
        return file.read_text(encoding="ascii").strip()
    except OSError:
        started = now.on_wall(timedelta()).timestamp()
        return f"started-{round(started / _BOOT_TIME_STEP)}"
