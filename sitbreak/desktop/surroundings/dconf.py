"""Do-not-disturb on GNOME and its relatives, which keep it in dconf.

dconf has no way to read over D-Bus, and GSettings would bring GLib into the process. But its database is one
small file, always replaced as a whole, so it can be read at any time.

Source: dconf's engine and gvdb-format.h; GVariant's serialisation of a boxed boolean.
"""

import os
import struct
from collections.abc import Iterator
from pathlib import Path

from sitbreak.desktop.surroundings.questions import desktops
from sitbreak.desktop.surroundings.signs import CannotTell

_KEYS = {
    "GNOME": ("/org/gnome/desktop/notifications/show-banners", False),
    "X-Cinnamon": ("/org/cinnamon/desktop/notifications/display-notifications", False),
    "MATE": ("/org/mate/notification-daemon/do-not-disturb", True),
    "Pantheon": ("/io/elementary/notifications/do-not-disturb", True),
}
"""For each desktop the key, and what it holds when nobody is to be disturbed."""

_SIGNATURE = b"GVariant"
_HEADER = struct.Struct("<8sIIII")  # signature, version, options, root's start and end
_TABLE = struct.Struct("<II")  # words of the bloom filter and, in the upper 5 bits, its shift; buckets
_BLOOM_WORDS = 0x07FFFFFF
_ITEM = struct.Struct("<IIIHcxII")  # hash, parent, key's start and size, type, value's start and end
_NO_PARENT = 0xFFFFFFFF
_BOXED_BOOLEAN = b"\0b"


def do_not_disturb() -> bool:
    """Read the key of the running desktop; one that was never set means no.

    Raises:
        CannotTell: this desktop has no such key, or the file is damaged.
    """
    key = next((_KEYS[name] for name in desktops() if name in _KEYS), None)
    if key is None:
        raise CannotTell("this desktop keeps do-not-disturb elsewhere")
    name, silent = key
    config = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    try:
        return read_boolean(Path(config, "dconf", "user").read_bytes(), name) is silent
    except FileNotFoundError:
        return False
    except (OSError, struct.error, LookupError) as failure:
        raise CannotTell(f"dconf's database cannot be read: {failure}") from failure


def read_boolean(database: bytes, key: str) -> bool | None:
    """Return what a boolean key holds in a dconf database, None when it is not set or is none.

    Raises:
        LookupError: this is no such database.
        struct.error: it is cut short.
    """
    if not database:  # a database that has never been written to
        return None
    signature, _, _, start, _ = _HEADER.unpack_from(database)
    if signature != _SIGNATURE:
        raise LookupError("it is of another format")
    items = list(_items(database, start))
    for index, (_, _, _, kind, value_start, value_end) in enumerate(items):
        value = database[value_start:value_end]
        if kind == b"v" and value[1:] == _BOXED_BOOLEAN and _name(database, items, index) == key:
            return value[0] == 1
    return None


_Item = tuple[int, int, int, bytes, int, int]


def _items(database: bytes, start: int) -> Iterator[_Item]:
    bloom, buckets = _TABLE.unpack_from(database, start)
    first = start + _TABLE.size + 4 * ((bloom & _BLOOM_WORDS) + buckets)
    _, _, _, _, end = _HEADER.unpack_from(database)
    for offset in range(first, end - _ITEM.size + 1, _ITEM.size):
        _, parent, key_start, key_size, kind, value_start, value_end = _ITEM.unpack_from(database, offset)
        yield parent, key_start, key_size, kind, value_start, value_end


def _name(database: bytes, items: list[_Item], index: int) -> str:
    """Join an item's key to those of its parents; more than a few mean a circle."""
    name = b""
    for _ in range(32):
        parent, start, size = items[index][:3]
        name = database[start : start + size] + name
        if parent == _NO_PARENT:
            return name.decode(errors="replace")
        index = parent
    raise LookupError("its keys go round in circles")
