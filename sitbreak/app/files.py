"""The person's files."""

from sitbreak import disk
from sitbreak.core.tips import Library
from sitbreak.disk import Signature, signature
from sitbreak.storage.folders import Folders
from sitbreak.storage.once import Once
from sitbreak.storage.settings_file import SettingsFile
from sitbreak.storage.state import Note, state_path


class Files:
    """The files that are read and written while sitbreak runs.

    Attributes:
        settings: settings.toml.
        config: the folder with the settings and the person's own tips.
        own_tips: the person's own tips.toml.
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
        self.own_tips = folders.config / "tips.toml"
        self._written = [
            state_path(folders.state),
            Once(folders.state).path,
            *(
                folders.runtime / name
                for name in (
                    "heartbeat.json",
                    "bubble",
                    "tip.html",
                    "help.html",
                    "history.html",
                    "diary.html",
                )
            ),
        ]
        self._tips: tuple[Library, list[str]] | None = None
        self._tips_read: Signature = None

    @property
    def library(self) -> Library:
        """Every valid tip."""
        return (self._tips or self.read_tips())[0]

    @property
    def tip_problems(self) -> list[str]:
        """One line for everything in tips files that is not valid."""
        return (self._tips or self.read_tips())[1]

    @property
    def tips_version(self) -> Signature:
        """The version of the person's tips that was read."""
        return self._tips_read

    def tips_changed(self) -> bool:
        """Whether the person's tips have changed since they were read."""
        return self._tips is None or signature(self.own_tips) != self._tips_read

    def read_tips(self) -> tuple[Library, list[str]]:
        """Read the tips again; return every valid tip, and one line for each problem."""
        from sitbreak.tips.files import load_library  # brings tomllib

        self._tips_read = signature(self.own_tips)
        self._tips = load_library(self.own_tips)
        return self._tips

    def sweep(self) -> None:
        """Remove what processes that were killed while writing have left behind."""
        for path in (*self._written, self.settings.path):
            disk.sweep(path)
