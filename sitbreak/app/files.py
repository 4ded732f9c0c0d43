"""The person's files as the commands and the world use them."""

from functools import cached_property

from sitbreak.core.tips import Library
from sitbreak.storage.folders import Folders
from sitbreak.storage.settings_file import SettingsFile


class Files:
    """What is read from files and written to them.

    Attributes:
        settings: settings.toml.
        pages: the folder for pages to be opened.
        places: where things are kept, by what a person calls them.
    """

    def __init__(self, folders: Folders) -> None:
        """Read nothing yet."""
        self.settings = SettingsFile(folders.config / "settings.toml")
        self.pages = folders.runtime
        self.places = folders.named()
        self._own_tips = folders.config / "tips.toml"

    @property
    def library(self) -> Library:
        """Every tip that can be used."""
        return self._tips[0]

    @property
    def tip_problems(self) -> list[str]:
        """One line for everything in tips files that cannot be used."""
        return self._tips[1]

    @cached_property
    def _tips(self) -> tuple[Library, list[str]]:
        from sitbreak.tips.files import load_own_library  # noqa: PLC0415  brings tomllib

        return load_own_library(self._own_tips)
