"""The language in settings.toml, found without a parser: every command needs it before it says anything."""

import re

from sitbreak import disk
from sitbreak.core.settings import LANGUAGE_CODE
from sitbreak.disk import StorageError
from sitbreak.storage.folders import config_folder

_LARGEST = 100_000
_FIRST_TABLE = re.compile(rb"^[ \t]*\[", re.MULTILINE)
_LANGUAGE = re.compile(
    rf"""^[ \t]*language[ \t]*=[ \t]*["']({LANGUAGE_CODE})["'][ \t]*(?:#.*)?\r?$""".encode(), re.MULTILINE
)


def chosen_language() -> str:
    """Return the code of the language in the settings; empty if there is none, or none that can be read."""
    try:
        data = disk.read(config_folder() / "settings.toml", _LARGEST) or b""
    except StorageError:  # whoever needs the file says so
        return ""
    found = _LANGUAGE.search(_FIRST_TABLE.split(data, 1)[0])
    return found[1].decode() if found else ""
