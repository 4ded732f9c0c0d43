"""Do-not-disturb on GNOME and related desktops, which keep it in dconf.

dconf cannot be read over D-Bus, and GSettings would bring GLib into the process. But its database is one
small file that is always replaced as a whole, so it can be read at any time.

Source: dconf's engine and gvdb-format.h; GVariant's serialisation of a boxed boolean.
"""

import struct
from collections.abc import Iterator

from sitbreak import disk
from sitbreak.desktop.surroundings.questions import desktops
from sitbreak.desktop.surroundings.signs import NoVerdict
from sitbreak.storage.folders import base_folder

_KEYS = {
    "GNOME": ("/org/gnome/desktop/notifications/show-banners", False),
    "X-Cinnamon": ("/org/cinnamon/desktop/notifications/display-notifications", False),
    "MATE": ("/org/mate/notification-daemon/do-not-disturb", True),
    "Pantheon": ("/io/elementary/notifications/do-not-disturb", True),
}
"""For each desktop the key, and its value during do-not-disturb."""

_LARGEST = 10_000_000
"""Bytes of a database, at most; they have some hundred kB."""

_SIGNATURE = b"GVariant"
_HEADER = struct.Struct("<8sIIII")  # signature, version, options, start and end of the root table
_TABLE = struct.Struct("<II")  # words of the bloom filter and, in the upper 5 bits, its shift; buckets
_BLOOM_WORDS = 0x07FFFFFF
# Hash, parent, start and size of the key, type, start and end of the value.
_ITEM = struct.Struct("<IIIHcxII")
_NO_PARENT = 0xFFFFFFFF
_BOXED_BOOLEAN = b"\0b"
_DEEPEST = 32


def do_not_disturb() -> bool:
    """Read the key of the running desktop; one that was never set means no.

    Raises:
        NoVerdict: this desktop has no such key, or the file is damaged.
    """
    key = next((_KEYS[name] for name in desktops() if name in _KEYS), None)
    if key is None:
        raise NoVerdict("this desktop keeps do-not-disturb elsewhere")
    name, silent = key
    try:
        database = disk.read(base_folder("XDG_CONFIG_HOME", ".config") / "dconf" / "user", _LARGEST)
        return database is not None and _read_boolean(database, name) is silent
    except (OSError, struct.error, LookupError) as failure:
        raise NoVerdict(f"dconf's database cannot be read: {failure}") from failure


def _read_boolean(database: bytes, key: str) -> bool | None:
    """Return the value of a boolean key, None if it is not set or not a boolean.

    Raises:
        LookupError: this is no such database.
        struct.error: it is cut short.
    """
    if not database:  # nothing was ever written to it
        return None
    signature, _, _, start, end = _HEADER.unpack_from(database)
    if signature != _SIGNATURE:
        raise LookupError("unknown format")
    items = list(_items(database, start, end))
    for index, (_, _, _, kind, value_start, value_end) in enumerate(items):
        value = database[value_start:value_end]
        if kind == b"v" and value[1:] == _BOXED_BOOLEAN and _full_key(database, items, index) == key:
            return value[0] == 1
    return None


_Item = tuple[int, int, int, bytes, int, int]
"""Parent, start and size of the key, type, start and end of the value."""


def _items(database: bytes, start: int, end: int) -> Iterator[_Item]:
    bloom, buckets = _TABLE.unpack_from(database, start)
    first = start + _TABLE.size + 4 * ((bloom & _BLOOM_WORDS) + buckets)
    for offset in range(first, end - _ITEM.size + 1, _ITEM.size):
        _, parent, key_start, key_size, kind, value_start, value_end = _ITEM.unpack_from(database, offset)
        yield parent, key_start, key_size, kind, value_start, value_end


def _full_key(database: bytes, items: list[_Item], index: int) -> str:
    """Join an item's key to those of its parents."""
    key = b""
    for _ in range(_DEEPEST):
        parent, start, size = items[index][:3]
        key = database[start : start + size] + key
        if parent == _NO_PARENT:
            return key.decode(errors="replace")
        index = parent
    raise LookupError("its keys form a cycle")
