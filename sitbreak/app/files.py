"""The person's files."""

from sitbreak.core.tips import Library
from sitbreak.storage.files import Signature, signature
from sitbreak.storage.folders import Folders
from sitbreak.storage.settings_file import SettingsFile
from sitbreak.storage.state import Note


class Files:
    """The files that are read and written while sitbreak runs.

    Attributes:
        settings: settings.toml.
        config: the folder with the settings and the person's own tips.
        pages: the folder for the pages that a browser opens.
        places: files and folders, each under the name that people see.
        bubble_note: which notification is on the screen, in case this process is killed.
    """

    def __init__(self, folders: Folders) -> None:
        """Read nothing yet."""
        self.settings = SettingsFile(folders.config / "settings.toml")
        self.config = folders.config
        self.pages = folders.runtime
        self.places = folders.named()
        self.bubble_note = Note(folders.runtime / "bubble")
        self._own_tips = folders.config / "tips.toml"
        self._tips: tuple[Library, list[str]] | None = None
        self._tips_read: Signature = None

    @property
    def library(self) -> Library:
        """Every valid tip."""
        return (self._tips or self._read_tips())[0]

    @property
    def tip_problems(self) -> list[str]:
        """One line for everything in tips files that is not valid."""
        return (self._tips or self._read_tips())[1]

    def new_tip_problems(self) -> list[str] | None:
        """Read the tips again if the person's file has changed since they were read.

        Returns:
            One line for every problem that the file did not have before; None if nothing was read.
        """
        if self._tips is not None and signature(self._own_tips) == self._tips_read:
            return None
        known = self._tips[1] if self._tips else []
        return [problem for problem in self._read_tips()[1] if problem not in known]

    def _read_tips(self) -> tuple[Library, list[str]]:
        from sitbreak.tips.files import load_library  # brings tomllib

        self._tips_read = signature(self._own_tips)
        self._tips = load_library(self._own_tips)
        return self._tips
