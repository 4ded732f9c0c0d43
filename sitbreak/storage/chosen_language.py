"""The language in settings.toml, found without a parser: every command needs it before it says anything."""

import re

from sitbreak import disk
from sitbreak.core.settings import LANGUAGE_CODE
from sitbreak.disk import StorageError
from sitbreak.storage.folders import config_folder

_LARGEST = 100_000


def chosen_language() -> str:
    """Return the code of the language in the settings; empty if there is none, or none that can be read."""
    try:
        data = disk.read(config_folder() / "settings.toml", _LARGEST) or b""
    except StorageError:  # what needs the file says so
        return ""
    if b"language" not in data:  # at most starts, and making regular expressions takes half a millisecond
        return ""
    head = re.split(rb"(?m)^[ \t]*\[", data, maxsplit=1)[0]
    line = rf"""(?m)^[ \t]*language[ \t]*=[ \t]*["']({LANGUAGE_CODE})["'][ \t]*(?:#.*)?\r?$"""
    found = re.search(line.encode(), head)
    return found[1].decode() if found else ""
