"""What the settings window says about this computer: both entries, and where the file is."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLabel, QWidget

from sitbreak.core.words import settings_window as words
from sitbreak.dialogs.colours import Colours
from sitbreak.dialogs.instance import RunningInstance
from sitbreak.dialogs.settings.choices import SwitchEditor
from sitbreak.dialogs.settings.editors import Editor
from sitbreak.dialogs.widgets import SMALL, TEXT, Button, sized, units

if TYPE_CHECKING:
    from sitbreak.ports import Installation
    from sitbreak.remote.protocol import Answer

Complain = Callable[[str], None]
"""Takes what is wrong, for the person; nothing if all is well."""


class LoginEntryEditor(SwitchEditor):
    """Switches starting at login: the running instance does it, or this process where none runs."""

    def __init__(
        self, parent: QWidget, colours: Colours, instance: RunningInstance, complain: Complain
    ) -> None:
        """Know nothing about the login entry before `look`."""
        super().__init__(parent, words.start_at_login(), colours)
        self._instance = instance
        self._complain = complain
        self.check.setEnabled(False)
        self.changed.connect(self._set)

    def look(self) -> None:
        """Look at the login entry."""
        from sitbreak.desktop.platforms import this_platform

        try:
            status = this_platform().make_autostart().status()
        except OSError as error:
            self._complain(str(error))
            return
        self.check.setChecked(bool(status))
        self.check.setEnabled(status is not None)
        self._complain("" if status is not None else words.cannot_start_at_login())

    def _set(self) -> None:
        on = self.value
        self._complain("")
        self._instance.set_autostart(self._after, on=on)

    def _after(self, answer: "Answer | None") -> None:
        """Show what has become of it; without an instance, do it here."""
        problem = ""
        if answer is None:
            problem = _set_here(on=self.value)
        elif answer.status != 0:
            problem = answer.text
        self.look()
        if problem:
            self._complain(problem)


def _set_here(*, on: bool) -> str:
    """Switch it in this process; return why that is not possible, or nothing."""
    from sitbreak.desktop.platforms import this_platform

    try:
        this_platform().make_autostart().set(on=on)
    except OSError as error:
        return str(error)
    return ""


class ApplicationEntryEditor(SwitchEditor):
    """Puts sitbreak into the applications menu: this process does it, the instance has no part in that."""

    def __init__(
        self, parent: QWidget, colours: Colours, installation: "Installation", complain: Complain
    ) -> None:
        """Know nothing about the application entry before `look`."""
        super().__init__(parent, words.show_in_applications_menu(), colours)
        self._installation = installation
        self._complain = complain
        self.check.setEnabled(False)
        self.changed.connect(self._set)

    def look(self) -> None:
        """Look at the application entry; that of a package cannot be switched."""
        try:
            place = self._installation.place()
        except OSError as error:
            self._complain(str(error))
            return
        self.check.setChecked(place is not None)
        self.check.setEnabled(not self._installation.is_packaged())

    def _set(self) -> None:
        self._complain("")
        try:
            if self.value:
                self._installation.install()
            else:
                self._installation.remove()
        except OSError as error:
            self._complain(str(error))
        self.look()


class FileEditor(Editor):
    """Shows where a file is, and a button that opens it."""

    def __init__(self, parent: QWidget, path: Path, open_label: str, on_open: Callable[[], object]) -> None:
        """Show this file."""
        super().__init__(parent)
        self._path = QLabel(_short(path), self)
        self._path.setFont(sized(self._path.font(), SMALL))
        self._path.setWordWrap(True)
        self._path.setObjectName("quiet")
        self._button = Button(self, on_open, open_label)
        self._button.setAutoDefault(False)
        self._button.setFont(sized(self._button.font(), 1 / TEXT * SMALL))

    @property
    def entry(self) -> QWidget:
        """See `Editor`."""
        return self._button

    @property
    def value(self) -> None:
        """Nothing: this changes no setting."""

    def show_value(self, value: Any) -> None:
        """Show nothing else."""

    def describe(self, label: str, explanation: str) -> None:
        """See `Editor`."""
        self._path.setAccessibleName(f"{label}: {self._path.text()}")
        self._button.setAccessibleDescription(explanation)

    def arrange(self, width: int, column: int) -> int:  # noqa: ARG002  it has one place
        """See `Editor`."""
        hint = self._button.sizeHint()
        high = self._path.heightForWidth(width)
        line = round(2 * units().em)
        top = max(0, (line - self._path.fontMetrics().height()) // 2)
        self._path.setGeometry(0, top, width, high)
        y = top + high + round(0.4 * units().em)
        self._button.setGeometry(0, y, min(hint.width(), width), hint.height())
        return y + hint.height()


def _short(path: Path) -> str:
    """Return a path as people write it; lines may break after each slash."""
    try:
        text = f"~/{path.relative_to(Path.home()).as_posix()}"
    except (ValueError, RuntimeError):
        text = str(path)
    return text.replace("/", "/\u200b")
