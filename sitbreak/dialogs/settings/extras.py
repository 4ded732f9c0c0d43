"""What the settings window has besides settings: both entries, own tips, planned pauses, and the file."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from sitbreak.core.words import settings_window as words
from sitbreak.dialogs.colours import Colours
from sitbreak.dialogs.instance import RunningInstance
from sitbreak.dialogs.settings.editors import Editor
from sitbreak.dialogs.settings.field import Naming
from sitbreak.dialogs.settings.section import Section

if TYPE_CHECKING:  # most of it is not in sight at first, so it comes after the first paint
    from sitbreak.dialogs.settings.own_tips.editor import OwnTipsEditor
    from sitbreak.dialogs.settings.planned_pauses import PausesEditor
    from sitbreak.dialogs.settings.this_computer import ApplicationEntryEditor, Complain, LoginEntryEditor


class Extras:
    """Adds fields that are no settings to the sections they belong to, and keeps them up to date."""

    def __init__(
        self,
        settings: Path,
        instance: RunningInstance,
        open_file: Callable[[], None],
        arrange: Callable[[], None],
    ) -> None:
        """Add nothing yet.

        Args:
            settings: settings.toml.
            instance: the running instance.
            open_file: opens settings.toml.
            arrange: places everything, when something has another height.
        """
        self._settings = settings
        self._instance = instance
        self._open_file = open_file
        self._arrange = arrange
        self._login: LoginEntryEditor | None = None
        self._menu: ApplicationEntryEditor | None = None
        self._own_tips: OwnTipsEditor | None = None
        self._pauses: PausesEditor | None = None

    @property
    def unsaved_tip(self) -> object:
        """What the person has typed of a tip that is not saved; None if there is nothing."""
        own = self._own_tips
        return (
            own.form.draft if own is not None and own.form is not None and own.has_unsaved_changes else None
        )

    def look(self) -> None:
        """Follow both entries and the pauses."""
        if self._login is not None:
            self._login.look()
        if self._menu is not None:
            self._menu.look()
        if self._pauses is not None:
            self._pauses.look()

    def add_above(self, section: Section, colours: Colours) -> None:
        """Add what is above the settings of a section."""
        if section.group == "this_computer":
            self._add_login(section, colours)
            self._add_menu(section, colours)

    def add_below(self, section: Section, colours: Colours) -> None:
        """Add what is below the settings of a section."""
        match section.group:
            case "tips":
                self._add_own_tips(section, colours)
            case "quiet_times":
                self._add_pauses(section)
            case "this_computer":
                self._add_file(section)

    def _add_login(self, section: Section, colours: Colours) -> None:
        from sitbreak.dialogs.settings.this_computer import LoginEntryEditor

        def make(parent: QWidget, complain: "Complain") -> LoginEntryEditor:
            self._login = LoginEntryEditor(parent, colours, self._instance, complain)
            return self._login

        self._add_switch(section, "autostart", words.start_at_login(), make)

    def _add_menu(self, section: Section, colours: Colours) -> None:
        from sitbreak.desktop.platforms import this_platform
        from sitbreak.dialogs.settings.this_computer import ApplicationEntryEditor

        installation = this_platform().make_installation()
        if installation.unavailable_reason:
            return

        def make(parent: QWidget, complain: "Complain") -> ApplicationEntryEditor:
            self._menu = ApplicationEntryEditor(parent, colours, installation, complain)
            return self._menu

        self._add_switch(section, "applications_menu", words.show_in_applications_menu(), make)

    def _add_switch(
        self, section: Section, key: str, name: str, make: "Callable[[QWidget, Complain], Editor]"
    ) -> None:
        """Add a check box that names itself, and says below it what is wrong."""

        def complain(problem: str) -> None:
            field.problem.show_problem(problem)
            self._arrange()

        field = section.add(key, lambda parent: make(parent, complain), Naming(name, ""))

    def _add_own_tips(self, section: Section, colours: Colours) -> None:
        from sitbreak.core.words import own_tips
        from sitbreak.dialogs.settings.own_tips.editor import OwnTipsEditor

        def make(parent: QWidget) -> OwnTipsEditor:
            self._own_tips = OwnTipsEditor(parent, self._settings.parent, colours)
            self._own_tips.changed.connect(self._instance.report_use)
            return self._own_tips

        naming = Naming(own_tips.title(), own_tips.explanation(), is_explained_here=False)
        section.add("own_tips", make, naming, section.add_note(naming.name, naming.explanation))

    def _add_pauses(self, section: Section) -> None:
        from sitbreak.core.words import planned_pauses
        from sitbreak.dialogs.settings.planned_pauses import PausesEditor
        from sitbreak.dialogs.settings.week.editor import WeekEditor

        def make(parent: QWidget) -> PausesEditor:
            self._pauses = PausesEditor(parent, self._instance)
            for week in section.findChildren(WeekEditor):
                self._pauses.listed.connect(week.grid.show_pauses)
            return self._pauses

        naming = Naming(planned_pauses.title(), planned_pauses.explanation(), is_explained_here=False)
        section.add("planned_pauses", make, naming, section.add_note(naming.name, naming.explanation))

    def _add_file(self, section: Section) -> None:
        from sitbreak.dialogs.settings.this_computer import FileEditor

        def make(parent: QWidget) -> FileEditor:
            return FileEditor(parent, self._settings, words.open_settings_file(), self._open_file)

        section.add("settings_file", make, Naming(words.settings_file(), words.about_settings_file()))
