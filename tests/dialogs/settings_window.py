"""The settings window on an offscreen screen: what a person sees and does."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from sitbreak.dialogs.settings.checks import Check, Radio
from sitbreak.dialogs.settings.field import Field
from sitbreak.dialogs.settings.window import SettingsWindow
from tests.dialogs.settings_process import content_of
from tests.dialogs.shown import SCREENS, until


class Opened:
    """An open settings window."""

    def __init__(
        self, runtime: Path, config: Path, at: str = "", screen: tuple[int, int] = SCREENS[0]
    ) -> None:
        self.file = config / "settings.toml"
        self.window = SettingsWindow(runtime)
        self.window.setScreen(QGuiApplication.screens()[SCREENS.index(screen)])
        self.was_closed: list[bool] = []
        self.window.closed.connect(lambda: self.was_closed.append(True))
        assert self.window.show_request([content_of(config, at), ""]) == ""
        until(lambda: self.window.is_painted and self.window.isActiveWindow(), "the window is painted")
        until(lambda: len(self.window._form.sections) > 1, "every group is made")

    # --- what is there ---------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """What the file holds."""
        return self.file.read_text(encoding="utf-8") if self.file.exists() else ""

    def field(self, key: str) -> Field:
        return next(field for field in self.window._form.fields if field.key == key)

    def lines(self, key: str) -> list[QLineEdit]:
        """Return the lines of text of a field."""
        return self.field(key).findChildren(QLineEdit)

    def shown(self, key: str) -> list[str]:
        """Return what a field shows: its texts, and the labels of what is checked."""
        field = self.field(key)
        checked = [
            button.text()
            for kind in (Check, Radio)
            for button in field.findChildren(kind)
            if button.isChecked()
        ]
        return [*checked, *(line.text() for line in field.findChildren(QLineEdit) if line.isEnabled())]

    def problem(self, key: str) -> str:
        """Return what is said to be wrong with a field."""
        problem = self.field(key).problem
        return problem.text if not problem.isHidden() else ""

    @property
    def problems_above(self) -> list[str]:
        """What is said above the form."""
        return [view.text for view in self.window._form._problems if view.isVisible()]

    @property
    def visible(self) -> list[str]:
        """The keys of all fields that can be seen, or scrolled to."""
        return [field.key for field in self.window._form.fields if field.isVisible()]

    @property
    def message(self) -> str:
        return self.window.message.text() if self.window.message.isVisible() else ""

    def button(self, label: str, on: QWidget | None = None) -> QPushButton:
        buttons = on.findChildren(QPushButton) if on else self.window._row.buttons
        return next(button for button in buttons if button.text().replace("&", "") == label)

    # --- what a person does ----------------------------------------------------------------------

    def turn_to(self, group: str) -> None:
        """Choose a group by its name."""
        items = [self.window._side.groups.item(row) for row in range(self.window._side.groups.count())]
        names = [item.text() for item in items]
        self.window._side.groups.setCurrentRow(names.index(group))
        QApplication.processEvents()

    def type(self, key: str, text: str, line: int = 0, *, finish: bool = True) -> None:
        """Type into a field in place of what is there."""
        target = self.lines(key)[line]
        target.setFocus()
        target.selectAll()
        QTest.keyClicks(target, text)
        if finish:
            self.press(Qt.Key.Key_Return)

    def check(self, key: str, label: str = "") -> None:
        """Press Space on a check box or a radio button of a field."""
        buttons = [*self.field(key).findChildren(Check), *self.field(key).findChildren(Radio)]
        button = next(button for button in buttons if not label or button.text() == label)
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Space)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        QApplication.processEvents()

    def click(self, label: str, on: QWidget | None = None) -> None:
        QTest.mouseClick(self.button(label, on), Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def search(self, text: str) -> None:
        """Search with the keyboard."""
        self.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(self.window._side.search, text)
        QApplication.processEvents()

    def end(self) -> None:
        self.window.hide()
        self.window.deleteLater()
        QApplication.processEvents()
