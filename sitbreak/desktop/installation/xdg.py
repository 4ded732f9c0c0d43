"""sitbreak in the menus of desktops that follow freedesktop.org.

Source: the Desktop Entry Specification 1.5, the Desktop Menu Specification 1.1, the Icon Theme Specification
0.13 and AppStream 1.0, all below the data folder of the XDG Base Directory Specification.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sitbreak import __version__, disk
from sitbreak.core.words import applications_menu
from sitbreak.core.words import files as words
from sitbreak.desktop.entries import (
    change_keys,
    escape,
    missing_program,
    read_entry,
    read_keys,
    start_keys,
    write_entry,
)
from sitbreak.desktop.icons import icons_folder
from sitbreak.desktop.language import languages, speaking
from sitbreak.disk import StorageError
from sitbreak.storage.folders import base_folder

NAME = "sitbreak.desktop"
"""The entry's file; notifications and windows name it, so that a desktop knows whose they are."""

_VERSION = "X-Sitbreak-Version"
"""The key that says which version of sitbreak has written an entry; a package's has none."""

_ICONS = {
    "48x48/apps/sitbreak.png": "sitbreak-48.png",
    "256x256/apps/sitbreak.png": "sitbreak.png",
    "scalable/apps/sitbreak.svg": "sitbreak.svg",
}
_METAINFO = "sitbreak.metainfo.xml"
_log = logging.getLogger(__name__)


class XdgInstallation:
    """An application entry, icons in the theme that all fall back to, and metadata for software centres.

    No cache has to be made: desktops watch the folder of entries, ours opens no files that a MIME cache would
    list, and an icon cache older than its folder is not used.
    """

    unavailable_reason = ""

    def __init__(self, command: list[str]) -> None:
        """Have the menu start this command."""
        self._command = command

    @property
    def path(self) -> Path:
        """The person's entry; raises OSError if there is no home."""
        return self._data / "applications" / NAME

    def place(self) -> Path | None:
        """See `Installation`."""
        if not disk.is_missing(self.path) and read_entry(self.path):
            return self.path
        return next(_packaged(), None)

    def is_packaged(self) -> bool:
        """See `Installation`."""
        return next(_packaged(), None) is not None

    def install(self) -> None:
        """See `Installation`."""
        self._write(change_keys(read_entry(self.path), self._keys() | start_keys(self._command)))

    def remove(self) -> None:
        """See `Installation`."""
        for path in (self.path, *self._sources()):
            disk.sweep(path)
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise StorageError(words.unremovable(path, error.strerror or error)) from error
            self._remove_empty(path.parent)
        self._expire_icon_cache()

    def repair(self) -> None:
        """See `Installation`."""
        text = read_entry(self.path)
        keys = read_keys(text)
        if not keys:
            return
        missing = missing_program(keys)
        if missing is not None and self.is_packaged():
            self.remove()
            _log.info("the application entry started %r, which is gone; now the package's shows", missing)
            return
        start = {} if missing is None else start_keys(self._command)
        if start or keys.get(_VERSION) != __version__:
            self._write(change_keys(text, self._keys() | start))
        if start:
            _log.info(
                "the application entry started %r, which is gone; now it starts %s", missing, start["Exec"]
            )

    # --- internals -------------------------------------------------------------------------------

    @property
    def _data(self) -> Path:
        return base_folder("XDG_DATA_HOME", ".local/share")

    @property
    def _hicolor(self) -> Path:
        return self._data / "icons" / "hicolor"

    def _keys(self) -> dict[str, str]:
        return {
            "Type": "Application",
            "Name": "sitbreak",
            **translated_keys(),
            "Icon": "sitbreak",
            "Terminal": "false",
            "Categories": "Utility;",
            "StartupNotify": "false",
            "StartupWMClass": "sitbreak",
            _VERSION: __version__,
        }

    def _sources(self) -> dict[Path, Path]:
        """Return where our files go, besides the entry, and what is in them."""
        files = {self._hicolor / name: icons_folder() / source for name, source in _ICONS.items()}
        return files | {self._data / "metainfo" / _METAINFO: Path(__file__).with_name(_METAINFO)}

    def _write(self, entry: str) -> None:
        """Write every file, the entry last: it shows the others. If one fails, none that is new stays."""
        sources = self._sources()
        new = [path for path in (self.path, *sources) if disk.is_missing(path)]
        try:
            for path, source in sources.items():
                disk.sweep(path)
                disk.write(path, source.read_bytes(), keeps_mode=True)
            self._expire_icon_cache()
            disk.sweep(self.path)
            write_entry(self.path, entry)
        except OSError:
            for path in new:
                with suppress(OSError):
                    path.unlink(missing_ok=True)
                self._remove_empty(path.parent)
            raise

    def _remove_empty(self, folder: Path) -> None:
        """Remove a folder and those around it, as far as they are empty and below the data folder."""
        with suppress(OSError):
            while folder != self._data:
                folder.rmdir()
                folder = folder.parent

    def _expire_icon_cache(self) -> None:
        """Make the icon theme newer than its cache.

        Source: Icon Theme Specification, "Implementation Notes".
        """
        with suppress(OSError):
            os.utime(self._hicolor)


def translated_keys() -> dict[str, str]:
    """Return the keys of an entry that are read by people: in English, and in every other language.

    Source: the Desktop Entry Specification 1.5, "Localized values for keys".
    """
    keys: dict[str, str] = {}
    for code in ("en", *languages()):
        with speaking(code):
            said = {
                "GenericName": applications_menu.kind(),
                "Comment": applications_menu.purpose(),
                "Keywords": ";".join((*applications_menu.keywords(), "")),
            }
        suffix = "" if code == "en" else f"[{code}]"
        keys |= {
            f"{key}{suffix}": escape(text) for key, text in said.items() if keys.get(key) != escape(text)
        }
    return keys


def _packaged() -> Iterator[Path]:
    """Yield the entries of packages; in a folder that is closed to us the menu finds none, either."""
    folders = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    paths = (Path(folder, "applications", NAME) for folder in folders.split(":") if folder.startswith("/"))
    return (path for path in paths if disk.signature(path) is not None)
