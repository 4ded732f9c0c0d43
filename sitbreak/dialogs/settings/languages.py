"""What changes the language: a list of all that sitbreak speaks."""

from typing import Any

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QWidget

from sitbreak.core.words import settings as names
from sitbreak.desktop.language import languages, own_name
from sitbreak.dialogs.settings.drop_down import Choice
from sitbreak.dialogs.settings.editors import Editor, describe

_SCRIPTS = {"ar": "Arabic", "ja": "Japanese", "zh_CN": "SimplifiedChinese"}
"""The writing systems of languages that a desktop may have no font for, as Qt calls them."""


class LanguageEditor(Editor):
    """A list of the languages, each by its own name; the first is that of the desktop."""

    def __init__(self, parent: QWidget) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._list = Choice(["", "en", *languages()], _language_name)
        self._list.setParent(self)
        self._list.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToContents)
        self._list.edited.connect(self.changed)

    @property
    def entry(self) -> QWidget:
        """See `Editor`."""
        return self._list

    @property
    def value(self) -> str:
        """See `Editor`."""
        return str(self._list.value)

    def show_value(self, value: Any) -> None:
        """See `Editor`; a code without a translation of ours is listed, too."""
        self._list.show_value(value)

    def describe(self, label: str, explanation: str) -> None:
        """See `Editor`."""
        describe(self._list, label, explanation)

    def arrange(self, width: int, column: int) -> int:  # noqa: ARG002  it has one place
        """See `Editor`."""
        hint = self._list.sizeHint()
        self._list.setGeometry(0, 0, min(width, hint.width()), hint.height())
        return self._list.height()


def has_letters_for(code: str) -> bool:
    """Return whether a language can be read here: desktops may have no font for some writing systems."""
    script = _SCRIPTS.get(code)
    return script is None or bool(QFontDatabase.families(getattr(QFontDatabase.WritingSystem, script)))


def _language_name(code: str) -> str:
    """Return what a language is called by those who speak it, and whether it could not be read here."""
    if not code:
        return names.language_of_desktop()
    name = own_name(code)
    return name if has_letters_for(code) else names.language_without_font(name, code)
